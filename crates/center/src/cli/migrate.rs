//! Moving the books to another database: copied in one go, then compared by digest.

use std::fmt::Write as _;
use std::io::Write;

use center::ledger::moving::{JournalHead, TableDigest, copy, digests, heads};

use super::place::Place;
use super::report::{padded, write};
use super::serve::only_one;
use super::{CommandError, secrets};

pub fn migrate(out: &mut impl Write, from: &Place, to: &Place) -> Result<(), CommandError> {
    let _locks = (only_one(from)?, only_one(to)?);
    let (source, target) = (from.database.open()?, to.database.open()?);
    let copied = copy(&*source, &*target, &mut |table, rows| say_progress("复制 copying", table, rows))?;
    let found = digests(&*target, &mut |table, rows| say_progress("核对 comparing", table, rows))?;
    let _ = writeln!(std::io::stderr());
    let (text, are_same) = comparison(&copied, &found);
    write(out, &text)?;
    let (text, end_alike) = journals(&heads(&*source)?, &heads(&*target)?);
    write(out, &text)?;
    if !are_same || !end_alike {
        return Err(CommandError::DigestsDiffer);
    }
    secrets::take_along(from, to)?;
    write(out, "两边一致,账已搬完。 Both sides are equal; the books have moved.\n")
}

/// One line that overwrites itself, for whoever watches.
fn say_progress(doing: &str, table: &str, rows: u64) {
    let _ = write!(std::io::stderr(), "\r\x1b[K{doing} {table} {rows}");
}

/// A line a table: its rows, and the digest on both sides.
fn comparison(copied: &[TableDigest], found: &[TableDigest]) -> (String, bool) {
    let mut text = String::new();
    let mut are_same = copied.len() == found.len();
    for one in copied {
        let other = found.iter().find(|other| other.table == one.table);
        let is_same = other == Some(one);
        are_same &= is_same;
        let word = if is_same { "=" } else { "≠ DIFFERS" };
        let theirs = other.map_or_else(|| "-".to_owned(), |other| hex(&other.digest));
        writeln!(text, "{} {:>10} {} {theirs} {word}", padded(&one.table, 20), one.rows, hex(&one.digest))
            .expect("writing into memory");
    }
    (text, are_same)
}

fn journals(one: &[JournalHead], other: &[JournalHead]) -> (String, bool) {
    let mut text = String::new();
    for head in one {
        let word = if other.contains(head) { "=" } else { "≠ DIFFERS" };
        writeln!(text, "{} {:>8} {} {word}", padded(&head.journal, 20), head.seq, hex(&head.hash))
            .expect("writing into memory");
    }
    (text, one == other)
}

/// The first half of a digest: enough to compare by eye; the comparison itself is of all of it.
fn hex(bytes: &[u8]) -> String {
    bytes.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}
