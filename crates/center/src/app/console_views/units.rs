//! 单位: the tree of units, each with what it and everything below it come to.

use std::collections::BTreeMap;

use domain::{LedgerAccount, Money, Unit, UnitCode, UnitTree};

use crate::app::Prefecture;
use crate::app::books::Roster;
use crate::ledger::LedgerError;

/// A unit with the sums of itself and everything below.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitFigures {
    pub unit: Unit,
    pub sums: UnitSums,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct UnitSums {
    pub customers: u64,
    pub devices: u64,
    /// Cases that wait for somebody, and the money that they are about.
    pub cases: u64,
    pub at_stake: Money,
    /// Entries that the devices had not sent when last heard of.
    pub unsent: u64,
    pub receivable: Money,
    pub prepaid: Money,
    /// 欠费: principal that customers owe.
    pub arrears: Money,
}

impl UnitSums {
    fn add(&mut self, other: &UnitSums) {
        self.customers += other.customers;
        self.devices += other.devices;
        self.cases += other.cases;
        self.at_stake += other.at_stake;
        self.unsent += other.unsent;
        self.receivable += other.receivable;
        self.prepaid += other.prepaid;
        self.arrears += other.arrears;
    }
}

type Sums = BTreeMap<UnitCode, UnitSums>;

impl Prefecture {
    /// Every unit, in the order of its code.
    pub fn unit_figures(&self) -> Result<Vec<UnitFigures>, LedgerError> {
        let roster = self.roster();
        let mut own = Sums::new();
        self.count_devices(&roster, &mut own);
        self.count_books(&roster, &mut own)?;
        for of_unit in self.0.ledger.customers_by_unit()? {
            let sums = own.entry(of_unit.unit).or_default();
            sums.customers = of_unit.customers;
            sums.arrears = of_unit.arrears;
        }
        Ok(folded(&roster.units, &own))
    }

    fn count_devices(&self, roster: &Roster, own: &mut Sums) {
        let sightings = crate::app::lock(&self.0.sightings);
        for (id, device) in &roster.devices {
            let sums = own.entry(device.known.unit.clone()).or_default();
            sums.devices += 1;
            sums.unsent += sightings.get(id).map_or(0, |(seen, _)| seen.unsent);
        }
    }

    /// A case counts where its first device stands.
    fn count_books(&self, roster: &Roster, own: &mut Sums) -> Result<(), LedgerError> {
        let books = self.books_to_read()?;
        for case in books.cases.values().filter(|case| case.status.is_waiting()) {
            let device = case.sides.first().and_then(|side| roster.devices.get(&side.stream.device));
            let Some(device) = device else { continue };
            let sums = own.entry(device.known.unit.clone()).or_default();
            sums.cases += 1;
            sums.at_stake += case.conflict.at_stake();
        }
        for ((unit, account), amount) in &books.balances {
            let sums = own.entry(unit.clone()).or_default();
            match account {
                LedgerAccount::Receivable => sums.receivable += *amount,
                // What customers paid ahead stands on the other side of the books.
                LedgerAccount::Prepaid => sums.prepaid += -*amount,
                _ => {}
            }
        }
        Ok(())
    }
}

/// Each unit's own sums go to itself and to every unit above it.
fn folded(tree: &UnitTree, own: &Sums) -> Vec<UnitFigures> {
    let fold = |unit: &Unit| {
        let mut sums = UnitSums::default();
        let below = own.iter().filter(|(code, _)| tree.is_within(code, &unit.code));
        below.for_each(|(_, part)| sums.add(part));
        UnitFigures { unit: unit.clone(), sums }
    };
    tree.units().map(fold).collect()
}
