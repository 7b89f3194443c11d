/** Who may answer a proposal, by what it is about; the center checks the same. */
import type { Matter } from '../../api/decision-types';
import type { Permission } from '../../api/types';

export function answerersOf(matter: Matter): Permission[] {
  switch (matter.matter) {
    case 'cases':
    case 'undo':
      return ['approve-decisions'];
    case 'price':
    case 'billing':
    case 'collection':
      return ['release-tariffs'];
    case 'operator':
      return ['manage-operators'];
  }
}
