//! People at the center: they look at a case, propose, approve, refuse, undo and note.

use center::ledger::{CaseFilter, CaseRow, CaseStatus, ProposalRow, ReadingFilter};
use center::{ChoiceDetail, DecisionError, NewOwner, NewProposal, Preview};
use domain::{
    BillingPeriod, CaseDecision, CaseId, Conflict, ConflictKind, DeviceId, Matter, OperatorId, PaymentId,
    ProposalAnswer, ProposalId, ProposalState, ReadingId, Register, Resolution, ResolutionKind, Role, TaskKind,
};

use crate::demo;
use crate::scenario::center_command::{
    CenterCommand, CenterOutcome, MatterLine, OwnerLine, ProposeLine, ResolutionLine, WhichCases,
};
use crate::scenario::command::{Outcome, Suspended, Which};
use crate::scenario::play::refusal::named;
use crate::scenario::play::{Happened, Otherwise, Played, Player};

/// Who proposes and who approves where a line does not say.
const PROPOSER: &str = "9001";
const APPROVER: &str = "9002";
const FINANCE: &str = "9101";
/// Written where a line gives no reason.
const REASON: &str = "核对收据后处理";

impl Player {
    pub(crate) fn perform_at_center(&mut self, command: &CenterCommand) -> Played<Happened> {
        match command {
            CenterCommand::Person { login, name, role } => {
                self.knowledge.add_operator(login, name.as_deref(), &[*role], &demo::prefecture(), None);
                Ok(Happened::nothing())
            }
            CenterCommand::Preview { matter, by } => self.preview(matter, by.as_deref()),
            CenterCommand::Propose(line) => self.propose(line),
            CenterCommand::Answer { proposal, answer, note, by } => {
                self.answer_proposal(proposal, *answer, note, by.as_deref())
            }
            CenterCommand::Note { case, note, owner, by } => self.note_case(*case, note, owner.as_ref(), by.as_deref()),
            CenterCommand::ReleaseDevice(outlet) => self.suspend_or_release(&Suspended::Device(outlet.clone()), false),
            CenterCommand::RememberBooks => self.remember_books(),
            CenterCommand::PayRefund { customer, to } => self.pay_refund(customer.as_ref(), to),
            CenterCommand::PayRefundAgain => self.pay_refund_again(),
            CenterCommand::AnswerTask { kind, customer, outcome, note } => {
                self.answer_task(*kind, customer.as_ref(), *outcome, note)
            }
            CenterCommand::RequestArchive { customer, field, wanted, reason } => {
                self.request_archive(customer, *field, wanted, reason)
            }
            CenterCommand::Garble => self.garble(),
            CenterCommand::Falsify(amount) => self.falsify(*amount),
        }
    }

    /// A person at the center; the usual ones come when they are needed first.
    pub(crate) fn person(&mut self, login: &str) -> Played<OperatorId> {
        if self.knowledge.operator_id(login).is_none() {
            let (name, role) = match login {
                PROPOSER => ("牟秀兰", Role::SyncAdministrator),
                APPROVER => ("谭本忠", Role::SyncAdministrator),
                FINANCE => ("向正云", Role::Finance),
                _ => return Err(Otherwise::new(format!("a line `admin {login}` before"), "nobody has that number")),
            };
            self.knowledge.add_operator(login, Some(name), &[role], &demo::prefecture(), None);
            self.knowledge.tell_center(self.today())?;
        }
        self.knowledge.operator_id(login).ok_or_else(|| Otherwise::broken(format!("{login} is gone")))
    }

    fn preview(&mut self, matter: &MatterLine, by: Option<&str>) -> Played<Happened> {
        let by = self.person(by.unwrap_or(PROPOSER))?;
        let matter = match self.matter(matter)? {
            Ok(matter) => matter,
            Err(error) => return self.refused(error),
        };
        match self.knowledge.center.preview(by, &matter) {
            Ok(preview) => self.facts_of_preview(&preview).map(Happened::of),
            Err(error) => self.refused(error),
        }
    }

    fn propose(&mut self, line: &ProposeLine) -> Played<Happened> {
        let login = line.by.clone().unwrap_or_else(|| PROPOSER.to_owned());
        let by = self.person(&login)?;
        let proposed = self.propose_as(by, line)?;
        let row = match proposed {
            Ok(row) => row,
            Err(error) => return self.refused(error),
        };
        self.last_proposal = Some(row.id);
        self.note_in_force(&row)?;
        let Some(other) = line.approved.as_ref().filter(|_| row.state == ProposalState::Waiting) else {
            return Ok(Happened::of(facts_of_proposal(&row)));
        };
        let usual = if login == APPROVER { PROPOSER } else { APPROVER };
        let other = self.person(other.as_deref().unwrap_or(usual))?;
        self.approve_as(other, row.id, "")
    }

    fn propose_as(&mut self, by: OperatorId, line: &ProposeLine) -> Played<Result<ProposalRow, DecisionError>> {
        let note = if line.note.is_empty() { REASON.to_owned() } else { line.note.clone() };
        let id = ProposalId(self.new_uuid());
        let matter = match self.matter_with(&line.matter, &note)? {
            Ok(matter) => matter,
            Err(error) => return Ok(Err(error)),
        };
        let center = &self.knowledge.center;
        Ok(center
            .preview(by, &matter)
            .and_then(|preview| center.propose(by, &NewProposal { id, matter, note, preview: preview.hash })))
    }

    fn answer_proposal(
        &mut self,
        name: &str,
        answer: ProposalAnswer,
        note: &str,
        by: Option<&str>,
    ) -> Played<Happened> {
        let id = self.proposal_named(name)?;
        let row = self.proposal_row(id)?;
        let proposer = self.knowledge.login_of(row.proposed_by).unwrap_or_default();
        let usual = match answer {
            ProposalAnswer::Withdrawn => proposer.as_str(),
            ProposalAnswer::Approved | ProposalAnswer::Refused if proposer == APPROVER => PROPOSER,
            ProposalAnswer::Approved | ProposalAnswer::Refused => APPROVER,
        };
        let by = self.person(by.unwrap_or(usual))?;
        if answer == ProposalAnswer::Approved {
            return self.approve_as(by, id, note);
        }
        let note = if note.is_empty() { REASON } else { note };
        match self.knowledge.center.answer(by, id, answer, note) {
            Ok(_) => Ok(Happened::nothing()),
            Err(error) => self.refused(error),
        }
    }

    fn approve_as(&mut self, by: OperatorId, id: ProposalId, note: &str) -> Played<Happened> {
        match self.knowledge.center.answer(by, id, ProposalAnswer::Approved, note) {
            Ok(row) => {
                self.note_in_force(&row)?;
                Ok(Happened::of(facts_of_proposal(&row)))
            }
            Err(error) => self.refused(error),
        }
    }

    fn note_case(&mut self, case: u64, note: &str, owner: Option<&OwnerLine>, by: Option<&str>) -> Played<Happened> {
        let by = self.person(by.unwrap_or(PROPOSER))?;
        let owner = match owner {
            None => NewOwner::Same,
            Some(OwnerLine::Nobody) => NewOwner::Nobody,
            Some(OwnerLine::Login(login)) => NewOwner::Is(self.person(login)?),
        };
        match self.knowledge.center.note_case(by, CaseId(case), owner, note) {
            Ok(_) => Ok(Happened::nothing()),
            Err(error) => self.refused(error),
        }
    }

    /// Which choices were decided, and which of them were undone, for whoever asks whether all were told.
    fn note_in_force(&mut self, row: &ProposalRow) -> Played {
        if row.state != ProposalState::InForce {
            return Ok(());
        }
        match &row.matter {
            Matter::Cases { decisions } => {
                for pair in self.pairs_of(decisions)? {
                    self.told.decided.insert(pair);
                }
            }
            Matter::Undo { decision } => {
                let decisions = match self.proposal_row(*decision)?.matter {
                    Matter::Cases { decisions } => decisions,
                    _ => Vec::new(),
                };
                self.undone.extend(self.pairs_of(&decisions)?);
            }
            Matter::Price { .. } | Matter::Billing { .. } | Matter::Collection { .. } | Matter::Operator { .. } => {}
        }
        Ok(())
    }

    fn pairs_of(&self, decisions: &[CaseDecision]) -> Played<Vec<(ConflictKind, ResolutionKind)>> {
        let pair = |part: &CaseDecision| Ok((self.case_row(part.case)?.conflict.kind(), part.resolution.kind()));
        decisions.iter().map(pair).collect()
    }

    pub(crate) fn case_row(&self, id: CaseId) -> Played<CaseRow> {
        let found = self.knowledge.center.case(id).map_err(Otherwise::broken)?;
        found.ok_or_else(|| Otherwise::new(format!("a case {}", id.0), "there is no case of that number"))
    }

    pub(crate) fn proposal_named(&self, name: &str) -> Played<ProposalId> {
        let found = self.proposals.get(name).copied();
        found.ok_or_else(|| Otherwise::new(format!("`-> proposal {name}` before"), "no proposal has that name"))
    }

    pub(crate) fn proposal_row(&self, id: ProposalId) -> Played<ProposalRow> {
        let found = self.knowledge.center.proposal(id).map_err(Otherwise::broken)?;
        found.ok_or_else(|| Otherwise::broken("the proposal is gone"))
    }

    /// A refusal by name; who was earlier is a result beside it.
    fn refused(&self, error: DecisionError) -> Played<Happened> {
        let by = match &error {
            DecisionError::Ledger(ledger) => return Err(Otherwise::broken(ledger)),
            DecisionError::AlreadyProposed { by, .. }
            | DecisionError::AlreadyAnswered { by, .. }
            | DecisionError::NotYours { by } => Some(*by),
            _ => None,
        };
        let by = by.and_then(|by| self.knowledge.login_of(by));
        let facts = by.map(|by| Outcome::Center(CenterOutcome::By(by))).into_iter().collect();
        Ok(Happened { facts, ..named(&error, &error) })
    }
}

/// What a line says becomes what the center is asked.
impl Player {
    fn matter(&mut self, line: &MatterLine) -> Played<Result<Matter, DecisionError>> {
        self.matter_with(line, REASON)
    }

    fn matter_with(&mut self, line: &MatterLine, note: &str) -> Played<Result<Matter, DecisionError>> {
        let (cases, choice) = match line {
            MatterLine::Undo(name) => return Ok(Ok(Matter::Undo { decision: self.proposal_named(name)? })),
            MatterLine::Cases(cases, choice) => (self.cases_of(cases)?, choice),
        };
        let mut decisions = Vec::new();
        for case in cases {
            match self.resolution(case, choice, note)? {
                Ok(resolution) => decisions.push(CaseDecision { case, resolution }),
                Err(error) => return Ok(Err(error)),
            }
        }
        Ok(Ok(Matter::Cases { decisions }))
    }

    fn cases_of(&self, which: &WhichCases) -> Played<Vec<CaseId>> {
        match which {
            WhichCases::Numbers(numbers) => Ok(numbers.iter().map(|number| CaseId(*number)).collect()),
            WhichCases::AllOf(kind) => {
                let (kind, status) = (Some(kind.name().to_owned()), Some(CaseStatus::Open));
                let found = self.knowledge.center.cases(&CaseFilter { kind, status, customer: None });
                let mut ids: Vec<CaseId> = found.map_err(Otherwise::broken)?.iter().map(|case| case.id).collect();
                ids.sort_unstable();
                Ok(ids)
            }
        }
    }

    /// A choice with all that it needs: what the line names, and otherwise what the center suggests.
    fn resolution(
        &mut self,
        id: CaseId,
        line: &ResolutionLine,
        note: &str,
    ) -> Played<Result<Resolution, DecisionError>> {
        let Some(detail) = self.knowledge.center.case_detail(id).map_err(Otherwise::broken)? else {
            return Ok(Err(DecisionError::UnknownCase(id)));
        };
        let choice = detail.choices.iter().find(|choice| choice.resolution == line.kind);
        let choice = choice.ok_or_else(|| Otherwise::broken("the choice is listed"))?;
        let conflict = &detail.case.conflict;
        if choice.persons.is_none() {
            return Ok(Err(DecisionError::NotOffered { conflict: conflict.kind(), resolution: line.kind }));
        }
        let amount = line.amount.or(choice.parameters.amount_max).unwrap_or(domain::Money::ZERO);
        Ok(Ok(match line.kind {
            ResolutionKind::KeepAsBooked => Resolution::KeepAsBooked,
            ResolutionKind::ApplyToBills => Resolution::ApplyToBills { amount },
            ResolutionKind::Refund => Resolution::Refund { amount, device: self.device_for(line, choice)? },
            ResolutionKind::MoveToCustomer => {
                let payment = self.payment_for(line, choice)?;
                let customer = line.customer.clone();
                let customer = customer.ok_or_else(|| Otherwise::new("`to 0002`: the customer", "nobody is named"))?;
                Resolution::MoveToCustomer { payment, customer }
            }
            ResolutionKind::WriteOff => Resolution::WriteOff { amount },
            ResolutionKind::IssueDifference => Resolution::IssueDifference,
            ResolutionKind::UseReading => Resolution::UseReading { reading: self.reading_for(line, conflict, choice)? },
            ResolutionKind::AcceptChange => Resolution::AcceptChange,
            ResolutionKind::SuspendDevice => Resolution::SuspendDevice { device: self.device_for(line, choice)? },
            ResolutionKind::ReturnToOutlet => Resolution::ReturnToOutlet {
                device: self.device_for(line, choice)?,
                task: task_for(line, choice, conflict),
                note: note.to_owned(),
            },
        }))
    }

    /// The outlet that the line names, or the first that the center suggests.
    fn device_for(&self, line: &ResolutionLine, choice: &ChoiceDetail) -> Played<DeviceId> {
        match (&line.outlet, choice.parameters.devices.first()) {
            (Some(outlet), _) => self.device_of(outlet),
            (None, Some(suggested)) => Ok(suggested.device),
            (None, None) => Err(Otherwise::new("a device to choose", "there is none")),
        }
    }

    pub(crate) fn device_of(&self, outlet: &str) -> Played<DeviceId> {
        let found = self.posts.get(outlet).map(|post| post.device);
        found.ok_or_else(|| Otherwise::new(format!("an outlet {outlet}"), "there is none of that name"))
    }

    /// The payment of a receipt, or the latest that takes part.
    fn payment_for(&self, line: &ResolutionLine, choice: &ChoiceDetail) -> Played<PaymentId> {
        if let Some(which) = &line.receipt {
            return self.payment_of(which);
        }
        let latest = choice.parameters.payments.iter().max().copied();
        latest.ok_or_else(|| Otherwise::new("a payment to choose", "there is none"))
    }

    fn payment_of(&self, which: &Which) -> Played<PaymentId> {
        Ok(self.remembered(which)?.payment)
    }

    fn reading_for(&self, line: &ResolutionLine, conflict: &Conflict, choice: &ChoiceDetail) -> Played<ReadingId> {
        let period = match conflict {
            Conflict::ReadingsDisagree { period, .. } => *period,
            _ => BillingPeriod::of(self.today()),
        };
        let wanted = line.reading.ok_or_else(|| Otherwise::new("`reading 1120`: the reading", "none is named"))?;
        let filter = ReadingFilter { period, segment: None, limit: 1_000 };
        let rows = self.knowledge.center.readings(&filter).map_err(Otherwise::broken)?;
        let fits = |row: &center::ledger::ReadingRow| {
            choice.parameters.readings.contains(&row.reading.id)
                && row.reading.registers.get(Register::ActiveTotal) == Some(wanted)
        };
        let found = rows.iter().find(|(row, _)| fits(row)).map(|(row, _)| row.reading.id);
        found.ok_or_else(|| Otherwise::new(format!("a reading of {wanted} in the case"), "there is none"))
    }
}

fn task_for(line: &ResolutionLine, choice: &ChoiceDetail, conflict: &Conflict) -> TaskKind {
    let name = line.task.unwrap_or("explain");
    let offered = choice.parameters.tasks.iter().find(|task| task.name() == name).cloned();
    // What is not offered is asked all the same, so that a story can show that it is refused.
    offered.unwrap_or(TaskKind::PayRefund { amount: conflict.at_stake() })
}

fn facts_of_proposal(row: &ProposalRow) -> Vec<Outcome> {
    let state = match row.state {
        ProposalState::Waiting => Some(CenterOutcome::Waiting),
        ProposalState::InForce => Some(CenterOutcome::InForce),
        ProposalState::Refused | ProposalState::Withdrawn | ProposalState::Undone => None,
    };
    let facts = [Some(CenterOutcome::Proposal(row.id.to_string())), state];
    facts.into_iter().flatten().map(Outcome::Center).collect()
}

impl Player {
    fn facts_of_preview(&self, preview: &Preview) -> Played<Vec<Outcome>> {
        let people = match preview.persons {
            domain::Persons::One => 1,
            domain::Persons::Two => 2,
        };
        let mut facts = vec![CenterOutcome::Takes(people), CenterOutcome::Sum(preview.sum)];
        if !preview.moves_money && preview.lines.is_empty() {
            facts.push(CenterOutcome::MovesNothing);
        }
        for line in &preview.lines {
            if let (Ok(before), Ok(after)) = (line.before.parse(), line.after.parse()) {
                facts.push(CenterOutcome::Moves { key: line.key.clone(), before, after });
            }
        }
        facts.extend(preview.tasks.iter().map(|task| CenterOutcome::Gives(task.task.name())));
        for receipt in &preview.receipts {
            let how = match receipt.stays {
                center::ReceiptStays::Valid => "valid",
                center::ReceiptStays::RefersToOtherAccount => "refers-to-other-account",
                center::ReceiptStays::Void => "void",
            };
            facts.push(CenterOutcome::Stays { receipt: receipt.receipt.clone(), how });
        }
        facts.extend(preview.notes.iter().map(|note| CenterOutcome::Warns(note.code.clone())));
        Ok(facts.into_iter().map(Outcome::Center).collect())
    }
}
