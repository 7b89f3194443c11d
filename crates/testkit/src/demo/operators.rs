//! Who can sign in to the demo. The people do not exist.

use domain::{Operator, OperatorId, Role, UnitCode};

use super::units::{demo_outlet, demo_second_outlet, demo_station, prefecture};

/// An operator with the password of the demo. The verifier is empty: the center makes it when it loads the operator.
#[derive(Clone, Debug)]
pub struct DemoOperator {
    pub operator: Operator,
    pub password: &'static str,
}

/// Two cashiers at the counter of 白杨坪 and one at its other outlet, a meter reader, a reporter and a biller of the station;
/// two sync administrators, finance and an auditor of the prefecture.
pub fn operators() -> Vec<DemoOperator> {
    vec![
        operator(1, "1001", "田翠英", demo_outlet(), Role::Cashier, "demo1001"),
        operator(2, "1002", "向梅芳", demo_outlet(), Role::Cashier, "demo1002"),
        operator(3, "1003", "彭春莲", demo_second_outlet(), Role::Cashier, "demo1003"),
        operator(4, "2001", "覃大贵", demo_station(), Role::MeterReader, "demo2001"),
        operator(5, "3001", "谭显云", demo_station(), Role::Reporter, "demo3001"),
        operator(9, "4001", "舒文斌", demo_station(), Role::Biller, "demo4001"),
        operator(6, "9001", "冉光明", prefecture(), Role::SyncAdministrator, "demo9001"),
        operator(10, "9002", "滕国栋", prefecture(), Role::SyncAdministrator, "demo9002"),
        operator(7, "9101", "牟秀兰", prefecture(), Role::Finance, "demo9101"),
        operator(8, "9201", "瞿正文", prefecture(), Role::Auditor, "demo9201"),
    ]
}

fn operator(id: u32, login: &str, name: &str, unit: UnitCode, role: Role, password: &'static str) -> DemoOperator {
    let operator = Operator {
        id: OperatorId(id),
        login: login.to_owned(),
        name: name.to_owned(),
        unit,
        roles: vec![role],
        verifier: String::new(),
        suspended: false,
    };
    DemoOperator { operator, password }
}
