use super::{Answer, DeskState};
use crate::clock::today;
use crate::request::segment_no;
use crate::show;
use crate::view::{ArrearsFilter, ArrearsView, RestoreView};

#[tauri::command]
pub async fn arrears(desk: DeskState<'_>, filter: ArrearsFilter) -> Answer<ArrearsView> {
    let segment = filter.segment.as_deref().map(segment_no).transpose()?;
    let list = desk.outlet_in_use()?.run(move |outlet| {
        let on = today(outlet.now());
        let rows = outlet.arrears(&outlet::ArrearsFilter { segment, days_from: filter.days_from, on })?;
        show::arrears(outlet, on, rows)
    });
    list.await
}

#[tauri::command]
pub async fn restore_requests(desk: DeskState<'_>) -> Answer<Vec<RestoreView>> {
    let requests = desk.outlet_in_use()?.run(|outlet| outlet.restore_requests()).await?;
    Ok(requests.into_iter().map(show::restore).collect())
}
