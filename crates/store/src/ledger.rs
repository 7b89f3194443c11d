//! The books: postings by entry, balances by unit and account. A debit is positive, and each unit's trial balance is zero.

use domain::{LedgerAccount, Money, Posting, Seq, Stream, UnitCode};
use rusqlite::params;

use crate::column::{RowExt, integer};
use crate::{Read, StoreError, Write};

impl Read<'_> {
    /// The sum of all accounts of each unit; every one is zero.
    pub fn trial_balance(&self) -> Result<Vec<(UnitCode, Money)>, StoreError> {
        let sql = "SELECT unit, sum(amount_fen) FROM balance GROUP BY unit ORDER BY unit";
        self.all(sql, [], |row| Ok((row.take(0)?, row.take(1)?)))
    }

    pub fn balance(&self, unit: &UnitCode, account: LedgerAccount) -> Result<Money, StoreError> {
        let sql = "SELECT amount_fen FROM balance WHERE unit = ? AND account = ?";
        let balance = self.one(sql, params![unit.as_str(), account.code()], |row| row.take(0))?;
        Ok(balance.unwrap_or(Money::ZERO))
    }

    pub(crate) fn check_trial_balance(&self) -> Result<(), StoreError> {
        match self.trial_balance()?.into_iter().find(|(_, by)| !by.is_zero()) {
            Some((unit, by)) => Err(StoreError::TrialBalance { unit, by }),
            None => Ok(()),
        }
    }

    pub(crate) fn postings_of(&self, (stream, seq): (Stream, Seq)) -> Result<Vec<Posting>, StoreError> {
        self.all(
            include_str!("ledger/postings.sql"),
            params![stream.device.0, stream.incarnation.0, integer(seq.0)],
            |row| {
                let account = LedgerAccount::from_code(row.get(1)?)
                    .ok_or(rusqlite::Error::IntegralValueOutOfRange(1, row.get(1)?))?;
                Ok(Posting { unit: row.take(0)?, account, amount: row.take(2)? })
            },
        )
    }
}

impl Write<'_> {
    pub(crate) fn post(&self, stream: Stream, seq: Seq, lines: &[Posting]) -> Result<(), StoreError> {
        for (line, posting) in lines.iter().enumerate() {
            self.run(
                "INSERT INTO posting VALUES (?, ?, ?, ?, ?, ?, ?)",
                params![
                    stream.device.0,
                    stream.incarnation.0,
                    integer(seq.0),
                    integer(line as u64 + 1),
                    posting.unit.as_str(),
                    posting.account.code(),
                    posting.amount.fen(),
                ],
            )?;
            self.run(
                include_str!("ledger/move_balance.sql"),
                params![posting.unit.as_str(), posting.account.code(), posting.amount.fen()],
            )?;
        }
        Ok(())
    }

    /// 冲红: undoes the very lines that were posted for an entry.
    pub(crate) fn post_red(&self, stream: Stream, seq: Seq, undone: (Stream, Seq)) -> Result<(), StoreError> {
        let turn = |posting: Posting| Posting { amount: -posting.amount, ..posting };
        let red: Vec<Posting> = self.postings_of(undone)?.into_iter().map(turn).collect();
        self.post(stream, seq, &red)
    }
}
