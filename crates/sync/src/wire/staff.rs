//! Units and the operators who work in them.

use domain::{Operator, OperatorId, Role, Unit, UnitLevel};
use minicbor::{Decode, Encode};

use super::{Malformed, all, id, numbered};

#[derive(Encode, Decode)]
#[cbor(map)]
pub(super) struct UnitBytes {
    #[n(1)]
    code: String,
    #[n(2)]
    parent: Option<String>,
    /// 1 prefecture, 2 county company, 3 station, 4 outlet
    #[n(3)]
    level: u8,
    #[n(4)]
    name: String,
}

#[derive(Encode, Decode)]
#[cbor(map)]
pub(super) struct OperatorBytes {
    #[n(1)]
    id: u32,
    #[n(2)]
    login: String,
    #[n(3)]
    name: String,
    #[n(4)]
    unit: String,
    /// Numbers of `ROLES`.
    #[n(5)]
    roles: Vec<u8>,
    #[n(6)]
    verifier: String,
    #[n(7)]
    suspended: Option<bool>,
}

/// From 1; a role that came later stands last.
const ROLES: [Role; 7] = [
    Role::Cashier,
    Role::MeterReader,
    Role::Reporter,
    Role::SyncAdministrator,
    Role::Finance,
    Role::Auditor,
    Role::Biller,
];

fn number_of_role(role: &Role) -> u8 {
    ROLES.iter().position(|other| other == role).expect("every role has a number") as u8 + 1
}

impl From<&Unit> for UnitBytes {
    fn from(unit: &Unit) -> UnitBytes {
        let level = match unit.level {
            UnitLevel::Prefecture => 1,
            UnitLevel::CountyCompany => 2,
            UnitLevel::Station => 3,
            UnitLevel::Outlet => 4,
        };
        let parent = unit.parent.as_ref().map(ToString::to_string);
        UnitBytes { code: unit.code.to_string(), parent, level, name: unit.name.clone() }
    }
}

impl TryFrom<UnitBytes> for Unit {
    type Error = Malformed;
    fn try_from(bytes: UnitBytes) -> Result<Unit, Malformed> {
        let level = match bytes.level {
            1 => UnitLevel::Prefecture,
            2 => UnitLevel::CountyCompany,
            3 => UnitLevel::Station,
            4 => UnitLevel::Outlet,
            _ => return Err(Malformed::because("an unknown unit level")),
        };
        Ok(Unit { code: id(bytes.code)?, parent: bytes.parent.map(id).transpose()?, level, name: bytes.name })
    }
}

impl From<&Operator> for OperatorBytes {
    fn from(operator: &Operator) -> OperatorBytes {
        OperatorBytes {
            id: operator.id.0,
            login: operator.login.clone(),
            name: operator.name.clone(),
            unit: operator.unit.to_string(),
            roles: operator.roles.iter().map(number_of_role).collect(),
            verifier: operator.verifier.clone(),
            suspended: operator.suspended.then_some(true),
        }
    }
}

impl TryFrom<OperatorBytes> for Operator {
    type Error = Malformed;
    fn try_from(bytes: OperatorBytes) -> Result<Operator, Malformed> {
        let role = |number: u8| numbered(&ROLES, number).ok_or(Malformed::because("an unknown role"));
        Ok(Operator {
            id: OperatorId(bytes.id),
            login: bytes.login,
            name: bytes.name,
            unit: id(bytes.unit)?,
            roles: all(bytes.roles, role)?,
            verifier: bytes.verifier,
            suspended: bytes.suspended == Some(true),
        })
    }
}
