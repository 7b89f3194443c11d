//! A receipt as PDF, from the committed payment to the finished bytes.

use std::time::Duration;

use outlet::Access;
use receipt::{Form, lay_out, pdf};

use crate::bench::Scale;
use crate::bench::payment::tendered;
use crate::bench::table::{Row, fastest_of_three, hundredths, percentile, say};
use crate::machines::china_time;
use crate::workbench::Desk;

const BUDGET: Duration = Duration::from_millis(20);
const BYTES_MAX: usize = 40 * 1024;

pub fn run(scale: &Scale) -> Vec<Row> {
    let receipts = if scale.quick { 5 } else { 60 };
    let desk = Desk::with_customers(200);
    desk.open_shift();
    let printed_at = china_time(desk.world.now_ms());
    let mut rows = Vec::new();
    let mut number = 0;
    for (form, name) in [(Form::Slip80, "80 mm"), (Form::Half241, "241-1/2"), (Form::Third241, "241-1/3")] {
        let (mut printing, mut largest) = (Vec::new(), 0);
        for _ in 0..receipts {
            number += 1;
            let taken = desk.take(&desk.customers[number % desk.customers.len()], tendered(number as u128));
            let id = taken.row.payment.id;
            printing.push(fastest_of_three(|| {
                let facts = desk.laptop.with(|outlet| outlet.receipt_facts(id, 0, printed_at, false));
                let bytes = pdf(&lay_out(&facts.expect("the payment is there"), form));
                largest = largest.max(bytes.len());
            }));
        }
        let (p50, p99) = (percentile(&mut printing, 50), percentile(&mut printing, 99));
        rows.push(
            Row::new("receipt", format!("receipt PDF, {name}"), format!("p50 {}, p99 {}", say(p50), say(p99)))
                .within(say(BUDGET), p99 <= BUDGET),
        );
        let size = format!("{} KB at most", hundredths(largest as u128 * 100 / 1024));
        rows.push(
            Row::new("receipt", format!("receipt PDF, {name}: size"), size).within("40 KB", largest <= BYTES_MAX),
        );
    }
    rows
}
