/** Which version is in force, and what a price comes to in a line. */
import type { PriceVersion } from '../../api/console';
import { t } from '../../i18n';

export type Standing = 'past' | 'now' | 'later';
export const TONES = { past: 'plain', now: 'good', later: 'caution' } as const;

interface Dated {
  effective_from: string;
}

/** The newest version that has begun is in force; whatever ended before today is past. */
export function standingOf<T extends Dated>(version: T, all: readonly T[], today: string, until?: string | null): Standing {
  if (version.effective_from > today) return 'later';
  const newest = all.filter((other) => other.effective_from <= today).reduce((a, b) => (b.effective_from >= a.effective_from ? b : a));
  return newest === version && (!until || until >= today) ? 'now' : 'past';
}

export function inForce<T extends Dated>(all: readonly T[], today: string): T | undefined {
  return all.filter(({ effective_from }) => effective_from <= today).at(-1) ?? all[0];
}

export function priceLine({ energy }: PriceVersion): string {
  if (energy.by === 'flat') return energy.yuanPerKwh;
  if (energy.by === 'steps') return `${t('console.tariffs.by.steps')} ${energy.tiers.map(({ yuanPerKwh }) => yuanPerKwh).join(' / ')}`;
  const { sharp, peak, flat, valley } = energy.rates;
  return `${t('console.tariffs.by.time-of-use')} ${[sharp, peak, flat, valley].join(' / ')}`;
}
