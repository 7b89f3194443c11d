use domain::{BillLine, BillStatement, FundLine, MeterQuantity, PointQuantity, StatementReason};
use outlet::{KnownStatement, Outlet};
use rust_decimal::Decimal;
use store::{IssuedBillRow, StoreError};

use crate::said::code_of;
use crate::view::{
    AdjustmentView, FundView, MeterQuantityView, PowerFactorView, StatementLineView, StatementPointView, StatementView,
    TierView,
};

pub fn known_statement(outlet: &Outlet, known: &KnownStatement) -> Result<StatementView, StoreError> {
    match known {
        KnownStatement::Here(row) => statement_of_issued(outlet, row),
        KnownStatement::Center(made) => statement(outlet, made),
    }
}

pub fn statement_of_issued(outlet: &Outlet, row: &IssuedBillRow) -> Result<StatementView, StoreError> {
    let due = row.issued.bill().due_date();
    let view = statement(outlet, &row.issued.statement)?;
    Ok(StatementView { number: Some(row.no.to_string()), due_date: Some(due.to_string()), ..view })
}

fn statement(outlet: &Outlet, made: &BillStatement) -> Result<StatementView, StoreError> {
    let read = outlet.read();
    let customer = read.customer(&made.customer)?;
    let account = read.account(&made.customer)?;
    let (reason, of) = reason(&made.reason);
    let text = |field: fn(&domain::Customer) -> &String| customer.as_ref().map(|known| field(known).clone());
    Ok(StatementView {
        customer_no: made.customer.to_string(),
        customer_name: text(|customer| &customer.name).unwrap_or_default(),
        address: text(|customer| &customer.address).unwrap_or_default(),
        bill: made.id.to_string(),
        number: None,
        reason,
        of,
        elec_type: made.elec_type.0,
        from: made.from.to_string(),
        to: made.to.to_string(),
        due_date: account.bill(made.id).map(|bill| bill.due_date().to_string()),
        points: made.points.iter().map(point).collect(),
        energy_kwh: made.energy_kwh,
        year: made.steps.as_ref().map(|steps| steps.year),
        tiers: made.steps.iter().flat_map(|steps| &steps.tiers).map(tier).collect(),
        power_factor: made.power_factor.as_ref().map(power_factor),
        lines: made.lines.iter().map(line).collect(),
        funds: made.funds.iter().map(fund).collect(),
        funds_amount: made.funds_amount().to_string(),
        total: made.total.to_string(),
        estimated: made.estimated,
        carried_kwh: made.carried_kwh,
    })
}

fn reason(reason: &StatementReason) -> (String, Option<String>) {
    let (kind, fields) = super::tagged(reason, "kind");
    (kind, fields.get("of").cloned())
}

fn point(point: &PointQuantity) -> StatementPointView {
    let adjustments = point.adjustments.iter();
    StatementPointView {
        point_no: point.point.to_string(),
        meters: point.meters.iter().map(meter).collect(),
        adjustments: adjustments
            .map(|part| AdjustmentView { kind: part.kind, kwh: part.kwh, kvarh: part.kvarh })
            .collect(),
        energy_kwh: point.energy_kwh,
    }
}

fn meter(quantity: &MeterQuantity) -> MeterQuantityView {
    MeterQuantityView {
        meter_no: quantity.meter.to_string(),
        register: quantity.register,
        start: number(quantity.start),
        end: number(quantity.end),
        state: code_of(quantity.state),
        multiplier: number(quantity.multiplier),
        quantity: number(quantity.quantity),
        estimated: quantity.estimated,
    }
}

fn tier(tier: &domain::TierUse) -> TierView {
    TierView { up_to_kwh: tier.up_to_kwh, before_kwh: tier.before_kwh, now_kwh: tier.now_kwh }
}

fn power_factor(found: &domain::PowerFactorFinding) -> PowerFactorView {
    PowerFactorView {
        active_kwh: found.active_kwh,
        reactive_kvarh: found.reactive_kvarh,
        factor: found.factor.to_string(),
        standard: found.standard.to_string(),
        percent: found.percent.to_string(),
    }
}

fn line(line: &BillLine) -> StatementLineView {
    StatementLineView {
        kind: code_of(line.kind),
        rate_period: line.rate_period,
        tier: line.tier,
        quantity: number(line.quantity),
        unit: line.kind.unit(),
        price: number(line.price),
        amount: line.amount.to_string(),
        price_version: line.price_version,
        days: line.days.map(|(first, last)| (first.to_string(), last.to_string())),
        red: line.red,
    }
}

fn fund(fund: &FundLine) -> FundView {
    FundView {
        name: fund.name.clone(),
        quantity_kwh: fund.quantity_kwh,
        price: number(fund.price),
        amount: fund.amount.to_string(),
    }
}

/// Without zeros that say nothing: `0.5580` is printed as `0.558`.
fn number(value: Decimal) -> String {
    value.normalize().to_string()
}
