/** The numbers of a price or a setting that a person may change, each by its place in the document. */
import { parseYuan } from '@qingjiang/shared/money';
import type { BillingRules, CollectionRules, PriceVersion } from '../../api/console';
import { t, type MessageKey } from '../../i18n';
import { word } from '../../sentences';

export interface Field {
  /** `energy.tiers.0.yuanPerKwh` */
  path: string;
  label: string;
  kind: 'decimal' | 'whole' | 'money';
}

export type PenaltyRule = CollectionRules['penalty'][number];

/** A document as fields reach into it. */
type Tree = { [name: string]: unknown };

const RATES = ['sharp', 'peak', 'flat', 'valley', 'deepValley'] as const;

function energyFields(energy: PriceVersion['energy']): Field[] {
  if (energy.by === 'flat') return [{ path: 'energy.yuanPerKwh', label: t('console.tariffs.flatPrice'), kind: 'decimal' }];
  const [name, tiers] = energy.by === 'steps' ? (['tiers', energy.tiers] as const) : (['additions', energy.additions] as const);
  const steps = tiers.flatMap((tier, place): Field[] => {
    const [path, params] = [`energy.${name}.${place}`, { tier: place + 1 }];
    const price = t(energy.by === 'steps' ? 'console.tariffs.tierPrice' : 'console.tariffs.addition', params);
    const limit: Field[] = (tier.upToKwh ?? null) === null ? [] : [{ path: `${path}.upToKwh`, label: t('console.tariffs.upToField', params), kind: 'whole' }];
    return [...limit, { path: `${path}.yuanPerKwh`, label: price, kind: 'decimal' }];
  });
  if (energy.by === 'steps') return steps;
  const rates = RATES.filter((rate) => (energy.rates[rate] ?? null) !== null);
  return [
    ...rates.map((rate): Field => {
      const period = word('rate-period', rate === 'deepValley' ? 'deep-valley' : rate);
      return { path: `energy.rates.${rate}`, label: t('console.tariffs.rate', { period }), kind: 'decimal' };
    }),
    ...steps,
  ];
}

export function priceFields(price: PriceVersion): Field[] {
  const basic: Field[] = price.basic
    ? [
        { path: 'basic.demandYuanPerKw', label: t('console.tariffs.demand'), kind: 'decimal' },
        { path: 'basic.capacityYuanPerKva', label: t('console.tariffs.capacity'), kind: 'decimal' },
      ]
    : [];
  const funds = price.funds.map(({ name }, place): Field => ({
    path: `funds.${place}.yuanPerKwh`, label: t('console.tariffs.fund', { name }), kind: 'decimal',
  }));
  return [...energyFields(price.energy), ...basic, ...funds];
}

const BILLING: readonly [path: string, kind: Field['kind']][] = [
  ['vatShare', 'decimal'], ['difference.caseAbove', 'money'], ['reading.residentJumpShare', 'decimal'], ['reading.residentJumpKwh', 'whole'],
  ['reading.otherJumpShare', 'decimal'], ['reading.zeroPeriods', 'whole'], ['reading.planDays', 'whole'], ['reading.estimatesInARow', 'whole'],
  ['reading.reviewBatchMax', 'whole'], ['basic.contractTolerance', 'decimal'], ['basic.excessTimes', 'decimal'], ['basic.contractFloor', 'decimal'],
  ['disconnection.overdueDays', 'whole'], ['disconnection.residentNoticeDays', 'whole'], ['disconnection.otherNoticeDays', 'whole'],
  ['disconnection.restoreHours', 'whole'],
];
const PENALTY: readonly [path: string, kind: Field['kind']][] = [
  ['resident_per_day', 'decimal'], ['other_per_day', 'decimal'], ['other_cross_year_per_day', 'decimal'], ['minimum', 'money'], ['cap_share', 'decimal'],
];
const named = ([path, kind]: readonly [string, Field['kind']]): Field => ({ path, kind, label: t(`console.tariffs.field.${path}` as MessageKey) });

export const billingFields = (rules: BillingRules): Field[] => BILLING.filter(([path]) => valueAt(rules, path) !== '').map(named);
export const penaltyFields = (rule: PenaltyRule): Field[] => PENALTY.filter(([path]) => valueAt(rule, path) !== '').map(named);

export function valueAt(document: object, path: string): string {
  const value = path.split('.').reduce<unknown>((part, name) => (part as Tree | null | undefined)?.[name], document);
  return value === null || value === undefined ? '' : String(value);
}

export const valuesOf = (document: object, fields: readonly Field[]): Record<string, string> =>
  Object.fromEntries(fields.map(({ path }) => [path, valueAt(document, path)]));

/** A copy with these values; what no field names stays as it was. */
export function withValues<T extends object>(document: T, fields: readonly Field[], values: Record<string, string>): T {
  const copy = JSON.parse(JSON.stringify(document)) as T;
  for (const { path, kind } of fields) {
    const names = path.split('.');
    const last = names.pop()!;
    const parent = names.reduce<Tree>((part, name) => part[name] as Tree, copy as Tree);
    const typed = (values[path] ?? '').trim();
    parent[last] = kind === 'whole' ? Number(typed) : typed;
  }
  return copy;
}

const DECIMAL = /^-?\d{1,9}(\.\d{1,8})?$/;

/** The sentence of what is wrong with a value, or nothing. */
export function faultOf(kind: Field['kind'], text: string | undefined): string | undefined {
  const typed = (text ?? '').trim();
  if (!typed) return t('console.tariffs.missing');
  if (kind === 'whole') return /^\d{1,9}$/.test(typed) ? undefined : t('console.tariffs.whole');
  if (kind === 'money') return parseYuan(typed) === null ? t('console.tariffs.decimal') : undefined;
  return DECIMAL.test(typed) ? undefined : t('console.tariffs.decimal');
}
