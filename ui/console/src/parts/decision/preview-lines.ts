/** The lines of a preview, ledger by ledger, in the order that an accountant reads them. */
import type { Preview, PreviewLedger, PreviewLine } from '../../api/decision-types';
import { locale } from '../../i18n';

const ORDER: PreviewLedger[] = [
  'customer-account',
  'bill',
  'prepayment',
  'drawer',
  'unit-total',
  'remittance',
  'penalty',
  'tariff-tier',
  'receipt',
];

export interface LedgerGroup {
  ledger: PreviewLedger;
  lines: PreviewLine[];
}

export function byLedger(lines: readonly PreviewLine[]): LedgerGroup[] {
  const groups = ORDER.map((ledger) => ({ ledger, lines: lines.filter((line) => line.ledger === ledger) }));
  return groups.filter((group) => group.lines.length > 0);
}

/** Where only one customer is concerned, their number is not said on every line again. */
export function labelOf(line: PreviewLine, all: readonly PreviewLine[]): string {
  const words = locale.value === 'zh-CN' ? line.label.zh : line.label.en;
  const { customer } = line.label;
  const isAlone = customer && all.every((other) => !other.label.customer || other.label.customer === customer);
  return isAlone ? words.replace(new RegExp(`^(户号 )?${customer} `), '') : words;
}

export interface MovedLine {
  key: string;
  line: PreviewLine;
  was: PreviewLine | null;
  now: PreviewLine | null;
}

/** What is not the same in two previews of one matter. */
export function movedLines(was: Preview, now: Preview): MovedLine[] {
  const keys = [...new Set([...was.lines, ...now.lines].map((line) => line.key))];
  const moved = keys.map((key) => {
    const before = was.lines.find((line) => line.key === key) ?? null;
    const after = now.lines.find((line) => line.key === key) ?? null;
    return { key, line: (after ?? before)!, was: before, now: after };
  });
  return moved.filter(({ was, now }) => was?.before !== now?.before || was?.after !== now?.after);
}
