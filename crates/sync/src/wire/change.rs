//! The newest state of something that an outlet works by.

use minicbor::{Decode, Encode};

use super::device::{CaseBytes, DeviceBytes};
use super::price::PriceBytes;
use super::rules::RulesBytes;
use super::staff::{OperatorBytes, UnitBytes};
use super::{CustomerStateBytes, Malformed, id};
use crate::Change;

/// Exactly one of the fields is set.
#[derive(Default, Encode, Decode)]
#[cbor(map)]
pub(super) struct ChangeBytes {
    #[n(1)]
    unit: Option<UnitBytes>,
    #[n(2)]
    operator: Option<OperatorBytes>,
    #[n(3)]
    rules: Option<RulesBytes>,
    #[n(4)]
    price: Option<PriceBytes>,
    #[n(5)]
    customer: Option<CustomerStateBytes>,
    #[n(6)]
    customer_left: Option<String>,
    #[n(7)]
    device: Option<DeviceBytes>,
    #[n(8)]
    case: Option<CaseBytes>,
}

impl From<&Change> for ChangeBytes {
    fn from(change: &Change) -> ChangeBytes {
        let none = ChangeBytes::default();
        match change {
            Change::Unit(unit) => ChangeBytes { unit: Some(unit.into()), ..none },
            Change::Operator(operator) => ChangeBytes { operator: Some(operator.into()), ..none },
            Change::Rules(rules) => ChangeBytes { rules: Some(rules.into()), ..none },
            Change::Price(price) => ChangeBytes { price: Some(price.into()), ..none },
            Change::Customer(state) => ChangeBytes { customer: Some(state.as_ref().into()), ..none },
            Change::CustomerLeft(no) => ChangeBytes { customer_left: Some(no.to_string()), ..none },
            Change::Device(device) => ChangeBytes { device: Some(device.into()), ..none },
            Change::Case(case) => ChangeBytes { case: Some(case.into()), ..none },
        }
    }
}

impl TryFrom<ChangeBytes> for Change {
    type Error = Malformed;
    fn try_from(bytes: ChangeBytes) -> Result<Change, Malformed> {
        Ok(match bytes {
            ChangeBytes { unit: Some(unit), .. } => Change::Unit(unit.try_into()?),
            ChangeBytes { operator: Some(operator), .. } => Change::Operator(operator.try_into()?),
            ChangeBytes { rules: Some(rules), .. } => Change::Rules(rules.try_into()?),
            ChangeBytes { price: Some(price), .. } => Change::Price(price.try_into()?),
            ChangeBytes { customer: Some(state), .. } => Change::Customer(Box::new(state.try_into()?)),
            ChangeBytes { customer_left: Some(no), .. } => Change::CustomerLeft(id(no)?),
            ChangeBytes { device: Some(device), .. } => Change::Device(device.try_into()?),
            ChangeBytes { case: Some(case), .. } => Change::Case(case.into()),
            _ => return Err(Malformed::because("a change of an unknown kind")),
        })
    }
}
