//! Rows that several questions read, and the codes of the trade's small enums.

use domain::{Bill, Customer, CustomerNo, CustomerStatus, Incarnation, Operator, OperatorId, PowerState, Seq};
use journal::{ChainHash, Head};

use super::db::Row;
use super::packed::{bill_id, damaged, elec_type, lock_of, unpack_settlements};
use super::{History, IssuedBill, LedgerError};

pub fn to_json<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("the trade's values can be written as JSON")
}

pub fn history(row: &Row) -> Result<History, LedgerError> {
    Ok(History {
        stream: row.stream()?,
        number: row.number("history")?,
        parent: row.number("parent")?,
        forked_after: Seq(row.number("forked_after")?),
        held: Head { seq: Seq(row.number("held_seq")?), hash: ChainHash(row.bytes("held_hash")?) },
        goes_on_as: row.maybe_number("goes_on_as")?.map(Incarnation),
    })
}

pub fn status_code(status: CustomerStatus) -> i64 {
    match status {
        CustomerStatus::Normal => 0,
        CustomerStatus::Connecting => 1,
        CustomerStatus::Changing => 2,
        CustomerStatus::Closed => 9,
    }
}

pub fn power_code(power: PowerState) -> i64 {
    match power {
        PowerState::Off => 0,
        PowerState::On => 1,
    }
}

pub fn customer(row: &Row) -> Result<Customer, LedgerError> {
    Ok(Customer {
        no: row.text::<CustomerNo>("no")?,
        old_no: row.maybe_string("old_no")?,
        name: row.string("name")?,
        address: row.string("address")?,
        unit: row.text("unit")?,
        elec_type: elec_type(row.int("elec_type")?)?,
        meter_no: row.string("meter_no")?,
        transformer_area: row.string("transformer_area")?,
        phone: row.string("phone")?,
        status: match row.int("status")? {
            0 => CustomerStatus::Normal,
            1 => CustomerStatus::Connecting,
            2 => CustomerStatus::Changing,
            9 => CustomerStatus::Closed,
            _ => return Err(damaged("status")),
        },
        power: if row.flag("power")? { PowerState::On } else { PowerState::Off },
    })
}

/// The columns of `sql/bills_*.sql`.
pub fn issued_bill(row: &Row) -> Result<IssuedBill, LedgerError> {
    let bill = Bill {
        id: bill_id(row.int("period")?, row.int("issue")?)?,
        elec_type: elec_type(row.int("elec_type")?)?,
        energy_kwh: row.int("energy_kwh")?,
        amount: row.money("amount")?,
        penalty_start: row.day("penalty_start")?,
        lock: lock_of(row.maybe_int("lock")?)?,
        settlements: unpack_settlements(row.maybe_blob("settled")?)?,
    };
    Ok(IssuedBill { bill, was_open: row.flag("was_open")?, issued_here: row.flag("issued")? })
}

/// An operator as they stand.
pub fn operator(row: &Row) -> Result<Operator, LedgerError> {
    Ok(Operator {
        id: OperatorId(row.number("id")?),
        login: row.string("login")?,
        name: row.string("name")?,
        unit: row.text("unit")?,
        roles: row.json("roles")?,
        verifier: row.string("verifier")?,
        suspended: row.maybe_int("suspended_ms")?.is_some(),
    })
}
