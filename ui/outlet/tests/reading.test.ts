import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { JudgementView } from '@qingjiang/shared/generated/JudgementView';
import type { ReadingRequest } from '@qingjiang/shared/generated/ReadingRequest';
import { readingHandlers, refuse, type Handlers } from '../dev/core';
import { DESK } from '../dev/answers';
import { newRound, type RoundState } from '../dev/reading';
import { openDesk } from './desk';

let desk: Awaited<ReturnType<typeof openDesk>>;
let round: RoundState;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  desk.desk.unmount();
  vi.useRealTimers();
});

const READER = {
  id: 8, login: '2001', name: '黄天秀', unitName: '白杨坪供电所', roles: ['meter-reader'], permissions: ['view-customers', 'prepare-round', 'enter-reading', 'print-notices'],
};

/** The reader's desk with a round open; its first reading was 12345.67, each further one 811 more. */
async function inTheRound(answers: Handlers = {}, onTheSpot = false, more: Partial<typeof READER> = {}) {
  round = newRound(5);
  desk = await openDesk({ desk: () => ({ ...DESK, operator: { ...READER, ...more }, shift: null }), ...readingHandlers(round, onTheSpot), ...answers });
  await desk.wait(100);
  await desk.press('Enter');
  await desk.wait(100);
  desk.startCounting();
}

const requests = () => desk.of('enter_reading').map((args) => args['request'] as ReadingRequest);
const field = () => desk.find('reading-input') as HTMLInputElement;
const front = () => field().dataset['point'];

describe('a reader', () => {
  it('starts where the rounds are', async () => {
    await inTheRound();
    expect(desk.find('desk')?.dataset['screen']).toBe('entry');
    expect(document.activeElement).toBe(field());
  });

  it('enters a usual reading with its digits and one Enter, and stands at the next meter', async () => {
    await inTheRound();
    await desk.type('12430');
    expect(desk.find('verdict')?.dataset['kwh']).toBe('84');
    await desk.press('Enter');
    expect(requests()[0]?.registers).toEqual({ 'active-total': '12430' });
    expect(front()).toBe('P1002');
    expect(desk.find('entry-progress')?.dataset['read']).toBe('1');
    expect(desk.strokes).toBe(6);
  });

  it('enters what was typed before the judgement came', async () => {
    await inTheRound();
    field().value = '12430';
    field().dispatchEvent(new Event('input', { bubbles: true }));
    await desk.press('Enter');
    expect(requests()).toHaveLength(1);
  });

  it('is told in words why nothing is entered when the field is empty or no number', async () => {
    await inTheRound();
    await desk.press('Enter');
    expect(desk.find('entry-ask')?.textContent).toContain('还没有输入示数');
    await desk.type('12x');
    await desk.press('Enter');
    expect(desk.find('entry-ask')?.querySelector('[data-code="reading-malformed"]')).not.toBeNull();
    expect(requests()).toHaveLength(0);
  });
});

describe('what is unusual', () => {
  it('is asked once, and a later Enter confirms it', async () => {
    await inTheRound();
    await desk.type('12900');
    await desk.press('Enter');
    expect(desk.text('reading-asked')).toContain('比上次');
    expect(requests()).toHaveLength(0);
    await desk.wait(300);
    await desk.press('Enter');
    expect(requests()[0]?.confirmed).toBe(true);
    expect(front()).toBe('P1002');
  });

  it('is not confirmed by a nervous second Enter', async () => {
    await inTheRound();
    await desk.type('12900');
    await desk.press('Enter');
    await desk.press('Enter');
    expect(requests()).toHaveLength(0);
  });

  it('goes back to the field with Esc, keeping the digits', async () => {
    await inTheRound();
    await desk.type('12900');
    await desk.press('Enter');
    await desk.press('Escape');
    expect(desk.find('reading-asked')).toBeNull();
    expect(field().value).toBe('12900');
  });

  it('is asked again after the number was changed', async () => {
    await inTheRound();
    await desk.type('12900');
    await desk.press('Enter');
    await desk.wait(300);
    await desk.type('1');
    await desk.press('Enter');
    expect(desk.find('reading-stopped')).not.toBeNull();
    expect(requests()).toHaveLength(0);
  });

  it('stops where it cannot be true', async () => {
    await inTheRound();
    await desk.type('12000');
    await desk.press('Enter');
    expect(desk.text('reading-stopped')).toContain('倒走或抄错');
    await desk.wait(400);
    await desk.press('Enter');
    expect(requests()).toHaveLength(0);
  });
});

describe('the reading id', () => {
  it('stays the same through a refusal and its retry', async () => {
    let tries = 0;
    await inTheRound();
    const enter = readingHandlers(round)['enter_reading']!;
    desk.desk.unmount();
    await inTheRound({ enter_reading: (args) => ((tries += 1) === 1 ? refuse('disk-full') : enter(args)) });
    await desk.type('12430');
    await desk.press('Enter');
    expect(desk.find('entry-ask')?.querySelector('[data-code="disk-full"]')).not.toBeNull();
    await desk.press('Enter');
    const ids = requests().map((request) => request.readingId);
    expect(ids).toEqual([ids[0], ids[0]]);
  });

  it('is a new one for the next meter and for a correction, which says what it replaces', async () => {
    await inTheRound();
    await desk.type('12430');
    await desk.press('Enter');
    await desk.type('13240');
    await desk.press('Enter');
    await desk.press('ArrowUp');
    await desk.press('e', { ctrlKey: true });
    expect(field().value).toBe('13240');
    await desk.press('Enter');
    const [first, second, correction] = requests();
    expect(new Set([first?.readingId, second?.readingId, correction?.readingId]).size).toBe(3);
    expect(correction?.replaces).toBe(second?.readingId);
    expect(first?.replaces).toBeNull();
  });

  it('keeps a half-typed reading while the reader looks elsewhere', async () => {
    await inTheRound();
    await desk.type('1243');
    await desk.press('ArrowDown');
    expect(field().value).toBe('');
    await desk.press('ArrowUp');
    expect(field().value).toBe('1243');
  });
});

describe('undo', () => {
  it('withdraws the last reading and puts its digits back', async () => {
    await inTheRound();
    await desk.type('12430');
    await desk.press('Enter');
    await desk.press('z', { ctrlKey: true });
    expect(desk.of('withdraw_reading')[0]).toMatchObject({ readingId: requests()[0]?.readingId, reason: '抄表员撤销' });
    expect(front()).toBe('P1001');
    expect(field().value).toBe('12430');
    expect(desk.find('entry-progress')?.dataset['read']).toBe('0');
  });

  it('says that a reviewed reading changes by request only', async () => {
    await inTheRound({ withdraw_reading: () => refuse('reading-reviewed') });
    await desk.type('12430');
    await desk.press('Enter');
    await desk.press('z', { ctrlKey: true });
    expect(desk.find('entry-ask')?.textContent).toContain('提交申请');
  });

  it('asks for the reason of a change after the review', async () => {
    await inTheRound();
    await desk.type('12430');
    await desk.press('Enter');
    round.readings.get('P1001')!.state = 'approved';
    await desk.press('ArrowUp');
    await desk.press('e', { ctrlKey: true });
    await desk.press('Enter');
    expect(desk.find('reading-request')).not.toBeNull();
    await desk.press('Enter');
    expect(desk.count('request_reading_change')).toBe(0);
    await desk.type('抄错');
    await desk.press('Enter');
    expect(desk.of('request_reading_change')[0]?.['request']).toMatchObject({ readingId: requests()[0]?.readingId, reason: '抄错' });
    expect(requests()).toHaveLength(1);
  });
});

describe('beside the number', () => {
  it('estimates a locked door', async () => {
    await inTheRound();
    await desk.press('F4');
    expect(field().value).not.toBe('');
    await desk.press('Enter');
    await desk.wait(300);
    await desk.press('Enter');
    expect(requests()[0]).toMatchObject({ estimated: true, anomaly: 'estimated', registers: {}, confirmed: true });
  });

  it('takes an anomaly by its code', async () => {
    await inTheRound();
    await desk.press('F6');
    await desk.wait(100);
    desk.find('anomaly-code')?.focus();
    await desk.type('14');
    (desk.find('anomalies') as HTMLFormElement).dispatchEvent(new Event('submit', { cancelable: true }));
    await desk.wait(100);
    await desk.type('12430');
    await desk.press('Enter');
    expect(requests()[0]?.anomaly).toBe('burnt');
  });

  it('gets the registers from the meter head, and enters nothing by itself', async () => {
    await inTheRound();
    await desk.press('F9');
    expect(field().value).toBe('12433.10');
    expect(requests()).toHaveLength(0);
    await desk.press('Enter');
    expect(requests()[0]).toMatchObject({ fromMeter: true, registers: { 'active-total': '12433.1' } });
  });

  it.each([['meter-silent', '没有应答'], ['meter-checksum', '校验码'], ['meter-other', '另一只表'], ['no-meter-head', '没有设置抄表头']])(
    'says what went wrong with the meter head: %s',
    async (code, words) => {
      await inTheRound({ read_meter_head: () => refuse(code, { address: '000000012345' }) });
      await desk.press('F9');
      expect(desk.text('entry-ask')).toContain(words);
      expect(field().value).toBe('');
    },
  );

  it('jumps by the walking number, and by a scanned meter number in the field itself', async () => {
    await inTheRound();
    await desk.press('f', { ctrlKey: true });
    await desk.type('4');
    await desk.press('Enter');
    expect(front()).toBe('P1004');
    await desk.type(round.points[1]!.meterNo);
    await desk.press('Enter');
    expect(front()).toBe('P1002');
    expect(requests()).toHaveLength(0);
  });
});

describe('several registers', () => {
  it('walk through the same field, and are entered together', async () => {
    round = newRound(9);
    desk = await openDesk({ desk: () => ({ ...DESK, operator: READER, shift: null }), ...readingHandlers(round) });
    await desk.wait(100);
    await desk.press('Enter');
    await desk.wait(100);
    for (let row = 0; row < 7; row += 1) await desk.press('ArrowDown');
    for (const text of ['18025', '9013', '6008', '4506', '3605']) {
      await desk.type(text);
      await desk.press('Enter');
      expect(requests()).toHaveLength(0);
    }
    await desk.type('3005');
    await desk.press('Enter');
    if (requests().length === 0) {
      await desk.wait(300);
      await desk.press('Enter');
    }
    expect(Object.keys(requests()[0]?.registers ?? {})).toEqual(['active-total', 'active-sharp', 'active-peak', 'active-flat', 'active-valley', 'reactive']);
  });
});

describe('what is still missing', () => {
  it('makes neither the words nor the bar loud while it is being typed', async () => {
    const missing: JudgementView = {
      state: 'normal', energyKwh: 84, findings: [{ severity: 'stop', kind: 'missing-register', params: { register: 'reactive' } }], registers: {}, amount: null,
    };
    round = newRound(9);
    desk = await openDesk({ desk: () => ({ ...DESK, operator: READER, shift: null }), ...readingHandlers(round), judge_reading: () => missing });
    await desk.wait(100);
    await desk.press('Enter');
    await desk.wait(100);
    for (let row = 0; row < 7; row += 1) await desk.press('ArrowDown');
    await desk.type('18025');
    await desk.wait(100);
    expect(desk.find('verdict')?.dataset['loudest']).toBe('none');
    expect([...document.querySelector('.use-bars .now')!.classList]).toContain('calm');
  });
});

describe('the list of rounds', () => {
  it('stands at the round that was left', async () => {
    await inTheRound();
    await desk.press('Escape');
    await desk.wait(100);
    await desk.press('ArrowDown');
    await desk.press('ArrowDown');
    await desk.press('Enter');
    await desk.wait(100);
    await desk.press('Escape');
    await desk.wait(100);
    expect(desk.find('rounds')?.querySelector('[aria-selected="true"]')?.textContent).toContain('镇街道抄表段');
  });
});

describe('on the spot', () => {
  it('offers no undo for what is billed', async () => {
    await inTheRound({}, true);
    await desk.type('12430');
    await desk.press('Enter');
    await desk.press('Enter');
    expect(desk.text('recent-row')).not.toBe('');
    expect(desk.text('recent-row')).not.toContain('撤销');
  });

  it('shows the bill with its derivation, and the next digit goes to the next meter', async () => {
    await inTheRound({}, true);
    await desk.type('12430');
    await desk.press('Enter');
    expect(desk.text('spot-bill')).toContain('第一档');
    expect(front()).toBe('P1001');
    await desk.press('1');
    expect(front()).toBe('P1002');
    expect(field().value).toBe('1');
  });

  it('leads to the counter with the customer, for whoever takes money too', async () => {
    const permissions = [...READER.permissions, 'take-payment', 'open-shift'];
    await inTheRound({ desk: () => ({ ...DESK, operator: { ...READER, id: 7, permissions } }) }, true);
    await desk.type('12430');
    await desk.press('Enter');
    await desk.press('F3');
    await desk.wait(100);
    expect(desk.find('desk')?.dataset['screen']).toBe('counter');
    expect(desk.find('customer')?.dataset['no']).toBe('4280011200');
    await desk.press('F7');
    expect(front()).toBe('P1001');
  });
});
