//! What readers and reviewers do on a simulated day.

use domain::{
    Anomaly, Money, PointNo, ReadingId, ReadingKind, ReadingMethod, Register, Registers, Review, ReviewState, RoundId,
    UnitCode, Verdict,
};
use outlet::{
    DraftReading, EnterReading, EnterReadingError, ReviewError, ReviewFilter, ReviewShow, WithdrawReadingError,
};
use rust_decimal::Decimal;

use crate::machines::china_time;
use crate::simulator::Kept;
use crate::simulator::archive::{month, segment_of};
use crate::simulator::world::{World, broken};

impl World {
    pub(crate) fn station_of(&self, at: usize) -> UnitCode {
        self.desks[at].unit.as_str()[..9].parse().expect("nine digits are a station")
    }

    fn round_at(&self, at: usize) -> RoundId {
        RoundId { segment: segment_of(&self.station_of(at)), period: month() }
    }

    pub(crate) fn round_is_prepared(&mut self, at: usize) -> Kept {
        let round = self.round_at(at);
        match self.desks[at].laptop.attempt(|outlet| outlet.prepare_round(&round)) {
            Err(_) => self.crashed(),
            Ok(Err(outlet::PrepareRoundError::Store(error))) => Err(broken(error)),
            Ok(Err(outlet::PrepareRoundError::Denied(error))) => Err(broken(error)),
            Ok(_) => Ok(()),
        }
    }

    /// Somebody stands in front of a meter.
    pub(crate) fn meter_is_read(&mut self, at: usize) -> Kept {
        let round = self.round_at(at);
        if self.desks[at].ask(|outlet| outlet.read().round(&round))?.is_none() {
            return self.round_is_prepared(at);
        }
        let points = self.desks[at].ask(|outlet| outlet.round_points(&round, outlet::RoundOrder::Sequence))?;
        let point = self.rng.pick(&points).point.clone();
        let command = self.draft(round, point, None);
        self.enter(at, command)
    }

    fn draft(&mut self, round: RoundId, point: PointNo, replaces: Option<ReadingId>) -> EnterReading {
        let customer = point.as_str().trim_end_matches("-1").parse().expect("a point of a customer");
        let state = &self.archive.supplies[&customer];
        let last = state.last[0].registers.get(Register::ActiveTotal).expect("every meter has a total");
        let usual = state.months[0].kwh;
        let used = match self.rng.below(12) {
            0 => 0,
            1 => self.rng.between(500, 3_000),
            2 => -self.rng.between(1, 50),
            _ => usual + self.rng.between(-20, 30),
        };
        let range = state.supply.points[0].meters[0].digits.range();
        let shown = (last + Decimal::from(used)).max(Decimal::ZERO) % range;
        let is_estimate = replaces.is_none() && self.rng.chance(1, 15);
        let on = china_time(self.time.now_ms()).date();
        let draft = DraftReading {
            id: ReadingId(self.new_uuid()),
            round,
            point,
            on,
            kind: ReadingKind::Periodic,
            method: *self.rng.pick(&[ReadingMethod::OnSite, ReadingMethod::OnSite, ReadingMethod::Remote]),
            anomaly: if is_estimate { Anomaly::Estimated } else { Anomaly::None },
            estimated: is_estimate,
            registers: if is_estimate { Registers::default() } else { Registers::total(shown) },
            meter: None,
            remark: String::new(),
            photo: None,
            replaces,
        };
        EnterReading { draft, confirmed: self.rng.chance(4, 5) }
    }

    /// Enter is pressed; the laptop may die at any write of it.
    pub(crate) fn enter(&mut self, at: usize, command: EnterReading) -> Kept {
        let desk = &mut self.desks[at];
        desk.entering = Some(command.clone());
        let Ok(entered) = desk.laptop.attempt(|outlet| outlet.enter_reading(&command)) else { return self.crashed() };
        desk.entering = None;
        match entered {
            Ok(entered) => {
                if entered.already_entered {
                    return Err("a new reading was taken for an old one".to_owned());
                }
                self.keep_reading(at, &entered.row, entered.bill.ok().map(|row| row.issued.statement.total));
                Ok(())
            }
            Err(EnterReadingError::Store(error)) => Err(broken(error)),
            Err(EnterReadingError::Denied(error)) => Err(broken(error)),
            Err(_) => {
                self.events.refusals += 1;
                Ok(())
            }
        }
    }

    fn keep_reading(&mut self, at: usize, row: &store::ReadingRow, bill: Option<Money>) {
        self.events.readings += 1;
        self.events.spot_bills += u64::from(bill.is_some());
        self.readings.insert(row.id());
        self.desks[at].entered.push((row.id(), row.known.reading.point.clone()));
    }

    /// After a crash the reading is there with its bill, or neither is.
    pub(crate) fn look_after_reading(&mut self, at: usize) -> Kept {
        let Some(command) = self.desks[at].entering.take() else { return Ok(()) };
        let row = self.desks[at].ask(|outlet| outlet.read().reading(command.draft.id))?;
        match row {
            Some(row) => {
                let customer = row.known.reading.customer.clone();
                let bills = self.desks[at].ask(|outlet| outlet.read().issued_bills(&customer))?;
                let of_it = bills.into_iter().find(|bill| bill.issued.readings.contains(&row.id()));
                let is_billed = row.known.state == ReviewState::Billed;
                if is_billed != of_it.is_some() {
                    return Err(format!("reading {} is billed: {is_billed}, and its bill is {of_it:?}", row.id()));
                }
                self.keep_reading(at, &row, of_it.map(|row| row.issued.statement.total));
                Ok(())
            }
            None if self.rng.chance(1, 2) => self.enter(at, command),
            None => Ok(()),
        }
    }

    pub(crate) fn reading_is_corrected(&mut self, at: usize) -> Kept {
        let Some((id, point)) = self.one_entered(at) else { return Ok(()) };
        let round = self.round_at(at);
        let command = self.draft(round, point, Some(id));
        self.enter(at, command)
    }

    pub(crate) fn reading_is_withdrawn(&mut self, at: usize) -> Kept {
        let Some((id, _)) = self.one_entered(at) else { return Ok(()) };
        match self.desks[at].laptop.attempt(|outlet| outlet.withdraw_reading(id, "读错户")) {
            Err(_) => self.crashed(),
            Ok(Err(WithdrawReadingError::Store(error))) => Err(broken(error)),
            Ok(_) => Ok(()),
        }
    }

    fn one_entered(&mut self, at: usize) -> Option<(ReadingId, PointNo)> {
        let entered = &self.desks[at].entered;
        if entered.is_empty() { None } else { Some(self.rng.pick(entered).clone()) }
    }

    /// Somebody else's readings are looked at, the harmless ones at once.
    pub(crate) fn readings_are_reviewed(&mut self, at: usize) -> Kept {
        let filter = ReviewFilter { period: month(), segment: None, show: ReviewShow::Waiting };
        let list = self.desks[at].ask(|outlet| outlet.review_list(&filter))?;
        let waiting = list.rows.iter().filter(|row| row.refusal.is_none());
        let (harmless, others): (Vec<_>, Vec<_>) = waiting.partition(|row| row.is_harmless);
        let mut readings: Vec<ReadingId> = harmless.iter().map(|row| row.row.id()).collect();
        let mut verdict = Verdict::Approved;
        if (readings.is_empty() || self.rng.chance(1, 3)) && !others.is_empty() {
            readings = vec![self.rng.pick(&others).row.id()];
            verdict = *self.rng.pick(&[Verdict::Approved, Verdict::SentBack]);
        }
        if readings.is_empty() {
            return Ok(());
        }
        let review = Review { readings, verdict, note: "再看一次".to_owned() };
        match self.desks[at].laptop.attempt(|outlet| outlet.review_readings(&review)) {
            Err(_) => self.crashed(),
            Ok(Err(ReviewError::Store(error))) => Err(broken(error)),
            Ok(Err(ReviewError::Denied(error))) => Err(broken(error)),
            Ok(Err(_)) => {
                self.events.refusals += 1;
                Ok(())
            }
            Ok(Ok(reviewed)) => {
                self.events.reviews += reviewed.readings.len() as u64;
                Ok(())
            }
        }
    }
}
