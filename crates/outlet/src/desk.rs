//! The desk itself: a replica, a key, a clock, and who is signed in.

use domain::{OpenShift, Operator, Permission, UnitCode};
use journal::{DeviceKey, Entry, EntryBody};
use store::{Appended, Read, Store, StoreError, Write};
use thiserror::Error;

use crate::{Clock, ClockReading, Disk, UnknownDisk};

/// An outlet's desk. All use cases are its methods, each in a file of its own.
pub struct Outlet {
    pub(crate) store: Store,
    pub(crate) key: DeviceKey,
    pub(crate) clock: Box<dyn Clock>,
    pub(crate) signed_in: Option<Operator>,
    pub(crate) witness: Box<dyn Witness>,
    pub(crate) disk: Box<dyn Disk>,
    /// When the center last heard how much room there is, in ms of the monotonic clock.
    pub(crate) storage_told_ms: Option<u64>,
}

/// Why the person at the desk may not do this.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Denied {
    #[error("nobody is signed in")]
    NotSignedIn,
    #[error("the role of the signed-in operator does not allow it")]
    NotPermitted,
}

/// A point inside a use case at which a process can die. Tests kill there; the desk does nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    BeforeAppend,
    Appended,
    Committed,
}

/// Told of each step of a money use case.
pub trait Witness: Send {
    fn reached(&self, step: Step);
}

/// Watches nothing.
pub struct NoWitness;

impl Witness for NoWitness {
    fn reached(&self, _: Step) {}
}

impl Outlet {
    pub fn new(store: Store, key: DeviceKey, clock: Box<dyn Clock>) -> Outlet {
        Outlet {
            store,
            key,
            clock,
            signed_in: None,
            witness: Box::new(NoWitness),
            disk: Box::new(UnknownDisk),
            storage_told_ms: None,
        }
    }

    pub fn with_witness(mut self, witness: Box<dyn Witness>) -> Outlet {
        self.witness = witness;
        self
    }

    pub fn read(&self) -> Read<'_> {
        self.store.read()
    }

    pub fn store(&self) -> &Store {
        &self.store
    }

    pub fn store_mut(&mut self) -> &mut Store {
        &mut self.store
    }

    pub fn key(&self) -> &DeviceKey {
        &self.key
    }

    pub fn now(&self) -> ClockReading {
        self.clock.read()
    }

    pub fn operator(&self) -> Option<&Operator> {
        self.signed_in.as_ref()
    }

    /// The signed-in operator, if the act is theirs to do.
    pub(crate) fn permitted(&self, permission: Permission) -> Result<&Operator, Denied> {
        let operator = self.signed_in.as_ref().ok_or(Denied::NotSignedIn)?;
        if operator.may(permission) { Ok(operator) } else { Err(Denied::NotPermitted) }
    }

    /// 供电单位 of this desk: its station, or the outlet itself while the tree is not known.
    pub fn desk_unit(&self) -> Result<Option<UnitCode>, StoreError> {
        let Some(device) = self.read().device()? else { return Ok(None) };
        let station = self.read().units()?.station_of(&device.unit).map(|station| station.code.clone());
        Ok(Some(station.unwrap_or(device.unit)))
    }

    /// The shift that is open on this desk, if any.
    pub(crate) fn current_shift(&self) -> Result<Option<OpenShift>, StoreError> {
        Ok(self.read().open_shift()?.map(|row| row.shift))
    }
}

/// Appends the next entry of this device and projects it, in the caller's transaction.
pub(crate) fn append(
    write: &mut Write<'_>,
    now: ClockReading,
    by: domain::OperatorId,
    body: EntryBody,
) -> Result<Appended, StoreError> {
    let device = write.device()?.ok_or(StoreError::NotEnrolled)?;
    let seq = write.head()?.seq.next();
    let time = now.evidence(write.center_seen()?);
    write.append(&Entry { stream: device.stream, seq, time, by, body })
}
