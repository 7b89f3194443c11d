/** Handing a form in: one at a time, and what went wrong is kept for the screen. */
import { ref } from 'vue';
import { reasonOf, type Reason } from './api/failures';

export function useSubmit() {
  const pending = ref(false);
  const failure = ref<Reason | null>(null);

  /** Answers whether it was done. */
  async function hand(work: () => Promise<void>): Promise<boolean> {
    if (pending.value) return false;
    pending.value = true;
    failure.value = null;
    try {
      await work();
      return true;
    } catch (thrown) {
      failure.value = reasonOf(thrown);
      return false;
    } finally {
      pending.value = false;
    }
  }

  return { pending, failure, hand };
}
