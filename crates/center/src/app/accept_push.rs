//! Taking pushes in: find the history that each belongs to, project what is new, post, detect, commit.

use std::sync::Arc;

use domain::{CaseId, Incarnation};
use journal::ReadEntry;
use sync::{Outcome, Refusal};

use super::Prefecture;
use super::batch::Batch;
use super::books::{Books, Roster};
use super::check_push::{Arrived, CheckedPush};
use super::group_commit::Answer;
use crate::ledger::{EntryRef, History, LaidAccount, LedgerError, SealRow};

/// What became of a push.
#[derive(Clone, Debug)]
pub struct Landed {
    /// The history that its entries are part of.
    pub history: u32,
    pub outcomes: Vec<(domain::Seq, Outcome)>,
    pub refusal: Option<Refusal>,
    /// Accounts that only this push changed, as its cashiers laid it.
    pub laid: Vec<LaidAccount>,
    /// Where the push ended, when all of it was held before: its history may go on beyond with what another copy of the
    /// laptop wrote, and that is not the sender's.
    pub through: Option<journal::Head>,
}

/// Where a push goes: so many of its entries are held, the rest continues `history`.
struct Landing {
    held: usize,
    history: History,
    is_fork: bool,
}

impl Prefecture {
    /// Writes pushes that simply continue a history in one commit, and each other one by itself.
    pub(super) fn accept(&self, books: &mut Books, pushes: Vec<CheckedPush>) -> Vec<Answer> {
        let mut answers: Vec<Option<Answer>> = pushes.iter().map(|_| None).collect();
        let mut together = Vec::new();
        let mut alone = Vec::new();
        let mut streams = std::collections::HashSet::new();
        for (place, push) in pushes.into_iter().enumerate() {
            let continues = continued(&self.roster(), &push);
            match continues {
                Some(landing) if streams.insert(push.stream) => together.push((place, push, landing)),
                _ => alone.push((place, push)),
            }
        }
        self.accept_group(books, together, &mut answers);
        for (place, push) in alone {
            match self.landing(&push) {
                Ok(landing) => self.accept_group(books, vec![(place, push, landing)], &mut answers),
                Err(error) => answers[place] = Some(Err(Arc::new(error))),
            }
        }
        answers.into_iter().map(|answer| answer.expect("every push is answered")).collect()
    }

    fn accept_group(
        &self,
        books: &mut Books,
        group: Vec<(usize, CheckedPush, Landing)>,
        answers: &mut [Option<Answer>],
    ) {
        if group.is_empty() {
            return;
        }
        let places: Vec<usize> = group.iter().map(|(place, ..)| *place).collect();
        match self.write_group(books, group) {
            Ok(landed) => {
                for (place, landed) in places.into_iter().zip(landed) {
                    answers[place] = Some(Ok(landed));
                }
            }
            Err(error) => {
                let error = Arc::new(error);
                for place in places {
                    answers[place] = Some(Err(error.clone()));
                }
            }
        }
    }

    fn write_group(
        &self,
        books: &mut Books,
        group: Vec<(usize, CheckedPush, Landing)>,
    ) -> Result<Vec<Landed>, LedgerError> {
        let wanted = super::batch::wanted(group.iter().flat_map(|(_, push, landing)| &push.run[landing.held..]));
        let loaded = self.load(&wanted)?;
        let roster = self.roster();
        let mut batch = Batch::new(books, &roster, loaded, self.now_ms());
        let mut landed = Vec::with_capacity(group.len());
        for (_, push, landing) in group {
            landed.push(take_in(&mut batch, push, landing));
        }
        let mut effects = batch.finish();
        drop(roster);
        let laid = std::mem::take(&mut effects.laid);
        let cases = cases_by_entry(&effects.cases);
        self.commit(books, effects)?;
        for (landed, stream) in &mut landed {
            note_cases(landed, *stream, &cases);
            let by_this = |laid: &&LaidAccount| laid.stream == *stream && laid.history == landed.history;
            landed.laid = laid.iter().filter(by_this).cloned().collect();
        }
        Ok(landed.into_iter().map(|(landed, _)| landed).collect())
    }

    /// Compares a push with every history, entry by entry, and finds where it goes on or branches off.
    fn landing(&self, push: &CheckedPush) -> Result<Landing, LedgerError> {
        if let Some(landing) = continued(&self.roster(), push) {
            return Ok(landing);
        }
        let histories = self.roster().histories(push.stream).to_vec();
        let mut best: Option<(usize, &History)> = None;
        for history in &histories {
            let common = self.common(&histories, history, push)?;
            if common.is_some_and(|common| best.is_none_or(|(most, _)| common > most)) {
                best = common.map(|common| (common, history));
            }
        }
        let (held, history) = best.expect("a checked push follows a point of some history");
        if held == push.run.len() {
            return Ok(Landing { held, history: history.clone(), is_fork: false });
        }
        Ok(Landing { held, history: forked(&self.roster(), &histories, history, push, held), is_fork: true })
    }

    /// How many entries of the push the history holds; `None` where it does not even hold the point before them.
    fn common(
        &self,
        histories: &[History],
        history: &History,
        push: &CheckedPush,
    ) -> Result<Option<usize>, LedgerError> {
        if history.held.seq < push.from.seq {
            return Ok(None);
        }
        let first = push.from.seq.max(domain::Seq(1));
        let hashes = self.lineage_hashes(histories, history, first, push.end().seq)?;
        let holds = |head: journal::Head| hashes.binary_search(&(head.seq, head.hash)).is_ok();
        if push.from.seq != domain::Seq::ZERO && !holds(push.from) {
            return Ok(None);
        }
        Ok(Some(push.run.iter().take_while(|(head, _)| holds(*head)).count()))
    }
}

/// The quick case: the push continues a history, perhaps after some entries that are held.
fn continued(roster: &Roster, push: &CheckedPush) -> Option<Landing> {
    let histories = roster.histories(push.stream);
    if histories.is_empty() && push.from.seq == domain::Seq::ZERO {
        let history = History {
            stream: push.stream,
            number: 0,
            parent: 0,
            forked_after: domain::Seq::ZERO,
            held: push.from,
            goes_on_as: None,
        };
        return Some(Landing { held: 0, history, is_fork: false });
    }
    histories.iter().find_map(|history| {
        let held = (0..=push.run.len()).find(|entries| push.head_after(*entries) == history.held)?;
        Some(Landing { held, history: history.clone(), is_fork: false })
    })
}

/// A new history that leaves `parent` after the entries that both hold.
fn forked(roster: &Roster, histories: &[History], parent: &History, push: &CheckedPush, held: usize) -> History {
    let point = push.head_after(held);
    let last = histories.iter().map(|history| history.number).max().unwrap_or(0);
    let given = roster.devices.get(&push.stream.device).map_or(push.stream.incarnation, |device| device.incarnation);
    History {
        stream: push.stream,
        number: last + 1,
        parent: parent.number,
        forked_after: point.seq,
        held: point,
        goes_on_as: Some(Incarnation(given.0.max(push.stream.incarnation.0) + 1)),
    }
}

fn take_in(batch: &mut Batch<'_>, push: CheckedPush, landing: Landing) -> (Landed, domain::Stream) {
    let Landing { held, mut history, is_fork } = landing;
    let seal = push.seal;
    let mut outcomes: Vec<_> = push.run[..held].iter().map(|(head, _)| (head.seq, Outcome::AlreadyHeld)).collect();
    let accepted = push.run.len() - held;
    let through = (accepted == 0).then(|| push.end());
    if accepted > 0 {
        history.held = push.end();
    }
    if is_fork {
        batch.open_fork(&history);
    }
    let fresh = push.run.into_iter().zip(push.bytes).skip(held);
    for ((head, reading), bytes) in fresh {
        if matches!(reading, Arrived::Read(ReadEntry::Parked { .. })) {
            outcomes.push((head.seq, Outcome::Parked));
        }
        let place = EntryRef { stream: push.stream, history: history.number, seq: head.seq };
        batch.take_in(place, head.hash, reading, bytes);
    }
    let forked = |incarnation| Refusal::Forked { at: history.forked_after.next(), incarnation };
    let suspended = batch.is_suspended(push.stream.device).then_some(Refusal::DeviceSuspended);
    let refusal = history.goes_on_as.map(forked).or(suspended);
    let number = history.number;
    if accepted > 0 {
        batch.keep_seal(SealRow { stream: history.stream, history: history.number, head: history.held, seal });
        batch.keep_history(history);
    }
    (Landed { history: number, outcomes, refusal, laid: Vec::new(), through }, push.stream)
}

type CasesByEntry = std::collections::HashMap<EntryRef, CaseId>;

/// The open cases of a batch by the entries that they are about.
fn cases_by_entry(cases: &[crate::ledger::CaseRow]) -> CasesByEntry {
    let open = cases.iter().filter(|case| case.status.is_waiting());
    let sides = open.flat_map(|case| case.sides.iter().map(move |side| (case.id, side)));
    sides
        .filter_map(|(id, side)| Some((EntryRef { stream: side.stream, history: side.history, seq: side.seq? }, id)))
        .collect()
}

fn note_cases(landed: &mut Landed, stream: domain::Stream, cases: &CasesByEntry) {
    let about = |place: &EntryRef| place.stream == stream && place.history == landed.history;
    for (place, case) in cases.iter().filter(|(place, _)| about(place)) {
        if !landed.outcomes.iter().any(|(seq, _)| *seq == place.seq) {
            landed.outcomes.push((place.seq, Outcome::Conflicted(*case)));
        }
    }
    landed.outcomes.sort_by_key(|(seq, _)| *seq);
}
