//! 供用电档案, as the center sent it: how a customer is supplied and metered, and where its meters stood.

use domain::{CustomerNo, SegmentNo, SupplyState};
use rusqlite::params;

use crate::column::{RowExt, json};
use crate::{Read, StoreError, Write};

impl Read<'_> {
    pub fn supply(&self, customer: &CustomerNo) -> Result<Option<SupplyState>, StoreError> {
        self.one("SELECT state FROM supply WHERE customer = ?", [customer.as_str()], |row| row.take_json(0))
    }

    /// The supplies that have a meter to read in a segment, in the order of their customers.
    pub fn supplies_in(&self, segment: &SegmentNo) -> Result<Vec<SupplyState>, StoreError> {
        self.all(include_str!("supplies/in_segment.sql"), [segment.as_str()], |row| row.take_json(0))
    }

    /// Meters to read in a segment.
    pub fn points_in(&self, segment: &SegmentNo) -> Result<u32, StoreError> {
        let sql = "SELECT count(*) FROM supply_point WHERE segment = ?";
        Ok(self.one(sql, [segment.as_str()], |row| row.get(0))?.unwrap_or(0))
    }

    /// 抄表段 of the customer's first point that is read.
    pub fn segment_of(&self, customer: &CustomerNo) -> Result<Option<SegmentNo>, StoreError> {
        let sql = "SELECT segment FROM supply_point WHERE customer = ? ORDER BY point LIMIT 1";
        self.one(sql, [customer.as_str()], |row| row.take(0))
    }
}

impl Write<'_> {
    pub fn put_supply(&mut self, state: &SupplyState) -> Result<(), StoreError> {
        let customer = &state.supply.customer;
        self.drop_supply(customer)?;
        self.run("INSERT INTO supply VALUES (?, ?)", params![customer.as_str(), json(state)])?;
        for point in state.supply.points.iter().filter(|point| point.is_read()) {
            let row = params![customer.as_str(), point.no.as_str(), point.segment.as_str()];
            self.run("INSERT INTO supply_point VALUES (?, ?, ?)", row)?;
        }
        Ok(())
    }

    /// A customer who left takes the supply along; rounds that were prepared keep their copy.
    pub(crate) fn drop_supply(&self, customer: &CustomerNo) -> Result<(), StoreError> {
        self.run("DELETE FROM supply WHERE customer = ?", [customer.as_str()])?;
        self.run("DELETE FROM supply_point WHERE customer = ?", [customer.as_str()])?;
        Ok(())
    }
}
