/** Made-up people and money for looking at the screens in a browser and for unit tests. Never part of the product. */
import type { BillView } from '@qingjiang/shared/generated/BillView';
import type { CustomerView } from '@qingjiang/shared/generated/CustomerView';
import type { DayPaymentView } from '@qingjiang/shared/generated/DayPaymentView';
import type { DeskView } from '@qingjiang/shared/generated/DeskView';
import type { StatusView } from '@qingjiang/shared/generated/StatusView';

/** 10:26 in the prefecture. */
export const NOW = Date.UTC(2026, 10, 23, 2, 26);
const HOUR = 3_600_000;

const bill = (id: string, kwh: number, principal: string, penalty: string, total: string, days: number, lock: string | null = null): BillView => ({
  id, energyKwh: kwh, amount: principal, principalDue: principal, penaltyDue: penalty, totalDue: total,
  dueDate: `${id}-25`, daysOverdue: days, state: 'unpaid', lock,
});

const person = (customerNo: string, name: string, address: string, more: Partial<CustomerView> = {}): CustomerView => ({
  customerNo, oldNo: null, name, address, phone: '13800000000', meterNo: `4200${customerNo.slice(2)}`,
  transformerArea: '10kV白杨线熊家岩台区01', unitName: '白杨坪供电所', elecType: 201, status: 'normal', power: 'on',
  elsewhere: false, numberOnly: false, prepaid: '0.00', tail: '0.00', bills: [], arrears: '0.00', penalty: '0.00',
  totalDue: '0.00', lastPayments: [], changes: [], asOfMs: NOW - HOUR, ...more,
});

export const CUSTOMERS: CustomerView[] = [
  person('4280011234', '田大贵', '恩施市白杨坪镇熊家岩村3组', {
    oldNo: 'B-0318', bills: [bill('2026-10', 148, '86.40', '0.00', '86.40', 0)], arrears: '86.40', totalDue: '86.40',
    lastPayments: [
      { date: '2026-10-12', amount: '79.20', receiptNo: 'BYP-01-1-000318', here: true, reversed: false },
      { date: '2026-09-09', amount: '91.08', receiptNo: null, here: false, reversed: false },
    ],
  }),
  person('4280011907', '覃翠英', '恩施市白杨坪镇鲁竹坝村1组 12 号', {
    power: 'off', prepaid: '20.00',
    bills: [
      bill('2026-07', 212, '123.81', '14.61', '138.42', 90),
      bill('2026-08', 240, '140.16', '11.77', '151.93', 59),
      bill('2026-09', 96, '56.06', '2.02', '58.08', 29, 'bank-debit'),
      bill('2026-10', 120, '70.08', '0.00', '70.08', 0),
    ],
    arrears: '390.11', penalty: '28.40', totalDue: '418.51',
    lastPayments: [{ date: '2026-06-30', amount: '100.00', receiptNo: 'BYP-01-1-000102', here: true, reversed: true }],
  }),
  person('4280012055', '向龑', '恩施市白杨坪镇集镇街道 48 号', { elecType: 405, prepaid: '135.50' }),
  person('4280013310', '白杨坪镇供销社', '恩施市白杨坪镇集镇街道 6 号', {
    elecType: 405, bills: [bill('2026-10', 1260, '1043.28', '0.00', '1043.28', 0)], arrears: '1043.28', totalDue: '1043.28',
  }),
  person('4280023120', '谭䶮', '巴东县东瀼口镇雷家坪村2组', {
    elsewhere: true, unitName: '东瀼口供电所', bills: [bill('2026-10', 60, '35.04', '0.00', '35.04', 0)], arrears: '35.04', totalDue: '35.04',
  }),
];

const paid = (place: number, name: string, customerNo: string, collected: string, more: Partial<DayPaymentView> = {}): DayPaymentView => ({
  paymentId: `0197-${place}`, receiptNo: `BYP-01-1-00041${place}`, atMs: NOW - place * 620_000, customerNo, customerName: name,
  cashierName: '冉启芳', tenders: ['cash'], collected, life: 'recorded', caseId: null, reprints: 0, reversed: null, reversible: true, ...more,
});

export const PAYMENTS: DayPaymentView[] = [
  paid(1, '田大贵', '4280011234', '86.40'),
  paid(2, '白杨坪镇供销社', '4280013310', '1043.28', { tenders: ['bank-slip'], life: 'sent' }),
  paid(3, '向龑', '4280012055', '200.00', { tenders: ['cash', 'pos'], life: 'posted', reprints: 1 }),
  paid(4, '谭䶮', '4280023120', '35.04', { life: 'conflicted', caseId: 'C-2026-0017', reversible: false }),
  paid(5, '覃翠英', '4280011907', '100.00', {
    life: 'posted', reversible: false, reversed: { reason: '收错客户', atMs: NOW - 2_900_000, life: 'recorded' },
  }),
];

export const DESK: DeskView = {
  device: { terminal: 'BYP-01', unitCode: '42280110301', unitName: '白杨坪收费点', stationName: '白杨坪供电所', centerUrl: 'http://127.0.0.1:8340', customers: 12200 },
  operator: { id: 7, login: 'ranqf', name: '冉启芳', unitName: '白杨坪收费点', roles: ['cashier'], permissions: ['take-payment', 'view-customers', 'print-notices', 'answer-tasks', 'request-archive-change'] },
  shift: { no: 12, cashierId: 7, cashierName: '冉启芳', businessDate: '2026-11-23', openedAtMs: NOW - 2 * HOUR, openingCash: '200.00', drawer: '1682.44', payments: 19, collected: '2725.72' },
  interrupted: null,
  interruptedRefund: null,
  demo: true,
  version: '0.1.0',
};

export const STATUS: StatusView = {
  link: 'up', lastSyncAtMs: NOW - 45 * 60_000, lastSyncProblem: null, unsent: 12, oldestUnsentMs: NOW - 3 * HOUR, drawer: '1682.44',
  syncing: null, clockOffByMs: null, lastSyncBytes: 2148, nowMs: NOW, openCases: 0, openTasks: 3,
};
