/** A round being walked: which point is in front, what is typed for it, and what Enter does. */
import { computed, reactive, ref, shallowRef, watch } from 'vue';
import { parseReading } from '@qingjiang/shared/reading';
import type { CommandErrorView } from '@qingjiang/shared/generated/CommandErrorView';
import type { EnteredReadingView } from '@qingjiang/shared/generated/EnteredReadingView';
import type { ProgressView } from '@qingjiang/shared/generated/ProgressView';
import type { ReadingCardView } from '@qingjiang/shared/generated/ReadingCardView';
import type { ReadingEnteredView } from '@qingjiang/shared/generated/ReadingEnteredView';
import type { RoundPointView } from '@qingjiang/shared/generated/RoundPointView';
import type { RoundRef } from '@qingjiang/shared/generated/RoundRef';
import { issueReadyBills } from '../../api/bills';
import { errorOf } from '../../api/invoke';
import { enterReading, requestReadingChange, withdrawReading } from '../../api/readings';
import { t } from '../../i18n';
import { firstOpen, isEmpty, newDraft, refill, registersOf, requestOf, type ReadingDraft } from './draft';
import { useJudging } from './judging';
import { useRoundPoints } from './points';
import { isLeft, nextLeft, scanned } from './walk';

/** The Enter that asked must not also be the one that confirms. */
const CONFIRM_AFTER_MS = 250;

/** Where a text waits whose register is not known yet. */
const EARLY = '';

/** Undone or corrected by the reader; later only by request. */
export const isOpenState = (current: EnteredReadingView): boolean => current.state === 'waiting' || current.state === 'sent-back';

/** A reading of this sitting: it can be taken back, and its text comes back into the field. */
export interface Entered {
  readingId: string;
  pointNo: string;
  sequence: number;
  name: string;
  texts: Record<string, string>;
  shown: string;
  energyKwh: number;
  flagged: boolean;
  /** It changes by request only. */
  billed: boolean;
}

export type Standing = 'typing' | 'asked' | 'stopped' | 'requesting' | 'entered';

export function useRoundEntry(round: RoundRef, today: string) {
  const walked = useRoundPoints(round);
  const { data, points, progress, order, walk } = walked;
  const chosenNo = ref('');
  const card = shallowRef<ReadingCardView | null>(null);
  const on = ref(today);
  const drafts = reactive(new Map<string, ReadingDraft>());
  const standing = ref<Standing>('typing');
  const pending = ref(false);
  const error = ref<CommandErrorView | null>(null);
  /** What the last Enter did, until the next reading is typed. */
  const entered = shallowRef<ReadingEnteredView | null>(null);
  const done = ref<'' | 'withdrawn' | 'requested' | 'all-read'>('');
  /** Bills that became possible without anybody reading. */
  const billed = ref(0);
  const reason = ref('');
  /** Newest first. */
  const recent = ref<Entered[]>([]);
  const judging = useJudging();
  let askedAt = 0;
  let turn = 0;

  const chosen = computed(() => points.value.find((point) => point.pointNo === chosenNo.value) ?? null);
  const draft = computed(() => drafts.get(chosenNo.value) ?? null);
  const register = computed(() => card.value?.registers[draft.value?.at ?? 0] ?? null);
  const isWhole = computed(() => card.value !== null && draft.value !== null && firstOpen(draft.value, card.value) < 0);

  // ---- where the reader stands

  async function showCard(pointNo: string): Promise<void> {
    const mine = (turn += 1);
    card.value = null;
    try {
      const found = await walked.fetchCard(pointNo);
      if (mine !== turn) return;
      card.value = found;
      takeEarly(pointNo, found);
      followDraft();
      walked.fetchNext(pointNo);
    } catch (reason) {
      if (mine === turn) error.value = errorOf(reason);
    }
  }

  /** What was typed before the card was there belongs to its first register. */
  function takeEarly(pointNo: string, found: ReadingCardView): void {
    const typed = drafts.get(pointNo);
    const first = found.registers[0];
    if (!typed || !first || !(EARLY in typed.texts)) return;
    typed.texts = { [first.register]: typed.texts[EARLY]! };
  }

  function goTo(pointNo: string): void {
    if (!points.value.some((point) => point.pointNo === pointNo)) return;
    chosenNo.value = pointNo;
    if (!drafts.has(pointNo)) drafts.set(pointNo, newDraft(pointNo));
    standing.value = 'typing';
    reason.value = '';
    error.value = null;
    judging.forget();
    void showCard(pointNo);
  }

  function move(by: number): void {
    const place = walk.value.findIndex((point) => point.pointNo === chosenNo.value);
    const next = walk.value[Math.min(Math.max(place + by, 0), walk.value.length - 1)];
    if (next && next.pointNo !== chosenNo.value) leave(next.pointNo);
  }

  /** Looks at another point: what the last Enter did is no longer news. */
  function leave(pointNo: string): void {
    entered.value = null;
    done.value = '';
    goTo(pointNo);
  }

  function goToNextLeft(): void {
    const next = nextLeft(walk.value, chosenNo.value);
    if (next) goTo(next.pointNo);
    else {
      done.value = 'all-read';
      goTo(chosenNo.value);
    }
  }

  /** A sync may have brought verdicts: what was approved makes its bill now, and what was sent back is read again. */
  async function refresh(): Promise<void> {
    try {
      const issued = data.value?.round.onTheSpot ? await issueReadyBills(round) : [];
      billed.value += issued.length;
      await walked.load();
      if (standing.value === 'typing' && chosen.value && (!draft.value || isEmpty(draft.value))) await showCard(chosenNo.value);
    } catch (reason) {
      error.value = errorOf(reason);
    }
  }

  async function open(): Promise<void> {
    try {
      const view = await walked.load();
      on.value = view.today;
      if (view.round.onTheSpot) await refresh();
      const first = walk.value.find(isLeft) ?? walk.value[0];
      if (first) goTo(chosen.value?.pointNo ?? first.pointNo);
    } catch (reason) {
      error.value = errorOf(reason);
    }
  }

  // ---- typing

  function request(confirmed = false) {
    return draft.value && card.value ? requestOf(draft.value, round, on.value, card.value, confirmed) : null;
  }

  function followDraft(): void {
    const typed = draft.value;
    if (!typed || !card.value) return;
    const current = card.value.registers[typed.at];
    const isNumber = typed.estimated || parseReading(typed.texts[current?.register ?? ''] ?? '') !== null;
    judging.follow(isEmpty(typed) || !isNumber ? null : request());
  }

  watch([() => JSON.stringify(draft.value), on], () => {
    if (standing.value === 'asked' || standing.value === 'stopped') standing.value = 'typing';
    error.value = null;
    followDraft();
  });

  function type(text: string): void {
    if (!draft.value) return;
    if (standing.value === 'entered') standing.value = 'typing';
    draft.value.texts[register.value?.register ?? EARLY] = text;
    draft.value.fromMeter = false;
    if (draft.value.estimated && text) draft.value.estimated = false;
  }

  // ---- Enter

  async function enter(): Promise<void> {
    if (pending.value) return;
    if (standing.value === 'entered') return goToNextLeft();
    if (standing.value === 'requesting') return sendRequest();
    const typed = draft.value;
    if (!typed || !card.value) return;
    if (isEmpty(typed)) return passOver();
    const scan = scanned(points.value, typed.texts[register.value?.register ?? ''] ?? '');
    if (scan) {
      typed.texts = {};
      return leave(scan.pointNo);
    }
    if (!typed.estimated && walksRegisters(typed)) return;
    const confirms = standing.value === 'asked';
    if (confirms && Date.now() - askedAt < CONFIRM_AFTER_MS) return;
    await judgeAndCommit(confirms);
  }

  /** Nothing is typed: a point that was read is left behind, one that was not stays. */
  function passOver(): void {
    if (chosen.value && !isLeft(chosen.value)) {
      entered.value = null;
      goToNextLeft();
    } else error.value = { code: 'reading-empty', params: {} };
  }

  /** The same field walks through the registers of the meter; answers whether it stays with one of them. */
  function walksRegisters(typed: ReadingDraft): boolean {
    const registers = card.value!.registers;
    const here = registers[typed.at];
    if (here && parseReading(typed.texts[here.register] ?? '') === null) {
      error.value = { code: 'reading-malformed', params: { register: here.register } };
      return true;
    }
    if (standing.value === 'asked') return false;
    const open = firstOpen(typed, card.value!);
    if (open < 0 && typed.at >= registers.length - 1) return false;
    typed.at = open < 0 ? typed.at + 1 : open;
    return true;
  }

  async function judgeAndCommit(confirmed: boolean): Promise<void> {
    pending.value = true;
    error.value = null;
    try {
      const mine = chosenNo.value;
      const judged = await judging.settled(request()!);
      if (mine !== chosenNo.value) return;
      if (!judged) {
        error.value = judging.error.value;
        return;
      }
      const loudest = judged.findings[0]?.severity;
      if (loudest === 'stop') standing.value = 'stopped';
      else if (card.value?.current && !isOpenState(card.value.current)) standing.value = 'requesting';
      else if (loudest === 'ask' && !confirmed) ask();
      else await commit(confirmed);
    } finally {
      pending.value = false;
    }
  }

  function ask(): void {
    standing.value = 'asked';
    askedAt = Date.now();
  }

  async function commit(confirmed: boolean): Promise<void> {
    const typed = draft.value!;
    try {
      const answer = await enterReading(request(confirmed)!);
      remember(answer, typed);
      entered.value = answer;
      if (answer.bill || answer.notBilled) {
        standing.value = 'entered';
        await showCard(typed.pointNo);
      } else goToNextLeft();
    } catch (reason) {
      const refused = errorOf(reason);
      if (refused.code === 'reading-unconfirmed') ask();
      else error.value = refused;
    }
  }

  function remember(answer: ReadingEnteredView, typed: ReadingDraft): void {
    const { reading, point } = answer;
    recent.value.unshift({
      readingId: reading.readingId, pointNo: typed.pointNo, sequence: point.sequence, name: point.name, texts: { ...typed.texts },
      shown: Object.values(reading.registers)[0] ?? '', energyKwh: reading.energyKwh, flagged: point.mark === 'flagged' || point.mark === 'estimated', billed: answer.bill !== null,
    });
    done.value = '';
    settle(answer.point, answer.progress);
  }

  /** A point changed: its row, the sums, and a fresh draft under a fresh id. */
  function settle(point: RoundPointView, now: ProgressView): void {
    walked.settle(point, now);
    drafts.set(point.pointNo, newDraft(point.pointNo));
  }

  // ---- undo, correction, request

  /** Takes back the last reading of this sitting, else the one in front. */
  async function undo(): Promise<void> {
    const here = card.value?.current;
    const last = recent.value[0] ?? (here && here.own ? { readingId: here.readingId, pointNo: chosenNo.value, texts: here.registers } : null);
    if (!last || pending.value) return;
    pending.value = true;
    error.value = null;
    try {
      const answer = await withdrawReading(round, last.readingId, t('entry.undoReason'));
      recent.value = recent.value.filter((entry) => entry.readingId !== last.readingId);
      entered.value = null;
      settle(answer.point, answer.progress);
      goTo(last.pointNo);
      drafts.get(last.pointNo)!.texts = { ...last.texts };
      done.value = 'withdrawn';
    } catch (reason) {
      error.value = errorOf(reason);
    } finally {
      pending.value = false;
    }
  }

  /** Puts what was entered back into the field: before the review it is corrected, afterwards a change is asked for. */
  function correct(): void {
    if (!card.value?.current || !draft.value) return;
    if (standing.value === 'entered') standing.value = 'typing';
    refill(draft.value, card.value.current);
  }

  async function sendRequest(): Promise<void> {
    if (!reason.value.trim()) {
      error.value = { code: 'no-reason', params: {} };
      return;
    }
    pending.value = true;
    error.value = null;
    try {
      await requestReadingChange({
        readingId: card.value!.current!.readingId, registers: registersOf(draft.value!), reason: reason.value.trim(),
      });
      drafts.set(chosenNo.value, newDraft(chosenNo.value));
      goTo(chosenNo.value);
      done.value = 'requested';
    } catch (reason) {
      error.value = errorOf(reason);
    } finally {
      pending.value = false;
    }
  }

  /** Esc: back to the field; with nothing asked, the field is emptied. Answers `false` when there is nothing to step back from. */
  function stepBack(): boolean {
    if (standing.value === 'entered') {
      goToNextLeft();
      return true;
    }
    if (standing.value !== 'typing') {
      standing.value = 'typing';
      return true;
    }
    if (!draft.value || isEmpty(draft.value)) return false;
    drafts.set(chosenNo.value, newDraft(chosenNo.value));
    return true;
  }

  return reactive({
    data, points, progress, order, walk, chosen, chosenNo, card, on, draft, register, standing, pending, error, entered, done, reason, recent, billed,
    isWhole, judgement: judging.judgement, judgeError: judging.error,
    open, refresh, goTo: leave, move, goToNextLeft, type, enter, undo, correct, stepBack, followDraft,
    nextOrder: walked.nextOrder,
    moveRegister(by: number) {
      if (!draft.value || !card.value) return;
      draft.value.at = Math.min(Math.max(draft.value.at + by, 0), card.value.registers.length - 1);
    },
    /** A key that is on its way while the bill is in front belongs to the next meter. */
    typedPast() {
      if (standing.value === 'entered') goToNextLeft();
    },
  });
}

export type RoundEntry = ReturnType<typeof useRoundEntry>;
