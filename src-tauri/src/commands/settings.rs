use super::{Answer, DeskState};
use crate::preferences;
use crate::view::PreferencesView;

/// Asked before anything else works, so a desk without a replica answers as on its first day.
#[tauri::command]
pub async fn preferences(desk: DeskState<'_>) -> Answer<PreferencesView> {
    match desk.outlet() {
        Ok(outlet) => outlet.look(preferences::load).await,
        Err(_) => Ok(PreferencesView::default()),
    }
}

#[tauri::command]
pub async fn set_preferences(desk: DeskState<'_>, preferences: PreferencesView) -> Answer<PreferencesView> {
    let saved = desk.outlet()?.run(move |outlet| preferences::save(outlet, &preferences).map(|()| preferences));
    saved.await
}
