//! The door of the API: a tool shows the administrators' token, a person their session. What each route needs stands in
//! `permissions`.

use axum::extract::{FromRequestParts, MatchedPath, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::Response;

use super::failure::Failure;
use super::permissions::{Needs, methods, needs};
use crate::SignedIn;
use crate::routes::Center;

pub const COOKIE: &str = "qingjiang_session";
/// The console's own requests say so. A page of another site cannot, so it changes nothing with somebody's session.
const FROM_CONSOLE: &str = "x-qingjiang-console";
/// The page refreshed by itself; nobody was at the keyboard.
const UNATTENDED: &str = "x-qingjiang-unattended";

/// The token of a session, as the browser keeps it.
#[derive(Clone)]
pub struct SessionToken(pub String);

pub async fn guard(State(center): State<Center>, mut request: Request, next: Next) -> Result<Response, Failure> {
    let wanted = wanted(&request)?;
    if request.method() != Method::GET && !center.token.is_shown_by(request.headers()) {
        only_from_the_console(request.headers())?;
    }
    if wanted != Some(Needs::Nothing) && !center.token.is_shown_by(request.headers()) {
        let (token, who) = who(&center, request.headers()).await?;
        if wanted.is_some_and(|needs| !needs.is_met_by(|permission| who.may(permission))) {
            return Err(Failure::NotPermitted);
        }
        request.extensions_mut().insert(token);
        request.extensions_mut().insert(who);
    }
    Ok(next.run(request).await)
}

/// What the route needs. An address that is nothing's is answered as such, once it is known who asks.
fn wanted(request: &Request) -> Result<Option<Needs>, Failure> {
    let path = request.extensions().get::<MatchedPath>().map_or("", MatchedPath::as_str);
    match needs(request.method().as_str(), path) {
        Some(needs) => Ok(Some(needs)),
        None if path == super::NOTHING_THERE => Ok(None),
        None if !methods(path).is_empty() => Err(Failure::WrongMethod(methods(path))),
        None => Err(Failure::NotPermitted),
    }
}

fn only_from_the_console(headers: &HeaderMap) -> Result<(), Failure> {
    let is_from_console = headers.get(FROM_CONSOLE).is_some_and(|value| value == "1");
    if is_from_console || headers.contains_key(header::AUTHORIZATION) || cookie(headers).is_none() {
        Ok(())
    } else {
        Err(Failure::CrossSite)
    }
}

async fn who(center: &Center, headers: &HeaderMap) -> Result<(SessionToken, SignedIn), Failure> {
    if headers.contains_key(header::AUTHORIZATION) {
        return Err(Failure::Unauthorised);
    }
    let token = cookie(headers).ok_or(Failure::NotSignedIn)?;
    let attended = !headers.contains_key(UNATTENDED);
    let shown = token.clone();
    let look = move |prefecture: &crate::Prefecture| Ok(prefecture.session(&shown, attended)?);
    let who = super::at_the_books(center.clone(), look).await?.ok_or(Failure::NotSignedIn)?;
    Ok((SessionToken(token), who))
}

fn cookie(headers: &HeaderMap) -> Option<String> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == COOKIE).map(|(_, value)| value.to_owned())
}

/// For what only a person does: who they are. A tool with the token is nobody.
impl<S: Send + Sync> FromRequestParts<S> for SignedIn {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<SignedIn, Failure> {
        parts.extensions.get::<SignedIn>().cloned().ok_or(Failure::NeedsPerson)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for SessionToken {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<SessionToken, Failure> {
        parts.extensions.get::<SessionToken>().cloned().ok_or(Failure::NeedsPerson)
    }
}
