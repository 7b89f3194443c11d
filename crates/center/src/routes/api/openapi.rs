//! The description of the API, generated from the handlers and their types; `cargo xtask codegen` writes it to
//! `schema/center/openapi.json`.
//!
//! A handler names what is its own; what every handler may answer is added here.

mod always_there;
mod unsigned;
mod variant_fields;

use utoipa::openapi::path::{Operation, PathItem};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, Http, HttpAuthScheme, SecurityScheme};
use utoipa::openapi::{ContentBuilder, OpenApi, Ref, Response, ResponseBuilder};
use utoipa::{Modify, OpenApi as _, ToSchema};

use always_there::NullIsSaid;
use unsigned::UnsignedNumbers;
use variant_fields::CamelCaseInVariants;

use super::{
    accounts, acts, bill_runs, billing, books, cases, customers, day, events, failure, fleet, guard, operators,
    proposals, readings, session, tariffs, tasks, units,
};

#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "Qingjiang center",
        version = "1",
        license(name = "Apache-2.0", identifier = "Apache-2.0"),
        description = "For administrators, reporters, finance and auditors. A tool shows `Authorization: Bearer` with the \
            administrators' token; the console shows the cookie of its session, and X-Qingjiang-Console: 1 with \
            whatever is not a GET. Money, prices and meter readings are text."
    ),
    security(("token" = []), ("session" = [])),
    modifiers(&SecuritySchemes, &CommonAnswers, &CamelCaseInVariants, &NullIsSaid, &UnsignedNumbers),
    components(schemas(failure::Refusal)),
    paths(
        accounts::account,
        accounts::customer,
        bill_runs::list,
        bill_runs::start,
        bill_runs::one,
        bill_runs::unbilled,
        billing::statement,
        billing::supply,
        billing::segments,
        billing::restore_requests,
        billing::correct,
        billing::attachment,
        books::trial_balance,
        cases::list,
        cases::one,
        cases::note,
        proposals::preview,
        proposals::propose,
        proposals::list,
        proposals::one,
        proposals::answer,
        proposals::undo,
        tasks::list,
        acts::list,
        acts::export,
        customers::find,
        customers::readings,
        day::day,
        fleet::devices,
        fleet::suspend,
        fleet::enrolment_code,
        fleet::release_code,
        units::list,
        tariffs::list,
        operators::list,
        operators::draw_password,
        readings::readings,
        readings::rounds,
        readings::imports,
        readings::notices,
        session::sign_in,
        session::who_am_i,
        session::sign_out,
        session::reset_second_factor,
        events::events,
    )
)]
struct Description;

/// Everything that the API serves, as OpenAPI 3.1 in JSON.
pub fn description() -> String {
    let mut text = Description::openapi().to_pretty_json().expect("the description holds only text and numbers");
    text.push('\n');
    text
}

/// A date. For fields of a request that may be left out; `NaiveDate` describes the others.
#[derive(ToSchema)]
#[schema(value_type = String, format = Date)]
#[expect(dead_code, reason = "only describes")]
pub struct DateText(String);

struct SecuritySchemes;

impl Modify for SecuritySchemes {
    fn modify(&self, openapi: &mut OpenApi) {
        let components = openapi.components.get_or_insert_default();
        let token = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
        components.add_security_scheme("token", token);
        let session = ApiKey::Cookie(ApiKeyValue::new(guard::COOKIE));
        components.add_security_scheme("session", SecurityScheme::ApiKey(session));
    }
}

/// What the door and the extractors answer before a handler is reached, and the books when they cannot be read.
struct CommonAnswers;

impl Modify for CommonAnswers {
    fn modify(&self, openapi: &mut OpenApi) {
        for (path, item) in &mut openapi.paths.paths {
            for operation in operations(item) {
                add_common_answers(path, operation);
            }
        }
    }
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    let PathItem { get, put, post, delete, patch, .. } = item;
    [get, put, post, delete, patch].into_iter().flatten()
}

fn add_common_answers(path: &str, operation: &mut Operation) {
    let takes_a_document = operation.request_body.is_some();
    let takes_anything = takes_a_document || operation.parameters.as_ref().is_some_and(|all| !all.is_empty());
    let is_public = operation.security.is_some();
    let answers = [
        (takes_anything, "400", "`bad-request`: the sentence names what is wrong"),
        (!is_public, "401", "`not-signed-in`, or `unauthorised` where a token was shown"),
        (!is_public, "403", "`not-permitted`, `needs-person` or `cross-site`"),
        (path.contains('{'), "404", "`not-found`: there is nothing of that name"),
        (takes_a_document, "413", "`too-large`: more than a request may carry"),
        (takes_a_document, "415", "`not-json`: the document is not JSON, or does not say so"),
        (true, "503", "`unavailable`: the books cannot be read now"),
    ];
    for (_, status, meaning) in answers.into_iter().filter(|(applies, ..)| *applies) {
        operation.responses.responses.entry(status.to_owned()).or_insert_with(|| refusal(meaning).into());
    }
}

fn refusal(meaning: &str) -> Response {
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Refusal"))).build();
    ResponseBuilder::new().description(meaning).content("application/json", content).build()
}
