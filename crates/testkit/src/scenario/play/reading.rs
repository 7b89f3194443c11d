//! Rounds, readings and reviews at the current outlet.

use domain::{
    Anomaly, BillingPeriod, CustomerNo, Money, NoticeId, NoticeKind, PointNo, ReadingId, ReadingImport, ReadingKind,
    ReadingMethod, ReadingRequest, Register, Registers, Review, ReviewState, Role, RoundId, SegmentNo, Severity,
    Verdict,
};
use metering::import::ProfileShelf;
use outlet::{
    DraftReading, EnterReading, EnterReadingError, EnteredReading, ImportReadings, NoticeRequest, ReviewFilter,
    ReviewShow,
};
use rust_decimal::Decimal;
use store::ReadingRow;

use crate::household::point_no;
use crate::scenario::command::Outcome;
use crate::scenario::meter_command::{ReadLine, ReviewLine, customers};
use crate::scenario::play::archive::FIRST_SEGMENT;
use crate::scenario::play::{Happened, Otherwise, Played, Player, refusal};

impl Player {
    pub(crate) fn period_or_now(&self, period: Option<BillingPeriod>) -> BillingPeriod {
        period.unwrap_or_else(|| BillingPeriod::of(self.today()))
    }

    pub(crate) fn prepare_round(
        &mut self,
        segment: Option<&SegmentNo>,
        period: Option<BillingPeriod>,
    ) -> Played<Happened> {
        self.make_ready_as(Role::MeterReader)?;
        let segment = segment.cloned().unwrap_or_else(|| FIRST_SEGMENT.parse().expect("a segment number"));
        let round = RoundId { segment, period: self.period_or_now(period) };
        match self.at_desk(|outlet| outlet.prepare_round(&round))? {
            Ok(row) => Ok(Happened::of(vec![Outcome::Points(u64::from(row.prepared.points))])),
            Err(error) => refusal::of_preparing(error),
        }
    }

    pub(crate) fn read(&mut self, line: &ReadLine) -> Played<Happened> {
        self.make_ready_as(Role::MeterReader)?;
        let point = point_no(&line.customer, line.point);
        let round = self.round_of(&line.customer, &point, line.period)?;
        if !self.story_prepares {
            self.prepare_unless_prepared(&round)?;
        }
        let replaces = if line.corrects { Some(self.standing_here(&point, round.period)?) } else { None };
        let draft = DraftReading {
            id: ReadingId(self.new_uuid()),
            round,
            point,
            on: line.on.unwrap_or_else(|| self.today()),
            kind: ReadingKind::Periodic,
            method: line.method,
            anomaly: line.anomaly,
            estimated: line.estimated,
            registers: line.registers.clone(),
            meter: line.meter.clone(),
            remark: line.remark.clone(),
            photo: if line.photo { Some(self.photo()?) } else { None },
            replaces,
        };
        self.enter(EnterReading { draft, confirmed: line.confirmed })
    }

    /// A whole round, house by house, half a minute each.
    pub(crate) fn read_all(&mut self, from: &CustomerNo, until: &CustomerNo, more: &[i64]) -> Played<Happened> {
        let (mut read, mut bills, mut kwh, mut amount) = (0, 0, 0, Money::ZERO);
        for (index, customer) in customers(from, until).into_iter().enumerate() {
            self.world.advance(30_000);
            let registers = self.after_kwh(&customer, more[index % more.len()])?;
            let happened = self.read(&plainly(customer, registers))?;
            if happened.refused.is_some() || happened.asked || happened.killed {
                return Ok(happened);
            }
            read += 1;
            for fact in happened.facts {
                match fact {
                    Outcome::Kwh(energy) => kwh += energy,
                    Outcome::BillOf(total) => {
                        bills += 1;
                        amount += total;
                    }
                    _ => {}
                }
            }
        }
        let facts = vec![Outcome::Points(read), Outcome::Bills(bills), Outcome::Kwh(kwh), Outcome::Total(amount)];
        Ok(Happened::of(facts))
    }

    /// What the customer's meter shows after so many kWh more.
    fn after_kwh(&self, customer: &CustomerNo, kwh: i64) -> Played<Registers> {
        let state = self.at_desk(|outlet| outlet.read().supply(customer))?.map_err(Otherwise::broken)?;
        let last = state.as_ref().and_then(|state| state.last.first());
        let total = last.and_then(|last| last.registers.get(Register::ActiveTotal));
        let missing = || Otherwise::new(format!("a meter of {customer} with one register"), "there is none");
        Ok(Registers::total(total.ok_or_else(missing)? + Decimal::from(kwh)))
    }

    /// The reader presses Enter once more, as after a crash or a double Enter.
    pub(crate) fn read_again(&mut self) -> Played<Happened> {
        let Some(command) = self.post().last_reading.clone() else {
            return Err(Otherwise::new("a reading before, at this outlet", "there was none"));
        };
        if self.post_mut().kill.take().is_some() {
            self.post().laptop.ambush(None);
            self.post().laptop.die();
        }
        self.make_ready_as(Role::MeterReader)?;
        self.enter(command)
    }

    fn enter(&mut self, command: EnterReading) -> Played<Happened> {
        self.post_mut().last_reading = Some(command.clone());
        self.spring_ambush();
        let entered = self.post().laptop.attempt(|outlet| outlet.enter_reading(&command));
        self.post().laptop.ambush(None);
        match entered {
            Err(_) => Ok(Happened::killed()),
            Ok(Ok(entered)) => Ok(Happened::of(facts_of(&entered))),
            Ok(Err(EnterReadingError::NotConfirmed { findings })) => {
                let asked = findings.iter().filter(|(severity, _)| *severity >= Severity::Ask);
                let facts = asked.map(|(_, finding)| Outcome::Asks(refusal::variant(finding))).collect();
                Ok(Happened { asked: true, ..Happened::of(facts) })
            }
            Ok(Err(error)) => refusal::of_reading(error),
        }
    }

    fn photo(&mut self) -> Played<domain::FileHash> {
        let bytes: Vec<u8> = (0..9_000).map(|_| self.rng.next_u64() as u8).collect();
        let jpeg = [&[0xFF, 0xD8, 0xFF, 0xE0][..], &bytes].concat();
        self.at_desk(|outlet| outlet.attach_photo(&jpeg))?.map_err(Otherwise::broken)
    }

    fn round_of(&self, customer: &CustomerNo, point: &PointNo, period: Option<BillingPeriod>) -> Played<RoundId> {
        let state = self.knowledge.archive.supplies.get(customer);
        let found = state.and_then(|state| state.supply.point(point));
        let missing =
            || Otherwise::new(format!("a line `supply {customer} …` with the point {point}"), "there is none");
        let segment = found.ok_or_else(missing)?.segment.clone();
        Ok(RoundId { segment, period: self.period_or_now(period) })
    }

    fn prepare_unless_prepared(&mut self, round: &RoundId) -> Played {
        if self.at_desk(|outlet| outlet.read().round(round))?.map_err(Otherwise::broken)?.is_none() {
            self.at_desk(|outlet| outlet.prepare_round(round))?.map_err(Otherwise::broken)?;
        }
        Ok(())
    }

    /// The reading of this desk that counts for a point.
    fn standing_here(&self, point: &PointNo, period: BillingPeriod) -> Played<ReadingId> {
        let rows = self.at_desk(|outlet| outlet.read().readings_of_point(point, period))?.map_err(Otherwise::broken)?;
        let standing = rows.into_iter().find(|row| row.is_here() && row.stands());
        let missing = || Otherwise::new(format!("a reading of {point} at this outlet"), "there is none");
        Ok(standing.ok_or_else(missing)?.id())
    }

    /// The reading that counts for the customer's first point in the story's month, entered anywhere.
    pub(crate) fn newest_reading(&self, customer: &CustomerNo) -> Played<Option<ReadingRow>> {
        let (point, period) = (point_no(customer, 1), BillingPeriod::of(self.today()));
        let rows =
            self.at_desk(|outlet| outlet.read().readings_of_point(&point, period))?.map_err(Otherwise::broken)?;
        let (standing, gone): (Vec<_>, Vec<_>) = rows.into_iter().partition(ReadingRow::stands);
        let rows = if standing.is_empty() { gone } else { standing };
        Ok(rows.into_iter().max_by_key(ReadingRow::precedence))
    }

    fn id_of_newest(&self, customer: &CustomerNo) -> Played<ReadingId> {
        let missing = || Otherwise::new(format!("a reading of {customer}"), "there is none");
        Ok(self.newest_reading(customer)?.ok_or_else(missing)?.id())
    }

    pub(crate) fn withdraw(&mut self, customer: &CustomerNo, reason: &str) -> Played<Happened> {
        self.make_ready_as(Role::MeterReader)?;
        let reading = self.id_of_newest(customer)?;
        match self.at_desk(|outlet| outlet.withdraw_reading(reading, reason))? {
            Ok(_) => Ok(Happened::nothing()),
            Err(error) => refusal::of_withdrawal(error),
        }
    }

    pub(crate) fn request_change(
        &mut self,
        customer: &CustomerNo,
        registers: &Registers,
        reason: &str,
    ) -> Played<Happened> {
        self.make_ready_as(Role::MeterReader)?;
        let reading = self.id_of_newest(customer)?;
        let request = ReadingRequest { reading, registers: registers.clone(), reason: reason.to_owned() };
        match self.at_desk(|outlet| outlet.request_reading_change(&request))? {
            Ok(_) => Ok(Happened::nothing()),
            Err(error) => refusal::of_request(error),
        }
    }

    /// Named readings, or all harmless ones that wait.
    pub(crate) fn review(&mut self, line: &ReviewLine) -> Played<Happened> {
        self.make_ready_as(Role::Biller)?;
        let readings = match line.customers.as_slice() {
            [] => self.harmless_waiting()?,
            customers => customers.iter().map(|customer| self.id_of_newest(customer)).collect::<Played<Vec<_>>>()?,
        };
        let count = readings.len() as u64;
        let verdict = if line.sent_back.is_some() { Verdict::SentBack } else { Verdict::Approved };
        let review = Review { readings, verdict, note: line.sent_back.clone().unwrap_or_default() };
        match self.at_desk(|outlet| outlet.review_readings(&review))? {
            Ok(_) => Ok(Happened::of(vec![Outcome::Approved(count)])),
            Err(error) => refusal::of_review(error),
        }
    }

    fn harmless_waiting(&self) -> Played<Vec<ReadingId>> {
        let period = BillingPeriod::of(self.today());
        let filter = ReviewFilter { period, segment: None, show: ReviewShow::Harmless };
        let list = self.at_desk(|outlet| outlet.review_list(&filter))?.map_err(Otherwise::broken)?;
        Ok(list.rows.iter().map(|row| row.row.id()).collect())
    }

    /// A file of the story, as a collection system would have written it.
    pub(crate) fn import(&mut self, file: &str, profile: &str) -> Played<Happened> {
        self.make_ready_as(Role::Biller)?;
        let Some(text) = self.files.get(file) else {
            return Err(Otherwise::new(format!("lines `file {file} …` before"), "there are none"));
        };
        let command = ImportReadings {
            profile: profile.to_owned(),
            file_name: file.to_owned(),
            bytes: text.clone().into_bytes(),
            period: BillingPeriod::of(self.today()),
            on: None,
        };
        match self.at_desk(|outlet| outlet.import_readings(&command, &ProfileShelf::shipped()))? {
            Ok(done) => {
                let ReadingImport { accepted, corrected, rejected, .. } = done.import;
                let mut facts = vec![
                    Outcome::Accepted(u64::from(accepted)),
                    Outcome::Corrected(u64::from(corrected)),
                    Outcome::Rejected(u64::from(rejected)),
                ];
                facts.extend(done.already_imported.then_some(Outcome::SameReading));
                Ok(Happened::of(facts))
            }
            Err(error) => refusal::of_import(error),
        }
    }

    pub(crate) fn notice(&mut self, customer: &CustomerNo, is_disconnection: bool) -> Played<Happened> {
        self.make_ready()?;
        let kind = if is_disconnection { NoticeKind::Disconnection } else { NoticeKind::Arrears };
        let request =
            NoticeRequest { id: NoticeId(self.new_uuid()), kind, customer: customer.clone(), on: self.today() };
        match self.at_desk(|outlet| outlet.print_notice(&request))? {
            Ok(printed) => {
                let notice = &printed.facts.notice;
                let mut facts = vec![Outcome::PayBy(notice.pay_by)];
                facts.extend(notice.cut_from.map(Outcome::CutFrom));
                Ok(Happened::of(facts))
            }
            Err(error) => refusal::of_notice(error),
        }
    }
}

fn facts_of(entered: &EnteredReading) -> Vec<Outcome> {
    let mut facts = vec![Outcome::Kwh(entered.row.known.reading.energy_kwh)];
    facts.push(match &entered.bill {
        Ok(row) => Outcome::BillOf(row.issued.statement.total),
        Err(_) => Outcome::NoBill,
    });
    facts.extend(entered.judgement.findings.iter().map(|(_, finding)| Outcome::Notes(refusal::variant(finding))));
    facts.extend(entered.already_entered.then_some(Outcome::SameReading));
    facts
}

/// As stories write it.
pub(crate) fn say_state(state: ReviewState) -> &'static str {
    match state {
        ReviewState::Waiting => "waiting",
        ReviewState::Approved => "approved",
        ReviewState::SentBack => "sent-back",
        ReviewState::Withdrawn => "withdrawn",
        ReviewState::Billed => "billed",
    }
}

fn plainly(customer: CustomerNo, registers: Registers) -> ReadLine {
    ReadLine {
        customer,
        point: 1,
        registers,
        period: None,
        on: None,
        meter: None,
        method: ReadingMethod::OnSite,
        anomaly: Anomaly::None,
        estimated: false,
        confirmed: false,
        remark: String::new(),
        photo: false,
        corrects: false,
    }
}
