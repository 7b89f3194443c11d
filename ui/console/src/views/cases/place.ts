/** Where the worklist was left: which cases it showed and at which one somebody is, for the way back and for the next case. */
import { ref } from 'vue';

export const listed = ref<number[]>([]);
export const leftAt = ref<number | null>(null);

export function neighbour(id: number, by: 1 | -1): number | null {
  const place = listed.value.indexOf(id);
  return place < 0 ? null : (listed.value[place + by] ?? null);
}
