//! The meters of a route as they stand when they are due: the last reading, and the use of a month like the last one.

use domain::{Meter, MeteringPoint, Register, Registers, SegmentNo, SupplyState, UnitCode};
use rust_decimal::Decimal;

use crate::demo;

/// A meter and what it shows.
#[derive(Clone, Debug)]
pub struct DueMeter {
    pub customer: String,
    pub name: String,
    pub meter: Meter,
    pub shows: Registers,
}

impl DueMeter {
    pub fn is_behind_transformer(&self) -> bool {
        self.multiplier() != Decimal::ONE
    }

    pub fn multiplier(&self) -> Decimal {
        self.meter.multiplier.unwrap_or(Decimal::ONE)
    }
}

/// In the order of walking. A closed account has no meter.
pub fn due_meters(
    people: &demo::Prefecture,
    station: &UnitCode,
    customers: usize,
    segment: &SegmentNo,
) -> Vec<DueMeter> {
    let is_here = |account: &demo::DemoAccount| {
        account.supply.as_ref().is_some_and(|state| state.supply.points[0].segment == *segment)
    };
    let on_route = people.township(station, customers).filter(|account| account.supply.is_some());
    let on_route = on_route.skip_while(|account| !is_here(account)).take_while(is_here);
    on_route.filter_map(|account| due_meter(account.customer.name, account.supply?)).collect()
}

fn due_meter(name: String, state: SupplyState) -> Option<DueMeter> {
    let meter = state.supply.points.first().and_then(MeteringPoint::meter)?.clone();
    let last = state.last.iter().find(|last| last.meter == meter.no).map(|last| &last.registers);
    let from = last.or(meter.installed.as_ref().map(|event| &event.registers))?;
    let kwh = state.months.first().map_or(0, |month| month.kwh);
    let shows = after(&meter, from, Decimal::from(kwh));
    Some(DueMeter { customer: state.supply.customer.to_string(), name, meter, shows })
}

/// A quarter of the energy falls to each period, half as much reactive energy, and the same demand; a register that
/// reaches its end begins again.
fn after(meter: &Meter, from: &Registers, kwh: Decimal) -> Registers {
    let total = (kwh / meter.multiplier.unwrap_or(Decimal::ONE)).trunc_with_scale(2);
    let quarter = (total / Decimal::from(4)).trunc_with_scale(2);
    let moved = |register: Register| match register {
        Register::ActiveTotal => total,
        Register::ActiveFlat => total - quarter * Decimal::from(3),
        Register::ActiveSharp | Register::ActivePeak | Register::ActiveValley => quarter,
        Register::Reactive => (total / Decimal::TWO).trunc_with_scale(2),
        _ => Decimal::ZERO,
    };
    let stands = |(register, value): (Register, Decimal)| (register, (value + moved(register)) % meter.digits.range());
    Registers::of(from.iter().map(stands))
}
