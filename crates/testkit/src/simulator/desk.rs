//! A desk of the simulation: its laptop, its link, its cashier, and what the cashier has in mind.

use std::path::{Path, PathBuf};

use domain::{PaymentId, PointNo, ReadingId, ReversalId, UnitCode};
use outlet::{EnterReading, Outlet, PayRefund, TakePayment, sync_now};

use crate::machines::{FlakyLink, Killed, Laptop, tables_of};
use crate::simulator::Kept;
use crate::simulator::world::{PASSWORD, World, broken};

pub(crate) struct Desk {
    pub unit: UnitCode,
    pub laptop: Laptop,
    pub link: FlakyLink,
    pub login: String,
    /// Payments that this cashier took, to reverse or reprint.
    pub taken: Vec<PaymentId>,
    pub last: Option<TakePayment>,
    /// What was under way when the laptop died.
    pub paying: Option<TakePayment>,
    pub reversing: Option<(ReversalId, PaymentId)>,
    /// Readings that were entered here, to correct or withdraw.
    pub entered: Vec<(ReadingId, PointNo)>,
    pub entering: Option<EnterReading>,
    pub paying_out: Option<PayRefund>,
    pub backup: Option<PathBuf>,
}

impl Desk {
    pub(crate) fn enrol(world: &mut World, folder: &Path, unit: UnitCode, number: usize, login: String) -> Kept<Desk> {
        std::fs::create_dir_all(folder).map_err(broken)?;
        let mut seed = [0; 32];
        let mut chance = world.roots.fork_numbered(number as u64);
        seed.iter_mut().for_each(|byte| *byte = chance.next_u64() as u8);
        let laptop = Laptop::new(folder, world.time.clone(), seed, None);
        laptop.start().map_err(broken)?;
        let terminal = format!("D-{}", number + 1).parse().expect("a terminal code");
        let code = world.center.enrolment_code(&unit, &terminal).map_err(broken)?;
        let mut link = FlakyLink::new(world.center.clone(), laptop.key(), None, chance.fork("link"));
        let device = laptop.attempt(|outlet| outlet.enrol(&link, "http://127.0.0.1", &code.text));
        let device = device.map_err(dead)?.map_err(broken)?;
        link.enrolled_as(device.stream, device.center_key);
        sync_now(&laptop, &link, |_| {}).map_err(broken)?;
        let desk = Desk {
            unit,
            laptop,
            link,
            login,
            taken: Vec::new(),
            last: None,
            paying: None,
            reversing: None,
            entered: Vec::new(),
            entering: None,
            paying_out: None,
            backup: None,
        };
        desk.sign_in()?;
        Ok(desk)
    }

    pub(crate) fn sign_in(&self) -> Kept {
        let login = self.login.clone();
        self.laptop.attempt(|outlet| outlet.sign_in(&login, PASSWORD)).map_err(dead)?.map(|_| ()).map_err(broken)
    }

    /// Something that has to work on a desk that lives.
    pub(crate) fn ask<T, E: std::fmt::Display>(&self, work: impl FnOnce(&mut Outlet) -> Result<T, E>) -> Kept<T> {
        self.laptop.attempt(work).map_err(dead)?.map_err(broken)
    }

    /// A copy of the journal must give the very tables again.
    pub(crate) fn rebuild(&self) -> Kept {
        let tables = || tables_of(&self.laptop.replica(), None, self.laptop.disk.name()).map_err(broken);
        let before = tables()?;
        self.ask(|outlet| outlet.store_mut().rebuild())?;
        let after = tables()?;
        match before.iter().find(|(table, rows)| after.get(*table) != Some(*rows)) {
            None => Ok(()),
            Some((table, rows)) => {
                let new = &after[table];
                let gone: Vec<_> = rows.iter().filter(|row| !new.contains(row)).take(3).collect();
                let come: Vec<_> = new.iter().filter(|row| !rows.contains(row)).take(3).collect();
                Err(format!("rebuild changes table {table}: {gone:?} became {come:?}"))
            }
        }
    }
}

pub(crate) fn dead(_: Killed) -> String {
    "the laptop died where it should live".to_owned()
}
