//! Plays a story, line by line, and says where it went otherwise.

mod archive;
mod bill_expect;
mod center;
mod center_bills;
mod center_expect;
mod check;
mod compute;
mod counter;
mod expect;
mod machine;
mod meter_set_up;
mod post;
mod reading;
mod reading_expect;
mod refusal;
mod set_up;
mod tamper;
mod tasks;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use chrono::NaiveDate;
use domain::{ConflictKind, PaymentId, ProposalId, ResolutionKind, UnitCode};
use tempfile::TempDir;

use crate::machines::{WorldTime, china_time};
use crate::scenario::center_command::CenterCommand;
use crate::scenario::command::{Command, Expectation, Line, Outcome};
use crate::scenario::meter_command::MeterCommand;
use crate::scenario::story::Story;
use crate::seed::Rng;
use post::Post;
use set_up::Knowledge;

/// Where a story went otherwise.
#[derive(Clone, Debug)]
pub struct StoryFailure {
    pub file: String,
    pub number: usize,
    pub text: String,
    pub expected: String,
    pub actual: String,
}

impl fmt::Display for StoryFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}:{}: {}", self.file, self.number, self.text)?;
        writeln!(f, "      expected: {}", self.expected)?;
        write!(f, "      actually: {}", self.actual)
    }
}

/// What should have been, and what was.
#[derive(Clone, Debug)]
pub(crate) struct Otherwise {
    expected: String,
    actual: String,
}

impl Otherwise {
    pub(crate) fn new(expected: impl fmt::Display, actual: impl fmt::Display) -> Otherwise {
        Otherwise { expected: expected.to_string(), actual: actual.to_string() }
    }

    /// Something that a story cannot be the cause of.
    pub(crate) fn broken(error: impl fmt::Display) -> Otherwise {
        Otherwise::new("the desk and the center work", error)
    }
}

pub(crate) type Played<T = ()> = Result<T, Otherwise>;

/// A receipt that the story can speak of.
#[derive(Clone, Debug)]
pub(crate) struct Remembered {
    pub outlet: String,
    pub payment: PaymentId,
}

pub(crate) struct Player {
    pub folder: TempDir,
    pub world: WorldTime,
    pub rng: Rng,
    pub knowledge: Knowledge,
    /// Outlets that open when the story begins.
    pub declared: Vec<(String, UnitCode)>,
    pub posts: BTreeMap<String, Post>,
    pub current: String,
    pub receipts: BTreeMap<String, Remembered>,
    pub last: Option<Remembered>,
    /// How many customers of `pay each of` have paid.
    pub each_paid: usize,
    /// Whether the story signs people in itself, and opens shifts itself.
    pub story_signs_in: bool,
    pub story_opens_shifts: bool,
    /// Whether it prepares rounds itself.
    pub story_prepares: bool,
    pub has_begun: bool,
    /// Bills that were computed without any outlet.
    pub desk: compute::Desk,
    /// Files that lie beside the story.
    pub files: BTreeMap<String, String>,
    pub proposals: BTreeMap<String, ProposalId>,
    pub last_proposal: Option<ProposalId>,
    /// `remember books`
    pub books: Option<center_expect::Remembered>,
    pub told: Told,
    /// Choices that were undone since the books were remembered.
    pub undone: BTreeSet<(ConflictKind, ResolutionKind)>,
}

/// What a story told of how cases are settled.
#[derive(Clone, Debug, Default)]
pub struct Told {
    /// Choices that came into force.
    pub decided: BTreeSet<(ConflictKind, ResolutionKind)>,
    /// Choices that were undone, after which the books were as remembered.
    pub undone: BTreeSet<(ConflictKind, ResolutionKind)>,
}

/// What came of a command: everything that an outcome could ask for.
#[derive(Debug, Default)]
pub(crate) struct Happened {
    pub facts: Vec<Outcome>,
    /// The name of the refusal and its sentence.
    pub refused: Option<(String, String)>,
    pub killed: bool,
    pub link_down: Option<String>,
    /// The desk wants to be told yes first; what it asks is among the facts.
    pub asked: bool,
}

impl Happened {
    pub fn of(facts: Vec<Outcome>) -> Happened {
        Happened { facts, ..Happened::default() }
    }

    pub fn nothing() -> Happened {
        Happened::default()
    }

    pub fn killed() -> Happened {
        Happened { killed: true, ..Happened::default() }
    }
}

/// The first outlet, when the story names none.
pub(crate) const FIRST_OUTLET: &str = "A";

pub fn play(story: &Story) -> Result<Told, Box<StoryFailure>> {
    let failed = |number: usize, text: &str, otherwise: Otherwise| {
        Box::new(StoryFailure {
            file: story.file.clone(),
            number,
            text: text.to_owned(),
            expected: otherwise.expected,
            actual: otherwise.actual,
        })
    };
    let mut player = Player::new(story).map_err(|otherwise| failed(0, "the start of the story", otherwise))?;
    for line in &story.lines {
        player.line(line).map_err(|otherwise| failed(line.number, &line.text, otherwise))?;
    }
    Ok(player.told)
}

impl Player {
    fn new(story: &Story) -> Played<Player> {
        let folder = tempfile::Builder::new().prefix("qingjiang-story-").tempdir().map_err(Otherwise::broken)?;
        let morning = NaiveDate::from_ymd_opt(2026, 11, 23).and_then(|day| day.and_hms_opt(9, 0, 0));
        let world = WorldTime::at(morning.expect("a real morning"));
        let rng = Rng::new(43);
        let knowledge = Knowledge::new(folder.path(), &world, &rng, story)?;
        let says = |wanted: fn(&Command) -> bool| story.lines.iter().any(|line| wanted(&line.command));
        Ok(Player {
            folder,
            world,
            rng,
            knowledge,
            declared: Vec::new(),
            posts: BTreeMap::new(),
            current: FIRST_OUTLET.to_owned(),
            receipts: BTreeMap::new(),
            last: None,
            each_paid: 0,
            story_signs_in: says(|command| matches!(command, Command::SignIn { .. } | Command::SignOut)),
            story_opens_shifts: says(|command| matches!(command, Command::OpenShift { .. })),
            story_prepares: says(|command| matches!(command, Command::Meter(MeterCommand::PrepareRound { .. }))),
            has_begun: false,
            desk: compute::Desk::default(),
            files: BTreeMap::new(),
            proposals: BTreeMap::new(),
            last_proposal: None,
            books: None,
            told: Told::default(),
            undone: BTreeSet::new(),
        })
    }

    pub(crate) fn today(&self) -> NaiveDate {
        china_time(self.world.now_ms()).date()
    }

    fn line(&mut self, line: &Line) -> Played {
        self.world.advance(1_000);
        if !self.has_begun && !is_set_up(&line.command) {
            self.begin()?;
        }
        let before = self.current.clone();
        if let Some(outlet) = &line.outlet {
            self.turn_to(outlet)?;
        }
        let happened = self.perform(&line.command)?;
        let checked = self.check(&line.outcomes, happened);
        if line.outlet.is_some() {
            self.current = before;
        }
        checked
    }

    fn perform(&mut self, command: &Command) -> Played<Happened> {
        match command {
            Command::Unit { .. }
            | Command::Customer(_)
            | Command::Bill(_)
            | Command::Lock { .. }
            | Command::Revoke { .. }
            | Command::Operator { .. }
            | Command::Set { .. } => {
                self.knowledge.learn(command, &self.current_station())?;
                if self.has_begun {
                    self.knowledge.tell_center(self.today())?;
                }
                Ok(Happened::nothing())
            }
            Command::Suspend(whom) => self.suspend(whom),
            Command::Outlet { name, unit } => self.declare_outlet(name, unit.as_ref()),
            Command::Use(name) => self.turn_to(name).map(|()| Happened::nothing()),
            Command::Clock(change) => self.set_clock(*change),
            Command::LaptopClock { outlet, change } => self.set_laptop_clock(outlet.as_deref(), *change),
            Command::Link(change) => self.set_link(*change),
            Command::SignIn { login, password } => self.sign_in(login, password.as_deref()),
            Command::SignOut => self.sign_out(),
            Command::OpenShift { date, cash } => self.open_shift(*date, *cash),
            Command::CloseShift { counted } => self.close_shift(*counted),
            Command::Pay(pay) => self.pay(pay),
            Command::PayEach(groups) => self.pay_each(groups),
            Command::PayAgain { tenders } => self.pay_again(tenders),
            Command::Reverse { receipt, reason } => self.reverse(receipt, reason),
            Command::Reprint { receipt } => self.reprint(receipt),
            Command::Kill(moment) => self.kill(*moment),
            Command::Restart => self.restart(),
            Command::Sync => self.sync(),
            Command::CopyDisk { from, to } => self.copy_disk(from, to),
            Command::Backup { outlet } => self.backup(outlet.as_deref()),
            Command::Restore { outlet } => self.restore(outlet.as_deref()),
            Command::LookUp(customer) => self.look_up(customer),
            Command::Search(text) => self.search(text),
            Command::Meter(command) => self.perform_on_meters(command),
            Command::Center(command) => self.perform_at_center(command),
            Command::Expect(expectation, side) => self.expect(expectation, side).map(|()| Happened::nothing()),
        }
    }
}

impl Player {
    fn perform_on_meters(&mut self, command: &MeterCommand) -> Played<Happened> {
        match command {
            MeterCommand::Price(_)
            | MeterCommand::Rule { .. }
            | MeterCommand::Segment(_)
            | MeterCommand::Supply(_)
            | MeterCommand::Transformer { .. }
            | MeterCommand::ReplaceMeter(_)
            | MeterCommand::Correction { .. } => {
                self.knowledge.learn_of_meters(command, &self.current_station())?;
                if self.has_begun { self.tell_center_of_meters() } else { Ok(Happened::nothing()) }
            }
            MeterCommand::PrepareRound { segment, period } => self.prepare_round(segment.as_ref(), *period),
            MeterCommand::Read(line) => self.read(line),
            MeterCommand::ReadAll { from, until, more } => self.read_all(from, until, more),
            MeterCommand::PayAll { from, until } => self.pay_all(from, until),
            MeterCommand::ReadAgain => self.read_again(),
            MeterCommand::Withdraw { customer, reason } => self.withdraw(customer, reason),
            MeterCommand::RequestChange { customer, registers, reason } => {
                self.request_change(customer, registers, reason)
            }
            MeterCommand::Review(line) => self.review(line),
            MeterCommand::BillRun { period, unit, is_trial } => self.bill_run(*period, unit.as_ref(), *is_trial),
            MeterCommand::Compute(line) => self.compute(line),
            MeterCommand::File { name, line } => {
                let file = self.files.entry(name.clone()).or_default();
                file.push_str(line);
                file.push('\n');
                Ok(Happened::nothing())
            }
            MeterCommand::Import { file, profile } => self.import(file, profile),
            MeterCommand::Notice { customer, is_disconnection } => self.notice(customer, *is_disconnection),
        }
    }
}

/// What may stand before the story begins; the outlets open with all of it in their replicas.
fn is_set_up(command: &Command) -> bool {
    matches!(
        command,
        Command::Unit { .. }
            | Command::Customer(_)
            | Command::Bill(_)
            | Command::Lock { .. }
            | Command::Revoke { .. }
            | Command::Operator { .. }
            | Command::Set { .. }
            | Command::Outlet { .. }
            | Command::Clock(_)
            | Command::Center(CenterCommand::Person { .. })
    ) || matches!(command, Command::Meter(command) if is_set_up_of_meters(command))
        || matches!(command, Command::Expect(Expectation::Meter(expectation), _) if expectation.is_of_computed())
}

fn is_set_up_of_meters(command: &MeterCommand) -> bool {
    matches!(
        command,
        MeterCommand::Price(_)
            | MeterCommand::Rule { .. }
            | MeterCommand::Segment(_)
            | MeterCommand::Supply(_)
            | MeterCommand::Transformer { .. }
            | MeterCommand::ReplaceMeter(_)
            | MeterCommand::Correction { .. }
            | MeterCommand::Compute(_)
            | MeterCommand::File { .. }
    )
}
