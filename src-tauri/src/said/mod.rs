//! What the screen is told of a refusal: one closed code, and the params that its sentence needs.
//!
//! A file a kind of use case; each match names every variant, so that a new reason cannot be forgotten.

mod billing;
mod counter;
mod desk;
mod reading;
mod task;
mod trouble;

use std::collections::BTreeMap;

use domain::{OperatorId, PaymentRefusal};
use outlet::{Denied, Outlet};

use crate::error::Code;
use crate::view::CommandErrorView;

pub use billing::{meter_fault, not_billed};
pub use counter::refusal;
pub use trouble::{link_code, setup_code, store_code, sync_code};

/// A reason that can be put to the cashier. The outlet is at hand to turn ids into names.
pub trait Said {
    fn said(self, outlet: &Outlet) -> CommandErrorView;
}

impl Said for CommandErrorView {
    fn said(self, _: &Outlet) -> CommandErrorView {
        self
    }
}

impl Said for PaymentRefusal {
    fn said(self, _: &Outlet) -> CommandErrorView {
        refusal(&self)
    }
}

impl Said for Denied {
    fn said(self, _: &Outlet) -> CommandErrorView {
        match self {
            Denied::NotSignedIn => Code::NotSignedIn.into(),
            Denied::NotPermitted => Code::NotPermitted.into(),
        }
    }
}

impl From<Code> for CommandErrorView {
    fn from(code: Code) -> CommandErrorView {
        CommandErrorView { code, params: BTreeMap::new() }
    }
}

impl Code {
    /// The code with one param; more are added with `and`.
    pub fn with(self, key: &str, value: impl ToString) -> CommandErrorView {
        CommandErrorView::from(self).and(key, value)
    }
}

impl CommandErrorView {
    pub fn and(mut self, key: &str, value: impl ToString) -> CommandErrorView {
        self.params.insert(key.to_owned(), value.to_string());
        self
    }
}

/// The operator's name, or their number where the replica does not know them.
fn name(outlet: &Outlet, operator: OperatorId) -> String {
    match outlet.read().operator(operator) {
        Ok(Some(operator)) => operator.name,
        Ok(None) | Err(_) => operator.to_string(),
    }
}

/// The name by which a value crosses to the screen: `bank-slip`, `slip-no`.
pub fn code_of(value: impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(code)) => code,
        Ok(_) | Err(_) => String::new(),
    }
}
