use domain::{CustomerStatus, ElecType, Money, PowerState};
use outlet::{BillCard, CustomerCard, Outlet};
use store::{HistoryRow, StoreError};

use super::{task, unit_name};
use crate::view::{BillView, CustomerView, PastPaymentView};

pub fn customer(outlet: &Outlet, card: CustomerCard) -> Result<CustomerView, StoreError> {
    let known = card.customer.as_ref();
    let text =
        |field: fn(&domain::Customer) -> &String| known.map(|customer| field(customer).clone()).unwrap_or_default();
    let payable = || card.bills.iter().filter(|bill| bill.lock.is_none());
    let penalty: Money = payable().map(|bill| bill.due.penalty).sum();
    let arrears: Money = payable().map(|bill| bill.due.principal).sum();
    Ok(CustomerView {
        customer_no: card.no.to_string(),
        old_no: known.and_then(|customer| customer.old_no.clone()),
        name: text(|customer| &customer.name),
        address: text(|customer| &customer.address),
        phone: text(|customer| &customer.phone),
        meter_no: text(|customer| &customer.meter_no),
        transformer_area: text(|customer| &customer.transformer_area),
        unit_name: match known {
            Some(customer) => unit_name(&outlet.read(), &customer.unit)?,
            None => String::new(),
        },
        elec_type: known.map_or(ElecType::RURAL_RESIDENTIAL, |customer| customer.elec_type).0,
        status: known.map_or(CustomerStatus::Normal, |customer| customer.status),
        power: known.map_or(PowerState::On, |customer| customer.power),
        elsewhere: card.elsewhere,
        number_only: known.is_none(),
        prepaid: card.account.prepaid.to_string(),
        tail: card.account.tail.to_string(),
        bills: card.bills.iter().map(bill).collect(),
        arrears: arrears.to_string(),
        penalty: penalty.to_string(),
        total_due: (arrears + penalty).to_string(),
        last_payments: card.last_payments.into_iter().map(past_payment).collect(),
        changes: outlet
            .archive_changes(Some(&card.no))?
            .into_iter()
            .map(|row| task::archive_change(outlet, row))
            .collect::<Result<_, _>>()?,
        as_of_ms: card.as_of_ms,
    })
}

fn bill(bill: &BillCard) -> BillView {
    BillView {
        id: bill.id.to_string(),
        energy_kwh: bill.energy_kwh,
        amount: bill.amount.to_string(),
        principal_due: bill.due.principal.to_string(),
        penalty_due: bill.due.penalty.to_string(),
        total_due: bill.due.total().to_string(),
        due_date: bill.due_date.to_string(),
        days_overdue: bill.days_overdue,
        state: bill.state,
        lock: bill.lock,
    }
}

fn past_payment(row: HistoryRow) -> PastPaymentView {
    PastPaymentView {
        date: row.on.to_string(),
        amount: row.amount.to_string(),
        receipt_no: row.receipt,
        here: row.here,
        reversed: row.reversed,
    }
}
