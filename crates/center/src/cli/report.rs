//! Answers as plain text, in Chinese first.

use std::fmt::Write as _;
use std::io::Write;

use center::Prefecture;
use center::app::DayView;
use center::ledger::{CaseFilter, CaseRow, CaseStatus, LedgerError};
use chrono::NaiveDate;

use super::CommandError;

pub fn write(out: &mut impl Write, text: &str) -> Result<(), CommandError> {
    let failed = |error| CommandError::File { path: "stdout".into(), error };
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(failed)
}

/// Pads to a width in columns; a Chinese character takes two.
pub fn padded(text: &str, columns: usize) -> String {
    let used: usize = text.chars().map(|letter| if letter.is_ascii() { 1 } else { 2 }).sum();
    format!("{text}{}", " ".repeat(columns.saturating_sub(used)))
}

pub fn day_table(date: NaiveDate, day: &DayView) -> String {
    let mut table =
        format!("{date} 收费日报 collections of the day\n{} {:>6} {:>14}\n", padded("结算方式", 12), "笔数", "金额");
    for sum in &day.tenders {
        let name = padded(sum.tender.zh(), 12);
        writeln!(table, "{name} {:>8} {:>16}", sum.payments, sum.amount.grouped()).expect("writing into memory");
    }
    let total = padded("合计", 12);
    writeln!(table, "{total} {:>8} {:>16}", day.payments, day.collected.grouped()).expect("writing into memory");
    if day.reversals > 0 {
        let undone = padded("其中冲正", 12);
        writeln!(table, "{undone} {:>8} {:>16}", day.reversals, day.returned.grouped()).expect("writing into memory");
    }
    table
}

pub fn open_cases() -> CaseFilter {
    CaseFilter { status: Some(CaseStatus::Open), ..CaseFilter::default() }
}

pub fn case_table(cases: &[CaseRow]) -> String {
    let mut table = format!("{} 件待处理 open cases\n", cases.len());
    for case in cases {
        let sides: Vec<String> = case.sides.iter().map(side).collect();
        writeln!(table, "#{:<6} {:<18} {}", case.id.0, case.conflict.kind().name(), sides.join(" | "))
            .expect("writing into memory");
    }
    table
}

fn side(side: &center::ledger::Side) -> String {
    let receipt = side.receipt.clone().unwrap_or_else(|| side.terminal.to_string());
    side.amount.map_or(receipt.clone(), |amount| format!("{receipt} {amount}"))
}

/// The trial balance of every unit and the chain of every journal.
pub fn verification(prefecture: &Prefecture) -> Result<(String, bool), LedgerError> {
    let mut text = String::new();
    let mut holds = true;
    for (unit, sum) in prefecture.trial_balance()? {
        holds &= sum.is_zero();
        let word = if sum.is_zero() { "平" } else { "不平 OUT OF BALANCE" };
        writeln!(text, "{unit:<12} {word} {sum}").expect("writing into memory");
    }
    for journal in prefecture.verify_journals()? {
        holds &= journal.is_whole;
        let word = if journal.is_whole { "完整" } else { "断裂 BROKEN" };
        let (stream, history, seq) = (journal.stream, journal.history, journal.held.seq);
        writeln!(text, "{stream}.{history} {seq} 条 {word} {}", journal.held.hash).expect("writing into memory");
    }
    Ok((text, holds))
}
