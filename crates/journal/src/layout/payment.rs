//! A payment in bytes, with the bills that it pays.

use domain::{Allocation, Basis, BillId, BillSeen, BillingPeriod, Money, Payment, PaymentId};
use minicbor::{Decode, Encode};

use super::tender::TenderBytes;
use super::{BodyBytes, BodyError, days_of_date, fen, malformed, money};

/// `[period as yyyymm, issue, principal, penalty, energy, billed, left]`: the allocation, then the bill as it was seen.
#[derive(Encode, Decode)]
#[cbor(array)]
pub(super) struct AllocationBytes {
    #[n(0)]
    period: u32,
    #[n(1)]
    issue: u8,
    #[n(2)]
    principal: i64,
    #[n(3)]
    penalty: i64,
    #[n(4)]
    energy_kwh: i64,
    #[n(5)]
    billed: i64,
    #[n(6)]
    left: i64,
}

impl From<&Payment> for BodyBytes {
    fn from(payment: &Payment) -> BodyBytes {
        assert_eq!(payment.allocations.len(), payment.seen.len(), "each allocation has its bill as seen");
        let allocations: Vec<_> = payment
            .allocations
            .iter()
            .zip(&payment.seen)
            .map(|(part, seen)| AllocationBytes::new(part, seen))
            .collect();
        let tenders: Vec<_> = payment.tenders.iter().map(TenderBytes::from).collect();
        BodyBytes {
            id: Some(payment.id.0.into_bytes().into()),
            shift: Some(payment.shift.0),
            business_date: Some(days_of_date(payment.business_date)),
            customer: Some(payment.customer.to_string()),
            owner: payment.owner.as_ref().map(ToString::to_string),
            basis: (payment.basis == Basis::OnArrival).then_some(1),
            allocations: (!allocations.is_empty()).then_some(allocations),
            tenders: (!tenders.is_empty()).then_some(tenders),
            change: fen(payment.change),
            prepaid_used: fen(payment.prepaid_used),
            prepaid_added: fen(payment.prepaid_added),
            prepaid_after: fen(payment.prepaid_after),
            tail_before: fen(payment.tail_before),
            tail_after: fen(payment.tail_after),
            receipt: Some(payment.receipt),
            ..BodyBytes::default()
        }
    }
}

impl BodyBytes {
    pub(super) fn into_payment(mut self) -> Result<Payment, BodyError> {
        let owner = self.owner.as_deref().map(str::parse).transpose().map_err(|_| malformed("the owner is no unit"))?;
        let (allocations, seen) =
            read_all(self.allocations.take(), AllocationBytes::into_allocation)?.into_iter().unzip();
        let payment = Payment {
            id: PaymentId(self.uuid()?),
            shift: self.shift()?,
            business_date: self.business_date()?,
            customer: self.customer()?,
            owner,
            basis: if self.basis.is_some() { Basis::OnArrival } else { Basis::Bills },
            receipt: self.receipt.ok_or(malformed("no receipt number"))?,
            change: money(self.change),
            prepaid_used: money(self.prepaid_used),
            prepaid_added: money(self.prepaid_added),
            prepaid_after: money(self.prepaid_after),
            tail_before: money(self.tail_before),
            tail_after: money(self.tail_after),
            allocations,
            seen,
            tenders: read_all(self.tenders.take(), TenderBytes::into_tender)?,
        };
        if payment.is_balanced() { Ok(payment) } else { Err(malformed("the payment does not balance")) }
    }
}

fn read_all<Bytes, Value>(
    list: Option<Vec<Bytes>>,
    read: fn(Bytes) -> Result<Value, BodyError>,
) -> Result<Vec<Value>, BodyError> {
    list.unwrap_or_default().into_iter().map(read).collect()
}

impl AllocationBytes {
    pub(super) fn amounts(&self) -> [i64; 4] {
        [self.principal, self.penalty, self.billed, self.left]
    }

    fn new(allocation: &Allocation, seen: &BillSeen) -> AllocationBytes {
        AllocationBytes {
            period: allocation.bill.period.yyyymm(),
            issue: allocation.bill.issue,
            principal: allocation.principal.fen(),
            penalty: allocation.penalty.fen(),
            energy_kwh: seen.energy_kwh,
            billed: seen.amount.fen(),
            left: seen.left.fen(),
        }
    }

    fn into_allocation(self) -> Result<(Allocation, BillSeen), BodyError> {
        let period = BillingPeriod::from_yyyymm(self.period).map_err(|_| malformed("a bill has no month"))?;
        let allocation = Allocation {
            bill: BillId { period, issue: self.issue },
            principal: Money::from_fen(self.principal),
            penalty: Money::from_fen(self.penalty),
        };
        let seen = BillSeen {
            energy_kwh: self.energy_kwh,
            amount: Money::from_fen(self.billed),
            left: Money::from_fen(self.left),
        };
        Ok((allocation, seen))
    }
}
