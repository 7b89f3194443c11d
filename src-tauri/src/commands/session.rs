use super::{Answer, DeskState};
use crate::said::Said;
use crate::show;
use crate::view::{CommandErrorView, OperatorView};

#[tauri::command]
pub async fn sign_in(desk: DeskState<'_>, login: String, password: String) -> Answer<OperatorView> {
    let signed_in = desk.outlet()?.run(move |outlet| -> Answer<OperatorView> {
        let operator = outlet.sign_in(&login, &password).map_err(|error| error.said(outlet))?;
        Ok(show::operator(outlet, &operator)?)
    });
    signed_in.await
}

#[tauri::command]
pub async fn sign_out(desk: DeskState<'_>) -> Answer<()> {
    let signed_out = desk.outlet()?.run(|outlet| {
        outlet.sign_out();
        Ok::<_, CommandErrorView>(())
    });
    signed_out.await
}

/// Twelve digits that somebody at the center read over the phone end the wait after wrong passwords.
#[tauri::command]
pub async fn release_sign_in(desk: DeskState<'_>, login: String, code: String) -> Answer<()> {
    desk.outlet()?.run(move |outlet| outlet.release_sign_in(&login, &code)).await
}
