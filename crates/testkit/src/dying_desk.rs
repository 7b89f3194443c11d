//! A desk that does one thing on a disk that kills its process at a chosen write. `tests/kill.rs` and `tests/kill_reading.rs`
//! start it again and again, each time to die one write later.

use std::path::Path;

use chrono::NaiveDate;
use domain::{
    AmountChoice, Anomaly, BillChoice, BillingPeriod, Money, PaymentId, ReadingId, ReadingKind, ReadingMethod,
    Registers, RoundId, Tender, Tendered, UsePrepaid,
};
use outlet::{Access, DraftReading, EnterReading, TakePayment};
use rust_decimal::Decimal;
use store::ReplicaKey;
use uuid::Uuid;

use crate::household::point_no;
use crate::machines::{Laptop, WorldTime};
use crate::vfs::{Death, Fault};

pub const LOGIN: &str = "1001";
pub const PASSWORD: &str = "1001-dies";

/// The laptop in a folder, with the keys of this test.
pub fn laptop(folder: &Path) -> Laptop {
    let morning = NaiveDate::from_ymd_opt(2026, 11, 23).and_then(|day| day.and_hms_opt(9, 0, 0));
    let world = WorldTime::at(morning.expect("a real morning"));
    Laptop::new(folder, world, [7; 32], Some(ReplicaKey([9; 32])))
}

/// The payment whose id was saved before the accident.
pub fn payment() -> TakePayment {
    TakePayment {
        customer: "4280011234".parse().expect("ten digits"),
        tendered: Tendered {
            payment: PaymentId(Uuid::from_u128(0x019a_b3c4_d5e6_7000_8000_0000_0000_0001)),
            bills: BillChoice::All,
            amount: AmountChoice::Due,
            use_prepaid: UsePrepaid::No,
            tenders: vec![Tender::Cash { received: Money::from_yuan(100) }],
        },
    }
}

/// What the desk does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Takes a payment.
    Pay,
    /// Enters a reading, whose bill is issued on the spot.
    Read,
}

impl Deed {
    pub fn word(self) -> &'static str {
        match self {
            Deed::Pay => "pay",
            Deed::Read => "read",
        }
    }

    pub fn of_word(word: &str) -> Option<Deed> {
        [Deed::Pay, Deed::Read].into_iter().find(|deed| deed.word() == word)
    }
}

/// The reading whose id was born on the screen before the accident.
pub fn reading() -> EnterReading {
    let customer = payment().customer;
    EnterReading {
        draft: DraftReading {
            id: ReadingId(Uuid::from_u128(0x019a_b3c4_d5e6_7000_8000_0000_0000_0002)),
            round: round(),
            point: point_no(&customer, 1),
            on: NaiveDate::from_ymd_opt(2026, 11, 23).expect("a real date"),
            kind: ReadingKind::Periodic,
            method: ReadingMethod::OnSite,
            anomaly: Anomaly::None,
            estimated: false,
            registers: Registers::total(Decimal::from(1350)),
            meter: None,
            remark: String::new(),
            photo: None,
            replaces: None,
        },
        confirmed: false,
    }
}

/// The round that was prepared where there was a link.
pub fn round() -> RoundId {
    let period = BillingPeriod::new(2026, 11).expect("a month");
    RoundId { segment: "S1".parse().expect("a segment number"), period }
}

/// Opens the desk, and from there on dies at the `at`-th write. Whoever comes back has survived.
pub fn live_dangerously(folder: &Path, at: u64, deed: Deed, torn: bool) -> Result<(), Box<dyn std::error::Error>> {
    let laptop = laptop(folder);
    laptop.start()?;
    laptop.with(|outlet| outlet.sign_in(LOGIN, PASSWORD))?;
    laptop.disk.die(Fault { at, torn, death: Death::Kill });
    match deed {
        Deed::Pay => {
            let command = payment();
            laptop.with(|outlet| outlet.take_payment(&command))?;
            laptop.with(|outlet| outlet.store_mut().checkpoint())?;
            laptop.with(|outlet| outlet.close_draft(command.tendered.payment))?;
        }
        Deed::Read => {
            laptop.with(|outlet| outlet.enter_reading(&reading()))?;
            laptop.with(|outlet| outlet.store_mut().checkpoint())?;
        }
    }
    laptop.stop();
    Ok(())
}
