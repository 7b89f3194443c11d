//! Enrolment: a laptop becomes a device of the fleet with a one-time code.

use journal::root;
use store::{DeviceRow, StoreError};
use sync::{Center, EnrolRequest, LinkError};
use thiserror::Error;

use crate::Outlet;

#[derive(Debug, Error)]
pub enum EnrolError {
    #[error("this desk is enrolled already")]
    AlreadyEnrolled,
    #[error(transparent)]
    Link(#[from] LinkError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Outlet {
    /// Enrols with the desk's own key. Asking again after a lost answer gives the same device, as long as the key is the same.
    pub fn enrol(&mut self, center: &dyn Center, center_url: &str, code: &str) -> Result<DeviceRow, EnrolError> {
        if self.read().device()?.is_some() {
            return Err(EnrolError::AlreadyEnrolled);
        }
        let key = self.key.public_key();
        let version = env!("CARGO_PKG_VERSION").to_owned();
        let enrolment = center.enrol(&EnrolRequest { code: code.trim().to_uppercase(), key, version })?;
        let device = DeviceRow {
            stream: enrolment.stream,
            terminal: enrolment.terminal,
            unit: enrolment.unit,
            key,
            center_key: enrolment.center_key,
            center_url: center_url.to_owned(),
        };
        let sighting = self.now().sighting(enrolment.center_time_ms);
        let mut write = self.store.write()?;
        write.set_device(&device)?;
        write.begin_incarnation(device.stream.incarnation, root(device.stream, &key))?;
        write.set_center_seen(sighting)?;
        if let Some(key) = &enrolment.release_key {
            write.set_release_key(key)?;
        }
        write.commit()?;
        Ok(device)
    }
}
