//! How a customer pays: most in time, some a month late, a few not for years. It decides which bills are open.

use domain::{BillLock, CustomerStatus, ElecType, Money, PowerState};

use super::months::BILLED;
use crate::seed::Rng;

/// The latest month, whose bill has just been issued.
const LATEST: usize = BILLED - 1;

/// Where an account stands. Months are counted from 0, the oldest billed month; `BILLED` means "none".
#[derive(Clone, Copy, Debug)]
pub struct Habit {
    pub status: CustomerStatus,
    pub power: PowerState,
    /// The first month without use, because the account was closed or switched off.
    pub used_until: usize,
    /// The first month that was not paid; all before it are settled, all from it on are open.
    pub open_from: usize,
    /// Something was paid on the oldest open bill.
    pub is_partly_paid: bool,
    /// Who holds the latest bill.
    pub lock: Option<BillLock>,
    pub prepaid: Money,
}

impl Habit {
    pub fn of(elec_type: ElecType, rng: &mut Rng) -> Habit {
        let overdue = overdue_months(rng);
        let status = status(rng);
        let closed_in = rng.between(3, LATEST as i64 - 1) as usize;
        let is_closed = status == CustomerStatus::Closed;
        let life_end = if is_closed { closed_in } else { BILLED };
        let open_from = match overdue {
            0 if is_closed || rng.chance(2, 5) => BILLED,
            0 => LATEST,
            months if is_closed => life_end.saturating_sub(months),
            months => LATEST - months,
        };
        let is_off = overdue >= 5 && rng.chance(1, 2);
        let used_until = if is_off { life_end.min(open_from + 3) } else { life_end };
        let latest_is_open = open_from < used_until && used_until == BILLED;
        Habit {
            status,
            power: if is_off { PowerState::Off } else { PowerState::On },
            used_until,
            open_from,
            is_partly_paid: overdue > 0 && rng.chance(1, 12),
            lock: if latest_is_open && rng.chance(1, 100) { Some(lock(elec_type, rng)) } else { None },
            prepaid: if overdue == 0 && rng.chance(114, 1000) { prepaid(rng) } else { Money::ZERO },
        }
    }
}

/// How many months are overdue beside the latest: none for 88 %, one for 8 %, two to four for 3 %, more for 1 %.
fn overdue_months(rng: &mut Rng) -> usize {
    match rng.below(1000) {
        0..880 => 0,
        880..960 => 1,
        960..990 => rng.between(2, 4) as usize,
        _ => rng.between(5, 18) as usize,
    }
}

fn status(rng: &mut Rng) -> CustomerStatus {
    match rng.below(1000) {
        0..5 => CustomerStatus::Closed,
        5..7 => CustomerStatus::Connecting,
        7..11 => CustomerStatus::Changing,
        _ => CustomerStatus::Normal,
    }
}

fn lock(elec_type: ElecType, rng: &mut Rng) -> BillLock {
    match (elec_type.is_residential(), rng.chance(1, 2)) {
        (_, true) => BillLock::BankDebit,
        (true, false) => BillLock::WalkingCollector,
        (false, false) => BillLock::EntrustedCollection,
    }
}

/// Round notes handed in ahead, or what was left of them.
fn prepaid(rng: &mut Rng) -> Money {
    if rng.chance(1, 2) { Money::from_yuan(rng.between(1, 20) * 10) } else { Money::from_fen(rng.between(20, 15_000)) }
}
