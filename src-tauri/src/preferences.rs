//! 设置: what this desk remembers of its people's wishes. It lies in the replica and never travels.

use outlet::Outlet;
use store::{Read, StoreError};

use crate::view::PreferencesView;

const KEY: &str = "desk";
const LINK: &str = "link";

/// What was never set, or was written by a program that put it differently, is as on the first day.
pub fn load(read: &Read<'_>) -> Result<PreferencesView, StoreError> {
    let text = read.preference(KEY)?;
    Ok(text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
}

pub fn save(outlet: &mut Outlet, preferences: &PreferencesView) -> Result<(), StoreError> {
    let text = serde_json::to_string(preferences).expect("preferences are plain text and switches");
    let mut write = outlet.store_mut().write()?;
    write.set_preference(KEY, &text)?;
    write.commit()
}

/// Whether the demo's switch was left off: a link that is down stays down over a restart.
pub fn link_is_cut(read: &Read<'_>) -> Result<bool, StoreError> {
    Ok(read.preference(LINK)?.is_some_and(|state| state == "off"))
}

pub fn save_link(outlet: &mut Outlet, up: bool) -> Result<(), StoreError> {
    let mut write = outlet.store_mut().write()?;
    write.set_preference(LINK, if up { "on" } else { "off" })?;
    write.commit()
}
