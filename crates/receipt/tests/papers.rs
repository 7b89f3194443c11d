//! Bills, notices, sheets and slips: golden files in `tests/golden/papers`, and what every paper keeps.

#[path = "common/agreed.rs"]
mod agreed;
#[path = "common/papers.rs"]
mod fixtures;
#[path = "common/picture.rs"]
mod picture;
#[path = "common/printer.rs"]
mod printer;

use std::collections::BTreeMap;

use agreed::{Agreed, check_readable};
use domain::{Money, StatementReason};
use receipt::{
    BillFacts, BillForm, Drawer, Ink, Item, NoticeForm, Page, RefundForm, TextRun, escpos_bill, escpos_reading_slip,
    escpos_refund, escpos_restore_slip, lay_out_bill, lay_out_notice, lay_out_reading_sheet, lay_out_reading_slip,
    lay_out_refund, lay_out_restore_slip, pdf, svg,
};

const PAPERS: Agreed = Agreed("papers");

fn bill_paper(form: BillForm) -> &'static str {
    match form {
        BillForm::Slip80 => "slip80",
        BillForm::Half241 => "half241",
        BillForm::A4 => "a4",
    }
}

fn notice_paper(form: NoticeForm) -> &'static str {
    match form {
        NoticeForm::Half241 => "half241",
        NoticeForm::A4 => "a4",
    }
}

/// Every fixture on every paper.
fn every_paper() -> BTreeMap<String, Vec<Page>> {
    let mut papers = BTreeMap::new();
    for (name, facts) in fixtures::bills() {
        for form in BillForm::ALL {
            papers.insert(format!("bill-{name}.{}", bill_paper(form)), lay_out_bill(&facts, form));
        }
    }
    for (name, facts) in fixtures::notices() {
        for form in NoticeForm::ALL {
            papers.insert(format!("notice-{name}.{}", notice_paper(form)), lay_out_notice(&facts, form));
        }
    }
    papers.insert("reading-sheet.a4".to_owned(), lay_out_reading_sheet(&fixtures::reading_sheet()));
    for (name, facts) in fixtures::reading_slips() {
        papers.insert(format!("reading-slip-{name}.slip80"), lay_out_reading_slip(&facts));
    }
    for (name, facts) in fixtures::restore_slips() {
        papers.insert(format!("restore-slip-{name}.slip80"), lay_out_restore_slip(&facts));
    }
    for (name, facts) in fixtures::refunds() {
        for (form, paper) in [(RefundForm::Slip80, "slip80"), (RefundForm::Half241, "half241")] {
            papers.insert(format!("refund-{name}.{paper}"), lay_out_refund(&facts, form));
        }
    }
    papers
}

fn texts(page: &Page) -> impl Iterator<Item = &TextRun> {
    page.items.iter().filter_map(|item| match item {
        Item::Text(run) => Some(run),
        _ => None,
    })
}

fn text_of(pages: &[Page]) -> String {
    pages.iter().flat_map(Page::text_lines).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_text_of_every_paper_is_as_agreed() {
    every_paper().iter().for_each(|(name, pages)| PAPERS.check_text(name, pages));
}

#[test]
fn the_picture_of_every_paper_is_as_agreed() {
    every_paper().iter().for_each(|(name, pages)| PAPERS.check_picture(name, pages));
}

#[test]
fn all_text_of_a_paper_can_be_read_out_of_the_file() {
    every_paper().iter().for_each(|(name, pages)| check_readable(name, pages));
}

#[test]
fn the_bytes_of_every_slip_are_as_agreed() {
    for (name, facts) in fixtures::bills() {
        PAPERS.check_exactly(&format!("bill-{name}.escpos.txt"), &printer::read(&escpos_bill(&facts)));
    }
    for (name, facts) in fixtures::reading_slips() {
        PAPERS.check_exactly(&format!("reading-slip-{name}.escpos.txt"), &printer::read(&escpos_reading_slip(&facts)));
    }
    for (name, facts) in fixtures::restore_slips() {
        PAPERS.check_exactly(&format!("restore-slip-{name}.escpos.txt"), &printer::read(&escpos_restore_slip(&facts)));
    }
    for (name, facts) in fixtures::refunds() {
        let bytes = escpos_refund(&facts, Drawer::Open);
        PAPERS.check_exactly(&format!("refund-{name}.escpos.txt"), &printer::read(&bytes));
    }
}

#[test]
fn the_preview_of_a_bill_is_as_agreed() {
    PAPERS.check_exactly("bill-step.a4.svg", &svg(&lay_out_bill(&fixtures::step_bill(), BillForm::A4)[0]));
}

#[test]
fn nothing_lies_outside_the_paper_or_under_the_tractor() {
    for (name, pages) in every_paper() {
        for page in &pages {
            let side = if page.width == 24_100 { 1_270 } else { 300 };
            for run in texts(page) {
                assert!(run.left >= side && run.left + run.width <= page.width - side, "{name}: {}", run.text);
                let (top, bottom) = (run.baseline - run.em, run.baseline + run.em / 4);
                assert!(top >= 200 && bottom <= page.height - 200, "{name}: {}", run.text);
            }
        }
    }
}

#[test]
fn no_text_covers_another() {
    for (name, pages) in every_paper() {
        for page in &pages {
            let runs: Vec<&TextRun> = texts(page).filter(|run| run.ink != Ink::Pale && !run.text.is_empty()).collect();
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
}

#[test]
fn each_line_of_a_bill_reads_as_a_sum_that_can_be_computed_again() {
    for form in [BillForm::Half241, BillForm::A4] {
        let text = text_of(&lay_out_bill(&fixtures::step_bill(), form));
        assert!(
            text.contains("第一档 60 度 × 0.558 = 33.48") && text.contains("第二档 90 度 × 0.608 = 54.72"),
            "{text}"
        );
    }
    let slip = text_of(&lay_out_bill(&fixtures::step_bill(), BillForm::Slip80));
    assert!(slip.contains("第一档 60 度 × 0.558 =  33.48"), "{slip}");
}

#[test]
fn every_fact_of_a_two_part_bill_is_on_every_form() {
    for form in BillForm::ALL {
        let text = text_of(&lay_out_bill(&fixtures::two_part_bill(), form)).replace('\n', "");
        for words in
            ["最大需量", "变损", "扣减分表 P-0002", "力调电费", "功率因数 0.86", "调整率 +2%", "2,712.00", "大工业"]
        {
            assert!(text.contains(words), "{form:?} lost {words}: {text}");
        }
    }
}

#[test]
fn an_estimate_says_so_beside_the_figure_and_in_words() {
    for form in BillForm::ALL {
        let text = text_of(&lay_out_bill(&fixtures::estimated_bill(), form));
        assert!(text.contains("表码翻转、暂计") && text.contains("暂计：本期有示数为估抄"), "{form:?}: {text}");
    }
}

#[test]
fn a_difference_shows_what_was_taken_back_and_says_why() {
    let facts = fixtures::difference_bill();
    for form in BillForm::ALL {
        let text = text_of(&lay_out_bill(&facts, form)).replace('\n', "");
        for words in ["冲红 第一档 -60 度 × 0.573 =", "原账单 90.45 元全部冲红", "重新计算为 88.20 元", "应退 2.25 元"]
        {
            assert!(text.contains(words), "{form:?} lost {words}: {text}");
        }
        assert!(!text.contains("违约金起算日"), "nothing is due");
    }
}

#[test]
fn each_reason_of_a_difference_has_its_own_words() {
    let of = "2026-11".parse().unwrap();
    let reasons = [
        (StatementReason::LateTariff { of }, "新的电价"),
        (StatementReason::NewerArchive { of }, "用电档案"),
        (StatementReason::ReadingCorrected { of }, "示数经核实已更正"),
        (StatementReason::Correction { of }, "计量差错"),
    ];
    for (reason, words) in reasons {
        let mut facts = fixtures::difference_bill();
        facts.statement.reason = reason;
        assert!(text_of(&lay_out_bill(&facts, BillForm::A4)).contains(words), "{words}");
    }
}

#[test]
fn a_bill_is_never_taken_for_a_receipt_or_an_invoice() {
    for (name, facts) in fixtures::bills() {
        for form in BillForm::ALL {
            for page in lay_out_bill(&facts, form) {
                assert!(page.text_lines().concat().contains("非收据、非发票"), "{name} {form:?}");
            }
        }
    }
}

#[test]
fn a_long_bill_goes_on_with_its_columns_named_and_its_marks_shown() {
    let facts = fixtures::long_bill();
    for form in [BillForm::Half241, BillForm::A4] {
        let pages = lay_out_bill(&facts, form);
        assert!(pages.len() >= 2, "{form:?}");
        for (index, page) in pages.iter().enumerate() {
            let text = page.text_lines().concat();
            assert!(text.contains("练习 – 无效") && text.contains("已冲红 作废") && text.contains("补打 第 3 次"));
            assert!(text.contains("电能表") || text.contains("电费计算"), "{form:?} page {}", index + 1);
            assert!(text.contains(&format!("页次 {}/{}", index + 1, pages.len())));
        }
        let text = text_of(&pages);
        for meter in &facts.statement.points[0].meters {
            assert_eq!(text.matches(meter.meter.as_str()).count(), 1, "{form:?} {}", meter.meter);
        }
    }
}

#[test]
fn a_disconnection_notice_carries_its_legal_dates_and_both_hotlines() {
    for form in NoticeForm::ALL {
        let text = text_of(&lay_out_notice(&fixtures::disconnection_notice(), form)).replace('\n', "");
        let parts = [
            "截至 2026年11月23日",
            "逾期超过 30 日",
            "2026年11月29日（含当日）前",
            "2026年11月30日 起",
            "停电前 30 分钟再次通知",
            "法定节假日及其前一日不停电",
            "24 小时内恢复供电",
            "客户签收",
            "送达日期",
            "批准人",
            "95598",
            "12398",
        ];
        for part in parts {
            assert!(text.contains(part), "{form:?} lost {part}: {text}");
        }
    }
}

#[test]
fn an_arrears_notice_does_not_speak_of_a_day_to_cut() {
    for form in NoticeForm::ALL {
        let pages = lay_out_notice(&fixtures::arrears_notice(), form);
        let text = text_of(&pages);
        assert_eq!(pages.len(), 1, "{form:?}");
        assert!(!text.contains("拟停电日") && !text.contains("批准人") && text.contains("未逾期"), "{text}");
    }
}

#[test]
fn every_register_of_a_round_has_a_line_and_a_meter_is_not_torn_apart() {
    let facts = fixtures::reading_sheet();
    let pages = lay_out_reading_sheet(&facts);
    let lines = facts.points.iter().map(|point| point.registers.len()).sum::<usize>();
    let printed =
        pages.iter().flat_map(texts).filter(|run| ["有功总", "尖", "峰", "平", "谷", "无功总"].contains(&&*run.text));
    assert_eq!(printed.count(), lines);
    for page in &pages {
        let text = page.text_lines();
        assert!(
            text.iter().any(|line| line.contains("抄表员签字")) && text.iter().any(|line| line.contains("本次示数"))
        );
        let of = |register: &str| texts(page).filter(|run| run.text == register).count();
        assert_eq!(of("尖"), of("无功总"), "a time-of-use meter begins and ends on one page");
    }
}

/// 领款人 signs below an amount in figures and capitals, and a copy says that it is one.
#[test]
fn a_refund_slip_has_a_place_to_sign_on_every_paper() {
    for form in RefundForm::ALL {
        let text = text_of(&lay_out_refund(&fixtures::refund(), form));
        for part in ["领款人签字", "捌拾陆元肆角", "86.40", "案件 1204", "白杨坪供电所", "7F3K-9Q2M-X4TB"]
        {
            assert!(text.contains(part), "{part}: {text}");
        }
        let marked = text_of(&lay_out_refund(&fixtures::marked_refund(), form));
        assert!(marked.contains("补打 第 2 次") && marked.contains("待查款项"), "{marked}");
    }
}

#[test]
fn a_lineman_finds_the_place_the_meter_and_the_deadline() {
    let text = text_of(&lay_out_restore_slip(&fixtures::restore_slip()));
    for part in [
        "熊家岩村3组27号",
        "2号台区",
        "42100088001234",
        "13900001234",
        "11月24日 09:12",
        "24 小时内",
        "复电时间",
        "客户签字",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
}

#[test]
fn a_reading_slip_of_an_unchecked_multiplier_names_no_energy() {
    let text = text_of(&lay_out_reading_slip(&fixtures::marked_reading_slip()));
    assert!(text.contains("待核") && !text.contains("150 度") && text.contains("已撤销 作废"), "{text}");
}

#[test]
fn the_largest_figures_stay_in_their_columns() {
    let mut facts: BillFacts = fixtures::two_part_bill();
    for line in &mut facts.statement.lines {
        line.amount = Money::from_fen(777_777_777_777);
    }
    facts.statement.total = Money::from_fen(7_777_777_777_777);
    for form in BillForm::ALL {
        for page in lay_out_bill(&facts, form) {
            assert!(texts(&page).all(|run| run.left >= 300 && run.left + run.width <= page.width - 300), "{form:?}");
        }
    }
}

#[test]
fn the_same_facts_give_the_same_bytes_and_a_file_stays_small() {
    for (name, pages) in every_paper() {
        let bytes = pdf(&pages);
        assert_eq!(bytes, pdf(&pages), "{name}");
        assert!(bytes.len() <= 60 * 1024, "{name}: {} bytes", bytes.len());
    }
}

/// What a reader compares with the meter and copies from it.
#[test]
fn the_sheet_keeps_six_digits_together_and_writes_the_decimals_of_the_meter() {
    let pages = lay_out_reading_sheet(&fixtures::reading_sheet());
    let written: Vec<&str> = pages.iter().flat_map(texts).map(|run| run.text.as_str()).collect();
    assert!(written.contains(&"42100088000001"), "what fits on a line is not broken");
    assert!(written.contains(&"000004"), "{written:?}");
    assert!(written.contains(&"88.10"), "{written:?}");
}
