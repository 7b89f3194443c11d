/** Codes, times and closed words in the reader's language. */
import { clockOf, dateOf } from '@qingjiang/shared/dates';
import type { Severity } from '@qingjiang/shared/errors';
import { FAILURES, type Reason } from './api/failures';
import { has, t, type MessageKey } from './i18n';

export interface SaidFailure {
  severity: Severity;
  sentence: string;
  next: string;
  detail: string;
}

/** Codes whose sentence from the center says which field or number it is about. */
const SHOWS_MESSAGE: ReadonlySet<string> = new Set(['bad-request', 'record', 'too-many', 'terminal-taken', 'not-corrected', 'not-released', 'not-billable', 'internal', 'offline']);

const said = (detail: unknown): string => {
  if (typeof detail === 'object' && detail !== null && 'name' in detail) return String(detail.name);
  return typeof detail === 'string' || typeof detail === 'number' ? String(detail) : '—';
};

export function sayReason(reason: Reason): SaidFailure {
  const { details, code } = reason;
  const until = typeof details['until'] === 'string' ? clockOf(Date.parse(details['until'])) : '—';
  return {
    severity: FAILURES[code],
    sentence: t(`console.errors.sentence.${code}`, { by: said(details['by']), until }),
    next: t(`console.errors.next.${code}`),
    detail: reason.message && SHOWS_MESSAGE.has(code) ? t('console.errors.detail', { message: reason.message }) : '',
  };
}

/** `2026-11-23 09:41` in the time of the prefecture. */
export const moment = (iso: string | null | undefined): string =>
  iso ? `${dateOf(Date.parse(iso))} ${clockOf(Date.parse(iso))}` : t('console.table.none');

function largest(ms: number): { unit: 'seconds' | 'minutes' | 'hours' | 'days'; count: number } {
  const seconds = Math.round(Math.abs(ms) / 1000);
  if (seconds < 60) return { unit: 'seconds', count: seconds };
  if (seconds < 3600) return { unit: 'minutes', count: Math.floor(seconds / 60) };
  if (seconds < 48 * 3600) return { unit: 'hours', count: Math.floor(seconds / 3600) };
  return { unit: 'days', count: Math.floor(seconds / 86_400) };
}

/** "3 小时前", "2 days ago". */
export function ago(iso: string, nowMs: number): string {
  const { unit, count } = largest(nowMs - Date.parse(iso));
  return unit === 'seconds' ? t('console.words.ago.moment') : t(`console.words.ago.${unit}`, { count });
}

/** "3 小时", "40 s". */
export function span(ms: number): string {
  const { unit, count } = largest(ms);
  return t(`console.words.span.${unit}`, { count });
}

/** A word of a closed list: first the console's own, then the trade's; a word from a newer center is shown as it came. */
export function word(list: string, code: string): string {
  const keys = [`console.words.${list}.${code}`, `words.${list}.${code}`];
  const key = keys.find((key): key is MessageKey => has(key));
  return key ? t(key) : code;
}
