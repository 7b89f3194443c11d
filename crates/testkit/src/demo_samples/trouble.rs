//! What goes wrong in such files, a few rows of each.

use domain::{Register, Registers};
use rust_decimal::Decimal;

use super::route::DueMeter;

/// A row before its source writes it in its own way.
#[derive(Clone, Debug)]
pub struct Line {
    pub due: DueMeter,
    pub trouble: Trouble,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    None,
    /// What this source writes where there is no value.
    NoValue,
    /// -1, whatever this source means by it.
    MinusOne,
    /// What a spreadsheet did to the number of the meter.
    LostZero,
    /// The source says that it did not reach the meter.
    NotRead,
    /// The wrong channel: the meter itself shows less.
    Differs,
    /// No such meter in the archive.
    Unknown,
}

/// kWh that the file has too many where it differs from the meter.
const TOO_MANY: i64 = 31;

/// The rows of one file. The first of them are good, so that the file looks like one at a glance.
pub fn lines(meters: Vec<DueMeter>) -> Vec<Line> {
    let last = meters.last().cloned();
    let mut lines: Vec<Line> = meters.into_iter().enumerate().map(|(index, due)| line(index, due)).collect();
    lines.extend(last.map(|due| Line { due: nowhere(due), trouble: Trouble::Unknown }));
    lines
}

fn line(index: usize, due: DueMeter) -> Line {
    let trouble = match index {
        3 | 4 => Trouble::NoValue,
        6 | 7 => Trouble::MinusOne,
        9 | 10 => Trouble::LostZero,
        12 => Trouble::NotRead,
        14 => Trouble::Differs,
        _ => Trouble::None,
    };
    Line { due, trouble }
}

/// A meter that hangs in another township.
fn nowhere(due: DueMeter) -> DueMeter {
    let mut meter = due.meter;
    meter.no = "4239900000000000009999".parse().expect("digits are a meter number");
    meter.address = "000000009999".to_owned();
    DueMeter { customer: "4289999999".to_owned(), name: "外所用户".to_owned(), meter, shows: due.shows }
}

impl Line {
    /// What the file says, where it says something.
    pub fn said(&self) -> Registers {
        let more = if self.trouble == Trouble::Differs { Decimal::from(TOO_MANY) } else { Decimal::ZERO };
        let more_of = |register| match register {
            Register::ActiveTotal | Register::ActiveFlat => more,
            _ => Decimal::ZERO,
        };
        let shows = self.due.shows.iter();
        Registers::of(shows.map(|(register, value)| (register, value + more_of(register))))
    }

    /// A field for each of the registers, written by the source; `null` is its word for no value.
    pub fn fields<const N: usize>(
        &self,
        registers: [Register; N],
        null: &str,
        write: impl Fn(Decimal) -> String,
    ) -> [String; N] {
        let said = self.said();
        registers.map(|register| match (self.trouble, said.get(register)) {
            (Trouble::MinusOne, Some(_)) => write(Decimal::NEGATIVE_ONE),
            (Trouble::NoValue | Trouble::NotRead, _) | (_, None) => null.to_owned(),
            (_, Some(value)) => write(value),
        })
    }
}
