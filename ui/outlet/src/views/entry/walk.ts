/** The order of a round, and finding one's place in it. */
import type { RoundPointView } from '@qingjiang/shared/generated/RoundPointView';

export const ORDERS = ['sequence', 'address', 'meter'] as const;
export type Order = (typeof ORDERS)[number];

const collator = new Intl.Collator('zh-CN', { numeric: true });

export function inOrder(points: readonly RoundPointView[], order: Order): RoundPointView[] {
  const bySequence = (a: RoundPointView, b: RoundPointView) => a.sequence - b.sequence || (a.pointNo < b.pointNo ? -1 : 1);
  const text = (point: RoundPointView) => (order === 'address' ? point.address : point.meterNo);
  return [...points].sort((a, b) => (order === 'sequence' ? 0 : collator.compare(text(a), text(b))) || bySequence(a, b));
}

/** Not read yet, or sent back to be read again. */
export const isLeft = (point: RoundPointView): boolean => point.mark === 'left' || point.mark === 'sent-back';

/** The next one to read: after `from` in this order, else the first one that was passed over. */
export function nextLeft(walk: readonly RoundPointView[], from: string): RoundPointView | null {
  const place = walk.findIndex((point) => point.pointNo === from);
  return walk.slice(place + 1).find(isLeft) ?? walk.slice(0, Math.max(place, 0)).find(isLeft) ?? null;
}

/** What a scanner sends: a whole meter number of this round. */
export const scanned = (points: readonly RoundPointView[], text: string): RoundPointView | null =>
  text.trim().length < 6 ? null : (points.find((point) => point.meterNo === text.trim()) ?? null);

/** By walking number, meter, account, the end of a meter number, name or address; best first. */
export function findPoint(walk: readonly RoundPointView[], query: string): RoundPointView | null {
  const wanted = query.trim();
  if (!wanted) return null;
  const tests: ((point: RoundPointView) => boolean)[] = [
    (point) => String(point.sequence) === wanted.replace(/^0+(?=\d)/, ''),
    (point) => point.meterNo === wanted || point.customerNo === wanted,
    (point) => wanted.length >= 3 && (point.meterNo.endsWith(wanted) || point.customerNo.endsWith(wanted)),
    (point) => point.name.includes(wanted),
    (point) => point.address.includes(wanted),
    (point) => point.meterNo.includes(wanted) || point.customerNo.includes(wanted),
  ];
  for (const test of tests) {
    const found = walk.find(test);
    if (found) return found;
  }
  return null;
}
