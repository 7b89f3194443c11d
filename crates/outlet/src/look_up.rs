//! Pay anywhere: a customer of another unit is asked for at the center, while the link is up.

use domain::{CustomerNo, CustomerState};
use store::StoreError;
use sync::{Center, LinkError, LookUpReply, LookUpRequest};
use thiserror::Error;

use crate::Outlet;
use crate::exchange::contained;
use crate::sync_now::Access;

#[derive(Debug, Error)]
pub enum LookUpError {
    #[error("the center knows no customer {customer}")]
    UnknownCustomer { customer: CustomerNo },
    #[error(transparent)]
    Link(#[from] LinkError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Asks the center and keeps the answer in the replica, so that the customer can be served like any other.
pub fn look_up(access: &impl Access, center: &dyn Center, customer: &CustomerNo) -> Result<(), LookUpError> {
    let request = access.with(|outlet| outlet.look_up_request(customer))?;
    let reply = center.look_up(&request)?;
    access.with(|outlet| outlet.keep_looked_up(&request, reply))
}

impl Outlet {
    fn look_up_request(&self, customer: &CustomerNo) -> Result<LookUpRequest, StoreError> {
        let device = self.read().device()?.ok_or(StoreError::NotEnrolled)?;
        Ok(LookUpRequest { stream: device.stream, customer: customer.clone() })
    }

    fn keep_looked_up(&mut self, request: &LookUpRequest, reply: LookUpReply) -> Result<(), LookUpError> {
        let unknown = || LookUpError::UnknownCustomer { customer: request.customer.clone() };
        let state: CustomerState = reply.found.ok_or_else(unknown)?;
        let sighting = self.now().sighting(reply.center_time_ms);
        let mut write = self.store.write()?;
        let applied_through = contained(&write, request.stream, reply.held)?;
        write.put_customer(&state, &applied_through, reply.center_time_ms)?;
        write.set_center_seen(sighting)?;
        write.commit()?;
        Ok(())
    }
}
