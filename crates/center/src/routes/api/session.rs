//! Signing in to the console, out of it, and who is signed in.

use std::net::SocketAddr;

use axum::Json;
use axum::extract::{ConnectInfo, FromRequestParts, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::{Operator, OperatorId, Permission, Role, UnitCode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::extract::{Body, Path};
use super::failure::{Failure, Refusal};
use super::guard::{COOKIE, SessionToken};
use super::{at_the_books, books_of};
use crate::routes::Center;
use crate::{Credentials, Prefecture, SecondFactorOffer, SignInStep, SignedIn};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    login: String,
    password: String,
    /// Of the authenticator, where it was asked for.
    #[serde(default)]
    code: Option<String>,
}

/// Who is signed in.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Who {
    #[schema(value_type = OperatorId)]
    id: u32,
    login: String,
    name: String,
    unit: UnitCode,
    unit_name: String,
    roles: Vec<Role>,
    permissions: Vec<Permission>,
    /// What is served is demo data.
    demo: bool,
}

/// How far signing in came.
#[derive(Serialize, ToSchema)]
#[serde(tag = "step", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum SignInAnswer {
    SignedIn {
        who: Who,
    },
    /// The password is right; send it again with a code of the authenticator.
    Code,
    /// The password is right. The secret goes into an authenticator, and a code of it proves that it is there.
    #[serde(rename_all = "camelCase")]
    Enrol {
        secret: String,
        otpauth: String,
        /// A picture of `otpauth`, as an SVG document.
        qr_svg: String,
    },
}

/// Sign in to the console
#[utoipa::path(post, path = "/api/v1/session", operation_id = "signIn", request_body = SignIn, security(()),
    responses(
        (status = 200, description = "How far it came; with a session, its cookie", body = SignInAnswer),
        (status = 401, description = "`sign-in-refused` or `code-refused`", body = Refusal),
        (status = 403, description = "`operator-suspended`, `not-permitted` or `cross-site`", body = Refusal),
        (status = 429, description = "`locked-out`, with `until`", body = Refusal)))]
pub async fn sign_in(
    State(center): State<Center>,
    Address(address): Address,
    Body(typed): Body<SignIn>,
) -> Result<Response, Failure> {
    let typed = Credentials { login: typed.login, password: typed.password, code: typed.code };
    let demo = center.door.demo;
    let work = move |prefecture: &Prefecture| Ok((prefecture.sign_in(&typed, &address)?, prefecture.clone()));
    let (step, prefecture) = at_the_books(center.clone(), work).await?;
    Ok(match step {
        SignInStep::SignedIn { token, operator } => {
            let who = who(&prefecture, operator, demo);
            ([(header::SET_COOKIE, cookie(&center, &token, None))], Json(SignInAnswer::SignedIn { who }))
                .into_response()
        }
        SignInStep::Code => Json(SignInAnswer::Code).into_response(),
        SignInStep::Enrol(offer) => Json(SignInAnswer::from(offer)).into_response(),
    })
}

/// Who is signed in
#[utoipa::path(get, path = "/api/v1/session", operation_id = "whoAmI",
    responses((status = 200, description = "The operator", body = Who)))]
pub async fn who_am_i(State(center): State<Center>, signed_in: SignedIn) -> Json<Who> {
    Json(who(books_of(&center), signed_in.operator, center.door.demo))
}

/// Sign out
#[utoipa::path(delete, path = "/api/v1/session", operation_id = "signOut",
    responses((status = 204, description = "The session has ended")))]
pub async fn sign_out(State(center): State<Center>, SessionToken(token): SessionToken) -> Result<Response, Failure> {
    at_the_books(center.clone(), move |prefecture| Ok(prefecture.end_session(&token)?)).await?;
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, cookie(&center, "", Some(0)))]).into_response())
}

/// Reset an operator's second factor: the next sign-in sets up a new one
#[utoipa::path(delete, path = "/api/v1/operators/{id}/second-factor", operation_id = "resetSecondFactor",
    params(("id" = OperatorId, Path, description = "The operator")),
    responses(
        (status = 204, description = "It is gone, and so are their sessions"),
        (status = 403, description = "`own-second-factor` or `needs-person`", body = Refusal)))]
pub async fn reset_second_factor(
    State(center): State<Center>,
    signed_in: SignedIn,
    Path(id): Path<u32>,
) -> Result<StatusCode, Failure> {
    let by = signed_in.operator.id;
    at_the_books(center, move |prefecture| Ok(prefecture.reset_second_factor(OperatorId(id), by)?)).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn who(prefecture: &Prefecture, operator: Operator, demo: bool) -> Who {
    let unit_name = prefecture.unit_name(&operator.unit);
    let signed_in = SignedIn { operator };
    let permissions = signed_in.permissions();
    let Operator { id, login, name, unit, roles, .. } = signed_in.operator;
    Who { id: id.0, login, name, unit, unit_name, roles, permissions, demo }
}

impl From<SecondFactorOffer> for SignInAnswer {
    fn from(offer: SecondFactorOffer) -> SignInAnswer {
        SignInAnswer::Enrol { secret: offer.secret, otpauth: offer.otpauth, qr_svg: offer.qr_svg }
    }
}

/// No script reads it, no other site sends it, and with TLS it never travels in the open.
fn cookie(center: &Center, token: &str, max_age: Option<u32>) -> String {
    let secure = if center.door.secure { "; Secure" } else { "" };
    let age = max_age.map_or_else(String::new, |age| format!("; Max-Age={age}"));
    format!("{COOKIE}={token}; Path=/; HttpOnly; SameSite=Strict{secure}{age}")
}

/// Where a request comes from. Behind a proxy that is what the proxy says, in the last place, which nobody else can write.
pub struct Address(String);

impl FromRequestParts<Center> for Address {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, center: &Center) -> Result<Address, Failure> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip().to_string());
        let told = if center.door.behind_proxy { forwarded(&parts.headers) } else { None };
        Ok(Address(told.or(peer).unwrap_or_default()))
    }
}

fn forwarded(headers: &HeaderMap) -> Option<String> {
    let last = headers.get_all("x-forwarded-for").iter().next_back()?;
    Some(last.to_str().ok()?.rsplit(',').next()?.trim().to_owned())
}
