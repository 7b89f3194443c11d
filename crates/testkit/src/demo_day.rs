//! The demo on disk: a center with its people and bills, and one desk that is enrolled and filled, ready to be opened.
//!
//! ```text
//! DIR/center/center.db, center.key    for `qingjiang-center serve --database sqlite:DIR/center/center.db`
//! DIR/outlet/replica.db, device.key   for the desk, as QINGJIANG_HOME
//! DIR/samples/                        files to practise the import of readings
//! DIR/sign-in.txt                     two lines for the terminal: who can sign in
//! DIR/demo.json                       the same for programs; written last, so data of an interrupted start is made again
//! ```

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use center::{
    Clock, Credentials, Database, EnrolmentCodeError, NewOperator, Opening, PasswordCost, Prefecture, Randomness,
    Secret, SignInError, SignInStep, SystemClock, SystemRandomness, ledger::LedgerError,
};
use chrono::NaiveDate;
use domain::UnitCode;
use journal::DeviceKey;
use outlet::{ClockReading, EnrolError, Outlet, SyncError, sync_now};
use serde_json::json;
use store::{ReplicaKey, Store, StoreError};
use thiserror::Error;

use crate::demo;
use crate::demo_samples::{self, SamplesError};
use crate::machines::{FlakyLink, china_time};
use crate::seed::Rng;
use crate::workbench;

/// The same people and bills on every machine.
const SEED: u64 = 4228;
const TERMINAL: &str = "BYP-01";
/// The one whose authenticator the demo plays.
const ADMINISTRATOR: &str = "9001";
/// For whoever wants to enrol a second laptop by hand.
const SECOND_TERMINAL: &str = "BYP-02";

#[derive(Clone, Debug)]
pub struct Preparation {
    pub folder: PathBuf,
    pub customers: usize,
    /// Spread over the prefecture instead of one township.
    pub whole: bool,
    /// Where the center will listen on this machine.
    pub port: u16,
    /// The day that the bills lead up to; today where nothing is said.
    pub as_of: Option<NaiveDate>,
}

#[derive(Debug, Error)]
pub enum PreparationError {
    #[error("{path}: {error}")]
    File { path: PathBuf, error: io::Error },
    #[error(transparent)]
    Center(#[from] LedgerError),
    #[error(transparent)]
    Code(#[from] EnrolmentCodeError),
    #[error(transparent)]
    Desk(#[from] StoreError),
    #[error(transparent)]
    Enrolment(#[from] EnrolError),
    #[error(transparent)]
    Sync(#[from] SyncError),
    #[error(transparent)]
    Samples(#[from] SamplesError),
    #[error(transparent)]
    SignIn(#[from] SignInError),
    #[error("{0} holds no key of a center")]
    Key(PathBuf),
    #[error("{0} says nothing about an authenticator")]
    NoAuthenticator(PathBuf),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prepared {
    Now,
    Before,
}

/// Makes the demo, unless this very demo is there already.
pub fn prepare(wish: &Preparation) -> Result<Prepared, PreparationError> {
    let about = wish.folder.join("demo.json");
    let port = json!(wish.port);
    let kept = fs::read_to_string(&about).ok().and_then(|text| serde_json::from_str::<serde_json::Value>(&text).ok());
    if kept.is_some_and(|kept| kept["customers"] == json!(wish.customers) && kept["port"] == port) {
        return Ok(Prepared::Before);
    }
    for part in ["center", "outlet", "samples"] {
        let path = wish.folder.join(part);
        if path.exists() {
            fs::remove_dir_all(&path).map_err(|error| file_error(&path, error))?;
        }
        fs::create_dir_all(&path).map_err(|error| file_error(&path, error))?;
    }
    let as_of = wish.as_of.unwrap_or_else(|| china_time(SystemClock.now_ms()).date());
    let people = people(as_of);
    let center = fill_center(wish, &people)?;
    let authenticator = set_up_authenticator(&center)?;
    enrol_desk(wish, &center)?;
    write_samples(wish, &people, as_of)?;
    let second = center.enrolment_code(&demo::demo_second_outlet(), &SECOND_TERMINAL.parse().expect("a terminal"))?;
    write(&wish.folder.join("sign-in.txt"), &who_can_sign_in(wish.port))?;
    let logins: Vec<_> = demo::operators().iter().map(login).collect();
    let text = json!({
        "customers": wish.customers,
        "port": wish.port,
        "listen": format!("127.0.0.1:{}", wish.port),
        "terminal": TERMINAL,
        "second_terminal": { "terminal": SECOND_TERMINAL, "enrolment_code": second.text },
        "logins": logins,
        "authenticator": authenticator,
    });
    write(&about, &format!("{text:#}\n"))?;
    Ok(Prepared::Now)
}

/// The demo's people, the same on every machine.
pub fn people(as_of: NaiveDate) -> demo::Prefecture {
    demo::Prefecture::new(SEED, as_of)
}

/// The center of a demo that was made before.
pub fn open_center(folder: &Path) -> Result<Prefecture, PreparationError> {
    let database = folder.join("center/center.db");
    let path = database.with_extension("key");
    let text = fs::read_to_string(&path).map_err(|error| file_error(&path, error))?;
    let seed = from_hex(text.trim()).ok_or(PreparationError::Key(path))?;
    open(database, seed)
}

fn open(database: PathBuf, seed: [u8; 32]) -> Result<Prefecture, PreparationError> {
    Ok(Prefecture::open(Opening {
        database: Database::Sqlite(database),
        key: DeviceKey::from_seed(seed),
        clock: Arc::new(SystemClock),
        randomness: Arc::new(SystemRandomness),
    })?)
}

/// The first administrator of the demo has an authenticator already, which `authenticator_code` plays; the second sets one up
/// at the first sign-in, as people do.
fn set_up_authenticator(center: &Prefecture) -> Result<serde_json::Value, PreparationError> {
    let admin =
        demo::operators().into_iter().find(|who| who.operator.login == ADMINISTRATOR).expect("the demo has one");
    let typed = |code| Credentials { login: ADMINISTRATOR.to_owned(), password: admin.password.to_owned(), code };
    let SignInStep::Enrol(offer) = center.sign_in(&typed(None), "")? else { return Ok(json!(null)) };
    let secret = Secret::from_text(&offer.secret).expect("a secret is read as it was written");
    // The code of the step before, so that the first one somebody types is new.
    let code = secret.code_at(SystemClock.now_ms() - 30_000);
    if let SignInStep::SignedIn { token, .. } = center.sign_in(&typed(Some(code)), "")? {
        center.end_session(&token)?;
    }
    Ok(json!({ "login": ADMINISTRATOR, "secret": offer.secret, "otpauth": offer.otpauth }))
}

/// What the demo's authenticator shows at this moment.
pub fn authenticator_code(folder: &Path) -> Result<String, PreparationError> {
    let about = folder.join("demo.json");
    let text = fs::read_to_string(&about).map_err(|error| file_error(&about, error))?;
    let known: Option<serde_json::Value> = serde_json::from_str(&text).ok();
    let secret = known.and_then(|known| Secret::from_text(known["authenticator"]["secret"].as_str()?));
    Ok(secret.ok_or(PreparationError::NoAuthenticator(about))?.code_at(SystemClock.now_ms()))
}

fn from_hex(text: &str) -> Option<[u8; 32]> {
    let byte = |at: usize| u8::from_str_radix(text.get(2 * at..2 * at + 2)?, 16).ok();
    let bytes: Option<Vec<u8>> = (0..32).map(byte).collect();
    bytes?.try_into().ok().filter(|_| text.len() == 64)
}

fn login(who: &demo::DemoOperator) -> serde_json::Value {
    json!({ "login": who.operator.login, "password": who.password, "name": who.operator.name, "roles": who.operator.roles })
}

fn who_can_sign_in(port: u16) -> String {
    let operators = demo::operators();
    let line = |who: &demo::DemoOperator| format!("{} {} / {}", who.operator.name, who.operator.login, who.password);
    let also = |ids: [usize; 3]| ids.map(|at| line(&operators[at])).join("    ");
    let admin = operators.iter().find(|who| who.operator.login == ADMINISTRATOR).map(line).unwrap_or_default();
    format!(
        "登录 Sign in (工号 / 密码):  收费员 cashiers  {}    {}\n\
         也可登录 Also:              抄表员 meter reader, 核算员 biller, 报账员 reporter  {}\n\
         控制台 Console:            http://127.0.0.1:{port}    同步管理员 sync administrator  {admin}    验证码 code: cargo xtask code\n",
        line(&operators[0]),
        line(&operators[1]),
        also([3, 5, 4]),
    )
}

fn fill_center(wish: &Preparation, people: &demo::Prefecture) -> Result<Prefecture, PreparationError> {
    let database = wish.folder.join("center/center.db");
    let seed = secret();
    write_private(&database.with_extension("key"), &format!("{}\n", hex(&seed)))?;
    let center = open(database, seed)?;
    center.import_units(&demo::units())?;
    center.import_rules(&demo::rules())?;
    center.import_prices(&demo::prices())?;
    center.import_billing_rules(&demo::billing_rules())?;
    let operators = demo::operators().into_iter();
    let with_password =
        |who: demo::DemoOperator| NewOperator { operator: who.operator, password: Some(who.password.to_owned()) };
    center.import_operators(operators.map(with_password), PasswordCost::default())?;
    for (station, count) in stations(wish) {
        center.import_segments(&people.segments(&station, count))?;
        workbench::import_people(&center, people.township(&station, count))?;
    }
    Ok(center)
}

/// Each station with its number of customers.
fn stations(wish: &Preparation) -> Vec<(UnitCode, usize)> {
    if wish.whole { demo::shares(wish.customers) } else { vec![(demo::demo_station(), wish.customers)] }
}

fn write_samples(wish: &Preparation, people: &demo::Prefecture, as_of: NaiveDate) -> Result<(), PreparationError> {
    let here = demo::demo_station();
    let customers = stations(wish).into_iter().find(|(station, _)| *station == here).map_or(0, |(_, count)| count);
    Ok(demo_samples::write_samples(&wish.folder.join("samples"), people, &here, customers, as_of)?)
}

/// The desk is filled by an ordinary first sync, only without the way through a network.
fn enrol_desk(wish: &Preparation, center: &Prefecture) -> Result<(), PreparationError> {
    let home = wish.folder.join("outlet");
    let (device, replica) = (secret(), secret());
    write_private(&home.join("device.key"), &format!("device {}\nreplica {}\n", hex(&device), hex(&replica)))?;
    let store = Store::open(&home.join("replica.db"), Some(&ReplicaKey(replica)))?;
    let key = DeviceKey::from_seed(device);
    let mut desk = Outlet::new(store, key.clone(), Box::new(WallClock));
    let code = center.enrolment_code(&demo::demo_outlet(), &TERMINAL.parse().expect("a terminal"))?;
    let mut link = FlakyLink::new(center.clone(), key, None, Rng::new(SystemClock.now_ms() as u64));
    let row = desk.enrol(&link, &format!("http://127.0.0.1:{}", wish.port), &code.text)?;
    link.enrolled_as(row.stream, row.center_key);
    let desk = Held(std::cell::RefCell::new(desk));
    sync_now(&desk, &link, |_| {})?;
    Ok(desk.0.borrow_mut().store_mut().checkpoint()?)
}

struct Held(std::cell::RefCell<Outlet>);

impl outlet::Access for Held {
    fn with<T>(&self, work: impl FnOnce(&mut Outlet) -> T) -> T {
        work(&mut self.0.borrow_mut())
    }
}

/// The machine's time, in a run of the machine that ends with this program.
struct WallClock;

impl outlet::Clock for WallClock {
    fn read(&self) -> ClockReading {
        ClockReading { wall_ms: SystemClock.now_ms(), boot: *b"demo day", monotonic_ms: 0 }
    }
}

fn secret() -> [u8; 32] {
    let mut bytes = [0; 32];
    SystemRandomness.fill(&mut bytes);
    bytes
}

fn hex(bytes: &[u8; 32]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn file_error(path: &Path, error: io::Error) -> PreparationError {
    PreparationError::File { path: path.to_owned(), error }
}

fn write(path: &Path, text: &str) -> Result<(), PreparationError> {
    fs::write(path, text).map_err(|error| file_error(path, error))
}

fn write_private(path: &Path, text: &str) -> Result<(), PreparationError> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options.open(path).and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(|error| file_error(path, error))
}
