//! Bills, rounds and notices of invented people, one for each thing that paper has to get right.

use chrono::{NaiveDate, NaiveDateTime};
use domain::{
    BillId, BillLine, BillNo, BillStatement, CaseId, CustomerNo, DisconnectionRules, ElecType, EnergyPrice, FundLine,
    Incarnation, LineKind, MeterQuantity, Money, Notice, NoticeId, NoticeKind, PointQuantity, PowerFactorFinding,
    PriceTier, PriceVersion, QuantityLine, QuantityLineKind, RatePeriod, ReadingState, ReceiptNo, RefundId, Register,
    RestoreId, RoundId, StatementReason, StepStanding, TierUse, Voltage,
};
use receipt::{
    BillAccount, BillFacts, NoticeFacts, OwedBill, PaidFor, PrintedCopy, ReadingSheetFacts, ReadingSlipFacts,
    RefundFacts, RestoreSlipFacts, Seal, SheetPoint, SlipRegister, Staff,
};
use rust_decimal::Decimal;
use uuid::Uuid;

fn money(yuan: &str) -> Money {
    yuan.parse().unwrap()
}

fn dec(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn at(hour: u32, minute: u32) -> NaiveDateTime {
    day("2026-11-23").and_hms_opt(hour, minute, 5).unwrap()
}

fn reader() -> Staff {
    Staff { no: "E2016".to_owned(), name: "覃正清".to_owned() }
}

fn household() -> PaidFor {
    PaidFor {
        no: "4280011234".parse().unwrap(),
        name: "田大贵".to_owned(),
        address: "恩施市白杨坪镇熊家岩村3组27号".to_owned(),
        unit: "白杨坪供电所".to_owned(),
    }
}

fn company() -> PaidFor {
    PaidFor {
        no: "0042800778".parse().unwrap(),
        name: "恩施市清江源茶叶专业合作社联合社有限责任公司白杨坪精制加工厂".to_owned(),
        address: "恩施市白杨坪镇集镇老街居委会高铁路与施州大道交汇处以东二百米工业园区B区6栋".to_owned(),
        unit: "恩施市供电公司白杨坪供电所".to_owned(),
    }
}

fn line(kind: LineKind, quantity: &str, price: &str) -> BillLine {
    let (quantity, price) = (dec(quantity), dec(price));
    BillLine {
        kind,
        rate_period: None,
        tier: None,
        quantity,
        price,
        amount: Money::round_half_up_to_fen(quantity * price),
        price_version: Some(7),
        days: None,
        red: false,
    }
}

fn tier(tier: u8, quantity: &str, price: &str) -> BillLine {
    BillLine { tier: Some(tier), ..line(LineKind::Energy, quantity, price) }
}

fn period(period: RatePeriod, quantity: &str, price: &str) -> BillLine {
    BillLine { rate_period: Some(period), ..line(LineKind::Energy, quantity, price) }
}

fn meter(meter: &str, register: Register, start: &str, end: &str, multiplier: &str, quantity: &str) -> MeterQuantity {
    MeterQuantity {
        meter: meter.parse().unwrap(),
        register,
        start: dec(start),
        end: dec(end),
        state: ReadingState::Normal,
        multiplier: dec(multiplier),
        quantity: dec(quantity),
        estimated: false,
    }
}

fn point(meters: Vec<MeterQuantity>, adjustments: Vec<QuantityLine>, energy_kwh: i64) -> PointQuantity {
    let no = "P-0001".parse().unwrap();
    PointQuantity { point: no, meters, adjustments, energy_kwh, by_period: Vec::new(), reactive_kvarh: 0 }
}

fn fund(name: &str, quantity_kwh: i64, price: &str) -> FundLine {
    let price = dec(price);
    let amount = Money::round_half_up_to_fen(Decimal::from(quantity_kwh) * price);
    FundLine { name: name.to_owned(), quantity_kwh, price, amount }
}

fn price(id: u32, class: &str, document: &str) -> PriceVersion {
    PriceVersion {
        id,
        code: "RES-LV".parse().unwrap(),
        class: class.to_owned(),
        document: document.to_owned(),
        effective_from: day("2026-01-01"),
        effective_to: None,
        energy: EnergyPrice::Steps { tiers: vec![PriceTier { up_to_kwh: None, yuan_per_kwh: dec("0.558") }] },
        basic: None,
        funds: Vec::new(),
    }
}

fn statement(lines: Vec<BillLine>) -> BillStatement {
    let total = lines.iter().map(|line| line.amount).sum();
    BillStatement {
        customer: "4280011234".parse().unwrap(),
        id: "2026-11".parse().unwrap(),
        elec_type: ElecType::RURAL_RESIDENTIAL,
        reason: StatementReason::Ordinary,
        from: day("2026-10-24"),
        to: day("2026-11-23"),
        points: Vec::new(),
        energy_kwh: 0,
        steps: None,
        power_factor: None,
        lines,
        funds: Vec::new(),
        total,
        estimated: false,
        carried_kwh: 0,
    }
}

fn bill_of(customer: PaidFor, statement: BillStatement) -> BillFacts {
    BillFacts {
        no: Some(BillNo { terminal: "BYP-01".parse().unwrap(), incarnation: Incarnation(1), number: 123 }),
        copy: PrintedCopy::Original,
        customer,
        voltage: Voltage::V220,
        statement,
        prices: vec![
            price(6, "居民一户一表 不满1千伏", "鄂价环资〔2012〕109号"),
            price(7, "居民一户一表 不满1千伏", "鄂发改价管〔2020〕439号"),
            price(8, "两部制 1-10千伏", "代理购电价格公告 2026年第11号"),
        ],
        penalty_start: day("2026-12-21"),
        account: Some(BillAccount { open_bills: 1, arrears: money("88.20"), prepaid: Money::ZERO }),
        outlet: "白杨坪供电所营业厅".to_owned(),
        issued_by: reader(),
        printed_at: at(9, 12),
        seal: Some(Seal {
            check_code: "7F3K-9Q2M-X4TB".to_owned(),
            qr: format!("QJ1:17.1.8842:BYP-01-1-B000123:4280011234:8820:20261123:{}", "ZyXwVuTsRqPo98765432".repeat(8)),
        }),
        voided: false,
        practice: false,
    }
}

/// 150 kWh after 2100: sixty in the first tier, ninety in the second.
pub fn step_bill() -> BillFacts {
    let tiers = [(Some(2160), 2100, 60), (Some(4800), 0, 90), (None, 0, 0)];
    let tier_use =
        |(up_to_kwh, before_kwh, now_kwh): (Option<i64>, i64, i64)| TierUse { up_to_kwh, before_kwh, now_kwh };
    let meters = vec![meter("42100088001234", Register::ActiveTotal, "2412.35", "2562.47", "1", "150")];
    let statement = BillStatement {
        points: vec![point(meters, Vec::new(), 150)],
        energy_kwh: 150,
        steps: Some(StepStanding { year: 2026, tiers: tiers.map(tier_use).to_vec() }),
        funds: vec![
            fund("农网还贷资金", 150, "0.02"),
            fund("水库移民后期扶持资金", 150, "0.0062"),
            fund("可再生能源电价附加", 150, "0.001"),
        ],
        ..statement(vec![tier(1, "60", "0.558"), tier(2, "90", "0.608")])
    };
    bill_of(household(), statement)
}

/// 暂计, of the center's run, with a meter that turned over before.
pub fn estimated_bill() -> BillFacts {
    let mut facts = step_bill();
    facts.statement.estimated = true;
    facts.statement.points[0].meters[0].estimated = true;
    facts.statement.points[0].meters[0].state = ReadingState::Rollover;
    facts.statement.points[0].meters[0].start = dec("999950");
    facts.statement.points[0].meters[0].end = dec("100");
    BillFacts { no: None, seal: None, account: None, copy: PrintedCopy::Reprint(2), ..facts }
}

/// A factory: four periods, reactive energy, losses, basic charge and power factor.
pub fn two_part_bill() -> BillFacts {
    let no = "42100099000777";
    let mut replaced = meter("42100099000512", Register::ActiveTotal, "8810.22", "8815.22", "1000", "5000");
    replaced.estimated = false;
    let meters = vec![
        replaced,
        meter(no, Register::ActiveTotal, "1200.10", "1255.10", "1000", "55000"),
        meter(no, Register::ActiveSharp, "100.00", "105.00", "1000", "5000"),
        meter(no, Register::ActivePeak, "400.20", "415.20", "1000", "15000"),
        meter(no, Register::ActiveFlat, "500.00", "520.00", "1000", "20000"),
        meter(no, Register::ActiveValley, "200.00", "215.00", "1000", "15000"),
        meter(no, Register::Reactive, "700.00", "735.00", "1000", "35000"),
        meter(no, Register::MaxDemand, "0", "0.1802", "1000", "180.2"),
    ];
    let adjustments = vec![
        QuantityLine { kind: QuantityLineKind::SubMeter, kwh: -305, kvarh: 0, of: Some("P-0002".parse().unwrap()) },
        QuantityLine { kind: QuantityLineKind::TransformerLoss, kwh: 305, kvarh: 1410, of: None },
    ];
    let at_price_8 = |line: BillLine| BillLine { price_version: Some(8), ..line };
    let mut lines = vec![
        period(RatePeriod::Sharp, "5000", "1.049999"),
        period(RatePeriod::Peak, "17000", "0.848961"),
        period(RatePeriod::Flat, "20000", "0.651886"),
        period(RatePeriod::Valley, "18000", "0.432924"),
        BillLine { days: Some((day("2026-11-09"), day("2026-11-23"))), ..line(LineKind::Capacity, "125", "26.3") },
        line(LineKind::PowerFactor, "46211.09", "0.02"),
    ];
    lines = lines.into_iter().map(at_price_8).collect();
    let statement = BillStatement {
        customer: "0042800778".parse().unwrap(),
        elec_type: ElecType::LARGE_INDUSTRY,
        points: vec![point(meters, adjustments, 60_000)],
        energy_kwh: 60_000,
        power_factor: Some(PowerFactorFinding {
            active_kwh: 60_000,
            reactive_kvarh: 36_410,
            factor: dec("0.86"),
            standard: dec("0.90"),
            percent: dec("2.0"),
        }),
        funds: vec![
            fund("农网还贷资金", 60_000, "0.02"),
            fund("水库移民后期扶持资金", 60_000, "0.0062"),
            fund("可再生能源电价附加", 60_000, "0.019"),
        ],
        ..statement(lines)
    };
    BillFacts {
        voltage: Voltage::Kv10,
        account: Some(BillAccount { open_bills: 3, arrears: money("104233.17"), prepaid: money("12.40") }),
        ..bill_of(company(), statement)
    }
}

/// A tariff that came late: red lines, then the lines as they should be.
pub fn difference_bill() -> BillFacts {
    let red = |line: BillLine| BillLine {
        red: true,
        price_version: Some(6),
        quantity: -line.quantity,
        amount: -line.amount,
        ..line
    };
    let lines =
        vec![red(tier(1, "60", "0.573")), red(tier(2, "90", "0.623")), tier(1, "60", "0.558"), tier(2, "90", "0.608")];
    let of = "2026-11".parse().unwrap();
    let base = step_bill().statement;
    let statement = BillStatement {
        id: "2026-11#2".parse().unwrap(),
        reason: StatementReason::LateTariff { of },
        points: base.points,
        energy_kwh: 150,
        ..statement(lines)
    };
    let account = Some(BillAccount { open_bills: 0, arrears: Money::ZERO, prepaid: money("2.25") });
    BillFacts { no: None, seal: None, account, ..bill_of(household(), statement) }
}

/// Practice, void, and more lines than a page holds.
pub fn long_bill() -> BillFacts {
    let mut facts = two_part_bill();
    let meters: Vec<MeterQuantity> = (0..40_u32)
        .map(|index| {
            let no = format!("4210009900{index:04}");
            meter(&no, Register::ActiveTotal, "99999999.9999", "0.0001", "1000000", "9999999999")
        })
        .collect();
    facts.statement.points = vec![point(meters, Vec::new(), 60_000)];
    BillFacts { practice: true, voided: true, copy: PrintedCopy::Reprint(3), ..facts }
}

pub fn bills() -> Vec<(&'static str, BillFacts)> {
    vec![
        ("step", step_bill()),
        ("estimated", estimated_bill()),
        ("two-part", two_part_bill()),
        ("difference", difference_bill()),
        ("long", long_bill()),
    ]
}

fn rules() -> DisconnectionRules {
    DisconnectionRules {
        overdue_days: 30,
        resident_notice_days: 7,
        other_notice_days: 3,
        resident_repeat_minutes: 30,
        other_repeat_minutes: 60,
        restore_hours: 24,
        no_cut_holidays: Vec::new(),
    }
}

fn owed(bill: &str, energy_kwh: i64, amount: &str, principal: &str, penalty: &str, start: &str) -> OwedBill {
    OwedBill {
        bill: bill.parse::<BillId>().unwrap(),
        energy_kwh,
        amount: money(amount),
        principal: money(principal),
        penalty: money(penalty),
        penalty_start: day(start),
    }
}

fn notice(kind: NoticeKind, customer: PaidFor, bills: Vec<OwedBill>) -> NoticeFacts {
    let no: CustomerNo = customer.no.clone();
    NoticeFacts {
        notice: Notice {
            id: NoticeId(Uuid::from_u128(0x0199_0000_7000_8000_6F12_9AC0)),
            kind,
            customer: no,
            on: day("2026-11-23"),
            principal: bills.iter().map(|bill| bill.principal).sum(),
            penalty: bills.iter().map(|bill| bill.penalty).sum(),
            pay_by: day("2026-11-29"),
            cut_from: (kind == NoticeKind::Disconnection).then(|| day("2026-11-30")),
        },
        copy: PrintedCopy::Original,
        customer,
        elec_type: ElecType::RURAL_RESIDENTIAL,
        bills,
        rules: rules(),
        outlet: "白杨坪供电所营业厅".to_owned(),
        issued_by: reader(),
        printed_at: at(10, 40),
        check_code: Some("7F3K-9Q2M-X4TB".to_owned()),
        practice: false,
    }
}

pub fn arrears_notice() -> NoticeFacts {
    let bills = vec![
        owed("2026-09", 210, "120.40", "90.08", "5.77", "2026-09-21"),
        owed("2026-10", 154, "86.40", "86.40", "0.00", "2026-12-01"),
    ];
    notice(NoticeKind::Arrears, household(), bills)
}

pub fn disconnection_notice() -> NoticeFacts {
    let bills = vec![
        owed("2026-08", 96, "53.57", "53.57", "5.04", "2026-08-21"),
        owed("2026-09", 210, "120.40", "120.40", "7.71", "2026-09-21"),
    ];
    notice(NoticeKind::Disconnection, household(), bills)
}

/// A company with a year of arrears, in practice.
pub fn long_notice() -> NoticeFacts {
    let bill = |index: u32| {
        let (year, month) = if index < 6 { (2025, index + 7) } else { (2026, index - 5) };
        let period = format!("{year}-{month:02}");
        owed(&period, 60_000, "1046547.68", "1046547.68", "31396.43", &format!("{period}-21"))
    };
    NoticeFacts {
        elec_type: ElecType::LARGE_INDUSTRY,
        practice: true,
        copy: PrintedCopy::Reprint(1),
        ..notice(NoticeKind::Disconnection, company(), (0..16).map(bill).collect())
    }
}

pub fn notices() -> Vec<(&'static str, NoticeFacts)> {
    vec![("arrears", arrears_notice()), ("disconnection", disconnection_notice()), ("long", long_notice())]
}

fn sheet_point(sequence: u32) -> SheetPoint {
    let names = [
        "田大贵",
        "向德安",
        "覃秀英",
        "冉瀼䶮",
        "谭世富",
        "黄开元",
        "牟来凤",
        "恩施市清江源茶叶专业合作社白杨坪精制加工厂",
    ];
    let is_company = sequence.is_multiple_of(8);
    let total = (Register::ActiveTotal, Some(dec("1000.25") + Decimal::from(sequence * 37)));
    let mut registers = vec![total];
    if is_company {
        let periods = [Register::ActiveSharp, Register::ActivePeak, Register::ActiveFlat, Register::ActiveValley];
        registers.extend(periods.map(|register| (register, Some(dec("250.06")))));
        registers.push((Register::Reactive, Some(dec("88.1"))));
    }
    // With its whole barcode, or only its own number.
    let maker = if sequence.is_multiple_of(4) { "42300010" } else { "" };
    let meter = format!("{maker}4210008800{sequence:04}");
    SheetPoint {
        sequence,
        customer: format!("42800{:05}", 11_000 + sequence).parse().unwrap(),
        name: names[(sequence as usize - 1) % names.len()].to_owned(),
        address: format!("恩施市白杨坪镇熊家岩村{}组{}号", sequence / 10 + 1, sequence),
        meter: meter.parse().unwrap(),
        digits: "6.2".parse().unwrap(),
        multiplier: if sequence == 5 { None } else { Some(if is_company { dec("40") } else { Decimal::ONE }) },
        registers,
        last_kwh: Some(i64::from(80 + sequence * 3)),
        remark: match sequence {
            3 => "上期估抄".to_owned(),
            6 => "三期零度".to_owned(),
            _ => String::new(),
        },
    }
}

/// A round of thirty-two, two of them with all registers.
pub fn reading_sheet() -> ReadingSheetFacts {
    ReadingSheetFacts {
        round: RoundId { segment: "BYP-0417".parse().unwrap(), period: "2026-11".parse().unwrap() },
        segment_name: "熊家岩一段".to_owned(),
        unit: "白杨坪供电所".to_owned(),
        reader: Some(reader()),
        planned_on: day("2026-11-24"),
        printed_at: at(17, 30),
        points: (1..=32).map(sheet_point).collect(),
        practice: false,
    }
}

pub fn reading_slip() -> ReadingSlipFacts {
    ReadingSlipFacts {
        customer: household(),
        meter: "42100088001234".parse().unwrap(),
        period: "2026-11".parse().unwrap(),
        last_on: Some(day("2026-10-23")),
        on: day("2026-11-23"),
        registers: vec![SlipRegister {
            register: Register::ActiveTotal,
            last: Some(dec("2412.35")),
            this: dec("2562.47"),
        }],
        multiplier: Some(Decimal::ONE),
        state: ReadingState::Normal,
        energy_kwh: 150,
        estimated: false,
        remark: String::new(),
        reader: reader(),
        outlet: "白杨坪供电所营业厅".to_owned(),
        terminal: "BYP-01".parse().unwrap(),
        printed_at: at(9, 12),
        check_code: Some("7F3K-9Q2M-X4TB".to_owned()),
        withdrawn: false,
        practice: false,
    }
}

/// Four periods, turned over, estimated, withdrawn, in practice.
pub fn marked_reading_slip() -> ReadingSlipFacts {
    let register = |register, last, this| SlipRegister { register, last: Some(dec(last)), this: dec(this) };
    ReadingSlipFacts {
        customer: company(),
        registers: vec![
            register(Register::ActiveTotal, "999950.25", "25.5"),
            register(Register::ActivePeak, "400.2", "415.2"),
            register(Register::ActiveFlat, "500", "520"),
            register(Register::ActiveValley, "200", "215"),
        ],
        multiplier: None,
        state: ReadingState::Rollover,
        estimated: true,
        remark: "大门上锁，隔窗可见表盘".to_owned(),
        withdrawn: true,
        practice: true,
        ..reading_slip()
    }
}

pub fn reading_slips() -> Vec<(&'static str, ReadingSlipFacts)> {
    vec![("plain", reading_slip()), ("marked", marked_reading_slip())]
}

pub fn restore_slip() -> RestoreSlipFacts {
    RestoreSlipFacts {
        request: RestoreId(Uuid::from_u128(0x0199_0000_7000_8000_1B2C_3D4E)),
        copy: PrintedCopy::Original,
        customer: household(),
        phone: "13900001234".to_owned(),
        transformer_area: "熊家岩村2号台区".to_owned(),
        meters: vec!["42100088001234".parse().unwrap()],
        receipt: ReceiptNo { terminal: "BYP-01".parse().unwrap(), incarnation: Incarnation(1), number: 456 },
        paid: money("186.72"),
        paid_at: at(9, 12),
        due_at: at(9, 12) + chrono::Duration::hours(24),
        restore_hours: 24,
        outlet: "白杨坪供电所营业厅".to_owned(),
        cashier: Staff { no: "E1027".to_owned(), name: "向小满".to_owned() },
        printed_at: at(9, 13),
        voided: false,
        practice: false,
    }
}

pub fn voided_restore_slip() -> RestoreSlipFacts {
    RestoreSlipFacts {
        customer: PaidFor { name: "冉瀼䶮".to_owned(), ..company() },
        phone: String::new(),
        meters: vec!["42100088001234".parse().unwrap(), "42100099000777".parse().unwrap()],
        copy: PrintedCopy::Reprint(1),
        voided: true,
        ..restore_slip()
    }
}

pub fn restore_slips() -> Vec<(&'static str, RestoreSlipFacts)> {
    vec![("plain", restore_slip()), ("voided", voided_restore_slip())]
}

/// Cash for a bill that was paid twice.
pub fn refund() -> RefundFacts {
    RefundFacts {
        refund: RefundId(Uuid::from_u128(0x0199_0000_7000_8000_3C4D_5E6F)),
        copy: PrintedCopy::Original,
        customer: household(),
        terminal: "BYP-01".parse().unwrap(),
        outlet: "白杨坪供电所营业厅".to_owned(),
        owner: Some("白杨坪供电所".to_owned()),
        cashier: Staff { no: "E1027".to_owned(), name: "向小满".to_owned() },
        business_date: day("2026-11-23"),
        printed_at: at(10, 12),
        amount: money("86.40"),
        paid_to: "田翠英".to_owned(),
        case: Some(CaseId(1_204)),
        reason: "10 月电费在白杨坪和芭蕉两处缴费，客户要求退现金".to_owned(),
        check_code: "7F3K-9Q2M-X4TB".to_owned(),
        practice: false,
    }
}

/// Money that waited in clarification, printed once more, with words that need two lines.
pub fn marked_refund() -> RefundFacts {
    RefundFacts {
        copy: PrintedCopy::Reprint(2),
        customer: PaidFor { name: "冉瀼䶮".to_owned(), ..company() },
        owner: None,
        amount: money("104208.05"),
        paid_to: "恩施市白杨坪镇熊家岩村股份经济合作社（委托代理人 向长贵）".to_owned(),
        case: None,
        reason: "到账时户号填错，款项在待查款项挂账三个月，经核对银行回单与客户营业执照，决定由贵网点退还现金，请核对证件后支付"
            .to_owned(),
        practice: true,
        ..refund()
    }
}

pub fn refunds() -> Vec<(&'static str, RefundFacts)> {
    vec![("plain", refund()), ("marked", marked_refund())]
}
