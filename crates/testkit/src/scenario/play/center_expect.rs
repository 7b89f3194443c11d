//! What a story says of cases, proposals, tasks and the fleet, compared with what the center and the desks say.

use std::collections::BTreeMap;

use center::ledger::TaskFilter;
use domain::{CaseId, Conflict, CustomerNo, DeviceId, Money, ProposalState, Task, TaskState};

use crate::scenario::center_command::{CaseWanted, CenterExpectation, FleetWanted, OwnerLine};
use crate::scenario::play::bill_expect::optional;
use crate::scenario::play::expect::same;
use crate::scenario::play::tasks::{amount_of, is_it, say_state};
use crate::scenario::play::{Happened, Otherwise, Played, Player};

/// How the books stood, value by value.
pub(crate) type Remembered = BTreeMap<String, String>;

impl Player {
    pub(crate) fn expect_of_center(&mut self, expectation: &CenterExpectation, at_center: bool) -> Played {
        match expectation {
            CenterExpectation::Case { case, wanted } => self.compare_case(CaseId(*case), wanted),
            CenterExpectation::Choices { case, offered } => {
                let detail = self.knowledge.center.case_detail(CaseId(*case)).map_err(Otherwise::broken)?;
                let detail = detail.ok_or_else(|| Otherwise::new(format!("a case {case}"), "there is none"))?;
                let found = detail.choices.iter().filter(|choice| choice.persons.is_some());
                let found: Vec<&str> = found.map(|choice| choice.resolution.name()).collect();
                let wanted: Vec<&str> = offered.iter().map(|kind| kind.name()).collect();
                same("choices", wanted.join(" "), found.join(" "))
            }
            CenterExpectation::History { case, what } => {
                let events = self.knowledge.center.case_events(CaseId(*case)).map_err(Otherwise::broken)?;
                let found: Vec<&str> = events.iter().map(|event| event.what.name()).collect();
                same("history", what.join(" "), found.join(" "))
            }
            CenterExpectation::Proposal { proposal, state } => {
                let row = self.proposal_row(self.proposal_named(proposal)?)?;
                same("proposal", say_proposal(*state), say_proposal(row.state))
            }
            CenterExpectation::Tasks(count) => {
                let open = self.tasks_on(at_center)?.into_iter().filter(|(_, state)| *state == TaskState::Open);
                same("tasks", *count, open.count() as u64)
            }
            CenterExpectation::Task { kind, customer, amount, state } => {
                self.compare_task(kind, customer.as_ref(), *amount, *state, at_center)
            }
            CenterExpectation::Fleet { outlet, wanted } => self.compare_fleet(self.device_of(outlet)?, wanted),
            CenterExpectation::JournalWhole => {
                let verified = self.knowledge.center.verify_acts().map_err(Otherwise::broken)?;
                match (verified.head, verified.broken_at) {
                    (_, None) => Ok(()),
                    (_, Some(at)) => Err(Otherwise::new("a whole journal", format!("it breaks at entry {at}"))),
                }
            }
            CenterExpectation::BooksAsRemembered => self.compare_books(),
            CenterExpectation::Archive { customer, field, value } => {
                let found = if at_center {
                    let state = self.knowledge.center.customer(customer).map_err(Otherwise::broken)?;
                    state.map(|state| state.customer)
                } else {
                    self.at_desk(|outlet| outlet.read().customer(customer))?.map_err(Otherwise::broken)?
                };
                let found = found.map_or_else(|| "nobody".to_owned(), |customer| field.of(&customer).to_owned());
                same(field.name(), value.clone(), found)
            }
        }
    }

    fn compare_case(&mut self, id: CaseId, wanted: &CaseWanted) -> Played {
        let case = self.case_row(id)?;
        optional("case", wanted.status, case.status.name())?;
        optional("kind", wanted.kind.map(|kind| kind.name()), case.conflict.kind().name())?;
        let customer = case.customer.as_ref().map_or_else(|| "nobody".to_owned(), CustomerNo::to_string);
        optional("customer", wanted.customer.as_ref().map(CustomerNo::to_string), customer)?;
        optional("at stake", wanted.at_stake, case.conflict.at_stake())?;
        let owner = case.owner.and_then(|owner| self.knowledge.login_of(owner));
        let owner_wanted = wanted.owner.as_ref().map(|owner| match owner {
            OwnerLine::Nobody => "nobody".to_owned(),
            OwnerLine::Login(login) => login.clone(),
        });
        optional("owner", owner_wanted, owner.unwrap_or_else(|| "nobody".to_owned()))
    }

    /// The tasks of the current outlet as it shows them, or all of the center.
    fn tasks_on(&self, at_center: bool) -> Played<Vec<(Task, TaskState)>> {
        if at_center {
            let filter = TaskFilter { limit: 1_000, ..TaskFilter::default() };
            let rows = self.knowledge.center.tasks(&filter).map_err(Otherwise::broken)?;
            return Ok(rows.into_iter().map(|row| (row.task.clone(), row.task.state)).collect());
        }
        Ok(self.cards()?.into_iter().map(|card| (card.row.task, card.state)).collect())
    }

    fn compare_task(
        &self,
        kind: &'static str,
        customer: Option<&CustomerNo>,
        amount: Option<Money>,
        state: Option<TaskState>,
        at_center: bool,
    ) -> Played {
        let tasks = self.tasks_on(at_center)?;
        let fits = |(task, now): &&(Task, TaskState)| {
            is_it(task, Some(kind), customer)
                && amount.is_none_or(|amount| amount_of(&task.kind) == Some(amount))
                && state.is_none_or(|state| *now == state)
        };
        if tasks.iter().any(|task| fits(&task)) {
            return Ok(());
        }
        let say = |(task, state): &(Task, TaskState)| {
            let whose = task.customer.as_ref().map_or_else(String::new, |customer| format!(" of {customer}"));
            let amount = amount_of(&task.kind).map_or_else(String::new, |amount| format!(" {amount}"));
            format!("{}{whose}{amount} {}", task.kind.name(), say_state(*state))
        };
        let found: Vec<String> = tasks.iter().map(say).collect();
        let state = state.map_or("in any state", say_state);
        Err(Otherwise::new(format!("a task {kind} {state}"), format!("tasks: {}", found.join(", "))))
    }

    fn compare_fleet(&self, device: DeviceId, wanted: &FleetWanted) -> Played {
        let views = self.knowledge.center.devices();
        let view = views.iter().find(|view| view.device.known.device == device);
        let view = view.ok_or_else(|| Otherwise::new("the device in the fleet", "it is not there"))?;
        let seen = view.seen.as_ref();
        optional("unsent", wanted.unsent, seen.map_or(0, |seen| seen.unsent))?;
        let now = self.knowledge.center.now_ms();
        let age = seen.and_then(|seen| seen.oldest_unsent_ms).map_or(0, |oldest| (now - oldest) / 3_600_000);
        optional("oldest, in hours", wanted.oldest.map(|ms| ms / 3_600_000), age)?;
        let say = |suspended| if suspended { "yes" } else { "no" };
        optional("suspended", wanted.suspended.map(say), say(view.device.suspended_ms.is_some()))
    }

    pub(crate) fn remember_books(&mut self) -> Played<Happened> {
        self.books = Some(self.books_now()?);
        self.undone.clear();
        Ok(Happened::nothing())
    }

    fn compare_books(&mut self) -> Played {
        let before = self.books.clone().ok_or_else(|| Otherwise::new("a line `remember books` before", "none"))?;
        let after = self.books_now()?;
        let keys = before.keys().chain(after.keys());
        for key in keys {
            let value = |books: &Remembered| books.get(key).cloned().unwrap_or_else(|| "nothing".to_owned());
            same(key, value(&before), value(&after))?;
        }
        self.told.undone.append(&mut self.undone);
        Ok(())
    }

    /// Every balance, every account with its bills and what became of its money, every case, supply and device.
    fn books_now(&self) -> Played<Remembered> {
        let center = &self.knowledge.center;
        let mut books = Remembered::new();
        for (unit, account, amount) in center.balances().map_err(Otherwise::broken)? {
            if !amount.is_zero() {
                books.insert(format!("{unit} {account:?}"), amount.to_string());
            }
        }
        let mut customers: Vec<CustomerNo> = self.knowledge.accounts.keys().cloned().collect();
        for case in center.cases(&Default::default()).map_err(Otherwise::broken)? {
            customers.extend(case.customer.clone());
            let about = if case.status.is_waiting() { "open" } else { case.status.name() };
            books.insert(format!("case {}", case.id.0), format!("{about} {}", say_conflict(&case.conflict)));
        }
        for customer in customers {
            if let Some(view) = center.account(&customer).map_err(Otherwise::broken)? {
                let places = view.placements.iter().map(|(fact, placed)| (fact.payment.id, placed));
                let places: Vec<_> = places.collect();
                books.insert(format!("account {customer}"), format!("{:?} {places:?}", view.account));
            }
            let state = center.customer(&customer).map_err(Otherwise::broken)?;
            books.insert(format!("customer {customer}"), format!("{:?}", state.map(|state| state.customer)));
            let supply = center.supply(&customer).map_err(Otherwise::broken)?;
            let supply = supply.map(|state| domain::SupplyState { version: 0, ..state });
            books.insert(format!("supply {customer}"), format!("{supply:?}"));
        }
        for view in center.devices() {
            let suspended = view.device.suspended_ms.is_some();
            books.insert(format!("device {}", view.device.known.device), format!("suspended {suspended}"));
        }
        Ok(books)
    }
}

/// A difference that was issued and voided keeps its number, so the next proposal of it has another.
fn say_conflict(conflict: &Conflict) -> String {
    match conflict {
        Conflict::BillDiffers { customer, bill, issued, should_be, .. } => {
            format!("bill-differs {customer} {bill} {issued} {should_be:?}")
        }
        other => format!("{other:?}"),
    }
}

fn say_proposal(state: ProposalState) -> &'static str {
    match state {
        ProposalState::Waiting => "waiting",
        ProposalState::InForce => "in-force",
        ProposalState::Refused => "refused",
        ProposalState::Withdrawn => "withdrawn",
        ProposalState::Undone => "undone",
    }
}
