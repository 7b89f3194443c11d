//! Counters for `/metrics`. They hold numbers only, never a person or an account.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use sync::Refusal;

use crate::ledger::Effects;

/// Upper bounds of the exchange times, in ms.
pub const EXCHANGE_MS: [u64; 9] = [2, 5, 10, 25, 50, 100, 250, 1_000, 5_000];

#[derive(Debug, Default)]
pub struct Meters {
    pub entries: AtomicU64,
    pub payments: AtomicU64,
    pub amount_fen: AtomicU64,
    pub commits: AtomicU64,
    /// Bills that were issued, by outlets, runs and differences.
    pub bills: AtomicU64,
    pub readings: AtomicU64,
    pub attached_bytes: AtomicU64,
    refusals: Mutex<BTreeMap<&'static str, u64>>,
    /// Exchanges that took at most so long, by `EXCHANGE_MS`.
    pub exchanges: [AtomicU64; EXCHANGE_MS.len()],
    pub exchange_count: AtomicU64,
    pub exchange_micros: AtomicU64,
}

impl Meters {
    pub(super) fn committed(&self, effects: &Effects) {
        self.commits.fetch_add(1, Relaxed);
        self.entries.fetch_add(effects.entries.len() as u64, Relaxed);
        self.payments.fetch_add(effects.new_facts.len() as u64, Relaxed);
        let fen: i64 = effects.new_facts.iter().map(|fact| fact.payment.collected().fen()).sum();
        self.amount_fen.fetch_add(fen.unsigned_abs(), Relaxed);
        self.bills.fetch_add(effects.billing.bills.len() as u64, Relaxed);
        let new = effects.billing.readings.iter().filter(|row| row.born == row.version);
        self.readings.fetch_add(new.count() as u64, Relaxed);
    }

    pub(super) fn attached(&self, bytes: usize) {
        self.attached_bytes.fetch_add(bytes as u64, Relaxed);
    }

    pub(super) fn refused(&self, refusal: &Refusal) {
        let name = match refusal {
            Refusal::Gap { .. } => "gap",
            Refusal::Forked { .. } => "forked",
            Refusal::BadSignature { .. } => "bad_signature",
            Refusal::DeviceSuspended => "device_suspended",
            Refusal::ClientTooOld { .. } => "client_too_old",
        };
        *super::lock(&self.refusals).entry(name).or_default() += 1;
    }

    /// Refusals by kind.
    pub fn refusals(&self) -> BTreeMap<&'static str, u64> {
        super::lock(&self.refusals).clone()
    }

    pub fn exchanged(&self, took: std::time::Duration) {
        let ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
        for (bound, count) in EXCHANGE_MS.iter().zip(&self.exchanges) {
            if ms <= *bound {
                count.fetch_add(1, Relaxed);
            }
        }
        self.exchange_count.fetch_add(1, Relaxed);
        self.exchange_micros.fetch_add(u64::try_from(took.as_micros()).unwrap_or(0), Relaxed);
    }
}
