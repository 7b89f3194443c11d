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
  | 'sync-first'
  | 'type-reading'
  | 'look-again'
  | 'ask-change'
  | 'correct-it'
  | 'prepare-first'
  | 'set-meter-head'
  | 'aim-again'
  | 'check-meter'
  | 'one-by-one'
  | 'other-reviewer'
  | 'center-bills'
  | 'read-the-rest'
  | 'fix-archive'
  | 'take-smaller'
  | 'other-profile'
  | 'check-path'
  | 'no-more-to-do'
  | 'take-float'
  | 'keep-cash'
  | 'correct-value'
  | 'wait-center'
  | 'read-again'
  | 'new-code'
  | 'own-code'
  | 'exchange-once'
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
  'unknown-segment': notice('sync-first'),
  'segment-rests': notice(null),
  'no-points-here': notice('sync-first'),
  'round-walked': notice(null),
  'broken-history': failure('call-support'),
  'round-not-prepared': notice('prepare-first'),
  'point-not-in-round': warning('sync-first'),
  'reading-empty': notice('type-reading'),
  'reading-malformed': warning('look-again'),
  'reading-id-reused': failure('try-again'),
  'reading-stopped': warning('look-again'),
  'reading-unconfirmed': warning('look-again'),
  'already-read': notice('correct-it'),
  'reading-reviewed': notice('ask-change'),
  'reading-billed': notice('ask-change'),
  'reading-not-reviewed': notice('correct-it'),
  'reading-withdrawn': notice(null),
  'unknown-reading': warning('sync-first'),
  'nothing-to-correct': notice('other-reviewer'),
  'never-read': notice('type-reading'),
  'no-history': notice('type-reading'),
  'multiplier-unknown': warning('fix-archive'),
  'photo-unreadable': warning('take-smaller'),
  'photo-too-large': warning('take-smaller'),
  'no-meter-head': notice('set-meter-head'),
  'meter-port': warning('set-meter-head'),
  'no-meter-address': notice('check-meter'),
  'meter-silent': warning('aim-again'),
  'meter-garbled': warning('aim-again'),
  'meter-checksum': warning('aim-again'),
  'meter-other': warning('check-meter'),
  'meter-refused': warning('check-meter'),
  'nothing-chosen': notice(null),
  'batch-too-large': notice('one-by-one'),
  'own-reading': notice('other-reviewer'),
  'not-waiting': notice(null),
  'not-harmless': warning('one-by-one'),
  'not-billable': warning('fix-archive'),
  'billed-by-center': notice('center-bills'),
  'several-segments': notice('center-bills'),
  'billed-already': notice(null),
  'points-left': notice('read-the-rest'),
  'earlier-unbilled': notice('center-bills'),
  'waits-for-review': notice(null),
  'no-statement': notice(null),
  'unknown-profile': warning('other-profile'),
  'file-unreadable': warning('check-path'),
  'file-not-of-profile': warning('other-profile'),
  'file-too-large': warning('other-profile'),
  'nothing-to-take': warning('other-profile'),
  'nothing-owed': notice(null),
  'not-overdue-enough': notice(null),
  'already-off': notice(null),
  'no-day-to-cut': failure('call-support'),
  'notice-id-reused': failure('try-again'),
  'unknown-restore': warning('sync-first'),
  'unknown-task': notice('sync-first'),
  'task-withdrawn': notice('no-more-to-do'),
  'task-answered': notice('no-more-to-do'),
  'task-no-reason': warning('give-reason'),
  'nothing-said': warning('correct-value'),
  'pay-it-out': notice(null),
  'no-payee': warning('correct-value'),
  'refund-paid': notice('keep-cash'),
  'refund-id-reused': failure('keep-cash'),
  'refund-drawer-too-low': warning('take-float'),
  'archive-value-empty': warning('correct-value'),
  'archive-value-too-long': warning('correct-value'),
  'phone-malformed': warning('correct-value'),
  'meter-no-malformed': warning('correct-value'),
  'nothing-to-change': notice(null),
  'change-no-reason': warning('give-reason'),
  'change-still-waiting': notice('wait-center'),
  'change-id-reused': failure('try-again'),
  'nothing-to-release': notice(null),
  'no-release-key': notice('exchange-once'),
  'too-many-guesses': notice('new-code'),
  'release-not-twelve-digits': warning('read-again'),
  'release-misheard': warning('read-again'),
  'release-other-device': warning('own-code'),
  'release-other-purpose': warning('new-code'),
  'release-expired': notice('new-code'),
  'release-used': notice('new-code'),
  'release-wrong': warning('new-code'),
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
