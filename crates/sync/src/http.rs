//! The center over HTTP: one POST a message, one connection kept alive, headers as few as HTTP allows.

use std::path::PathBuf;
use std::sync::Mutex;
use std::time::Duration;

use domain::Stream;
use journal::{DeviceKey, PublicKey};
use reqwest::blocking::{Client, ClientBuilder, Response};
use reqwest::header::{CONTENT_TYPE, HeaderValue};
use thiserror::Error;

use crate::{
    AttachReply, AttachRequest, Center, EnrolRequest, Enrolment, ExchangeReply, ExchangeRequest, Form, LinkError,
    LookUpReply, LookUpRequest, NOT_ENROLLED, REPLY_BYTES_MAX, Reply, Request, open_reply, refusal_of_body,
    seal_request,
};

pub const EXCHANGE_PATH: &str = "/v1/exchange";
pub const LOOK_UP_PATH: &str = "/v1/look-up";
pub const ATTACH_PATH: &str = "/v1/attach";
pub const ENROL_PATH: &str = "/v1/enrol";
pub const CONTENT: &str = "application/cbor";

/// What a reply may bring beside the changes: outcomes, digests, the envelope.
const REPLY_SLACK: u64 = 8 << 10;

/// Changes are at least so many times smaller on the link than `pull_bytes_max` counts them.
const SMALLER_ON_THE_LINK: u64 = 4;

/// A connection whose other end is gone is given up after this, whatever was still to come over it.
const DEAD_AFTER: Duration = Duration::from_secs(60);

#[derive(Clone, Debug)]
pub struct HttpOptions {
    pub connect_timeout: Duration,
    /// How long the center may think before it answers.
    pub answer_timeout: Duration,
    /// In bytes a second. A link that is slower is taken for broken; one that is dead is noticed long before.
    pub slowest_link: u64,
    /// Certificates in PEM that are trusted beside the system's: the power company's own authority.
    pub extra_roots: Option<PathBuf>,
    pub form: Form,
}

impl Default for HttpOptions {
    fn default() -> HttpOptions {
        HttpOptions {
            connect_timeout: Duration::from_secs(15),
            answer_timeout: Duration::from_secs(30),
            slowest_link: 1_000,
            extra_roots: None,
            form: Form::Packed,
        }
    }
}

/// Why the client cannot start at all.
#[derive(Debug, Error)]
pub enum HttpSetupError {
    #[error("the center's address has to begin with https://, or with http:// on this very machine")]
    Address,
    #[error("the certificates in {path} cannot be read: {reason}")]
    Roots { path: PathBuf, reason: String },
    #[error("the HTTP client did not start: {0}")]
    Client(String),
}

/// Bytes of message bodies in the last request and its answer; headers are not in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LastBytes {
    pub up: u64,
    pub down: u64,
}

/// The outlet's end of the link.
#[derive(Debug)]
pub struct HttpCenter {
    client: Client,
    url: String,
    key: DeviceKey,
    /// `None` until the laptop is enrolled.
    stream: Option<Stream>,
    center_key: Option<PublicKey>,
    options: HttpOptions,
    last_bytes: Mutex<LastBytes>,
}

impl HttpCenter {
    /// `url` is the center's address without a path, like `https://center.example:8443`.
    pub fn new(
        url: &str,
        key: DeviceKey,
        stream: Option<Stream>,
        center_key: Option<PublicKey>,
        options: HttpOptions,
    ) -> Result<HttpCenter, HttpSetupError> {
        let url = url.trim_end_matches('/').to_owned();
        let client = client(&url, &options)?;
        Ok(HttpCenter { client, url, key, stream, center_key, options, last_bytes: Mutex::default() })
    }

    pub fn last_bytes(&self) -> LastBytes {
        *self.last_bytes.lock().expect("nobody panics while counting bytes")
    }

    fn ask(&self, path: &str, request: &Request, reply_bytes: u64) -> Result<Reply, LinkError> {
        let device = self.stream.map_or(NOT_ENROLLED, |stream| stream.device);
        let (body, asked) = seal_request(&self.key, device, self.options.form, nonce()?, request);
        let up = body.len() as u64;
        self.count(LastBytes { up, down: 0 });
        let answer = self.post(path, body, self.patience(up + reply_bytes))?;
        self.count(LastBytes { up, down: answer.len() as u64 });
        open_reply(&answer, &asked, self.center_key.as_ref())
    }

    fn count(&self, bytes: LastBytes) {
        *self.last_bytes.lock().expect("nobody panics while counting bytes") = bytes;
    }

    fn patience(&self, bytes: u64) -> Duration {
        self.options.connect_timeout
            + self.options.answer_timeout
            + Duration::from_secs(bytes / self.options.slowest_link.max(1))
    }

    fn post(&self, path: &str, body: Vec<u8>, patience: Duration) -> Result<Vec<u8>, LinkError> {
        let request = self
            .client
            .post(format!("{}{path}", self.url))
            .header(CONTENT_TYPE, HeaderValue::from_static(CONTENT))
            .timeout(patience)
            .body(body);
        let response = request.send().map_err(link_error)?;
        let status = response.status().as_u16();
        let body = bounded_body(response)?;
        match (status, refusal_of_body(&body)) {
            (200, _) => Ok(body),
            (400..=499, Some(refused)) => Err(LinkError::Refused(refused)),
            _ => Err(LinkError::Unavailable(status)),
        }
    }
}

impl Center for HttpCenter {
    fn exchange(&self, request: &ExchangeRequest) -> Result<ExchangeReply, LinkError> {
        let reply_bytes = u64::from(request.pull_bytes_max) / SMALLER_ON_THE_LINK + REPLY_SLACK;
        match self.ask(EXCHANGE_PATH, &Request::Exchange(request.clone()), reply_bytes)? {
            Reply::Exchange(reply) => Ok(reply),
            _ => Err(other_answer()),
        }
    }

    fn look_up(&self, request: &LookUpRequest) -> Result<LookUpReply, LinkError> {
        match self.ask(LOOK_UP_PATH, &Request::LookUp(request.clone()), REPLY_SLACK)? {
            Reply::LookUp(reply) => Ok(reply),
            _ => Err(other_answer()),
        }
    }

    fn attach(&self, request: &AttachRequest) -> Result<AttachReply, LinkError> {
        match self.ask(ATTACH_PATH, &Request::Attach(request.clone()), REPLY_SLACK)? {
            Reply::Attached(reply) => Ok(reply),
            _ => Err(other_answer()),
        }
    }

    fn enrol(&self, request: &EnrolRequest) -> Result<Enrolment, LinkError> {
        match self.ask(ENROL_PATH, &Request::Enrol(request.clone()), REPLY_SLACK)? {
            Reply::Enrolled(enrolment) => Ok(enrolment),
            _ => Err(other_answer()),
        }
    }
}

fn other_answer() -> LinkError {
    LinkError::Unreadable("the answer belongs to another question".to_owned())
}

fn nonce() -> Result<u64, LinkError> {
    getrandom::u64().map_err(|error| LinkError::Unreachable(format!("the system gives no random numbers: {error}")))
}

fn client(url: &str, options: &HttpOptions) -> Result<Client, HttpSetupError> {
    // A second client finds the provider in place; that is no error.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let builder = Client::builder()
        .connect_timeout(options.connect_timeout)
        .tcp_nodelay(true)
        .tcp_keepalive(DEAD_AFTER / 4)
        .tcp_keepalive_interval(DEAD_AFTER / 4)
        .tcp_keepalive_retries(3)
        .pool_max_idle_per_host(1)
        .redirect(reqwest::redirect::Policy::none());
    #[cfg(target_os = "linux")]
    let builder = builder.tcp_user_timeout(DEAD_AFTER);
    let builder = with_trust(builder, url, options)?;
    builder.build().map_err(|error| HttpSetupError::Client(reasons(&error)))
}

/// Without TLS only the same machine is spoken to, and no certificates are loaded for it.
fn with_trust(builder: ClientBuilder, url: &str, options: &HttpOptions) -> Result<ClientBuilder, HttpSetupError> {
    if is_loopback(url) {
        return Ok(builder.no_proxy().tls_certs_only([]));
    }
    if !url.starts_with("https://") {
        return Err(HttpSetupError::Address);
    }
    let Some(path) = &options.extra_roots else { return Ok(builder) };
    let unread = |reason: String| HttpSetupError::Roots { path: path.clone(), reason };
    let pem = std::fs::read(path).map_err(|error| unread(error.to_string()))?;
    let roots = reqwest::Certificate::from_pem_bundle(&pem).map_err(|error| unread(reasons(&error)))?;
    Ok(builder.tls_certs_merge(roots))
}

fn is_loopback(url: &str) -> bool {
    let Some(host) = url.strip_prefix("http://") else { return false };
    let host = host.split('/').next().unwrap_or_default();
    let host = host.rsplit_once(':').map_or(host, |(name, _)| name);
    host == "localhost" || host == "[::1]" || host.parse::<std::net::Ipv4Addr>().is_ok_and(|ip| ip.is_loopback())
}

fn bounded_body(mut response: Response) -> Result<Vec<u8>, LinkError> {
    use std::io::Read;
    let mut body = Vec::new();
    let read = response.by_ref().take(REPLY_BYTES_MAX as u64 + 1).read_to_end(&mut body);
    read.map_err(|error| match error.kind() {
        std::io::ErrorKind::TimedOut => LinkError::TimedOut,
        _ => LinkError::Unreachable(error.to_string()),
    })?;
    Ok(body)
}

fn link_error(error: reqwest::Error) -> LinkError {
    if error.is_timeout() { LinkError::TimedOut } else { LinkError::Unreachable(reasons(&error)) }
}

/// An error with all its causes; the address is not in it, since logs need not repeat it.
fn reasons(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text = format!("{text}: {cause}");
        source = cause.source();
    }
    text
}
