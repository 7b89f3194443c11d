//! Writes the effects of a batch in one transaction, each kind of row in one go.

use std::collections::HashSet;
use std::hash::Hash;

use domain::ShiftNo;

use super::db::{Db, Param, params, sql};
use super::packed::{day_number, pack_placement};
use super::standing::level_code;
use super::values::to_json;
use super::{Booked, Effects, FactChange, Ledger, LedgerError, PaymentFact, ShiftDelta, Sighting};
use super::{cases, commit_accounts, commit_billing, commit_decisions, records};

impl Ledger {
    /// Writes everything or nothing.
    pub fn commit(&self, effects: &Effects) -> Result<(), LedgerError> {
        self.write(|db| commit(db, effects))
    }
}

fn commit(db: &mut dyn Db, effects: &Effects) -> Result<(), LedgerError> {
    reference(db, effects)?;
    devices(db, effects)?;
    journals(db, effects)?;
    facts(db, effects)?;
    shifts(db, effects)?;
    commit_accounts::write(db, effects)?;
    records::drop_bills(db, &effects.records)?;
    commit_billing::write(db, &effects.billing)?;
    records::write(db, &effects.records)?;
    postings(db, effects)?;
    cases::put(db, &effects.cases)?;
    commit_decisions::write(db, &effects.decisions)?;
    let last_fact = effects.new_facts.iter().map(|fact| fact.fact).max().unwrap_or(0);
    db.run(sql!("counters_set"), &params![effects.version, last_fact])?;
    Ok(())
}

/// The last row of each key, in their order: of several states of a row in one batch, only the last is written.
pub fn last_of_each<'a, T, K: Eq + Hash>(rows: &'a [T], key: impl Fn(&'a T) -> K) -> Vec<&'a T> {
    let mut seen = HashSet::with_capacity(rows.len());
    let mut last: Vec<&T> = rows.iter().rev().filter(|row| seen.insert(key(row))).collect();
    last.reverse();
    last
}

fn reference(db: &mut dyn Db, effects: &Effects) -> Result<(), LedgerError> {
    for (unit, version) in &effects.units {
        let parent = unit.parent.as_ref().map(|parent| parent.as_str());
        let row = params![unit.code.as_str(), parent, level_code(unit.level), &unit.name, *version];
        db.run(sql!("unit_put"), &row)?;
    }
    for (operator, suspended_ms, version) in &effects.operators {
        // Whoever knew the former password is out.
        db.run(sql!("console_sessions_of_former"), &params![operator.id.0, &operator.verifier])?;
        let row = params![
            operator.id.0,
            &operator.login,
            &operator.name,
            operator.unit.as_str(),
            to_json(&operator.roles),
            &operator.verifier,
            *suspended_ms,
            *version,
        ];
        db.run(sql!("operator_put"), &row)?;
    }
    if let Some((rules, version)) = &effects.rules {
        db.run(sql!("rules_put"), &params![to_json(rules), *version])?;
    }
    for (price, version) in &effects.prices {
        db.run(sql!("price_put"), &params![price.id, to_json(price), *version])?;
    }
    Ok(())
}

fn devices(db: &mut dyn Db, effects: &Effects) -> Result<(), LedgerError> {
    for device in &effects.devices {
        let row = params![
            device.known.device.0,
            device.known.terminal.as_str(),
            device.known.unit.as_str(),
            &device.known.key.0,
            device.incarnation.0,
            device.enrolled_ms,
            device.suspended_ms,
            device.version,
        ];
        db.run(sql!("device_put"), &row)?;
    }
    let seen = effects.sightings.iter().map(|seen| {
        let Sighting { device, at_ms, unsent, oldest_unsent_ms, clock_off_ms, program, free_mib, replica_mib } = seen;
        params![device.0, *at_ms, *unsent, *oldest_unsent_ms, *clock_off_ms, program, *free_mib, *replica_mib]
    });
    db.run_each(sql!("sighting_put"), &seen.collect::<Vec<_>>())?;
    for code in &effects.codes {
        let device = code.device.map(|device| device.0);
        let row = params![&code.digest, code.unit.as_str(), code.terminal.as_str(), code.expires_ms, device];
        db.run(sql!("code_put"), &row)?;
    }
    Ok(())
}

fn journals(db: &mut dyn Db, effects: &Effects) -> Result<(), LedgerError> {
    let histories = last_of_each(&effects.histories, |history| (history.stream, history.number));
    let histories = histories.into_iter().map(|history| {
        params![
            history.stream.device.0,
            history.stream.incarnation.0,
            history.number,
            history.parent,
            history.forked_after.0,
            history.held.seq.0,
            &history.held.hash.0,
            history.goes_on_as.map(|incarnation| incarnation.0),
        ]
    });
    db.run_each(sql!("history_put"), &histories.collect::<Vec<_>>())?;
    let entries = effects.entries.iter().map(|entry| {
        params![
            entry.place.stream.device.0,
            entry.place.stream.incarnation.0,
            entry.place.history,
            entry.place.seq.0,
            entry.kind,
            entry.parked,
            entry.received_ms,
            &entry.hash.0,
            &entry.bytes,
        ]
    });
    db.run_each(sql!("entry_add"), &entries.collect::<Vec<_>>())
}

fn facts(db: &mut dyn Db, effects: &Effects) -> Result<(), LedgerError> {
    let new: Vec<_> = effects.new_facts.iter().map(fact_row).collect();
    db.run_each(sql!("payment_add"), &new)?;
    let changes: Vec<_> = effects.fact_changes.iter().map(change_row).collect();
    db.run_each(sql!("payment_change"), &changes)?;
    let reversals = effects.reversals.iter().map(|row| {
        params![
            row.reversal.id.0.as_bytes(),
            row.place.stream.device.0,
            row.place.stream.incarnation.0,
            row.place.history,
            row.place.seq.0,
            row.reversal.payment.0.as_bytes(),
            day_number(row.reversal.business_date),
        ]
    });
    db.run_each(sql!("reversal_add"), &reversals.collect::<Vec<_>>())
}

fn fact_row(fact: &PaymentFact) -> Vec<Param<'_>> {
    params![
        fact.fact,
        fact.payment.id.0.as_bytes(),
        fact.payment.customer.as_str(),
        fact.source.stream.device.0,
        fact.source.stream.incarnation.0,
        fact.source.history,
        fact.source.seq.0,
        fact.by.0,
        fact.terminal.as_str(),
        fact.desk.as_str(),
        day_number(fact.payment.business_date),
        fact.order.at_ms,
        fact.reversed,
        owner(fact.booked.as_ref()),
        fact.booked.as_ref().map(|booked| pack_placement(&booked.placement)),
    ]
}

fn change_row(change: &FactChange) -> Vec<Param<'_>> {
    params![
        change.customer.as_str(),
        change.fact,
        change.source.stream.device.0,
        change.source.stream.incarnation.0,
        change.source.history,
        change.source.seq.0,
        change.at_ms,
        change.reversed,
        owner(change.booked.as_ref()),
        change.booked.as_ref().map(|booked| pack_placement(&booked.placement)),
        change.account.as_str(),
        change.set_aside,
    ]
}

fn owner(booked: Option<&Booked>) -> Option<&str> {
    booked?.owner.as_ref().map(|owner| owner.as_str())
}

fn shifts(db: &mut dyn Db, effects: &Effects) -> Result<(), LedgerError> {
    let shifts = effects.shifts.iter().map(|((stream, history, ShiftNo(shift)), delta)| {
        let ShiftDelta { opened, closed, sums } = delta;
        params![
            stream.device.0,
            stream.incarnation.0,
            *history,
            *shift,
            opened.map(|(cashier, ..)| cashier.0),
            opened.map(|(_, date, _)| day_number(date)),
            opened.map_or(0, |(.., cash)| cash.fen()),
            closed.map(|(counted, _)| counted.fen()),
            closed.map(|(_, expected)| expected.fen()),
            sums.entries,
            sums.payments,
            sums.amount.fen(),
        ]
    });
    db.run_each(sql!("shift_add"), &shifts.collect::<Vec<_>>())
}

fn postings(db: &mut dyn Db, effects: &Effects) -> Result<(), LedgerError> {
    let lines = effects
        .postings
        .iter()
        .map(|line| params![effects.at_ms, &line.cause, line.unit.as_str(), line.account.code(), line.amount.fen()]);
    db.run_each(sql!("posting_add"), &lines.collect::<Vec<_>>())?;
    let balances =
        effects.balances.iter().map(|((unit, account), amount)| params![unit.as_str(), account.code(), amount.fen()]);
    db.run_each(sql!("balance_add"), &balances.collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::last_of_each;

    #[test]
    fn of_several_states_of_a_row_the_last_is_written_once() {
        let rows = [(7, "entered"), (8, "entered"), (7, "approved"), (9, "entered"), (7, "billed")];
        let last: Vec<_> = last_of_each(&rows, |row| row.0).into_iter().copied().collect();
        assert_eq!(last, [(8, "entered"), (9, "entered"), (7, "billed")]);
    }
}
