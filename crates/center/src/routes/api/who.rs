//! Who acts: somebody who is signed in, or a tool with the administrators' token, which is the center itself (operator 0). It
//! may do everything that the routes let through, but it is one operator like any other: what it proposes somebody else has to
//! approve. The token is for tools; people sign in.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use domain::{OperatorId, Permission};

use super::failure::Failure;
use crate::SignedIn;
use crate::app::THE_CENTER;

pub struct Actor {
    pub id: OperatorId,
    person: Option<SignedIn>,
}

impl Actor {
    pub fn may(&self, permission: Permission) -> bool {
        self.person.as_ref().is_none_or(|person| person.may(permission))
    }

    /// Any of these will do.
    pub fn needs(&self, permissions: &[Permission]) -> Result<(), Failure> {
        if permissions.iter().any(|permission| self.may(*permission)) { Ok(()) } else { Err(Failure::NotPermitted) }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Actor {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Actor, Failure> {
        let person = parts.extensions.get::<SignedIn>().cloned();
        Ok(Actor { id: person.as_ref().map_or(THE_CENTER, |person| person.operator.id), person })
    }
}
