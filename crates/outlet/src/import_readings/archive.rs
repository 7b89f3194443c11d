//! The archive and the month's readings, as an import needs them.

use std::collections::HashMap;

use domain::{BillingPeriod, MeterNo, SupplyState};
use metering::import::{HeldReading, KnownMeter};
use store::{Read, StoreError};

/// Every meter that this desk knows, with the readings of the month that stand.
pub fn known_meters(read: &Read<'_>, period: BillingPeriod) -> Result<Vec<KnownMeter>, StoreError> {
    let mut held = held_readings(read, period)?;
    let mut meters = Vec::new();
    read.each_supply(|state| meters.extend(meters_of(state, &mut held)))?;
    Ok(meters)
}

fn held_readings(read: &Read<'_>, period: BillingPeriod) -> Result<HashMap<MeterNo, Vec<HeldReading>>, StoreError> {
    let mut held: HashMap<MeterNo, Vec<HeldReading>> = HashMap::new();
    for row in read.readings_in(period, None)? {
        let reading = row.known.reading;
        held.entry(reading.meter).or_default().push(HeldReading {
            on: reading.on,
            method: reading.method,
            estimated: reading.estimated,
            registers: reading.registers,
        });
    }
    Ok(held)
}

fn meters_of(state: SupplyState, held: &mut HashMap<MeterNo, Vec<HeldReading>>) -> Vec<KnownMeter> {
    let customer = state.supply.customer;
    let points = state.supply.points.into_iter();
    let meters = points.flat_map(|point| point.meters.into_iter().map(move |meter| (point.no.clone(), meter)));
    meters
        .map(|(point, meter)| {
            let held = held.remove(&meter.no).unwrap_or_default();
            KnownMeter { customer: customer.clone(), point, meter, held }
        })
        .collect()
}
