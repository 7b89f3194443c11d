/** What happened, in one plain sentence a kind. */
import { showYuan, toYuan, minus, yuan, type Fen } from '@qingjiang/shared/money';
import type { Conflict } from '../../api/decision-types';
import { t } from '../../i18n';
import { span, word } from '../../sentences';

/** A clock that is no further off was not the reason. */
const CLOCK_FINE_MS = 60_000;

const key = <K extends Conflict['kind']>(kind: K) => `console.cases.story.${kind}` as const;
const apart = (a: Fen, b: Fen) => showYuan(toYuan(a > b ? minus(a, b) : minus(b, a)));

export function storyOf(conflict: Conflict): string {
  switch (conflict.kind) {
    case 'double-payment':
      return t(key(conflict.kind), { bill: conflict.bill, times: conflict.payments.length, surplus: showYuan(conflict.surplus) });
    case 'paid-bill-gone':
      return t(key(conflict.kind), { bill: conflict.bill, surplus: showYuan(conflict.surplus) });
    case 'unknown-customer':
      return t(key(conflict.kind), { customer: conflict.customer, amount: showYuan(conflict.amount) });
    case 'prepaid-overdrawn':
      return t(key(conflict.kind), { customer: conflict.customer, balance: showYuan(conflict.balance) });
    case 'customer-moved':
      return t(key(conflict.kind), { amount: showYuan(conflict.amount), from: conflict.from, to: conflict.to });
    case 'refund-paid-twice':
      return t(key(conflict.kind), { times: conflict.refunds.length, tooMuch: showYuan(conflict.tooMuch) });
    case 'forked-device':
      return t(key(conflict.kind), { at: conflict.at });
    case 'suspended-author':
      return t(key(conflict.kind), { seq: conflict.seq });
    case 'entry-unreadable':
      return t(key(conflict.kind), { seq: conflict.seq, why: conflict.why });
    case 'digest-mismatch':
      return t(key(conflict.kind), { shift: conflict.shift });
    case 'clock-suspect': {
      const params = { day: conflict.businessDate, arrived: conflict.arrivedOn, off: span(conflict.offMs) };
      return Math.abs(conflict.offMs) < CLOCK_FINE_MS ? t('console.cases.story.date-suspect', params) : t(key(conflict.kind), params);
    }
    case 'readings-disagree':
      return t(key(conflict.kind), { meter: conflict.meter, period: conflict.period, readings: conflict.readings.length });
    case 'bill-differs':
      return conflict.shouldBe === null
        ? t('console.cases.story.bill-not-computed', { bill: conflict.bill, issued: showYuan(conflict.issued), why: word('billing', conflict.why ?? 'other') })
        : t(key(conflict.kind), {
            bill: conflict.bill,
            issued: showYuan(conflict.issued),
            shouldBe: showYuan(conflict.shouldBe),
            apart: apart(yuan(conflict.issued), yuan(conflict.shouldBe)),
          });
    case 'billed-twice':
      return t(key(conflict.kind), { bill: conflict.bill, issued: showYuan(conflict.issued), other: showYuan(conflict.other) });
    case 'archive-change-requested':
      return t(key(conflict.kind), { field: word('archive', conflict.field), now: conflict.now || '—', wanted: conflict.wanted || '—' });
    case 'archive-edited-twice': {
      const { seen, now, wanted } = conflict;
      const params = { field: word('archive', conflict.field), seen: seen || '—', now: now || '—', wanted: wanted || '—' };
      return seen === now ? t('console.cases.story.archive-two-wishes', params) : t(key(conflict.kind), params);
    }
    case 'reading-change-requested':
      return t(key(conflict.kind), { reason: conflict.reason || '—' });
  }
}
