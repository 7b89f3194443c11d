/** Canned rounds, cards and lists for the looks of the reader's screens and for unit tests. Sums here are for show only. */
import type { ArrearsRowView } from '@qingjiang/shared/generated/ArrearsRowView';
import type { FindingView } from '@qingjiang/shared/generated/FindingView';
import type { ImportReportView } from '@qingjiang/shared/generated/ImportReportView';
import type { JudgementView } from '@qingjiang/shared/generated/JudgementView';
import type { ProgressView } from '@qingjiang/shared/generated/ProgressView';
import type { ReadingCardView } from '@qingjiang/shared/generated/ReadingCardView';
import type { ReadingEnteredView } from '@qingjiang/shared/generated/ReadingEnteredView';
import type { ReadingRequest } from '@qingjiang/shared/generated/ReadingRequest';
import type { RestoreView } from '@qingjiang/shared/generated/RestoreView';
import type { ReviewRowView } from '@qingjiang/shared/generated/ReviewRowView';
import type { RoundPointView } from '@qingjiang/shared/generated/RoundPointView';
import type { RoundView } from '@qingjiang/shared/generated/RoundView';
import type { StatementView } from '@qingjiang/shared/generated/StatementView';

const NOW = new Date(2026, 10, 23, 20, 26).getTime();
const PERIOD = '2026-11';
const FAMILIES = ['田', '覃', '向', '谭', '冉', '黄', '杨', '周', '龚', '廖'];
const GIVEN = ['大贵', '翠英', '龑', '光明', '启芳', '天秀', '宗文', '秀莲', '远山', '长生', '桂兰', '德全'];

export interface RoundState {
  points: RoundPointView[];
  readings: Map<string, ReadingRequest & { energyKwh: number; state: 'waiting' | 'approved' | 'sent-back' | 'billed' }>;
}

const touOf = (place: number): boolean => place === 7;

export function newRound(count = 30, readUpTo = 0): RoundState {
  const points = Array.from({ length: count }, (_, place): RoundPointView => ({
    pointNo: `P${1001 + place}`, sequence: place + 1, customerNo: String(4280011200 + place),
    name: touOf(place) ? '白杨坪镇供销社' : `${FAMILIES[place % 10]}${GIVEN[(place * 5) % 12]}`, address: `恩施市白杨坪镇熊家岩村${1 + (place % 6)}组${10 + place * 3}号`,
    meterNo: `4201${String(10000386 + place * 917)}`, mark: place < readUpTo ? (place % 9 === 4 ? 'flagged' : 'read') : 'left',
    energyKwh: place < readUpTo ? 60 + ((place * 37) % 90) : null,
  }));
  return { points, readings: new Map() };
}

export const progressOf = (state: RoundState): ProgressView => ({
  points: state.points.length, read: state.points.filter((point) => point.energyKwh !== null).length,
  left: state.points.filter((point) => point.energyKwh === null).length, flagged: state.points.filter((point) => point.mark === 'flagged').length,
  billed: state.points.filter((point) => point.mark === 'billed').length,
});

export function roundView(state: RoundState, more: Partial<RoundView> = {}): RoundView {
  return {
    round: { segment: 'BYP-001', period: PERIOD }, name: '熊家岩村抄表段', readerName: '黄天秀', mine: true, plannedOn: '2026-11-23', due: true, onTheSpot: false,
    isRemote: false, prepared: true, canPrepare: false, progress: progressOf(state), ...more,
  };
}

const months = (place: number) =>
  Array.from({ length: 12 }, (_, back) => ({
    period: `${back < 10 ? 2026 : 2025}-${String(((21 - back) % 12) + 1).padStart(2, '0')}`, kwh: 70 + ((place * 13 + back * 29) % 60), estimated: back === 4 && place % 3 === 0,
  }));

const lastOf = (place: number) => 12345.67 + place * 811;

export function cardOf(state: RoundState, pointNo: string): ReadingCardView {
  const place = state.points.findIndex((point) => point.pointNo === pointNo);
  const point = state.points[place]!;
  const entered = state.readings.get(pointNo);
  const last = lastOf(place).toFixed(2);
  const tou = touOf(place);
  const registers = tou
    ? (['active-total', 'active-sharp', 'active-peak', 'active-flat', 'active-valley', 'reactive'] as const).map((register, at) => ({ register, last: (Number(last) / (at + 1)).toFixed(2) }))
    : [{ register: 'active-total', last }];
  return {
    round: { segment: 'BYP-001', period: PERIOD }, pointNo, sequence: point.sequence, customerNo: point.customerNo, name: point.name, address: point.address, phone: '13907261234',
    meterNo: point.meterNo, meterAddress: '000012345678', digits: '6.2', multiplier: tou ? '40' : '1', elecType: tou ? 405 : 201, voltage: 'v220', capacityKva: '8',
    power: place === 3 ? 'off' : 'on', totalDue: place % 4 === 3 ? '86.40' : '0.00', plannedOn: '2026-11-23', registers, lastOn: '2026-10-23', lastEstimated: place % 5 === 4,
    months: months(place), band: { fromKwh: 55, toKwh: 140 },
    current: entered
      ? {
          readingId: entered.readingId, on: entered.on, readerName: '黄天秀', atMs: NOW, registers: entered.registers, energyKwh: entered.energyKwh, estimated: entered.estimated,
          anomaly: entered.anomaly, remark: entered.remark, photo: entered.photo, state: entered.state, note: entered.state === 'sent-back' ? '与走势不符，请重抄' : '', own: true,
        }
      : null,
    bill: entered?.state === 'billed' ? PERIOD : null,
  };
}

const finding = (severity: FindingView['severity'], kind: string, params: Record<string, string> = {}): FindingView => ({ severity, kind, params });

export function judge(state: RoundState, request: ReadingRequest): JudgementView {
  const place = state.points.findIndex((point) => point.pointNo === request.pointNo);
  const last = lastOf(place);
  const multiplier = touOf(place) ? 40 : 1;
  const lastKwh = months(place)[0]!.kwh;
  if (request.estimated) {
    const total = (last + lastKwh).toFixed(2);
    return { state: 'normal', energyKwh: lastKwh, findings: [finding('ask', 'estimated', { periods: '1' })], registers: { 'active-total': total }, amount: null };
  }
  const text = request.registers['active-total'] ?? '';
  const value = Number(text);
  const answer = (energyKwh: number, findings: FindingView[], how = 'normal'): JudgementView => ({ state: how, energyKwh, findings, registers: request.registers, amount: null });
  if (text.split('.')[0]!.length > 6) return answer(0, [finding('stop', 'too-many-digits', { whole: '6', decimals: '2' })]);
  if (value < last && value < 1000) return answer(Math.round(1_000_000 - last + value), [finding('ask', 'rollover')], 'rollover');
  if (value < last) return answer(0, [finding('stop', 'reversal')], 'reversal');
  const kwh = Math.round((value - last) * multiplier);
  if (kwh === 0) return answer(0, [finding('note', 'zero', { periods: '1' })]);
  if (kwh > 9000) return answer(kwh, [finding('stop', 'beyond-capacity', { possibleKwh: '5952' })]);
  const share = (kwh - lastKwh) / lastKwh;
  return answer(kwh, Math.abs(share) > 0.5 && kwh > 100 ? [finding('ask', 'jump', { lastKwh: String(lastKwh), share: share.toFixed(4) })] : []);
}

export function statementOf(state: RoundState, pointNo: string, energyKwh: number): StatementView {
  const card = cardOf(state, pointNo);
  const first = Math.min(energyKwh, 80);
  const second = energyKwh - first;
  const amount = (kwh: number, price: number) => (Math.round(kwh * price * 100) / 100).toFixed(2);
  const line = (tier: number, quantity: number, price: string) => ({
    kind: 'energy', ratePeriod: null, tier, quantity: String(quantity), unit: 'kwh' as const, price, amount: amount(quantity, Number(price)), priceVersion: 3, days: null, red: false,
  });
  const lines = [line(1, first, '0.558'), ...(second > 0 ? [line(2, second, '0.608')] : [])];
  return {
    customerNo: card.customerNo, customerName: card.name, address: card.address, bill: PERIOD, number: 'BYP-01-1-B000012', reason: 'ordinary', of: null, elecType: 201, from: '2026-10-24',
    to: '2026-11-23', dueDate: '2026-12-13',
    points: [{ pointNo, meters: [{ meterNo: card.meterNo, register: 'active-total', start: '12345.67', end: (12345.67 + energyKwh).toFixed(2), state: 'normal', multiplier: '1', quantity: String(energyKwh), estimated: false }], adjustments: [], energyKwh }],
    energyKwh, year: 2026, tiers: [{ upToKwh: 2160, beforeKwh: 2080, nowKwh: first }, { upToKwh: 4800, beforeKwh: 0, nowKwh: second }, { upToKwh: null, beforeKwh: 0, nowKwh: 0 }],
    powerFactor: null, lines, funds: [{ name: '可再生能源', quantityKwh: energyKwh, price: '0.001', amount: amount(energyKwh, 0.001) }], fundsAmount: amount(energyKwh, 0.001),
    total: lines.reduce((sum, known) => sum + Number(known.amount), 0).toFixed(2), estimated: false, carriedKwh: 0,
  };
}

export function enter(state: RoundState, request: ReadingRequest, onTheSpot: boolean): ReadingEnteredView {
  const judgement = judge(state, request);
  const flagged = judgement.findings.some(({ severity }) => severity !== 'note');
  const bills = onTheSpot && !flagged;
  const registers = request.estimated ? judgement.registers : request.registers;
  state.readings.set(request.pointNo, { ...request, registers, energyKwh: judgement.energyKwh, state: bills ? 'billed' : 'waiting' });
  state.points = state.points.map((point) =>
    point.pointNo === request.pointNo ? { ...point, mark: bills ? 'billed' : request.estimated ? 'estimated' : flagged ? 'flagged' : 'read', energyKwh: judgement.energyKwh } : point,
  );
  return {
    reading: cardOf(state, request.pointNo).current!, judgement, alreadyEntered: false, bill: bills ? statementOf(state, request.pointNo, judgement.energyKwh) : null,
    notBilled: onTheSpot && flagged ? { code: 'waits-for-review', params: {} } : null, point: state.points.find((point) => point.pointNo === request.pointNo)!, progress: progressOf(state),
  };
}

export function withdraw(state: RoundState, readingId: string) {
  const pointNo = [...state.readings].find(([, reading]) => reading.readingId === readingId)?.[0] ?? '';
  state.readings.delete(pointNo);
  state.points = state.points.map((point) => (point.pointNo === pointNo ? { ...point, mark: 'left', energyKwh: null } : point));
  return { point: state.points.find((point) => point.pointNo === pointNo)!, progress: progressOf(state) };
}

export function reviewRows(): ReviewRowView[] {
  const state = newRound(12);
  const rows: [number, number, FindingView[]][] = [
    [0, 92, []], [1, 214, [finding('ask', 'jump', { lastKwh: '83', share: '1.5783' })]], [2, 0, [finding('review', 'zero', { periods: '3' })]], [3, 88, []],
    [4, 75, [finding('ask', 'estimated', { periods: '2' }), finding('note', 'outside-plan', { days: '3' })]], [5, 131, []], [6, 12, [finding('ask', 'rollover')]], [8, 97, []],
  ];
  return rows.map(([place, energyKwh, findings]): ReviewRowView => {
    const point = state.points[place]!;
    const lastKwh = months(place)[0]!.kwh;
    return {
      readingId: `r-${place}`, customerNo: point.customerNo, name: point.name, address: point.address, segment: 'BYP-001', pointNo: point.pointNo, meterNo: point.meterNo, on: '2026-11-23',
      readerName: place === 3 ? '冉启芳' : '黄天秀', terminal: 'BYP-02', registers: [{ register: 'active-total', last: lastOf(place).toFixed(2), this: (lastOf(place) + energyKwh).toFixed(2) }],
      lastOn: '2026-10-23', energyKwh, lastKwh, volatility: `${energyKwh >= lastKwh ? '+' : ''}${(((energyKwh - lastKwh) / lastKwh) * 100).toFixed(1)} %`, amount: (energyKwh * 0.558).toFixed(2),
      findings, harmless: findings.length === 0, own: place === 3, state: 'waiting', estimated: place === 4, anomaly: place === 4 ? 'estimated' : 'none', method: 'on-site',
      remark: place === 1 ? '家里新装了空调' : '', photo: null, note: '',
    };
  });
}

export const IMPORT_REPORT: ImportReportView = {
  profile: 'jizhong-a 1', fileName: '白杨坪集抄20261123.csv', fileMark: '9f86d081884c', rows: 312, shown: 6, accepted: 298, corrected: 9, rejected: 5, alreadyImported: false,
  lines: [
    { row: 14, outcome: 'rejected', meterNo: '420110009999', customerNo: '', name: '', on: '2026-11-23', total: '', reasons: [{ kind: 'unknown-meter', params: { number: '420110009999' } }] },
    { row: 57, outcome: 'rejected', meterNo: '420110001303', customerNo: '4280011201', name: '', on: '2026-11-23', total: '-1', reasons: [{ kind: 'no-value', params: {} }] },
    { row: 88, outcome: 'rejected', meterNo: '4.20110E+11', customerNo: '', name: '', on: '2026-11-23', total: '8890.12', reasons: [{ kind: 'digits-lost', params: { field: 'meter', text: '4.20110E+11' } }] },
    { row: 21, outcome: 'corrected', meterNo: '20110002220', customerNo: '4280011202', name: '向龑', on: '2026-11-23', total: '13967.67', reasons: [{ kind: 'padded', params: { from: '20110002220', to: '420110002220' } }] },
    { row: 2, outcome: 'accepted', meterNo: '420110000386', customerNo: '4280011200', name: '田大贵', on: '2026-11-23', total: '12437.10', reasons: [] },
    { row: 3, outcome: 'accepted', meterNo: '420110004054', customerNo: '4280011204', name: '冉启芳', on: '2026-11-23', total: '15671.02', reasons: [] },
  ],
  differences: [{ row: 102, meterNo: '420110003137', customerNo: '4280011203', name: '谭光明', onSite: '14871.30', remote: '14817.30' }],
};

const owed = (place: number, name: string, principal: string, penalty: string, total: string, daysOverdue: number, more: Partial<ArrearsRowView> = {}): ArrearsRowView => ({
  customerNo: String(4280011200 + place), name, address: `恩施市白杨坪镇熊家岩村${1 + place}组`, phone: '13907261234', segment: 'BYP-001', bills: 1 + (place % 3), principal, penalty, total,
  daysOverdue, power: 'on', lastNotice: null, lastNoticeOn: null, mayDisconnect: daysOverdue > 30, ...more,
});

export const ARREARS: ArrearsRowView[] = [
  owed(1, '向远山', '312.48', '28.12', '340.60', 92, { power: 'off', mayDisconnect: false, lastNotice: 'disconnection', lastNoticeOn: '2026-10-20' }),
  owed(2, '谭宗文', '186.20', '6.70', '192.90', 61, { lastNotice: 'arrears', lastNoticeOn: '2026-10-28' }),
  owed(4, '白杨坪镇供销社', '2043.28', '65.38', '2108.66', 33),
  owed(5, '覃翠英', '35.04', '0.42', '35.46', 12, { phone: '' }),
];

export const RESTORES: RestoreView[] = [
  { restoreId: 'r1', customerNo: '4280011201', name: '向远山', address: '恩施市白杨坪镇熊家岩村2组', phone: '13907261234', meterNo: '420110001303', receiptNo: 'BYP-01-1-000419', askedAtMs: NOW - 3_600_000, dueAtMs: NOW + 23 * 3_600_000, told: false, restored: false, paymentReversed: false },
  { restoreId: 'r2', customerNo: '4280011209', name: '廖长生', address: '恩施市白杨坪镇熊家岩村4组', phone: '', meterNo: '420110009241', receiptNo: 'BYP-01-1-000402', askedAtMs: NOW - 30 * 3_600_000, dueAtMs: NOW - 6 * 3_600_000, told: true, restored: false, paymentReversed: false },
];
