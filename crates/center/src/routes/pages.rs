//! The console's files: inside the program of a release, on disk while it is being written. The browser may load nothing else.

use std::borrow::Cow;

use axum::http::{HeaderMap, HeaderName, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;

/// As the last `npm run build` left them.
#[derive(RustEmbed)]
#[folder = "../../ui/console/dist"]
#[allow_missing = true]
struct Console;

const INDEX: &str = "index.html";
/// Files in here carry a digest in their name.
const HASHED: &str = "assets/";

/// Nothing but the center's own files: no script in a page, no other site, no frame around it.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
    connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

const GUARDS: [(HeaderName, &str); 5] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
];

/// A file, or for an address of the console the page that knows what to show there.
pub async fn page(method: Method, uri: Uri, headers: HeaderMap) -> Response {
    if method != Method::GET && method != Method::HEAD {
        return StatusCode::NOT_FOUND.into_response();
    }
    let path = uri.path().trim_start_matches('/');
    if let Some(file) = Console::get(path) {
        return answer(path, file.data);
    }
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if path.starts_with(HASHED) || !accept.contains("text/html") {
        return StatusCode::NOT_FOUND.into_response();
    }
    match Console::get(INDEX) {
        Some(file) => answer(INDEX, file.data),
        None => (StatusCode::NOT_FOUND, "This center was built without its console.\n").into_response(),
    }
}

fn answer(path: &str, bytes: Cow<'static, [u8]>) -> Response {
    let kept = if path.starts_with(HASHED) { "public, max-age=31536000, immutable" } else { "no-store" };
    let about = [(header::CONTENT_TYPE, content_type(path)), (header::CACHE_CONTROL, kept)];
    (about, GUARDS, bytes.into_owned()).into_response()
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "woff2" => "font/woff2",
        "json" => "application/json",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn ask(path: &str, accept: &str) -> (StatusCode, HeaderMap) {
        let headers = HeaderMap::from_iter([(header::ACCEPT, accept.parse().unwrap())]);
        let response = page(Method::GET, path.parse().unwrap(), headers).await;
        (response.status(), response.headers().clone())
    }

    #[tokio::test]
    async fn nothing_outside_the_console_is_served() {
        for path in ["/../Cargo.toml", "/assets/../../package.json", "/assets/gone.js", "/v1/unknown"] {
            assert_eq!(ask(path, "*/*").await.0, StatusCode::NOT_FOUND, "{path}");
        }
    }
}
