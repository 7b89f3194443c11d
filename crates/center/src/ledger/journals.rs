//! Journals as they were received: their histories, and the entries of each.

use domain::{Seq, Stream};
use journal::ChainHash;

use super::db::{Db, Param, params, sql};
use super::{History, Ledger, LedgerError, values};

impl Ledger {
    /// The hashes of a history's own entries from `first` to `last`, by number.
    pub fn hashes(
        &self,
        stream: Stream,
        history: u32,
        first: Seq,
        last: Seq,
    ) -> Result<Vec<(Seq, ChainHash)>, LedgerError> {
        self.read(|db| {
            let rows = db.rows(sql!("entry_hashes"), &span(stream, history, first, last))?;
            rows.iter().map(|row| Ok((Seq(row.number("seq")?), ChainHash(row.bytes("hash")?)))).collect()
        })
    }

    /// The bytes of a history's own entries from `first` to `last`.
    pub fn entries(&self, stream: Stream, history: u32, first: Seq, last: Seq) -> Result<Vec<Vec<u8>>, LedgerError> {
        self.read(|db| {
            let rows = db.rows(sql!("entry_bytes"), &span(stream, history, first, last))?;
            rows.iter().map(|row| Ok(row.blob("bytes")?.to_owned())).collect()
        })
    }
}

fn span(stream: Stream, history: u32, first: Seq, last: Seq) -> Vec<Param<'static>> {
    params![stream.device.0, stream.incarnation.0, history, first.0, last.0]
}

pub fn histories_of(db: &mut dyn Db, stream: Stream) -> Result<Vec<History>, LedgerError> {
    let rows = db.rows(sql!("histories_of"), &params![stream.device.0, stream.incarnation.0])?;
    rows.iter().map(values::history).collect()
}
