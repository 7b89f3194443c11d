/** The names of units by their code, for every page that shows a code. */
import { computed } from 'vue';
import { useQuery } from '@tanstack/vue-query';
import { units } from './api/console';

export function useUnits() {
  const query = useQuery({ queryKey: ['units', 'all'], queryFn: ({ signal }) => units(signal) });
  const all = computed(() => query.data.value?.units ?? []);
  const byCode = computed(() => new Map(all.value.map((unit) => [unit.code, unit])));
  const nameOf = (code: string) => byCode.value.get(code)?.name ?? code;
  return { ...query, all, byCode, nameOf };
}
