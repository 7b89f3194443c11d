//! Golden receipts in `tests/golden/receipts`: the text of every form, its rendered picture, and the bytes of the slip.
//!
//! `UPDATE_GOLDEN=1 cargo test -p receipt` writes them anew; look at the change before keeping it.

mod common;
#[path = "common/picture.rs"]
mod picture;
#[path = "common/printer.rs"]
mod printer;

use std::path::PathBuf;
use std::{env, fs};

use receipt::{Drawer, Form, Item, Page, escpos, lay_out, pdf, svg};

fn golden(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/golden/receipts").join(name)
}

fn is_updating() -> bool {
    env::var_os("UPDATE_GOLDEN").is_some()
}

fn read_golden(name: &str) -> String {
    fs::read_to_string(golden(name)).unwrap_or_else(|error| panic!("{name}: {error}; run with UPDATE_GOLDEN=1"))
}

fn check_exactly(name: &str, actual: &str) {
    if is_updating() {
        fs::create_dir_all(golden("")).unwrap();
        fs::write(golden(name), actual).unwrap();
    }
    let expected = read_golden(name);
    assert!(actual == expected, "{name} changed\n--- expected\n{expected}\n--- actual\n{actual}");
}

fn paper(form: Form) -> &'static str {
    match form {
        Form::Slip80 => "slip80",
        Form::Half241 => "half241",
        Form::Third241 => "third241",
    }
}

/// Every fixture on every form.
fn every_receipt() -> Vec<(String, Vec<Page>)> {
    let on_every_form = |(name, facts): (&str, receipt::ReceiptFacts)| {
        Form::ALL.map(|form| (format!("{name}.{}", paper(form)), lay_out(&facts, form)))
    };
    common::all().into_iter().flat_map(on_every_form).collect()
}

fn page_text(page: &Page) -> String {
    format!(
        "── {}.{:02} × {}.{:02} mm\n{}\n",
        page.width / 100,
        page.width % 100,
        page.height / 100,
        page.height % 100,
        page.text_lines().join("\n")
    )
}

#[test]
fn the_text_of_every_form_is_as_agreed() {
    for (name, pages) in every_receipt() {
        let text: String = pages.iter().map(page_text).collect();
        check_exactly(&format!("{name}.txt"), &text);
    }
}

#[test]
fn the_picture_of_every_form_is_as_agreed() {
    for (name, pages) in every_receipt() {
        let actual = picture::of_pdf(&name, &pdf(&pages));
        let golden_name = format!("{name}.grey");
        if is_updating() {
            fs::write(golden(&golden_name), &actual).unwrap();
        }
        if let Err(difference) = picture::compare(&read_golden(&golden_name), &actual) {
            panic!("the picture of {name} changed: {difference}");
        }
    }
}

#[test]
fn all_text_of_a_page_can_be_read_out_of_the_file() {
    for (name, pages) in every_receipt() {
        let text = squeezed(&picture::text_of_pdf(&name, &pdf(&pages)));
        for page in &pages {
            for item in &page.items {
                if let Item::Text(run) = item {
                    assert!(text.contains(&squeezed(&run.text)), "{name} lost {}", run.text);
                }
            }
        }
    }
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_whitespace()).collect()
}

#[test]
fn the_bytes_of_every_slip_are_as_agreed() {
    for (name, facts) in common::all() {
        check_exactly(&format!("{name}.escpos.txt"), &printer::read(&escpos(&facts, Drawer::StayClosed)));
    }
}

#[test]
fn the_preview_on_the_screen_is_as_agreed() {
    let pages = lay_out(&common::rare_name(), Form::Third241);
    check_exactly("rare-name.third241.svg", &svg(&pages[0]));
}
