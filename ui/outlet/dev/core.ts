/** Stands in for the core while a browser or a unit test has none. It does no rules, only enough sums to fill a screen. */
import { mockIPC } from '@tauri-apps/api/mocks';
import { add, minus, toYuan, yuan, ZERO, type Fen } from '@qingjiang/shared/money';
import type { CustomerView } from '@qingjiang/shared/generated/CustomerView';
import type { FragmentView } from '@qingjiang/shared/generated/FragmentView';
import type { PaymentPreviewView } from '@qingjiang/shared/generated/PaymentPreviewView';
import type { PreferencesView } from '@qingjiang/shared/generated/PreferencesView';
import type { SearchHitView } from '@qingjiang/shared/generated/SearchHitView';
import type { TakePaymentRequest } from '@qingjiang/shared/generated/TakePaymentRequest';
import { ARREARS, cardOf, enter, IMPORT_REPORT, judge, newRound, RESTORES, reviewRows, roundView, statementOf, withdraw, type RoundState } from './reading';
import { taskHandlers } from './tasks';
import { CUSTOMERS, DESK, NOW, PAYMENTS, STATUS } from './answers';

export const refuse = (code: string, params: Record<string, string> = {}) => Promise.reject({ code, params });

const least = (a: Fen, b: Fen): Fen => (a < b ? a : b);
const mark = (text: string, query: string): FragmentView[] => {
  const at = query ? text.indexOf(query) : -1;
  if (at < 0) return [{ text, hit: false }];
  return [
    { text: text.slice(0, at), hit: false },
    { text: query, hit: true },
    { text: text.slice(at + query.length), hit: false },
  ].filter((fragment) => fragment.text !== '');
};

const PINYIN: Record<string, string> = { 田大贵: 'tdg', 覃翠英: 'qcy', 向龑: 'xy', 白杨坪镇供销社: 'bypzgxs', 谭䶮: 'ty' };

function toHit(customer: CustomerView, query: string): SearchHitView {
  const byMeter = query.length >= 6 && customer.meterNo.includes(query) && !customer.customerNo.includes(query);
  return {
    customerNo: customer.customerNo, no: mark(customer.customerNo, query), name: mark(customer.name, query),
    address: mark(customer.address, query), meterNo: mark(customer.meterNo, query), phone: mark(customer.phone, query),
    matched: byMeter ? 'meter-no' : 'customer-no', arrears: customer.arrears, openBills: customer.bills.length,
    power: customer.power, elsewhere: customer.elsewhere,
  };
}

function search(query: string) {
  const fits = (customer: CustomerView) =>
    [customer.customerNo, customer.name, customer.address, customer.meterNo, PINYIN[customer.name] ?? ''].some((text) => text.includes(query));
  return { hits: CUSTOMERS.filter(fits).map((customer) => toHit(customer, query)), more: false, tookUs: 420 };
}

function numberOnly(customerNo: string): CustomerView {
  return { ...CUSTOMERS[0]!, customerNo, oldNo: null, name: '', address: '', phone: '', meterNo: '', transformerArea: '', unitName: '', numberOnly: true, bills: [], arrears: '0.00', penalty: '0.00', totalDue: '0.00', lastPayments: [], changes: [], asOfMs: null };
}

const customerOf = (no: string) => CUSTOMERS.find((customer) => customer.customerNo === no) ?? numberOnly(no);

export function preview(request: TakePaymentRequest): PaymentPreviewView {
  const customer = customerOf(request.customerNo);
  const bills = customer.bills.filter((bill) => bill.lock === null && (request.bills?.includes(bill.id) ?? true));
  const due = add(...bills.map((bill) => yuan(bill.totalDue)));
  const prepaidUsed = request.usePrepaid ? least(yuan(customer.prepaid), due) : ZERO;
  const toCollect = minus(due, prepaidUsed);
  const received = add(...request.tenders.map((tender) => yuan(tender.kind === 'cash' ? tender.received : tender.amount)));
  const base = { due: toYuan(due), prepaidUsed: toYuan(prepaidUsed), toCollect: toYuan(toCollect) };
  if (received === 0n && prepaidUsed === 0n) return { ...base, outcome: null, refusal: { code: 'nothing-offered', params: {} } };
  const stays = request.amount ? yuan(request.amount) : toCollect === 0n ? received : least(received, toCollect);
  if (stays > received)
    return { ...base, outcome: null, refusal: { code: 'received-below-amount', params: { amount: toYuan(stays), received: toYuan(received) } } };
  let left = add(least(stays, toCollect), prepaidUsed);
  const allocations = bills.flatMap((bill) => {
    const penalty = least(left, yuan(bill.penaltyDue));
    left = minus(left, penalty);
    const principal = least(left, yuan(bill.principalDue));
    left = minus(left, principal);
    const unpaid = minus(minus(yuan(bill.totalDue), penalty), principal);
    return add(penalty, principal) > 0n ? [{ bill: bill.id, principal: toYuan(principal), penalty: toYuan(penalty), left: toYuan(unpaid) }] : [];
  });
  const surplus = minus(stays, least(stays, toCollect));
  return {
    ...base,
    refusal: null,
    outcome: {
      received: toYuan(received), change: toYuan(minus(received, stays)), collected: toYuan(stays), allocations,
      prepaidAdded: toYuan(surplus), prepaidAfter: toYuan(add(minus(yuan(customer.prepaid), prepaidUsed), surplus)), tailBefore: '0.00', tailAfter: '0.00',
      leftUnpaid: toYuan(minus(yuan(customer.arrears), add(...allocations.map((line) => yuan(line.principal))))),
    },
  };
}

function paper(no: string): string {
  const line = (y: number, text: string) => `<text x="20" y="${y}" font-size="13">${text}</text>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 302 420" font-family="Noto Sans CJK SC">
    <rect width="302" height="420" fill="#fff"/><text x="151" y="36" font-size="19" text-anchor="middle">缴费凭条</text>
    ${line(76, '用户编号:4280011234')}${line(98, '用户名称:田大贵')}${line(120, '用电地址:恩施市白杨坪镇熊家岩村3组')}
    ${line(142, '供电单位:白杨坪供电所')}${line(180, `收据号:${no}`)}${line(202, '支付方式:现金')}${line(224, '缴费金额:86.40 元')}
    ${line(246, '捌拾陆元肆角')}${line(290, '非报销凭证')}<text x="151" y="350" font-size="28" fill="#999" text-anchor="middle">演示</text></svg>`;
}

/** Arguments are as loose here as JSON is. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Arguments = Record<string, any>;
export type Handlers = Record<string, (args: Arguments) => unknown>;

const preferences: PreferencesView = {
  locale: 'zh-CN', form: 'slip80', printer: null, printAtOnce: false, billForm: 'slip80', noticeForm: 'half241', meterHead: null,
};

/** The reader's half of the stand-in, around one round. */
export function readingHandlers(state: RoundState, onTheSpot = false): Handlers {
  return {
    rounds: () => ({
      period: '2026-11', periods: ['2026-12', '2026-11', '2026-10'], today: '2026-11-23',
      rounds: [
        roundView(state, { onTheSpot }),
        roundView(newRound(212), { round: { segment: 'BYP-002', period: '2026-11' }, name: '朱砂屋基村抄表段', plannedOn: '2026-11-25', prepared: false, canPrepare: true }),
        roundView(newRound(96, 96), { round: { segment: 'BYP-003', period: '2026-11' }, name: '镇街道抄表段', plannedOn: '2026-11-20', onTheSpot: true, readerName: '谭光明', mine: false }),
        roundView(newRound(48), { round: { segment: 'BYP-004', period: '2026-11' }, name: '石桥村抄表段', plannedOn: '2026-11-27', prepared: false, due: false, isRemote: true, mine: false, readerName: '' }),
      ],
    }),
    prepare_round: () => roundView(state),
    round_points: () => ({ round: roundView(state, { onTheSpot }), points: structuredClone(state.points), today: '2026-11-23', photoBytesMax: 200_000 }),
    reading_card: ({ pointNo }) => cardOf(state, pointNo),
    judge_reading: ({ request }) => judge(state, request),
    enter_reading: ({ request }) => enter(state, request, onTheSpot),
    withdraw_reading: ({ readingId }) => withdraw(state, readingId),
    request_reading_change: () => null,
    attach_photo: () => 'ab'.repeat(32),
    photo: () => null,
    meter_ports: () => [{ port: '/dev/ttyUSB0', simulated: false }, { port: 'simulated', simulated: true }],
    read_meter_head: () => ({ address: '000012345678', registers: { 'active-total': '12433.10' }, clock: '2026-11-23 20:34:05', clockAheadS: 480, simulated: false }),
    review_list: ({ filter }) => {
      const rows = reviewRows();
      const fits = (row: (typeof rows)[number]) => (filter.show === 'flagged' ? !row.harmless : filter.show === 'harmless' ? row.harmless : filter.show === 'waiting');
      return {
        period: '2026-11', periods: ['2026-11', '2026-10'], segments: [{ segment: 'BYP-001', name: '熊家岩村抄表段' }], rows: rows.filter(fits), waiting: rows.length,
        flagged: rows.filter((row) => !row.harmless).length, harmless: rows.filter((row) => row.harmless && !row.own).length, batchMax: 200, left: 7,
      };
    },
    review_readings: ({ request }) => ({ count: request.readings.length, bills: [] }),
    bill_statement: ({ customerNo }) => ({ ...statementOf(state, state.points[0]!.pointNo, 127), customerNo }),
    issue_ready_bills: () => [],
    preview_paper: ({ form }) => ({ form: form ?? 'slip80', forms: ['slip80', 'half241', 'a4'], pagesSvg: [paper('BYP-01-1-B000012')] }),
    print_paper: () => ({ kind: 'opened', path: '/home/desk/收据/BYP-01-1-B000012.pdf', copy: 0 }),
    save_paper: () => '/home/desk/收据/BYP-01-1-B000012.pdf',
    import_profiles: () => ({ faulty: [], profiles: [
      { name: 'jizhong-a', version: 1, isOwn: false, titleZh: '集抄系统甲（CSV）', titleEn: 'Collection system A (CSV)', format: 'csv', encoding: 'gb18030', unit: 'kwh', side: 'secondary', frozenAt: 'end-of-day' },
      { name: 'nengliang-c', version: 1, isOwn: false, titleZh: '电能量管理系统（CIM/E）', titleEn: 'Energy management (CIM/E)', format: 'cim-e', encoding: 'utf-8', unit: 'mwh', side: 'primary', frozenAt: 'start-of-day' },
    ] }),
    preview_import: () => structuredClone(IMPORT_REPORT),
    import_readings: () => structuredClone(IMPORT_REPORT),
    arrears: () => ({ on: '2026-11-23', segments: [{ segment: 'BYP-001', name: '熊家岩村抄表段' }], rows: ARREARS, count: 4, total: '2677.62' }),
    restore_requests: () => RESTORES,
  };
}

export const handlers = (): Handlers => ({
  ...readingHandlers(newRound()),
  ...taskHandlers(),
  desk: () => structuredClone(DESK),
  status: () => structuredClone(STATUS),
  preferences: () => ({ ...preferences }),
  set_preferences: ({ preferences: chosen }) => Object.assign(preferences, chosen),
  current_shift: () => DESK.shift,
  open_shift: () => DESK.shift,
  close_shift: ({ countedCash }) => ({ expected: '1682.44', counted: countedCash, over: toYuan(minus(yuan(countedCash), yuan('1682.44'))) }),
  sign_in: () => refuse('wrong-password', { attemptsLeft: '3' }),
  sign_out: () => null,
  release_sign_in: () => null,
  enrol: () => new Promise(() => undefined),
  search_customers: ({ query }) => search(query),
  open_customer: ({ customerNo }) => customerOf(customerNo),
  look_up_elsewhere: () => refuse('link-down'),
  open_payment_draft: () => null,
  close_payment_draft: () => null,
  preview_payment: ({ request }) => preview(request),
  take_payment: ({ request }) => {
    const outcome = preview(request).outcome!;
    const customer = customerOf((request as TakePaymentRequest).customerNo);
    return {
      paymentId: (request as TakePaymentRequest).paymentId, receiptNo: 'BYP-01-1-000419', customerNo: customer.customerNo, customerName: customer.name,
      collected: outcome.collected, received: outcome.received, change: outcome.change, prepaidAdded: outcome.prepaidAdded,
      prepaidAfter: outcome.prepaidAfter, alreadyTaken: false, atMs: NOW, restore: null,
    };
  },
  day_payments: () => ({
    businessDate: '2026-11-23', payments: structuredClone(PAYMENTS), count: 4, collected: '1364.72', reversedCount: 1, reversed: '100.00', refunds: [], refunded: '0.00',
    byTender: [{ tender: 'cash', count: 3, amount: '221.44' }, { tender: 'bank-slip', count: 1, amount: '1043.28' }, { tender: 'pos', count: 1, amount: '100.00' }],
  }),
  reverse_payment: () => ({ ...PAYMENTS[0]!, reversed: { reason: '收错金额', atMs: NOW, life: 'recorded' }, reversible: false }),
  preview_receipt: () => ({ receiptNo: 'BYP-01-1-000419', pagesSvg: [paper('BYP-01-1-000419')], copy: 0 }),
  print_receipt: () => ({ kind: 'opened', path: '/home/desk/收据/BYP-01-1-000419.pdf', copy: 0 }),
  save_receipt: () => '/home/desk/收据/BYP-01-1-000419.pdf',
  list_printers: () => [{ name: 'EPSON LQ-630K', isDefault: true }],
  sync_now: () => null,
  set_link: ({ up }) => ({ ...STATUS, link: up ? 'up' : 'switched-off' }),
});

/** Answers every command from `answers`; what a command was asked is kept in the list that comes back. */
export function standIn(answers: Handlers): { command: string; args: unknown }[] {
  const asked: { command: string; args: unknown }[] = [];
  mockIPC(
    (command, args) => {
      asked.push({ command, args });
      const answer = answers[command];
      if (!answer) throw new Error(`no answer for ${command}`);
      return answer(args as Arguments);
    },
    { shouldMockEvents: true },
  );
  return asked;
}
