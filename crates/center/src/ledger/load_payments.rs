//! Payments among the facts. What a payment says is in the bytes of its entry, and only there.

use domain::{CustomerNo, OperatorId, Payment, PaymentOrder};
use journal::{EntryBody, ReadEntry};

use super::db::{Db, Row, params, sql};
use super::packed::{damaged, unpack_placement};
use super::{Booked, LedgerError, PaymentFact};

/// The payments of each customer, in the order of arrival.
pub fn of_customers(db: &mut dyn Db, numbers: &[&CustomerNo]) -> Result<Vec<Vec<PaymentFact>>, LedgerError> {
    let keys: Vec<_> = numbers.iter().map(|no| params![no.as_str()]).collect();
    let found = db.rows_each(sql!("payments_of_customer"), &keys)?;
    found.iter().map(|rows| rows.iter().map(payment_fact).collect()).collect()
}

fn payment_fact(row: &Row) -> Result<PaymentFact, LedgerError> {
    let source = row.place()?;
    let booked = match row.maybe_blob("placement")? {
        Some(placement) => {
            Some(Booked { owner: row.maybe_text("booked_owner")?, placement: unpack_placement(placement)? })
        }
        None => None,
    };
    Ok(PaymentFact {
        fact: row.number("fact")?,
        source,
        order: PaymentOrder {
            business_date: row.day("business_date")?,
            at_ms: row.int("at_ms")?,
            stream: source.stream,
            seq: source.seq,
        },
        by: OperatorId(row.number("operator")?),
        terminal: row.text("terminal")?,
        desk: row.text("desk")?,
        payment: payment(row)?,
        account: row.text("customer")?,
        set_aside: row.flag("set_aside")?,
        reversed: row.flag("reversed")?,
        booked,
    })
}

/// The payment that the entry beside the row carries.
pub fn payment(row: &Row) -> Result<Payment, LedgerError> {
    match row.maybe_blob("bytes")?.map(ReadEntry::of) {
        Some(Ok(ReadEntry::Known(entry))) => match entry.body {
            EntryBody::PaymentTaken(payment) => Ok(payment),
            _ => Err(damaged("an entry that should be a payment")),
        },
        _ => Err(damaged("the entry of a payment")),
    }
}
