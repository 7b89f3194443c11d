//! A customer with the account: what a payment needs to know.

use domain::{
    Account, Bill, BillId, BillLock, BillingPeriod, Customer, CustomerState, CustomerStatus, ElecType, Money,
    PastPayment, PaymentId, PowerState, Settlement,
};
use minicbor::bytes::ByteArray;
use minicbor::{Decode, Encode};
use uuid::Uuid;

use super::{Malformed, all, date_of, days_of, filled, id};

#[derive(Encode, Decode)]
#[cbor(map)]
pub(super) struct CustomerStateBytes {
    #[n(1)]
    no: String,
    #[n(2)]
    old_no: Option<String>,
    #[n(3)]
    name: String,
    #[n(4)]
    address: String,
    #[n(5)]
    unit: String,
    #[n(6)]
    elec_type: u16,
    #[n(7)]
    meter_no: String,
    #[n(8)]
    transformer_area: String,
    #[n(9)]
    phone: String,
    #[n(10)]
    status: u8,
    #[n(11)]
    power_is_off: Option<bool>,
    #[n(12)]
    owner: Option<String>,
    #[n(13)]
    prepaid: Option<i64>,
    #[n(14)]
    tail: Option<i64>,
    #[n(15)]
    bills: Option<Vec<BillBytes>>,
    #[n(16)]
    last_payments: Option<Vec<PastPaymentBytes>>,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct BillBytes {
    /// yyyymm
    #[n(1)]
    period: u32,
    #[n(2)]
    issue: u8,
    #[n(3)]
    elec_type: u16,
    #[n(4)]
    energy_kwh: i64,
    #[n(5)]
    amount: i64,
    #[n(6)]
    penalty_start: i32,
    #[n(7)]
    lock: Option<u8>,
    #[n(8)]
    settlements: Option<Vec<SettlementBytes>>,
}

#[derive(Encode, Decode)]
#[cbor(array)]
struct SettlementBytes {
    #[n(0)]
    on: i32,
    #[n(1)]
    principal: i64,
    #[n(2)]
    penalty: i64,
}

#[derive(Encode, Decode)]
#[cbor(array)]
struct PastPaymentBytes {
    #[n(0)]
    payment: ByteArray<16>,
    #[n(1)]
    on: i32,
    #[n(2)]
    amount: i64,
    #[n(3)]
    terminal: String,
}

impl From<&CustomerState> for CustomerStateBytes {
    fn from(state: &CustomerState) -> CustomerStateBytes {
        let (customer, account) = (&state.customer, &state.account);
        CustomerStateBytes {
            no: customer.no.to_string(),
            old_no: customer.old_no.clone(),
            name: customer.name.clone(),
            address: customer.address.clone(),
            unit: customer.unit.to_string(),
            elec_type: customer.elec_type.0,
            meter_no: customer.meter_no.clone(),
            transformer_area: customer.transformer_area.clone(),
            phone: customer.phone.clone(),
            status: number_of_status(customer.status),
            power_is_off: (customer.power == PowerState::Off).then_some(true),
            owner: account.owner.as_ref().map(ToString::to_string),
            prepaid: fen(account.prepaid),
            tail: fen(account.tail),
            bills: filled(account.bills.iter().map(BillBytes::from).collect()),
            last_payments: filled(state.last_payments.iter().map(PastPaymentBytes::from).collect()),
        }
    }
}

impl TryFrom<CustomerStateBytes> for CustomerState {
    type Error = Malformed;
    fn try_from(bytes: CustomerStateBytes) -> Result<CustomerState, Malformed> {
        let no: domain::CustomerNo = id(bytes.no)?;
        let account = Account {
            customer: no.clone(),
            owner: bytes.owner.map(id).transpose()?,
            prepaid: Money::from_fen(bytes.prepaid.unwrap_or(0)),
            tail: Money::from_fen(bytes.tail.unwrap_or(0)),
            bills: all(bytes.bills.unwrap_or_default(), Bill::try_from)?,
        };
        let customer = Customer {
            no,
            old_no: bytes.old_no,
            name: bytes.name,
            address: bytes.address,
            unit: id(bytes.unit)?,
            elec_type: ElecType(bytes.elec_type),
            meter_no: bytes.meter_no,
            transformer_area: bytes.transformer_area,
            phone: bytes.phone,
            status: status_of_number(bytes.status)?,
            power: if bytes.power_is_off == Some(true) { PowerState::Off } else { PowerState::On },
        };
        let last_payments = all(bytes.last_payments.unwrap_or_default(), PastPayment::try_from)?;
        Ok(CustomerState { customer, account, last_payments })
    }
}

impl From<&Bill> for BillBytes {
    fn from(bill: &Bill) -> BillBytes {
        let settlement = |settlement: &Settlement| SettlementBytes {
            on: days_of(settlement.on),
            principal: settlement.principal.fen(),
            penalty: settlement.penalty.fen(),
        };
        BillBytes {
            period: bill.id.period.yyyymm(),
            issue: bill.id.issue,
            elec_type: bill.elec_type.0,
            energy_kwh: bill.energy_kwh,
            amount: bill.amount.fen(),
            penalty_start: days_of(bill.penalty_start),
            lock: bill.lock.map(number_of_lock),
            settlements: filled(bill.settlements.iter().map(settlement).collect()),
        }
    }
}

impl TryFrom<BillBytes> for Bill {
    type Error = Malformed;
    fn try_from(bytes: BillBytes) -> Result<Bill, Malformed> {
        let settlement = |settlement: SettlementBytes| {
            Ok(Settlement {
                on: date_of(settlement.on)?,
                principal: Money::from_fen(settlement.principal),
                penalty: Money::from_fen(settlement.penalty),
            })
        };
        Ok(Bill {
            id: BillId { period: period_of(bytes.period)?, issue: bytes.issue },
            elec_type: ElecType(bytes.elec_type),
            energy_kwh: bytes.energy_kwh,
            amount: Money::from_fen(bytes.amount),
            penalty_start: date_of(bytes.penalty_start)?,
            lock: bytes.lock.map(lock_of_number).transpose()?,
            settlements: all(bytes.settlements.unwrap_or_default(), settlement)?,
        })
    }
}

impl From<&PastPayment> for PastPaymentBytes {
    fn from(past: &PastPayment) -> PastPaymentBytes {
        PastPaymentBytes {
            payment: past.payment.0.into_bytes().into(),
            on: days_of(past.on),
            amount: past.amount.fen(),
            terminal: past.terminal.to_string(),
        }
    }
}

impl TryFrom<PastPaymentBytes> for PastPayment {
    type Error = Malformed;
    fn try_from(bytes: PastPaymentBytes) -> Result<PastPayment, Malformed> {
        Ok(PastPayment {
            payment: PaymentId(Uuid::from_bytes(*bytes.payment)),
            on: date_of(bytes.on)?,
            amount: Money::from_fen(bytes.amount),
            terminal: id(bytes.terminal)?,
        })
    }
}

fn fen(amount: Money) -> Option<i64> {
    (!amount.is_zero()).then(|| amount.fen())
}

fn period_of(yyyymm: u32) -> Result<BillingPeriod, Malformed> {
    BillingPeriod::from_yyyymm(yyyymm).map_err(|error| Malformed(error.to_string()))
}

/// The numbers of STATUS in the archive.
pub(crate) fn number_of_status(status: CustomerStatus) -> u8 {
    match status {
        CustomerStatus::Normal => 0,
        CustomerStatus::Connecting => 1,
        CustomerStatus::Changing => 2,
        CustomerStatus::Closed => 9,
    }
}

pub(crate) fn status_of_number(number: u8) -> Result<CustomerStatus, Malformed> {
    match number {
        0 => Ok(CustomerStatus::Normal),
        1 => Ok(CustomerStatus::Connecting),
        2 => Ok(CustomerStatus::Changing),
        9 => Ok(CustomerStatus::Closed),
        _ => Err(Malformed::because("an unknown customer status")),
    }
}

pub(crate) fn number_of_lock(lock: BillLock) -> u8 {
    match lock {
        BillLock::BankDebit => 1,
        BillLock::WalkingCollector => 2,
        BillLock::EntrustedCollection => 3,
    }
}

pub(crate) fn lock_of_number(number: u8) -> Result<BillLock, Malformed> {
    match number {
        1 => Ok(BillLock::BankDebit),
        2 => Ok(BillLock::WalkingCollector),
        3 => Ok(BillLock::EntrustedCollection),
        _ => Err(Malformed::because("an unknown bill lock")),
    }
}
