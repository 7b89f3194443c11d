import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ReviewRequest } from '@qingjiang/shared/generated/ReviewRequest';
import type { ReviewView } from '@qingjiang/shared/generated/ReviewView';
import { readingHandlers, refuse, type Handlers } from '../dev/core';
import { DESK } from '../dev/answers';
import { percent } from '../src/findings';
import { fit } from '../src/views/entry/photo';
import { findPoint, inOrder, nextLeft } from '../src/views/entry/walk';
import { newRound } from '../dev/reading';
import { openDesk } from './desk';

let desk: Awaited<ReturnType<typeof openDesk>>;

beforeEach(() => void vi.useFakeTimers());

const BILLER = { id: 9, login: '3001', name: '冉启芳', unitName: '白杨坪供电所', roles: ['biller'], permissions: ['view-customers', 'review-readings', 'import-readings', 'print-notices'] };

async function atTheReview(answers: Handlers = {}) {
  desk = await openDesk({ desk: () => ({ ...DESK, operator: BILLER, shift: null }), ...answers });
  await desk.wait(150);
}

const reviews = () => desk.of('review_readings').map((args) => args['request'] as ReviewRequest);

describe('a biller', () => {
  afterEach(() => {
    desk.desk.unmount();
    vi.useRealTimers();
  });

  it('starts at the review and has neither counter nor rounds', async () => {
    await atTheReview();
    expect(desk.find('desk')?.dataset['screen']).toBe('review');
    expect(desk.find('go-counter')).toBeNull();
    await desk.press('F7');
    expect(desk.find('desk')?.dataset['screen']).toBe('review');
  });

  it('approves the harmless with one key, and leaves their own out', async () => {
    await atTheReview();
    await desk.press('F9');
    expect(reviews()[0]).toEqual({ readings: ['r-0', 'r-5', 'r-8'], verdict: 'approved', note: '' });
  });

  it('approves as many as are allowed at once, says how many are left, and goes on with the next press', async () => {
    const { review_list: list } = readingHandlers(newRound(12));
    await atTheReview({ review_list: (args) => ({ ...(list!(args) as ReviewView), batchMax: 2 }) });
    expect(desk.text('review-batch')).toContain('通过前 2 户（无异常共 3 户）');
    await desk.press('F9');
    expect(reviews()[0]?.readings).toEqual(['r-0', 'r-5']);
    expect(desk.text('review-done')).toContain('还有 1 户无异常');
  });

  it('approves one by one with Enter', async () => {
    await atTheReview();
    await desk.press('ArrowDown');
    await desk.press('Enter');
    expect(reviews()[0]?.readings).toEqual(['r-1']);
  });

  it('cannot review their own reading, and is told so', async () => {
    await atTheReview();
    for (let row = 0; row < 3; row += 1) await desk.press('ArrowDown');
    await desk.press('Enter');
    expect(reviews()).toHaveLength(0);
    expect(desk.find('review')?.querySelector('[data-code="own-reading"]')).not.toBeNull();
  });

  it('sends nothing back without a reason', async () => {
    await atTheReview();
    await desk.press('F8');
    await desk.wait(100);
    const form = desk.find('send-back') as HTMLFormElement;
    form.dispatchEvent(new Event('submit', { cancelable: true }));
    await desk.wait(50);
    expect(reviews()).toHaveLength(0);
    desk.find('send-back-reason')?.focus();
    await desk.type('重抄');
    form.dispatchEvent(new Event('submit', { cancelable: true }));
    await desk.wait(50);
    expect(reviews()[0]).toEqual({ readings: ['r-0'], verdict: 'sent-back', note: '重抄' });
  });

  it('tries a file before it is imported, and reads why rows were rejected', async () => {
    await atTheReview();
    await desk.press('i', { ctrlKey: true });
    await desk.wait(100);
    await desk.type('/data/a.csv');
    await desk.press('F8');
    expect(desk.count('import_readings')).toBe(0);
    await desk.press('Enter');
    expect(desk.text('import-report')).toContain('档案里没有表 420110009999');
    await desk.press('F8');
    expect(desk.of('import_readings')[0]?.['request']).toMatchObject({ file: { from: 'path', path: '/data/a.csv' }, profile: 'jizhong-a' });
    expect(desk.text('import-done')).toContain('307');
  });

  it('hears what is wrong with a file', async () => {
    await atTheReview({ preview_import: () => refuse('file-not-of-profile', { fault: 'no-column', name: '表号' }) });
    await desk.press('i', { ctrlKey: true });
    await desk.wait(100);
    await desk.type('/data/b.csv');
    await desk.press('Enter');
    expect(desk.find('imports')?.textContent).toContain('没有列 表号');
  });
});

describe('the walk', () => {
  it('finds by number, meter, its end, name and address', () => {
    const { points } = newRound(40);
    expect(findPoint(points, '012')?.sequence).toBe(12);
    expect(findPoint(points, points[4]!.meterNo)?.sequence).toBe(5);
    expect(findPoint(points, points[6]!.meterNo.slice(-6))?.sequence).toBe(7);
    expect(findPoint(points, '供销社')?.sequence).toBe(8);
    expect(findPoint(points, '没有')).toBeNull();
  });

  it('goes on after the last one with what was passed over', () => {
    const { points } = newRound(3);
    points[2]!.mark = 'read';
    expect(nextLeft(points, 'P1003')?.pointNo).toBe('P1001');
    expect(nextLeft(points.map((point) => ({ ...point, mark: 'read' as const })), 'P1001')).toBeNull();
  });

  it('can be ordered by address with its numbers', () => {
    const [a, b] = newRound(2).points;
    const points = [{ ...a!, address: '熊家岩村10组' }, { ...b!, address: '熊家岩村2组' }];
    expect(inOrder(points, 'address').map((point) => point.address)).toEqual(['熊家岩村2组', '熊家岩村10组']);
  });
});

describe('numbers in words', () => {
  it('makes a share a percentage without a float', () => {
    expect([percent('0.523'), percent('-1'), percent('1.5783'), percent('0.05'), percent('9.14286')]).toEqual(['52.3', '−100', '157.8', '5', '914.3']);
  });

  it('makes a picture fit', () => {
    expect(fit(4000, 3000, 1280)).toEqual({ width: 1280, height: 960 });
    expect(fit(640, 480, 1280)).toEqual({ width: 640, height: 480 });
  });
});
