/** The desk in a plain browser, for its looks: /dev.html?state=counter|sign-in|enrolment|open-shift|interrupted… */
import { DESK, NOW, STATUS } from './answers';
import { handlers, refuse, standIn } from './core';

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
      change: '13.60', prepaidAdded: '0.00', prepaidAfter: '0.00', alreadyTaken: false, atMs: NOW,
    },
  };
const preferences = answers['preferences']!;
if (query.get('locale')) answers['preferences'] = (args) => ({ ...(preferences(args) as object), locale: query.get('locale') });
answers['desk'] = () => desk;
answers['status'] = () => status;
standIn(answers);
await import('../src/main');
