//! A customer who owes one bill, for the tests of the counter and of the exchange.

use domain::*;

pub const DEBTOR: &str = "4280900001";

pub fn debtor(power: PowerState) -> CustomerState {
    let no: CustomerNo = DEBTOR.parse().unwrap();
    let unit: UnitCode = "421280109".parse().unwrap();
    let bill = Bill {
        id: "2026-10".parse().unwrap(),
        elec_type: ElecType::RURAL_RESIDENTIAL,
        energy_kwh: 155,
        amount: Money::from_fen(8_640),
        penalty_start: "2026-12-01".parse().unwrap(),
        lock: None,
        settlements: vec![],
    };
    let account = Account {
        customer: no.clone(),
        owner: Some(unit.clone()),
        prepaid: Money::ZERO,
        tail: Money::ZERO,
        bills: vec![bill],
    };
    let customer = Customer {
        no,
        old_no: None,
        name: "田大贵".into(),
        address: "恩施市白杨坪镇熊家岩村3组".into(),
        unit,
        elec_type: ElecType::RURAL_RESIDENTIAL,
        meter_no: "4230001234567890123456".into(),
        transformer_area: "10kV白杨线熊家岩台区01".into(),
        phone: String::new(),
        status: CustomerStatus::Normal,
        power,
    };
    CustomerState { customer, account, last_payments: vec![] }
}
