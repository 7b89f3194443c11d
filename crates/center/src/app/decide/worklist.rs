//! 案件清单: cases by what people look for, with the counts beside them.

use std::collections::BTreeMap;

use domain::{CaseSeverity, CustomerNo, DeviceId, Money, OperatorId, UnitCode};

use crate::app::Prefecture;
use crate::app::books::Roster;
use crate::ledger::{CaseRow, CaseStatus, LedgerError};

/// What somebody looks for. Everything that is named has to be so.
#[derive(Clone, Debug, Default)]
pub struct CaseQuery {
    pub kind: Option<String>,
    /// Any of these; none means all.
    pub status: Vec<CaseStatus>,
    pub severity: Option<CaseSeverity>,
    pub owner: Option<CaseOwner>,
    pub customer: Option<CustomerNo>,
    /// A unit with everything below it, by the devices of the sides.
    pub unit: Option<UnitCode>,
    pub device: Option<DeviceId>,
    /// A part of a case number, an account number, a receipt or a terminal.
    pub text: Option<String>,
    pub amount_min: Option<Money>,
    pub sort: CaseSort,
    pub limit: usize,
    pub offset: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaseOwner {
    Nobody,
    Is(OperatorId),
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CaseSort {
    #[default]
    Newest,
    Oldest,
    /// The most urgent first, the oldest of them first.
    Severity,
    /// The most money at stake first.
    Amount,
}

/// One page of cases, and what all that fit come to.
#[derive(Clone, Debug, Default)]
pub struct Worklist {
    pub total: usize,
    pub cases: Vec<CaseRow>,
    pub by_kind: BTreeMap<&'static str, usize>,
    pub by_severity: BTreeMap<CaseSeverity, usize>,
    pub stake_by_kind: BTreeMap<&'static str, Money>,
    pub stake_by_severity: BTreeMap<CaseSeverity, Money>,
    pub by_status: BTreeMap<&'static str, usize>,
    pub at_stake: Money,
}

impl Prefecture {
    pub fn worklist(&self, query: &CaseQuery) -> Result<Worklist, LedgerError> {
        let roster = self.roster();
        let books = self.books_to_read()?;
        let mut found: Vec<&CaseRow> = books.cases.values().filter(|case| fits(&roster, query, case)).collect();
        let mut list = Worklist { total: found.len(), ..Worklist::default() };
        for case in &found {
            let (kind, at_stake) = (case.conflict.kind(), case.conflict.at_stake());
            *list.by_kind.entry(kind.name()).or_default() += 1;
            *list.by_severity.entry(kind.severity()).or_default() += 1;
            *list.stake_by_kind.entry(kind.name()).or_default() += at_stake;
            *list.stake_by_severity.entry(kind.severity()).or_default() += at_stake;
            *list.by_status.entry(case.status.name()).or_default() += 1;
            list.at_stake += at_stake;
        }
        sort(&mut found, query.sort);
        list.cases = found.into_iter().skip(query.offset).take(query.limit).cloned().collect();
        Ok(list)
    }
}

fn fits(roster: &Roster, query: &CaseQuery, case: &CaseRow) -> bool {
    let kind = case.conflict.kind();
    query.kind.as_ref().is_none_or(|name| kind.name() == name)
        && (query.status.is_empty() || query.status.contains(&case.status))
        && query.severity.is_none_or(|severity| kind.severity() == severity)
        && query.owner.is_none_or(|owner| case.owner == owner.operator())
        && query.customer.as_ref().is_none_or(|customer| case.customer.as_ref() == Some(customer))
        && query.device.is_none_or(|device| case.sides.iter().any(|side| side.stream.device == device))
        && query.unit.as_ref().is_none_or(|unit| units_of(roster, case).any(|of| is_within(roster, of, unit)))
        && query.amount_min.is_none_or(|least| case.conflict.at_stake() >= least)
        && query.text.as_ref().is_none_or(|text| mentions(case, text.trim()))
}

impl CaseOwner {
    fn operator(self) -> Option<OperatorId> {
        match self {
            CaseOwner::Nobody => None,
            CaseOwner::Is(operator) => Some(operator),
        }
    }
}

fn units_of<'a>(roster: &'a Roster, case: &'a CaseRow) -> impl Iterator<Item = &'a UnitCode> {
    let device = |side: &crate::ledger::Side| roster.devices.get(&side.stream.device);
    case.sides.iter().filter_map(device).map(|row| &row.known.unit)
}

fn is_within(roster: &Roster, unit: &UnitCode, top: &UnitCode) -> bool {
    unit == top || roster.units.is_within(unit, top)
}

fn mentions(case: &CaseRow, text: &str) -> bool {
    let customer = case.customer.as_ref().is_some_and(|customer| customer.as_str().contains(text));
    let side = |side: &crate::ledger::Side| {
        side.terminal.as_str().contains(text) || side.receipt.as_ref().is_some_and(|receipt| receipt.contains(text))
    };
    customer || case.id.0.to_string() == text || case.sides.iter().any(side)
}

fn sort(cases: &mut [&CaseRow], sort: CaseSort) {
    use std::cmp::Reverse;
    match sort {
        CaseSort::Newest => cases.sort_by_key(|case| Reverse(case.id)),
        CaseSort::Oldest => cases.sort_by_key(|case| case.id),
        CaseSort::Severity => cases.sort_by_key(|case| (Reverse(case.conflict.kind().severity()), case.id)),
        CaseSort::Amount => cases.sort_by_key(|case| (Reverse(case.conflict.at_stake()), case.id)),
    }
}
