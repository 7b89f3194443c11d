/** Handing a form in: one at a time, and what went wrong is kept for the screen. */
import { ref } from 'vue';
import type { CommandErrorView } from '@qingjiang/shared/generated/CommandErrorView';
import { errorOf } from './api/invoke';

export function useSubmit() {
  const pending = ref(false);
  const error = ref<CommandErrorView | null>(null);

  async function hand(work: () => Promise<void>): Promise<void> {
    if (pending.value) return;
    pending.value = true;
    error.value = null;
    try {
      await work();
    } catch (reason) {
      error.value = errorOf(reason);
    } finally {
      pending.value = false;
    }
  }

  return { pending, error, hand };
}
