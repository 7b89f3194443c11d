//! 操作员: who there is, what each role may do, and a first password. Changes go through proposals.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::{OperatorId, Permission, Role, UnitCode};
use serde::Serialize;
use utoipa::ToSchema;

use super::failure::Failure;
use super::{at_the_books, time};
use crate::ledger::ListedOperator;
use crate::routes::Center;

#[derive(Serialize, ToSchema)]
pub struct OperatorList {
    operators: Vec<OperatorLine>,
    /// What each role may do.
    roles: Vec<RoleLine>,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct OperatorLine {
    id: OperatorId,
    login: String,
    name: String,
    unit: UnitCode,
    roles: Vec<Role>,
    suspended: bool,
    #[schema(format = DateTime)]
    suspended_at: Option<String>,
    /// 验证器: a second factor is set up.
    has_second_factor: bool,
}

#[derive(Serialize, ToSchema)]
struct RoleLine {
    role: Role,
    permissions: Vec<Permission>,
}

impl From<ListedOperator> for OperatorLine {
    fn from(ListedOperator { operator, suspended_ms, has_second_factor }: ListedOperator) -> OperatorLine {
        OperatorLine {
            id: operator.id,
            login: operator.login,
            name: operator.name,
            unit: operator.unit,
            roles: operator.roles,
            suspended: operator.suspended,
            suspended_at: suspended_ms.map(time),
            has_second_factor,
        }
    }
}

fn role_line(role: Role) -> RoleLine {
    RoleLine { role, permissions: Permission::ALL.into_iter().filter(|permission| role.may(*permission)).collect() }
}

/// Operators and what their roles may do
#[utoipa::path(get, path = "/api/v1/operators", operation_id = "operators",
    responses((status = 200, description = "The operators, by unit", body = OperatorList)))]
pub async fn list(State(center): State<Center>) -> Result<Json<OperatorList>, Failure> {
    let operators = at_the_books(center, |prefecture| Ok(prefecture.operators()?)).await?;
    let operators = operators.into_iter().map(OperatorLine::from).collect();
    Ok(Json(OperatorList { operators, roles: Role::ALL.into_iter().map(role_line).collect() }))
}

#[derive(Serialize, ToSchema)]
pub struct PasswordDrawn {
    /// Shown once and kept nowhere.
    password: String,
    /// What the proposal of the operator carries in its place.
    verifier: String,
}

/// Draw a password for an operator
///
/// It takes effect with the proposal that carries its verifier.
#[utoipa::path(post, path = "/api/v1/operators/password", operation_id = "drawPassword",
    responses((status = 201, description = "The password", body = PasswordDrawn)))]
pub async fn draw_password(State(center): State<Center>) -> Result<(StatusCode, Json<PasswordDrawn>), Failure> {
    let drawn = at_the_books(center, |prefecture| Ok(prefecture.first_password())).await?;
    Ok((StatusCode::CREATED, Json(PasswordDrawn { password: drawn.text, verifier: drawn.verifier })))
}
