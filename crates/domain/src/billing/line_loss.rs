//! 线损: where the meter is not at the property boundary, the owner bears the line up to it (供电营业规则 1996 art. 74).

use rust_decimal::Decimal;

use super::amount::whole_product;
use super::point::{Days, PointEnergy};
use super::{BillingRefusal, QuantityLine, QuantityLineKind};
use crate::LineLoss;

pub(super) fn add(points: &mut [PointEnergy<'_>], days: Days) -> Result<(), BillingRefusal> {
    for point in points {
        let kwh = loss(point, days)?;
        point.adjust(QuantityLine { kind: QuantityLineKind::LineLoss, kwh, kvarh: 0, of: None });
    }
    Ok(())
}

fn loss(point: &PointEnergy<'_>, days: Days) -> Result<i64, BillingRefusal> {
    match &point.point.line_loss {
        LineLoss::None => Ok(0),
        LineLoss::Fixed { kwh_per_month } => whole_product(&[(*kwh_per_month).into(), days.months().into()]),
        LineLoss::Share { share } => whole_product(&[point.kwh.max(0).into(), *share]),
        // 3·I²·R·t in Wh.
        LineLoss::Formula { current_a, resistance_ohm } => {
            let hours = Decimal::from(24 * point.days.count());
            whole_product(&[Decimal::new(3, 3), *current_a, *current_a, *resistance_ohm, hours])
        }
    }
}
