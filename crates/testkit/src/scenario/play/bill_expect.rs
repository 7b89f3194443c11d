//! What a story says of bills and their derivation, compared with what was made.

use std::fmt::Display;

use domain::{BillId, BillStatement, Money, QuantityLineKind, Register};

use crate::scenario::meter_command::{MeterExpectation, WhichBill};
use crate::scenario::play::expect::same;
use crate::scenario::play::{Otherwise, Played, Player};

impl Player {
    pub(crate) fn expect_of_bills(&mut self, expectation: &MeterExpectation, at_center: bool) -> Played {
        match expectation {
            MeterExpectation::Lines { which, count } => {
                same("lines", *count, self.statement(which, at_center)?.lines.len())
            }
            MeterExpectation::Line { which, number, quantity, price, amount } => {
                let statement = self.statement(which, at_center)?;
                let Some(line) = number.checked_sub(1).and_then(|index| statement.lines.get(index)) else {
                    return Err(Otherwise::new(format!("a line {number}"), all_lines(&statement)));
                };
                let wanted = format!("{} × {} = {amount}", quantity.normalize(), price.normalize());
                same("line", wanted, written(line))
            }
            MeterExpectation::Steps { which, tiers } => {
                let statement = self.statement(which, at_center)?;
                let steps = statement.steps.as_ref().map(|steps| &steps.tiers);
                let now = steps.map(|tiers| tiers.iter().map(|tier| tier.now_kwh).collect::<Vec<_>>());
                same("steps", list(tiers), list(&now.unwrap_or_default()))
            }
            MeterExpectation::Funds { which, amount } => {
                same("funds", *amount, self.statement(which, at_center)?.funds_amount())
            }
            MeterExpectation::PowerFactor { which, factor, percent } => {
                let statement = self.statement(which, at_center)?;
                let found = statement.power_factor.as_ref();
                let say = |factor: rust_decimal::Decimal, percent: rust_decimal::Decimal| {
                    format!("{} {}%", factor.normalize(), percent.normalize())
                };
                let found = found.map_or("none".to_owned(), |found| say(found.factor, found.percent));
                same("factor", say(*factor, *percent), found)
            }
            MeterExpectation::Loss { which, kwh, kvarh } => {
                let (active, reactive) = losses(&self.statement(which, at_center)?);
                same("loss in kWh", *kwh, active)?;
                kvarh.map_or(Ok(()), |kvarh| same("loss in kvarh", kvarh, reactive))
            }
            MeterExpectation::Estimated { which, estimated } => {
                let say = |estimated| if estimated { "yes" } else { "no" };
                same("estimated", say(*estimated), say(self.statement(which, at_center)?.estimated))
            }
            MeterExpectation::Difference { customer, period, amount } => {
                let computed = self.desk.months.get(&(customer.clone(), BillId::first_of(*period)));
                match computed.filter(|_| !self.has_begun) {
                    Some(computed) => {
                        let later: Money = computed.statements[1..].iter().map(|statement| statement.total).sum();
                        same("difference", *amount, later)
                    }
                    None => self.expect_difference(customer, *period, *amount, at_center),
                }
            }
            MeterExpectation::Supply { customer, year, last, carried } => {
                let state = self.supply_state(customer, at_center)?;
                let total = state.last.first().and_then(|last| last.registers.get(Register::ActiveTotal));
                optional("year", *year, state.year.kwh)?;
                optional("last", last.map(|last| last.normalize()), total.unwrap_or_default())?;
                optional("carried", *carried, state.carried_kwh)
            }
            _ => self.expect_of_readings(expectation, at_center),
        }
    }

    fn statement(&self, which: &WhichBill, at_center: bool) -> Played<BillStatement> {
        let missing = || Otherwise::new("a bill that was computed before", "there is none");
        match which {
            WhichBill::Computed => self.desk.last.clone().ok_or_else(missing),
            WhichBill::Of(customer, bill) => {
                let of_month = self.desk.months.get(&(customer.clone(), BillId::first_of(bill.period)));
                let computed = of_month.and_then(|month| month.statements.iter().find(|known| known.id == *bill));
                match computed {
                    Some(statement) => Ok(statement.clone()),
                    None => self.issued_statement(customer, *bill, at_center),
                }
            }
        }
    }
}

pub(crate) fn optional<T: PartialEq + Display>(what: &str, expected: Option<T>, actual: T) -> Played {
    expected.map_or(Ok(()), |expected| same(what, expected, actual))
}

fn written(line: &domain::BillLine) -> String {
    format!("{} × {} = {}", line.quantity.normalize(), line.price.normalize(), line.amount)
}

fn all_lines(statement: &BillStatement) -> String {
    statement.lines.iter().map(written).collect::<Vec<_>>().join("; ")
}

fn list(numbers: &[i64]) -> String {
    numbers.iter().map(i64::to_string).collect::<Vec<_>>().join(" ")
}

/// What lines and transformers took, of all points.
fn losses(statement: &BillStatement) -> (i64, i64) {
    let lines = statement.points.iter().flat_map(|point| &point.adjustments);
    let of_losses =
        lines.filter(|line| matches!(line.kind, QuantityLineKind::LineLoss | QuantityLineKind::TransformerLoss));
    of_losses.fold((0, 0), |(kwh, kvarh), line| (kwh + line.kwh, kvarh + line.kvarh))
}
