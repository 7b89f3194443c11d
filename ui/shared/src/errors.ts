/**
 * Every reason that the desk can give, with how loudly it is said and what the cashier can do next.
 *
 * `notice`: not now, nothing is wrong. `warning`: look again at what was entered. `failure`: something broke.
 * The sentences stand in `locales/<language>/errors.json` under `sentence.<code>` and `next.<step>`.
 */
import type { Code } from './generated/Code';
import type { CommandErrorView } from './generated/CommandErrorView';

export type Severity = 'notice' | 'warning' | 'failure';

export type NextStep =
  | 'sign-in'
  | 'check-password'
  | 'wait'
  | 'ask-administrator'
  | 'ask-new-code'
  | 'close-their-shift'
  | 'open-shift'
  | 'check-date'
  | 'check-number'
  | 'check-amount'
  | 'choose-older'
  | 'unlock-first'
  | 'reload-customer'
  | 'fill-field'
  | 'one-cash-line'
  | 'new-payment'
  | 'refund-workflow'
  | 'give-reason'
  | 'print-again'
  | 'save-elsewhere'
  | 'works-offline'
  | 'switch-on'
  | 'update'
  | 'free-disk'
  | 'call-support'
  | 'use-other-window'
  | 'try-again';

export interface ErrorEntry {
  severity: Severity;
  next: NextStep | null;
}

const notice = (next: NextStep | null): ErrorEntry => ({ severity: 'notice', next });
const warning = (next: NextStep | null): ErrorEntry => ({ severity: 'warning', next });
const failure = (next: NextStep | null): ErrorEntry => ({ severity: 'failure', next });

export const ERRORS: Record<Code, ErrorEntry> = {
  'not-signed-in': notice('sign-in'),
  'wrong-password': warning('check-password'),
  'operator-suspended': failure('ask-administrator'),
  'too-many-attempts': notice('wait'),
  'not-permitted': warning('ask-administrator'),
  'not-enrolled': notice('ask-new-code'),
  'already-enrolled': notice(null),
  'enrolment-code-refused': warning('ask-new-code'),
  'shift-already-open': notice('close-their-shift'),
  'no-open-shift': notice('open-shift'),
  'shift-of-other': notice('close-their-shift'),
  'business-date-refused': warning('check-date'),
  'unknown-customer': notice('check-number'),
  'customer-no-malformed': warning('check-number'),
  'amount-malformed': warning('check-amount'),
  'date-malformed': warning('check-date'),
  'bill-already-paid': notice('reload-customer'),
  'no-such-bill': warning('reload-customer'),
  'bill-locked': notice('unlock-first'),
  'older-bill-first': warning('choose-older'),
  'amount-below-bills': warning('check-amount'),
  'received-below-amount': warning('check-amount'),
  'non-cash-above-amount': warning('check-amount'),
  'tender-incomplete': warning('fill-field'),
  'cash-twice': warning('one-cash-line'),
  'nothing-offered': notice('check-amount'),
  'payment-id-reused': failure('new-payment'),
  'unknown-payment': failure('call-support'),
  'already-reversed': notice(null),
  'already-remitted': notice('refund-workflow'),
  'other-cashier': notice('refund-workflow'),
  'other-day': notice('refund-workflow'),
  'no-reason': warning('give-reason'),
  'prepayment-used': notice('refund-workflow'),
  'drawer-too-low': warning('refund-workflow'),
  'printer-failed': warning('print-again'),
  'file-not-written': warning('save-elsewhere'),
  'link-down': notice('works-offline'),
  'link-switched-off': notice('switch-on'),
  'center-refused': failure('call-support'),
  'device-suspended': failure('ask-administrator'),
  'client-too-old': failure('update'),
  'disk-full': failure('free-disk'),
  'replica-damaged': failure('call-support'),
  'already-open': notice('use-other-window'),
  'replica-too-new': failure('update'),
  'replica-locked': failure('call-support'),
  internal: failure('try-again'),
};

/** What an `invoke` rejected with. Whatever is not a closed code is `internal`, with its text for the engineer. */
export function toCommandError(reason: unknown): CommandErrorView {
  if (typeof reason === 'object' && reason !== null && 'code' in reason) {
    const { code, params } = reason as Partial<CommandErrorView>;
    if (code && Object.hasOwn(ERRORS, code)) return { code, params: params ?? {} };
  }
  return { code: 'internal', params: { detail: reason instanceof Error ? reason.message : String(reason) } };
}
