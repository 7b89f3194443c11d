/** A bill's lines as sentences that a customer can compute again with a pencil. */
import { showYuan } from '@qingjiang/shared/money';
import type { MeterQuantityView } from '@qingjiang/shared/generated/MeterQuantityView';
import type { StatementLineView } from '@qingjiang/shared/generated/StatementLineView';
import type { StatementView } from '@qingjiang/shared/generated/StatementView';
import { t } from '../../i18n';
import { word } from '../../sentences';

/** "第一档", "峰段", "第二档加价", "容量电费". */
export function lineName(line: StatementLineView): string {
  const tier = line.tier === null ? '' : t('statement.tier', { tier: word('tier', String(line.tier)) });
  const period = line.ratePeriod === null ? '' : word('rate-period', line.ratePeriod);
  const name = [tier, period].filter(Boolean).join(' ');
  if (line.kind === 'energy') return name || word('line', 'energy');
  return [name, word('line', line.kind)].filter(Boolean).join(' ');
}

export const unit = (line: StatementLineView): string => word('unit', line.unit);

/** "60 度 × 0.558 = 33.48" without its name. */
export const lineSum = (line: StatementLineView) => ({
  quantity: line.unit === 'yuan' ? showYuan(line.quantity) : line.quantity,
  unit: unit(line),
  price: line.price,
  amount: showYuan(line.amount),
});

/** "(12433 − 12345.67) × 1 = 87 度" */
export function quantityWords(meter: MeterQuantityView): string {
  const key = meter.state === 'rollover' ? 'statement.quantityRollover' : 'statement.quantity';
  return t(key, { start: meter.start, end: meter.end, multiplier: meter.multiplier, quantity: meter.quantity, unit: registerUnit(meter.register) });
}

const UNITS: Record<string, string> = { reactive: 'kvarh', 'reverse-reactive': 'kvarh', 'max-demand': 'kw' };
export const registerUnit = (register: string): string => word('unit', UNITS[register] ?? 'kwh');

/** What a step says of the year: "本年已用 560，本次 87，本档到 2160". */
export function tierWords(statement: StatementView): string[] {
  return statement.tiers.map((tier, place) => {
    const params = { tier: word('tier', String(place + 1)), before: tier.beforeKwh, now: tier.nowKwh };
    return tier.upToKwh === null ? t('statement.tierOpen', params) : t('statement.tierUse', { ...params, limit: tier.upToKwh });
  });
}

/** "2026-11", "2026-11 第2次": which month, and which issue of it. */
function issueWords(bill: string): string {
  const [period = '', issue] = bill.split('#');
  return issue === undefined ? period : t('statement.issue', { period, issue });
}

/** What the bill is of, with a word where it is a difference: "2026-11 第2次（差额）". */
export function billWords(statement: StatementView): string {
  const issue = issueWords(statement.bill);
  return statement.reason === 'ordinary' ? issue : t('statement.difference', { bill: issue });
}

/** "可再生能源 0.001 → 0.13；农网还贷 0.02 → 1.20" */
export const fundWords = (statement: StatementView): string =>
  statement.funds.map((fund) => `${fund.name} ${fund.price} → ${showYuan(fund.amount)}`).join(t('statement.fundsBetween'));

/** Why there is such a bill, where it is not simply the month's. */
export function reasonWords(statement: StatementView): string {
  return statement.reason === 'ordinary' ? '' : t('statement.because', { reason: word('statement-reason', statement.reason), of: issueWords(statement.of ?? '') });
}
