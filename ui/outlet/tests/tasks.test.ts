import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { STATUS } from '../dev/answers';
import { someTasks, taskHandlers } from '../dev/tasks';
import { refuse } from '../dev/core';
import { takenBack } from '../src/views/tasks/lists';
import { openDesk } from './desk';

beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] }));
afterEach(() => {
  vi.useRealTimers();
  document.body.innerHTML = '';
});

async function openTasks(answers = {}) {
  const desk = await openDesk(answers);
  await desk.wait(300);
  await desk.press('b', { ctrlKey: true });
  await desk.wait(100);
  return desk;
}

describe('待办', () => {
  test('the bar counts what waits, and one key opens it', async () => {
    const desk = await openTasks();
    expect(desk.text('todo')).toBe('3');
    expect(desk.find('tasks')).not.toBeNull();
    expect(document.querySelectorAll('[data-test="task-row"]')).toHaveLength(3);
    desk.desk.unmount();
  });

  test('a refund is paid with the keyboard alone, and its id is saved before anything else', async () => {
    const desk = await openTasks();
    await desk.press('Enter');
    await desk.wait(200);
    expect(desk.count('open_refund_draft')).toBe(1);
    (desk.find('payee') as HTMLInputElement).focus();
    await desk.type('Tian');
    desk.find('refund')!.dispatchEvent(new Event('submit', { cancelable: true }));
    desk.find('refund')!.dispatchEvent(new Event('submit', { cancelable: true }));
    await desk.wait(200);
    expect(desk.count('pay_refund')).toBe(1);
    const [draft] = desk.of('open_refund_draft');
    const [paid] = desk.of('pay_refund') as { request: { refundId: string; paidTo: string } }[];
    expect(paid!.request).toMatchObject({ refundId: draft!['refundId'], paidTo: 'Tian' });
    expect(desk.count('preview_paper')).toBe(1);
    desk.desk.unmount();
  });

  test('a refund without a payee, or above the drawer, is never sent', async () => {
    const desk = await openTasks({ status: () => ({ ...STATUS, drawer: '50.00' }) });
    await desk.press('Enter');
    await desk.wait(200);
    expect(desk.find('drawer-too-low')).not.toBeNull();
    (desk.find('payee') as HTMLInputElement).focus();
    await desk.type('Tian');
    desk.find('refund')!.dispatchEvent(new Event('submit', { cancelable: true }));
    await desk.wait(100);
    expect(desk.count('pay_refund')).toBe(0);
    desk.desk.unmount();
  });

  test('the same id goes again after a refusal', async () => {
    let tries = 0;
    const pay = taskHandlers()['pay_refund']!;
    const desk = await openTasks({ pay_refund: (args: Record<string, unknown>) => ((tries += 1) === 1 ? refuse('disk-full') : pay(args)) });
    await desk.press('Enter');
    await desk.wait(200);
    (desk.find('payee') as HTMLInputElement).focus();
    await desk.type('Tian');
    for (let times = 0; times < 2; times += 1) {
      desk.find('refund')?.dispatchEvent(new Event('submit', { cancelable: true }));
      await desk.wait(200);
    }
    const ids = (desk.of('pay_refund') as { request: { refundId: string } }[]).map((args) => args.request.refundId);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
    desk.desk.unmount();
  });

  test('what cannot be done needs words', async () => {
    const desk = await openTasks();
    await desk.press('F8');
    await desk.wait(200);
    desk.find('answer')!.dispatchEvent(new Event('submit', { cancelable: true }));
    await desk.wait(100);
    expect(desk.count('answer_task')).toBe(0);
    desk.find('pick-1')!.click();
    desk.find('answer')!.dispatchEvent(new Event('submit', { cancelable: true }));
    await desk.wait(200);
    expect(desk.of('answer_task')).toEqual([{ request: { taskId: '0197-t1', outcome: 'not-done', note: '电话无人接听' } }]);
    desk.desk.unmount();
  });

  test('only what was open and was taken back is news', () => {
    const before = someTasks();
    const now = someTasks();
    now[0]!.state = 'withdrawn';
    now[3]!.state = 'withdrawn';
    expect(takenBack(before, now).map((task) => task.taskId)).toEqual(['0197-t1']);
    expect(takenBack(undefined, now)).toEqual([]);
  });
});

describe('更正档案', () => {
  test('a correction names the field, the value and the ground', async () => {
    const desk = await openDesk();
    await desk.wait(300);
    await desk.type('4280011234');
    await desk.wait(300);
    await desk.press('Enter');
    await desk.wait(200);
    await desk.press('e', { altKey: true });
    await desk.wait(200);
    const wanted = desk.find('change-wanted') as HTMLInputElement;
    wanted.value = '13986840017';
    wanted.dispatchEvent(new Event('input'));
    desk.find('archive-change')!.dispatchEvent(new Event('submit', { cancelable: true }));
    await desk.wait(100);
    expect(desk.count('request_archive_change')).toBe(0);
    desk.find('pick-1')!.click();
    await desk.wait(50);
    desk.find('archive-change')!.dispatchEvent(new Event('submit', { cancelable: true }));
    await desk.wait(200);
    expect(desk.of('request_archive_change')[0]).toMatchObject({
      request: { customerNo: '4280011234', field: 'phone', wanted: '13986840017', reason: '客户持身份证到厅' },
    });
    desk.desk.unmount();
  });
});
