/** How a terminal stands, from what it last reported. */
import type { DeviceLine } from '../../api/types';
import { t } from '../../i18n';
import { span } from '../../sentences';

export const STATES = ['active', 'quiet', 'suspended'] as const;
export type FleetState = (typeof STATES)[number];

export const TONES = { active: 'good', quiet: 'caution', suspended: 'danger' } as const;

const HOUR_MS = 3_600_000;
/** Outlets may be without a link for weeks; after three days somebody may want to call. */
const QUIET_MS = 72 * HOUR_MS;
const SILENT_MS = 7 * 24 * HOUR_MS;
const CLOCK_FINE_MS = 60_000;
const CLOCK_WRONG_MS = 10 * 60_000;
const MIB_IN_GIB = 1024;

export function stateOf(device: DeviceLine, nowMs: number): FleetState {
  if (device.suspended) return 'suspended';
  return device.lastSeenAt && nowMs - Date.parse(device.lastSeenAt) < QUIET_MS ? 'active' : 'quiet';
}

/** Since when entries wait at the terminal; nothing waits where it said that all are sent. */
export const oldestUnsent = ({ unsent, oldestUnsentAt }: DeviceLine): string | null => (unsent === 0 ? null : oldestUnsentAt);

export type Step = 'fine' | 'caution' | 'danger';

/** The longer a time lies back, the louder. */
export function ageStep(iso: string | null, nowMs: number): Step {
  const age = iso ? nowMs - Date.parse(iso) : Number.POSITIVE_INFINITY;
  if (age < QUIET_MS) return 'fine';
  return age < SILENT_MS ? 'caution' : 'danger';
}

export function clockStep(offMs: number | null): Step {
  const off = Math.abs(offMs ?? 0);
  if (off < CLOCK_FINE_MS) return 'fine';
  return off < CLOCK_WRONG_MS ? 'caution' : 'danger';
}

export function clockWord(offMs: number | null): string {
  if (offMs === null) return t('console.table.none');
  if (Math.abs(offMs) < CLOCK_FINE_MS) return t('console.fleet.clockOk');
  return offMs > 0 ? t('console.fleet.ahead', { span: span(offMs) }) : t('console.fleet.behind', { span: span(offMs) });
}

/** `38.2 GB`; sizes on a disk are no money. */
export function room(mib: number | null): string {
  if (mib === null) return t('console.fleet.notSaid');
  return mib < MIB_IN_GIB ? `${mib} MB` : `${(mib / MIB_IN_GIB).toFixed(1)} GB`;
}

/** Sixteen letters of a key, as two people compare it over the phone. */
export const fingerprint = (key: string): string => (key.slice(0, 16).match(/.{4}/g) ?? []).join(' ');

/** `BYP-01` → the next number of the same letters that no terminal has. */
export function freeTerminal(like: string, taken: readonly string[]): string {
  const letters = like.split('-')[0] ?? like;
  const numbers = taken.filter((name) => name.startsWith(`${letters}-`)).map((name) => Number.parseInt(name.slice(letters.length + 1), 10));
  const next = Math.max(0, ...numbers.filter((number) => Number.isInteger(number))) + 1;
  return `${letters}-${String(next).padStart(2, '0')}`;
}
