use super::{Answer, DeskState};
use crate::error::Code;
use crate::preferences;
use crate::sync_worker::Wake;
use crate::view::StatusView;

#[tauri::command]
pub async fn status(desk: DeskState<'_>) -> Answer<StatusView> {
    desk.status().await
}

/// Only starts it: how it goes is told by the `status` event.
#[tauri::command]
pub async fn sync_now(desk: DeskState<'_>) -> Answer<()> {
    if desk.link.is_switched_off() {
        return Err(Code::LinkSwitchedOff.into());
    }
    desk.waker.wake(Wake::Asked);
    Ok(())
}

/// The demo's switch. A desk that does real work has none.
#[tauri::command]
pub async fn set_link(desk: DeskState<'_>, up: bool) -> Answer<StatusView> {
    if !desk.demo {
        return Err(Code::NotPermitted.into());
    }
    desk.outlet()?.run(move |outlet| preferences::save_link(outlet, up)).await?;
    desk.link.switch(up);
    desk.waker.wake(if up { Wake::Asked } else { Wake::Status });
    desk.status().await
}
