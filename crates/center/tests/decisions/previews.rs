//! What is previewed is what happens, to the fen, for every offered kind × resolution; and undoing it leaves nothing behind.
//! Each preview is a golden file in `tests/golden/previews`.

use std::collections::BTreeMap;
use std::fmt::Write;

use center::ledger::CaseStatus;
use center::{Preview, PreviewLedger, ReceiptStays};
use domain::*;

use crate::fixtures::*;
use crate::snapshot::*;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/golden/previews");

/// The preview as a table that a person can review.
fn table(kind: ConflictKind, resolution: &Resolution, preview: &Preview) -> String {
    let mut text = format!("{} / {}\n", kind.name(), resolution.kind().name());
    let moves = if preview.moves_money { "moves money" } else { "moves no money" };
    writeln!(text, "{:?} · {moves} · sum {}", preview.persons, preview.sum).unwrap();
    for line in &preview.lines {
        let ledger = serde_json::to_string(&line.ledger).unwrap();
        let (before, after) = (&line.before, &line.after);
        writeln!(
            text,
            "  {:<18} {:<46} {before:>12} -> {after:>12}  {:>10}",
            ledger.trim_matches('"'),
            line.key,
            line.change
        )
        .unwrap();
        writeln!(text, "  {:<18} {} | {}", "", line.label.zh, line.label.en).unwrap();
    }
    for task in &preview.tasks {
        writeln!(text, "  task {} {} {:?} {}", task.terminal, task.task.name(), task.state, task.note).unwrap();
    }
    for receipt in &preview.receipts {
        let (says, books) = (&receipt.says, &receipt.books);
        let stays = match receipt.stays {
            ReceiptStays::Valid => "valid",
            ReceiptStays::RefersToOtherAccount => "valid, the money went to another account",
            ReceiptStays::Void => "void",
        };
        writeln!(text, "  receipt {} {stays}", receipt.receipt).unwrap();
        writeln!(text, "    says  {} {} on {}", says.customer, says.collected, bills(&says.bills, says.prepaid_added))
            .unwrap();
        let place = if books.refunded {
            " refunded"
        } else if books.in_clarification {
            " in clarification"
        } else {
            ""
        };
        writeln!(text, "    books {}{place} on {}", books.customer, bills(&books.bills, books.prepaid_added)).unwrap();
    }
    for note in &preview.notes {
        let amount = note.amount.map_or_else(String::new, |amount| amount.to_string());
        writeln!(text, "  note {} {amount}{}", note.code, note.text.as_deref().unwrap_or_default()).unwrap();
    }
    text
}

fn bills(parts: &[Allocation], prepaid: Money) -> String {
    let mut words: Vec<String> = parts.iter().map(|part| format!("{} {}", part.bill, part.total())).collect();
    if !prepaid.is_zero() {
        words.push(format!("prepaid {prepaid}"));
    }
    if words.is_empty() { "nothing".to_owned() } else { words.join(", ") }
}

fn offered() -> Vec<(ConflictKind, ResolutionKind)> {
    let all = ConflictKind::ALL.into_iter().flat_map(|kind| ResolutionKind::ALL.map(|resolution| (kind, resolution)));
    all.filter(|(kind, resolution)| choice(*kind, *resolution) != Choice::NotOffered).collect()
}

/// The money lines of a preview, by key.
fn lines(preview: &Preview) -> BTreeMap<String, (String, String)> {
    let money = preview.lines.iter().filter(|line| line.ledger != PreviewLedger::TariffTier);
    money.map(|line| (line.key.clone(), (line.before.clone(), line.after.clone()))).collect()
}

fn check_golden(name: &str, text: &str) {
    let path = format!("{FOLDER}/{name}.txt");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::create_dir_all(FOLDER).unwrap();
        std::fs::write(&path, text).unwrap();
    }
    let reviewed = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(text, reviewed, "review {path}, then run again with UPDATE_GOLDEN=1");
}

fn what_is_previewed_happens(kind: ConflictKind, of: ResolutionKind) {
    let scene = scene_of(kind);
    let resolution = filled(&scene, of);
    let preview = scene.preview(&resolution);
    check_golden(&format!("{}--{}", kind.name(), of.name()), &table(kind, &resolution, &preview));
    let (before, stood) = (money_of(&scene.center, preview.as_of), served(&scene.center));
    let cases = scene.center.open_cases();
    let decision = scene.decide(&resolution);
    let after = money_of(&scene.center, preview.as_of);
    assert_eq!(changes(&before, &after), lines(&preview), "{kind:?} × {of:?}: what was previewed is what happened");
    scene.center.assert_books_balance();
    let status = if of == ResolutionKind::ReturnToOutlet { CaseStatus::Returned } else { CaseStatus::Decided };
    assert_eq!(scene.row().status, status, "{kind:?} × {of:?}");
    scene.undo(decision.id);
    assert_eq!(served(&scene.center), stood, "{kind:?} × {of:?}: undoing leaves nothing behind");
    assert_eq!(scene.center.open_cases(), cases, "{kind:?} × {of:?}: the case is open again");
    scene.center.assert_books_balance();
}

#[test]
fn what_is_previewed_is_what_happens_and_undoing_it_leaves_nothing_behind() {
    for (kind, resolution) in offered() {
        what_is_previewed_happens(kind, resolution);
    }
}

#[test]
fn there_is_a_golden_preview_for_every_offered_choice_and_no_other() {
    let mut expected: Vec<String> =
        offered().iter().map(|(kind, resolution)| format!("{}--{}.txt", kind.name(), resolution.name())).collect();
    expected.sort();
    let files = std::fs::read_dir(FOLDER).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap());
    let mut files: Vec<String> = files.collect();
    files.sort();
    assert_eq!(files, expected);
}
