//! At rest: every reading is at the center once, every bill is the sum of its lines and what a new computation says, and every
//! replica shows the same.

use std::collections::{BTreeMap, BTreeSet};

use center::ledger::{CaseFilter, CaseRow, CaseStatus, ReadingFilter, ReadingRow};
use domain::{
    BillId, BillRequest, BillStatement, CustomerNo, Money, Reading, ReadingId, ReviewState, SupplyState, bill, spans,
};

use crate::simulator::Kept;
use crate::simulator::archive::month;
use crate::simulator::world::{World, broken};

impl World {
    pub(crate) fn check_readings_and_bills(&mut self) -> Kept {
        let readings = self.readings_at_center()?;
        let known: BTreeSet<ReadingId> = readings.iter().map(|row| row.reading.id).collect();
        if known.len() != readings.len() {
            return Err("a reading is at the center twice".to_owned());
        }
        if let Some(lost) = self.readings.iter().find(|id| !known.contains(id)) {
            return Err(format!("reading {lost} was entered and is not at the center"));
        }
        self.check_issued_on_the_spot()?;
        let disputed = self.disputed()?;
        let customers: Vec<CustomerNo> = self.archive.supplies.keys().cloned().collect();
        for customer in customers {
            let of_customer: Vec<&ReadingRow> =
                readings.iter().filter(|row| row.reading.customer == customer).collect();
            self.check_statements_of(&customer)?;
            if !disputed.contains(&customer) {
                self.check_bills_of(&customer, &of_customer)?;
            }
        }
        Ok(())
    }

    fn readings_at_center(&self) -> Kept<Vec<ReadingRow>> {
        let filter = ReadingFilter { period: month(), segment: None, limit: u32::MAX };
        let rows = self.center.readings(&filter).map_err(broken)?;
        Ok(rows.into_iter().map(|(row, _)| row).collect())
    }

    /// Customers about whose bills a person has to decide, or has decided.
    fn disputed(&self) -> Kept<BTreeSet<CustomerNo>> {
        let cases = self.center.cases(&CaseFilter::default()).map_err(broken)?;
        let kinds = ["bill-differs", "billed-twice", "readings-disagree", "reading-change-requested"];
        let stands = |case: &CaseRow| case.status != CaseStatus::Withdrawn;
        let of_bills = cases.into_iter().filter(|case| stands(case) && kinds.contains(&case.conflict.kind().name()));
        Ok(of_bills.filter_map(|case| case.customer).collect())
    }

    /// What customers hold in their hands is what the center has: the same bill, or a case about it.
    fn check_issued_on_the_spot(&self) -> Kept {
        let disputed = self.disputed()?;
        for desk in &self.desks {
            for customer in self.archive.supplies.keys() {
                for row in desk.ask(|outlet| outlet.read().issued_bills(customer))? {
                    let statement = &row.issued.statement;
                    let known = self.center.statement(customer, statement.id).map_err(broken)?;
                    let amount = known.as_ref().map(|known| known.total);
                    if amount != Some(statement.total) && !disputed.contains(customer) {
                        return Err(format!(
                            "{customer} holds bill {} of {}, the center has {amount:?}",
                            statement.id, statement.total
                        ));
                    }
                }
            }
        }
        Ok(())
    }

    /// Statements are the sums of their lines, and together they are the bills of the account.
    fn check_statements_of(&self, customer: &CustomerNo) -> Kept {
        let statements = self.statements_of(customer)?;
        for statement in &statements {
            if !statement.is_balanced() {
                return Err(format!("bill {} of {customer} is not the sum of its lines", statement.id));
            }
        }
        let account = self.center.account(customer).map_err(broken)?.ok_or("an account is gone")?;
        // A difference that was voided is kept and counts no more.
        let counts = |statement: &&BillStatement| account.account.bill(statement.id).is_some();
        let issued: Money = statements.iter().filter(counts).map(|statement| statement.total).sum();
        let of_month = account.account.bills.iter().filter(|bill| bill.id.period == month());
        let owed: Money = of_month.map(|bill| bill.amount).sum();
        if owed != issued {
            let of = |statement: &BillStatement| format!("{} {}", statement.id, statement.total);
            let bills: Vec<String> =
                account.account.bills.iter().map(|bill| format!("{} {}", bill.id, bill.amount)).collect();
            return Err(format!(
                "{customer} has statements {:?}, and bills {bills:?}",
                statements.iter().map(of).collect::<Vec<_>>()
            ));
        }
        Ok(())
    }

    /// What the account was billed for the month is what a new computation says.
    fn check_bills_of(&self, customer: &CustomerNo, readings: &[&ReadingRow]) -> Kept {
        let account = self.center.account(customer).map_err(broken)?.ok_or("an account is gone")?;
        let mut statements = self.statements_of(customer)?;
        statements.retain(|statement| account.account.bill(statement.id).is_some());
        if statements.is_empty() {
            return Ok(());
        }
        let issued: Money = statements.iter().map(|statement| statement.total).sum();
        let should_be = self.computed_again(customer, readings)?;
        if should_be != issued {
            let bill =
                |statement: &BillStatement| format!("{} {} {:?}", statement.id, statement.total, statement.reason);
            let read = |row: &&ReadingRow| format!("{} {:?}", row.reading.energy_kwh, row.state);
            return Err(format!(
                "{customer} was billed {issued}, and computed again it is {should_be}: bills {:?}, readings {:?}",
                statements.iter().map(bill).collect::<Vec<_>>(),
                readings.iter().map(read).collect::<Vec<_>>()
            ));
        }
        Ok(())
    }

    fn statements_of(&self, customer: &CustomerNo) -> Kept<Vec<BillStatement>> {
        let mut statements = Vec::new();
        for issue in 1..=u8::MAX {
            let id = BillId { period: month(), issue };
            match self.center.statement(customer, id).map_err(broken)? {
                Some(statement) => statements.push(statement),
                None => break,
            }
        }
        Ok(statements)
    }

    /// The month's bill from the archive as it is now, the readings that were billed, and all prices.
    fn computed_again(&self, customer: &CustomerNo, readings: &[&ReadingRow]) -> Kept<Money> {
        let state: &SupplyState = &self.archive.supplies[customer];
        let billed: Vec<&Reading> =
            readings.iter().filter(|row| row.state == ReviewState::Billed).map(|row| &row.reading).collect();
        let spans = spans(state, &billed).map_err(|refusal| format!("{customer}: {refusal}"))?;
        let tariff = self.archive.tariff();
        let id = BillId::first_of(month());
        let request = BillRequest { id, state, spans: &spans, corrections: &[], tariff: &tariff };
        bill(&request).map(|statement| statement.total).map_err(|refusal| format!("{customer}: {refusal}"))
    }

    /// A replica shows supplies and readings of its station as the center has them.
    pub(crate) fn check_meters_at(&self, at: usize) -> Kept {
        let desk = &self.desks[at];
        let station = self.station_of(at);
        let mut states: BTreeMap<ReadingId, ReviewState> = BTreeMap::new();
        let disputed = self.disputed()?;
        for row in self.readings_at_center()? {
            // Of two bills of a month the desk goes by its own until somebody decides.
            let is_clear = !disputed.contains(&row.reading.customer);
            if is_clear && self.accounts[&row.reading.customer].customer.unit == station {
                states.insert(row.reading.id, row.state);
            }
        }
        for (id, state) in states {
            let row = desk.ask(|outlet| outlet.read().reading(id))?;
            let here = row.as_ref().map(|row| row.known.state);
            // Two laptops may have issued the very same bill, each from its own reading; the center names one of them.
            let by_own_bill = match &row {
                Some(row) if here == Some(ReviewState::Billed) => {
                    let bills = desk.ask(|outlet| outlet.read().issued_bills(&row.known.reading.customer))?;
                    bills.iter().any(|bill| bill.issued.readings.contains(&id))
                }
                _ => false,
            };
            if here != Some(state) && !by_own_bill {
                return Err(format!("desk {at} shows reading {id} as {here:?}, the center as {state:?}"));
            }
        }
        for customer in self.archive.supplies.keys() {
            if self.accounts[customer].customer.unit != station {
                continue;
            }
            let here = desk.ask(|outlet| outlet.read().supply(customer))?;
            let there = self.center.supply(customer).map_err(broken)?;
            if here != there {
                return Err(format!("desk {at} has the supply {here:?}, the center {there:?}"));
            }
        }
        Ok(())
    }
}
