/** The places of the desk, who may be where, and where somebody starts. */
import type { OperatorView } from '@qingjiang/shared/generated/OperatorView';
import type { ShortcutId } from './shortcuts';

export type Place = 'counter' | 'today' | 'rounds' | 'review' | 'notices' | 'imports' | 'tasks';

interface PlaceEntry {
  place: Place;
  goes: ShortcutId;
  /** Any one of them opens the place. */
  needs: string[];
}

/** In the order of the bar. */
export const PLACES: readonly PlaceEntry[] = [
  { place: 'counter', goes: 'go-counter', needs: ['take-payment'] },
  { place: 'today', goes: 'go-today', needs: ['take-payment'] },
  { place: 'rounds', goes: 'go-rounds', needs: ['prepare-round', 'enter-reading'] },
  { place: 'review', goes: 'go-review', needs: ['review-readings'] },
  { place: 'imports', goes: 'go-imports', needs: ['import-readings'] },
  { place: 'tasks', goes: 'go-tasks', needs: ['answer-tasks'] },
  { place: 'notices', goes: 'go-notices', needs: ['print-notices'] },
];

/** Places where money is taken, and so a shift has to be open. */
export const NEEDS_SHIFT: ReadonlySet<Place> = new Set<Place>(['counter', 'today']);

export const mayBeAt = (operator: OperatorView, place: Place): boolean =>
  PLACES.some((entry) => entry.place === place && entry.needs.some((permission) => operator.permissions.includes(permission)));

export const placesOf = (operator: OperatorView) => PLACES.filter((entry) => mayBeAt(operator, entry.place));

/** Reader, biller, cashier: each begins where their work is. The first role that they were given decides. */
export function startOf(operator: OperatorView): Place {
  const homes: Record<string, Place> = { 'meter-reader': 'rounds', biller: 'review', cashier: 'counter' };
  const home = operator.roles.map((role) => homes[role]).find((place) => place !== undefined && mayBeAt(operator, place));
  return home ?? placesOf(operator)[0]?.place ?? 'counter';
}
