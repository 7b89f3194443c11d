//! 计量: how a customer is supplied and metered. The archive of a supply is a value; a bill is a function of it.

mod meter;
mod register;
mod supply;
mod transformer;

pub use meter::{Digits, DigitsError, Meter, MeterEvent};
pub use register::{RatePeriod, Register, Registers};
pub use supply::{
    BasicCharge, FreeQuantity, LargeHousehold, LargeHouseholdChoice, LastReading, LineLoss, LossShare, Measuring,
    MeteringPoint, MonthUse, PointRole, PowerFactorStandard, SubQuantity, Supply, SupplyState, Voltage, YearUse,
};
pub use transformer::{LossRow, Suspension, Transformer, TransformerLoss};
