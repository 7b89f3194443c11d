/**
 * A payment being made ready: one id from the moment the panel opens, kept through every retry.
 *
 * An empty amount means "what is left to pay", so a cashier who counts exact money only presses Enter.
 */
import { computed, reactive, ref, watch } from 'vue';
import { parseDate } from '@qingjiang/shared/dates';
import { add, isPositive, minus, parseYuan, toYuan, yuan, ZERO, type Fen } from '@qingjiang/shared/money';
import { OPTIONAL_FIELDS, TENDER_FIELDS, type TenderField, type TenderKind, type TenderRequest } from '@qingjiang/shared/tender';
import { uuidV7 } from '@qingjiang/shared/uuid';
import type { CommandErrorView } from '@qingjiang/shared/generated/CommandErrorView';
import type { CustomerView } from '@qingjiang/shared/generated/CustomerView';
import type { PaymentPreviewView } from '@qingjiang/shared/generated/PaymentPreviewView';
import type { TakePaymentRequest } from '@qingjiang/shared/generated/TakePaymentRequest';
import type { TakenPaymentView } from '@qingjiang/shared/generated/TakenPaymentView';
import { errorOf } from '../../api/invoke';
import * as paymentsApi from '../../api/payments';

export interface TenderLine {
  key: number;
  kind: TenderKind;
  /** As typed; empty is "the rest". */
  amount: string;
  fields: Partial<Record<TenderField, string>>;
}

export type Fault = 'need-amount' | 'not-money' | 'one-rest' | 'need-field' | 'need-date' | 'need-card-tail';

/** Above this the change looks like a slip of the hand, for instance an account number typed as an amount. */
const LARGE_CHANGE: Fen = yuan('500.00');
const PREVIEW_WAIT_MS = 30;
/** A second Enter this soon is the same finger, not a second thought. */
const SECOND_THOUGHT_MS = 300;

export function usePaymentDraft(customer: CustomerView, today: string) {
  const paymentId = uuidV7();
  const lines = reactive<TenderLine[]>([{ key: 0, kind: 'cash', amount: '', fields: {} }]);
  let nextKey = 1;

  const payable = customer.bills.filter((bill) => bill.lock === null).map((bill) => bill.id);
  const billCount = ref(payable.length);
  const amount = ref('');
  const usePrepaid = ref(false);
  const keepChange = ref(false);

  const preview = ref<PaymentPreviewView | null>(null);
  /** What the empty line stands for; `null` when no line is empty or nothing is due. */
  const rest = ref<Fen | null>(null);
  const error = ref<CommandErrorView | null>(null);
  const pending = ref(false);
  const asked = ref(false);
  const taken = ref<TakenPaymentView | null>(null);
  const toConfirm = ref<{ reason: 'partial' | 'large-change'; request: string; sinceMs: number } | null>(null);

  // Saved before anything else happens; the panel waits for it before it takes money.
  let saving = save();
  function save(): Promise<boolean> {
    return paymentsApi.openPaymentDraft(paymentId, customer.customerNo).then(
      () => true,
      (reason: unknown) => {
        error.value = errorOf(reason);
        return false;
      },
    );
  }
  async function saved(): Promise<boolean> {
    if (await saving) return true;
    error.value = null;
    saving = save();
    return saving;
  }

  // ---- what was typed

  const blank = computed(() => lines.filter((line) => line.amount.trim() === ''));
  const filledSum = computed(() => add(...lines.map((line) => parseYuan(line.amount) ?? ZERO)));

  function amountFault(line: TenderLine): Fault | null {
    if (line.amount.trim() === '') {
      if (blank.value.length > 1 && blank.value[0] !== line) return 'one-rest';
      return rest.value === null && preview.value !== null ? 'need-amount' : null;
    }
    const value = parseYuan(line.amount);
    return value === null || value <= 0n ? 'not-money' : null;
  }

  function fieldFault(line: TenderLine, field: TenderField): Fault | null {
    const text = (line.fields[field] ?? '').trim();
    if (field === 'date') return parseDate(text, today) === null ? 'need-date' : null;
    if (field === 'cardTail') return /^\d{4}$/.test(text) ? null : 'need-card-tail';
    return text === '' && !OPTIONAL_FIELDS.has(field) ? 'need-field' : null;
  }

  const amountIsWrong = computed(() => amount.value.trim() !== '' && !((parseYuan(amount.value) ?? ZERO) > 0n));
  const isFaulty = () =>
    amountIsWrong.value ||
    lines.some((line) => amountFault(line) !== null || TENDER_FIELDS[line.kind].some((field) => fieldFault(line, field)));

  // ---- the request

  function tenderOf(line: TenderLine, value: Fen): TenderRequest {
    const money = toYuan(value);
    if (line.kind === 'cash') return { kind: 'cash', received: money };
    const fields = Object.fromEntries(
      TENDER_FIELDS[line.kind].map((field) => {
        const text = (line.fields[field] ?? '').trim();
        return [field, field === 'date' ? (parseDate(text, today) ?? text) : text];
      }),
    );
    return { kind: line.kind, ...fields, amount: money } as TenderRequest;
  }

  const offered = computed(() => add(filledSum.value, rest.value ?? ZERO));

  function requestWith(blankValue: Fen | null): TakePaymentRequest {
    const tenders = lines.flatMap((line) => {
      const value = line.amount.trim() === '' ? blankValue : parseYuan(line.amount);
      return value !== null && value > 0n ? [tenderOf(line, value)] : [];
    });
    const wanted = parseYuan(amount.value);
    const stays = keepChange.value ? toYuan(add(filledSum.value, blankValue ?? ZERO)) : wanted && toYuan(wanted);
    return {
      paymentId,
      customerNo: customer.customerNo,
      bills: billCount.value === payable.length ? null : payable.slice(0, billCount.value),
      amount: stays,
      usePrepaid: usePrepaid.value,
      tenders,
    };
  }

  // ---- the preview

  let turn = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  /** Asks where the money would go. An empty line is asked for twice: how much is left, then with just that. */
  async function refresh(): Promise<void> {
    clearTimeout(timer);
    const mine = (turn += 1);
    if (amountIsWrong.value || lines.some((line) => line.amount.trim() !== '' && parseYuan(line.amount) === null)) return;
    try {
      let answer = await paymentsApi.previewPayment(requestWith(null));
      let left: Fen | null = null;
      if (blank.value.length > 0) {
        const wanted = minus(parseYuan(amount.value) ?? yuan(answer.toCollect), filledSum.value);
        left = wanted > 0n ? wanted : null;
        if (left !== null) answer = await paymentsApi.previewPayment(requestWith(left));
      }
      if (mine !== turn) return;
      rest.value = left;
      preview.value = answer;
      error.value = null;
    } catch (reason) {
      if (mine === turn) error.value = errorOf(reason);
    }
  }

  watch([lines, billCount, amount, usePrepaid, keepChange], () => {
    toConfirm.value = null;
    error.value = null;
    clearTimeout(timer);
    timer = setTimeout(() => void refresh(), PREVIEW_WAIT_MS);
  });

  /** All prepaid: no tender is needed when the balance covers the bills. */
  const coveredByPrepaid = computed(
    () => usePrepaid.value && Boolean(preview.value?.outcome) && !isPositive(preview.value?.toCollect ?? '0.00'),
  );

  // ---- taking it

  function whyConfirm(view: PaymentPreviewView): 'partial' | 'large-change' | null {
    const outcome = view.outcome;
    if (!outcome) return null;
    if (yuan(outcome.collected) < yuan(view.toCollect)) return 'partial';
    return yuan(outcome.change) > LARGE_CHANGE ? 'large-change' : null;
  }

  function isConfirmed(view: PaymentPreviewView, request: string): boolean {
    const reason = whyConfirm(view);
    if (!reason) return true;
    const before = toConfirm.value;
    if (before?.request === request) return performance.now() - before.sinceMs > SECOND_THOUGHT_MS;
    toConfirm.value = { reason, request, sinceMs: performance.now() };
    return false;
  }

  /** Takes the payment once, however often it is pressed. `null`: not taken, and the panel says why. */
  async function take(): Promise<TakenPaymentView | null> {
    if (pending.value || taken.value) return null;
    pending.value = true;
    try {
      asked.value = true;
      if (!(await saved())) return null;
      await refresh();
      if (error.value || (isFaulty() && !coveredByPrepaid.value) || !preview.value?.outcome) return null;
      const request = requestWith(rest.value);
      if (!isConfirmed(preview.value, JSON.stringify(request))) return null;
      taken.value = await paymentsApi.takePayment(request);
      return taken.value;
    } catch (reason) {
      error.value = errorOf(reason);
      return null;
    } finally {
      pending.value = false;
    }
  }

  /** The panel was left without a payment. */
  async function leave(): Promise<void> {
    clearTimeout(timer);
    turn += 1;
    await saving;
    await paymentsApi.closePaymentDraft(paymentId).catch(() => undefined);
  }

  // ---- changing it

  function chooseTender(kind: TenderKind): TenderLine {
    const only = lines.length === 1 ? lines[0] : undefined;
    const isFresh = only && only.amount.trim() === '' && Object.values(only.fields).every((text) => !text);
    const existing = kind === 'cash' ? lines.find((line) => line.kind === 'cash') : undefined;
    if (existing) return existing;
    const line: TenderLine = {
      key: nextKey++,
      kind,
      amount: '',
      fields: TENDER_FIELDS[kind].includes('date') ? { date: today } : {},
    };
    // An untouched line gives way; otherwise the payment has one way more.
    if (isFresh) lines.splice(0, 1, line);
    else lines.push(line);
    asked.value = false;
    return lines[lines.length - 1]!;
  }

  function removeTender(key: number): void {
    const place = lines.findIndex((line) => line.key === key);
    if (place < 0) return;
    lines.splice(place, 1);
    if (lines.length === 0) chooseTender('cash');
  }

  function chooseBills(count: number): void {
    billCount.value = Math.min(Math.max(count, 1), payable.length);
  }

  void refresh();

  return reactive({
    paymentId, customer, today, lines, payable, billCount, amount, usePrepaid, keepChange,
    preview, rest, offered, error, pending, asked, taken, toConfirm, amountIsWrong, coveredByPrepaid,
    amountFault, fieldFault, take, leave, refresh, chooseTender, removeTender, chooseBills,
  });
}

export type PaymentDraft = ReturnType<typeof usePaymentDraft>;
