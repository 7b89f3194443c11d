//! Golden receipts in `tests/golden/receipts`: the text of every form, its rendered picture, and the bytes of the slip.

#[path = "common/agreed.rs"]
mod agreed;
mod common;
#[path = "common/picture.rs"]
mod picture;
#[path = "common/printer.rs"]
mod printer;

use agreed::{Agreed, check_readable};
use receipt::{Drawer, Form, Page, escpos, lay_out, svg};

const RECEIPTS: Agreed = Agreed("receipts");

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

#[test]
fn the_text_of_every_form_is_as_agreed() {
    every_receipt().iter().for_each(|(name, pages)| RECEIPTS.check_text(name, pages));
}

#[test]
fn the_picture_of_every_form_is_as_agreed() {
    every_receipt().iter().for_each(|(name, pages)| RECEIPTS.check_picture(name, pages));
}

#[test]
fn all_text_of_a_page_can_be_read_out_of_the_file() {
    every_receipt().iter().for_each(|(name, pages)| check_readable(name, pages));
}

#[test]
fn the_bytes_of_every_slip_are_as_agreed() {
    for (name, facts) in common::all() {
        let listing = printer::read(&escpos(&facts, Drawer::StayClosed));
        RECEIPTS.check_exactly(&format!("{name}.escpos.txt"), &listing);
    }
}

#[test]
fn the_preview_on_the_screen_is_as_agreed() {
    let pages = lay_out(&common::rare_name(), Form::Third241);
    RECEIPTS.check_exactly("rare-name.third241.svg", &svg(&pages[0]));
}
