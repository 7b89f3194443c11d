use ::sync::HttpCenter;

use super::{Answer, DeskState};
use crate::error::Code;
use crate::outlet_handle::blocking;
use crate::said::{Said, setup_code};
use crate::show;
use crate::view::{DeskView, EnrolRequest};

#[tauri::command]
pub async fn desk(desk: DeskState<'_>) -> Answer<DeskView> {
    let demo = desk.demo;
    desk.outlet()?.run(move |outlet| show::desk(outlet, demo)).await
}

/// Enrols, and stays until the first sync has brought the customers; the status line shows how far it is. If the link
/// breaks meanwhile, the desk is enrolled all the same and the sync goes on later.
#[tauri::command]
pub async fn enrol(desk: DeskState<'_>, request: EnrolRequest) -> Answer<DeskView> {
    if desk.link.is_switched_off() {
        return Err(Code::LinkSwitchedOff.into());
    }
    let (demo, http, waker) = (desk.demo, desk.http(), desk.waker.clone());
    let enrolled = desk.outlet()?.run(move |outlet| -> Answer<()> {
        let url = request.center_url.trim();
        let center =
            HttpCenter::new(url, outlet.key().clone(), None, None, http).map_err(|error| setup_code(&error))?;
        outlet.enrol(&center, url, &request.code).map_err(|error| error.said(outlet))?;
        Ok(())
    });
    enrolled.await?;
    blocking(move || {
        waker.sync_and_wait();
        Ok(())
    })
    .await?;
    desk.outlet()?.run(move |outlet| show::desk(outlet, demo)).await
}
