//! An outlet of a story: its laptop, its link, and who sits there.

use domain::{CustomerNo, DeviceId, Role, TerminalCode, UnitCode};
use journal::PublicKey;
use outlet::{EnterReading, Outlet, PayRefund, TakePayment, sync_now};

use crate::demo;
use crate::machines::{FlakyLink, Laptop};
use crate::scenario::command::KillMoment;
use crate::scenario::play::meter_set_up::{BILLER, FIRST_READER};
use crate::scenario::play::set_up::PASSWORD;
use crate::scenario::play::{FIRST_OUTLET, Happened, Otherwise, Played, Player, refusal};

pub(crate) struct Post {
    pub unit: UnitCode,
    pub device: DeviceId,
    pub laptop: Laptop,
    pub link: FlakyLink,
    /// Who signs in again when the desk starts again.
    pub signed_in: Option<(String, String)>,
    /// The cashier who comes with the outlet.
    pub own_cashier: String,
    /// Where the desk dies with the next payment or reversal.
    pub kill: Option<KillMoment>,
    pub last_command: Option<TakePayment>,
    pub last_reading: Option<EnterReading>,
    pub last_refund: Option<PayRefund>,
    /// The reader who comes with the outlet.
    pub own_reader: String,
    pub backup: bool,
}

impl Player {
    /// Tells the center everything so far, and opens the outlets with it.
    pub(crate) fn begin(&mut self) -> Played {
        self.has_begun = true;
        if self.declared.is_empty() {
            self.declared.push((FIRST_OUTLET.to_owned(), demo::demo_outlet()));
        }
        self.current = self.declared[0].0.clone();
        for (name, unit) in std::mem::take(&mut self.declared) {
            self.open_outlet(&name, unit)?;
        }
        Ok(())
    }

    pub(crate) fn declare_outlet(&mut self, name: &str, unit: Option<&UnitCode>) -> Played<Happened> {
        let taken = self.posts.contains_key(name) || self.declared.iter().any(|(known, _)| known == name);
        if taken {
            return Err(Otherwise::new("a new outlet", format!("there is an outlet {name} already")));
        }
        let own = [demo::demo_outlet(), demo::demo_second_outlet()];
        let next = self.posts.len() + self.declared.len();
        let unit = unit.cloned().unwrap_or_else(|| own[next % own.len()].clone());
        if self.has_begun {
            self.open_outlet(name, unit)?;
        } else {
            self.declared.push((name.to_owned(), unit));
        }
        Ok(Happened::nothing())
    }

    /// Enrols a laptop and fetches its replica over a link that works.
    fn open_outlet(&mut self, name: &str, unit: UnitCode) -> Played {
        let number = self.posts.len();
        let own_cashier = format!("{}", 1001 + number);
        if !self.knowledge.has_cashier_at(&unit) {
            let names = ["田翠英", "向梅芳", "彭春莲", "覃秀英"];
            self.knowledge.add_operator(&own_cashier, Some(names[number % names.len()]), &[], &unit, None);
        }
        let today = self.today();
        self.knowledge.tell_center(today)?;
        let folder = self.folder.path().join(format!("outlet-{number}"));
        std::fs::create_dir_all(&folder).map_err(Otherwise::broken)?;
        let mut seed = [0; 32];
        let mut chance = self.rng.fork_numbered(number as u64);
        seed.iter_mut().for_each(|byte| *byte = chance.next_u64() as u8);
        let laptop = Laptop::new(&folder, self.world.clone(), seed, None);
        laptop.start().map_err(Otherwise::broken)?;
        let code = self.knowledge.center.enrolment_code(&unit, &terminal(name, number)).map_err(Otherwise::broken)?;
        let mut link = FlakyLink::new(self.knowledge.center.clone(), laptop.key(), None, chance.fork("link"));
        let device = laptop
            .attempt(|outlet| outlet.enrol(&link, "http://127.0.0.1", &code.text))
            .map_err(|_| Otherwise::broken("the laptop died while enrolling"))?
            .map_err(Otherwise::broken)?;
        link.enrolled_as(device.stream, device.center_key);
        sync_now(&laptop, &link, |_| {}).map_err(Otherwise::broken)?;
        let post = Post {
            unit,
            device: device.stream.device,
            laptop,
            link,
            signed_in: None,
            own_cashier,
            own_reader: (FIRST_READER + number as u32).to_string(),
            kill: None,
            last_command: None,
            last_reading: None,
            last_refund: None,
            backup: false,
        };
        self.posts.insert(name.to_owned(), post);
        Ok(())
    }

    pub(crate) fn turn_to(&mut self, name: &str) -> Played {
        if self.posts.contains_key(name) {
            self.current = name.to_owned();
            return Ok(());
        }
        let known: Vec<&str> = self.posts.keys().map(String::as_str).collect();
        Err(Otherwise::new(format!("a line `outlet {name}` before"), format!("the outlets are: {}", known.join(", "))))
    }

    pub(crate) fn post(&self) -> &Post {
        &self.posts[&self.current]
    }

    pub(crate) fn post_mut(&mut self) -> &mut Post {
        self.posts.get_mut(&self.current).expect("the current outlet is open")
    }

    pub(crate) fn current_station(&self) -> UnitCode {
        let unit = match self.posts.get(&self.current) {
            Some(post) => post.unit.clone(),
            None => self.declared.first().map_or_else(demo::demo_outlet, |(_, unit)| unit.clone()),
        };
        self.knowledge.station_of(&unit)
    }

    /// Starts the desk where it is off; whoever was signed in signs in again.
    pub(crate) fn wake(&self) -> Played {
        let post = self.post();
        if post.laptop.is_on() {
            return Ok(());
        }
        post.laptop.start().map_err(Otherwise::broken)?;
        if let Some((login, password)) = &post.signed_in {
            self.at_desk(|outlet| outlet.sign_in(login, password))?.map_err(Otherwise::broken)?;
        }
        Ok(())
    }

    /// A desk at which somebody with the role sits, as far as the story does not see to it itself.
    pub(crate) fn make_ready_as(&mut self, role: Role) -> Played {
        self.wake()?;
        if self.story_signs_in {
            return Ok(());
        }
        let login = match role {
            Role::MeterReader => self.post().own_reader.clone(),
            Role::Biller => BILLER.to_owned(),
            _ => self.post().own_cashier.clone(),
        };
        let sits = self.at_desk(|outlet| outlet.operator().is_some_and(|operator| operator.login == login))?;
        if !sits {
            self.at_desk(|outlet| outlet.sign_in(&login, PASSWORD))?.map_err(Otherwise::broken)?;
            self.post_mut().signed_in = Some((login, PASSWORD.to_owned()));
        }
        Ok(())
    }

    /// A desk at which money can be taken.
    pub(crate) fn make_ready(&mut self) -> Played {
        self.make_ready_as(Role::Cashier)?;
        let closed = self.at_desk(|outlet| outlet.read().open_shift())?.map_err(Otherwise::broken)?.is_none();
        if !self.story_opens_shifts && closed && self.at_desk(|outlet| outlet.operator().is_some())? {
            let today = self.today();
            self.at_desk(|outlet| outlet.open_shift(today, domain::Money::ZERO))?.map_err(Otherwise::broken)?;
        }
        Ok(())
    }

    /// Something that does not kill the desk.
    pub(crate) fn at_desk<T>(&self, work: impl FnOnce(&mut Outlet) -> T) -> Played<T> {
        self.post().laptop.attempt(work).map_err(|_| Otherwise::broken("the laptop died"))
    }

    pub(crate) fn sign_in(&mut self, login: &str, password: Option<&str>) -> Played<Happened> {
        self.wake()?;
        let password = password.map_or_else(|| self.knowledge.password_of(login), str::to_owned);
        match self.at_desk(|outlet| outlet.sign_in(login, &password))? {
            Ok(_) => {
                self.post_mut().signed_in = Some((login.to_owned(), password));
                Ok(Happened::nothing())
            }
            Err(error) => refusal::of_sign_in(error),
        }
    }

    pub(crate) fn sign_out(&mut self) -> Played<Happened> {
        self.wake()?;
        self.at_desk(Outlet::sign_out)?;
        self.post_mut().signed_in = None;
        Ok(Happened::nothing())
    }

    /// The accounts that an outlet has in its replica, as the story knows them.
    pub(crate) fn customers_of(&self, post: &Post) -> Vec<CustomerNo> {
        let station = self.knowledge.station_of(&post.unit);
        let own = self.knowledge.accounts.values().filter(|account| account.customer.unit == station);
        own.map(|account| account.customer.no.clone()).collect()
    }
}

/// Receipts of outlet A are numbered A-1-000001, A-1-000002, …
fn terminal(name: &str, number: usize) -> TerminalCode {
    name.to_uppercase().parse().unwrap_or_else(|_| format!("D{}", number + 1).parse().expect("a letter and digits"))
}

/// The key of the center that an outlet believes.
pub(crate) fn center_key(player: &Player) -> PublicKey {
    player.knowledge.center.key().public_key()
}
