//! 上期结转: an estimate that was too high is taken off later energy; nothing is paid out by itself.

use super::point::PointEnergy;
use super::{QuantityLine, QuantityLineKind};

/// Takes what earlier estimates left over off the points, in the order of their numbers. What is below zero now, and what
/// found no energy, is carried to the next bill; that is the answer.
pub(super) fn settle(points: &mut [PointEnergy<'_>], carried_before_kwh: i64) -> i64 {
    let mut left = carried_before_kwh.max(0);
    let mut carried = 0;
    for point in points {
        let taken = if point.kwh < 0 { point.kwh } else { left.min(point.kwh) };
        if point.kwh < 0 {
            carried -= taken;
        } else {
            left -= taken;
        }
        point.adjust(QuantityLine { kind: QuantityLineKind::Carried, kwh: -taken, kvarh: 0, of: None });
        point.kvarh = point.kvarh.max(0);
    }
    carried + left
}
