//! What people do on a simulated day.

use chrono::{Days, NaiveDate};
use domain::{AmountChoice, BillChoice, CustomerNo, Money, PaymentId, ReversalId, Tender, Tendered, UsePrepaid};
use outlet::{CloseShiftError, OpenShiftError, SyncError, TakePayment, TakePaymentError, look_up, sync_now};

use crate::machines::china_time;
use crate::scenario::filled_in;
use crate::simulator::Kept;
use crate::simulator::world::{World, broken};

/// Something that happens at a desk.
type Act = fn(&mut World, usize) -> Kept;

/// Things that happen, each so often.
const ACTS: &[(u64, Act)] = &[
    (40, World::somebody_pays),
    (5, World::cashier_clicks_twice),
    (6, World::payment_is_reversed),
    (3, World::receipt_is_reprinted),
    (4, World::shift_changes),
    (14, World::desk_syncs),
    (5, World::foreign_customer_is_looked_up),
    (6, World::weather_changes),
    (8, World::time_passes),
    (2, World::laptop_clock_jumps),
    (8, World::disk_will_die),
    (1, World::power_goes_now),
    (1, World::disk_is_cloned),
    (2, World::backup_is_made),
    (1, World::backup_is_restored),
    (3, World::center_changes),
    (1, World::journal_is_played_again),
    (4, World::desk_tidies_up),
    (3, World::round_is_prepared),
    (24, World::meter_is_read),
    (4, World::reading_is_corrected),
    (3, World::reading_is_withdrawn),
    (6, World::readings_are_reviewed),
    (2, World::late_tariff_arrives),
    (2, World::archive_changes),
    (2, World::month_is_billed),
    (10, World::administrator_proposes),
    (10, World::administrator_answers),
    (2, World::administrator_undoes),
    (1, World::administrator_notes),
    (12, World::desk_does_a_task),
    (3, World::correction_is_asked_for),
];

impl World {
    pub(crate) fn step(&mut self) -> Kept {
        let at = self.rng.below(self.desks.len() as u64) as usize;
        self.step_at(at)
    }

    pub(crate) fn step_at(&mut self, at: usize) -> Kept {
        self.time.advance(1_000);
        if !self.desks[at].laptop.is_on() {
            return self.start_again(at);
        }
        let weights: u64 = ACTS.iter().map(|(weight, _)| weight).sum();
        let mut draw = self.rng.below(weights);
        for (weight, act) in ACTS {
            if draw < *weight {
                return act(self, at);
            }
            draw -= weight;
        }
        unreachable!("the draw is below the sum of the weights")
    }

    pub(crate) fn new_uuid(&mut self) -> uuid::Uuid {
        let mut chance = [0; 10];
        chance.iter_mut().for_each(|byte| *byte = self.rng.next_u64() as u8);
        let now = u64::try_from(self.time.now_ms()).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(now, &chance).into_uuid()
    }

    fn somebody_pays(&mut self, at: usize) -> Kept {
        let no_shift = self.desks[at].ask(|outlet| outlet.read().open_shift())?.is_none();
        if no_shift && self.rng.chance(9, 10) {
            return self.shift_changes(at);
        }
        let customer = match self.rng.below(20) {
            0 => format!("777000{:04}", self.rng.below(3)).parse().expect("a number that nobody has"),
            _ => self.any_customer(),
        };
        let command = self.wish_of(at, customer)?;
        self.take(at, command)
    }

    /// What this customer lays on the counter.
    fn wish_of(&mut self, at: usize, customer: CustomerNo) -> Kept<TakePayment> {
        let account = self.desks[at].ask(|outlet| outlet.read().account(&customer))?;
        let day = self.business_date(at)?;
        let rules = self.desks[at].ask(|outlet| outlet.read().rules())?;
        let dues = account.dues(&rules, day);
        let due: Money = dues.iter().map(domain::BillDue::total).sum();
        let bills = match dues.first() {
            Some(oldest) if self.rng.chance(1, 6) => BillChoice::Only(vec![oldest.bill]),
            _ => BillChoice::All,
        };
        let offered = match self.rng.below(4) {
            0 => due,
            1 => Money::from_fen(due.fen() / 2 + 1),
            2 => due.round_up_to(Money::from_yuan(100)),
            _ => self.amount(40_000),
        };
        let tenders = self.tenders(offered.max(Money::from_fen(1)));
        let total: Money = tenders.iter().map(Tender::amount).sum();
        let amount = match self.rng.below(3) {
            0 => AmountChoice::Exactly(total),
            1 => AmountChoice::Exactly(Money::from_fen(self.rng.below(total.fen() as u64) as i64 + 1)),
            _ => AmountChoice::Due,
        };
        let use_prepaid = if self.rng.chance(1, 3) { UsePrepaid::Yes } else { UsePrepaid::No };
        let payment = PaymentId(self.new_uuid());
        Ok(TakePayment { customer, tendered: Tendered { payment, bills, amount, use_prepaid, tenders } })
    }

    fn tenders(&mut self, amount: Money) -> Vec<Tender> {
        let kinds = domain::TenderKind::ALL;
        match self.rng.below(10) {
            0..=5 => vec![filled_in(domain::TenderKind::Cash, amount)],
            6..=7 => vec![filled_in(*self.rng.pick(&kinds), amount)],
            _ => {
                let part = Money::from_fen(amount.fen() / 3 + 1);
                vec![filled_in(*self.rng.pick(&kinds[1..]), part), filled_in(domain::TenderKind::Cash, amount)]
            }
        }
    }

    /// Panel open, payment taken, panel closed; the laptop may die anywhere in it.
    fn take(&mut self, at: usize, command: TakePayment) -> Kept {
        let (id, customer) = (command.tendered.payment, command.customer.clone());
        let desk = &mut self.desks[at];
        desk.paying = Some(command.clone());
        let Ok(opened) = desk.laptop.attempt(|outlet| outlet.open_draft(id, customer)) else { return self.crashed() };
        opened.map_err(broken)?;
        let Ok(taken) = desk.laptop.attempt(|outlet| outlet.take_payment(&command)) else { return self.crashed() };
        match taken {
            Ok(taken) => {
                self.receipts.hand_out(&taken.row.payment);
                self.events.payments += 1;
                desk.taken.push(id);
                desk.last = Some(command);
            }
            Err(TakePaymentError::Store(error)) => return Err(broken(error)),
            Err(TakePaymentError::PaymentIdReused { .. }) => return Err("a new id was taken for an old one".to_owned()),
            Err(_) => self.events.refusals += 1,
        }
        let desk = &mut self.desks[at];
        desk.paying = None;
        match desk.laptop.attempt(|outlet| outlet.close_draft(id)) {
            Ok(closed) => closed.map_err(broken),
            Err(_) => self.crashed(),
        }
    }

    pub(crate) fn crashed(&mut self) -> Kept {
        self.events.crashes += 1;
        Ok(())
    }

    /// The laptop starts again, and the desk says by itself what became of the payment.
    fn start_again(&mut self, at: usize) -> Kept {
        let desk = &mut self.desks[at];
        desk.laptop.start().map_err(|error| format!("the replica does not open after a crash: {error}"))?;
        desk.sign_in()?;
        self.check_desk(at)?;
        self.look_after_reading(at)?;
        self.look_after_refund(at)?;
        let desk = &mut self.desks[at];
        if let Some((reversal, payment)) = desk.reversing.take() {
            let row = desk.ask(|outlet| outlet.read().payment(payment))?;
            let undone = row.and_then(|row| row.reversal).is_some_and(|row| row.reversal.id == reversal);
            if undone {
                self.receipts.take_back(payment);
            }
        }
        let Some(command) = self.desks[at].paying.take() else { return Ok(()) };
        let id = command.tendered.payment;
        let desk = &mut self.desks[at];
        let row = desk.ask(|outlet| outlet.read().payment(id))?;
        let interrupted = desk.ask(|outlet| outlet.interrupted_payment())?;
        match (row, interrupted) {
            (Some(row), Some(interrupted)) if interrupted.draft.payment == id => {
                if interrupted.taken.is_none() {
                    return Err("a payment is in the journal, and the desk says it was not taken".to_owned());
                }
                self.receipts.hand_out(&row.payment);
                desk.taken.push(id);
                self.desks[at].ask(|outlet| outlet.close_draft(id))
            }
            (Some(_), _) => Err("a payment is in the journal without its draft".to_owned()),
            (None, _) if self.rng.chance(1, 2) => self.take(at, command),
            (None, _) => self.desks[at].ask(|outlet| outlet.close_draft(id)),
        }
    }

    /// The same id again: the same receipt, or a named refusal.
    fn cashier_clicks_twice(&mut self, at: usize) -> Kept {
        let Some(mut command) = self.desks[at].last.clone() else { return Ok(()) };
        let is_other = self.rng.chance(1, 3);
        if is_other {
            command.tendered.tenders = vec![filled_in(domain::TenderKind::Cash, Money::from_yuan(12_345))];
        }
        self.events.retries += 1;
        let Ok(again) = self.desks[at].laptop.attempt(|outlet| outlet.take_payment(&command)) else {
            return self.crashed();
        };
        match again {
            Ok(taken) if taken.already_taken && !is_other => Ok(()),
            Err(TakePaymentError::PaymentIdReused { .. }) if is_other => Ok(()),
            Ok(_) => Err("the same payment was taken twice".to_owned()),
            Err(TakePaymentError::NoOpenShift | TakePaymentError::ShiftOfOther { .. }) if is_other => Ok(()),
            Err(error) => Err(format!("a repeat was not recognised: {error}")),
        }
    }

    fn payment_is_reversed(&mut self, at: usize) -> Kept {
        if self.desks[at].taken.is_empty() {
            return Ok(());
        }
        let payment = *self.rng.pick(&self.desks[at].taken.clone());
        let id = ReversalId(self.new_uuid());
        self.desks[at].reversing = Some((id, payment));
        let undone = self.desks[at].laptop.attempt(|outlet| outlet.reverse_payment(id, payment, "收错"));
        let Ok(undone) = undone else { return self.crashed() };
        self.desks[at].reversing = None;
        match undone {
            Ok(_) => {
                self.receipts.take_back(payment);
                self.events.reversals += 1;
                Ok(())
            }
            Err(outlet::ReversePaymentError::Store(error)) => Err(broken(error)),
            Err(_) => {
                self.events.refusals += 1;
                Ok(())
            }
        }
    }

    fn receipt_is_reprinted(&mut self, at: usize) -> Kept {
        if self.desks[at].taken.is_empty() {
            return Ok(());
        }
        let payment = *self.rng.pick(&self.desks[at].taken.clone());
        self.events.reprints += 1;
        match self.desks[at].laptop.attempt(|outlet| outlet.reprint_receipt(payment)) {
            Err(_) => self.crashed(),
            // A backup that was put back may be older than the payment.
            Ok(Err(outlet::ReprintError::UnknownPayment { .. })) => Ok(()),
            Ok(printed) => printed.map(|_| ()).map_err(broken),
        }
    }

    pub(crate) fn business_date(&self, at: usize) -> Kept<NaiveDate> {
        let open = self.desks[at].ask(|outlet| outlet.read().open_shift())?;
        Ok(open.map_or_else(|| china_time(self.time.now_ms()).date(), |row| row.shift.business_date))
    }

    /// Closes the shift with what should be there, or opens one, sometimes with a date of yesterday.
    pub(crate) fn shift_changes(&mut self, at: usize) -> Kept {
        self.events.shifts += 1;
        let status = self.desks[at].ask(|outlet| outlet.status())?;
        if let Some(drawer) = status.drawer {
            let counted = drawer.max(Money::ZERO);
            return match self.desks[at].laptop.attempt(|outlet| outlet.close_shift(counted)) {
                Err(_) => self.crashed(),
                Ok(Err(CloseShiftError::Store(error))) => Err(broken(error)),
                Ok(_) => Ok(()),
            };
        }
        let back = Days::new(self.rng.below(2));
        let date = china_time(self.time.now_ms()).date() - back;
        let cash = Money::from_yuan(self.rng.below(5) as i64 * 100);
        match self.desks[at].laptop.attempt(|outlet| outlet.open_shift(date, cash)) {
            Err(_) => self.crashed(),
            Ok(Err(OpenShiftError::Store(error))) => Err(broken(error)),
            Ok(_) => Ok(()),
        }
    }

    fn desk_syncs(&mut self, at: usize) -> Kept {
        self.events.syncs += 1;
        let desk = &self.desks[at];
        let synced = sync_now(&desk.laptop, &desk.link, |_| {});
        if desk.laptop.disk.is_dead() {
            desk.laptop.die();
            return self.crashed();
        }
        match synced {
            Ok(summary) if summary.digest_differs => {
                self.check_replica(at)?;
                Err(format!("desk {at}: both sides are at rest and their sums differ"))
            }
            Ok(_) => Ok(()),
            Err(SyncError::Link(_)) => {
                self.events.syncs_broken += 1;
                Ok(())
            }
            Err(error) => Err(format!("a sync ended with: {error}")),
        }
    }

    fn foreign_customer_is_looked_up(&mut self, at: usize) -> Kept {
        let customer = self.any_customer();
        self.events.look_ups += 1;
        let desk = &self.desks[at];
        let asked = look_up(&desk.laptop, &desk.link, &customer);
        if desk.laptop.disk.is_dead() {
            desk.laptop.die();
            return self.crashed();
        }
        match asked {
            Ok(()) | Err(outlet::LookUpError::Link(_)) => Ok(()),
            Err(error) => Err(format!("a customer of the prefecture was looked up: {error}")),
        }
    }

    /// The log moves into the replica while nobody waits; the laptop may die in the middle of it.
    fn desk_tidies_up(&mut self, at: usize) -> Kept {
        match self.desks[at].laptop.attempt(|outlet| outlet.store_mut().checkpoint()) {
            Err(_) => self.crashed(),
            Ok(tidied) => tidied.map_err(broken),
        }
    }
}
