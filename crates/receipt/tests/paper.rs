//! What every receipt keeps, whatever is on it.

mod common;

use std::collections::BTreeSet;

use domain::Money;
use receipt::{Drawer, Form, Ink, Item, Page, PrintedCopy, TextRun, escpos, lay_out, pdf, svg};

fn every_page() -> Vec<(String, Page)> {
    let mut pages = Vec::new();
    for (name, facts) in common::all() {
        for form in Form::ALL {
            let laid_out = lay_out(&facts, form).into_iter().enumerate();
            pages.extend(laid_out.map(|(index, page)| (format!("{name} {form:?} page {}", index + 1), page)));
        }
    }
    pages
}

fn texts(page: &Page) -> impl Iterator<Item = &TextRun> {
    page.items.iter().filter_map(|item| match item {
        Item::Text(run) => Some(run),
        _ => None,
    })
}

#[test]
fn nothing_lies_outside_the_paper_or_under_the_tractor() {
    for (name, page) in every_page() {
        let side = if page.width == 24_100 { 1_270 } else { 300 };
        for run in texts(&page) {
            assert!(run.left >= side && run.left + run.width <= page.width - side, "{name}: {}", run.text);
            assert!(
                run.baseline - run.em >= 200 && run.baseline + run.em / 4 <= page.height - 200,
                "{name}: {}",
                run.text
            );
        }
    }
}

#[test]
fn no_text_covers_another() {
    for (name, page) in every_page() {
        let runs: Vec<&TextRun> = texts(&page).filter(|run| run.ink != Ink::Pale).collect();
        for (index, one) in runs.iter().enumerate() {
            for other in &runs[index + 1..] {
                let beside = one.left + one.width <= other.left || other.left + other.width <= one.left;
                let (top, other_top) = (one.baseline - one.em * 7 / 10, other.baseline - other.em * 7 / 10);
                let apart = one.baseline <= other_top || other.baseline <= top;
                assert!(beside || apart, "{name}: {:?} covers {:?}", one.text, other.text);
            }
        }
    }
}

#[test]
fn a_rare_name_is_printed_as_it_is_written_and_a_lost_character_is_described() {
    for form in Form::ALL {
        let text: String = lay_out(&common::rare_name(), form)[0].text_lines().concat();
        for letter in "瀼䶮㛃𬭎𠅤曌".chars() {
            assert!(text.contains(letter), "{form:?} lost {letter}");
        }
        assert!(text.contains("〔U+F8FF0〕"));
    }
}

#[test]
fn it_is_a_voucher_and_never_an_invoice() {
    for (name, page) in every_page() {
        let text = page.text_lines().concat();
        assert!(text.contains("收据") && text.contains("非发票；发票凭户号另行开具"), "{name}");
    }
}

#[test]
fn a_reprint_has_the_same_number_and_seal_and_says_how_often() {
    for form in Form::ALL {
        let page = &lay_out(&common::reprint(), form)[0];
        let text = page.text_lines().concat();
        assert!(text.contains("补打 第 2 次") && text.contains("BYP-01-1-000123") && text.contains("7F3K-9Q2M-X4TB"));
        let code = |page: &Page| page.items.iter().find(|item| matches!(item, Item::Blocks(_))).cloned();
        assert_eq!(code(page).map(runs), code(&lay_out(&common::single_cash(), form)[0]).map(runs));
    }
}

fn runs(item: Item) -> Vec<(i32, i32, i32)> {
    match item {
        Item::Blocks(blocks) => blocks.runs,
        _ => unreachable!("only codes are asked for"),
    }
}

#[test]
fn a_reversed_payment_and_a_practice_say_so_on_every_page() {
    let voided = receipt::ReceiptFacts { voided: true, practice: true, ..common::fourteen_bills() };
    for form in Form::ALL {
        for page in lay_out(&voided, form) {
            let text = page.text_lines().concat();
            assert!(text.contains("已冲正 作废") && text.contains("练习 – 无效"), "{form:?}");
        }
    }
}

#[test]
fn every_bill_is_printed_once_however_many_pages_it_takes() {
    let facts = common::fourteen_bills();
    for form in Form::ALL {
        let pages = lay_out(&facts, form);
        assert_eq!(pages.len(), if form == Form::Slip80 { 1 } else { 2 }, "{form:?}");
        let printed: Vec<&str> = pages.iter().flat_map(texts).map(|run| run.text.as_str()).collect();
        for bill in &facts.bills {
            let month = bill.bill.to_string();
            assert_eq!(printed.iter().filter(|text| **text == month).count(), 1, "{form:?} {month}");
        }
    }
}

#[test]
fn the_same_facts_give_the_same_bytes() {
    let pages = lay_out(&common::three_tenders(), Form::Third241);
    assert_eq!(pdf(&pages), pdf(&pages));
    let later = receipt::ReceiptFacts { copy: PrintedCopy::Reprint(1), ..common::three_tenders() };
    assert_ne!(pdf(&pages), pdf(&lay_out(&later, Form::Third241)));
}

#[test]
fn a_file_of_one_or_two_pages_stays_within_forty_kilobytes() {
    for (name, facts) in common::all() {
        for form in Form::ALL {
            let pages = lay_out(&facts, form);
            let size = pdf(&pages).len();
            assert!(pages.len() > 2 || size <= 40 * 1024, "{name} {form:?}: {size} bytes");
        }
    }
}

#[test]
fn a_large_amount_stays_on_its_line() {
    let mut facts = common::single_cash();
    facts.tenders = vec![domain::Tender::Cash { received: Money::from_fen(7_777_777_777_777) }];
    facts.change = Money::ZERO;
    for form in Form::ALL {
        let page = &lay_out(&facts, form)[0];
        assert!(texts(page).all(|run| run.left >= 300 && run.left + run.width <= page.width - 300), "{form:?}");
    }
}

#[test]
fn the_drawer_opens_only_when_it_is_asked_to() {
    let pulse = [0x1B, 0x70, 0x00, 0x19, 0xFA];
    let opens = |drawer| escpos(&common::single_cash(), drawer).windows(5).any(|bytes| bytes == pulse);
    assert!(opens(Drawer::Open) && !opens(Drawer::StayClosed));
}

#[test]
fn a_name_cannot_break_out_of_the_preview() {
    let mut facts = common::single_cash();
    facts.customer.name = "</text><script>alert(1)</script>&".to_owned();
    let svg = svg(&lay_out(&facts, Form::Slip80)[0]);
    assert!(!svg.contains("<script") && svg.contains("&lt;script&gt;"));
}

#[test]
fn tenders_are_named_with_the_numbers_that_finance_finds_them_by() {
    let text = lay_out(&common::three_tenders(), Form::Half241)[0].text_lines().concat();
    let words: BTreeSet<&str> = ["现金", "进账单", "列账单", "JZ20261120-00917", "LZ-2026-0311"].into();
    assert!(words.iter().all(|word| text.contains(word)), "{text}");
}
