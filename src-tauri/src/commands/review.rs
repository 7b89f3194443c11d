use domain::{BillingPeriod, ReadingId, Review};

use super::{Answer, DeskState};
use crate::clock::today;
use crate::request::{period, reading_id, segment_no};
use crate::said::Said;
use crate::show;
use crate::view::{ReviewFilter, ReviewRequest, ReviewShow, ReviewView, ReviewedView};

#[tauri::command]
pub async fn review_list(desk: DeskState<'_>, filter: ReviewFilter) -> Answer<ReviewView> {
    let asked = filter.period.as_deref().map(period).transpose()?;
    let segment = filter.segment.as_deref().map(segment_no).transpose()?;
    let list = desk.outlet_in_use()?.run(move |outlet| {
        let period = asked.unwrap_or_else(|| BillingPeriod::of(today(outlet.now())));
        let list = outlet.review_list(&outlet::ReviewFilter { period, segment, show: filter.show.into() })?;
        show::review(outlet, period, list)
    });
    list.await
}

impl From<ReviewShow> for outlet::ReviewShow {
    fn from(show: ReviewShow) -> outlet::ReviewShow {
        match show {
            ReviewShow::Waiting => outlet::ReviewShow::Waiting,
            ReviewShow::Flagged => outlet::ReviewShow::WithFindings,
            ReviewShow::Harmless => outlet::ReviewShow::Harmless,
            ReviewShow::SentBack => outlet::ReviewShow::SentBack,
            ReviewShow::Approved => outlet::ReviewShow::Approved,
        }
    }
}

#[tauri::command]
pub async fn review_readings(desk: DeskState<'_>, request: ReviewRequest) -> Answer<ReviewedView> {
    let readings = request.readings.iter().map(|reading| reading_id(reading)).collect::<Answer<Vec<ReadingId>>>()?;
    let review = Review { readings, verdict: request.verdict, note: request.note };
    let reviewed = desk.outlet_in_use()?.run(move |outlet| -> Answer<ReviewedView> {
        let reviewed = outlet.review_readings(&review).map_err(|error| error.said(outlet))?;
        Ok(show::reviewed(outlet, &reviewed)?)
    });
    let view = reviewed.await?;
    desk.changed();
    Ok(view)
}
