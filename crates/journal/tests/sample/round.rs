//! A reader's round in one journal: readings of every sort, bills of a household and of a factory, and what follows them.

use domain::{
    Anomaly, BillId, BillLine, BillStatement, BillingPeriod, ElecType, FileHash, FundLine, ImportId, IssuedBill,
    LineKind, MeterQuantity, Money, Notice, NoticeId, NoticeKind, PaymentId, PointQuantity, PowerFactorFinding,
    PreparedRound, QuantityLine, QuantityLineKind, RatePeriod, Reading, ReadingId, ReadingImport, ReadingKind,
    ReadingMethod, ReadingRequest, ReadingSource, ReadingState, Register, Registers, RestoreId, RestoreRequest, Review,
    RoundId, StatementReason, StepStanding, TierUse, Verdict,
};
use journal::EntryBody;
use rust_decimal::Decimal;

use super::{Journal, OPENED_MS, day, fen, id};

fn decimal(text: &str) -> Decimal {
    text.parse().expect("a decimal")
}

fn period() -> BillingPeriod {
    BillingPeriod::new(2026, 11).expect("a real month")
}

fn hash(first: u8) -> FileHash {
    FileHash(std::array::from_fn(|place| first.wrapping_add(place as u8 * 7)))
}

fn date(month: u32, day: u32) -> chrono::NaiveDate {
    chrono::NaiveDate::from_ymd_opt(2026, month, day).expect("a real date")
}

/// A household's reading of the active total.
fn reading(number: u64, total: &str, energy_kwh: i64) -> Reading {
    Reading {
        id: ReadingId(id(1_000 + number)),
        customer: "4280900001".parse().expect("a customer number"),
        point: "428090000101".parse().expect("a point number"),
        meter: "4230001000128834107".parse().expect("a meter number"),
        period: period(),
        on: day(),
        kind: ReadingKind::Periodic,
        method: ReadingMethod::OnSite,
        state: ReadingState::Normal,
        anomaly: Anomaly::None,
        estimated: false,
        registers: Registers::total(decimal(total)),
        energy_kwh,
        remark: String::new(),
        photo: None,
        replaces: None,
        source: None,
    }
}

fn time_of_use_registers() -> Registers {
    Registers::of([
        (Register::ActiveTotal, decimal("10483.72")),
        (Register::ActiveSharp, decimal("1204.08")),
        (Register::ActivePeak, decimal("3100.15")),
        (Register::ActiveFlat, decimal("4009.99")),
        (Register::ActiveValley, decimal("2169.5")),
        (Register::Reactive, decimal("5120.4")),
        (Register::ReverseReactive, decimal("0.03")),
        (Register::MaxDemand, decimal("0.0714")),
    ])
}

/// The readings that differ from the plain one.
fn unusual_readings() -> [(&'static str, Reading); 5] {
    let plain = reading(2, "12.5", 61);
    let photo = Some(hash(3));
    let imported = ReadingSource { import: ImportId(id(2_000)), row: 214 };
    [
        ("a meter that turned over", Reading { state: ReadingState::Rollover, ..plain.clone() }),
        (
            "an estimate behind a locked door",
            Reading {
                estimated: true,
                anomaly: Anomaly::Estimated,
                remark: "门锁,邻居说外出务工".to_owned(),
                ..reading(3, "1234.56", 60)
            },
        ),
        (
            "a correction with a photo",
            Reading { replaces: Some(ReadingId(id(1_003))), photo, ..reading(4, "1229.4", 55) },
        ),
        (
            "a meter with time of use, by infrared",
            Reading { method: ReadingMethod::Infrared, registers: time_of_use_registers(), ..reading(5, "0", 41_900) },
        ),
        (
            "a row of an import, on no register",
            Reading {
                kind: ReadingKind::Supplementary,
                method: ReadingMethod::Centralised,
                registers: Registers::default(),
                source: Some(imported),
                energy_kwh: 0,
                ..plain
            },
        ),
    ]
}

fn line(kind: LineKind, quantity: &str, price: &str) -> BillLine {
    let (quantity, price) = (decimal(quantity), decimal(price));
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

fn fund(name: &str, quantity_kwh: i64, price: &str) -> FundLine {
    let price = decimal(price);
    let amount = Money::round_half_up_to_fen(Decimal::from(quantity_kwh) * price);
    FundLine { name: name.to_owned(), quantity_kwh, price, amount }
}

fn point(register: Register, start: &str, end: &str, multiplier: i64) -> MeterQuantity {
    let quantity = ((decimal(end) - decimal(start)) * Decimal::from(multiplier)).floor();
    MeterQuantity {
        meter: "4230001000128834107".parse().expect("a meter number"),
        register,
        start: decimal(start),
        end: decimal(end),
        state: ReadingState::Normal,
        multiplier: Decimal::from(multiplier),
        quantity,
        estimated: false,
    }
}

fn statement(elec_type: u16, energy_kwh: i64, lines: Vec<BillLine>) -> BillStatement {
    BillStatement {
        customer: "4280900001".parse().expect("a customer number"),
        id: BillId::first_of(period()),
        elec_type: ElecType(elec_type),
        reason: StatementReason::Ordinary,
        from: date(10, 23),
        to: day(),
        points: Vec::new(),
        energy_kwh,
        steps: None,
        power_factor: None,
        total: lines.iter().map(|line| line.amount).sum(),
        lines,
        funds: Vec::new(),
        estimated: false,
        carried_kwh: 0,
    }
}

/// The bill of a household that reaches its second tier.
pub fn household_bill() -> IssuedBill {
    let first = BillLine { tier: Some(1), ..line(LineKind::Energy, "40", "0.558") };
    let second = BillLine { tier: Some(2), ..line(LineKind::Energy, "20", "0.608") };
    let tier = |up_to_kwh, before_kwh, now_kwh| TierUse { up_to_kwh, before_kwh, now_kwh };
    let statement = BillStatement {
        points: vec![PointQuantity {
            point: "428090000101".parse().expect("a point number"),
            meters: vec![point(Register::ActiveTotal, "1174.2", "1234.56", 1)],
            adjustments: Vec::new(),
            energy_kwh: 60,
            by_period: Vec::new(),
            reactive_kvarh: 0,
        }],
        steps: Some(StepStanding {
            year: 2026,
            tiers: vec![tier(Some(2_160), 2_120, 40), tier(Some(4_800), 0, 20), tier(None, 0, 0)],
        }),
        funds: vec![
            fund("农网还贷资金", 60, "0.02"),
            fund("大中型水库移民后期扶持资金", 60, "0.0062"),
            fund("可再生能源电价附加", 60, "0.001"),
        ],
        ..statement(201, 60, vec![first, second])
    };
    issued(1, vec![ReadingId(id(1_001))], statement)
}

fn issued(number: u32, readings: Vec<ReadingId>, statement: BillStatement) -> IssuedBill {
    IssuedBill {
        number,
        owner: "421280109".parse().expect("a unit code"),
        readings,
        archive_version: 48_211,
        penalty_start: date(12, 16),
        statement,
    }
}

/// The bill of a factory behind its own transformer, over a change of price.
fn factory_bill() -> IssuedBill {
    let days = Some((date(11, 1), day()));
    let by = |period, quantity, price| BillLine {
        rate_period: Some(period),
        days,
        ..line(LineKind::Energy, quantity, price)
    };
    let lines = vec![
        by(RatePeriod::Sharp, "4816", "1.1187"),
        by(RatePeriod::Peak, "12400", "0.93225"),
        by(RatePeriod::Flat, "16040", "0.6215"),
        by(RatePeriod::Valley, "8678", "0.29832"),
        line(LineKind::Capacity, "315", "26"),
        line(LineKind::Demand, "285.6", "39"),
        line(LineKind::PowerFactor, "41209.53", "-0.0075"),
        BillLine { red: true, ..line(LineKind::Correction, "-83.3333333333333333333333333", "0.6215") },
    ];
    let periods = [(RatePeriod::Sharp, 4_816), (RatePeriod::Peak, 12_400), (RatePeriod::Flat, 16_040)];
    let adjustment = |kind, kwh, of: Option<&str>| QuantityLine {
        kind,
        kwh,
        kvarh: kwh / 4,
        of: of.map(|point| point.parse().expect("a point number")),
    };
    let statement = BillStatement {
        points: vec![PointQuantity {
            point: "CP-428-2".parse().expect("a point number"),
            meters: vec![
                point(Register::ActiveTotal, "9436.22", "10483.72", 40),
                MeterQuantity { estimated: true, ..point(Register::Reactive, "4920", "5120.4", 40) },
            ],
            adjustments: vec![
                adjustment(QuantityLineKind::SubMeter, -310, Some("CP-428-3")),
                adjustment(QuantityLineKind::TransformerLoss, 344, None),
            ],
            energy_kwh: 41_934,
            by_period: periods.into_iter().chain([(RatePeriod::Valley, 8_678)]).collect(),
            reactive_kvarh: 8_102,
        }],
        power_factor: Some(PowerFactorFinding {
            active_kwh: 41_934,
            reactive_kvarh: 8_102,
            factor: decimal("0.98"),
            standard: decimal("0.9"),
            percent: decimal("-0.75"),
        }),
        reason: StatementReason::ReadingCorrected { of: BillId { period: period(), issue: 1 } },
        funds: vec![fund("农网还贷资金", 41_934, "0.02"), fund("某县自定附加", 41_934, "0.00015")],
        estimated: true,
        carried_kwh: -12,
        ..statement(100, 41_934, lines)
    };
    let issue = BillId { period: period(), issue: 2 };
    issued(2, vec![ReadingId(id(1_004)), ReadingId(id(1_005))], BillStatement { id: issue, ..statement })
}

fn notice(number: u64, kind: NoticeKind) -> Notice {
    Notice {
        id: NoticeId(id(3_000 + number)),
        kind,
        customer: "4280900001".parse().expect("a customer number"),
        on: day(),
        principal: fen(12_004),
        penalty: fen(113),
        pay_by: date(11, 30),
        cut_from: (kind == NoticeKind::Disconnection).then(|| date(12, 1)),
    }
}

fn import() -> ReadingImport {
    ReadingImport {
        id: ImportId(id(2_000)),
        profile: "jizhong-a 1".to_owned(),
        file_name: "集抄_202611.csv".to_owned(),
        file: hash(90),
        rows: 412,
        accepted: 405,
        corrected: 3,
        rejected: 4,
    }
}

/// A round, from its preparation to the requests that it raised.
pub fn round_journal() -> Journal {
    let mut journal = Journal::new(3);
    let segment = "BYP-007".parse().expect("a segment number");
    let round = RoundId { segment, period: period() };
    let prepared = PreparedRound { round, planned_on: day(), points: 31, snapshot: hash(1) };
    journal.add("a round is prepared", EntryBody::RoundPrepared(prepared));
    journal.add("a reading of a household", EntryBody::ReadingEntered(reading(1, "1234.56", 60)));
    journal.add("its bill, in two tiers", EntryBody::BillIssued(household_bill()));
    for (name, reading) in unusual_readings() {
        journal.add(name, EntryBody::ReadingEntered(reading));
    }
    let reason = "抄错户".to_owned();
    let withdrawn = EntryBody::ReadingWithdrawn { reading: ReadingId(id(1_002)), reason };
    journal.add("a reading is withdrawn", withdrawn);
    for (name, review) in reviews() {
        journal.add(name, EntryBody::ReadingsReviewed(review));
    }
    let request = ReadingRequest {
        reading: ReadingId(id(1_001)),
        registers: Registers::total(decimal("1243.56")),
        reason: "两位数字看反".to_owned(),
    };
    journal.add("a change is asked for after the review", EntryBody::ReadingRequested(request));
    journal.add("the bill of a factory, corrected", EntryBody::BillIssued(factory_bill()));
    journal.add("a supply is to be restored", EntryBody::RestoreRequested(restore()));
    journal.add("a file of readings", EntryBody::ReadingsImported(import()));
    journal.add("an arrears notice", EntryBody::NoticePrinted(notice(1, NoticeKind::Arrears)));
    journal.add("a disconnection notice", EntryBody::NoticePrinted(notice(2, NoticeKind::Disconnection)));
    journal
}

fn reviews() -> [(&'static str, Review); 2] {
    let approved = Review {
        readings: vec![ReadingId(id(1_001)), ReadingId(id(1_004))],
        verdict: Verdict::Approved,
        note: String::new(),
    };
    let sent_back = Review {
        readings: vec![ReadingId(id(1_003))],
        verdict: Verdict::SentBack,
        note: "与上月相差过大,请重抄".to_owned(),
    };
    [("two readings are approved", approved), ("a reading is sent back", sent_back)]
}

fn restore() -> RestoreRequest {
    RestoreRequest {
        id: RestoreId(id(4_000)),
        customer: "4280900001".parse().expect("a customer number"),
        payment: PaymentId(id(101)),
        asked_at_ms: OPENED_MS + 600_000,
        due_at_ms: OPENED_MS + 600_000 + 24 * 3_600_000,
    }
}
