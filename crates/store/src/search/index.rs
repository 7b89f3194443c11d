//! Keeping the index in step with the customers' rows.

use domain::Customer;
use rusqlite::params;

use super::fold::Folded;
use super::keys::{ended, number_keys, spaced};
use super::pinyin::pinyin_keys;
use crate::{StoreError, Write};

/// What the index holds of a customer.
struct Indexed {
    name: String,
    ended_name: String,
    address: String,
    pinyin: String,
    numbers: String,
}

impl Indexed {
    fn of(customer: &Customer) -> Indexed {
        let name = Folded::of(&customer.name).characters;
        Indexed {
            pinyin: pinyin_keys(&name),
            name: spaced(&name),
            ended_name: ended(&name),
            address: spaced(&Folded::of(&customer.address).characters),
            numbers: number_keys(customer),
        }
    }
}

impl Write<'_> {
    pub(crate) fn index(&self, id: i64, customer: &Customer) -> Result<(), StoreError> {
        let row = Indexed::of(customer);
        self.run("INSERT INTO search_name (rowid, name) VALUES (?, ?)", params![id, row.ended_name])?;
        self.run(
            "INSERT INTO search_text (rowid, name, address, pinyin) VALUES (?, ?, ?, ?)",
            params![id, row.name, row.address, row.pinyin],
        )?;
        self.run("INSERT INTO search_pinyin (rowid, pinyin) VALUES (?, ?)", params![id, row.pinyin])?;
        self.run("INSERT INTO search_number (rowid, number) VALUES (?, ?)", params![id, row.numbers])?;
        Ok(())
    }

    /// The index keeps no texts of its own: it has to be told what it holds to let go of it.
    pub(crate) fn unindex(&self, id: i64, customer: &Customer) -> Result<(), StoreError> {
        let row = Indexed::of(customer);
        self.run(
            "INSERT INTO search_name (search_name, rowid, name) VALUES ('delete', ?, ?)",
            params![id, row.ended_name],
        )?;
        self.run(
            "INSERT INTO search_text (search_text, rowid, name, address, pinyin) VALUES ('delete', ?, ?, ?, ?)",
            params![id, row.name, row.address, row.pinyin],
        )?;
        self.run(
            "INSERT INTO search_pinyin (search_pinyin, rowid, pinyin) VALUES ('delete', ?, ?)",
            params![id, row.pinyin],
        )?;
        self.run(
            "INSERT INTO search_number (search_number, rowid, number) VALUES ('delete', ?, ?)",
            params![id, row.numbers],
        )?;
        Ok(())
    }

    /// Most changes are about money; then the index is as it was.
    pub(crate) fn reindex(&self, id: i64, before: &Customer, now: &Customer) -> Result<(), StoreError> {
        let searched = |customer: &Customer| {
            let Customer { old_no, name, address, meter_no, phone, .. } = customer.clone();
            (old_no, name, address, meter_no, phone)
        };
        if searched(before) == searched(now) {
            return Ok(());
        }
        self.unindex(id, before)?;
        self.index(id, now)
    }
}
