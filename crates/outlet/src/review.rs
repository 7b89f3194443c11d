//! 复核: a verdict over readings. Many at once only where nothing was found; a reader never reviews their own.

use std::collections::BTreeSet;

use domain::{
    CustomerNo, OperatorId, Permission, ReadingId, Review, ReviewRefusal, ReviewState, RoundId, Verdict,
    check_reviewer, is_harmless,
};
use journal::EntryBody;
use store::{IssuedBillRow, Read, ReadingRow, StoreError};
use thiserror::Error;

use crate::desk::append;
use crate::review_list::{judgement_of, reviewed_point};
use crate::spot_bill::{NotBilled, issue_on_the_spot};
use crate::walk::Walk;
use crate::{Denied, Outlet, Step};

#[derive(Clone, Debug)]
pub struct Reviewed {
    pub readings: Vec<ReadingRow>,
    /// The same verdict was given before by the same person.
    pub already_reviewed: bool,
    /// What came of each customer whose round was prepared here.
    pub bills: CustomerBills,
}

/// The bill of each customer, or why there is none yet.
pub type CustomerBills = Vec<(CustomerNo, Result<IssuedBillRow, NotBilled>)>;

#[derive(Debug, Error)]
pub enum ReviewError {
    #[error(transparent)]
    Denied(#[from] Denied),
    #[error("no reading was chosen")]
    Nothing,
    #[error("at most {max} readings are reviewed at once")]
    TooMany { max: u32 },
    #[error("no reading {reading} is known here")]
    UnknownReading { reading: ReadingId },
    #[error("reading {reading}: {refusal}")]
    Refused { reading: ReadingId, refusal: ReviewRefusal },
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Outlet {
    /// Gives one verdict over all readings, or over none. Giving it again changes nothing.
    pub fn review_readings(&mut self, review: &Review) -> Result<Reviewed, ReviewError> {
        let reviewer = self.permitted(Permission::ReviewReadings)?.id;
        let review = self.bounded(review)?;
        let rows = self.rows_of(&review)?;
        if rows.iter().all(|row| is_given(row, &review, reviewer)) {
            return Ok(Reviewed { readings: rows, already_reviewed: true, bills: Vec::new() });
        }
        for row in &rows {
            let refused = |refusal| ReviewError::Refused { reading: row.id(), refusal };
            self.check_verdict(row, &review, reviewer)?.map_err(refused)?;
        }
        let bills = self.record_review(reviewer, &review, &rows)?;
        Ok(Reviewed { readings: self.rows_of(&review)?, already_reviewed: false, bills })
    }

    /// As many as one verdict may cover, by the newest rules.
    pub fn review_batch_max(&self) -> Result<u32, StoreError> {
        Ok(self.read().tariff()?.rules_versions().last().map_or(0, |rules| rules.reading.review_batch_max))
    }

    fn bounded(&self, review: &Review) -> Result<Review, ReviewError> {
        let readings: BTreeSet<ReadingId> = review.readings.iter().copied().collect();
        let max = self.review_batch_max()?;
        match readings.len() {
            0 => Err(ReviewError::Nothing),
            count if count > max as usize => Err(ReviewError::TooMany { max }),
            _ => {
                let (readings, note) = (readings.into_iter().collect(), review.note.trim().to_owned());
                Ok(Review { readings, note, verdict: review.verdict })
            }
        }
    }

    fn rows_of(&self, review: &Review) -> Result<Vec<ReadingRow>, ReviewError> {
        let row = |reading: &ReadingId| {
            self.read().reading(*reading)?.ok_or(ReviewError::UnknownReading { reading: *reading })
        };
        review.readings.iter().map(row).collect()
    }

    fn check_verdict(
        &self,
        row: &ReadingRow,
        review: &Review,
        reviewer: OperatorId,
    ) -> Result<Result<(), ReviewRefusal>, StoreError> {
        if let Err(refusal) = check_reviewer(reviewer, row.known.by) {
            return Ok(Err(refusal));
        }
        if row.known.state != ReviewState::Waiting {
            return Ok(Err(ReviewRefusal::NotWaiting));
        }
        if review.verdict == Verdict::SentBack {
            return Ok(if review.note.is_empty() { Err(ReviewRefusal::NoReason) } else { Ok(()) });
        }
        let is_batch = review.readings.len() > 1;
        Ok(if is_batch && !self.is_harmless(row)? { Err(ReviewRefusal::NotHarmless) } else { Ok(()) })
    }

    fn is_harmless(&self, row: &ReadingRow) -> Result<bool, StoreError> {
        let read = self.read();
        let context = reviewed_point(&read, row)?;
        Ok(is_harmless(&judgement_of(row, context.as_ref(), &read.tariff()?)))
    }

    fn record_review(
        &mut self,
        reviewer: OperatorId,
        review: &Review,
        rows: &[ReadingRow],
    ) -> Result<CustomerBills, StoreError> {
        let now = self.now();
        self.witness.reached(Step::BeforeAppend);
        let mut write = self.store.write()?;
        append(&mut write, now, reviewer, EntryBody::ReadingsReviewed(review.clone()))?;
        let mut bills = Vec::new();
        if review.verdict == Verdict::Approved {
            for (round, customer) in rounds_of(&write, rows)? {
                let Ok(walk) = Walk::of(&write, &round)? else { continue };
                let bill = issue_on_the_spot(&mut write, now, reviewer, &walk, &customer)?;
                bills.push((customer, bill));
            }
        }
        self.witness.reached(Step::Appended);
        write.commit()?;
        self.witness.reached(Step::Committed);
        Ok(bills)
    }
}

/// The rounds and customers whose bills the reviewed readings may complete, each once.
fn rounds_of(read: &Read<'_>, rows: &[ReadingRow]) -> Result<BTreeSet<(RoundId, CustomerNo)>, StoreError> {
    let mut rounds = BTreeSet::new();
    for row in rows {
        let reading = &row.known.reading;
        if let Some(round) = read.round_of_point(&reading.point, reading.period)? {
            rounds.insert((round, reading.customer.clone()));
        }
    }
    Ok(rounds)
}

fn is_given(row: &ReadingRow, review: &Review, reviewer: OperatorId) -> bool {
    let state_fits = match review.verdict {
        Verdict::Approved => matches!(row.known.state, ReviewState::Approved | ReviewState::Billed),
        Verdict::SentBack => row.known.state == ReviewState::SentBack,
    };
    state_fits && row.known.reviewer == Some(reviewer)
}
