//! 案件页: a case with all that a person needs to decide it: its sides side by side, what differs between them, its history,
//! what else lies near, and the choices with their limits.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    CaseId, Choice, Conflict, CustomerNo, DeviceId, Money, OperatorId, PaymentId, Persons, ReadingId, ResolutionKind,
    TaskKind, TerminalCode, UnitCode, choice,
};

use super::DecisionError;
use super::apply::want_facts;
use super::money::{device_of, payments_of};
use super::sides::SideDetail;
use crate::app::Prefecture;
use crate::app::batch::Batch;
use crate::app::books::{Books, Roster};
use crate::ledger::{CaseEvent, CaseRow, Wanted};

/// So many neighbours of a case are shown.
const RELATED_MAX: usize = 20;

#[derive(Clone, Debug)]
pub struct CaseDetail {
    pub case: CaseRow,
    pub sides: Vec<SideDetail>,
    /// Fields whose values are not the same on all sides, each with the sides' values in their order.
    pub differs: Vec<(String, Vec<Option<String>>)>,
    pub history: Vec<CaseEvent>,
    /// Of the same customer, the same device or the same bill; newest first.
    pub related: Vec<CaseRow>,
    pub choices: Vec<ChoiceDetail>,
    /// The names of everybody who is mentioned.
    pub people: BTreeMap<OperatorId, String>,
}

/// One way to settle a case.
#[derive(Clone, Debug)]
pub struct ChoiceDetail {
    pub resolution: ResolutionKind,
    /// `None` where it is not offered for this kind.
    pub persons: Option<Persons>,
    pub parameters: ChoiceParameters,
}

/// What a choice asks for, with what may be chosen.
#[derive(Clone, Debug, Default)]
pub struct ChoiceParameters {
    /// More than this cannot be; it is also what is meant in most cases.
    pub amount_max: Option<Money>,
    /// Whether only the whole amount will do.
    pub whole_amount: bool,
    pub devices: Vec<DeviceChoice>,
    pub payments: Vec<PaymentId>,
    pub readings: Vec<ReadingId>,
    /// An account number has to be named.
    pub customer: bool,
    pub tasks: Vec<TaskKind>,
}

#[derive(Clone, Debug)]
pub struct DeviceChoice {
    pub device: DeviceId,
    pub terminal: TerminalCode,
    pub unit: UnitCode,
    pub unit_name: String,
    /// It wrote one of the sides.
    pub takes_part: bool,
}

impl Prefecture {
    /// Everything about one case; `None` where there is none of that number.
    pub fn case_detail(&self, id: CaseId) -> Result<Option<CaseDetail>, DecisionError> {
        let (case, related, choices) = {
            let books = self.books_to_read()?;
            let Some(case) = books.case(id).cloned() else { return Ok(None) };
            let choices = self.choices(&books, &case)?;
            (case.clone(), related(&books, &case), choices)
        };
        let sides = self.sides_in_detail(&case)?;
        let history = self.0.ledger.case_events(id)?;
        let mentioned =
            sides.iter().filter_map(|side| side.side.operator).chain(history.iter().filter_map(|event| event.by));
        let people = self.names_of(mentioned.chain(case.owner))?;
        let differs = differing(&sides);
        Ok(Some(CaseDetail { case, sides, differs, history, related, choices, people }))
    }

    /// The unit of a device, if it is enrolled.
    pub fn unit_of_device(&self, device: DeviceId) -> Option<UnitCode> {
        self.roster().devices.get(&device).map(|row| row.known.unit.clone())
    }

    pub fn terminal_of(&self, device: DeviceId) -> Option<TerminalCode> {
        self.roster().devices.get(&device).map(|row| row.known.terminal.clone())
    }

    /// The names of operators; who is not in the books any more has none.
    pub fn names_of(
        &self,
        operators: impl Iterator<Item = OperatorId>,
    ) -> Result<BTreeMap<OperatorId, String>, DecisionError> {
        let mut names = BTreeMap::new();
        for id in operators.collect::<BTreeSet<_>>() {
            names.extend(self.0.ledger.operator_by_id(id)?.map(|operator| (id, operator.name)));
        }
        Ok(names)
    }

    fn choices(&self, books: &Books, case: &CaseRow) -> Result<Vec<ChoiceDetail>, DecisionError> {
        let mut wanted = Wanted::default();
        want_facts(case, &mut wanted);
        let loaded = self.load(&wanted)?;
        let roster = self.roster();
        let batch = Batch::new(books, &roster, loaded, self.now_ms());
        let detail = |resolution| ChoiceDetail {
            resolution,
            persons: match choice(case.conflict.kind(), resolution) {
                Choice::Offered(persons) => Some(persons),
                Choice::NotOffered => None,
            },
            parameters: parameters(&batch, &roster, case, resolution),
        };
        let mut choices: Vec<ChoiceDetail> = ResolutionKind::ALL.into_iter().map(detail).collect();
        choices.sort_by_key(|choice| choice.persons.is_none());
        Ok(choices)
    }
}

fn parameters(batch: &Batch<'_>, roster: &Roster, case: &CaseRow, resolution: ResolutionKind) -> ChoiceParameters {
    let none = ChoiceParameters::default();
    if choice(case.conflict.kind(), resolution) == Choice::NotOffered {
        return none;
    }
    match resolution {
        ResolutionKind::ApplyToBills | ResolutionKind::WriteOff => {
            ChoiceParameters { amount_max: Some(batch.limit(case)), ..none }
        }
        ResolutionKind::Refund => ChoiceParameters {
            amount_max: Some(batch.limit(case)),
            whole_amount: matches!(case.conflict, Conflict::UnknownCustomer { .. }),
            devices: devices(roster, case, |_| true),
            ..none
        },
        ResolutionKind::MoveToCustomer => {
            ChoiceParameters { payments: payments_of(&case.conflict), customer: true, ..none }
        }
        ResolutionKind::UseReading => ChoiceParameters { readings: readings_of(&case.conflict), ..none },
        ResolutionKind::SuspendDevice => {
            let about = device_of(&case.conflict);
            ChoiceParameters { devices: devices(roster, case, |device| Some(device) == about), ..none }
        }
        ResolutionKind::ReturnToOutlet => {
            ChoiceParameters { devices: devices(roster, case, |_| true), tasks: tasks_for(&case.conflict), ..none }
        }
        ResolutionKind::KeepAsBooked | ResolutionKind::IssueDifference | ResolutionKind::AcceptChange => none,
    }
}

/// Devices that may be asked: those of the sides first, then the others that are not suspended.
fn devices(roster: &Roster, case: &CaseRow, may: impl Fn(DeviceId) -> bool) -> Vec<DeviceChoice> {
    let takes_part = |device: DeviceId| case.sides.iter().any(|side| side.stream.device == device);
    let known = roster.devices.values().filter(|row| row.suspended_ms.is_none() && may(row.known.device));
    let mut devices: Vec<DeviceChoice> = known
        .map(|row| DeviceChoice {
            device: row.known.device,
            terminal: row.known.terminal.clone(),
            unit: row.known.unit.clone(),
            unit_name: roster.units.get(&row.known.unit).map_or_else(String::new, |unit| unit.name.clone()),
            takes_part: takes_part(row.known.device),
        })
        .collect();
    devices.sort_by_key(|choice| (!choice.takes_part, choice.device));
    devices
}

/// What a desk can be asked about such a case. A refund is never asked for like this: it takes two people.
fn tasks_for(conflict: &Conflict) -> Vec<TaskKind> {
    let mut tasks = vec![TaskKind::Explain, TaskKind::CallCustomer];
    if let Conflict::ReadingsDisagree { meter, period, .. } = conflict {
        tasks.insert(0, TaskKind::ReadMeterAgain { meter: meter.clone(), period: *period });
    }
    tasks
}

fn readings_of(conflict: &Conflict) -> Vec<ReadingId> {
    match conflict {
        Conflict::ReadingsDisagree { readings, .. } => readings.clone(),
        Conflict::ReadingChangeRequested { reading, .. } => vec![*reading],
        _ => Vec::new(),
    }
}

/// Fields that the sides do not say alike.
fn differing(sides: &[SideDetail]) -> Vec<(String, Vec<Option<String>>)> {
    let mut names: Vec<&String> = Vec::new();
    for (name, _) in sides.iter().flat_map(|side| &side.fields) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let values = |name: &String| -> Vec<Option<String>> {
        let of =
            |side: &SideDetail| side.fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone());
        sides.iter().map(of).collect()
    };
    let rows = names.into_iter().map(|name| (name.clone(), values(name)));
    rows.filter(|(_, values)| values.windows(2).any(|pair| pair[0] != pair[1])).collect()
}

fn related(books: &Books, case: &CaseRow) -> Vec<CaseRow> {
    let devices: BTreeSet<DeviceId> = case.sides.iter().map(|side| side.stream.device).collect();
    let customer: Option<&CustomerNo> = case.customer.as_ref();
    let is_near = |other: &&CaseRow| {
        other.id != case.id
            && (customer.is_some() && other.customer.as_ref() == customer
                || other.sides.iter().any(|side| devices.contains(&side.stream.device)))
    };
    let mut near: Vec<CaseRow> = books.cases.values().filter(is_near).cloned().collect();
    let nearness = |other: &CaseRow| (customer.is_some() && other.customer.as_ref() == customer, other.id);
    near.sort_by_key(|other| std::cmp::Reverse(nearness(other)));
    near.truncate(RELATED_MAX);
    near
}
