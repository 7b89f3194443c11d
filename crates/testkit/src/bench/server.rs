//! The real center behind its real HTTP server, on a port of its own.

use std::net::SocketAddr;

use center::Prefecture;
use center::routes::{AdminToken, router};

/// Serves until the process ends.
pub fn serve(center: Prefecture) -> SocketAddr {
    let (send, receive) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime starts");
        runtime.block_on(async move {
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
            send.send(listener.local_addr().expect("it has an address")).expect("somebody waits for it");
            let app = router(center, AdminToken::new("bench"));
            axum::serve(listener, app).await.expect("the server serves");
        });
    });
    receive.recv().expect("the server starts")
}
