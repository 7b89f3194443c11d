/** The judgement follows the field: asked a moment after the last key, and an answer that was overtaken is dropped. */
import { onScopeDispose, ref } from 'vue';
import type { CommandErrorView } from '@qingjiang/shared/generated/CommandErrorView';
import type { JudgementView } from '@qingjiang/shared/generated/JudgementView';
import type { ReadingRequest } from '@qingjiang/shared/generated/ReadingRequest';
import { errorOf } from '../../api/invoke';
import { judgeReading } from '../../api/readings';

const WAIT_MS = 40;

export function useJudging() {
  const judgement = ref<JudgementView | null>(null);
  const error = ref<CommandErrorView | null>(null);
  let turn = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let answered = '';

  async function run(request: ReadingRequest): Promise<void> {
    clearTimeout(timer);
    const mine = (turn += 1);
    try {
      const answer = await judgeReading(request);
      if (mine !== turn) return;
      judgement.value = answer;
      answered = JSON.stringify(request);
      error.value = null;
    } catch (reason) {
      if (mine !== turn) return;
      judgement.value = null;
      answered = '';
      error.value = errorOf(reason);
    }
  }

  function forget(): void {
    clearTimeout(timer);
    turn += 1;
    answered = '';
    judgement.value = null;
    error.value = null;
  }

  onScopeDispose(forget);

  return {
    judgement,
    error,
    forget,
    /** `null` while there is nothing to judge. */
    follow(request: ReadingRequest | null): void {
      if (!request) return forget();
      clearTimeout(timer);
      timer = setTimeout(() => void run(request), WAIT_MS);
    },
    /** The judgement of exactly this, even when Enter came before the wait was over. */
    async settled(request: ReadingRequest): Promise<JudgementView | null> {
      if (answered !== JSON.stringify(request)) await run(request);
      return judgement.value;
    },
  };
}

/** What is missing is no finding while the reader is still typing it. */
export const spoken = (judgement: JudgementView, isWhole: boolean) =>
  judgement.findings.filter((finding) => isWhole || finding.kind !== 'missing-register');

/** How loud the number, its words and its bar are. */
export function toneOf(judgement: JudgementView | null, isWhole: boolean): 'calm' | 'ask' | 'stop' {
  const loudest = judgement ? spoken(judgement, isWhole)[0]?.severity : undefined;
  return loudest === 'stop' ? 'stop' : loudest === 'ask' || loudest === 'review' ? 'ask' : 'calm';
}
