use std::path::PathBuf;

use domain::PaymentId;
use receipt::ReceiptFacts;

use super::{Answer, DeskState};
use crate::outlet_handle::blocking;
use crate::paper::Sheet;
use crate::request::payment_id;
use crate::said::Said;
use crate::view::{PaperForm, PrintReceiptRequest, PrintedView, PrinterView, ReceiptPreviewView};
use crate::{paper, preferences};

#[tauri::command]
pub async fn preview_receipt(desk: DeskState<'_>, payment_id: String, form: PaperForm) -> Answer<ReceiptPreviewView> {
    let facts = newest_copy(&desk, self::payment_id(&payment_id)?).await?;
    blocking(move || Ok(paper::preview(&facts, form.into()))).await
}

/// A further copy is an entry first and paper second; the first print is paper only.
#[tauri::command]
pub async fn print_receipt(desk: DeskState<'_>, request: PrintReceiptRequest) -> Answer<PrintedView> {
    let (payment, demo) = (payment_id(&request.payment_id)?, desk.demo);
    let prepared = desk.outlet_in_use()?.run(move |outlet| {
        let copy =
            if request.reprint { outlet.reprint_receipt(payment).map_err(|error| error.said(outlet))? } else { 0 };
        let printer = preferences::load(&outlet.read())?.printer;
        Ok::<_, crate::view::CommandErrorView>((paper::facts(outlet, payment, copy, demo)?, printer))
    });
    let (facts, preferred) = prepared.await?;
    desk.changed();
    let receipts = desk.receipts().to_owned();
    let printer = request.printer.or(preferred);
    blocking(move || {
        let sheet = Sheet::of_receipt(&facts, request.form.into());
        paper::print(&sheet, printer.as_deref(), &receipts, paper::copy_of(&facts))
    })
    .await
}

#[tauri::command]
pub async fn save_receipt(
    desk: DeskState<'_>,
    payment_id: String,
    form: PaperForm,
    path: Option<String>,
) -> Answer<String> {
    let facts = newest_copy(&desk, self::payment_id(&payment_id)?).await?;
    let (receipts, path) = (desk.receipts().to_owned(), path.map(PathBuf::from));
    let saved = blocking(move || paper::save(&Sheet::of_receipt(&facts, form.into()), path, &receipts)).await?;
    Ok(saved.display().to_string())
}

#[tauri::command]
pub async fn list_printers() -> Answer<Vec<PrinterView>> {
    let printers = blocking(paper::printers).await?;
    Ok(printers.into_iter().map(|printer| PrinterView { name: printer.name, is_default: printer.is_default }).collect())
}

/// The receipt as it was printed last: the original, or the newest 补打.
async fn newest_copy(desk: &DeskState<'_>, payment: PaymentId) -> Answer<ReceiptFacts> {
    let demo = desk.demo;
    let facts = desk.outlet_in_use()?.run(move |outlet| {
        let row = outlet.read().payment(payment)?;
        paper::facts(outlet, payment, row.map_or(0, |row| row.reprints), demo)
    });
    facts.await
}
