//! The 电费结算单 on a slip.

use domain::{MeterQuantity, PointQuantity, QuantityLine};
use rust_decimal::Decimal;

use super::piece::{Columns, Piece, Slip, field, line};
use crate::words::{self, Marks, bill as say};
use crate::{BillAccount, BillFacts};

/// Register, last, this, multiplier, quantity.
const METERS: Columns = Columns { ends: [3250, 5050, 6050, 7600], widths: [8, 12, 12, 6, 10] };
/// Tier, what the year allows, what was used of it, now, what is left.
const TIERS: Columns = Columns { ends: [3100, 4600, 6100, 7600], widths: [8, 10, 10, 10, 10] };

pub(crate) fn slip(facts: &BillFacts) -> Slip {
    let parts =
        [heading(facts), customer(facts), quantities(facts), steps(facts), lines(facts), total(facts), closing(facts)];
    Slip {
        name: format!("{} {}", say::title(&facts.statement), say::number(facts)),
        printed_at: facts.printed_at,
        pieces: parts.into_iter().flatten().collect(),
    }
}

fn heading(facts: &BillFacts) -> Vec<Piece> {
    let mut pieces = vec![Piece::Place(facts.outlet.clone()), Piece::Title(say::title(&facts.statement).to_owned())];
    pieces.extend(Marks::from(facts).all().into_iter().map(Piece::Mark));
    pieces.push(field("单号", say::number(facts)));
    pieces
}

fn customer(facts: &BillFacts) -> Vec<Piece> {
    let (customer, statement) = (&facts.customer, &facts.statement);
    vec![
        field("户号", customer.no.to_string()),
        field("户名", words::or_unknown(&customer.name)),
        field("用电地址", words::or_unknown(&customer.address)),
        field("用电类别", format!("{}　{}", say::class(statement.elec_type), say::voltage(facts.voltage))),
        field("电费年月", say::period(statement)),
        field("用电区间", say::span(statement)),
        Piece::Rule,
    ]
}

fn quantities(facts: &BillFacts) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = facts.statement.points.iter().flat_map(point_pieces).collect();
    pieces.push(line("计费电量（度）", say::quantity(Decimal::from(facts.statement.energy_kwh))));
    pieces.push(Piece::Rule);
    pieces
}

fn point_pieces(point: &PointQuantity) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for meter in point.meters.chunk_by(|one, next| one.meter == next.meter) {
        pieces.push(field("电能表", meter[0].meter.to_string()));
        pieces.push(Piece::ColumnNames(["示数", "上次", "本次", "倍率", "电量"], &METERS));
        pieces.extend(meter.iter().map(|quantity| Piece::Row(meter_row(quantity), &METERS)));
        let remark = meter.iter().map(say::remark).find(|remark| !remark.is_empty());
        pieces.extend(remark.map(|remark| Piece::Sentence(format!("（{remark}）"))));
    }
    pieces.extend(point.adjustments.iter().map(adjustment));
    pieces
}

fn meter_row(quantity: &MeterQuantity) -> [String; 5] {
    [
        say::register(quantity.register).to_owned(),
        say::shown(Some(quantity.start)),
        say::shown(Some(quantity.end)),
        say::multiplier(Some(quantity.multiplier)),
        say::quantity(quantity.quantity),
    ]
}

fn adjustment(adjusted: &QuantityLine) -> Piece {
    line(format!("　{}", say::adjustment_name(adjusted)), say::signed(adjusted.kwh))
}

fn steps(facts: &BillFacts) -> Vec<Piece> {
    let Some(steps) = &facts.statement.steps else { return Vec::new() };
    let mut pieces = vec![
        Piece::Section("阶梯电量（按年累计，度）"),
        Piece::ColumnNames(["档次", "年可用", "本期前", "本期", "剩余"], &TIERS),
    ];
    pieces.extend(say::tier_rows(steps).into_iter().map(|cells| Piece::Row(cells, &TIERS)));
    pieces.push(Piece::Rule);
    pieces
}

fn lines(facts: &BillFacts) -> Vec<Piece> {
    let statement = &facts.statement;
    let mut pieces = vec![Piece::Section("电费计算（元）")];
    for charged in &statement.lines {
        pieces.push(line(format!("{} =", say::product(charged)), charged.amount.grouped()));
        pieces.extend(charged.days.map(|_| Piece::Sentence(say::days(charged))));
    }
    let power_factor = statement.power_factor.as_ref().map(say::power_factor);
    pieces.extend(power_factor.into_iter().chain(say::funds(statement)).map(Piece::Sentence));
    pieces
}

fn total(facts: &BillFacts) -> Vec<Piece> {
    let statement = &facts.statement;
    let mut pieces = vec![
        Piece::Rule,
        Piece::Amount {
            label: say::total_label(statement),
            figures: statement.total.with_symbol(),
            capitals: words::capitals(statement.total),
        },
    ];
    pieces.extend(say::due(facts).into_iter().flatten().map(|(name, day)| line(name, day)));
    pieces.extend(facts.account.iter().flat_map(account));
    pieces.extend(say::notes(facts).into_iter().map(Piece::Sentence));
    pieces.push(Piece::Rule);
    pieces
}

fn account(account: &BillAccount) -> Vec<Piece> {
    let owed = (account.open_bills > 0)
        .then(|| line(format!("欠费合计（{}期）", account.open_bills), account.arrears.grouped()));
    owed.into_iter().chain([line("预收余额", account.prepaid.grouped())]).collect()
}

fn closing(facts: &BillFacts) -> Vec<Piece> {
    let mut pieces = vec![
        field("供电单位", words::or_unknown(&facts.customer.unit)),
        field("制单人", words::staff(&facts.issued_by)),
        field("打印时间", words::moment(facts.printed_at)),
    ];
    pieces.extend(facts.seal.clone().map(Piece::Seal));
    pieces.push(Piece::Sentence(say::NOT_AN_INVOICE.to_owned()));
    pieces.push(Piece::Sentence(words::HOTLINES.to_owned()));
    pieces
}
