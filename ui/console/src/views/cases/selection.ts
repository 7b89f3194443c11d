/** Cases that are decided together: all of one kind, and none that already waits for an answer. */
import { computed, ref, type Ref } from 'vue';
import type { CaseLine } from '../../api/decision-types';

const isFree = (line: CaseLine) => line.status === 'open' || line.status === 'returned';

export function useSelection(rows: Ref<readonly CaseLine[]>) {
  const chosen = ref(new Set<number>());
  /** What is not in the list any more, or was decided by somebody else meanwhile, is not chosen any more either. */
  const lines = computed(() => rows.value.filter((line) => chosen.value.has(line.id) && isFree(line)));
  const kind = computed(() => lines.value[0]?.kind ?? null);
  const fits = (line: CaseLine) => isFree(line) && (kind.value === null || line.kind === kind.value);
  const similar = computed(() => rows.value.filter((line) => kind.value !== null && fits(line) && !chosen.value.has(line.id)));
  const set = (ids: Iterable<number>) => (chosen.value = new Set(ids));
  const ids = () => lines.value.map((line) => line.id);

  function toggle(line: CaseLine) {
    if (chosen.value.has(line.id)) set(ids().filter((id) => id !== line.id));
    else if (fits(line)) set([...ids(), line.id]);
  }

  return {
    lines,
    similar,
    fits,
    has: (line: CaseLine) => chosen.value.has(line.id),
    toggle,
    addSimilar: () => set([...ids(), ...similar.value.map((line) => line.id)]),
    clear: () => set([]),
  };
}
