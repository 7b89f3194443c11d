//! The newest state of something that an outlet works by.

use minicbor::{Decode, Encode};

use super::device::{CaseBytes, DeviceBytes};
use super::document::{document, of_document};
use super::rules::RulesBytes;
use super::staff::{OperatorBytes, UnitBytes};
use super::{CustomerStateBytes, Malformed, id};
use crate::Change;

/// Exactly one of the fields is set. The number 4 was a price in fields of its own; it stays retired.
#[derive(Default, Encode, Decode)]
#[cbor(map)]
pub(super) struct ChangeBytes {
    #[n(1)]
    unit: Option<UnitBytes>,
    #[n(2)]
    operator: Option<OperatorBytes>,
    #[n(3)]
    rules: Option<RulesBytes>,
    #[n(5)]
    customer: Option<CustomerStateBytes>,
    #[n(6)]
    customer_left: Option<String>,
    #[n(7)]
    device: Option<DeviceBytes>,
    #[n(8)]
    case: Option<CaseBytes>,
    /// From here on each is a JSON document.
    #[n(9)]
    price: Option<String>,
    #[n(10)]
    billing: Option<String>,
    #[n(11)]
    segment: Option<String>,
    #[n(12)]
    supply: Option<String>,
    #[n(13)]
    reading: Option<String>,
    #[n(14)]
    statement: Option<String>,
    #[n(15)]
    task: Option<String>,
}

impl ChangeBytes {
    /// The document, where it is one that a packed message may take out. A later kind keeps its own: a program that skips it
    /// could not tell whose place is empty.
    pub(super) fn document(&mut self) -> Option<&mut String> {
        let kinds = [&mut self.price, &mut self.billing, &mut self.segment, &mut self.supply];
        let more = [&mut self.reading, &mut self.statement, &mut self.task];
        kinds.into_iter().chain(more).find_map(Option::as_mut)
    }
}

impl From<&Change> for ChangeBytes {
    fn from(change: &Change) -> ChangeBytes {
        let none = ChangeBytes::default();
        match change {
            Change::Unit(unit) => ChangeBytes { unit: Some(unit.into()), ..none },
            Change::Operator(operator) => ChangeBytes { operator: Some(operator.into()), ..none },
            Change::Rules(rules) => ChangeBytes { rules: Some(rules.into()), ..none },
            Change::Price(price) => ChangeBytes { price: Some(document(price)), ..none },
            Change::Customer(state) => ChangeBytes { customer: Some(state.as_ref().into()), ..none },
            Change::CustomerLeft(no) => ChangeBytes { customer_left: Some(no.to_string()), ..none },
            Change::Device(device) => ChangeBytes { device: Some(device.into()), ..none },
            Change::Case(case) => ChangeBytes { case: Some(case.into()), ..none },
            Change::Billing(rules) => ChangeBytes { billing: Some(document(rules)), ..none },
            Change::Segment(segment) => ChangeBytes { segment: Some(document(segment)), ..none },
            Change::Supply(state) => ChangeBytes { supply: Some(document(state)), ..none },
            Change::Reading(reading) => ChangeBytes { reading: Some(document(reading)), ..none },
            Change::Statement(statement) => ChangeBytes { statement: Some(document(statement)), ..none },
            Change::Task(task) => ChangeBytes { task: Some(document(task)), ..none },
        }
    }
}

impl ChangeBytes {
    /// `None` for a change of a kind that this program does not know.
    pub(super) fn into_change(self) -> Result<Option<Change>, Malformed> {
        Ok(Some(match self {
            ChangeBytes { unit: Some(unit), .. } => Change::Unit(unit.try_into()?),
            ChangeBytes { operator: Some(operator), .. } => Change::Operator(operator.try_into()?),
            ChangeBytes { rules: Some(rules), .. } => Change::Rules(rules.try_into()?),
            ChangeBytes { price: Some(price), .. } => Change::Price(of_document(&price)?),
            ChangeBytes { customer: Some(state), .. } => Change::Customer(Box::new(state.try_into()?)),
            ChangeBytes { customer_left: Some(no), .. } => Change::CustomerLeft(id(no)?),
            ChangeBytes { device: Some(device), .. } => Change::Device(device.try_into()?),
            ChangeBytes { case: Some(case), .. } => Change::Case(case.into()),
            ChangeBytes { billing: Some(rules), .. } => Change::Billing(of_document(&rules)?),
            ChangeBytes { segment: Some(segment), .. } => Change::Segment(of_document(&segment)?),
            ChangeBytes { supply: Some(state), .. } => Change::Supply(of_document(&state)?),
            ChangeBytes { reading: Some(reading), .. } => Change::Reading(of_document(&reading)?),
            ChangeBytes { statement: Some(statement), .. } => Change::Statement(of_document(&statement)?),
            ChangeBytes { task: Some(task), .. } => Change::Task(of_document(&task)?),
            _ => return Ok(None),
        }))
    }
}
