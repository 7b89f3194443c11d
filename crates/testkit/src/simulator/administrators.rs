//! People at the center on a simulated day: each looks at some case and decides, at random.

use center::ledger::{CaseFilter, CaseRow, CaseStatus, ProposalFilter, ProposalRow};
use center::{ChoiceDetail, DecisionError, NewOperator, NewOwner, NewProposal};
use domain::{
    CaseDecision, CaseId, CaseSeverity, ConflictKind, DeviceId, Matter, Money, Operator, OperatorId, Persons,
    ProposalAnswer, ProposalId, ProposalState, Resolution, ResolutionKind, Role,
};

use crate::demo;
use crate::machines::TownHall;
use crate::simulator::Kept;
use crate::simulator::world::{PASSWORD, World, broken};

/// Two who decide, and one who only approves.
const PEOPLE: [(u32, Role); 3] =
    [(9001, Role::SyncAdministrator), (9002, Role::SyncAdministrator), (9101, Role::Finance)];
/// So many cases of one kind are decided together at most.
const TOGETHER_MAX: u64 = 4;

impl World {
    pub(crate) fn seat_administrators(&mut self) -> Kept {
        let people = PEOPLE.iter().map(|(number, role)| {
            let operator = Operator {
                id: OperatorId(*number),
                login: number.to_string(),
                name: number.to_string(),
                unit: demo::prefecture(),
                roles: vec![*role],
                verifier: String::new(),
                suspended: false,
            };
            NewOperator { operator, password: Some(PASSWORD.to_owned()) }
        });
        self.center.import_operators(people, TownHall::CHEAP).map(|_| ()).map_err(broken)
    }

    fn somebody(&mut self, roles: &[Role]) -> OperatorId {
        let fitting: Vec<u32> =
            PEOPLE.iter().filter(|(_, role)| roles.contains(role)).map(|(number, _)| *number).collect();
        OperatorId(*self.rng.pick(&fitting))
    }

    /// What the center may refuse is no trouble; anything else is.
    fn decided<T>(&mut self, done: Result<T, DecisionError>) -> Kept<Option<T>> {
        match done {
            Ok(done) => Ok(Some(done)),
            Err(DecisionError::Ledger(error)) => Err(broken(error)),
            Err(error @ (DecisionError::BrokenJournal { .. } | DecisionError::IdReused(_))) => Err(broken(error)),
            Err(_) => {
                self.events.decisions_refused += 1;
                Ok(None)
            }
        }
    }

    fn any_case(&mut self, status: CaseStatus) -> Kept<Option<CaseRow>> {
        let filter = CaseFilter { status: Some(status), ..CaseFilter::default() };
        let cases = self.center.cases(&filter).map_err(broken)?;
        Ok(if cases.is_empty() { None } else { Some(self.rng.pick(&cases).clone()) })
    }

    /// Mostly one where money lies wrong.
    fn case_to_settle(&mut self) -> Kept<Option<CaseRow>> {
        if self.rng.chance(1, 3) {
            return self.any_case(CaseStatus::Open);
        }
        let filter = CaseFilter { status: Some(CaseStatus::Open), ..CaseFilter::default() };
        let mut cases = self.center.cases(&filter).map_err(broken)?;
        cases.retain(|case| {
            let kind = case.conflict.kind();
            kind.severity() == CaseSeverity::Money || kind == ConflictKind::RefundPaidTwice
        });
        Ok(self.one_of(&cases))
    }

    pub(crate) fn administrator_proposes(&mut self, _: usize) -> Kept {
        let Some(case) = self.case_to_settle()? else { return Ok(()) };
        let by = self.somebody(&[Role::SyncAdministrator]);
        let Some(matter) = self.matter_about(&case)? else { return Ok(()) };
        let id = ProposalId(self.new_uuid());
        let center = self.center.clone();
        let proposed = center.preview(by, &matter).and_then(|preview| {
            let new = NewProposal { id, matter, note: "按核对结果处理".to_owned(), preview: preview.hash };
            let row = center.propose(by, &new)?;
            // A click that comes twice is the same proposal.
            let again = center.propose(by, &new)?;
            Ok((row, again))
        });
        let Some((row, again)) = self.decided(proposed)? else { return Ok(()) };
        if row.id != again.id || row.state != again.state {
            return Err(format!("proposal {} came twice and became two", row.id));
        }
        self.events.proposals += 1;
        Ok(())
    }

    /// One case, or several of its kind in the same way.
    fn matter_about(&mut self, case: &CaseRow) -> Kept<Option<Matter>> {
        let kind = Some(case.conflict.kind().name().to_owned());
        let filter = CaseFilter { kind, status: Some(CaseStatus::Open), ..CaseFilter::default() };
        let mut cases = vec![case.id];
        if self.rng.chance(1, 5) {
            let others = self.center.cases(&filter).map_err(broken)?;
            let more = self.rng.below(TOGETHER_MAX) as usize;
            cases.extend(others.iter().map(|other| other.id).filter(|id| *id != case.id).take(more));
        }
        let mut chosen: Option<ResolutionKind> = None;
        let mut decisions = Vec::new();
        for id in cases {
            let Some(resolution) = self.resolution_for(id, chosen)? else { return Ok(None) };
            chosen = Some(resolution.kind());
            decisions.push(CaseDecision { case: id, resolution });
        }
        Ok(Some(Matter::Cases { decisions }))
    }

    fn resolution_for(&mut self, id: CaseId, wanted: Option<ResolutionKind>) -> Kept<Option<Resolution>> {
        let Some(detail) = self.center.case_detail(id).map_err(broken)? else {
            return Err(format!("case {} is listed and cannot be looked at", id.0));
        };
        let fits = |choice: &&ChoiceDetail| {
            choice.persons.is_some() && wanted.is_none_or(|wanted| choice.resolution == wanted)
        };
        let offered: Vec<&ChoiceDetail> = detail.choices.iter().filter(fits).collect();
        if offered.is_empty() {
            return Ok(None);
        }
        // What moves money is tried more often than it would come by itself.
        let weighty: Vec<&ChoiceDetail> =
            offered.iter().filter(|choice| choice.persons == Some(Persons::Two)).copied().collect();
        let some = if weighty.is_empty() || self.rng.chance(1, 3) { &offered } else { &weighty };
        let choice = (*self.rng.pick(some)).clone();
        Ok(self.fill_in(&choice))
    }

    /// A choice with everything that it needs, as far as the center suggests anything.
    fn fill_in(&mut self, choice: &ChoiceDetail) -> Option<Resolution> {
        let parameters = &choice.parameters;
        let amount = self.part_of(parameters.amount_max, parameters.whole_amount);
        let devices: Vec<DeviceId> = parameters.devices.iter().map(|device| device.device).collect();
        Some(match choice.resolution {
            ResolutionKind::KeepAsBooked => Resolution::KeepAsBooked,
            ResolutionKind::ApplyToBills => Resolution::ApplyToBills { amount: amount? },
            ResolutionKind::Refund => Resolution::Refund { amount: amount?, device: self.one_of(&devices)? },
            ResolutionKind::MoveToCustomer => {
                let (payment, customer) = (self.one_of(&parameters.payments)?, self.any_customer());
                Resolution::MoveToCustomer { payment, customer }
            }
            ResolutionKind::WriteOff => Resolution::WriteOff { amount: amount? },
            ResolutionKind::IssueDifference => Resolution::IssueDifference,
            ResolutionKind::UseReading => Resolution::UseReading { reading: self.one_of(&parameters.readings)? },
            ResolutionKind::AcceptChange => Resolution::AcceptChange,
            ResolutionKind::SuspendDevice => Resolution::SuspendDevice { device: self.one_of(&devices)? },
            ResolutionKind::ReturnToOutlet => {
                let (device, task) = (self.one_of(&devices)?, self.one_of(&parameters.tasks)?);
                Resolution::ReturnToOutlet { device, task, note: "请说明情况".to_owned() }
            }
        })
    }

    fn one_of<T: Clone>(&mut self, some: &[T]) -> Option<T> {
        if some.is_empty() { None } else { Some(self.rng.pick(some).clone()) }
    }

    fn part_of(&mut self, most: Option<Money>, whole: bool) -> Option<Money> {
        let most = most?;
        if whole || !most.is_positive() || self.rng.chance(2, 3) {
            return Some(most);
        }
        Some(Money::from_fen(self.rng.below(most.fen() as u64) as i64 + 1))
    }

    fn proposals_that_are(&self, state: ProposalState) -> Kept<Vec<ProposalRow>> {
        let filter = ProposalFilter { state: Some(state), limit: u32::MAX, ..ProposalFilter::default() };
        Ok(self.center.proposals(&filter).map_err(broken)?.1)
    }

    /// Mostly somebody else approves; sometimes it is refused, taken back, or tried by the wrong person.
    pub(crate) fn administrator_answers(&mut self, _: usize) -> Kept {
        let waiting = self.proposals_that_are(ProposalState::Waiting)?;
        let Some(row) = self.one_of(&waiting) else { return Ok(()) };
        let by = self.somebody(&[Role::SyncAdministrator, Role::Finance]);
        let answer = match self.rng.below(8) {
            0 => ProposalAnswer::Refused,
            1 => ProposalAnswer::Withdrawn,
            _ => ProposalAnswer::Approved,
        };
        let is_own = by == row.proposed_by;
        let may = if answer == ProposalAnswer::Withdrawn { is_own } else { !is_own };
        let answered = self.center.answer(by, row.id, answer, "已核对");
        if !may && answered.is_ok() {
            return Err(format!("{by} gave the answer {answer:?} to a proposal of {}", row.proposed_by));
        }
        if let Some(answered) = self.decided(answered)?
            && answered.state == ProposalState::InForce
        {
            self.events.approvals += 1;
        }
        Ok(())
    }

    pub(crate) fn administrator_undoes(&mut self, _: usize) -> Kept {
        let in_force = self.proposals_that_are(ProposalState::InForce)?;
        let cases: Vec<ProposalRow> =
            in_force.into_iter().filter(|row| matches!(row.matter, Matter::Cases { .. })).collect();
        let Some(row) = self.one_of(&cases) else { return Ok(()) };
        let by = self.somebody(&[Role::SyncAdministrator]);
        let id = ProposalId(self.new_uuid());
        let undone = self.center.undo(by, id, row.id, "重新处理");
        if self.decided(undone)?.is_some() {
            self.events.undoings += 1;
        }
        Ok(())
    }

    pub(crate) fn administrator_notes(&mut self, _: usize) -> Kept {
        let Some(case) = self.any_case(CaseStatus::Open)? else { return Ok(()) };
        let by = self.somebody(&[Role::SyncAdministrator]);
        let owner = if self.rng.chance(1, 2) { NewOwner::Is(by) } else { NewOwner::Nobody };
        let noted = self.center.note_case(by, case.id, owner, "已联系网点");
        self.decided(noted).map(|_| ())
    }
}
