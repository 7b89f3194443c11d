//! Columns that many statements share, read into the trade's types.

use domain::{
    Bill, BillingPeriod, Customer, CustomerNo, CustomerStatus, DeviceId, Incarnation, Money, OperatorId, PowerState,
    Seq, Stream,
};
use journal::{ChainHash, Head};
use rusqlite::Row;
use rusqlite::types::FromSql;

use crate::ledger::packed::{bill_id, damaged, day_of, elec_type, lock_of, unpack_settlements};
use crate::ledger::{EntryRef, History, IssuedBill, LedgerError, Noted};

/// A column that holds text of some form, such as a code.
pub fn text<T>(row: &Row<'_>, column: &str) -> Result<T, LedgerError>
where
    T: TryFrom<String>,
{
    let text: String = row.get(column)?;
    T::try_from(text).map_err(|_| damaged(column))
}

pub fn maybe_text<T: TryFrom<String>>(row: &Row<'_>, column: &str) -> Result<Option<T>, LedgerError> {
    let text: Option<String> = row.get(column)?;
    text.map(|text| T::try_from(text).map_err(|_| damaged(column))).transpose()
}

pub fn number<T: TryFrom<i64>>(row: &Row<'_>, column: &str) -> Result<T, LedgerError> {
    let number: i64 = row.get(column)?;
    T::try_from(number).map_err(|_| damaged(column))
}

pub fn money(row: &Row<'_>, column: &str) -> Result<Money, LedgerError> {
    Ok(Money::from_fen(row.get(column)?))
}

pub fn bytes<const N: usize>(row: &Row<'_>, column: &str) -> Result<[u8; N], LedgerError> {
    <[u8; N]>::column_result(row.get_ref(column)?).map_err(|_| damaged(column))
}

/// A column that holds a document as JSON.
pub fn json<T: serde::de::DeserializeOwned>(row: &Row<'_>, column: &str) -> Result<T, LedgerError> {
    let text = row.get_ref(column)?.as_str().map_err(|_| damaged(column))?;
    serde_json::from_str(text).map_err(|_| damaged(column))
}

pub fn maybe_json<T: serde::de::DeserializeOwned>(row: &Row<'_>, column: &str) -> Result<Option<T>, LedgerError> {
    let text = row.get_ref(column)?.as_str_or_null().map_err(|_| damaged(column))?;
    text.map(|text| serde_json::from_str(text).map_err(|_| damaged(column))).transpose()
}

pub fn period(row: &Row<'_>, column: &str) -> Result<BillingPeriod, LedgerError> {
    BillingPeriod::from_yyyymm(number(row, column)?).map_err(|_| damaged(column))
}

/// The place of an entry.
pub fn place(row: &Row<'_>) -> Result<EntryRef, LedgerError> {
    Ok(EntryRef { stream: stream(row)?, history: number(row, "history")?, seq: Seq(number(row, "seq")?) })
}

/// The place of an entry, where the row has one.
pub fn maybe_place(row: &Row<'_>) -> Result<Option<EntryRef>, LedgerError> {
    let device: Option<i64> = row.get("device")?;
    device.map(|_| place(row)).transpose()
}

pub fn noted(row: &Row<'_>) -> Result<Noted, LedgerError> {
    Ok(Noted {
        place: place(row)?,
        operator: OperatorId(number(row, "operator")?),
        terminal: text(row, "terminal")?,
        at_ms: row.get("at_ms")?,
    })
}

pub fn stream(row: &Row<'_>) -> Result<Stream, LedgerError> {
    let device = DeviceId(number(row, "device")?);
    Ok(Stream { device, incarnation: Incarnation(number(row, "incarnation")?) })
}

pub fn history(row: &Row<'_>) -> Result<History, LedgerError> {
    let goes_on_as: Option<i64> = row.get("goes_on_as")?;
    Ok(History {
        stream: stream(row)?,
        number: number(row, "history")?,
        parent: number(row, "parent")?,
        forked_after: Seq(number(row, "forked_after")?),
        held: Head { seq: Seq(number(row, "held_seq")?), hash: ChainHash(bytes(row, "held_hash")?) },
        goes_on_as: goes_on_as
            .map(|value| u16::try_from(value).map(Incarnation).map_err(|_| damaged("goes_on_as")))
            .transpose()?,
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

pub fn customer(row: &Row<'_>) -> Result<Customer, LedgerError> {
    Ok(Customer {
        no: text::<CustomerNo>(row, "no")?,
        old_no: row.get("old_no")?,
        name: row.get("name")?,
        address: row.get("address")?,
        unit: text(row, "unit")?,
        elec_type: elec_type(row.get("elec_type")?)?,
        meter_no: row.get("meter_no")?,
        transformer_area: row.get("transformer_area")?,
        phone: row.get("phone")?,
        status: match row.get("status")? {
            0 => CustomerStatus::Normal,
            1 => CustomerStatus::Connecting,
            2 => CustomerStatus::Changing,
            9 => CustomerStatus::Closed,
            _ => return Err(damaged("status")),
        },
        power: if row.get("power")? { PowerState::On } else { PowerState::Off },
    })
}

/// The columns of `sql/bills_*.sql`, by place because this runs for every bill.
pub fn issued_bill(row: &Row<'_>) -> Result<IssuedBill, LedgerError> {
    let settled = row.get_ref(7)?.as_blob_or_null().map_err(|_| damaged("settled"))?;
    let bill = Bill {
        id: bill_id(row.get(0)?, row.get(1)?)?,
        elec_type: elec_type(row.get(2)?)?,
        energy_kwh: row.get(3)?,
        amount: Money::from_fen(row.get(4)?),
        penalty_start: day_of(row.get(5)?)?,
        lock: lock_of(row.get(6)?)?,
        settlements: unpack_settlements(settled)?,
    };
    Ok(IssuedBill { bill, was_open: row.get(8)?, issued_here: row.get(9)? })
}
