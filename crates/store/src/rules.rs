//! Collection rules and prices, with all their versions.

use domain::{CollectionRules, PriceVersion};
use rusqlite::params;

use crate::column::{RowExt, json};
use crate::{Read, StoreError, Write};

impl Read<'_> {
    /// The center's rules; the standard ones until it sent some.
    pub fn rules(&self) -> Result<CollectionRules, StoreError> {
        let sent = self.one("SELECT rules FROM rules", [], |row| row.take_json(0))?;
        Ok(sent.unwrap_or_else(CollectionRules::standard))
    }

    pub fn prices(&self) -> Result<Vec<PriceVersion>, StoreError> {
        self.all("SELECT price FROM price ORDER BY id", [], |row| row.take_json(0))
    }
}

impl Write<'_> {
    pub fn put_rules(&mut self, rules: &CollectionRules) -> Result<(), StoreError> {
        self.run("INSERT OR REPLACE INTO rules VALUES (1, ?)", [json(rules)])?;
        Ok(())
    }

    pub fn put_price(&mut self, price: &PriceVersion) -> Result<(), StoreError> {
        self.run("INSERT OR REPLACE INTO price VALUES (?, ?)", params![price.id, json(price)])?;
        Ok(())
    }
}
