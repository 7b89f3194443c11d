//! 电费结算单

use chrono::{Days, NaiveDate};
use domain::{BillId, BillStatement, CustomerNo, Money, PriceVersion, Voltage};
use journal::check_code;
use outlet::KnownStatement;
use receipt::{BillAccount, BillFacts, PrintedCopy, Seal, Staff, escpos_bill, lay_out_bill};
use store::{IssuedBillRow, StoreError};

use super::{At, Made, bill_form};
use crate::error::Code;
use crate::paper::Sheet;
use crate::view::{CommandErrorView, PaperForm};

pub fn bill(at: &At<'_>, customer: &CustomerNo, id: BillId, form: PaperForm) -> Made {
    let known = at.outlet.bill_statement(customer, id)?;
    let known = known.ok_or_else(|| Code::NoStatement.with("bill", id))?;
    let facts = facts(at, &known)?;
    let name = facts.no.as_ref().map_or_else(|| format!("{customer}-{id}").replace('#', "-"), ToString::to_string);
    Ok(Sheet {
        name,
        pages: lay_out_bill(&facts, bill_form(form)),
        raw: (form == PaperForm::Slip80).then(|| escpos_bill(&facts)),
    })
}

fn facts(at: &At<'_>, known: &KnownStatement) -> Result<BillFacts, CommandErrorView> {
    let statement = known.statement();
    let (customer, id) = (&statement.customer, statement.id);
    let issued = match known {
        KnownStatement::Here(row) => Some(row.as_ref()),
        KnownStatement::Center(_) => None,
    };
    let account = at.read().account(customer)?;
    let penalty_start = issued.map(|row| row.issued.penalty_start).or(account.bill(id).map(|bill| bill.penalty_start));
    let penalty_start = match penalty_start {
        Some(day) => day,
        None => after_grace(at, statement)?,
    };
    Ok(BillFacts {
        no: issued.map(|row| row.no.clone()),
        copy: PrintedCopy::Original,
        customer: at.customer(customer)?,
        voltage: at.read().supply(customer)?.map_or(Voltage::V220, |state| state.supply.voltage),
        prices: prices(at, statement)?,
        statement: statement.clone(),
        penalty_start,
        account: Some(account_with(&account)),
        outlet: at.place()?,
        issued_by: issuer(at, issued)?,
        printed_at: at.now(),
        seal: issued.map(|row| seal(at, row)).transpose()?.flatten(),
        voided: false,
        practice: at.practice,
    })
}

/// A bill that was settled is no longer on the account; its last day without penalty followed from its segment.
fn after_grace(at: &At<'_>, statement: &BillStatement) -> Result<NaiveDate, CommandErrorView> {
    let read = at.read();
    let segment = read.segment_of(&statement.customer)?.map(|no| read.segment(&no)).transpose()?.flatten();
    let segment = segment.ok_or_else(|| Code::NoStatement.with("bill", statement.id))?;
    Ok(statement.to + Days::new(u64::from(segment.grace_days) + 1))
}

fn account_with(account: &domain::Account) -> BillAccount {
    let open = account.bills.iter().filter(|bill| bill.principal_due() > Money::ZERO);
    BillAccount { open_bills: open.count() as u32, arrears: account.arrears(), prepaid: account.prepaid }
}

/// The price versions that the lines name, for their document numbers.
fn prices(at: &At<'_>, statement: &BillStatement) -> Result<Vec<PriceVersion>, StoreError> {
    let named = |price: &PriceVersion| statement.lines.iter().any(|line| line.price_version == Some(price.id));
    Ok(at.read().prices()?.into_iter().filter(named).collect())
}

fn issuer(at: &At<'_>, issued: Option<&IssuedBillRow>) -> Result<Staff, StoreError> {
    issued.map_or_else(|| Ok(at.myself()), |row| at.staff(row.by))
}

/// The entry's check code, to be read aloud; the QR says the same.
fn seal(at: &At<'_>, row: &IssuedBillRow) -> Result<Option<Seal>, StoreError> {
    let entry = at.read().entry(row.stream, row.seq)?;
    Ok(entry.map(|entry| {
        let check_code = check_code(entry.hash);
        Seal { qr: format!("QJB {} {check_code}", row.no), check_code }
    }))
}
