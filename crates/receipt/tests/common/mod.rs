//! Receipts of invented people, one for each thing that paper has to get right.

use chrono::NaiveDate;
use domain::{Basis, BillId, Incarnation, Money, ReceiptNo, Tender};
use receipt::{Cashier, PaidBill, PaidFor, PrintedCopy, ReceiptFacts, Seal};

fn money(yuan: &str) -> Money {
    yuan.parse().unwrap()
}

fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).unwrap()
}

fn paid(bill: &str, energy_kwh: i64, amount: &str, principal: &str, penalty: &str, left_after: &str) -> PaidBill {
    PaidBill {
        bill: bill.parse::<BillId>().unwrap(),
        energy_kwh,
        amount: money(amount),
        principal: money(principal),
        penalty: money(penalty),
        left_after: money(left_after),
    }
}

/// A hundred yuan in cash for one bill.
pub fn single_cash() -> ReceiptFacts {
    ReceiptFacts {
        no: ReceiptNo { terminal: "BYP-01".parse().unwrap(), incarnation: Incarnation(1), number: 123 },
        copy: PrintedCopy::Original,
        customer: PaidFor {
            no: "4280011234".parse().unwrap(),
            name: "田大贵".to_owned(),
            address: "恩施市白杨坪镇熊家岩村3组27号".to_owned(),
            unit: "白杨坪供电所".to_owned(),
        },
        outlet: "白杨坪供电所营业厅".to_owned(),
        cashier: Cashier { no: "E1027".to_owned(), name: "向小满".to_owned() },
        business_date: day(11, 23),
        printed_at: day(11, 23).and_hms_opt(9, 12, 5).unwrap(),
        bills: vec![paid("2026-10", 154, "86.40", "86.40", "0", "0")],
        tenders: vec![Tender::Cash { received: money("100") }],
        change: money("13.60"),
        prepaid_used: Money::ZERO,
        prepaid_added: Money::ZERO,
        prepaid_after: Some(Money::ZERO),
        tail_before: Money::ZERO,
        tail_after: Money::ZERO,
        basis: Basis::Bills,
        voided: false,
        practice: false,
        seal: Seal {
            check_code: "7F3K-9Q2M-X4TB".to_owned(),
            qr: format!("QJ1:17.1.8842:BYP-01-1-000123:4280011234:8640:20261123:{}", "ZyXwVuTsRqPo98765432".repeat(8)),
        },
    }
}

/// Cash, a bank slip and a list voucher for a company's four months.
pub fn three_tenders() -> ReceiptFacts {
    ReceiptFacts {
        customer: PaidFor {
            no: "0042800778".parse().unwrap(),
            name: "恩施市清江源茶叶专业合作社联合社有限责任公司白杨坪精制加工厂".to_owned(),
            address: "恩施市白杨坪镇集镇老街居委会高铁路与施州大道交汇处以东二百米工业园区B区6栋".to_owned(),
            unit: "恩施市供电公司白杨坪供电所".to_owned(),
        },
        bills: vec![
            paid("2026-07", 1_520, "1178.52", "1178.52", "284.32", "0"),
            paid("2026-08", 60_000, "46547.68", "46547.68", "8564.77", "0"),
            paid("2026-09", 12_345, "9103.66", "9103.66", "1001.40", "0"),
            paid("2026-10", 11_002, "8089.04", "8089.04", "145.60", "0"),
        ],
        tenders: vec![
            Tender::Cash { received: money("5000") },
            Tender::BankSlip {
                slip_no: "JZ20261120-00917".to_owned(),
                bank: "湖北恩施农村商业银行白杨坪支行".to_owned(),
                account: "82010000000123456".to_owned(),
                date: day(11, 20),
                amount: money("60000"),
            },
            Tender::ListVoucher {
                voucher_no: "LZ-2026-0311".to_owned(),
                issuing_unit: "财务审计部".to_owned(),
                approver: "谭仁和".to_owned(),
                date: day(11, 21),
                remark: String::new(),
                amount: money("10000"),
            },
        ],
        change: money("85.01"),
        prepaid_used: Money::ZERO,
        prepaid_added: Money::ZERO,
        prepaid_after: Some(money("0")),
        ..single_cash()
    }
}

/// Fifty yuan on a bill of 120.40 that is late.
pub fn partial_with_penalty() -> ReceiptFacts {
    ReceiptFacts {
        bills: vec![
            paid("2026-08", 96, "53.57", "12.11", "3.96", "0"),
            paid("2026-09", 210, "120.40", "33.93", "0", "90.08"),
        ],
        tenders: vec![Tender::Cash { received: money("50") }],
        change: Money::ZERO,
        ..single_cash()
    }
}

/// Two hundred yuan by an account number that the counter did not know.
pub fn prepayment_on_arrival() -> ReceiptFacts {
    ReceiptFacts {
        customer: PaidFor {
            no: "4282031907".parse().unwrap(),
            name: String::new(),
            address: String::new(),
            unit: String::new(),
        },
        bills: vec![],
        tenders: vec![Tender::Cash { received: money("200") }],
        change: Money::ZERO,
        prepaid_added: money("200"),
        prepaid_after: None,
        basis: Basis::OnArrival,
        ..single_cash()
    }
}

/// Prepayment used, tail cents and new prepayment in one.
pub fn prepaid_and_tail() -> ReceiptFacts {
    ReceiptFacts {
        bills: vec![paid("2026-10", 90, "50.10", "50.10", "0", "0")],
        tenders: vec![Tender::Pos {
            terminal: "60123456".to_owned(),
            reference: "112309120517".to_owned(),
            card_tail: "4402".to_owned(),
            amount: money("60"),
        }],
        change: Money::ZERO,
        prepaid_used: money("10"),
        prepaid_added: money("20"),
        prepaid_after: Some(money("20")),
        tail_before: money("0.57"),
        tail_after: money("0.47"),
        ..single_cash()
    }
}

pub fn reprint() -> ReceiptFacts {
    ReceiptFacts {
        copy: PrintedCopy::Reprint(2),
        printed_at: day(11, 23).and_hms_opt(16, 40, 31).unwrap(),
        ..single_cash()
    }
}

pub fn reversed() -> ReceiptFacts {
    ReceiptFacts { voided: true, ..reprint() }
}

/// A name of the mountains, with a character that no font has.
pub fn rare_name() -> ReceiptFacts {
    ReceiptFacts {
        customer: PaidFor {
            name: "冉瀼䶮㛃𬭎𠅤（户主：欧阳\u{F8FF0}龑、上官曌之子）".to_owned(),
            address: "恩施土家族苗族自治州宣恩县沙道沟镇两河口村瀼水坪䶮家院子第十二村民小组（原七大队三小队）附6号"
                .to_owned(),
            ..single_cash().customer
        },
        ..single_cash()
    }
}

/// More bills than a form holds.
pub fn fourteen_bills() -> ReceiptFacts {
    let bill = |index: i64| {
        let period = if index < 3 { format!("2025-{:02}", index + 10) } else { format!("2026-{:02}", index - 2) };
        let amount = Money::from_fen(5_580 + index * 731);
        let penalty = Money::from_fen((14 - index) * 155);
        PaidBill {
            bill: period.parse::<BillId>().unwrap(),
            energy_kwh: 100 + index * 13,
            amount,
            principal: amount,
            penalty,
            left_after: Money::ZERO,
        }
    };
    let bills: Vec<PaidBill> = (0..14).map(bill).collect();
    let due: Money = bills.iter().map(PaidBill::paid).sum();
    let received = due.round_up_to(money("100"));
    ReceiptFacts { bills, tenders: vec![Tender::Cash { received }], change: received - due, ..single_cash() }
}

pub fn practice() -> ReceiptFacts {
    ReceiptFacts { practice: true, ..single_cash() }
}

/// All marks at once.
pub fn practice_reversed_reprint() -> ReceiptFacts {
    ReceiptFacts { practice: true, ..reversed() }
}

/// More of everything than a form has room for.
pub fn more_than_fits() -> ReceiptFacts {
    let transfer = |index: i64| Tender::Transfer {
        reference: format!("20261123{index:08}"),
        bank: "中国农业银行股份有限公司恩施土家族苗族自治州分行营业部".to_owned(),
        date: day(11, 23),
        amount: Money::from_fen(100_000_000 + index),
    };
    let tenders: Vec<Tender> = (1..=12).map(transfer).collect();
    let bills = fourteen_bills().bills;
    let due: Money = bills.iter().map(PaidBill::paid).sum();
    let collected: Money = tenders.iter().map(Tender::amount).sum();
    ReceiptFacts {
        customer: PaidFor {
            name: "恩施土家族苗族自治州清江流域农村饮水安全巩固提升工程建设管理".repeat(4),
            address: "恩施市白杨坪镇熊家岩村".repeat(20),
            ..single_cash().customer
        },
        outlet: "恩施市供电公司白杨坪供电所熊家岩便民服务营业网点".to_owned(),
        bills,
        tenders,
        change: Money::ZERO,
        prepaid_added: collected - due,
        prepaid_after: Some(collected - due),
        practice: true,
        voided: true,
        copy: PrintedCopy::Reprint(12),
        ..single_cash()
    }
}

/// Every fixture with the name of its golden files.
pub fn all() -> Vec<(&'static str, ReceiptFacts)> {
    vec![
        ("single-cash", single_cash()),
        ("three-tenders", three_tenders()),
        ("partial-with-penalty", partial_with_penalty()),
        ("prepayment-on-arrival", prepayment_on_arrival()),
        ("prepaid-and-tail", prepaid_and_tail()),
        ("reprint", reprint()),
        ("reversed", reversed()),
        ("rare-name", rare_name()),
        ("fourteen-bills", fourteen_bills()),
        ("practice", practice()),
        ("practice-reversed-reprint", practice_reversed_reprint()),
        ("more-than-fits", more_than_fits()),
    ]
}
