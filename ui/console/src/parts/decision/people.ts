/** How somebody is called: by name, the center by what it is, and who is not in the books any more by number. */
import { t } from '../../i18n';

export function nameOf(person: { id: number; name: string | null } | null | undefined): string {
  if (!person) return t('console.table.none');
  if (person.name) return person.name;
  return person.id === 0 ? t('console.decision.center') : t('console.decision.numberOnly', { id: person.id });
}
