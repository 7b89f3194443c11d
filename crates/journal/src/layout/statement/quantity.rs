//! How the energy of a metering point was found, in bytes.

use domain::{
    MeterQuantity, PointNo, PointQuantity, QuantityLine, QuantityLineKind, RatePeriod, ReadingState, Register,
};
use minicbor::{Decode, Encode};

use super::super::decimal::{Quantity, RegisterValue, Scaled};
use super::super::{BodyError, malformed, number};
use super::line::{code_of_period, period_of_code};
use super::{list, read};

#[derive(Encode, Decode)]
#[cbor(map)]
pub(super) struct PointBytes {
    #[n(1)]
    point: String,
    #[n(2)]
    meters: Option<Vec<MeterBytes>>,
    #[n(3)]
    adjustments: Option<Vec<AdjustmentBytes>>,
    #[n(4)]
    energy_kwh: Option<i64>,
    #[n(5)]
    by_period: Option<Vec<PeriodBytes>>,
    #[n(6)]
    reactive_kvarh: Option<i64>,
}

/// `[meter, register, start, end, state, multiplier, quantity, estimated]`
#[derive(Encode, Decode)]
#[cbor(array)]
struct MeterBytes {
    #[n(0)]
    meter: String,
    #[n(1)]
    register: u8,
    #[n(2)]
    start: RegisterValue,
    #[n(3)]
    end: RegisterValue,
    #[n(4)]
    state: u8,
    #[n(5)]
    multiplier: Quantity,
    #[n(6)]
    quantity: Quantity,
    #[n(7)]
    estimated: bool,
}

/// `[kind, kwh, kvarh, ? the sub-meter's point]`
#[derive(Encode, Decode)]
#[cbor(array)]
struct AdjustmentBytes {
    #[n(0)]
    kind: u8,
    #[n(1)]
    kwh: i64,
    #[n(2)]
    kvarh: i64,
    #[n(3)]
    of: Option<String>,
}

#[derive(Encode, Decode)]
#[cbor(array)]
struct PeriodBytes {
    #[n(0)]
    period: u8,
    #[n(1)]
    kwh: i64,
}

fn point_no(text: String) -> Result<PointNo, BodyError> {
    text.try_into().map_err(|_| malformed("a metering point has no number"))
}

impl From<&PointQuantity> for PointBytes {
    fn from(point: &PointQuantity) -> PointBytes {
        let period = |(period, kwh): &(RatePeriod, i64)| PeriodBytes { period: code_of_period(*period), kwh: *kwh };
        PointBytes {
            point: point.point.to_string(),
            meters: list(&point.meters, MeterBytes::from),
            adjustments: list(&point.adjustments, AdjustmentBytes::from),
            energy_kwh: number(point.energy_kwh),
            by_period: list(&point.by_period, period),
            reactive_kvarh: number(point.reactive_kvarh),
        }
    }
}

impl PointBytes {
    pub(super) fn amounts(&self) -> impl Iterator<Item = i64> {
        let adjustments = self.adjustments.iter().flatten().flat_map(|line| [line.kwh, line.kvarh]);
        let periods = self.by_period.iter().flatten().map(|period| period.kwh);
        [self.energy_kwh, self.reactive_kvarh].into_iter().flatten().chain(adjustments).chain(periods)
    }

    /// What the periods count is what is charged.
    pub(super) fn into_point(self) -> Result<PointQuantity, BodyError> {
        let point = PointQuantity {
            point: point_no(self.point)?,
            meters: read(self.meters, MeterBytes::into_meter)?,
            adjustments: read(self.adjustments, AdjustmentBytes::into_adjustment)?,
            energy_kwh: self.energy_kwh.unwrap_or(0),
            by_period: read(self.by_period, |period| Ok((period_of_code(period.period)?, period.kwh)))?,
            reactive_kvarh: self.reactive_kvarh.unwrap_or(0),
        };
        let counted: i64 = point.by_period.iter().map(|(_, kwh)| kwh).sum();
        match point.by_period.is_empty() || counted == point.energy_kwh {
            true => Ok(point),
            false => Err(malformed("the periods of a point do not come to its energy")),
        }
    }
}

impl From<&MeterQuantity> for MeterBytes {
    fn from(meter: &MeterQuantity) -> MeterBytes {
        MeterBytes {
            meter: meter.meter.to_string(),
            register: meter.register.code(),
            start: Scaled(meter.start),
            end: Scaled(meter.end),
            state: meter.state.code(),
            multiplier: Scaled(meter.multiplier),
            quantity: Scaled(meter.quantity),
            estimated: meter.estimated,
        }
    }
}

impl MeterBytes {
    fn into_meter(self) -> Result<MeterQuantity, BodyError> {
        Ok(MeterQuantity {
            meter: self.meter.try_into().map_err(|_| malformed("a meter has no number"))?,
            register: Register::from_code(self.register).ok_or(BodyError::NewerKind)?,
            start: self.start.0,
            end: self.end.0,
            state: ReadingState::from_code(self.state).ok_or(BodyError::NewerKind)?,
            multiplier: self.multiplier.0,
            quantity: self.quantity.0,
            estimated: self.estimated,
        })
    }
}

impl From<&QuantityLine> for AdjustmentBytes {
    fn from(line: &QuantityLine) -> AdjustmentBytes {
        AdjustmentBytes {
            kind: line.kind.code(),
            kwh: line.kwh,
            kvarh: line.kvarh,
            of: line.of.as_ref().map(ToString::to_string),
        }
    }
}

impl AdjustmentBytes {
    fn into_adjustment(self) -> Result<QuantityLine, BodyError> {
        Ok(QuantityLine {
            kind: QuantityLineKind::from_code(self.kind).ok_or(BodyError::NewerKind)?,
            kwh: self.kwh,
            kvarh: self.kvarh,
            of: self.of.map(point_no).transpose()?,
        })
    }
}
