//! From a committed payment to paper: facts, pages, a file, a printer.
//!
//! Everything here comes after the money is safe. Trouble with paper is a sentence to the cashier and undoes nothing.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use domain::{PaymentId, TenderKind};
use outlet::Outlet;
use receipt::{Drawer, Form, Page, PrintedCopy, ReceiptFacts, escpos, lay_out, pdf, svg};

use crate::clock::beijing;
use crate::error::Code;
use crate::printing::{
    Command, Finished, PaperSize, Platform, PrintError, Printed, Printer, Printing, RunCommand, SystemCommands, Wait,
    print_over_network,
};
use crate::said::Said;
use crate::view::{CommandErrorView, PaperForm, PrintedView, ReceiptPreviewView};

impl From<PaperForm> for Form {
    fn from(form: PaperForm) -> Form {
        match form {
            PaperForm::Slip80 => Form::Slip80,
            PaperForm::Half241 => Form::Half241,
            PaperForm::Third241 => Form::Third241,
        }
    }
}

/// The facts of a receipt, printed now. `practice` marks the paper of demo data as invalid.
pub fn facts(outlet: &Outlet, payment: PaymentId, copy: u32, practice: bool) -> Result<ReceiptFacts, CommandErrorView> {
    let now = beijing(outlet.now().wall_ms);
    outlet.receipt_facts(payment, copy, now, practice).map_err(|error| error.said(outlet))
}

pub fn preview(facts: &ReceiptFacts, form: Form) -> ReceiptPreviewView {
    ReceiptPreviewView {
        receipt_no: facts.no.to_string(),
        pages_svg: lay_out(facts, form).iter().map(svg).collect(),
        copy: copy_of(facts),
    }
}

fn copy_of(facts: &ReceiptFacts) -> u32 {
    match facts.copy {
        PrintedCopy::Original => 0,
        PrintedCopy::Reprint(copy) => copy,
    }
}

/// Writes the receipt as a PDF. Without a path it goes to the desk's receipts, named by its number.
pub fn save(
    facts: &ReceiptFacts,
    form: Form,
    path: Option<PathBuf>,
    receipts: &Path,
) -> Result<Saved, CommandErrorView> {
    let path = path.unwrap_or_else(|| receipts.join(file_name(facts)));
    let pages = lay_out(facts, form);
    write_whole(&path, &pdf(&pages)).map_err(|error| {
        tracing::error!(error = %error, "a receipt could not be written");
        let full = error.kind() == std::io::ErrorKind::StorageFull;
        CommandErrorView::from(if full { Code::DiskFull } else { Code::FileNotWritten })
    })?;
    Ok(Saved { path, pages })
}

pub struct Saved {
    pub path: PathBuf,
    pages: Vec<Page>,
}

fn file_name(facts: &ReceiptFacts) -> String {
    match facts.copy {
        PrintedCopy::Original => format!("{}.pdf", facts.no),
        PrintedCopy::Reprint(copy) => format!("{}-补打{copy}.pdf", facts.no),
    }
}

/// Written beside and renamed: a file with the receipt's name is a whole receipt.
fn write_whole(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let beside = path.with_extension("pdf.new");
    let mut file = fs::File::create(&beside)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&beside, path)
}

/// Prints a receipt: raw to an `escpos:` printer, else as a file on the system's printer, else the file opens.
pub fn print(
    facts: &ReceiptFacts,
    form: Form,
    printer: Option<&str>,
    receipts: &Path,
) -> Result<PrintedView, CommandErrorView> {
    let (saved, copy) = (save(facts, form, None, receipts)?, copy_of(facts));
    let printed = match printer.and_then(|name| name.strip_prefix("escpos:")) {
        Some(slip_printer) => print_slip(facts, slip_printer),
        None => printing().print_file(&saved.path, printer, paper_size(&saved.pages)),
    };
    match printed {
        Ok(Printed::Spooled { printer }) => Ok(PrintedView::Printed { printer, copy }),
        Ok(Printed::Opened) => Ok(PrintedView::Opened { path: saved.path.display().to_string(), copy }),
        Err(error) => Err(printer_failed(&error, printer)),
    }
}

/// Raw bytes to an 80 mm printer: `HOST:PORT` on the network, or the name of a raw queue.
fn print_slip(facts: &ReceiptFacts, printer: &str) -> Result<Printed, PrintError> {
    let bytes = escpos(facts, drawer_of(facts));
    match printer.contains(':') {
        true => print_over_network(printer, &bytes)?,
        false => printing().print_raw(&bytes, printer)?,
    }
    Ok(Printed::Spooled { printer: printer.to_owned() })
}

pub fn printers() -> Result<Vec<Printer>, CommandErrorView> {
    printing().printers().map_err(|error| printer_failed(&error, None))
}

/// The drawer springs open once, for the cash that belongs to the original.
fn drawer_of(facts: &ReceiptFacts) -> Drawer {
    let cash = facts.tenders.iter().any(|tender| tender.kind() == TenderKind::Cash);
    if cash && facts.copy == PrintedCopy::Original { Drawer::Open } else { Drawer::StayClosed }
}

fn printer_failed(error: &PrintError, printer: Option<&str>) -> CommandErrorView {
    tracing::warn!(error = %error, "nothing was printed");
    Code::PrinterFailed.with("printer", printer.unwrap_or_default())
}

fn paper_size(pages: &[Page]) -> PaperSize {
    let page = pages.first().expect("a receipt has a page");
    PaperSize { width: page.width, height: page.height }
}

fn printing() -> Printing<DeskCommands> {
    Printing::new(Platform::current(), DeskCommands)
}

/// The system's programs; with `QINGJIANG_OPEN=none` no viewer opens, where nobody would be there to close it.
struct DeskCommands;

impl RunCommand for DeskCommands {
    fn run(&self, command: &Command) -> Result<Finished, PrintError> {
        let is_viewer = command.wait == Wait::Detached;
        if is_viewer && std::env::var_os("QINGJIANG_OPEN").is_some_and(|wish| wish == "none") {
            return Ok(Finished { success: true, ..Finished::default() });
        }
        SystemCommands.run(command)
    }
}
