/** The row that the keyboard is at, in any list. */
import { computed, nextTick, ref, type Ref } from 'vue';
import { useShortcuts } from './keys';

/** `open` is what Enter does. `key` names a row, so that the place is kept while the list refreshes. */
export function useRows<T>(rows: Ref<readonly T[]>, key: (row: T) => string | number, open?: (row: T) => void) {
  const at = ref<string | number | null>(null);
  const place = computed(() => rows.value.findIndex((row) => key(row) === at.value));
  const current = computed(() => rows.value[place.value]);

  function move(by: number) {
    if (rows.value.length === 0) return;
    const next = place.value < 0 ? (by > 0 ? 0 : rows.value.length - 1) : place.value + by;
    at.value = key(rows.value[Math.min(Math.max(next, 0), rows.value.length - 1)]!);
    void nextTick(() => document.querySelector('[data-row-at="true"]')?.scrollIntoView({ block: 'nearest' }));
  }

  const openCurrent = () => (current.value && open ? open(current.value) : false);
  useShortcuts({
    'row-down': () => move(1),
    'row-down-arrow': () => move(1),
    'row-up': () => move(-1),
    'row-up-arrow': () => move(-1),
    'open-row': openCurrent,
  });
  return { at, current, move };
}
