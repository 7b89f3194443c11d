//! A desk that takes one payment on a disk that kills its process at a chosen write. `tests/kill.rs` starts it again and
//! again, each time to die one write later.

use std::path::Path;

use chrono::NaiveDate;
use domain::{AmountChoice, BillChoice, Money, PaymentId, Tender, Tendered, UsePrepaid};
use outlet::{Access, TakePayment};
use store::ReplicaKey;
use uuid::Uuid;

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

/// Opens the desk, and from there on dies at the `at`-th write. Whoever comes back has survived.
pub fn live_dangerously(folder: &Path, at: u64, torn: bool) -> Result<(), Box<dyn std::error::Error>> {
    let laptop = laptop(folder);
    laptop.start()?;
    laptop.with(|outlet| outlet.sign_in(LOGIN, PASSWORD))?;
    laptop.disk.die(Fault { at, torn, death: Death::Kill });
    let command = payment();
    laptop.with(|outlet| outlet.take_payment(&command))?;
    laptop.with(|outlet| outlet.store_mut().checkpoint())?;
    laptop.with(|outlet| outlet.close_draft(command.tendered.payment))?;
    laptop.stop();
    Ok(())
}
