//! A bill run from the command line: what it comes to beside the month before, unit by unit.

use std::fmt::Write as _;
use std::io::Write;

use center::{BillRunId, BillRunSummary, BillRunWish, RunRow};

use super::options::BillWish;
use super::place::Place;
use super::report::padded;
use super::serve::only_one;
use super::{CommandError, open, report};

/// Bills whose energy changed most are shown, so many.
const SWINGS_SHOWN: usize = 5;

pub fn bill(out: &mut impl Write, place: &Place, wish: BillWish) -> Result<(), CommandError> {
    let _lock = only_one(place)?;
    let prefecture = open(place)?;
    prefecture.resume_bill_runs()?;
    let BillWish { period, unit, segments, on, issue } = wish;
    let issued_on = on.unwrap_or_else(|| prefecture.today());
    let wish = BillRunWish { period, unit, segments, issued_on };
    let id = if issue { prefecture.start_bill_run(&wish)? } else { prefecture.start_trial_run(&wish)? };
    while prefecture.advance_bill_run(id)? {
        say_progress(prefecture.bill_run(id)?.as_ref());
    }
    let run = prefecture.bill_run(id)?.expect("a run that was started is kept");
    report::write(out, &run_table(id, issue, &run.summary))
}

/// One line that overwrites itself, for whoever watches.
fn say_progress(run: Option<&RunRow>) {
    if let Some(run) = run {
        let percent = (run.through * 100).checked_div(run.until).unwrap_or(100);
        let _ = write!(std::io::stderr(), "\r{percent:>3} %  {} 户 bills", run.summary.bills);
        if run.finished_ms.is_some() {
            let _ = writeln!(std::io::stderr());
        }
    }
}

fn run_table(BillRunId(id): BillRunId, issue: bool, summary: &BillRunSummary) -> String {
    let mut table = String::new();
    let mut line = |text: std::fmt::Arguments<'_>| writeln!(table, "{text}").expect("writing into memory");
    let what = if issue { "发行 issued" } else { "试算 trial, nothing issued" };
    line(format_args!("批次 {id} {what}: {} 户 {} kWh {} 元", summary.bills, summary.kwh, summary.amount.grouped()));
    line(format_args!(
        "已出账 billed before {}, 现场出账 on the spot {}, 非本期 not due {}",
        summary.billed_before, summary.delegated, summary.not_due
    ));
    let unit = padded("单位", 14);
    line(format_args!("{unit} {:>8} {:>12} {:>16} {:>12} {:>16}", "户", "kWh", "元", "上月 kWh", "上月元"));
    for (unit, sums) in &summary.units {
        line(format_args!(
            "{unit:<14} {:>8} {:>12} {:>16} {:>12} {:>16}",
            sums.bills,
            sums.kwh,
            sums.amount.grouped(),
            sums.last_kwh,
            sums.last_amount.grouped()
        ));
    }
    for (reason, count) in &summary.unbilled {
        line(format_args!("未出账 without a bill: {reason} {count}"));
    }
    for swing in summary.swings.iter().take(SWINGS_SHOWN) {
        line(format_args!("{} {} → {} kWh", swing.customer, swing.last_kwh, swing.kwh));
    }
    table
}
