use super::{Answer, DeskState};
use crate::request::{date, money};
use crate::said::Said;
use crate::show;
use crate::view::{OpenShiftRequest, ShiftClosedView, ShiftView};

#[tauri::command]
pub async fn open_shift(desk: DeskState<'_>, request: OpenShiftRequest) -> Answer<ShiftView> {
    let (date, cash) = (date(&request.business_date)?, money(&request.opening_cash, "opening-cash")?);
    let opened = desk.outlet()?.run(move |outlet| -> Answer<ShiftView> {
        outlet.open_shift(date, cash).map_err(|error| error.said(outlet))?;
        let row = outlet.read().open_shift()?;
        let row = row.ok_or(crate::error::Code::NoOpenShift)?;
        Ok(show::shift(outlet, &row)?)
    });
    let view = opened.await?;
    desk.changed();
    Ok(view)
}

#[tauri::command]
pub async fn close_shift(desk: DeskState<'_>, counted_cash: String) -> Answer<ShiftClosedView> {
    let counted = money(&counted_cash, "counted-cash")?;
    let closed = desk.outlet()?.run(move |outlet| outlet.close_shift(counted)).await?;
    desk.changed();
    Ok(show::closed(&closed))
}

#[tauri::command]
pub async fn current_shift(desk: DeskState<'_>) -> Answer<Option<ShiftView>> {
    let shift = desk.outlet()?.run(|outlet| {
        let open = outlet.read().open_shift()?;
        open.map(|row| show::shift(outlet, &row)).transpose()
    });
    shift.await
}
