/** The preview of what is being filled in. It waits until typing rests, and is asked for anew only when the matter changes. */
import { computed, onScopeDispose, ref, watch, type Ref } from 'vue';
import { useQuery } from '@tanstack/vue-query';
import type { Matter, Preview } from '../../api/decision-types';
import { previewMatter } from '../../api/proposals';
import { queryClient } from '../../queries';

const REST_MS = 250;

export function usePreview(matter: Ref<Matter | null>) {
  const settled = ref<Matter | null>(null);
  let waiting: ReturnType<typeof setTimeout> | undefined;
  watch(
    () => JSON.stringify(matter.value),
    (_, before) => {
      clearTimeout(waiting);
      const take = () => (settled.value = matter.value);
      // The first matter of a choice is shown at once; while somebody types, the last one waits.
      if (before === undefined || before === 'null') take();
      else waiting = setTimeout(take, REST_MS);
    },
    { immediate: true },
  );
  onScopeDispose(() => clearTimeout(waiting));

  const key = computed(() => ['preview', JSON.stringify(settled.value)]);
  const { data, error, isFetching } = useQuery({
    queryKey: key,
    queryFn: () => previewMatter(settled.value!),
    enabled: computed(() => settled.value !== null),
    gcTime: 0,
    staleTime: Infinity,
  });
  const isCurrent = computed(() => JSON.stringify(matter.value) === JSON.stringify(settled.value));
  const preview = computed(() => (matter.value && isCurrent.value ? (data.value ?? null) : null));
  const replace = (fresh: Preview) => queryClient.setQueryData(key.value, fresh);
  return { preview, error: computed(() => (isCurrent.value && matter.value ? error.value : null)), isFetching, replace };
}
