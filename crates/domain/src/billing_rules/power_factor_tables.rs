//! 功率因数调整电费表: the three tables of 水利电力部、国家物价局 (83)水电财字第215号, as they are published.
//!
//! A row is the factor in hundredths and the percent in hundredths, so the data reads like the document.

use rust_decimal::Decimal;

use super::{PowerFactorRow, PowerFactorTable};

/// 标准 0.90: high-voltage industry above 160 kVA, and loaded pump stations of 3200 kVA and more.
const STANDARD_90: &[(i64, i64)] = &[
    (95, -75),
    (94, -60),
    (93, -45),
    (92, -30),
    (91, -15),
    (90, 0),
    (89, 50),
    (88, 100),
    (87, 150),
    (86, 200),
    (85, 250),
    (84, 300),
    (83, 350),
    (82, 400),
    (81, 450),
    (80, 500),
    (79, 550),
    (78, 600),
    (77, 650),
    (76, 700),
    (75, 750),
    (74, 800),
    (73, 850),
    (72, 900),
    (71, 950),
    (70, 1000),
    (69, 1100),
    (68, 1200),
    (67, 1300),
    (66, 1400),
    (65, 1500),
];

/// 标准 0.85: other industry, non-industry and commerce of 100 kVA and more.
const STANDARD_85: &[(i64, i64)] = &[
    (94, -110),
    (93, -95),
    (92, -80),
    (91, -65),
    (90, -50),
    (89, -40),
    (88, -30),
    (87, -20),
    (86, -10),
    (85, 0),
    (84, 50),
    (83, 100),
    (82, 150),
    (81, 200),
    (80, 250),
    (79, 300),
    (78, 350),
    (77, 400),
    (76, 450),
    (75, 500),
    (74, 550),
    (73, 600),
    (72, 650),
    (71, 700),
    (70, 750),
    (69, 800),
    (68, 850),
    (67, 900),
    (66, 950),
    (65, 1000),
    (64, 1100),
    (63, 1200),
    (62, 1300),
    (61, 1400),
    (60, 1500),
];

/// 标准 0.80: agriculture and bulk resale of 100 kVA and more.
const STANDARD_80: &[(i64, i64)] = &[
    (92, -130),
    (91, -115),
    (90, -100),
    (89, -90),
    (88, -80),
    (87, -70),
    (86, -60),
    (85, -50),
    (84, -40),
    (83, -30),
    (82, -20),
    (81, -10),
    (80, 0),
    (79, 50),
    (78, 100),
    (77, 150),
    (76, 200),
    (75, 250),
    (74, 300),
    (73, 350),
    (72, 400),
    (71, 450),
    (70, 500),
    (69, 550),
    (68, 600),
    (67, 650),
    (66, 700),
    (65, 750),
    (64, 800),
    (63, 850),
    (62, 900),
    (61, 950),
    (60, 1000),
    (59, 1100),
    (58, 1200),
    (57, 1300),
    (56, 1400),
    (55, 1500),
];

/// All three add 2 % for each further 0.01.
pub(super) fn published() -> Vec<PowerFactorTable> {
    vec![table(90, STANDARD_90), table(85, STANDARD_85), table(80, STANDARD_80)]
}

fn table(standard_hundredths: i64, rows: &[(i64, i64)]) -> PowerFactorTable {
    let row = |(factor, percent): &(i64, i64)| PowerFactorRow {
        factor: Decimal::new(*factor, 2),
        percent: Decimal::new(*percent, 2).normalize(),
    };
    PowerFactorTable {
        standard: Decimal::new(standard_hundredths, 2),
        rows: rows.iter().map(row).collect(),
        below_per_hundredth: Decimal::TWO,
    }
}
