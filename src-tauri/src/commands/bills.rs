use std::path::PathBuf;

use super::{Answer, DeskState};
use crate::error::Code;
use crate::outlet_handle::blocking;
use crate::paper::{self, Sheet};
use crate::request::{bill_id, customer_no, round_id};
use crate::said::Said;
use crate::view::{PaperForm, PaperRequest, PaperView, PrintedView, RoundRef, StatementView};
use crate::{papers, preferences, show};

#[tauri::command]
pub async fn bill_statement(desk: DeskState<'_>, customer_no: String, bill: String) -> Answer<StatementView> {
    let (customer, id) = (self::customer_no(&customer_no)?, bill_id(&bill)?);
    let known = desk.outlet_in_use()?.run(move |outlet| -> Answer<StatementView> {
        let known = outlet.bill_statement(&customer, id)?.ok_or_else(|| Code::NoStatement.with("bill", id))?;
        Ok(show::known_statement(outlet, &known)?)
    });
    known.await
}

/// Readings that somebody approved meanwhile make their bills now, where the segment bills on the spot.
#[tauri::command]
pub async fn issue_ready_bills(desk: DeskState<'_>, round: RoundRef) -> Answer<Vec<StatementView>> {
    let round = round_id(&round)?;
    let issued = desk.outlet_in_use()?.run(move |outlet| -> Answer<Vec<StatementView>> {
        let issued = outlet.issue_ready_bills(&round).map_err(|error| error.said(outlet))?;
        Ok(issued.iter().map(|row| show::statement_of_issued(outlet, row)).collect::<Result<_, _>>()?)
    });
    let bills = issued.await?;
    desk.changed();
    Ok(bills)
}

#[tauri::command]
pub async fn preview_paper(desk: DeskState<'_>, paper: PaperRequest, form: Option<PaperForm>) -> Answer<PaperView> {
    let demo = desk.demo;
    let view = desk.outlet_in_use()?.run(move |outlet| -> Answer<PaperView> {
        let form = papers::form_of(&paper, form, &preferences::load(&outlet.read())?);
        let sheet = papers::sheet(outlet, &paper, form, demo)?;
        Ok(PaperView { form, forms: papers::forms(&paper), pages_svg: sheet.svg() })
    });
    view.await
}

/// What has to be recorded comes first; trouble with the paper undoes nothing.
#[tauri::command]
pub async fn print_paper(desk: DeskState<'_>, paper: PaperRequest, form: Option<PaperForm>) -> Answer<PrintedView> {
    let demo = desk.demo;
    let prepared = desk.outlet_in_use()?.run(move |outlet| -> Answer<(Sheet, Option<String>)> {
        papers::record(outlet, &paper)?;
        papers::count_copy(outlet, &paper)?;
        let preferences = preferences::load(&outlet.read())?;
        let form = papers::form_of(&paper, form, &preferences);
        Ok((papers::sheet(outlet, &paper, form, demo)?, preferences.printer))
    });
    let (sheet, printer) = prepared.await?;
    desk.changed();
    let folder = desk.receipts().to_owned();
    blocking(move || paper::print(&sheet, printer.as_deref(), &folder, 0)).await
}

#[tauri::command]
pub async fn save_paper(desk: DeskState<'_>, paper: PaperRequest, form: Option<PaperForm>) -> Answer<String> {
    let demo = desk.demo;
    let prepared = desk.outlet_in_use()?.run(move |outlet| -> Answer<Sheet> {
        papers::record(outlet, &paper)?;
        let form = papers::form_of(&paper, form, &preferences::load(&outlet.read())?);
        papers::sheet(outlet, &paper, form, demo)
    });
    let sheet = prepared.await?;
    desk.changed();
    let folder: PathBuf = desk.receipts().to_owned();
    let path = blocking(move || paper::save(&sheet, None, &folder)).await?;
    Ok(path.display().to_string())
}
