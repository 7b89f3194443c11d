//! Compares what came of a command with what the story says after `->`.

use crate::scenario::center_command::CenterOutcome;
use crate::scenario::command::{Outcome, Which};
use crate::scenario::play::{Happened, Otherwise, Played, Player};

impl Player {
    pub(crate) fn check(&mut self, outcomes: &[Outcome], happened: Happened) -> Played {
        let expects = |wanted: fn(&Outcome) -> bool| outcomes.iter().any(wanted);
        if let Some((name, sentence)) = &happened.refused
            && !expects(|outcome| matches!(outcome, Outcome::Refused(_)))
        {
            return Err(Otherwise::new("it is done", format!("refused {name}: {sentence}")));
        }
        if let Some(reason) = &happened.link_down
            && !expects(|outcome| matches!(outcome, Outcome::LinkDown))
        {
            return Err(Otherwise::new("the center answers", format!("link-down: {reason}")));
        }
        if happened.asked && !expects(|outcome| matches!(outcome, Outcome::Asks(_))) {
            return Err(Otherwise::new("it is entered", was(&happened)));
        }
        outcomes.iter().try_for_each(|outcome| self.check_outcome(outcome, &happened))
    }

    fn check_outcome(&mut self, outcome: &Outcome, happened: &Happened) -> Played {
        match outcome {
            Outcome::Refused(name) => match &happened.refused {
                Some((refused, _)) if refused == name => Ok(()),
                Some((refused, sentence)) => {
                    Err(Otherwise::new(format!("refused {name}"), format!("refused {refused}: {sentence}")))
                }
                None => Err(Otherwise::new(format!("refused {name}"), was(happened))),
            },
            Outcome::Killed if happened.killed => Ok(()),
            Outcome::LinkDown if happened.link_down.is_some() => Ok(()),
            Outcome::Receipt(text) => self.check_receipt(text, happened),
            Outcome::Center(outcome) => self.check_center(outcome, happened),
            _ if happened.facts.contains(outcome) => Ok(()),
            _ => match happened.facts.iter().find(|fact| same_kind(fact, outcome)) {
                Some(fact) if fits(fact, outcome) => Ok(()),
                Some(fact) => Err(Otherwise::new(say(outcome), say(fact))),
                None => Err(Otherwise::new(say(outcome), was(happened))),
            },
        }
    }

    fn check_center(&mut self, wanted: &CenterOutcome, happened: &Happened) -> Played {
        let wanted = match wanted {
            CenterOutcome::Proposal(name) => return self.name_proposal(name, happened),
            CenterOutcome::Stays { receipt, how } if !receipt.contains('-') => {
                CenterOutcome::Stays { receipt: self.receipt_number(&Which::Named(receipt.clone()))?, how }
            }
            other => other.clone(),
        };
        let wanted = Outcome::Center(wanted);
        if happened.facts.contains(&wanted) { Ok(()) } else { Err(Otherwise::new(say(&wanted), was(happened))) }
    }

    /// The proposal that was just made is remembered by a name.
    fn name_proposal(&mut self, name: &str, happened: &Happened) -> Played {
        let made = happened.facts.iter().any(|fact| matches!(fact, Outcome::Center(CenterOutcome::Proposal(_))));
        let id = self.last_proposal.filter(|_| made);
        let id = id.ok_or_else(|| Otherwise::new(format!("a proposal {name}"), was(happened)))?;
        self.proposals.insert(name.to_owned(), id);
        Ok(())
    }

    /// A name is remembered, or has to be the same receipt as before; a number is compared.
    fn check_receipt(&mut self, text: &str, happened: &Happened) -> Played {
        let number = happened.facts.iter().find_map(|fact| match fact {
            Outcome::Receipt(number) => Some(number.clone()),
            _ => None,
        });
        let (Some(number), Some(last)) = (number, self.last.clone()) else {
            return Err(Otherwise::new(format!("a receipt {text}"), was(happened)));
        };
        if text.contains('-') {
            let fits = number == text;
            return if fits {
                Ok(())
            } else {
                Err(Otherwise::new(format!("receipt {text}"), format!("receipt {number}")))
            };
        }
        match self.receipts.get(text) {
            Some(known) if known.payment != last.payment => {
                Err(Otherwise::new(format!("the same receipt as {text}"), format!("another one, {number}")))
            }
            _ => {
                self.receipts.insert(text.to_owned(), last);
                Ok(())
            }
        }
    }
}

fn was(happened: &Happened) -> String {
    if happened.killed {
        return "killed".to_owned();
    }
    if let Some((name, sentence)) = &happened.refused {
        return format!("refused {name}: {sentence}");
    }
    if let Some(reason) = &happened.link_down {
        return format!("link-down: {reason}");
    }
    match happened.facts.as_slice() {
        [] => "nothing to compare with".to_owned(),
        facts => facts.iter().map(say).collect::<Vec<_>>().join(", "),
    }
}

fn same_kind(fact: &Outcome, outcome: &Outcome) -> bool {
    std::mem::discriminant(fact) == std::mem::discriminant(outcome)
}

/// `found` without numbers, or with some of those that were found, fits too.
fn fits(fact: &Outcome, outcome: &Outcome) -> bool {
    match (fact, outcome) {
        (Outcome::Found(found), Outcome::Found(wanted)) => {
            wanted.iter().zip(found).all(|(wanted, found)| wanted == found) && wanted.len() <= found.len()
        }
        _ => fact == outcome,
    }
}

/// An outcome as a story writes it.
fn say(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Refused(name) => format!("refused {name}"),
        Outcome::Change(amount) => format!("change {amount}"),
        Outcome::Receipt(number) => format!("receipt {number}"),
        Outcome::SameReceipt => "same receipt".to_owned(),
        Outcome::PrepaidAdded(amount) => format!("prepaid {amount}"),
        Outcome::PrepaidUsed(amount) => format!("used prepaid {amount}"),
        Outcome::Collected(amount) => format!("collected {amount}"),
        Outcome::Tail(amount) => format!("tail {amount}"),
        Outcome::Killed => "killed".to_owned(),
        Outcome::Copy(copy) => format!("copy {copy}"),
        Outcome::Returned(amount) => format!("returned {amount}"),
        Outcome::Over(amount) => format!("over {amount}"),
        Outcome::Sent(count) => format!("sent {count}"),
        Outcome::Received(count) => format!("received {count}"),
        Outcome::Forked => "forked".to_owned(),
        Outcome::Suspended => "suspended".to_owned(),
        Outcome::SumsDiffer => "sums-differ".to_owned(),
        Outcome::LinkDown => "link-down".to_owned(),
        Outcome::Found(found) => found.iter().fold("found".to_owned(), |text, no| format!("{text} {no}")),
        Outcome::NotFound => "not-found".to_owned(),
        Outcome::Hits(count) => format!("hits {count}"),
        Outcome::Kwh(kwh) => format!("{kwh} kWh"),
        Outcome::Points(count) => format!("points {count}"),
        Outcome::BillOf(amount) => format!("bill {amount}"),
        Outcome::NoBill => "no bill".to_owned(),
        Outcome::SameReading => "same reading".to_owned(),
        Outcome::Asks(finding) => format!("asks {finding}"),
        Outcome::Notes(finding) => format!("notes {finding}"),
        Outcome::RestoreAsked => "restore".to_owned(),
        Outcome::Approved(count) => format!("approved {count}"),
        Outcome::Bills(count) => format!("bills {count}"),
        Outcome::Total(amount) => format!("amount {amount}"),
        Outcome::Refusals(count) => format!("refusals {count}"),
        Outcome::Skipped(count) => format!("skipped {count}"),
        Outcome::Differences(count) => format!("differences {count}"),
        Outcome::CasesOpened(count) => format!("cases {count}"),
        Outcome::Difference(amount) => format!("difference {amount}"),
        Outcome::Accepted(count) => format!("accepted {count}"),
        Outcome::Corrected(count) => format!("corrected {count}"),
        Outcome::Rejected(count) => format!("rejected {count}"),
        Outcome::PayBy(day) => format!("pay-by {day}"),
        Outcome::CutFrom(day) => format!("cut-from {day}"),
        Outcome::Center(outcome) => say_center(outcome),
    }
}

fn say_center(outcome: &CenterOutcome) -> String {
    match outcome {
        CenterOutcome::Proposal(_) => "a proposal".to_owned(),
        CenterOutcome::Waiting => "waiting".to_owned(),
        CenterOutcome::InForce => "in-force".to_owned(),
        CenterOutcome::By(login) => format!("by {login}"),
        CenterOutcome::Moves { key, before, after } => format!("{} {before} to {after}", say_key(key)),
        CenterOutcome::MovesNothing => "moves-nothing".to_owned(),
        CenterOutcome::Takes(people) => format!("takes {people}"),
        CenterOutcome::Sum(amount) => format!("sum {amount}"),
        CenterOutcome::Gives(task) => format!("gives {task}"),
        CenterOutcome::Stays { receipt, how } => format!("stays {receipt} {how}"),
        CenterOutcome::Warns(code) => format!("warns {code}"),
        CenterOutcome::Refunded(amount) => format!("refunded {amount}"),
        CenterOutcome::SameRefund => "same-refund".to_owned(),
    }
}

/// A value of a preview as a story writes it.
fn say_key(key: &str) -> String {
    let parts: Vec<&str> = key.split(':').collect();
    match parts.as_slice() {
        ["customer", customer, value] => format!("{value} {customer}"),
        ["bill", customer, bill, "principal-due"] => format!("bill {customer} {bill}"),
        ["bill", customer, bill, "penalty-due"] => format!("penalty {customer} {bill}"),
        ["bill", customer, bill, "amount"] => format!("issued {customer} {bill}"),
        ["unit", unit, account] => format!("ledger {unit} {account}"),
        _ => key.to_owned(),
    }
}
