/** The desk in a plain browser, for its looks: /dev.html?state=counter|sign-in|enrolment|open-shift|interrupted… */
import { DESK, NOW, STATUS } from './answers';
import { handlers, readingHandlers, refuse, standIn } from './core';
import { newRound, RESTORES } from './reading';
import { changingHandlers } from './tasks';

const query = new URLSearchParams(location.search);
const state = query.get('state') ?? 'counter';
const answers = handlers();
const desk = structuredClone(DESK);
const status = structuredClone(STATUS);

if (state === 'enrolment') desk.device = null;
if (state === 'enrolment') status.syncing = { stage: 'receiving', done: 7450, total: 12200 };
if (state === 'sign-in' || state === 'throttled') desk.operator = null;
if (state === 'throttled') answers['sign_in'] = () => refuse('too-many-attempts', { seconds: '30' });
if (state === 'open-shift') desk.shift = null;
if (state === 'down') Object.assign(status, { link: 'switched-off', clockOffByMs: 7 * 60_000, openCases: 1 });
if (state === 'syncing') status.syncing = { stage: 'sending', done: 7, total: 12 };
if (state === 'no-printer') answers['print_receipt'] = () => refuse('printer-failed', { printer: 'EPSON LQ-630K' });
if (state === 'broken') answers['take_payment'] = () => refuse('disk-full');
if (state === 'interrupted' || state === 'interrupted-taken')
  desk.interrupted = {
    paymentId: '0197-x', customerNo: '4280011234', customerName: '田大贵',
    taken: state === 'interrupted' ? null : {
      paymentId: '0197-x', receiptNo: 'BYP-01-1-000418', customerNo: '4280011234', customerName: '田大贵', collected: '86.40', received: '100.00',
      change: '13.60', prepaidAdded: '0.00', prepaidAfter: '0.00', alreadyTaken: false, atMs: NOW, restore: null,
    },
  };
if (state === 'refund-interrupted') desk.interruptedRefund = { refundId: '0197-r', taskId: '0197-t1', customerNo: '4280011234', customerName: '田大贵', amount: '86.40', paid: null };
if (state === 'changing') Object.assign(answers, changingHandlers());
/** Somebody else's desk: the reader's, the biller's, or one who does both with the cashier's work. */
const reader = { id: 8, login: '2001', name: '黄天秀', unitName: '白杨坪供电所', roles: ['meter-reader'], permissions: ['view-customers', 'prepare-round', 'enter-reading', 'print-notices'] };
if (['reader', 'spot', 'long', 'late-round'].includes(state)) Object.assign(desk, { operator: reader, shift: null });
if (state === 'spot') Object.assign(answers, readingHandlers(newRound(30, 11), true));
if (state === 'late-round') Object.assign(answers, readingHandlers(newRound(30, 18)));
if (state === 'long') Object.assign(answers, readingHandlers(newRound(900, 240)));
if (state === 'both' && desk.operator) {
  desk.operator.roles.push('meter-reader');
  desk.operator.permissions.push('enter-reading', 'prepare-round', 'print-notices');
  Object.assign(answers, readingHandlers(newRound(30, 11), true));
}
if (state === 'biller')
  Object.assign(desk, {
    operator: { ...reader, id: 9, name: '冉启芳', roles: ['biller'], permissions: ['view-customers', 'review-readings', 'import-readings', 'print-notices'] }, shift: null,
  });
if (state === 'restored') {
  const take = answers['take_payment']!;
  answers['take_payment'] = (args) => ({ ...(take(args) as object), restore: RESTORES[0] });
}
const preferences = answers['preferences']!;
if (query.get('locale')) answers['preferences'] = (args) => ({ ...(preferences(args) as object), locale: query.get('locale') });
answers['desk'] = () => desk;
answers['status'] = () => status;
standIn(answers);
await import('../src/main');
