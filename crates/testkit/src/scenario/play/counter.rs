//! Money at the counter.

use chrono::NaiveDate;
use domain::{
    AmountChoice, BillChoice, CustomerNo, Money, PaymentId, ReversalId, Tender, TenderKind, Tendered, UsePrepaid,
};
use outlet::{LookUpError, Step, TakePayment, TakePaymentError, TakenPayment, look_up};
use uuid::Uuid;

use crate::scenario::command::{KillMoment, Outcome, PayLine, Which};
use crate::scenario::meter_command::customers;
use crate::scenario::play::set_up::{customer_of_each, exactly};
use crate::scenario::play::{Happened, Otherwise, Played, Player, Remembered, refusal};

impl Player {
    pub(crate) fn open_shift(&mut self, date: Option<NaiveDate>, cash: Money) -> Played<Happened> {
        self.make_ready()?;
        let date = date.unwrap_or_else(|| self.today());
        match self.at_desk(|outlet| outlet.open_shift(date, cash))? {
            Ok(_) => Ok(Happened::nothing()),
            Err(error) => refusal::of_opening(error),
        }
    }

    /// Without a count, exactly what should be there is there.
    pub(crate) fn close_shift(&mut self, counted: Option<Money>) -> Played<Happened> {
        self.make_ready()?;
        let expected = self.at_desk(|outlet| outlet.status())?.map_err(Otherwise::broken)?.drawer;
        let counted = counted.or(expected).unwrap_or(Money::ZERO);
        match self.at_desk(|outlet| outlet.close_shift(counted))? {
            Ok(closed) => Ok(Happened::of(vec![Outcome::Over(closed.over())])),
            Err(error) => refusal::of_closing(error),
        }
    }

    pub(crate) fn pay(&mut self, line: &PayLine) -> Played<Happened> {
        let command = TakePayment {
            customer: line.customer.clone(),
            tendered: Tendered {
                payment: PaymentId(self.new_uuid()),
                bills: if line.only.is_empty() { BillChoice::All } else { BillChoice::Only(line.only.clone()) },
                amount: line.amount.map_or(AmountChoice::Due, AmountChoice::Exactly),
                use_prepaid: if line.use_prepaid { UsePrepaid::Yes } else { UsePrepaid::No },
                tenders: line.tenders.clone(),
            },
        };
        self.take(command)
    }

    pub(crate) fn pay_each(&mut self, groups: &[(TenderKind, Vec<Money>)]) -> Played<Happened> {
        for (kind, amounts) in groups {
            for amount in amounts {
                let customer = customer_of_each(self.each_paid);
                self.each_paid += 1;
                let line = PayLine {
                    customer,
                    tenders: vec![exactly(*kind, *amount)],
                    amount: None,
                    only: Vec::new(),
                    use_prepaid: false,
                };
                self.world.advance(60_000);
                let happened = self.pay(&line)?;
                if happened.refused.is_some() || happened.killed {
                    return Ok(happened);
                }
            }
        }
        Ok(Happened::nothing())
    }

    /// One after the other, each with the exact cash.
    pub(crate) fn pay_all(&mut self, from: &CustomerNo, until: &CustomerNo) -> Played<Happened> {
        let mut collected = Money::ZERO;
        for customer in customers(from, until) {
            self.world.advance(30_000);
            let today = self.today();
            let due = self.at_desk(|outlet| {
                let read = outlet.read();
                Ok::<_, store::StoreError>(read.account(&customer)?.dues(&read.rules()?, today))
            })?;
            let due: Money = due.map_err(Otherwise::broken)?.iter().map(domain::BillDue::total).sum();
            let tenders = vec![exactly(TenderKind::Cash, due)];
            let line = PayLine { customer, tenders, amount: None, only: Vec::new(), use_prepaid: false };
            let happened = self.pay(&line)?;
            if happened.refused.is_some() || happened.killed {
                return Ok(happened);
            }
            collected += due;
        }
        Ok(Happened::of(vec![Outcome::Collected(collected)]))
    }

    /// The cashier tries again with the id that was saved, as after a crash or a double click.
    pub(crate) fn pay_again(&mut self, tenders: &[Tender]) -> Played<Happened> {
        let Some(mut command) = self.post().last_command.clone() else {
            return Err(Otherwise::new("a payment before, at this outlet", "there was none"));
        };
        if self.post_mut().kill.take().is_some() {
            self.post().laptop.ambush(None);
            self.post().laptop.die();
        }
        if !tenders.is_empty() {
            command.tendered.tenders = tenders.to_vec();
        }
        self.take(command)
    }

    fn take(&mut self, command: TakePayment) -> Played<Happened> {
        self.make_ready()?;
        let (id, customer) = (command.tendered.payment, command.customer.clone());
        self.at_desk(|outlet| outlet.open_draft(id, customer))?.map_err(Otherwise::broken)?;
        let is_repeat = self.post().last_command.as_ref().is_some_and(|last| last.tendered.payment == id);
        if !is_repeat {
            self.post_mut().last_command = Some(command.clone());
        }
        self.spring_ambush();
        let taken = self.post().laptop.attempt(|outlet| outlet.take_payment(&command));
        self.post().laptop.ambush(None);
        match taken {
            Err(_) => Ok(Happened::killed()),
            Ok(Ok(taken)) => {
                self.at_desk(|outlet| outlet.close_draft(id))?.map_err(Otherwise::broken)?;
                self.last = Some(Remembered { outlet: self.current.clone(), payment: id });
                Ok(Happened::of(facts_of(&taken)))
            }
            Ok(Err(error)) => {
                if matches!(error, TakePaymentError::PaymentIdReused { .. }) {
                    self.last = Some(Remembered { outlet: self.current.clone(), payment: id });
                }
                self.at_desk(|outlet| outlet.close_draft(id))?.map_err(Otherwise::broken)?;
                refusal::of_payment(error)
            }
        }
    }

    pub(crate) fn spring_ambush(&mut self) {
        let step = self.post_mut().kill.take().and_then(|moment| match moment {
            KillMoment::Now => None,
            KillMoment::BeforeAppend => Some(Step::BeforeAppend),
            KillMoment::AfterAppend => Some(Step::Appended),
            KillMoment::AfterCommit => Some(Step::Committed),
        });
        self.post().laptop.ambush(step);
    }

    pub(crate) fn remembered(&self, which: &Which) -> Played<Remembered> {
        let found = match which {
            Which::Last => self.last.clone(),
            Which::Named(name) => self.receipts.get(name).cloned(),
        };
        found.ok_or_else(|| match which {
            Which::Last => Otherwise::new("a payment before", "there was none"),
            Which::Named(name) => Otherwise::new(format!("`-> receipt {name}` before"), "no receipt has that name"),
        })
    }

    /// Reverses at the current outlet, whichever took the payment.
    pub(crate) fn reverse(&mut self, which: &Which, reason: &str) -> Played<Happened> {
        let remembered = self.remembered(which)?;
        self.make_ready()?;
        let id = ReversalId(self.new_uuid());
        self.spring_ambush();
        let reversed = self.post().laptop.attempt(|outlet| outlet.reverse_payment(id, remembered.payment, reason));
        self.post().laptop.ambush(None);
        match reversed {
            Err(_) => Ok(Happened::killed()),
            Ok(Ok(reversed)) => {
                let returned = reversed.row.reversal.map_or(Money::ZERO, |row| row.reversal.cash_returned);
                Ok(Happened::of(vec![Outcome::Returned(returned)]))
            }
            Ok(Err(error)) => refusal::of_reversal(error),
        }
    }

    pub(crate) fn reprint(&mut self, which: &Which) -> Played<Happened> {
        let remembered = self.remembered(which)?;
        self.make_ready()?;
        match self.at_desk(|outlet| outlet.reprint_receipt(remembered.payment))? {
            Ok(copy) => Ok(Happened::of(vec![Outcome::Copy(copy)])),
            Err(error) => refusal::of_reprint(error),
        }
    }

    pub(crate) fn look_up(&mut self, customer: &CustomerNo) -> Played<Happened> {
        self.wake()?;
        let post = self.post();
        match look_up(&post.laptop, &post.link, customer) {
            Ok(()) => Ok(Happened::of(vec![Outcome::Found(vec![customer.clone()])])),
            Err(LookUpError::UnknownCustomer { .. }) => Ok(Happened::of(vec![Outcome::NotFound])),
            Err(LookUpError::Link(link)) => Ok(Happened { link_down: Some(link.to_string()), ..Happened::default() }),
            Err(LookUpError::Store(store)) => Err(Otherwise::broken(store)),
        }
    }

    pub(crate) fn search(&mut self, text: &str) -> Played<Happened> {
        self.wake()?;
        let result = self.at_desk(|outlet| outlet.read().search(text, 50))?.map_err(Otherwise::broken)?;
        let found: Vec<CustomerNo> = result.hits.into_iter().map(|hit| hit.customer.no).collect();
        let hits = Outcome::Hits(found.len());
        let found = if found.is_empty() { Outcome::NotFound } else { Outcome::Found(found) };
        Ok(Happened::of(vec![hits, found]))
    }

    /// A UUIDv7 of the story's time and chance.
    pub(crate) fn new_uuid(&mut self) -> Uuid {
        let mut chance = [0; 10];
        chance.iter_mut().for_each(|byte| *byte = self.rng.next_u64() as u8);
        let now = u64::try_from(self.world.now_ms()).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(now, &chance).into_uuid()
    }
}

fn facts_of(taken: &TakenPayment) -> Vec<Outcome> {
    let payment = &taken.row.payment;
    let mut facts = vec![
        Outcome::Change(payment.change),
        Outcome::Collected(payment.collected()),
        Outcome::PrepaidAdded(payment.prepaid_added),
        Outcome::PrepaidUsed(payment.prepaid_used),
        Outcome::Tail(payment.tail_after),
        Outcome::Receipt(taken.receipt_no.to_string()),
    ];
    facts.extend(taken.restore.is_some().then_some(Outcome::RestoreAsked));
    facts.extend(taken.already_taken.then_some(Outcome::SameReceipt));
    facts
}
