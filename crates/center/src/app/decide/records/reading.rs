//! 采用示数 and 示数更正: a reading that a decision chose counts for its meter and month; one that it corrected is replaced by a
//! reading of the center. Bills are computed again, and what they come to is issued with the decision.

use domain::{Conflict, CustomerNo, OperatorId, ProposalId, Reading, ReadingId, Register};
use sha2::{Digest, Sha256};

use super::{DecisionError, RecordRefusal};
use crate::app::archive::{AT_THE_CENTER, CENTER_TERMINAL};
use crate::app::batch::Batch;
use crate::app::reading::request_of;
use crate::app::recompute::Decided;
use crate::ledger::{Act, ActRow, BillingFacts, CaseRow, ChosenReading, Noted};

impl Batch<'_> {
    pub(in crate::app) fn use_reading(
        &mut self,
        case: &CaseRow,
        reading: ReadingId,
        proposal: ProposalId,
    ) -> Result<(), DecisionError> {
        let Conflict::ReadingsDisagree { customer, period, readings, .. } = &case.conflict else {
            return Err(RecordRefusal::OtherMatter.into());
        };
        let facts = self.billing.entry(customer.clone()).or_default();
        let is_live = facts.readings.iter().any(|row| row.reading.id == reading && row.is_live());
        if !is_live || !readings.contains(&reading) {
            return Err(RecordRefusal::ReadingGone.into());
        }
        let chosen = ChosenReading { proposal, reading, customer: customer.clone(), period: *period, undone: false };
        facts.chosen.push(chosen.clone());
        self.effects.records.chosen.push(chosen);
        self.bill_again(customer, *period, proposal);
        Ok(())
    }

    /// Undone: the choice counts no more, and what was issued because of it is voided.
    pub(in crate::app) fn unuse_reading(
        &mut self,
        case: &CaseRow,
        _reading: ReadingId,
        proposal: ProposalId,
    ) -> Result<(), DecisionError> {
        let Conflict::ReadingsDisagree { customer, period, .. } = &case.conflict else {
            return Err(RecordRefusal::OtherMatter.into());
        };
        self.choose_no_more(customer, proposal);
        self.void_bills_of(customer, proposal);
        self.touch_billing(customer, *period);
        Ok(())
    }

    pub(super) fn choose_no_more(&mut self, customer: &CustomerNo, proposal: ProposalId) {
        let facts = self.billing.entry(customer.clone()).or_default();
        let (undone, kept) = std::mem::take(&mut facts.chosen).into_iter().partition(|row| row.proposal == proposal);
        facts.chosen = kept;
        let undone: Vec<ChosenReading> = undone;
        self.effects.records.chosen.extend(undone.into_iter().map(|row| ChosenReading { undone: true, ..row }));
    }

    fn bill_again(&mut self, customer: &CustomerNo, period: domain::BillingPeriod, proposal: ProposalId) {
        self.because.insert(customer.clone(), proposal);
        self.decided.insert((customer.clone(), period), Decided::Case);
        self.touch_billing(customer, period);
    }

    pub(super) fn correct_reading(
        &mut self,
        customer: &CustomerNo,
        reading: ReadingId,
        proposal: ProposalId,
    ) -> Result<(), DecisionError> {
        let facts = self.billing.entry(customer.clone()).or_default();
        let row = facts.readings.iter().find(|row| row.reading.id == reading && row.is_live());
        let row = row.ok_or(RecordRefusal::ReadingGone)?;
        let (request, registers) = request_of(facts, reading).ok_or(RecordRefusal::ChangeGone)?;
        let corrected = Reading {
            id: correction_id(reading, proposal),
            registers: registers.clone(),
            energy_kwh: energy_of(facts, &row.reading, registers),
            remark: request.note.clone(),
            photo: None,
            source: None,
            replaces: Some(reading),
            ..row.reading.clone()
        };
        let terminal = CENTER_TERMINAL.parse().expect("a terminal code");
        let noted = Noted { place: AT_THE_CENTER, operator: OperatorId(0), terminal, at_ms: self.now_ms };
        let (station, period) = (row.station.clone(), row.reading.period);
        self.enter_reading(noted, station, corrected);
        self.bill_again(customer, period, proposal);
        Ok(())
    }

    pub(super) fn uncorrect_reading(
        &mut self,
        customer: &CustomerNo,
        reading: ReadingId,
        proposal: ProposalId,
    ) -> Result<(), DecisionError> {
        let id = correction_id(reading, proposal);
        let facts = self.billing.entry(customer.clone()).or_default();
        let known = facts.readings.iter().find(|row| row.reading.id == id).ok_or(RecordRefusal::ReadingGone)?;
        let period = known.reading.period;
        let (place, operator, at_ms, act) = (AT_THE_CENTER, OperatorId(0), self.now_ms, Act::Withdrawn);
        let row = ActRow { reading: id, place, operator, at_ms, act, note: String::new() };
        facts.acts.push(row.clone());
        self.effects.billing.acts.push(row);
        self.void_bills_of(customer, proposal);
        self.touch_billing(customer, period);
        Ok(())
    }
}

/// The id of the reading that a decision puts in the place of another: the same whenever it is applied.
fn correction_id(reading: ReadingId, proposal: ProposalId) -> ReadingId {
    let digest = Sha256::new().chain_update(proposal.0.as_bytes()).chain_update(reading.0.as_bytes()).finalize();
    let bytes = digest[..16].try_into().expect("a digest has more than 16 bytes");
    ReadingId(uuid::Builder::from_custom_bytes(bytes).into_uuid())
}

/// 抄见电量 as it is shown beside the reading: the energy of the reading that is replaced, and what the meter shows more.
fn energy_of(facts: &BillingFacts, before: &Reading, now: &domain::Registers) -> i64 {
    let total = |registers: &domain::Registers| registers.get(Register::ActiveTotal);
    let meters = facts.supply.iter().flat_map(|row| &row.supply.points).flat_map(|point| &point.meters);
    let multiplier = meters.filter(|meter| meter.no == before.meter).find_map(|meter| meter.multiplier);
    let more = total(now).zip(total(&before.registers)).and_then(|(now, then)| now.checked_sub(then));
    let more = more.zip(multiplier).and_then(|(more, multiplier)| more.checked_mul(multiplier));
    let more = more.and_then(|more| i64::try_from(more.round()).ok()).unwrap_or(0);
    before.energy_kwh.saturating_add(more)
}
