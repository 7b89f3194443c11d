//! Pay anywhere: one customer of any unit, for an outlet that has the link up.

use sync::{LinkError, LookUpReply, LookUpRequest};

use super::Prefecture;
use super::books::held_of;
use super::exchange::unavailable;

/// The answer to a suspended device.
const FORBIDDEN: u16 = 403;

impl Prefecture {
    pub(super) fn find_customer(&self, request: &LookUpRequest) -> Result<LookUpReply, LinkError> {
        let device = self.known_device(request.stream.device)?;
        if device.suspended_ms.is_some() {
            return Err(LinkError::Unavailable(FORBIDDEN));
        }
        let (histories, found) = self.0.ledger.look_up(Some(request.stream), &request.customer).map_err(unavailable)?;
        let held = held_of(&histories, 0, request.stream, &device.known.key);
        Ok(LookUpReply { held, found, center_time_ms: self.now_ms() })
    }
}
