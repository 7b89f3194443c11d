//! The day that the walk-through plays: 52 payments of one cashier, 9582.54 yuan, in three settlement modes.

use serde_json::{Value, json};

/// In fen, in the order in which they are paid.
const CASH: [i64; 42] = [
    5643, 3890, 10929, 9201, 4940, 10798, 4283, 8675, 3345, 2620, 7227, 2795, 8996, 2667, 10528, 8052, 9723, 4643,
    2969, 4080, 9383, 9937, 1603, 8498, 1852, 3241, 5990, 10344, 6790, 11025, 7950, 2778, 3305, 4369, 6347, 2007,
    11952, 2446, 2209, 11971, 10619, 5937,
];
const SLIPS: [i64; 8] = [37702, 64958, 81497, 82923, 78058, 89034, 82992, 83382];
const LIST_VOUCHERS: [i64; 2] = [32879, 58272];

/// What the center has to say in the evening: tender, payments, yuan.
pub const BY_TENDER: [(&str, u64, &str); 3] =
    [("cash", 42, "2665.57"), ("bank-slip", 8, "6005.46"), ("list-voucher", 2, "911.51")];
pub const PAYMENTS: u64 = 52;
pub const COLLECTED: &str = "9582.54";

/// One payment of the day: how it is paid, and the amount that stays.
#[derive(Clone, Copy, Debug)]
pub struct DayPayment {
    pub kind: &'static str,
    fen: i64,
    number: usize,
}

/// All of them: cash first, then slips, then list vouchers.
pub fn day_of_52() -> Vec<DayPayment> {
    let kinds = [("cash", &CASH[..]), ("bank-slip", &SLIPS[..]), ("list-voucher", &LIST_VOUCHERS[..])];
    let paid = |(kind, amounts): (&'static str, &'static [i64])| {
        amounts.iter().enumerate().map(move |(number, fen)| DayPayment { kind, fen: *fen, number: number + 1 })
    };
    kinds.into_iter().flat_map(paid).collect()
}

impl DayPayment {
    pub fn amount(self) -> String {
        yuan(self.fen)
    }

    /// What lies on the counter: notes of ten yuan, so there is change.
    pub fn received(self) -> String {
        yuan(self.fen.div_euclid(1000) * 1000 + 1000)
    }

    /// The request that the panel would send.
    pub fn request(self, payment_id: &str, customer: &str, date: &str) -> Value {
        json!({ "request": {
            "paymentId": payment_id, "customerNo": customer, "bills": null, "amount": self.amount(), "usePrepaid": false,
            "tenders": [self.tender(date)],
        } })
    }

    fn tender(self, date: &str) -> Value {
        let (amount, number) = (self.amount(), self.number);
        match self.kind {
            "cash" => json!({ "kind": "cash", "received": self.received() }),
            "bank-slip" => json!({
                "kind": "bank-slip", "slipNo": format!("JZ2026{number:04}"), "bank": "农业银行恩施支行",
                "account": "1755 0101 0400 0123", "date": date, "amount": amount,
            }),
            _ => json!({
                "kind": "list-voucher", "voucherNo": format!("LZ2026{number:04}"), "issuingUnit": "恩施供电公司财务资产部",
                "approver": "牟秀兰", "date": date, "remark": "", "amount": amount,
            }),
        }
    }
}

fn yuan(fen: i64) -> String {
    format!("{}.{:02}", fen / 100, fen % 100)
}
