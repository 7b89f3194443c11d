//! What no honest program does: an entry that nobody can read, and sums that somebody changed in the laptop's file.

use domain::Money;
use rusqlite::{Connection, OpenFlags, params};

use crate::scenario::play::{Happened, Otherwise, Played, Player};

/// A CBOR text that ends in the middle.
const NO_ENTRY: &[u8] = &[0x78, 0x20, b'?'];

impl Player {
    /// The entry is chained and sealed like any other; only what is in it makes no sense.
    pub(crate) fn garble(&mut self) -> Played<Happened> {
        self.make_ready()?;
        let head = self.at_desk(|outlet| outlet.read().head())?.map_err(Otherwise::broken)?;
        let next = head.after(NO_ENTRY);
        let sql = "INSERT INTO entry (device, incarnation, seq, wall_ms, desk, hash, bytes)
                   SELECT device, incarnation, ?1, wall_ms, desk, ?2, ?3 FROM entry WHERE seq = ?4 LIMIT 1";
        let seq = |seq: domain::Seq| i64::try_from(seq.0).unwrap_or(i64::MAX);
        let (at, before) = (seq(next.seq), seq(head.seq));
        self.in_the_file(|file| file.execute(sql, params![at, &next.hash.0[..], NO_ENTRY, before]))
    }

    pub(crate) fn falsify(&mut self, by: Money) -> Played<Happened> {
        self.make_ready()?;
        self.in_the_file(|file| file.execute("UPDATE shift_sum SET amount_fen = amount_fen + ?", params![by.fen()]))
    }

    fn in_the_file(&self, change: impl FnOnce(&Connection) -> rusqlite::Result<usize>) -> Played<Happened> {
        let laptop = &self.post().laptop;
        laptop.stop();
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let file = Connection::open_with_flags_and_vfs(laptop.replica(), flags, laptop.disk.name());
        let changed = file.and_then(|file| change(&file)).map_err(Otherwise::broken)?;
        self.wake()?;
        if changed == 0 {
            Err(Otherwise::new("something to change", "the file holds nothing yet"))
        } else {
            Ok(Happened::nothing())
        }
    }
}
