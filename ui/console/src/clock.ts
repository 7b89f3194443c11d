/** The time that ages on the screen are counted from; all of them move together. */
import { onScopeDispose, ref, type Ref } from 'vue';

const TICK_MS = 30_000;

export function useNow(): Ref<number> {
  const now = ref(Date.now());
  const ticking = setInterval(() => (now.value = Date.now()), TICK_MS);
  onScopeDispose(() => clearInterval(ticking));
  return now;
}
