/** Made-up things that the center asks of the desk, and what the desk asks of the center. */
import type { ArchiveChangeView } from '@qingjiang/shared/generated/ArchiveChangeView';
import type { RefundView } from '@qingjiang/shared/generated/RefundView';
import type { TaskView } from '@qingjiang/shared/generated/TaskView';
import { CUSTOMERS, NOW } from './answers';
import type { Handlers } from './core';

const HOUR = 3_600_000;

const task = (place: number, kind: string, note: string, more: Partial<TaskView> = {}): TaskView => ({
  taskId: `0197-t${place}`, caseId: String(1200 + place), kind, state: 'open', note, givenAtMs: NOW - place * 5 * HOUR, customerNo: '4280011234', customerName: '田大贵',
  phone: '13800000000', address: '恩施市白杨坪镇熊家岩村3组', ownerName: '白杨坪供电所', amount: null, meterNo: null, period: null, round: null, pointNo: null, answer: null, ...more,
});

const refund = (taskId: string, refundId: string, paidTo: string): RefundView => ({
  refundId, taskId, slipNo: '3C4D-5E6F', customerNo: '4280011234', customerName: '田大贵', amount: '86.40', paidTo, cashierName: '冉启芳', atMs: NOW, life: 'recorded',
  caseId: null, reprints: 0, alreadyPaid: false,
});

export const someTasks = (): TaskView[] => [
  task(1, 'pay-refund', '10 月电费在白杨坪和芭蕉两处缴费，客户要求退现金。', { amount: '86.40' }),
  task(2, 'read-meter-again', '两个终端抄的数不一样，请到现场再抄一次。', {
    customerNo: '4280011907', customerName: '覃翠英', meterNo: '420080011907', period: '2026-11', round: { segment: 'BYP-001', period: '2026-11' }, pointNo: 'P-0002', ownerName: null,
  }),
  task(3, 'call-customer', '请问清客户 11 月 8 日在哪个网点缴的费，收据号多少。', { customerNo: '4280012055', customerName: '向龑', phone: '13986840017', ownerName: null }),
  task(4, 'explain', '11 月 12 日的冲正没有写清原因。', { state: 'done', customerNo: null, customerName: '', phone: '', address: '', ownerName: null, answer: { note: '客户报错户号，当场重收', atMs: NOW - 20 * HOUR, life: 'posted', refund: null } }),
  task(5, 'pay-refund', '销户余额退还。', { state: 'done', amount: '12.30', answer: { note: '', atMs: NOW - 30 * HOUR, life: 'posted', refund: { ...refund('0197-t5', '0197-r5', '田大贵'), amount: '12.30', life: 'posted' } } }),
];

const change = (place: number, field: ArchiveChangeView['field'], seen: string, wanted: string, state: ArchiveChangeView['state']): ArchiveChangeView => ({
  changeId: `0197-c${place}`, customerNo: '4280011234', customerName: '田大贵', field, seen, wanted, reason: '客户持身份证到厅', by: '冉启芳', atMs: NOW - place * 9 * HOUR,
  life: state === 'waiting' ? 'sent' : 'posted', state,
});

export const someChanges = (): ArchiveChangeView[] => [
  change(1, 'phone', '13800000000', '13986840017', 'waiting'), change(2, 'name', '田大贵', '田大桂', 'accepted'), change(3, 'address', '熊家岩村3组', '熊家岩村8组', 'refused'),
];

/** The tasks remember what was done with them. */
export function taskHandlers(tasks: TaskView[] = someTasks()): Handlers {
  const find = (taskId: string) => tasks.find((known) => known.taskId === taskId)!;
  return {
    tasks: () => structuredClone(tasks),
    answer_task: ({ request }) => {
      Object.assign(find(request.taskId), { state: request.outcome, answer: { note: request.note, atMs: NOW, life: 'recorded', refund: null } });
      return null;
    },
    open_refund_draft: () => null,
    close_refund_draft: () => null,
    pay_refund: ({ request }) => {
      const paid = refund(request.taskId, request.refundId, request.paidTo);
      Object.assign(find(request.taskId), { state: 'done', answer: { note: '', atMs: NOW, life: 'recorded', refund: paid } });
      return paid;
    },
    archive_changes: () => someChanges(),
    request_archive_change: ({ request }) => ({ ...change(9, request.field, '', request.wanted, 'waiting'), reason: request.reason }),
  };
}

/** A customer whose archive is being corrected. */
export function changingHandlers(): Handlers {
  const [phone] = someChanges();
  const customer = { ...CUSTOMERS[0]!, changes: [phone!, { ...phone!, changeId: '0197-c7', field: 'name' as const, wanted: '田大桂' }] };
  return { open_customer: () => customer };
}
