use domain::RoundId;
use outlet::{Outlet, RoundSummary};

use super::{Answer, DeskState};
use crate::clock::today;
use crate::error::Code;
use crate::request::{period, point_no, round_id};
use crate::said::Said;
use crate::show;
use crate::view::{PreparedRoundView, ReadingCardView, RoundPointsView, RoundRef, RoundsView};

/// Without a period: the month of today.
#[tauri::command]
pub async fn rounds(desk: DeskState<'_>, period: Option<String>) -> Answer<RoundsView> {
    let asked = period.as_deref().map(self::period).transpose()?;
    desk.outlet_in_use()?.run(move |outlet| show::rounds(outlet, asked)).await
}

#[tauri::command]
pub async fn prepare_round(desk: DeskState<'_>, round: RoundRef) -> Answer<PreparedRoundView> {
    let round = round_id(&round)?;
    let prepared = desk.outlet_in_use()?.run(move |outlet| -> Answer<PreparedRoundView> {
        let ready = outlet.prepare_round(&round).map_err(|error| error.said(outlet))?;
        let left_out = ready.left_out.iter().map(|left_out| left_out.customer.to_string()).collect();
        Ok(PreparedRoundView { round: show::round(outlet, summary(outlet, &round)?)?, left_out })
    });
    let view = prepared.await?;
    desk.changed();
    Ok(view)
}

#[tauri::command]
pub async fn round_points(desk: DeskState<'_>, round: RoundRef) -> Answer<RoundPointsView> {
    let round = round_id(&round)?;
    let points = desk
        .outlet_in_use()?
        .run(move |outlet| -> Answer<RoundPointsView> { Ok(show::round_points(outlet, summary(outlet, &round)?)?) });
    points.await
}

#[tauri::command]
pub async fn reading_card(desk: DeskState<'_>, round: RoundRef, point_no: String) -> Answer<ReadingCardView> {
    let (round, point) = (round_id(&round)?, self::point_no(&point_no)?);
    let card = desk.outlet_in_use()?.run(move |outlet| outlet.reading_card(&round, &point, today(outlet.now())));
    Ok(show::reading_card(card.await?))
}

fn summary(outlet: &Outlet, round: &RoundId) -> Answer<RoundSummary> {
    outlet.round(round)?.ok_or_else(|| Code::UnknownSegment.with("segment", &round.segment))
}
