//! The window: where the desk's data lies, what runs beside it, and which commands its page has.

use std::io::IsTerminal;
use std::path::PathBuf;

use tauri::{App, AppHandle, Builder, Emitter, Manager, Runtime, Wry};
use tracing_subscriber::EnvFilter;

use crate::commands;
use crate::desk::Desk;
use crate::sync_worker::{SyncWorker, waker};

pub fn run() {
    log_to_stderr();
    let app = with_commands(Builder::<Wry>::new())
        .setup(|app| Ok(open_desk(app)?))
        .build(tauri::generate_context!())
        .expect("the window's resources are part of the program");
    app.run(|_, _| {});
}

pub fn with_commands<R: Runtime>(builder: Builder<R>) -> Builder<R> {
    builder.invoke_handler(commands::handler())
}

/// Lines for an engineer, on standard error; `QINGJIANG_LOG` chooses how many.
fn log_to_stderr() {
    let filter = EnvFilter::try_from_env("QINGJIANG_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    let colours = std::io::stderr().is_terminal();
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(colours);
    // A logger that is in place already stays.
    let _ = log.try_init();
}

fn open_desk<R: Runtime>(app: &mut App<R>) -> tauri::Result<()> {
    let folder = match std::env::var_os("QINGJIANG_HOME") {
        Some(folder) => PathBuf::from(folder),
        None => app.path().app_data_dir()?,
    };
    let demo = std::env::var_os("QINGJIANG_DEMO").is_some_and(|wish| wish == "1");
    let (waker, knocks) = waker();
    let desk = Desk::open(&folder, demo, waker);
    if let Ok(outlet) = desk.outlet() {
        let tell = teller(app.handle().clone());
        let worker = SyncWorker {
            outlet: outlet.clone(),
            link: desk.link.clone(),
            http: desk.http(),
            knocks,
            tell: Box::new(tell),
        };
        std::thread::Builder::new().name("sync".to_owned()).spawn(move || worker.run())?;
    }
    app.manage(desk);
    Ok(())
}

fn teller<R: Runtime>(app: AppHandle<R>) -> impl Fn(crate::view::StatusView) + Send {
    move |status| {
        if let Err(error) = app.emit("status", status) {
            tracing::warn!(error = %error, "the window did not hear of the status");
        }
    }
}
