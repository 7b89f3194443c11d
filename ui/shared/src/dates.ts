/** Dates as `YYYY-MM-DD`, in the time of the prefecture: eight hours ahead of UTC, whatever zone the machine is set to. */

const AHEAD_OF_UTC_MS = 8 * 3_600_000;

const two = (part: number): string => String(part).padStart(2, '0');

const thereAt = (ms: number): Date => new Date(ms + AHEAD_OF_UTC_MS);

export const dateOf = (ms: number): string => {
  const at = thereAt(ms);
  return `${at.getUTCFullYear()}-${two(at.getUTCMonth() + 1)}-${two(at.getUTCDate())}`;
};

export const clockOf = (ms: number): string => {
  const at = thereAt(ms);
  return `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}`;
};

/** Reads "2026-11-23", "20261123", "2026/11/23" and "11-23" (of the year of `today`); `null` when there is no such day. */
export function parseDate(text: string, today: string): string | null {
  const digits = text.trim().replace(/[/.年月]/g, '-').replace(/日$/, '');
  const match =
    /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(digits) ??
    /^(\d{4})(\d{2})(\d{2})$/.exec(digits) ??
    /^()(\d{1,2})-(\d{1,2})$/.exec(digits);
  if (!match) return null;
  const date = `${match[1] || today.slice(0, 4)}-${two(Number(match[2]))}-${two(Number(match[3]))}`;
  return isDate(date) ? date : null;
}

export function isDate(date: string): boolean {
  const at = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === date;
}

export function addDays(date: string, days: number): string {
  const at = new Date(`${date}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}

/** Whole days from one date to another; negative when `to` is earlier. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);

/** 0 for Sunday. */
export const weekdayOf = (date: string): number => new Date(`${date}T00:00:00Z`).getUTCDay();
