//! Entries of one journal in columns. What a row says is only what could not be expected from the row before.

mod body;
mod clocks;
mod columns;

use domain::{OperatorId, PaymentId, Seq, Stream};
use journal::{Entry, EntryBody, ReadEntry, TimeEvidence};

use super::lanes::{Lanes, LanesIn, LanesOut};
use super::prices::Prices;
use crate::PUSH_ENTRIES_MAX;
use crate::wire::Malformed;
use body::{blank_body, body};
use clocks::time;
use columns::COLUMNS;

pub(super) use columns::{Number, Text, day_number, delta, money, signed};

/// An entry of 2,000 with a few dozen fields each, and room for long ones.
const BUDGET: usize = 4 << 20;

const DAY_MS: i64 = 86_400_000;

/// A row that travels as its bytes.
const AS_IT_IS: u64 = 0;

pub(crate) struct PackedEntries {
    pub columns: Vec<u8>,
    pub loose: Vec<u8>,
}

/// What both ends know before the first row.
#[derive(Clone, Copy)]
struct Place {
    stream: Stream,
    after: Seq,
    sent_ms: i64,
}

/// What the rows before say about the next.
#[derive(Default)]
pub(super) struct Before {
    sent_ms: i64,
    by: u32,
    time: Option<TimeEvidence>,
    clock_off: i64,
    shift: u32,
    pub date: i32,
    pub receipt: u32,
    payments: Vec<PaymentId>,
    pub prices: Prices,
}

impl Before {
    fn new(place: Place, prices: Prices) -> Before {
        let date = i32::try_from(place.sent_ms.div_euclid(DAY_MS)).unwrap_or(0);
        Before { sent_ms: place.sent_ms, date, prices, ..Before::default() }
    }
}

impl PackedEntries {
    /// Packs entries that follow `after`. Whatever bytes they are, the same bytes come back.
    /// `sent_ms` is the wall clock of the request, which lies near that of the entries.
    pub fn of(stream: Stream, after: Seq, sent_ms: i64, entries: &[Vec<u8>]) -> PackedEntries {
        let place = Place { stream, after, sent_ms };
        let mut known: Vec<Option<Entry>> = entries.iter().map(|bytes| read(bytes)).collect();
        let prices = prices_of(&known);
        // A row that would come back otherwise travels as it is; then the rows after it have another row before them.
        while let Some(lost) = first_lost(place, &prices, entries, &known) {
            known[lost] = None;
        }
        let mut out = LanesOut::new(COLUMNS.0, COLUMNS.1);
        prices.write(&mut out, Number::Prices as usize);
        let packed = rows(&mut out, place, prices, entries, &known);
        packed.expect("rows that were tried before are written again");
        let (columns, loose) = out.into_bytes();
        PackedEntries { columns, loose }
    }

    pub fn unpack(
        stream: Stream,
        after: Seq,
        sent_ms: i64,
        columns: &[u8],
        loose: &[u8],
    ) -> Result<Vec<Vec<u8>>, Malformed> {
        let mut lanes = LanesIn::read(columns, loose, COLUMNS, BUDGET)?;
        let count = lanes.count(Number::Kind as usize);
        if count > PUSH_ENTRIES_MAX {
            return Err(Malformed::because("a push of too many entries"));
        }
        let place = Place { stream, after, sent_ms };
        let prices = lanes.count(Number::Prices as usize);
        let prices = Prices::read(&mut lanes, Number::Prices as usize, prices)?;
        rows(&mut lanes, place, prices, &vec![Vec::new(); count], &vec![None; count])
    }
}

fn read(bytes: &[u8]) -> Option<Entry> {
    match ReadEntry::of(bytes) {
        Ok(ReadEntry::Known(entry)) => Some(*entry),
        Ok(ReadEntry::Parked { .. }) | Err(_) => None,
    }
}

/// The prices of the bills that were paid.
fn prices_of(known: &[Option<Entry>]) -> Prices {
    let payments = known.iter().flatten().filter_map(|entry| match &entry.body {
        EntryBody::PaymentTaken(payment) => Some(payment),
        _ => None,
    });
    Prices::of(payments.flat_map(|payment| &payment.seen).map(|bill| (bill.energy_kwh, bill.amount)).collect())
}

/// The first entry that the columns would not give back. A row that cannot be written ends the try there.
fn first_lost(place: Place, prices: &Prices, entries: &[Vec<u8>], known: &[Option<Entry>]) -> Option<usize> {
    let mut out = LanesOut::new(COLUMNS.0, COLUMNS.1);
    let mut before = Before::new(place, prices.clone());
    let mut seq = place.after;
    entries.iter().zip(known).position(|(bytes, known)| {
        seq = seq.next();
        row(&mut out, &mut before, place.stream, seq, bytes, known.as_ref()).as_ref() != Ok(bytes)
    })
}

fn rows(
    lanes: &mut impl Lanes,
    place: Place,
    prices: Prices,
    entries: &[Vec<u8>],
    known: &[Option<Entry>],
) -> Result<Vec<Vec<u8>>, Malformed> {
    let mut before = Before::new(place, prices);
    let mut seq = place.after.0;
    let mut next = |bytes: &Vec<u8>, known: &Option<Entry>| {
        seq = seq.checked_add(1).ok_or(Malformed::because("a journal has no end"))?;
        row(lanes, &mut before, place.stream, Seq(seq), bytes, known.as_ref())
    };
    entries.iter().zip(known).map(|(bytes, known)| next(bytes, known)).collect()
}

fn row(
    lanes: &mut impl Lanes,
    before: &mut Before,
    stream: Stream,
    seq: Seq,
    bytes: &[u8],
    known: Option<&Entry>,
) -> Result<Vec<u8>, Malformed> {
    let kind = lanes.int(Number::Kind as usize, known.map_or(AS_IT_IS, |entry| u64::from(entry.body.kind())))?;
    if kind == AS_IT_IS {
        return lanes.raw(Number::RawLength as usize, bytes);
    }
    let blank = blank_entry(stream, seq, kind)?;
    let given = known.unwrap_or(&blank);
    let by = OperatorId(delta(lanes, Number::By, &mut before.by, given.by.0)?);
    let time = time(lanes, before, &given.time)?;
    let body = body(lanes, before, &time, &given.body)?;
    Ok(journal::encode(&Entry { stream, seq, time, by, body }))
}

fn blank_entry(stream: Stream, seq: Seq, kind: u64) -> Result<Entry, Malformed> {
    let time = TimeEvidence { wall_ms: 0, boot: [0; 8], monotonic_ms: 0, center: None };
    Ok(Entry { stream, seq, time, by: OperatorId(0), body: blank_body(kind)? })
}
