//! 档案更正申请: an outlet says that a field of the archive is wrong. Which requests disagree is a pure function of the facts.
//!
//! - The field still is what the outlet saw: a request that somebody decides.
//! - It changed at the center meanwhile, or another outlet wants another value: edited twice.
//! - It is what the outlet wants already: nothing to decide.
//!
//! Different fields never disagree.

use domain::{ArchiveChange, ArchiveChangeId, Conflict, CustomerNo};
use journal::TimeEvidence;

use super::batch::Batch;
use super::reading::side_of;
use crate::ledger::{ArchiveChangeRow, ArchiveDecision, ArchiveFacts, ArchiveValues, Noted};

/// The subject of the case about a request.
pub fn subject_of(change: ArchiveChangeId) -> String {
    format!("archive-change {change}")
}

/// What a request comes to.
#[derive(Debug)]
pub enum Judged<'a> {
    /// Nobody knows the customer yet, or a decision about it is in force: its case stays as it is.
    Rests,
    /// There is nothing to decide.
    Settled,
    /// With all requests that take part, itself first.
    Disagrees(Box<Conflict>, Vec<&'a ArchiveChangeRow>),
}

/// What the request at `row` comes to among the others.
pub fn judge<'a>(facts: &'a ArchiveFacts, row: &'a ArchiveChangeRow) -> Judged<'a> {
    let Some(values) = facts.values.as_ref().filter(|_| row.decision.is_none()) else { return Judged::Rests };
    if !is_alive(facts, values, row) {
        return Judged::Settled;
    }
    let ArchiveChange { id, customer, field, seen, wanted, reason } = row.change.clone();
    let now = values.get(field).to_owned();
    let mut sides = vec![row];
    sides.extend(facts.changes.iter().filter(|other| is_against(other, row) && is_alive(facts, values, other)));
    let conflict = if sides.len() == 1 && now == seen {
        Conflict::ArchiveChangeRequested {
            change: id,
            customer,
            field,
            now,
            wanted,
            reason,
            parallel: row.parallel.clone(),
        }
    } else {
        Conflict::ArchiveEditedTwice { change: id, customer, field, seen, now, wanted, reason }
    };
    Judged::Disagrees(Box::new(conflict), sides)
}

/// Somebody still wants it: the field is not so already, and the same journal did not think better of it.
fn is_alive(facts: &ArchiveFacts, values: &ArchiveValues, row: &ArchiveChangeRow) -> bool {
    let is_newer = |other: &&ArchiveChangeRow| {
        other.change.field == row.change.field
            && other.noted.place.stream.device == row.noted.place.stream.device
            && age(other) > age(row)
    };
    row.decision.is_none()
        && values.get(row.change.field) != row.change.wanted
        && !facts.changes.iter().any(|other| is_newer(&other))
}

fn is_against(other: &ArchiveChangeRow, row: &ArchiveChangeRow) -> bool {
    other.change.field == row.change.field && other.change.wanted != row.change.wanted
}

fn age(row: &ArchiveChangeRow) -> impl Ord + use<> {
    (row.noted.place.stream, row.noted.place.seq, row.change.id)
}

/// What is loaded meets the corrections that decisions made: the one that it knows nothing of stays, the one that it says
/// too is carried out, and a third value ends it. Answers what the customer is called, and the requests that changed.
pub fn meet_what_is_loaded(facts: &ArchiveFacts, loaded: ArchiveValues) -> (ArchiveValues, Vec<ArchiveChangeRow>) {
    let mut values = loaded.clone();
    let former = |row: &ArchiveChangeRow| row.decision.as_ref().and_then(|decision| decision.former.clone());
    let mut rest: Vec<&ArchiveChangeRow> = facts.changes.iter().filter(|row| former(row).is_some()).collect();
    // One decision may stand on another's value, so they are met in a chain.
    let stands_on =
        |row: &ArchiveChangeRow, values: &ArchiveValues| former(row).as_deref() == Some(values.get(row.change.field));
    while let Some(place) = rest.iter().position(|row| stands_on(row, &values)) {
        let row = rest.remove(place);
        values.set(row.change.field, &row.change.wanted);
    }
    let ended = rest.into_iter().map(|row| {
        let is_carried_out = loaded.get(row.change.field) == row.change.wanted;
        let decision = row.decision.clone().filter(|_| is_carried_out);
        ArchiveChangeRow { decision: decision.map(|it| ArchiveDecision { former: None, ..it }), ..row.clone() }
    });
    (values, ended.collect())
}

impl Batch<'_> {
    /// Keeps a request. The same one that came before, from a clone or a restored backup, is one fact.
    pub(super) fn request_archive_change(&mut self, noted: Noted, time: &TimeEvidence, change: ArchiveChange) {
        let customer = change.customer.clone();
        let facts = self.archives.entry(customer.clone()).or_default();
        if facts.changes.iter().any(|known| known.change.id == change.id) {
            return;
        }
        let heard_ms = time.center.map_or(noted.at_ms, |seen| seen.time_ms);
        let is_parallel = |(field, at_ms): &&(_, i64)| *field != change.field && *at_ms > heard_ms;
        let parallel = facts.edits.iter().filter(is_parallel).map(|(field, _)| *field).collect();
        let row = ArchiveChangeRow { noted, heard_ms, change, parallel, decision: None };
        facts.changes.push(row.clone());
        self.effects.records.changes.push(row);
        self.asked.insert(customer);
    }

    /// The cases of a customer's requests, as its archive and all requests stand now.
    pub(super) fn settle_archive(&mut self, customer: &CustomerNo) {
        let facts = self.archives.remove(customer).unwrap_or_default();
        for row in &facts.changes {
            let subject = subject_of(row.change.id);
            match judge(&facts, row) {
                Judged::Rests => {}
                Judged::Settled => self.cases.withdraw(&subject),
                Judged::Disagrees(conflict, sides) => {
                    let mut sides: Vec<_> = sides.into_iter().map(|side| side_of(&side.noted)).collect();
                    sides[1..].sort_by_key(|side| (side.stream, side.seq));
                    self.cases.put(subject, Some(customer.clone()), *conflict, sides);
                }
            }
        }
        self.archives.insert(customer.clone(), facts);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::EntryRef;
    use domain::{ArchiveField, ConflictKind, DeviceId, Incarnation, OperatorId, ProposalId, Seq, Stream};

    fn request(device: u32, seq: u64, seen: &str, wanted: &str) -> ArchiveChangeRow {
        let stream = Stream { device: DeviceId(device), incarnation: Incarnation(1) };
        let id = ArchiveChangeId(uuid::Uuid::from_u128(u128::from(device) << 64 | u128::from(seq)));
        ArchiveChangeRow {
            noted: Noted {
                place: EntryRef { stream, history: 0, seq: Seq(seq) },
                operator: OperatorId(1),
                terminal: "BYP-01".parse().unwrap(),
                at_ms: 0,
            },
            heard_ms: 0,
            change: ArchiveChange {
                id,
                customer: "4280011234".parse().unwrap(),
                field: ArchiveField::Phone,
                seen: seen.to_owned(),
                wanted: wanted.to_owned(),
                reason: "客户换号".to_owned(),
            },
            parallel: Vec::new(),
            decision: None,
        }
    }

    fn facts(phone: &str, changes: Vec<ArchiveChangeRow>) -> ArchiveFacts {
        let values = ArchiveValues { phone: phone.to_owned(), ..ArchiveValues::default() };
        ArchiveFacts { values: Some(values), changes, edits: Vec::new() }
    }

    fn judged(facts: &ArchiveFacts) -> Vec<Option<ConflictKind>> {
        let kind = |row| match judge(facts, row) {
            Judged::Disagrees(conflict, _) => Some(conflict.kind()),
            Judged::Rests | Judged::Settled => None,
        };
        facts.changes.iter().map(kind).collect()
    }

    #[test]
    fn a_request_is_judged_by_what_the_center_has_now() {
        use ConflictKind::{ArchiveChangeRequested, ArchiveEditedTwice};
        let of = |now| judged(&facts(now, vec![request(7, 2, "128", "139")]))[0];
        assert_eq!(of("128"), Some(ArchiveChangeRequested));
        assert_eq!(of("139"), None);
        assert_eq!(of("150"), Some(ArchiveEditedTwice));
    }

    #[test]
    fn two_outlets_that_want_different_things_disagree_and_one_that_thinks_better_does_not() {
        let two = facts("128", vec![request(7, 2, "128", "139"), request(8, 2, "128", "150")]);
        assert_eq!(judged(&two), [Some(ConflictKind::ArchiveEditedTwice); 2]);
        let same = facts("128", vec![request(7, 2, "128", "139"), request(8, 2, "128", "139")]);
        assert_eq!(judged(&same), [Some(ConflictKind::ArchiveChangeRequested); 2]);
        let better = facts("128", vec![request(7, 2, "128", "139"), request(7, 3, "128", "150")]);
        assert_eq!(judged(&better), [None, Some(ConflictKind::ArchiveChangeRequested)]);
    }

    #[test]
    fn a_correction_stays_until_what_is_loaded_says_it_too_or_says_a_third_thing() {
        let mut row = request(7, 2, "128", "139");
        let proposal = ProposalId(uuid::Uuid::from_u128(1));
        row.decision = Some(ArchiveDecision { proposal, former: Some("128".to_owned()) });
        let facts = facts("139", vec![row]);
        let load = |phone: &str| {
            let loaded = ArchiveValues { phone: phone.to_owned(), ..ArchiveValues::default() };
            let (values, changed) = meet_what_is_loaded(&facts, loaded);
            (values.phone, changed.into_iter().map(|row| row.decision.map(|it| it.former)).collect::<Vec<_>>())
        };
        assert_eq!(load("128"), ("139".to_owned(), vec![]));
        assert_eq!(load("139"), ("139".to_owned(), vec![Some(None)]));
        assert_eq!(load("150"), ("150".to_owned(), vec![None]));
    }
}
