//! Collection rules, billing settings and prices, with all their versions.

use domain::{BillingRules, CollectionRules, PriceVersion, Tariff};
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

    /// Everything a bill's prices follow from. Without settings from the center the standard ones count.
    pub fn tariff(&self) -> Result<Tariff, StoreError> {
        let sql = "SELECT rules FROM billing_rules ORDER BY effective_from";
        let rules: Vec<BillingRules> = self.all(sql, [], |row| row.take_json(0))?;
        Ok(Tariff::new(self.prices()?, rules))
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

    pub fn put_billing_rules(&mut self, rules: &BillingRules) -> Result<(), StoreError> {
        let version = params![rules.effective_from.to_string(), json(rules)];
        self.run("INSERT OR REPLACE INTO billing_rules VALUES (?, ?)", version)?;
        Ok(())
    }
}
