//! What a bill can carry. Whatever is larger is a mistake in the archive, and an entry with it would be no entry: the center
//! would refuse the journal that holds it for ever.

use rust_decimal::Decimal;

use super::amount::KWH_MAX;
use super::{BillLine, BillStatement, FundLine, MeterQuantity, PointQuantity, TierUse};

impl BillStatement {
    /// Whether it adds up, and no number in it is larger than a journal carries. What another program sends is looked at
    /// with it before anything is computed from it.
    pub fn is_possible(&self) -> bool {
        let tiers = self.steps.iter().flat_map(|steps| &steps.tiers).flat_map(of_tier);
        let factor = self.power_factor.iter().flat_map(|found| [found.active_kwh, found.reactive_kvarh]);
        let points = self.points.iter().flat_map(of_point);
        let lines = self.lines.iter().map(|line| line.amount.fen());
        let funds = self.funds.iter().flat_map(of_fund);
        let single = [self.energy_kwh, self.carried_kwh, self.total.fen()];
        let mut wholes = single.into_iter().chain(tiers).chain(factor).chain(points).chain(lines).chain(funds);
        let meters = self.points.iter().flat_map(|point| &point.meters).flat_map(of_meter);
        let mut decimals =
            self.lines.iter().flat_map(of_line).chain(self.funds.iter().map(|fund| fund.price)).chain(meters);
        let limit = Decimal::from(KWH_MAX);
        self.is_balanced()
            && wholes.all(|number| (-KWH_MAX..=KWH_MAX).contains(&number))
            && decimals.all(|number| number.abs() <= limit)
    }
}

fn of_tier(tier: &TierUse) -> [i64; 3] {
    [tier.up_to_kwh.unwrap_or(0), tier.before_kwh, tier.now_kwh]
}

fn of_point(point: &PointQuantity) -> impl Iterator<Item = i64> + '_ {
    let adjustments = point.adjustments.iter().flat_map(|line| [line.kwh, line.kvarh]);
    let periods = point.by_period.iter().map(|(_, kwh)| *kwh);
    [point.energy_kwh, point.reactive_kvarh].into_iter().chain(adjustments).chain(periods)
}

fn of_fund(fund: &FundLine) -> [i64; 2] {
    [fund.quantity_kwh, fund.amount.fen()]
}

fn of_meter(meter: &MeterQuantity) -> [Decimal; 4] {
    [meter.start, meter.end, meter.multiplier, meter.quantity]
}

fn of_line(line: &BillLine) -> [Decimal; 2] {
    [line.quantity, line.price]
}
