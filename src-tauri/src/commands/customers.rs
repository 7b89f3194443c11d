use std::time::Instant;

use ::sync::HttpCenter;
use domain::CustomerNo;
use outlet::{Access, Outlet, look_up};

use super::{Answer, DeskState};
use crate::clock::today;
use crate::error::Code;
use crate::outlet_handle::{OutletHandle, blocking};
use crate::request::customer_no;
use crate::said::{Said, setup_code};
use crate::show;
use crate::view::{CommandErrorView, CustomerView, SearchView};

/// More than fit on a screen are never shown.
const HITS_MAX: usize = 200;

/// Goes past the outlet, on a connection of its own: typing never waits for a sync.
#[tauri::command]
pub async fn search_customers(desk: DeskState<'_>, query: String, limit: usize) -> Answer<SearchView> {
    let limit = limit.clamp(1, HITS_MAX);
    let found = desk.outlet_in_use()?.look(move |read| {
        if query.trim().is_empty() {
            return show::recent(read, limit);
        }
        let started = Instant::now();
        let result = read.search(query.trim(), limit)?;
        let took_us = u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX);
        show::found(read, result, took_us)
    });
    found.await
}

#[tauri::command]
pub async fn open_customer(desk: DeskState<'_>, customer_no: String) -> Answer<CustomerView> {
    let no = self::customer_no(&customer_no)?;
    desk.outlet_in_use()?.run(move |outlet| card(outlet, &no)).await
}

/// Asks the center for a customer of another unit; the answer stays in the replica.
#[tauri::command]
pub async fn look_up_elsewhere(desk: DeskState<'_>, customer_no: String) -> Answer<CustomerView> {
    let no = self::customer_no(&customer_no)?;
    if desk.link.is_switched_off() {
        return Err(Code::LinkSwitchedOff.into());
    }
    let (handle, http) = (desk.outlet_in_use()?.clone(), desk.http());
    blocking(move || {
        let center = line_to_center(&handle, http)?;
        look_up(&handle, &center, &no).map_err(|error| handle.with(|outlet| error.said(outlet)))?;
        handle.with(|outlet| card(outlet, &no))
    })
    .await
}

fn card(outlet: &mut Outlet, no: &CustomerNo) -> Answer<CustomerView> {
    let day = today(outlet.now());
    let card = outlet.open_customer(no, day).map_err(|error| error.said(outlet))?;
    Ok(show::customer(outlet, card)?)
}

fn line_to_center(handle: &OutletHandle, http: ::sync::HttpOptions) -> Answer<HttpCenter> {
    let known = handle.with(|outlet| outlet.read().device().map(|device| (device, outlet.key().clone())));
    let (device, key) = known.map_err(|error| CommandErrorView::from(&error))?;
    let device = device.ok_or(Code::NotEnrolled)?;
    HttpCenter::new(&device.center_url, key, Some(device.stream), Some(device.center_key), http)
        .map_err(|error| setup_code(&error).into())
}
