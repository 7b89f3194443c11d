//! From committed facts to paper: pages, a file, a printer.
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
            // A receipt has no A4 form; its place is the middle one.
            PaperForm::Half241 | PaperForm::A4 => Form::Half241,
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

pub fn copy_of(facts: &ReceiptFacts) -> u32 {
    match facts.copy {
        PrintedCopy::Original => 0,
        PrintedCopy::Reprint(copy) => copy,
    }
}

/// A paper that is laid out: its file's name without an ending, its pages, and raw bytes where a slip printer takes it.
pub struct Sheet {
    pub name: String,
    pub pages: Vec<Page>,
    pub raw: Option<Vec<u8>>,
}

impl Sheet {
    pub fn of_receipt(facts: &ReceiptFacts, form: Form) -> Sheet {
        Sheet { name: file_name(facts), pages: lay_out(facts, form), raw: Some(escpos(facts, drawer_of(facts))) }
    }

    pub fn svg(&self) -> Vec<String> {
        self.pages.iter().map(svg).collect()
    }
}

/// Writes a paper as a PDF. Without a path it goes to the desk's papers, under its own name.
pub fn save(sheet: &Sheet, path: Option<PathBuf>, folder: &Path) -> Result<PathBuf, CommandErrorView> {
    let path = path.unwrap_or_else(|| folder.join(format!("{}.pdf", sheet.name)));
    write_whole(&path, &pdf(&sheet.pages)).map_err(|error| {
        tracing::error!(error = %error, "a paper could not be written");
        let full = error.kind() == std::io::ErrorKind::StorageFull;
        CommandErrorView::from(if full { Code::DiskFull } else { Code::FileNotWritten })
    })?;
    Ok(path)
}

fn file_name(facts: &ReceiptFacts) -> String {
    match facts.copy {
        PrintedCopy::Original => facts.no.to_string(),
        PrintedCopy::Reprint(copy) => format!("{}-补打{copy}", facts.no),
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

/// Prints a paper: raw to an `escpos:` printer, else as a file on the system's printer, else the file opens.
pub fn print(sheet: &Sheet, printer: Option<&str>, folder: &Path, copy: u32) -> Result<PrintedView, CommandErrorView> {
    let path = save(sheet, None, folder)?;
    let slip_printer = printer.and_then(|name| name.strip_prefix("escpos:"));
    let printed = match (slip_printer, &sheet.raw) {
        (Some(slip_printer), Some(raw)) => print_slip(raw, slip_printer),
        // A slip printer takes no sheets: those go to the system's own printer.
        (Some(_), None) => printing().print_file(&path, None, paper_size(&sheet.pages)),
        (None, _) => printing().print_file(&path, printer, paper_size(&sheet.pages)),
    };
    match printed {
        Ok(Printed::Spooled { printer }) => Ok(PrintedView::Printed { printer, copy }),
        Ok(Printed::Opened) => Ok(PrintedView::Opened { path: path.display().to_string(), copy }),
        Err(error) => Err(printer_failed(&error, printer)),
    }
}

/// Raw bytes to an 80 mm printer: `HOST:PORT` on the network, or the name of a raw queue.
fn print_slip(bytes: &[u8], printer: &str) -> Result<Printed, PrintError> {
    match printer.contains(':') {
        true => print_over_network(printer, bytes)?,
        false => printing().print_raw(bytes, printer)?,
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
    let page = pages.first().expect("a paper has a page");
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
