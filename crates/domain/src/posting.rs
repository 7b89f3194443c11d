//! 记账: every money entry as balanced postings.
//!
//! A debit is positive, a credit negative. The postings of an entry sum to zero within each unit, so every unit's trial
//! balance is zero after every entry. A reversal posts the red (negative) of what it undoes.

use serde::{Deserialize, Serialize};

use crate::{Adjustment, AdjustmentKind, ClosedShift, Money, PaidRefund, Payment, Placement, TenderKind, UnitCode};

/// 科目, as far as the counter and the center need them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum LedgerAccount {
    /// 应收账款-电费
    Receivable,
    /// 预收账款
    Prepaid,
    /// 调尾
    Tail,
    /// 库存现金
    Drawer,
    /// 备用金: the other side of opening cash.
    Float,
    /// 进账单在途
    SlipsInTransit,
    /// 列账单
    ListVouchers,
    /// 库存支票
    Cheques,
    /// POS在途
    PosInTransit,
    /// 转账在途
    TransfersInTransit,
    /// 解款在途
    RemittanceInTransit,
    /// 银行存款
    Bank,
    /// 营业外收入-违约金
    PenaltyIncome,
    /// 待处理财产损溢: over and short.
    OverShort,
    /// 内部往来
    InterUnit,
    /// 待查款项: money that could not be placed on an account.
    Clarification,
    /// 电费发行: the other side of a bill.
    BillsIssued,
    /// 其他应付款-退费: decided, and not yet paid out.
    RefundsPayable,
    /// 核销: what the company bears.
    WriteOffs,
}

impl LedgerAccount {
    pub const ALL: [LedgerAccount; 19] = [
        LedgerAccount::Receivable,
        LedgerAccount::Prepaid,
        LedgerAccount::Tail,
        LedgerAccount::Drawer,
        LedgerAccount::Float,
        LedgerAccount::SlipsInTransit,
        LedgerAccount::ListVouchers,
        LedgerAccount::Cheques,
        LedgerAccount::PosInTransit,
        LedgerAccount::TransfersInTransit,
        LedgerAccount::RemittanceInTransit,
        LedgerAccount::Bank,
        LedgerAccount::PenaltyIncome,
        LedgerAccount::OverShort,
        LedgerAccount::InterUnit,
        LedgerAccount::Clarification,
        LedgerAccount::BillsIssued,
        LedgerAccount::RefundsPayable,
        LedgerAccount::WriteOffs,
    ];

    /// A stable number for storage.
    pub fn code(self) -> i64 {
        Self::ALL.iter().position(|account| *account == self).expect("every account is listed") as i64 + 1
    }

    pub fn from_code(code: i64) -> Option<LedgerAccount> {
        usize::try_from(code - 1).ok().and_then(|index| Self::ALL.get(index)).copied()
    }

    /// Where a tender is kept until it is remitted or confirmed.
    fn of_tender(kind: TenderKind) -> LedgerAccount {
        match kind {
            TenderKind::Cash => LedgerAccount::Drawer,
            TenderKind::BankSlip => LedgerAccount::SlipsInTransit,
            TenderKind::ListVoucher => LedgerAccount::ListVouchers,
            TenderKind::Cheque => LedgerAccount::Cheques,
            TenderKind::Pos => LedgerAccount::PosInTransit,
            TenderKind::Transfer => LedgerAccount::TransfersInTransit,
        }
    }
}

/// One line: an amount on an account of a unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Posting {
    pub unit: UnitCode,
    pub account: LedgerAccount,
    /// Debit positive, credit negative.
    pub amount: Money,
}

/// The postings of one entry, balanced by unit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Postings(Vec<Posting>);

impl Postings {
    fn add(&mut self, unit: &UnitCode, account: LedgerAccount, amount: Money) {
        if amount.is_zero() {
            return;
        }
        match self.0.iter_mut().find(|line| line.unit == *unit && line.account == account) {
            Some(line) => line.amount += amount,
            None => self.0.push(Posting { unit: unit.clone(), account, amount }),
        }
    }

    fn balanced(mut self) -> Postings {
        self.0.retain(|line| !line.amount.is_zero());
        for line in &self.0 {
            let sum: Money = self.0.iter().filter(|other| other.unit == line.unit).map(|other| other.amount).sum();
            assert!(sum.is_zero(), "the postings of unit {} miss balance by {sum}: {self:?}", line.unit);
        }
        self
    }

    pub fn lines(&self) -> &[Posting] {
        &self.0
    }

    /// 冲红: the same lines with the sign turned.
    pub fn red(&self) -> Postings {
        let turn = |line: &Posting| Posting { amount: -line.amount, ..line.clone() };
        Postings(self.0.iter().map(turn).collect())
    }

    /// What must be posted so that `before` becomes `self`.
    pub fn since(&self, before: &Postings) -> Postings {
        let mut difference = self.clone();
        for line in before.red().0 {
            difference.add(&line.unit, line.account, line.amount);
        }
        difference.balanced()
    }
}

/// Opening cash comes into the drawer.
pub fn post_opening(desk: &UnitCode, opening_cash: Money) -> Postings {
    let mut postings = Postings::default();
    postings.add(desk, LedgerAccount::Drawer, opening_cash);
    postings.add(desk, LedgerAccount::Float, -opening_cash);
    postings.balanced()
}

/// The counted drawer leaves the shift; what is over or short goes to its own account, never into prepayment.
pub fn post_closing(desk: &UnitCode, closed: &ClosedShift) -> Postings {
    let mut postings = Postings::default();
    postings.add(desk, LedgerAccount::Drawer, closed.over());
    postings.add(desk, LedgerAccount::OverShort, -closed.over());
    postings.balanced()
}

/// A payment taken at `desk`. Another unit's customer goes through the inter-unit account of both (跨区收费);
/// an account that nobody knows goes to clarification at the desk's unit.
pub fn post_payment(desk: &UnitCode, owner: Option<&UnitCode>, payment: &Payment, placement: &Placement) -> Postings {
    let mut postings = Postings::default();
    for kind in TenderKind::ALL {
        postings.add(desk, LedgerAccount::of_tender(kind), payment.collected_by(kind));
    }
    let Some(owner) = owner else {
        postings.add(desk, LedgerAccount::Clarification, -payment.collected());
        return postings.balanced();
    };
    if owner != desk {
        postings.add(desk, LedgerAccount::InterUnit, -payment.collected());
        postings.add(owner, LedgerAccount::InterUnit, payment.collected());
    }
    postings.add(owner, LedgerAccount::Receivable, -placement.principal());
    postings.add(owner, LedgerAccount::PenaltyIncome, -placement.penalty());
    postings.add(owner, LedgerAccount::Prepaid, placement.prepaid_used - placement.prepaid_added);
    postings.add(owner, LedgerAccount::Tail, placement.tail_before - placement.tail_after);
    postings.balanced()
}

/// 调账: prepayment onto bills, into a refund, or out of the company's pocket. For an account that nobody knows the money
/// comes out of clarification at the desk that holds it.
pub fn post_adjustment(owner: Option<&UnitCode>, adjustment: &Adjustment, placement: &Placement) -> Postings {
    let (unit, source) = match owner {
        Some(owner) => (owner, LedgerAccount::Prepaid),
        None => (&adjustment.desk, LedgerAccount::Clarification),
    };
    let mut postings = Postings::default();
    let mut from_to = |from, to, amount: Money| {
        postings.add(unit, from, amount);
        postings.add(unit, to, -amount);
    };
    match adjustment.kind {
        AdjustmentKind::ApplyToBills => {
            from_to(source, LedgerAccount::Receivable, placement.principal());
            from_to(source, LedgerAccount::PenaltyIncome, placement.penalty());
        }
        AdjustmentKind::Refund => from_to(source, LedgerAccount::RefundsPayable, adjustment.amount),
        AdjustmentKind::WriteOff => from_to(LedgerAccount::WriteOffs, source, adjustment.amount),
        AdjustmentKind::WriteOffRefund => {
            from_to(LedgerAccount::WriteOffs, LedgerAccount::RefundsPayable, adjustment.amount);
        }
    }
    postings.balanced()
}

/// 退款支付: cash leaves the drawer of `desk` for a refund that `owner` owes; without an owner the desk itself owes it.
pub fn post_refund(desk: &UnitCode, owner: Option<&UnitCode>, refund: &PaidRefund) -> Postings {
    let mut postings = Postings::default();
    let owner = owner.unwrap_or(desk);
    postings.add(desk, LedgerAccount::Drawer, -refund.amount);
    if owner != desk {
        postings.add(desk, LedgerAccount::InterUnit, refund.amount);
        postings.add(owner, LedgerAccount::InterUnit, -refund.amount);
    }
    postings.add(owner, LedgerAccount::RefundsPayable, refund.amount);
    postings.balanced()
}

/// 发行: a bill becomes debt of its customer; one in the customer's favour becomes prepayment.
pub fn post_issue(owner: &UnitCode, amount: Money) -> Postings {
    let mut postings = Postings::default();
    let account = if amount.is_negative() { LedgerAccount::Prepaid } else { LedgerAccount::Receivable };
    postings.add(owner, account, amount);
    postings.add(owner, LedgerAccount::BillsIssued, -amount);
    postings.balanced()
}

/// 期初: what an account brings along from the system before: open debt, prepayment and tail.
pub fn post_carried_over(owner: &UnitCode, receivable: Money, prepaid: Money, tail: Money) -> Postings {
    let mut postings = Postings::default();
    postings.add(owner, LedgerAccount::Receivable, receivable);
    postings.add(owner, LedgerAccount::Prepaid, -prepaid);
    postings.add(owner, LedgerAccount::Tail, -tail);
    postings.add(owner, LedgerAccount::BillsIssued, prepaid + tail - receivable);
    postings.balanced()
}
