//! What the lines of a preview are called, in Chinese and in English.

use domain::{BillId, CustomerNo, LedgerAccount, UnitCode};

use super::preview::{Label, PreviewLedger};

/// A value of a customer's account.
#[derive(Clone, Copy)]
pub enum AccountValue {
    Prepaid,
    Tail,
    Arrears,
}

/// A value of a bill.
#[derive(Clone, Copy)]
pub enum BillValue {
    Amount,
    PrincipalDue,
    PenaltyDue,
    PenaltyPaid,
}

impl AccountValue {
    pub fn key(self) -> &'static str {
        match self {
            AccountValue::Prepaid => "prepaid",
            AccountValue::Tail => "tail",
            AccountValue::Arrears => "arrears",
        }
    }

    pub fn ledger(self) -> PreviewLedger {
        match self {
            AccountValue::Prepaid | AccountValue::Tail => PreviewLedger::Prepayment,
            AccountValue::Arrears => PreviewLedger::CustomerAccount,
        }
    }

    /// Money for an account number that nobody knows is no prepayment: it waits in clarification.
    pub fn label(self, customer: &CustomerNo, is_known: bool) -> Label {
        let (zh, en) = match self {
            AccountValue::Prepaid if !is_known => ("待查款项", "waiting in clarification"),
            AccountValue::Prepaid => ("预收余额", "prepayment"),
            AccountValue::Tail => ("调尾余额", "tail"),
            AccountValue::Arrears => ("欠费", "arrears"),
        };
        Label {
            zh: format!("户号 {customer} {zh}"),
            en: format!("{customer} {en}"),
            customer: Some(customer.clone()),
            ..Label::default()
        }
    }
}

impl BillValue {
    pub fn key(self) -> &'static str {
        match self {
            BillValue::Amount => "amount",
            BillValue::PrincipalDue => "principal-due",
            BillValue::PenaltyDue => "penalty-due",
            BillValue::PenaltyPaid => "penalty-paid",
        }
    }

    pub fn ledger(self) -> PreviewLedger {
        match self {
            BillValue::Amount | BillValue::PrincipalDue => PreviewLedger::Bill,
            BillValue::PenaltyDue | BillValue::PenaltyPaid => PreviewLedger::Penalty,
        }
    }

    pub fn label(self, customer: &CustomerNo, bill: BillId) -> Label {
        let (zh, en) = match self {
            BillValue::Amount => ("应收电费", "amount of the bill"),
            BillValue::PrincipalDue => ("未收本金", "unpaid principal"),
            BillValue::PenaltyDue => ("应缴违约金", "penalty due"),
            BillValue::PenaltyPaid => ("已收违约金", "penalty collected"),
        };
        Label {
            zh: format!("户号 {customer} {bill} {zh}"),
            en: format!("{customer} {bill} {en}"),
            customer: Some(customer.clone()),
            bill: Some(bill),
            ..Label::default()
        }
    }
}

pub fn year_label(customer: &CustomerNo) -> Label {
    Label {
        zh: format!("户号 {customer} 年累计用电量"),
        en: format!("{customer} energy of the year"),
        customer: Some(customer.clone()),
        ..Label::default()
    }
}

/// 单位 × 科目
pub fn unit_label(unit: &UnitCode, name: &str, account: LedgerAccount) -> Label {
    let (zh, en) = account_words(account);
    Label {
        zh: format!("{name} {zh}"),
        en: format!("{unit} {en}"),
        unit: Some(unit.clone()),
        account: Some(account),
        ..Label::default()
    }
}

/// The part of the preview that a unit's account is shown in, and its name in keys.
pub fn ledger_of(account: LedgerAccount) -> (PreviewLedger, &'static str) {
    use LedgerAccount::*;
    match account {
        Drawer => (PreviewLedger::Drawer, "drawer"),
        Float => (PreviewLedger::Drawer, "float"),
        SlipsInTransit => (PreviewLedger::Remittance, "slips-in-transit"),
        ListVouchers => (PreviewLedger::Remittance, "list-vouchers"),
        Cheques => (PreviewLedger::Remittance, "cheques"),
        PosInTransit => (PreviewLedger::Remittance, "pos-in-transit"),
        TransfersInTransit => (PreviewLedger::Remittance, "transfers-in-transit"),
        RemittanceInTransit => (PreviewLedger::Remittance, "remittance-in-transit"),
        Bank => (PreviewLedger::Remittance, "bank"),
        PenaltyIncome => (PreviewLedger::Penalty, "penalty-income"),
        Receivable => (PreviewLedger::UnitTotal, "receivable"),
        Prepaid => (PreviewLedger::UnitTotal, "prepaid"),
        Tail => (PreviewLedger::UnitTotal, "tail"),
        OverShort => (PreviewLedger::UnitTotal, "over-short"),
        InterUnit => (PreviewLedger::UnitTotal, "inter-unit"),
        Clarification => (PreviewLedger::UnitTotal, "clarification"),
        BillsIssued => (PreviewLedger::UnitTotal, "bills-issued"),
        RefundsPayable => (PreviewLedger::UnitTotal, "refunds-payable"),
        WriteOffs => (PreviewLedger::UnitTotal, "write-offs"),
    }
}

fn account_words(account: LedgerAccount) -> (&'static str, &'static str) {
    use LedgerAccount::*;
    match account {
        Receivable => ("应收账款-电费", "receivable"),
        Prepaid => ("预收账款", "prepayments"),
        Tail => ("调尾", "tails"),
        Drawer => ("库存现金", "drawer"),
        Float => ("备用金", "float"),
        SlipsInTransit => ("进账单在途", "bank slips in transit"),
        ListVouchers => ("列账单", "list vouchers"),
        Cheques => ("库存支票", "cheques"),
        PosInTransit => ("POS在途", "card payments in transit"),
        TransfersInTransit => ("转账在途", "transfers in transit"),
        RemittanceInTransit => ("解款在途", "remittance in transit"),
        Bank => ("银行存款", "bank"),
        PenaltyIncome => ("营业外收入-违约金", "penalty income"),
        OverShort => ("待处理财产损溢", "over and short"),
        InterUnit => ("内部往来", "between units"),
        Clarification => ("待查款项", "clarification"),
        BillsIssued => ("电费发行", "bills issued"),
        RefundsPayable => ("其他应付款-退费", "refunds payable"),
        WriteOffs => ("核销", "write-offs"),
    }
}
