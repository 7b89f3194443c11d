/** The points of a round as they are walked, and the cards that were opened. The next card is fetched before it is asked for. */
import { computed, ref, shallowRef } from 'vue';
import type { ProgressView } from '@qingjiang/shared/generated/ProgressView';
import type { ReadingCardView } from '@qingjiang/shared/generated/ReadingCardView';
import type { RoundPointsView } from '@qingjiang/shared/generated/RoundPointsView';
import type { RoundPointView } from '@qingjiang/shared/generated/RoundPointView';
import type { RoundRef } from '@qingjiang/shared/generated/RoundRef';
import { readingCard, roundPoints } from '../../api/rounds';
import { inOrder, nextLeft, ORDERS, type Order } from './walk';

export function useRoundPoints(round: RoundRef) {
  const data = shallowRef<RoundPointsView | null>(null);
  const points = ref<RoundPointView[]>([]);
  const progress = ref<ProgressView | null>(null);
  const order = ref<Order>('sequence');
  const walk = computed(() => inOrder(points.value, order.value));
  const cards = new Map<string, Promise<ReadingCardView>>();

  function fetchCard(pointNo: string): Promise<ReadingCardView> {
    const known = cards.get(pointNo);
    if (known) return known;
    const asked = readingCard(round, pointNo);
    cards.set(pointNo, asked);
    asked.catch(() => cards.delete(pointNo));
    return asked;
  }

  return {
    data,
    points,
    progress,
    order,
    walk,
    fetchCard,
    fetchNext(pointNo: string): void {
      const next = nextLeft(walk.value, pointNo);
      if (next) void fetchCard(next.pointNo).catch(() => undefined);
    },
    async load(): Promise<RoundPointsView> {
      const view = await roundPoints(round);
      data.value = view;
      points.value = view.points;
      progress.value = view.round.progress;
      cards.clear();
      return view;
    },
    /** A point changed: its row, the sums, and its card. */
    settle(point: RoundPointView, now: ProgressView): void {
      points.value = points.value.map((row) => (row.pointNo === point.pointNo ? point : row));
      progress.value = now;
      cards.delete(point.pointNo);
    },
    nextOrder: () => (order.value = ORDERS[(ORDERS.indexOf(order.value) + 1) % ORDERS.length]!),
  };
}
