use super::{Answer, DeskState};
use crate::error::Code;
use crate::meter_head::{self, Question};
use crate::outlet_handle::blocking;
use crate::preferences;
use crate::request::{point_no, round_id};
use crate::said::Said;
use crate::view::{MeterAnswerView, MeterPortView, RoundRef};

#[tauri::command]
pub async fn meter_ports(desk: DeskState<'_>) -> Answer<Vec<MeterPortView>> {
    let practice = desk.demo;
    blocking(move || Ok(meter_head::ports(practice))).await
}

/// Asks the meter in front of the reader; the entry field gets what it says and nothing is written.
#[tauri::command]
pub async fn read_meter_head(desk: DeskState<'_>, round: RoundRef, point_no: String) -> Answer<MeterAnswerView> {
    let (round, point, practice) = (round_id(&round)?, self::point_no(&point_no)?, desk.demo);
    let asked = desk.outlet_in_use()?.run(move |outlet| -> Answer<Question> {
        let port = preferences::load(&outlet.read())?.meter_head.ok_or(Code::NoMeterHead)?;
        let day = crate::clock::today(outlet.now());
        let card = outlet.reading_card(&round, &point, day).map_err(|error| error.said(outlet))?;
        Question::of(&card, port, crate::clock::beijing(outlet.now().wall_ms), practice)
    });
    let question = asked.await?;
    blocking(move || meter_head::ask(&question)).await
}
