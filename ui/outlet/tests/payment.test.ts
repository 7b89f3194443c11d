import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TakePaymentRequest } from '@qingjiang/shared/generated/TakePaymentRequest';
import { handlers, refuse } from '../dev/core';
import { openDesk } from './desk';

let desk: Awaited<ReturnType<typeof openDesk>>;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  desk.desk.unmount();
  vi.useRealTimers();
});

async function atTheCounter(answers = {}) {
  desk = await openDesk(answers);
  await desk.wait(100);
  await desk.type('4280011234');
  desk.startCounting();
}

const requests = () => desk.of('take_payment').map((args) => args['request'] as TakePaymentRequest);

describe('a normal cash payment', () => {
  it('takes fewer than 10 keystrokes after the account number, receipt and next customer included', async () => {
    await atTheCounter();
    await desk.press('Enter');
    await desk.press('Enter');
    await desk.type('100');
    expect(desk.text('due')).toBe('86.40');
    expect(desk.text('change')).toBe('13.60');
    await desk.press('Enter');
    expect(desk.text('receipt-no')).toBe('BYP-01-1-000419');
    expect(desk.text('receipt-change')).toBe('13.60');
    await desk.wait(400);
    await desk.press('Enter');
    expect(desk.count('print_receipt')).toBe(1);
    expect(desk.find('receipt')).toBeNull();
    expect(document.activeElement).toBe(desk.find('search'));
    expect(desk.strokes).toBeLessThan(10);
    expect(desk.strokes).toBe(7);
  });

  it('takes exactly what is due when nothing is typed', async () => {
    await atTheCounter();
    await desk.press('Enter');
    await desk.press('F2');
    await desk.press('Enter');
    expect(requests()[0]?.tenders).toEqual([{ kind: 'cash', received: '86.40' }]);
    expect(desk.strokes).toBe(3);
  });

  it('saves the payment id before it asks for anything else, and keeps it', async () => {
    await atTheCounter();
    await desk.press('Enter');
    await desk.press('F2');
    await desk.press('Enter');
    const drafts = desk.of('open_payment_draft');
    expect(drafts).toHaveLength(1);
    expect(drafts[0]?.['paymentId']).toBe(requests()[0]?.paymentId);
    const order = desk.asked.map((call) => call.command);
    expect(order.indexOf('open_payment_draft')).toBeLessThan(order.indexOf('take_payment'));
  });

  it('is not taken when the id could not be saved', async () => {
    await atTheCounter({ open_payment_draft: () => refuse('disk-full') });
    await desk.press('Enter');
    await desk.press('F2');
    await desk.press('Enter');
    expect(desk.count('take_payment')).toBe(0);
    expect(desk.find('panel')?.querySelector('[data-code="disk-full"]')).not.toBeNull();
  });
});

describe('a nervous hand', () => {
  it('takes the money once when Enter is pressed twice', async () => {
    let answer: (() => void) | undefined;
    const take = handlers()['take_payment']!;
    await atTheCounter({ take_payment: (args: never) => new Promise((done) => (answer = () => done(take(args)))) });
    await desk.press('Enter');
    await desk.press('F2');
    await desk.press('Enter');
    await desk.press('Enter');
    await desk.press('Enter');
    answer?.();
    await desk.wait(50);
    await desk.press('Enter');
    expect(desk.count('take_payment')).toBe(1);
    expect(desk.find('receipt')).not.toBeNull();
    expect(desk.count('print_receipt')).toBe(0);
  });

  it('opens nobody with an Enter too many', async () => {
    await atTheCounter();
    await desk.press('Escape');
    await desk.press('Enter');
    await desk.press('Enter');
    expect(desk.find('customer')).toBeNull();
    expect(desk.find('panel')).toBeNull();
  });

  it('retries with the same id after trouble', async () => {
    let tries = 0;
    const take = handlers()['take_payment']!;
    await atTheCounter({ take_payment: (args: never) => ((tries += 1) === 1 ? refuse('internal') : take(args)) });
    await desk.press('Enter');
    await desk.press('F2');
    await desk.press('Enter');
    expect(desk.find('panel')?.querySelector('[data-code="internal"]')).not.toBeNull();
    await desk.press('Enter');
    expect(requests().map((request) => request.paymentId)).toEqual([requests()[0]?.paymentId, requests()[0]?.paymentId]);
    expect(desk.find('receipt')).not.toBeNull();
  });

  it('confirms a partial payment with a second, later Enter', async () => {
    await atTheCounter();
    await desk.press('Enter');
    await desk.press('F2');
    await desk.type('10');
    await desk.press('Enter');
    expect(desk.find('confirming')).not.toBeNull();
    expect(desk.count('take_payment')).toBe(0);
    await desk.wait(400);
    await desk.press('Enter');
    expect(requests()[0]?.tenders).toEqual([{ kind: 'cash', received: '10.00' }]);
  });

  it('stops at an account number typed as money', async () => {
    await atTheCounter();
    await desk.press('Enter');
    await desk.press('F2');
    await desk.type('42800');
    await desk.press('Enter');
    expect(desk.count('take_payment')).toBe(0);
    expect(desk.text('confirming')).toContain('42,713.60');
  });
});

describe('several ways of paying', () => {
  it('leaves the empty amount as the rest', async () => {
    await atTheCounter();
    await desk.press('Enter');
    await desk.press('F2');
    await desk.type('50');
    await desk.press('5', { altKey: true });
    for (const [field, text] of [['pos-terminal', 'T01'], ['pos-reference', '000812'], ['pos-cardTail', '4412']] as const) {
      desk.find(field)?.focus();
      await desk.type(text);
    }
    await desk.press('Enter');
    expect(requests()[0]?.tenders).toEqual([
      { kind: 'cash', received: '50.00' },
      { kind: 'pos', terminal: 'T01', reference: '000812', cardTail: '4412', amount: '36.40' },
    ]);
  });

  it('names the missing field next to it', async () => {
    await atTheCounter();
    await desk.press('Enter');
    await desk.press('F2');
    await desk.press('2', { altKey: true });
    await desk.press('Enter');
    expect(desk.count('take_payment')).toBe(0);
    expect(desk.find('tender-bank-slip')?.textContent).toContain('请填写进账单号。');
    expect(document.activeElement).toBe(desk.find('bank-slip-slipNo'));
  });
});

describe('paper', () => {
  it('says that the money is safe when the printer is not', async () => {
    await atTheCounter({ print_receipt: () => refuse('printer-failed', { printer: 'LQ-630K' }) });
    await desk.press('Enter');
    await desk.press('F2');
    await desk.press('Enter');
    await desk.wait(400);
    await desk.press('Enter');
    expect(desk.text('not-printed')).toContain('已收款，收据未打印（F9 补打）');
    await desk.press('Enter');
    expect(desk.find('receipt')).toBeNull();
    expect(desk.count('close_payment_draft')).toBe(1);
  });

  it('hands a typed key to the next search', async () => {
    await atTheCounter();
    await desk.press('Enter');
    await desk.press('F2');
    await desk.press('Enter');
    await desk.wait(400);
    await desk.press('t');
    expect(desk.find('receipt')).toBeNull();
    expect((desk.find('search') as HTMLInputElement).value).toBe('t');
  });
});
