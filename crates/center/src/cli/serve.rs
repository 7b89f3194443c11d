//! Serving until told to stop; what is being answered then is answered first.

use std::fs::File;
use std::net::{SocketAddr, TcpListener};
use std::time::Duration;

use axum::Router;
use axum_server::Handle;
use axum_server::tls_rustls::RustlsConfig;
use center::routes::{AdminToken, Door, router_at};
use center::{Database, Prefecture, SystemRandomness};
use tracing_subscriber::EnvFilter;

use super::options::{LogForm, ServeOptions, Tls};
use super::place::Place;
use super::{CommandError, open, secrets};

/// How long an answer may still take after the order to stop.
const LAST_ANSWERS: Duration = Duration::from_secs(20);
/// A new connection has to finish its first request in this time, slow links included.
const FIRST_REQUEST: Duration = Duration::from_secs(600);

pub fn serve(options: ServeOptions) -> Result<(), CommandError> {
    start_log(options.log);
    if options.tls.is_none() && !options.behind_proxy && !options.listen.ip().is_loopback() {
        return Err(CommandError::PlainToTheWorld);
    }
    let _lock = only_one(&options.place)?;
    let token = secrets::admin_token(&options.place, options.admin_token_file, &SystemRandomness)?;
    let prefecture = open(&options.place)?;
    go_on_with_runs(prefecture.clone());
    let door = Door {
        secure: options.tls.is_some() || options.behind_proxy,
        behind_proxy: options.behind_proxy,
        demo: std::env::var_os("QINGJIANG_DEMO").is_some(),
    };
    let router = router_at(door, prefecture.clone(), AdminToken::new(&token));
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(CommandError::Server)?;
    runtime.block_on(listen(options.listen, options.tls, router, prefecture)).map_err(CommandError::Server)
}

/// Bill runs that broke off with the last stop.
fn go_on_with_runs(prefecture: Prefecture) {
    std::thread::spawn(move || {
        if let Err(error) = prefecture.resume_bill_runs() {
            tracing::error!(%error, "a bill run broke off; it goes on at the next start");
        }
    });
}

async fn listen(address: SocketAddr, tls: Option<Tls>, router: Router, prefecture: Prefecture) -> std::io::Result<()> {
    let listener = TcpListener::bind(address)?;
    listener.set_nonblocking(true)?;
    let address = listener.local_addr()?;
    let handle = Handle::new();
    tokio::spawn(stop_when_told(handle.clone(), prefecture));
    let scheme = if tls.is_some() { "https" } else { "http" };
    tracing::info!("the center serves {scheme}://{address}");
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    match tls {
        None => {
            axum_server::from_tcp(listener)?.first_request_timeout(FIRST_REQUEST).handle(handle).serve(service).await
        }
        Some(Tls { cert, key }) => {
            // Only fails where a provider is installed already, and that one serves as well.
            let _ = rustls::crypto::ring::default_provider().install_default();
            let config = RustlsConfig::from_pem_file(cert, key).await?;
            let server = axum_server::from_tcp_rustls(listener, config)?;
            server.first_request_timeout(FIRST_REQUEST).handle(handle).serve(service).await
        }
    }
}

async fn stop_when_told(handle: Handle<SocketAddr>, prefecture: Prefecture) {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        let terminate = tokio::signal::unix::SignalKind::terminate();
        let mut terminated = tokio::signal::unix::signal(terminate).expect("signals can be listened to");
        tokio::select! { _ = interrupted => {}, _ = terminated.recv() => {} }
    }
    #[cfg(not(unix))]
    let _ = interrupted.await;
    tracing::info!("the center stops when the last answers are given");
    // Whoever listens for news would keep their connection open for ever.
    prefecture.feed().close();
    handle.graceful_shutdown(Some(LAST_ANSWERS));
}

/// Two centers on one file would number the same things twice. PostgreSQL keeps its writers apart by itself.
pub fn only_one(place: &Place) -> Result<Option<File>, CommandError> {
    if !matches!(place.database, Database::Sqlite(_)) {
        return Ok(None);
    }
    let path = place.secret("lock");
    let failed = |error| CommandError::File { path: path.clone(), error };
    let file = File::create(&path).map_err(failed)?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(std::fs::TryLockError::WouldBlock) => Err(CommandError::AlreadyServed(path)),
        Err(std::fs::TryLockError::Error(error)) => Err(failed(error)),
    }
}

fn start_log(form: LogForm) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match form {
        LogForm::Text => log.init(),
        LogForm::Json => log.json().init(),
    }
}
