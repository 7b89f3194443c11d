/** Codes and closed words in the reader's language. */
import { ERRORS, type Severity } from '@qingjiang/shared/errors';
import { dateOf, clockOf } from '@qingjiang/shared/dates';
import { parseYuan, showYuan } from '@qingjiang/shared/money';
import type { CommandErrorView } from '@qingjiang/shared/generated/CommandErrorView';
import { has, t, type Params } from './i18n';

const kebab = (word: string): string => word.replace(/([a-z])([A-Z])/g, '$1-$2').toLowerCase();

/** A word of a closed list; a word from a newer core is shown as it came. */
export function word(list: string, code: string): string {
  const key = `words.${list}.${kebab(code)}`;
  return has(key) ? t(key) : code;
}

export function elecTypeWord(code: number): string {
  const key = `words.elec.${code}`;
  return has(key) ? t(key) : t('words.elec.other', { code });
}

const WORD_PARAMS: Record<string, string> = { field: 'field', tender: 'tender', lock: 'lock', register: 'register', why: 'billing', fault: 'file' };
const MONEY_PARAMS = new Set(['due', 'offered', 'amount', 'received', 'nonCash', 'used', 'drawer', 'needed']);

function sayParam(name: string, value: string): string {
  const list = WORD_PARAMS[name];
  if (list) return word(list, value);
  return MONEY_PARAMS.has(name) && parseYuan(value) !== null ? showYuan(value) : value;
}

/** Lists params that the sentence names but the core did not send, as a dash rather than a raw `{name}`. */
const PARAM_NAMES = [
  'attemptsLeft', 'seconds', 'cashier', 'businessDate', 'field', 'bill', 'lock', 'due', 'offered', 'amount', 'received',
  'nonCash', 'tender', 'receiptNo', 'used', 'drawer', 'needed', 'printer', 'minimum',
  'register', 'why', 'meter', 'point', 'address', 'max', 'path', 'profile', 'port',
  'paidTo', 'wanted', 'until', 'fault', 'name', 'segment', 'period', 'count', 'customer', 'days',
] as const;

export interface SaidError {
  severity: Severity;
  sentence: string;
  next: string;
  detail: string;
}

export function sayError(error: CommandErrorView): SaidError {
  const entry = ERRORS[error.code];
  const params: Params = Object.fromEntries(PARAM_NAMES.map((name) => [name, '—']));
  for (const [name, value] of Object.entries(error.params)) params[name] = sayParam(name, value);
  const detail = error.params['detail'];
  return {
    severity: entry.severity,
    sentence: t(`errors.sentence.${error.code}`, params),
    next: entry.next ? t(`errors.next.${entry.next}`) : '',
    detail: detail ? t('errors.detail', { detail }) : '',
  };
}

/** "3 小时", "2 days": whole units, the largest that fits. */
export function age(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) return t('status.moment');
  if (minutes < 60) return t('status.minutes', { count: minutes });
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? t('status.hours', { count: hours }) : t('status.days', { count: Math.floor(hours / 24) });
}

/** Today only the clock; another day with its date. */
export const moment = (ms: number, nowMs: number): string =>
  dateOf(ms) === dateOf(nowMs) ? clockOf(ms) : `${dateOf(ms).slice(5)} ${clockOf(ms)}`;

export function bytes(count: number): string {
  if (count < 1024) return `${count} B`;
  return count < 1024 * 1024 ? `${(count / 1024).toFixed(1)} KB` : `${(count / 1024 / 1024).toFixed(1)} MB`;
}
