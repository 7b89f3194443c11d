//! 客户: archive and account rows as the center sent them, replaced as a whole.

use domain::{
    Account, Bill, BillId, Customer, CustomerNo, CustomerState, PastPayment, SegmentNo, Seq, Settlement, Stream,
};
use rusqlite::{Row, params};

use crate::column::{RowExt, integer, word};
use crate::{Read, StoreError, Write};

impl Read<'_> {
    pub fn customer(&self, no: &CustomerNo) -> Result<Option<Customer>, StoreError> {
        let sql = concat!(include_str!("customers/select.sql"), "WHERE no = ?");
        Ok(self.one(sql, [no.as_str()], customer)?.map(|(_, customer)| customer))
    }

    /// Customers with a bill that may still owe something, of one segment or of all.
    pub fn customers_in_debt(&self, segment: Option<&SegmentNo>) -> Result<Vec<Customer>, StoreError> {
        let sql = concat!(include_str!("customers/select.sql"), include_str!("customers/in_debt.sql"));
        let segment = segment.map(SegmentNo::as_str);
        Ok(self.all(sql, [segment], customer)?.into_iter().map(|(_, customer)| customer).collect())
    }

    pub fn customer_count(&self) -> Result<u64, StoreError> {
        let count: Option<i64> = self.one("SELECT count(*) FROM customer", [], |row| row.get(0))?;
        Ok(count.unwrap_or(0).unsigned_abs())
    }

    /// Center time at which the account stood as its rows say.
    pub fn account_as_of(&self, no: &CustomerNo) -> Result<Option<i64>, StoreError> {
        self.one("SELECT as_of_ms FROM customer WHERE no = ?", [no.as_str()], |row| row.get(0))
    }

    fn customer_with_id(&self, no: &CustomerNo) -> Result<Option<(i64, Customer)>, StoreError> {
        self.one(concat!(include_str!("customers/select.sql"), "WHERE no = ?"), [no.as_str()], customer)
    }

    /// The account as the center's rows say it, without what this desk added since.
    pub(crate) fn center_account(&self, no: &CustomerNo) -> Result<Account, StoreError> {
        let mut account = Account::unknown(no.clone());
        let sql = "SELECT id, unit, prepaid_fen, tail_fen FROM customer WHERE no = ?";
        let found = self.one(sql, [no.as_str()], |row| {
            account.owner = Some(row.take(1)?);
            (account.prepaid, account.tail) = (row.take(2)?, row.take(3)?);
            row.get::<_, i64>(0)
        })?;
        if let Some(id) = found {
            account.bills = self.all(include_str!("customers/bills.sql"), [id], bill)?;
            for (bill, settlement) in self.all(include_str!("customers/settlements.sql"), [id], settlement)? {
                if let Some(bill) = account.bills.iter_mut().find(|known| known.id == bill) {
                    bill.settlements.push(settlement);
                }
            }
        }
        Ok(account)
    }

    /// The newest payments as the center knows them, newest first.
    pub(crate) fn center_payments(&self, no: &CustomerNo) -> Result<Vec<PastPayment>, StoreError> {
        self.all(include_str!("customers/past_payments.sql"), [no.as_str()], |row| {
            Ok(PastPayment { payment: row.take(0)?, on: row.take(1)?, amount: row.take(2)?, terminal: row.take(3)? })
        })
    }
}

pub(crate) fn customer(row: &Row<'_>) -> rusqlite::Result<(i64, Customer)> {
    let customer = Customer {
        no: row.take(1)?,
        old_no: row.get(2)?,
        name: row.get(3)?,
        address: row.get(4)?,
        unit: row.take(5)?,
        elec_type: row.take(6)?,
        meter_no: row.get(7)?,
        transformer_area: row.get(8)?,
        phone: row.get(9)?,
        status: row.take_word(10)?,
        power: row.take_word(11)?,
    };
    Ok((row.get(0)?, customer))
}

fn bill(row: &Row<'_>) -> rusqlite::Result<Bill> {
    let is_locked = row.get::<_, Option<String>>(6)?.is_some();
    Ok(Bill {
        id: row.bill_id(0)?,
        elec_type: row.take(2)?,
        energy_kwh: row.get(3)?,
        amount: row.take(4)?,
        penalty_start: row.take(5)?,
        lock: if is_locked { Some(row.take_word(6)?) } else { None },
        settlements: Vec::new(),
    })
}

fn settlement(row: &Row<'_>) -> rusqlite::Result<(BillId, Settlement)> {
    Ok((row.bill_id(0)?, Settlement { on: row.take(2)?, principal: row.take(3)?, penalty: row.take(4)? }))
}

impl Write<'_> {
    /// Replaces a customer's rows. `applied_through` says how much of each own journal they contain.
    pub fn put_customer(
        &mut self,
        state: &CustomerState,
        applied_through: &[(Stream, Seq)],
        center_time_ms: i64,
    ) -> Result<(), StoreError> {
        let id = match self.customer_with_id(&state.customer.no)? {
            Some((id, before)) => {
                self.clear_account_rows(id)?;
                self.replace_customer(id, &before, state, center_time_ms)?;
                id
            }
            None => self.insert_customer(state, center_time_ms)?,
        };
        self.insert_account_rows(id, state)?;
        for (stream, seq) in applied_through {
            self.set_applied_through(&state.customer.no, *stream, *seq)?;
        }
        Ok(())
    }

    /// The customer went to units that this desk does not serve. What was collected here stays in the journal; that the
    /// center's books contain it stays known.
    pub fn customer_left(&mut self, no: &CustomerNo) -> Result<(), StoreError> {
        self.drop_supply(no)?;
        self.drop_statements(no)?;
        let Some((id, customer)) = self.customer_with_id(no)? else { return Ok(()) };
        self.clear_account_rows(id)?;
        self.unindex(id, &customer)?;
        self.run("DELETE FROM customer WHERE id = ?", [id])?;
        Ok(())
    }

    /// Nothing contained is no row; most customers never paid at this desk.
    fn set_applied_through(&self, no: &CustomerNo, stream: Stream, seq: Seq) -> Result<(), StoreError> {
        let (device, incarnation) = (stream.device.0, stream.incarnation.0);
        if seq == Seq::ZERO {
            let sql = "DELETE FROM applied_through WHERE customer = ? AND device = ? AND incarnation = ?";
            self.run(sql, params![no.as_str(), device, incarnation])?;
        } else {
            let sql = "INSERT OR REPLACE INTO applied_through VALUES (?, ?, ?, ?)";
            self.run(sql, params![no.as_str(), device, incarnation, integer(seq.0)])?;
        }
        Ok(())
    }

    fn insert_customer(&self, state: &CustomerState, center_time_ms: i64) -> Result<i64, StoreError> {
        self.write_customer(include_str!("customers/insert.sql"), state, center_time_ms)?;
        let id = self.db().last_insert_rowid();
        self.index(id, &state.customer)?;
        Ok(id)
    }

    fn replace_customer(
        &self,
        id: i64,
        before: &Customer,
        state: &CustomerState,
        center_time_ms: i64,
    ) -> Result<(), StoreError> {
        self.write_customer(include_str!("customers/update.sql"), state, center_time_ms)?;
        self.reindex(id, before, &state.customer)
    }

    fn write_customer(&self, sql: &str, state: &CustomerState, center_time_ms: i64) -> Result<(), StoreError> {
        let (customer, account) = (&state.customer, &state.account);
        self.run(
            sql,
            params![
                customer.no.as_str(),
                customer.old_no,
                customer.name,
                customer.address,
                customer.unit.as_str(),
                customer.elec_type.0,
                customer.meter_no,
                customer.transformer_area,
                customer.phone,
                word(&customer.status),
                word(&customer.power),
                account.prepaid.fen(),
                account.tail.fen(),
                center_time_ms,
            ],
        )?;
        Ok(())
    }

    fn clear_account_rows(&self, id: i64) -> Result<(), StoreError> {
        self.run("DELETE FROM bill WHERE customer = ?", [id])?;
        self.run("DELETE FROM settlement WHERE customer = ?", [id])?;
        self.run("DELETE FROM past_payment WHERE customer = ?", [id])?;
        Ok(())
    }

    fn insert_account_rows(&self, id: i64, state: &CustomerState) -> Result<(), StoreError> {
        for bill in &state.account.bills {
            self.insert_bill(id, bill)?;
        }
        for (line, past) in state.last_payments.iter().enumerate() {
            self.run(
                "INSERT INTO past_payment VALUES (?, ?, ?, ?, ?, ?)",
                params![
                    id,
                    integer(line as u64),
                    past.payment.0.as_bytes(),
                    past.on.to_string(),
                    past.amount.fen(),
                    past.terminal.as_str(),
                ],
            )?;
        }
        Ok(())
    }

    fn insert_bill(&self, customer: i64, bill: &Bill) -> Result<(), StoreError> {
        let (period, issue) = (bill.id.period.yyyymm(), bill.id.issue);
        self.run(
            "INSERT INTO bill VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            params![
                customer,
                period,
                issue,
                bill.elec_type.0,
                bill.energy_kwh,
                bill.amount.fen(),
                bill.penalty_start.to_string(),
                bill.lock.as_ref().map(word),
            ],
        )?;
        for (line, part) in bill.settlements.iter().enumerate() {
            self.run(
                "INSERT INTO settlement VALUES (?, ?, ?, ?, ?, ?, ?)",
                params![
                    customer,
                    period,
                    issue,
                    integer(line as u64),
                    part.on.to_string(),
                    part.principal.fen(),
                    part.penalty.fen(),
                ],
            )?;
        }
        Ok(())
    }
}
