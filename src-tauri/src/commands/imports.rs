use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use outlet::ImportReadings;

use super::{Answer, DeskState};
use crate::error::Code;
use crate::outlet_handle::blocking;
use crate::request::period;
use crate::said::Said;
use crate::view::{ImportFile, ImportProfilesView, ImportReportView, ImportRequest};
use crate::{import_profiles, show};

#[tauri::command]
pub async fn import_profiles(desk: DeskState<'_>) -> Answer<ImportProfilesView> {
    desk.outlet_in_use()?;
    let folder = desk.import_profiles();
    blocking(move || Ok(show::import_profiles(&import_profiles::read(&folder)))).await
}

/// The dry run: nothing is written.
#[tauri::command]
pub async fn preview_import(desk: DeskState<'_>, request: ImportRequest) -> Answer<ImportReportView> {
    let (command, folder) = (command(request).await?, desk.import_profiles());
    let tried = desk.outlet_in_use()?.run(move |outlet| -> Answer<ImportReportView> {
        let profiles = import_profiles::read(&folder);
        let tried = outlet.preview_import(&command, &profiles).map_err(|error| error.said(outlet))?;
        Ok(show::import_report(outlet, &tried)?)
    });
    tried.await
}

#[tauri::command]
pub async fn import_readings(desk: DeskState<'_>, request: ImportRequest) -> Answer<ImportReportView> {
    let (command, folder) = (command(request).await?, desk.import_profiles());
    let imported = desk.outlet_in_use()?.run(move |outlet| -> Answer<ImportReportView> {
        let profiles = import_profiles::read(&folder);
        let imported = outlet.import_readings(&command, &profiles).map_err(|error| error.said(outlet))?;
        Ok(show::import_report(outlet, &imported)?)
    });
    let view = imported.await?;
    desk.changed();
    Ok(view)
}

async fn command(request: ImportRequest) -> Answer<ImportReadings> {
    let period = period(&request.period)?;
    let (file_name, bytes) = blocking(move || file(request.file)).await?;
    Ok(ImportReadings { profile: request.profile, file_name, bytes, period, on: None })
}

/// The file's name and bytes, wherever the page has it from.
fn file(file: ImportFile) -> Answer<(String, Vec<u8>)> {
    match file {
        ImportFile::Bytes { name, base64 } => {
            let bytes = BASE64.decode(base64).map_err(|_| Code::FileUnreadable.with("path", &name))?;
            Ok((name, bytes))
        }
        ImportFile::Path { path } => {
            let bytes = std::fs::read(&path).map_err(|_| Code::FileUnreadable.with("path", &path))?;
            let name = Path::new(&path).file_name().unwrap_or_default().to_string_lossy().into_owned();
            Ok((name, bytes))
        }
    }
}
