use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use outlet::{DraftReading, EnterReading};

use super::{Answer, DeskState};
use crate::error::Code;
use crate::request::{file_hash, reading_id, registers, round_id};
use crate::said::Said;
use crate::show;
use crate::view::{ChangeRequest, JudgementView, ReadingEnteredView, ReadingRequest, ReadingWithdrawnView, RoundRef};

/// Asked at every keystroke; nothing is written.
#[tauri::command]
pub async fn judge_reading(desk: DeskState<'_>, request: ReadingRequest) -> Answer<JudgementView> {
    let draft = DraftReading::try_from(&request)?;
    Ok(show::judged(&desk.outlet_in_use()?.run(move |outlet| outlet.judge_reading(&draft)).await?))
}

#[tauri::command]
pub async fn enter_reading(desk: DeskState<'_>, request: ReadingRequest) -> Answer<ReadingEnteredView> {
    let command = EnterReading { draft: DraftReading::try_from(&request)?, confirmed: request.confirmed };
    let entered = desk.outlet_in_use()?.run(move |outlet| -> Answer<ReadingEnteredView> {
        let entered = outlet.enter_reading(&command).map_err(|error| error.said(outlet))?;
        Ok(show::entered_reading(outlet, &command.draft.round, &entered)?)
    });
    let view = entered.await?;
    desk.changed();
    Ok(view)
}

#[tauri::command]
pub async fn withdraw_reading(
    desk: DeskState<'_>,
    round: RoundRef,
    reading_id: String,
    reason: String,
) -> Answer<ReadingWithdrawnView> {
    let (round, reading) = (round_id(&round)?, self::reading_id(&reading_id)?);
    let withdrawn = desk.outlet_in_use()?.run(move |outlet| -> Answer<ReadingWithdrawnView> {
        let withdrawn = outlet.withdraw_reading(reading, &reason).map_err(|error| error.said(outlet))?;
        Ok(show::withdrawn(outlet, &round, &withdrawn.row)?)
    });
    let view = withdrawn.await?;
    desk.changed();
    Ok(view)
}

#[tauri::command]
pub async fn request_reading_change(desk: DeskState<'_>, request: ChangeRequest) -> Answer<()> {
    let reading = reading_id(&request.reading_id)?;
    let asked = domain::ReadingRequest { reading, registers: registers(&request.registers)?, reason: request.reason };
    desk.outlet_in_use()?.run(move |outlet| outlet.request_reading_change(&asked).map(|_| ())).await?;
    desk.changed();
    Ok(())
}

/// A photo that the window has already made small; answers with its hash.
#[tauri::command]
pub async fn attach_photo(desk: DeskState<'_>, base64: String) -> Answer<String> {
    let bytes = BASE64.decode(base64).map_err(|_| Code::PhotoUnreadable)?;
    let hash = desk.outlet_in_use()?.run(move |outlet| outlet.attach_photo(&bytes)).await?;
    Ok(hash.to_string())
}

/// A photo as the page shows it, if it is on this laptop.
#[tauri::command]
pub async fn photo(desk: DeskState<'_>, hash: String) -> Answer<Option<String>> {
    let hash = file_hash(&hash)?;
    let bytes = desk.outlet_in_use()?.run(move |outlet| outlet.photo(hash)).await?;
    Ok(bytes.map(|bytes| format!("data:{};base64,{}", picture_type(&bytes), BASE64.encode(&bytes))))
}

fn picture_type(bytes: &[u8]) -> &'static str {
    match bytes {
        [0x89, b'P', b'N', b'G', ..] => "image/png",
        [b'R', b'I', b'F', b'F', ..] => "image/webp",
        _ => "image/jpeg",
    }
}
