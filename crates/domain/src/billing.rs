//! 核算: readings, archive and tariff become a bill with its derivation. Pure, and the same at the outlet and the center.
//!
//! ```text
//! check inputs → read quantity × multiplier → nested meters → line and transformer loss → energy (flat, steps, time of use)
//!   → basic charge → power factor → free quantity → corrections → total
//! ```
//!
//! The total is the sum of rounded lines, always; `bill` asserts it. Funds are inside the price and listed beside the lines.

mod after;
mod amount;
mod basic;
mod carried;
mod correction;
mod demand;
mod difference;
mod draft;
mod energy;
mod free_quantity;
mod funds;
mod integrity;
mod issued;
mod line;
mod line_loss;
mod nesting;
mod periods;
mod point;
mod possible;
mod power_factor;
mod pricing;
mod quantity;
mod read;
mod span;
mod statement;
mod steps;
mod transformer_loss;
mod vat;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{BillId, MeterNo, PointNo, PriceCode, ReadingState, Registers, Supply, SupplyState, Tariff};

use draft::Draft;
use point::PointEnergy;

pub use after::after_bill;
pub use correction::{Correction, CorrectionBasis};
pub use difference::{Difference, difference};
pub use issued::IssuedBill;
pub use line::{BillLine, FundLine, LineKind, PriceUnit};
pub use quantity::{MeterQuantity, PointQuantity, QuantityLine, QuantityLineKind};
pub use span::spans;
pub use statement::{BillStatement, PowerFactorFinding, StatementReason, StepStanding, TierUse};
pub use vat::vat_of;

/// Everything a bill is a function of.
pub struct BillRequest<'a> {
    pub id: BillId,
    pub state: &'a SupplyState,
    /// One for each meter in use that is read, and for each meter that was removed since its last reading.
    pub spans: &'a [MeterSpan],
    /// 退补 that are settled with this bill.
    pub corrections: &'a [Correction],
    pub tariff: &'a Tariff,
}

/// A meter between two readings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct MeterSpan {
    pub point: PointNo,
    pub meter: MeterNo,
    /// The day of the start reading; use counts from the day after.
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub start: Registers,
    pub end: Registers,
    pub state: ReadingState,
    pub estimated: bool,
}

/// Why no bill can be made. Nothing is guessed.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum BillingRefusal {
    #[error("the customer has no metering point in the archive")]
    NoPoint,
    #[error("metering point {point} has no reading")]
    NoReading { point: PointNo },
    #[error("meter {meter} is not in the archive of this customer")]
    UnknownMeter { meter: MeterNo },
    #[error("the multiplier of meter {meter} was never checked")]
    MultiplierUnknown { meter: MeterNo },
    #[error("a register of meter {meter} is missing")]
    MissingRegister { meter: MeterNo },
    #[error("meter {meter} shows less than before; a reversal is not billed, it goes to review")]
    Reversal { meter: MeterNo },
    #[error("the reading of meter {meter} lies before the last one")]
    BeforeLast { meter: MeterNo },
    #[error("no version of price {code} is in force on {on}")]
    NoPrice { code: PriceCode, on: NaiveDate },
    #[error("price {code} needs readings by time of use, and meter {meter} has none")]
    NoTimeOfUse { code: PriceCode, meter: MeterNo },
    #[error("price {code} has no basic price")]
    NoBasicPrice { code: PriceCode },
    #[error("metering point {point} is taken out of a point that does not exist, or of itself")]
    BrokenNesting { point: PointNo },
    #[error("the sub-meters of point {point} count more than the main meter")]
    SubAboveMain { point: PointNo },
    #[error("transformer {transformer} is not in the archive, or has no capacity")]
    UnknownTransformer { transformer: String },
    #[error("reactive energy and no active energy: the power factor is zero, somebody has to look")]
    ReactiveOnly,
    #[error("no power-factor table for the standard {standard}")]
    NoPowerFactorTable { standard: String },
    #[error("a quantity is larger than can be billed")]
    TooLarge,
}

/// Makes the bill, in the order of a field system (10 read … 100 total).
pub fn bill(request: &BillRequest<'_>) -> Result<BillStatement, BillingRefusal> {
    integrity::check(request)?;
    let (mut points, days) = read::points(request)?;
    nesting::take_out(&mut points, days)?;
    line_loss::add(&mut points, days)?;
    transformer_loss::add(&mut points, request.supply(), days)?;
    let carried_kwh = carried::settle(&mut points, request.state.carried_kwh);
    points.iter_mut().for_each(PointEnergy::fit_periods);

    let mut draft = Draft::new(request, points, days, carried_kwh);
    energy::charge(&mut draft)?;
    basic::charge(&mut draft)?;
    power_factor::charge(&mut draft)?;
    free_quantity::credit(&mut draft)?;
    correction::charge(&mut draft)?;
    draft.into_statement()
}

impl<'a> BillRequest<'a> {
    fn supply(&self) -> &'a Supply {
        &self.state.supply
    }
}
