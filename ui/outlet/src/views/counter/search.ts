/** Results while typing: asked a moment after the last key, and an answer that was overtaken is dropped. */
import { computed, onScopeDispose, ref, watch } from 'vue';
import type { CommandErrorView } from '@qingjiang/shared/generated/CommandErrorView';
import type { SearchView } from '@qingjiang/shared/generated/SearchView';
import { searchCustomers } from '../../api/customers';
import { errorOf } from '../../api/invoke';

const WAIT_MS = 40;
const HITS_MAX = 30;
const NOBODY = -1;

/** What a 户号 looks like: 6 to 16 digits, zeros in front kept. */
export const looksLikeCustomerNo = (text: string): boolean => /^\d{6,16}$/.test(text.trim());

export function useSearch() {
  const query = ref('');
  const result = ref<SearchView | null>(null);
  /** The query that `result` answers. */
  const answered = ref<string | null>(null);
  const chosen = ref(NOBODY);
  const error = ref<CommandErrorView | null>(null);
  let turn = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function run(): Promise<void> {
    clearTimeout(timer);
    const mine = (turn += 1);
    const asked = query.value.trim();
    try {
      const answer = await searchCustomers(asked, HITS_MAX);
      if (mine !== turn) return;
      result.value = answer;
      answered.value = asked;
      // Among recent customers nobody is chosen until an arrow says so: a stray Enter opens nothing.
      chosen.value = asked === '' ? NOBODY : 0;
      error.value = null;
    } catch (reason) {
      if (mine === turn) error.value = errorOf(reason);
    }
  }

  watch(query, () => {
    clearTimeout(timer);
    timer = setTimeout(() => void run(), WAIT_MS);
  });
  onScopeDispose(() => {
    clearTimeout(timer);
    turn += 1;
  });

  const hits = computed(() => result.value?.hits ?? []);

  return {
    query,
    result,
    hits,
    chosen,
    error,
    isEmpty: computed(() => query.value.trim() === ''),
    /** A number that this laptop does not know. */
    unknownNo: computed(() =>
      answered.value === query.value.trim() && looksLikeCustomerNo(query.value) && hits.value.length === 0
        ? query.value.trim()
        : null,
    ),
    run,
    /** The results belong to what stands in the box, even when Enter came before the wait was over. */
    async settled(): Promise<void> {
      if (answered.value !== query.value.trim()) await run();
    },
    move(by: number) {
      chosen.value = Math.min(Math.max(chosen.value + by, 0), Math.max(hits.value.length - 1, 0));
    },
  };
}
