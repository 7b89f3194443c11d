//! Writes every bill, notice, sheet and slip, for the eye: `cargo run -p receipt --example papers -- target/papers`.

#[path = "../tests/common/papers.rs"]
mod papers;

use std::path::{Path, PathBuf};
use std::{env, fs, io};

use receipt::{
    BillForm, NoticeForm, Page, RefundForm, lay_out_bill, lay_out_notice, lay_out_reading_sheet, lay_out_reading_slip,
    lay_out_refund, lay_out_restore_slip, pdf,
};

fn main() -> io::Result<()> {
    let folder = PathBuf::from(env::args().nth(1).unwrap_or_else(|| "target/papers".to_owned()));
    fs::create_dir_all(&folder)?;
    for (name, facts) in papers::bills() {
        for (form, paper) in [(BillForm::Slip80, "slip"), (BillForm::Half241, "half"), (BillForm::A4, "a4")] {
            write(&folder, &format!("bill-{name}-{paper}"), &lay_out_bill(&facts, form))?;
        }
    }
    for (name, facts) in papers::notices() {
        for (form, paper) in [(NoticeForm::Half241, "half"), (NoticeForm::A4, "a4")] {
            write(&folder, &format!("notice-{name}-{paper}"), &lay_out_notice(&facts, form))?;
        }
    }
    write(&folder, "reading-sheet", &lay_out_reading_sheet(&papers::reading_sheet()))?;
    for (name, facts) in papers::reading_slips() {
        write(&folder, &format!("reading-slip-{name}"), &lay_out_reading_slip(&facts))?;
    }
    for (name, facts) in papers::restore_slips() {
        write(&folder, &format!("restore-slip-{name}"), &lay_out_restore_slip(&facts))?;
    }
    for (name, facts) in papers::refunds() {
        for (form, paper) in [(RefundForm::Slip80, "slip"), (RefundForm::Half241, "half")] {
            write(&folder, &format!("refund-{name}-{paper}"), &lay_out_refund(&facts, form))?;
        }
    }
    Ok(())
}

fn write(folder: &Path, name: &str, pages: &[Page]) -> io::Result<()> {
    fs::write(folder.join(format!("{name}.pdf")), pdf(pages))
}
