//! A counter that worked for days without a line: payments of every tender, a few reversals, shifts opened and closed.
//! The rules are the ones of the real counter; what they make is appended to a real journal.

use chrono::NaiveDate;
use domain::{
    Account, AmountChoice, BillChoice, BusinessDate, ClosedShift, CollectionRules, Money, OpenShift, OperatorId,
    Payment, PaymentId, PaymentState, ReversalId, ReversiblePayment, ShiftNo, Tender, TenderKind, Tendered, UsePrepaid,
    reverse, settle,
};
use journal::EntryBody;
use sync::ShiftDigest;
use uuid::Uuid;

use super::journals::Journal;
use crate::seed::Rng;

/// The cashier whom the center knows.
pub const CASHIER: OperatorId = OperatorId(1);
/// 备用金
const OPENING_CASH: Money = Money::from_yuan(500);
/// The counter is busy for eight hours.
const OPEN_FOR_MS: i64 = 8 * 3_600_000;

/// A customer with how its account stands at this counter.
pub struct Client {
    pub account: Account,
    /// What was paid here, with what was reversed, in order.
    pub paid: Vec<PaidHere>,
}

pub struct PaidHere {
    pub payment: Payment,
    pub at_ms: i64,
    pub seq: domain::Seq,
    pub reversed: bool,
}

impl Client {
    pub fn new(account: Account) -> Client {
        Client { account, paid: Vec::new() }
    }
}

/// A visit that is fixed: this customer comes on that day, whoever else does.
pub struct Visit {
    pub day: usize,
    pub client: usize,
}

/// One outlet's counter while its journal is written.
pub struct Counter<'a> {
    pub rules: &'a CollectionRules,
    pub rng: Rng,
    pub journal: Journal,
    receipt: u32,
    drawer: Money,
    digest: Option<ShiftDigest>,
}

impl<'a> Counter<'a> {
    pub fn new(rules: &'a CollectionRules, rng: Rng, journal: Journal) -> Counter<'a> {
        Counter { rules, rng, journal, receipt: 0, drawer: Money::ZERO, digest: None }
    }

    /// A day: the customers of the visits, and chance ones until so many have paid.
    pub fn work(&mut self, day: usize, date: NaiveDate, per_day: usize, clients: &mut [Client], visits: &[Visit]) {
        let shift = self.open(day, date);
        let opened_ms = self.journal.now_ms();
        let named: Vec<usize> = visits.iter().filter(|visit| visit.day == day).map(|visit| visit.client).collect();
        let by_chance = visits.iter().map(|visit| visit.client).max().map_or(0, |last| last + 1);
        for number in 0..per_day {
            let spread = OPEN_FOR_MS * number as i64 / per_day as i64;
            self.journal.advance_to(opened_ms + spread + self.rng.between(1, 20_000));
            match named.get(number) {
                Some(client) => self.serve_visit(&shift, &mut clients[*client]),
                None => {
                    let client = by_chance + self.rng.below((clients.len() - by_chance) as u64) as usize;
                    self.serve(&shift, &mut clients[client]);
                }
            }
        }
        self.close(&shift);
    }

    fn open(&mut self, day: usize, date: BusinessDate) -> OpenShift {
        let no = ShiftNo(day as u32 + 1);
        let shift = OpenShift { no, cashier: CASHIER, business_date: date, opening_cash: OPENING_CASH };
        // Half past eight in China.
        let opens = date.and_hms_opt(0, 30, 0).expect("a time of day").and_utc();
        self.journal.advance_to(opens.timestamp_millis());
        self.drawer = OPENING_CASH;
        self.digest =
            Some(ShiftDigest { stream: self.journal.stream, shift: no, entries: 0, payments: 0, amount: Money::ZERO });
        self.append(
            EntryBody::ShiftOpened { shift: no, business_date: date, opening_cash: OPENING_CASH },
            0,
            Money::ZERO,
        );
        shift
    }

    /// Now and then the drawer is a yuan over or short.
    fn close(&mut self, shift: &OpenShift) {
        let over = if self.rng.chance(1, 10) { Money::from_yuan(self.rng.between(-1, 1)) } else { Money::ZERO };
        let closed = ClosedShift { no: shift.no, counted_cash: self.drawer + over, expected_cash: self.drawer };
        self.journal.advance_to(self.journal.now_ms() + 600_000);
        self.append(EntryBody::ShiftClosed(closed), 0, Money::ZERO);
        let digest = self.digest.take().expect("a shift that is closed was opened");
        self.journal.shifts.push(digest);
    }

    fn append(&mut self, body: EntryBody, payments: i64, amount: Money) {
        self.journal.append(CASHIER, body);
        let digest = self.digest.as_mut().expect("entries belong to a shift");
        digest.entries += 1;
        digest.payments = digest.payments.checked_add_signed(payments).expect("only payments are reversed");
        digest.amount += amount;
    }

    /// Whoever comes to two counters pays all that is due in cash, at both.
    fn serve_visit(&mut self, shift: &OpenShift, client: &mut Client) {
        let due = self.due(shift, &client.account);
        let tendered = self.tendered(AmountChoice::Due, UsePrepaid::No, vec![cash_for(due)]);
        self.take(shift, client, &tendered);
    }

    fn serve(&mut self, shift: &OpenShift, client: &mut Client) {
        let before = client.account.clone();
        let tendered = self.wish(shift, &client.account);
        self.take(shift, client, &tendered);
        if self.rng.chance(1, 150) {
            self.undo(shift, client, before);
        }
    }

    fn take(&mut self, shift: &OpenShift, client: &mut Client, tendered: &Tendered) {
        let receipt = self.receipt + 1;
        let payment = settle(shift, &client.account, self.rules, tendered, receipt).expect("the wish fits the account");
        self.receipt = receipt;
        self.drawer += payment.collected_by(TenderKind::Cash);
        client.account.place(&payment, self.rules);
        self.append(EntryBody::PaymentTaken(payment.clone()), 1, payment.collected());
        let (at_ms, seq) = (self.journal.now_ms(), self.journal.head().seq);
        client.paid.push(PaidHere { payment, at_ms, seq, reversed: false });
    }

    /// 冲正 of what was just paid, unless the rule refuses.
    fn undo(&mut self, shift: &OpenShift, client: &mut Client, before: Account) {
        let paid = client.paid.last_mut().expect("it was just paid");
        let reversible = ReversiblePayment {
            payment: paid.payment.id,
            cashier: CASHIER,
            business_date: paid.payment.business_date,
            cash_collected: paid.payment.collected_by(TenderKind::Cash),
            prepaid_added: paid.payment.prepaid_added,
            state: PaymentState::Taken,
        };
        let id = ReversalId(uuid_v7(self.journal.now_ms(), &mut self.rng));
        let Ok(reversal) = reverse(shift, &reversible, client.account.prepaid, self.drawer, id, "金额输错") else {
            return;
        };
        paid.reversed = true;
        client.account = before;
        self.drawer -= reversal.cash_returned;
        let returned = paid.payment.collected();
        self.journal.advance_to(self.journal.now_ms() + 15_000);
        self.append(EntryBody::PaymentReversed(reversal), -1, -returned);
    }

    fn due(&self, shift: &OpenShift, account: &Account) -> Money {
        let open = account.dues(self.rules, shift.business_date).into_iter();
        open.filter(|due| account.lock_of(due.bill).is_none()).map(|due| due.total()).sum()
    }

    /// Most pay what is due; some a part, some more, and who owes nothing pays ahead.
    fn wish(&mut self, shift: &OpenShift, account: &Account) -> Tendered {
        let due = self.due(shift, account);
        let covered = account.prepaid.is_positive() && account.prepaid < due && self.rng.chance(1, 3);
        let (use_prepaid, still_due) =
            if covered { (UsePrepaid::Yes, due - account.prepaid) } else { (UsePrepaid::No, due) };
        let amount = match self.rng.below(10) {
            _ if !still_due.is_positive() => Money::from_yuan(10 * self.rng.between(1, 20)),
            0 if still_due > Money::YUAN => Money::from_fen(self.rng.between(100, still_due.fen())),
            1 => still_due + Money::from_yuan(self.rng.between(1, 100)),
            _ => still_due,
        };
        let tenders = self.tenders(shift.business_date, amount);
        let choice = if amount == still_due { AmountChoice::Due } else { AmountChoice::Exactly(amount) };
        self.tendered(choice, use_prepaid, tenders)
    }

    fn tendered(&mut self, amount: AmountChoice, use_prepaid: UsePrepaid, tenders: Vec<Tender>) -> Tendered {
        let payment = PaymentId(uuid_v7(self.journal.now_ms(), &mut self.rng));
        Tendered { payment, bills: BillChoice::All, amount, use_prepaid, tenders }
    }

    /// Seven of ten pay cash; now and then a slip is made up with cash.
    fn tenders(&mut self, date: NaiveDate, amount: Money) -> Vec<Tender> {
        let kind = match self.rng.below(100) {
            0..=69 => return vec![cash_for(amount)],
            70..=78 => TenderKind::BankSlip,
            79..=82 => TenderKind::ListVoucher,
            83..=86 => TenderKind::Cheque,
            87..=94 => TenderKind::Pos,
            _ => TenderKind::Transfer,
        };
        if amount > Money::from_yuan(2) && self.rng.chance(1, 12) {
            let by_cash = Money::from_fen(self.rng.between(100, amount.fen() - 100));
            return vec![self.slip(kind, date, amount - by_cash), Tender::Cash { received: by_cash }];
        }
        vec![self.slip(kind, date, amount)]
    }

    fn slip(&mut self, kind: TenderKind, date: NaiveDate, amount: Money) -> Tender {
        let number = format!("{:08}", self.rng.below(100_000_000));
        let bank = "农村信用社".to_owned();
        match kind {
            TenderKind::Cash => cash_for(amount),
            TenderKind::BankSlip => {
                Tender::BankSlip { slip_no: number, bank, account: "82010000000000001".to_owned(), date, amount }
            }
            TenderKind::ListVoucher => Tender::ListVoucher {
                voucher_no: number,
                issuing_unit: "财务科".to_owned(),
                approver: "覃清江".to_owned(),
                date,
                remark: String::new(),
                amount,
            },
            TenderKind::Cheque => {
                Tender::Cheque { cheque_no: number, bank, drawer: "某某茶叶合作社".to_owned(), date, amount }
            }
            TenderKind::Pos => {
                let card_tail = format!("{:04}", self.rng.below(10_000));
                Tender::Pos { terminal: "POS-01".to_owned(), reference: number, card_tail, amount }
            }
            TenderKind::Transfer => Tender::Transfer { reference: number, bank, date, amount },
        }
    }
}

/// In notes of ten yuan; nothing due is paid ahead.
fn cash_for(amount: Money) -> Tender {
    Tender::Cash { received: amount.round_up_to(Money::from_yuan(10)).max(Money::from_yuan(10)) }
}

/// The id of a screen: its time, and chance.
fn uuid_v7(at_ms: i64, rng: &mut Rng) -> Uuid {
    let (time, chance) = (at_ms as u128 & 0xffff_ffff_ffff, u128::from(rng.next_u64()));
    let low = (0b10 << 62) | u128::from(rng.next_u64() >> 2);
    Uuid::from_u128((time << 80) | (0x7 << 76) | ((chance & 0xfff) << 64) | low)
}
