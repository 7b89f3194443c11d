//! The center's half of an exchange: take the push in, then answer with what is held and what is new, from one snapshot.

use domain::{DeviceId, Seq, Stream};
use sync::{
    AttachReply, AttachRequest, Center, Cursor, EnrolRequest, Enrolment, ExchangeReply, ExchangeRequest, LinkError,
    LookUpReply, LookUpRequest, PULL_BYTES_MAX, PUSH_ENTRIES_MAX, Push, Refusal, RefusedRequest,
};

use super::Prefecture;
use super::accept_push::Landed;
use super::books::held_of;
use crate::ledger::{DeviceRow, LaidAccount, LedgerError, PullScope, Pulled, Sighting};

impl Center for Prefecture {
    fn exchange(&self, request: &ExchangeRequest) -> Result<ExchangeReply, LinkError> {
        let device = self.known_device(request.stream.device)?;
        self.see(request);
        self.hear_urgent(&device, &request.urgent).map_err(unavailable)?;
        let landed = match &request.push {
            Some(push) if !push.entries.is_empty() => self.take_push(&device, request.stream, push)?,
            _ => Landed { history: 0, outcomes: Vec::new(), refusal: None, laid: Vec::new(), through: None },
        };
        let digest = self.compare_digest(request, &device, &landed).map_err(unavailable)?;
        let pulled = self.pull(request, &device, &landed.laid).map_err(unavailable)?;
        let suspended = device.suspended_ms.map(|_| Refusal::DeviceSuspended);
        let refusal = landed.refusal.or(suspended);
        if let Some(refusal) = &refusal {
            self.meters().refused(refusal);
        }
        let held = held_of(&pulled.histories, landed.history, request.stream, &device.known.key);
        Ok(ExchangeReply {
            held: landed.through.unwrap_or(held),
            outcomes: landed.outcomes,
            refusal,
            changes: pulled.changes,
            skipped: 0,
            cursor: Cursor(pulled.cursor),
            more: pulled.more,
            digest,
            release_key: request.report.lacks_release_key.then(|| self.0.key.release_key(device.known.device)),
            center_time_ms: self.now_ms(),
        })
    }

    fn look_up(&self, request: &LookUpRequest) -> Result<LookUpReply, LinkError> {
        self.find_customer(request)
    }

    fn attach(&self, request: &AttachRequest) -> Result<AttachReply, LinkError> {
        self.take_piece(request)
    }

    fn enrol(&self, request: &EnrolRequest) -> Result<Enrolment, LinkError> {
        self.enrol_device(request)
    }
}

impl Prefecture {
    pub(super) fn known_device(&self, device: DeviceId) -> Result<DeviceRow, LinkError> {
        self.keep_up().map_err(unavailable)?;
        let unknown = LinkError::Refused(RefusedRequest::UnknownDevice);
        self.roster().devices.get(&device).cloned().ok_or(unknown)
    }

    fn take_push(&self, device: &DeviceRow, stream: Stream, push: &Push) -> Result<Landed, LinkError> {
        if push.entries.len() > PUSH_ENTRIES_MAX {
            return Err(LinkError::Refused(RefusedRequest::Malformed));
        }
        match self.check_push(stream, &device.known.key, push).map_err(unavailable)? {
            Ok(checked) => self.write_push(checked).map_err(unavailable),
            Err(refusal) => {
                let history = 0;
                Ok(Landed { history, outcomes: Vec::new(), refusal: Some(refusal), laid: Vec::new(), through: None })
            }
        }
    }

    /// Remembers how the device stands; it is written along with the next commit.
    fn see(&self, request: &ExchangeRequest) {
        let now_ms = self.now_ms();
        let mut sightings = super::lock(&self.0.sightings);
        let before = sightings.get(&request.stream.device).map(|(seen, _)| (seen.free_mib, seen.replica_mib));
        let storage = request.report.storage.map(|storage| (Some(storage.free_mib), Some(storage.replica_mib)));
        let (free_mib, replica_mib) = storage.or(before).unwrap_or_default();
        let seen = Sighting {
            device: request.stream.device,
            at_ms: now_ms,
            unsent: request.report.unsent,
            oldest_unsent_ms: request.report.oldest_unsent_ms,
            clock_off_ms: request.report.wall_ms.saturating_sub(now_ms),
            program: request.version.chars().take(40).collect(),
            free_mib,
            replica_mib,
        };
        sightings.insert(request.stream.device, (seen, false));
    }

    /// A suspended device learns that it is, and nothing about customers any more.
    fn pull(&self, request: &ExchangeRequest, device: &DeviceRow, laid: &[LaidAccount]) -> Result<Pulled, LedgerError> {
        let roster = self.roster();
        let station = roster.station_of(&device.known.unit);
        let bytes_max = if device.suspended_ms.is_some() { 0 } else { request.pull_bytes_max.min(PULL_BYTES_MAX) };
        let scope = PullScope {
            device: device.known.device,
            units: roster.units_of_station(&station),
            station,
            after: request.cursor.0,
            bytes_max,
            laid: laid.to_vec(),
            recent_from: self.period_before_this(),
        };
        let mut pulled = self.0.ledger.pull(request.stream, &scope)?;
        if device.suspended_ms.is_some() {
            pulled.more = false;
        }
        Ok(pulled)
    }
}

/// The database did not answer; the outlet tries again later.
pub(super) fn unavailable(error: impl std::fmt::Display) -> LinkError {
    tracing::error!(%error, "a request could not be served");
    LinkError::Unavailable(503)
}

/// The last entry of a push, if it has one.
pub(super) fn last_of(push: Option<&Push>) -> Option<Seq> {
    push.filter(|push| !push.entries.is_empty()).map(|push| push.head.seq)
}
