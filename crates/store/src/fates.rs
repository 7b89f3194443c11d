//! What became of an entry at the center.

use domain::{CaseId, Seq, Stream};
use rusqlite::params;

use crate::column::{RowExt, integer};
use crate::{Read, StoreError, Write};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryFate {
    /// Only on this disk, as far as this desk knows.
    Unsent,
    /// The center has the bytes.
    Held,
    /// Verified, projected and posted at the center.
    Posted,
    /// The center keeps it until its own update.
    Parked,
    /// Posted, and a person will look.
    Conflicted(CaseId),
}

impl EntryFate {
    fn word(self) -> &'static str {
        match self {
            EntryFate::Unsent => "unsent",
            EntryFate::Held => "held",
            EntryFate::Posted => "posted",
            EntryFate::Parked => "parked",
            EntryFate::Conflicted(_) => "conflicted",
        }
    }

    fn of(word: &str, case: Option<CaseId>) -> Option<EntryFate> {
        Some(match (word, case) {
            ("unsent", _) => EntryFate::Unsent,
            ("held", _) => EntryFate::Held,
            ("posted", _) => EntryFate::Posted,
            ("parked", _) => EntryFate::Parked,
            ("conflicted", Some(case)) => EntryFate::Conflicted(case),
            _ => return None,
        })
    }
}

impl Read<'_> {
    /// What the center holds was posted, unless it said otherwise of that entry.
    pub fn posted(&self, stream: Stream, seq: Seq) -> Result<EntryFate, StoreError> {
        let place = params![stream.device.0, stream.incarnation.0, integer(seq.0)];
        let sql = "SELECT fate, case_id FROM fate WHERE device = ? AND incarnation = ? AND seq = ?";
        let told = self.one(sql, place, |row| Ok((row.get::<_, String>(0)?, row.maybe(1)?)))?;
        if let Some((word, case)) = told {
            return EntryFate::of(&word, case).ok_or_else(|| StoreError::missing("the fate of an entry"));
        }
        let sql = "SELECT ?3 <= held FROM stream WHERE device = ?1 AND incarnation = ?2";
        let is_held = self.one(sql, place, |row| row.get(0))?.unwrap_or(false);
        Ok(if is_held { EntryFate::Posted } else { EntryFate::Unsent })
    }

    /// The open case about an entry, by what the center said of the entry or by the case itself.
    pub(crate) fn case_of(&self, stream: Stream, seq: Seq) -> Result<Option<CaseId>, StoreError> {
        let sql = "SELECT id FROM case_notice WHERE device = ? AND incarnation = ? AND seq = ? AND open LIMIT 1";
        let place = params![stream.device.0, stream.incarnation.0, integer(seq.0)];
        match self.one(sql, place, |row| row.take(0))? {
            Some(case) => Ok(Some(case)),
            None => match self.posted(stream, seq)? {
                EntryFate::Conflicted(case) => Ok((!self.is_closed(case)?).then_some(case)),
                _ => Ok(None),
            },
        }
    }
}

impl Write<'_> {
    pub fn set_fate(&mut self, stream: Stream, seq: Seq, fate: EntryFate) -> Result<(), StoreError> {
        let case = if let EntryFate::Conflicted(case) = fate { Some(integer(case.0)) } else { None };
        self.run(
            "INSERT OR REPLACE INTO fate VALUES (?, ?, ?, ?, ?)",
            params![stream.device.0, stream.incarnation.0, integer(seq.0), fate.word(), case],
        )?;
        Ok(())
    }
}
