//! What happens to machines on a simulated day.

use std::sync::atomic::Ordering;

use crate::machines::{FlakyLink, Weather};
use crate::simulator::Kept;
use crate::simulator::desk::Desk;
use crate::simulator::world::{World, broken};
use crate::vfs::{Death, Fault};

const DESKS_MAX: usize = 7;

impl World {
    pub(crate) fn weather_changes(&mut self, at: usize) -> Kept {
        let weather = match self.rng.below(4) {
            0 => Weather { down: true, ..Weather::default() },
            1 => Weather::default(),
            _ => Weather {
                loses_requests: self.rng.below(30),
                loses_replies: self.rng.below(30),
                repeats: self.rng.below(30),
                delays: self.rng.below(100),
                ..Weather::default()
            },
        };
        self.desks[at].link.set_weather(|now| *now = weather);
        Ok(())
    }

    pub(crate) fn time_passes(&mut self, _: usize) -> Kept {
        let hours = if self.rng.chance(1, 6) { 24 } else { 1 };
        let ms = self.rng.below(hours * 3_600_000) as i64;
        self.time.advance(ms);
        Ok(())
    }

    /// A battery was empty, or somebody set the date.
    pub(crate) fn laptop_clock_jumps(&mut self, at: usize) -> Kept {
        const YEAR_MS: i64 = 365 * 86_400_000;
        let ahead = match self.rng.below(3) {
            0 => 0,
            1 => -self.rng.between(0, 26 * YEAR_MS),
            _ => self.rng.between(0, YEAR_MS),
        };
        self.desks[at].laptop.ahead_ms.store(ahead, Ordering::SeqCst);
        Ok(())
    }

    /// At one of the next writes the power goes, or the program stops.
    pub(crate) fn disk_will_die(&mut self, at: usize) -> Kept {
        let death = if self.rng.chance(1, 2) { Death::Halt } else { Death::PowerCut { seed: self.rng.next_u64() } };
        let fault = Fault { at: 1 + self.rng.below(60), torn: self.rng.chance(1, 2), death };
        self.desks[at].laptop.disk.die(fault);
        Ok(())
    }

    pub(crate) fn power_goes_now(&mut self, at: usize) -> Kept {
        self.desks[at].laptop.die();
        self.crashed()
    }

    /// Somebody copies a laptop; both go on collecting.
    pub(crate) fn disk_is_cloned(&mut self, at: usize) -> Kept {
        if self.desks.len() >= DESKS_MAX {
            return Ok(());
        }
        self.desks[at].laptop.disk.live();
        let folder = self.new_folder("clone");
        let original = &self.desks[at];
        let laptop = original.laptop.clone_to(&folder).map_err(broken)?;
        laptop.start().map_err(broken)?;
        let chance = self.roots.fork_numbered(1_000 + self.folders as u64);
        let device = laptop.attempt(|outlet| outlet.read().device()).map_err(crate::simulator::desk::dead)?;
        let device = device.map_err(broken)?.ok_or("a clone is not enrolled")?;
        let known = Some((device.stream, self.center.key().public_key()));
        let clone = Desk {
            unit: original.unit.clone(),
            link: FlakyLink::new(self.center.clone(), laptop.key(), known, chance),
            laptop,
            login: original.login.clone(),
            taken: Vec::new(),
            last: None,
            paying: None,
            reversing: None,
            entered: Vec::new(),
            entering: None,
            paying_out: None,
            backup: None,
        };
        original.sign_in()?;
        clone.sign_in()?;
        self.desks.push(clone);
        self.events.clones += 1;
        Ok(())
    }

    pub(crate) fn backup_is_made(&mut self, at: usize) -> Kept {
        self.desks[at].laptop.disk.live();
        let folder = self.new_folder("backup");
        self.desks[at].laptop.copy_disk_to(&folder).map_err(broken)?;
        self.desks[at].backup = Some(folder);
        self.desks[at].sign_in()
    }

    /// The disk fails, and an older copy is put back. What was not sent by then would be lost with the disk, and no
    /// program could help it; so this happens to desks that have sent everything.
    pub(crate) fn backup_is_restored(&mut self, at: usize) -> Kept {
        let unsent = self.desks[at].ask(|outlet| outlet.status())?.unsent;
        if unsent > 0 {
            return Ok(());
        }
        let desk = &mut self.desks[at];
        let Some(backup) = desk.backup.take() else { return Ok(()) };
        desk.laptop.disk.live();
        desk.laptop.stop();
        for file in ["replica.db", "replica.db-wal", "replica.db-shm"] {
            let _ = std::fs::remove_file(desk.laptop.folder.join(file));
            if backup.join(file).exists() {
                std::fs::copy(backup.join(file), desk.laptop.folder.join(file)).map_err(broken)?;
            }
        }
        desk.last = None;
        desk.entered.clear();
        desk.laptop.start().map_err(broken)?;
        self.events.restores += 1;
        self.desks[at].sign_in()
    }

    pub(crate) fn center_changes(&mut self, _: usize) -> Kept {
        if self.rng.chance(1, 4) { self.restart_center() } else { self.change_an_account() }
    }

    pub(crate) fn journal_is_played_again(&mut self, at: usize) -> Kept {
        self.desks[at].laptop.disk.live();
        self.desks[at].rebuild()?;
        self.desks[at].ask(|outlet| outlet.store_mut().checkpoint())
    }
}
