//! 抄表录入: a reading is entered, or nothing happened. Where the segment bills on the spot, the bill is issued with it.

use domain::{BillId, Finding, Judgement, Permission, Reading, ReadingId, ReviewState, Severity};
use journal::EntryBody;
use store::{IssuedBillRow, ReadingRow, StoreError};
use thiserror::Error;

use crate::desk::append;
use crate::estimate::EstimateRefusal;
use crate::judge_reading::{DraftReading, JudgeReadingError, judged};
use crate::spot_bill::{NotBilled, issue_on_the_spot, spot_statement};
use crate::walk::{Walk, WalkRefusal};
use crate::{Denied, Outlet, Step};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnterReading {
    pub draft: DraftReading,
    /// The reader was asked and says yes.
    pub confirmed: bool,
}

#[derive(Clone, Debug)]
pub struct EnteredReading {
    pub row: ReadingRow,
    pub judgement: Judgement,
    /// The same reading was entered before.
    pub already_entered: bool,
    /// The bill that was issued with it, or why there is none.
    pub bill: Result<IssuedBillRow, NotBilled>,
}

#[derive(Debug, Error)]
pub enum EnterReadingError {
    #[error(transparent)]
    Denied(#[from] Denied),
    #[error(transparent)]
    Walk(#[from] WalkRefusal),
    #[error(transparent)]
    Estimate(#[from] EstimateRefusal),
    #[error("no register was read")]
    NoRegisters,
    #[error("reading {reading} was entered before with other content")]
    ReadingIdReused { reading: ReadingId },
    #[error("the reading cannot be true as it is")]
    Stopped { findings: Vec<(Severity, Finding)> },
    #[error("the reading has to be confirmed")]
    NotConfirmed { findings: Vec<(Severity, Finding)> },
    #[error("this point was read already; reading {reading} is corrected by a further one that replaces it")]
    AlreadyRead { reading: ReadingId },
    #[error("reading {reading} was reviewed; ask for a change")]
    Reviewed { reading: ReadingId },
    #[error("this desk entered no reading {reading} of this point that could be corrected")]
    NothingToCorrect { reading: ReadingId },
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<JudgeReadingError> for EnterReadingError {
    fn from(error: JudgeReadingError) -> EnterReadingError {
        match error {
            JudgeReadingError::Walk(refusal) => EnterReadingError::Walk(refusal),
            JudgeReadingError::Estimate(refusal) => EnterReadingError::Estimate(refusal),
            JudgeReadingError::NoRegisters => EnterReadingError::NoRegisters,
            JudgeReadingError::Store(error) => EnterReadingError::Store(error),
        }
    }
}

impl Outlet {
    /// Enters a reading. A repeat with the same content returns the earlier one; with other content it is refused.
    pub fn enter_reading(&mut self, command: &EnterReading) -> Result<EnteredReading, EnterReadingError> {
        let operator = self.permitted(Permission::EnterReading)?.id;
        if let Some(earlier) = self.read().reading(command.draft.id)? {
            return self.answer_entered(&command.draft, earlier);
        }
        let (walk, reading, judgement) = self.judged_for_entry(command)?;
        self.check_place(&reading)?;
        self.record_reading(operator, &walk, reading, judgement)
    }

    fn judged_for_entry(&self, command: &EnterReading) -> Result<(Walk, Reading, Judgement), EnterReadingError> {
        let read = self.read();
        let walk = Walk::of(&read, &command.draft.round)??;
        let (reading, judgement) = judged(&read, &walk, &command.draft)?;
        let findings = || judgement.findings.clone();
        match judgement.loudest() {
            Some(Severity::Stop) => Err(EnterReadingError::Stopped { findings: findings() }),
            Some(Severity::Ask) if !command.confirmed => Err(EnterReadingError::NotConfirmed { findings: findings() }),
            _ => Ok((walk, reading, judgement)),
        }
    }

    /// One reading of a point stands on this desk; a correction says which one it replaces. A remote reading that was
    /// imported here stands beside the one on site, so that a difference shows.
    fn check_place(&self, reading: &Reading) -> Result<(), EnterReadingError> {
        let rows = self.read().readings_of_point(&reading.point, reading.period)?;
        let is_alike = |row: &ReadingRow| row.known.reading.method.is_on_site() == reading.method.is_on_site();
        let standing = rows.into_iter().find(|row| row.is_here() && row.stands() && is_alike(row));
        match (standing, reading.replaces) {
            (None, None) => Ok(()),
            (Some(row), Some(replaced)) if row.id() == replaced => {
                if ReviewState::OPEN.contains(&row.known.state) {
                    Ok(())
                } else {
                    Err(EnterReadingError::Reviewed { reading: replaced })
                }
            }
            (_, Some(replaced)) => Err(EnterReadingError::NothingToCorrect { reading: replaced }),
            (Some(row), None) => Err(EnterReadingError::AlreadyRead { reading: row.id() }),
        }
    }

    fn record_reading(
        &mut self,
        operator: domain::OperatorId,
        walk: &Walk,
        reading: Reading,
        judgement: Judgement,
    ) -> Result<EnteredReading, EnterReadingError> {
        let (now, id, customer) = (self.now(), reading.id, reading.customer.clone());
        self.witness.reached(Step::BeforeAppend);
        let mut write = self.store.write()?;
        append(&mut write, now, operator, EntryBody::ReadingEntered(reading))?;
        write.keep_judgement(&judgement)?;
        let bill = issue_on_the_spot(&mut write, now, operator, walk, &customer)?;
        self.witness.reached(Step::Appended);
        write.commit()?;
        self.witness.reached(Step::Committed);
        let row = self.read().reading(id)?.ok_or_else(|| StoreError::missing("the reading that was just entered"))?;
        Ok(EnteredReading { row, judgement, already_entered: false, bill })
    }

    /// The reader's retry after a crash or a double Enter.
    fn answer_entered(&self, draft: &DraftReading, earlier: ReadingRow) -> Result<EnteredReading, EnterReadingError> {
        let judgement = earlier.judgement.clone().filter(|_| is_same(&earlier.known.reading, draft));
        let Some(judgement) = judgement else {
            return Err(EnterReadingError::ReadingIdReused { reading: draft.id });
        };
        let bill = self.bill_of_round(draft, &earlier)?;
        Ok(EnteredReading { row: earlier, judgement, already_entered: true, bill })
    }

    fn bill_of_round(
        &self,
        draft: &DraftReading,
        earlier: &ReadingRow,
    ) -> Result<Result<IssuedBillRow, NotBilled>, EnterReadingError> {
        let (read, customer) = (self.read(), &earlier.known.reading.customer);
        if let Some(issued) = read.issued_bill(customer, BillId::first_of(draft.round.period))? {
            return Ok(Ok(issued));
        }
        let walk = Walk::of(&read, &draft.round)??;
        Ok(Err(spot_statement(&read, &walk, customer, None)?.err().unwrap_or(NotBilled::WaitsForReview)))
    }
}

/// Whether the draft asks for what was entered. What was computed (an estimate, the judgement) is not compared.
fn is_same(reading: &Reading, draft: &DraftReading) -> bool {
    let registers_fit = reading.registers == draft.registers || (draft.estimated && draft.registers.is_empty());
    let meter_fits = draft.meter.as_ref().is_none_or(|meter| *meter == reading.meter);
    registers_fit
        && meter_fits
        && reading.point == draft.point
        && reading.period == draft.round.period
        && reading.on == draft.on
        && reading.kind == draft.kind
        && reading.method == draft.method
        && reading.estimated == draft.estimated
        && reading.remark == draft.remark.trim()
        && reading.photo == draft.photo
        && reading.replaces == draft.replaces
}
