//! Loading what bills depend on: prices, billing settings, segments, supplies, readings from elsewhere, corrections.
//!
//! Loading the same again changes nothing. A price or setting that is dated before bills that were issued has them computed
//! again.

mod corrections;
mod supplies;

use std::collections::BTreeSet;

use domain::{
    BillingRules, CustomerNo, DeviceId, Incarnation, OperatorId, PriceCode, PriceVersion, Reading, Segment, Seq,
    Stream, Tariff,
};

use super::batch::Batch;
use super::bill_run::BillRunId;
use super::books::Books;
use super::import::next;
use super::{BooksInHand, Prefecture};
use crate::ledger::{Effects, EntryRef, LedgerError, Noted, RunWish, Wanted};

pub use corrections::{CorrectionError, NewCorrection, SettleCorrection};
pub use supplies::LoadedSupplies;

/// What loading readings did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LoadedReadings {
    pub new: usize,
    /// Readings of customers without a supply in the books; nothing of them was loaded.
    pub unknown: Vec<CustomerNo>,
}

/// Readings in one commit.
const READINGS_AT_ONCE: usize = 5_000;

/// The place of what the center loaded itself: no device wrote it.
pub const AT_THE_CENTER: EntryRef =
    EntryRef { stream: Stream { device: DeviceId(0), incarnation: Incarnation(0) }, history: 0, seq: Seq(0) };

/// 终端 of what the center loaded itself.
pub const CENTER_TERMINAL: &str = "CENTER";

impl Prefecture {
    /// Answers how many versions were new or different.
    pub fn import_prices(&self, prices: &[PriceVersion]) -> Result<usize, LedgerError> {
        let books = self.books()?;
        let effects = self.price_effects(&books, prices)?;
        self.commit_tariff(books, effects)
    }

    /// What publishing these versions writes: those that are new or different, and the recomputation that they ask for.
    pub(super) fn price_effects(&self, books: &Books, prices: &[PriceVersion]) -> Result<Effects, LedgerError> {
        let tariff = self.roster().tariff.clone();
        let known = |price: &PriceVersion| tariff.prices().iter().find(|known| known.id == price.id).cloned();
        let new: Vec<&PriceVersion> = prices.iter().filter(|price| known(price).as_ref() != Some(*price)).collect();
        let both = new.iter().flat_map(|price| known(price).into_iter().chain([(*price).clone()]));
        let touched: Vec<PriceVersion> = both.collect();
        let mut version = books.version;
        let changed = new.iter().map(|price| ((*price).clone(), next(&mut version))).collect();
        let mut effects = Effects { at_ms: self.now_ms(), version, prices: changed, ..Effects::default() };
        let codes: BTreeSet<PriceCode> = touched.iter().map(|price| price.code.clone()).collect();
        if let Some(from) = touched.iter().map(|price| price.effective_from).min() {
            let wish = RunWish::Recompute { from, codes: Some(codes.into_iter().collect()) };
            effects.billing.runs.extend(self.recomputation(books, wish, from)?);
        }
        Ok(effects)
    }

    /// Answers how many versions were new or different.
    pub fn import_billing_rules(&self, rules: &[BillingRules]) -> Result<usize, LedgerError> {
        let books = self.books()?;
        let effects = self.billing_rules_effects(&books, rules)?;
        self.commit_tariff(books, effects)
    }

    /// As `price_effects`, for settings of billing.
    pub(super) fn billing_rules_effects(&self, books: &Books, rules: &[BillingRules]) -> Result<Effects, LedgerError> {
        let tariff = self.roster().tariff.clone();
        let is_known = |rules: &&BillingRules| tariff.rules_versions().contains(rules) && self.is_kept(&tariff, rules);
        let new: Vec<&BillingRules> = rules.iter().filter(|rules| !is_known(rules)).collect();
        let mut version = books.version;
        let changed = new.iter().map(|rules| ((*rules).clone(), next(&mut version))).collect();
        let mut effects = Effects { at_ms: self.now_ms(), version, ..Effects::default() };
        effects.billing.rules = changed;
        if let Some(from) = new.iter().map(|rules| rules.effective_from).min() {
            effects.billing.runs.extend(self.recomputation(books, RunWish::Recompute { from, codes: None }, from)?);
        }
        Ok(effects)
    }

    /// Without any version loaded, the standard stands in; it is not in the books and no outlet hears of it.
    fn is_kept(&self, tariff: &Tariff, rules: &BillingRules) -> bool {
        tariff.rules_versions().len() > 1 || *rules != BillingRules::standard()
    }

    /// Writes the versions, then has the bills computed again that they touch.
    fn commit_tariff(&self, mut books: BooksInHand<'_>, effects: Effects) -> Result<usize, LedgerError> {
        let changed = effects.prices.len() + effects.billing.rules.len();
        if changed == 0 {
            return Ok(0);
        }
        let recomputation = effects.billing.runs.first().map(|run| BillRunId(run.id));
        self.commit(&mut books, effects)?;
        drop(books);
        if let Some(run) = recomputation {
            self.resume_run(run)?;
        }
        Ok(changed)
    }

    /// Answers how many segments were new or different.
    pub fn import_segments(&self, segments: &[Segment]) -> Result<usize, LedgerError> {
        let mut books = self.books()?;
        let roster = self.roster();
        let mut version = books.version;
        let new = segments.iter().filter(|segment| roster.segments.get(&segment.no) != Some(*segment));
        let new: Vec<_> =
            new.map(|segment| (segment.clone(), roster.station_of(&segment.unit), next(&mut version))).collect();
        drop(roster);
        let changed = new.len();
        let mut effects = Effects { at_ms: self.now_ms(), version, ..Effects::default() };
        effects.billing.segments = new;
        if changed > 0 {
            self.commit(&mut books, effects)?;
        }
        Ok(changed)
    }

    /// Readings that another system collected and reviewed.
    pub fn import_readings(&self, readings: impl IntoIterator<Item = Reading>) -> Result<LoadedReadings, LedgerError> {
        let mut loaded = LoadedReadings::default();
        let mut readings = readings.into_iter();
        loop {
            let chunk: Vec<Reading> = readings.by_ref().take(READINGS_AT_ONCE).collect();
            if chunk.is_empty() {
                return Ok(loaded);
            }
            self.import_reading_chunk(chunk, &mut loaded)?;
        }
    }

    fn import_reading_chunk(&self, readings: Vec<Reading>, done: &mut LoadedReadings) -> Result<(), LedgerError> {
        let mut books = self.books()?;
        let mut wanted = Wanted::default();
        for reading in &readings {
            super::reading::want(&journal::EntryBody::ReadingEntered(reading.clone()), &mut wanted);
        }
        let loaded = self.load(&wanted)?;
        let roster = self.roster();
        let mut batch = Batch::new(&books, &roster, loaded, self.now_ms());
        for reading in readings {
            let terminal = CENTER_TERMINAL.parse().expect("a terminal code");
            let (place, operator, at_ms) = (AT_THE_CENTER, OperatorId(0), self.now_ms());
            let noted = Noted { place, operator, terminal, at_ms };
            match batch.billing[&reading.customer].supply.as_ref().map(|supply| supply.station.clone()) {
                Some(station) => batch.enter_reading(noted, station, reading),
                None => done.unknown.push(reading.customer),
            }
        }
        let effects = batch.finish();
        drop(roster);
        done.new += effects.billing.readings.iter().filter(|row| row.born == row.version).count();
        if !effects.billing.readings.is_empty() {
            self.commit(&mut books, effects)?;
        }
        Ok(())
    }
}
