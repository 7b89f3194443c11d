/** The sides of a case as rows: who, where, when, what. A row whose values are not alike on all sides is marked. */
import { showYuan } from '@qingjiang/shared/money';
import type { SideView } from '../../api/decision-types';
import { has, t } from '../../i18n';
import { nameOf } from '../../parts/decision/people';
import { moment, span, word } from '../../sentences';

export interface SideRow {
  id: string;
  title: string;
  values: string[];
  /** Said below the value, smaller. */
  below?: string[];
  number?: boolean;
  mono?: boolean;
  differs: boolean;
}

const CLOCK_FINE_MS = 60_000;

/** What every side always tells, and what makes a difference worth marking. */
const ALWAYS_OWN = new Set(['who', 'when', 'wall', 'receipt', 'arrived']);

/** What an entry says, in the order that people compare it in. */
const SAID = [
  'customer', 'meter', 'period', 'registers', 'method', 'bill', 'bills', 'tenders', 'prepaidUsed', 'prepaidAdded', 'energyKwh',
  'total', 'field', 'seen', 'wanted', 'reason', 'paidTo',
] as const;
const MONEY: ReadonlySet<string> = new Set(['prepaidUsed', 'prepaidAdded', 'total']);

/** "总 1,204.5 · 峰 320" */
export function registerWords(json: string): string {
  const registers = JSON.parse(json) as Record<string, string>;
  return Object.entries(registers).map(([register, figure]) => `${word('register', register)} ${figure}`).join(' · ');
}

export function clockWords(offMs: number | null): string {
  if (offMs === null) return '';
  if (Math.abs(offMs) < CLOCK_FINE_MS) return t('console.cases.clock.fine');
  return offMs > 0 ? t('console.cases.clock.ahead', { span: span(offMs) }) : t('console.cases.clock.behind', { span: span(offMs) });
}

const kebab = (name: string) => name.trim().replace(/([a-z])([A-Z])/g, '$1-$2').toLowerCase();

function said(name: string, value: string): string {
  if (MONEY.has(name)) return showYuan(value);
  switch (name) {
    case 'registers':
      return registerWords(value);
    case 'method':
      return word('method', kebab(value));
    case 'tenders':
      return value.split(',').map((tender) => word('tender', kebab(tender))).join('、');
    case 'field':
      return word('archive', value);
    case 'bills':
      return value.split(', ').join('\n') || t('console.table.none');
    default:
      return value || t('console.table.none');
  }
}

/** Prepayment that nobody used or added says nothing. */
const NOTHING = '0.00';
const none = () => t('console.table.none');

export function sideRows(sides: readonly SideView[]): SideRow[] {
  const row = (id: string, of: (side: SideView) => string, more: Partial<SideRow> = {}): SideRow => {
    const values = sides.map(of);
    const differs = !ALWAYS_OWN.has(id) && new Set(values).size > 1;
    const key = `console.cases.sides.${id}`;
    return { id, title: has(key) ? t(key) : id, values, differs, ...more };
  };
  const clock = sides.map((side) => clockWords(side.clockOffMs));
  const rows = [
    row('who', (side) => nameOf(side.operator)),
    row('when', (side) => moment(side.bestAt)),
    row('wall', (side) => moment(side.wallAt), { below: clock, differs: clock.some((words) => words !== '' && words !== t('console.cases.clock.fine')) }),
    row('businessDate', (side) => side.businessDate ?? none()),
    row('arrived', (side) => moment(side.arrivedAt)),
    row('receipt', (side) => side.receipt ?? none(), { mono: true }),
    row('amount', (side) => (side.amount ? showYuan(side.amount) : none())),
    ...SAID.map((name) => row(name, (side) => (side.says[name] === undefined ? none() : said(name, side.says[name])))),
  ];
  return rows.filter((row) => row.values.some((value) => value !== none() && value !== NOTHING));
}
