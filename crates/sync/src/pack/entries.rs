//! Entries of one journal in columns. What a row says is only what could not be expected from the row before. Money has
//! columns of its own; other kinds go by their shape, in a section after the columns.

mod body;
mod clocks;
mod columns;

use domain::{OperatorId, PaymentId, Seq, Stream};
use journal::{Entry, EntryBody, ReadEntry, TimeEvidence};

use super::lanes::{Lanes, LanesIn, LanesOut};
use super::prices::Prices;
use super::shapes::{self, Room, Shaped};
use crate::PUSH_ENTRIES_MAX;
use crate::compress::compress;
use crate::wire::Malformed;
use body::{blank_body, body};
use clocks::time;
use columns::COLUMNS;

pub(super) use columns::{Number, Text, day_number, delta, money, signed};

/// An entry of 2,000 with a few dozen fields each, and room for long ones.
const BUDGET: usize = 4 << 20;

const DAY_MS: i64 = 86_400_000;

/// The kinds up to this one have columns; others travel as they are.
const KINDS_IN_COLUMNS: u32 = 6;

/// A row that travels as its bytes.
const AS_IT_IS: u64 = 0;

/// A row that travels by its shape. No kind with columns of its own has this number.
const BY_SHAPE: u64 = 63;

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
        let mut room = Room::default();
        let shaped = |(bytes, known): (&Vec<u8>, &Option<Entry>)| match known {
            None => room.for_row(bytes),
            Some(_) => None,
        };
        let shaped: Vec<Option<Shaped>> = entries.iter().zip(&known).map(shaped).collect();
        let as_they_are = PackedEntries::written(place, &prices, entries, &known, &[]);
        if shaped.iter().all(Option::is_none) {
            return as_they_are;
        }
        // Shapes have to be said before they save anything.
        let by_shape = PackedEntries::written(place, &prices, entries, &known, &shaped);
        if by_shape.bytes_on_the_link() < as_they_are.bytes_on_the_link() { by_shape } else { as_they_are }
    }

    fn written(
        place: Place,
        prices: &Prices,
        entries: &[Vec<u8>],
        known: &[Option<Entry>],
        shaped: &[Option<Shaped>],
    ) -> PackedEntries {
        let mut out = LanesOut::new(COLUMNS.0, COLUMNS.1);
        prices.write(&mut out, Number::Prices as usize);
        let shape_of = |place: usize| shaped.get(place).is_some_and(Option::is_some);
        let given = |(place, (bytes, known)): (usize, (&'_ Vec<u8>, &'_ Option<Entry>))| Given {
            bytes: bytes.clone(),
            known: known.clone(),
            by_shape: shape_of(place),
        };
        let given: Vec<Given> = entries.iter().zip(known).enumerate().map(given).collect();
        let mut own = given.iter().filter(|row| row.by_shape).map(|row| row.bytes.clone());
        rows(&mut out, place, prices.clone(), &given, &mut own).expect("rows that were tried before are written again");
        let (mut columns, mut loose) = out.into_bytes();
        let shaped: Vec<&Shaped> = shaped.iter().flatten().collect();
        if !shaped.is_empty() {
            let (section, bits) = shapes::write(&shaped);
            columns.extend(section);
            loose.extend(bits);
        }
        PackedEntries { columns, loose }
    }

    fn bytes_on_the_link(&self) -> usize {
        compress(&self.columns).len() + self.loose.len()
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
        let section = lanes.after_raw(Number::RawLength as usize)?;
        let shaped = if section.is_empty() { Vec::new() } else { shapes::read(section, loose)? };
        rows(&mut lanes, place, prices, &vec![Given::default(); count], &mut shaped.into_iter())
    }
}

/// A row as it is given to be written; blank where it is read.
#[derive(Clone, Default)]
struct Given {
    bytes: Vec<u8>,
    known: Option<Entry>,
    by_shape: bool,
}

fn read(bytes: &[u8]) -> Option<Entry> {
    match ReadEntry::of(bytes) {
        Ok(ReadEntry::Known(entry)) => has_columns(&entry.body).then_some(*entry),
        Ok(ReadEntry::Parked { .. }) | Err(_) => None,
    }
}

/// The kinds that have columns of their own.
fn has_columns(body: &EntryBody) -> bool {
    body.kind() <= KINDS_IN_COLUMNS
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
        let given = Given { bytes: bytes.clone(), known: known.clone(), by_shape: false };
        row(&mut out, &mut before, place.stream, seq, &given, &mut std::iter::empty()).as_ref() != Ok(bytes)
    })
}

fn rows(
    lanes: &mut impl Lanes,
    place: Place,
    prices: Prices,
    given: &[Given],
    shaped: &mut dyn Iterator<Item = Vec<u8>>,
) -> Result<Vec<Vec<u8>>, Malformed> {
    let mut before = Before::new(place, prices);
    let mut seq = place.after.0;
    let next = |given: &Given| {
        seq = seq.checked_add(1).ok_or(Malformed::because("a journal has no end"))?;
        row(lanes, &mut before, place.stream, Seq(seq), given, shaped)
    };
    given.iter().map(next).collect()
}

fn row(
    lanes: &mut impl Lanes,
    before: &mut Before,
    stream: Stream,
    seq: Seq,
    given: &Given,
    shaped: &mut dyn Iterator<Item = Vec<u8>>,
) -> Result<Vec<u8>, Malformed> {
    let otherwise = if given.by_shape { BY_SHAPE } else { AS_IT_IS };
    let kind = given.known.as_ref().map_or(otherwise, |entry| u64::from(entry.body.kind()));
    let kind = lanes.int(Number::Kind as usize, kind)?;
    match kind {
        AS_IT_IS => return lanes.raw(Number::RawLength as usize, &given.bytes),
        BY_SHAPE => return shaped.next().ok_or(Malformed::because("a row that no shape brought")),
        _ => {}
    }
    let blank = blank_entry(stream, seq, kind)?;
    let given = given.known.as_ref().unwrap_or(&blank);
    let by = OperatorId(delta(lanes, Number::By, &mut before.by, given.by.0)?);
    let time = time(lanes, before, &given.time)?;
    let body = body(lanes, before, &time, &given.body)?;
    Ok(journal::encode(&Entry { stream, seq, time, by, body }))
}

fn blank_entry(stream: Stream, seq: Seq, kind: u64) -> Result<Entry, Malformed> {
    let time = TimeEvidence { wall_ms: 0, boot: [0; 8], monotonic_ms: 0, center: None };
    Ok(Entry { stream, seq, time, by: OperatorId(0), body: blank_body(kind)? })
}
