//! Clocks, links, accidents and the exchange.

use std::fs;

use outlet::{SyncSummary, sync_now};

use crate::machines::{FlakyLink, LaptopClock, Weather};
use crate::scenario::command::{KillMoment, LinkChange, Outcome, Suspended, TimeChange};
use crate::scenario::play::post::{Post, center_key};
use crate::scenario::play::{Happened, Otherwise, Played, Player, refusal};

/// As often as a sync is tried while the link is up and loses things.
const TRIES: usize = 20;

impl Player {
    pub(crate) fn set_clock(&mut self, change: TimeChange) -> Played<Happened> {
        match change {
            TimeChange::To(moment) => self.world.set(moment),
            TimeChange::By(ms) => self.world.advance(ms),
            TimeChange::Right => {}
        }
        Ok(Happened::nothing())
    }

    pub(crate) fn set_laptop_clock(&mut self, outlet: Option<&str>, change: TimeChange) -> Played<Happened> {
        let post = self.named(outlet)?;
        let ahead_ms = &post.laptop.ahead_ms;
        match change {
            TimeChange::To(moment) => LaptopClock::set(&self.world, ahead_ms, moment),
            TimeChange::By(ms) => drop(ahead_ms.fetch_add(ms, std::sync::atomic::Ordering::SeqCst)),
            TimeChange::Right => ahead_ms.store(0, std::sync::atomic::Ordering::SeqCst),
        }
        Ok(Happened::nothing())
    }

    fn named(&self, outlet: Option<&str>) -> Played<&Post> {
        let name = outlet.unwrap_or(&self.current);
        self.posts.get(name).ok_or_else(|| Otherwise::new(format!("an outlet {name}"), "there is none of that name"))
    }

    pub(crate) fn set_link(&mut self, change: LinkChange) -> Played<Happened> {
        self.post().link.set_weather(|weather| match change {
            LinkChange::Up => *weather = Weather::default(),
            LinkChange::Down => weather.down = true,
            LinkChange::Lossy(percent) => {
                *weather =
                    Weather { loses_requests: percent.div_ceil(2), loses_replies: percent / 2, ..Weather::default() };
            }
            LinkChange::LosesNextRequest => weather.loses_next_request = true,
            LinkChange::LosesNextReply => weather.loses_next_reply = true,
            LinkChange::RepeatsNextRequest => weather.repeats_next = true,
        });
        Ok(Happened::nothing())
    }

    pub(crate) fn sync(&mut self) -> Played<Happened> {
        self.wake()?;
        let post = self.post();
        let mut tries = TRIES;
        loop {
            match sync_now(&post.laptop, &post.link, |_| {}) {
                Ok(summary) => return self.synced(&summary),
                Err(outlet::SyncError::Link(_)) if tries > 1 && is_lossy(post.link.weather()) => tries -= 1,
                Err(error) => return refusal::of_sync(error),
            }
        }
    }

    fn synced(&self, summary: &SyncSummary) -> Played<Happened> {
        let forked = self.at_desk(|outlet| outlet.read().streams())?.map_err(Otherwise::broken)?.len() > 1;
        let mut facts = vec![Outcome::Sent(summary.sent), Outcome::Received(summary.received)];
        facts.extend(forked.then_some(Outcome::Forked));
        facts.extend(summary.suspended.then_some(Outcome::Suspended));
        facts.extend(summary.digest_differs.then_some(Outcome::SumsDiffer));
        Ok(Happened::of(facts))
    }

    pub(crate) fn kill(&mut self, moment: KillMoment) -> Played<Happened> {
        if moment == KillMoment::Now {
            self.post().laptop.die();
        } else {
            self.post_mut().kill = Some(moment);
        }
        Ok(Happened::nothing())
    }

    pub(crate) fn restart(&mut self) -> Played<Happened> {
        self.post().laptop.stop();
        self.wake()?;
        Ok(Happened::nothing())
    }

    /// The copy is a laptop of its own, with the same keys and the same number.
    pub(crate) fn copy_disk(&mut self, from: &str, to: &str) -> Played<Happened> {
        if self.posts.contains_key(to) {
            return Err(Otherwise::new("a new name for the copy", format!("there is an outlet {to} already")));
        }
        let folder = self.folder.path().join(format!("copy-{}", self.posts.len()));
        let original = self.named(Some(from))?;
        let laptop = original.laptop.clone_to(&folder).map_err(Otherwise::broken)?;
        laptop.start().map_err(Otherwise::broken)?;
        let device = laptop.attempt(|outlet| outlet.read().device());
        let device = device.map_err(|_| Otherwise::broken("the copy died"))?.map_err(Otherwise::broken)?;
        let device = device.ok_or_else(|| Otherwise::broken("the copy is not enrolled"))?;
        let chance = self.rng.fork(to);
        let known = Some((device.stream, center_key(self)));
        let post = Post {
            unit: original.unit.clone(),
            device: original.device,
            link: FlakyLink::new(self.knowledge.center.clone(), laptop.key(), known, chance),
            laptop,
            signed_in: original.signed_in.clone(),
            own_cashier: original.own_cashier.clone(),
            own_reader: original.own_reader.clone(),
            kill: None,
            last_command: original.last_command.clone(),
            last_reading: original.last_reading.clone(),
            last_refund: original.last_refund.clone(),
            backup: false,
        };
        self.posts.insert(to.to_owned(), post);
        self.sign_in_again(from)?;
        self.sign_in_again(to)?;
        Ok(Happened::nothing())
    }

    fn sign_in_again(&mut self, name: &str) -> Played {
        let before = std::mem::replace(&mut self.current, name.to_owned());
        self.post().laptop.stop();
        let woken = self.wake();
        self.current = before;
        woken
    }

    fn backup_folder(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(format!("backup-{}", self.posts.keys().position(|known| known == name).unwrap_or(0)))
    }

    pub(crate) fn backup(&mut self, outlet: Option<&str>) -> Played<Happened> {
        let name = outlet.unwrap_or(&self.current).to_owned();
        let folder = self.backup_folder(&name);
        self.named(Some(&name))?.laptop.copy_disk_to(&folder).map_err(Otherwise::broken)?;
        self.posts.get_mut(&name).expect("just found").backup = true;
        self.sign_in_again(&name)?;
        Ok(Happened::nothing())
    }

    pub(crate) fn restore(&mut self, outlet: Option<&str>) -> Played<Happened> {
        let name = outlet.unwrap_or(&self.current).to_owned();
        let folder = self.backup_folder(&name);
        let post = self.named(Some(&name))?;
        if !post.backup {
            return Err(Otherwise::new(format!("a line `backup {name}` before"), "there is no backup"));
        }
        post.laptop.stop();
        for file in ["replica.db", "replica.db-wal", "replica.db-shm"] {
            let _ = fs::remove_file(post.laptop.folder.join(file));
            if folder.join(file).exists() {
                fs::copy(folder.join(file), post.laptop.folder.join(file)).map_err(Otherwise::broken)?;
            }
        }
        self.sign_in_again(&name)?;
        Ok(Happened::nothing())
    }

    pub(crate) fn suspend(&mut self, whom: &Suspended) -> Played<Happened> {
        self.suspend_or_release(whom, true)
    }

    pub(crate) fn suspend_or_release(&mut self, whom: &Suspended, suspended: bool) -> Played<Happened> {
        match whom {
            Suspended::Operator(login) => {
                self.knowledge.suspend_operator(login)?;
                self.knowledge.tell_center(self.today())?;
            }
            Suspended::Device(name) => {
                let device = self.named(Some(name))?.device;
                self.knowledge.center.suspend_device(device, suspended).map_err(Otherwise::broken)?;
            }
        }
        Ok(Happened::nothing())
    }
}

fn is_lossy(weather: Weather) -> bool {
    !weather.down && weather.loses_requests + weather.loses_replies > 0
}
