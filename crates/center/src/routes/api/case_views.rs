//! Cases as the console shows them: a line of the worklist, and the page of one.

use std::collections::BTreeMap;

use domain::{
    CaseSeverity, Conflict, ConflictKind, CustomerNo, FileHash, Money, OperatorId, PaymentId, Persons, ProposalId,
    ReadingId, ResolutionKind, TaskKind, TerminalCode, UnitCode,
};
use serde::Serialize;
use utoipa::ToSchema;

use super::failure::Failure;
use super::time;
use crate::Prefecture;
use crate::app::{CaseDetail, ChoiceDetail, DeviceChoice, Proof, SideDetail, Worklist};
use crate::ledger::{CaseEvent, CaseEventKind, CaseRow, CaseStatus};

pub type Names = BTreeMap<OperatorId, String>;

/// Somebody who is in the books, or was.
#[derive(Serialize, ToSchema)]
pub struct PersonView {
    id: u32,
    /// `null` for the center itself, and for who is not known any more.
    name: Option<String>,
}

impl PersonView {
    pub fn of(id: OperatorId, names: &Names) -> PersonView {
        PersonView { id: id.0, name: names.get(&id).cloned() }
    }
}

/// One page of cases, and what all that fit come to.
#[derive(Serialize, ToSchema)]
pub struct CaseList {
    total: usize,
    items: Vec<CaseLine>,
    counts: CaseCounts,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CaseCounts {
    by_kind: BTreeMap<String, usize>,
    by_severity: BTreeMap<CaseSeverity, usize>,
    by_status: BTreeMap<String, usize>,
    /// The money at stake, of each kind that has cases.
    stake_by_kind: BTreeMap<String, Money>,
    stake_by_severity: BTreeMap<CaseSeverity, Money>,
    at_stake: Money,
}

/// A case in a list.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CaseLine {
    id: u64,
    kind: ConflictKind,
    severity: CaseSeverity,
    status: CaseStatus,
    #[schema(format = DateTime)]
    opened_at: String,
    age_hours: i64,
    owner: Option<PersonView>,
    at_stake: Money,
    customer: Option<CustomerNo>,
    terminals: Vec<TerminalCode>,
    /// Of the first side's device.
    unit: Option<UnitCode>,
    /// The name of that unit.
    outlet: Option<String>,
    /// That waits for somebody else.
    proposal: Option<ProposalId>,
    /// That is in force.
    decision: Option<ProposalId>,
}

/// A case with all that a person needs to decide it.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CaseView {
    #[serde(flatten)]
    line: CaseLine,
    /// What disagrees, by kind.
    conflict: Conflict,
    sides: Vec<SideView>,
    differs: Vec<DifferingField>,
    history: Vec<EventView>,
    related: Vec<CaseLine>,
    choices: Vec<ChoiceView>,
}

/// One of the facts that disagree.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct SideView {
    device: u32,
    terminal: TerminalCode,
    unit: Option<UnitCode>,
    outlet: String,
    operator: Option<PersonView>,
    /// `payment`, `reading`, `bill`, `archive`, `refund`, …; `journal` where it is about the journal as a whole.
    what: String,
    /// The id that a decision names it by: of the payment, reading, refund or request.
    fact: Option<String>,
    receipt: Option<String>,
    amount: Option<Money>,
    business_date: Option<chrono::NaiveDate>,
    /// By the best evidence.
    #[schema(format = DateTime)]
    best_at: Option<String>,
    /// By the laptop's clock.
    #[schema(format = DateTime)]
    wall_at: Option<String>,
    /// How far that clock ran ahead.
    clock_off_ms: Option<i64>,
    #[schema(format = DateTime)]
    arrived_at: Option<String>,
    entry: EntryView,
    /// Its bytes were hashed again, the chain walked to the next seal, and the seal checked with the device's key. `null`
    /// where it is no entry, or came before seals were kept.
    signature_valid: Option<bool>,
    /// The entry that the seal stands under.
    sealed_at: Option<u64>,
    /// What the entry says.
    says: BTreeMap<String, String>,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct EntryView {
    incarnation: u16,
    history: u32,
    seq: Option<u64>,
    hash: Option<FileHash>,
}

/// A field that the sides do not say alike, with their values in the order of the sides.
#[derive(Serialize, ToSchema)]
struct DifferingField {
    field: String,
    values: Vec<Option<String>>,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct EventView {
    #[schema(format = DateTime)]
    at: String,
    /// `null` where facts did it.
    by: Option<PersonView>,
    what: CaseEventKind,
    note: String,
    proposal: Option<ProposalId>,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct ChoiceView {
    resolution: ResolutionKind,
    /// `null` where it is not offered.
    persons: Option<Persons>,
    parameters: ParametersView,
    /// `not-for-this-kind` or `nothing-to-move`
    not_offered_because: Option<String>,
}

/// What a choice asks for, with what may be chosen.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct ParametersView {
    /// More cannot be; it is also what is meant in most cases.
    amount_max: Option<Money>,
    /// Only the whole amount will do.
    whole_amount: bool,
    devices: Vec<DeviceOption>,
    payments: Vec<PaymentId>,
    readings: Vec<ReadingId>,
    /// An account number has to be named.
    customer: bool,
    tasks: Vec<TaskKind>,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct DeviceOption {
    device: u32,
    terminal: TerminalCode,
    unit: UnitCode,
    /// The name of that unit.
    outlet: String,
    /// It wrote one of the sides.
    takes_part: bool,
}

fn line(prefecture: &Prefecture, case: &CaseRow, names: &Names) -> CaseLine {
    let mut terminals: Vec<TerminalCode> = case.sides.iter().map(|side| side.terminal.clone()).collect();
    terminals.sort();
    terminals.dedup();
    let unit = case.sides.first().and_then(|side| prefecture.unit_of_device(side.stream.device));
    CaseLine {
        id: case.id.0,
        kind: case.conflict.kind(),
        severity: case.conflict.kind().severity(),
        status: case.status,
        opened_at: time(case.opened_ms),
        age_hours: (prefecture.now_ms() - case.opened_ms).max(0) / 3_600_000,
        owner: case.owner.map(|owner| PersonView::of(owner, names)),
        at_stake: case.conflict.at_stake(),
        customer: case.customer.clone(),
        terminals,
        outlet: unit.as_ref().map(|unit| prefecture.unit_name(unit)),
        unit,
        proposal: case.proposal,
        decision: case.decision,
    }
}

fn lines(prefecture: &Prefecture, cases: &[CaseRow]) -> Result<Vec<CaseLine>, Failure> {
    let names = prefecture.names_of(cases.iter().filter_map(|case| case.owner))?;
    Ok(cases.iter().map(|case| line(prefecture, case, &names)).collect())
}

pub fn list_of(prefecture: &Prefecture, list: Worklist) -> Result<CaseList, Failure> {
    let named =
        |counts: BTreeMap<&'static str, usize>| counts.into_iter().map(|(name, n)| (name.to_owned(), n)).collect();
    Ok(CaseList {
        total: list.total,
        items: lines(prefecture, &list.cases)?,
        counts: CaseCounts {
            by_kind: named(list.by_kind),
            by_severity: list.by_severity,
            stake_by_kind: list.stake_by_kind.into_iter().map(|(name, sum)| (name.to_owned(), sum)).collect(),
            stake_by_severity: list.stake_by_severity,
            by_status: named(list.by_status),
            at_stake: list.at_stake,
        },
    })
}

pub fn view(prefecture: &Prefecture, detail: CaseDetail) -> Result<CaseView, Failure> {
    let names = &detail.people;
    Ok(CaseView {
        line: line(prefecture, &detail.case, names),
        conflict: detail.case.conflict,
        sides: detail.sides.into_iter().map(|side| side_view(side, names)).collect(),
        differs: detail.differs.into_iter().map(|(field, values)| DifferingField { field, values }).collect(),
        history: detail.history.into_iter().map(|event| event_view(event, names)).collect(),
        related: lines(prefecture, &detail.related)?,
        choices: detail.choices.into_iter().map(ChoiceView::from).collect(),
    })
}

fn side_view(detail: SideDetail, names: &Names) -> SideView {
    let SideDetail { side, proof, .. } = detail;
    let (signature_valid, sealed_at) = match proof {
        Some(Proof::Proven { sealed_at }) => (Some(true), Some(sealed_at)),
        Some(Proof::Broken) => (Some(false), None),
        Some(Proof::NoSealKept) | None => (None, None),
    };
    SideView {
        device: side.stream.device.0,
        terminal: side.terminal,
        unit: detail.unit,
        outlet: detail.unit_name,
        operator: side.operator.map(|operator| PersonView::of(operator, names)),
        what: detail.what.to_owned(),
        fact: detail.fact,
        receipt: side.receipt,
        amount: side.amount,
        business_date: detail.business_date,
        best_at: detail.best_ms.or(side.at_ms).map(time),
        wall_at: detail.wall_ms.map(time),
        clock_off_ms: detail.clock_off_ms,
        arrived_at: detail.arrived_ms.map(time),
        entry: EntryView {
            incarnation: side.stream.incarnation.0,
            history: side.history,
            seq: side.seq.map(|seq| seq.0),
            hash: detail.hash.map(|hash| FileHash(hash.0)),
        },
        signature_valid,
        sealed_at,
        says: detail.fields.into_iter().collect(),
    }
}

fn event_view(event: CaseEvent, names: &Names) -> EventView {
    EventView {
        at: time(event.at_ms),
        by: event.by.map(|by| PersonView::of(by, names)),
        what: event.what,
        note: event.note,
        proposal: event.proposal,
    }
}

impl From<ChoiceDetail> for ChoiceView {
    fn from(choice: ChoiceDetail) -> ChoiceView {
        let moves_nothing = choice.parameters.amount_max.is_some_and(Money::is_zero);
        let why = match choice.persons {
            None => Some("not-for-this-kind"),
            Some(_) if moves_nothing => Some("nothing-to-move"),
            Some(_) => None,
        };
        let of = choice.parameters;
        ChoiceView {
            resolution: choice.resolution,
            persons: choice.persons,
            parameters: ParametersView {
                amount_max: of.amount_max,
                whole_amount: of.whole_amount,
                devices: of.devices.into_iter().map(DeviceOption::from).collect(),
                payments: of.payments,
                readings: of.readings,
                customer: of.customer,
                tasks: of.tasks,
            },
            not_offered_because: why.map(str::to_owned),
        }
    }
}

impl From<DeviceChoice> for DeviceOption {
    fn from(choice: DeviceChoice) -> DeviceOption {
        let DeviceChoice { device, terminal, unit, unit_name, takes_part } = choice;
        DeviceOption { device: device.0, terminal, unit, outlet: unit_name, takes_part }
    }
}
