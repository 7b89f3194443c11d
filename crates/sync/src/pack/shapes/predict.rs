//! What a number could be expected to be, by the numbers before it. The sender tries and says the rule of each column.
//!
//! ```text
//! rule 0                      nothing is expected: 0
//! rule 1 first                as the one before in this column; the very first is given
//! rule 2 column               as the last one of another column
//! rule 3 first column         the one before, moved as far as another column has moved
//! rule 4 column column places the product of two columns without so many decimals, halves away from zero
//! ```

use super::super::{narrow, read_varint, unzigzag, write_varint, zigzag};
use crate::wire::Malformed;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Predictor {
    #[default]
    Nothing,
    Before {
        first: i64,
    },
    Like {
        column: usize,
    },
    Moves {
        first: i64,
        column: usize,
    },
    Product {
        columns: (usize, usize),
        places: u32,
    },
}

const PLACES_MAX: u32 = 12;

impl Predictor {
    pub fn write(self, out: &mut Vec<u8>) {
        let numbers: [u64; 4] = match self {
            Predictor::Nothing => [0; 4],
            Predictor::Before { first } => [1, zigzag(first), 0, 0],
            Predictor::Like { column } => [2, column as u64, 0, 0],
            Predictor::Moves { first, column } => [3, zigzag(first), column as u64, 0],
            Predictor::Product { columns: (one, other), places } => [4, one as u64, other as u64, u64::from(places)],
        };
        let written = [1, 2, 2, 3, 4][numbers[0] as usize];
        numbers[..written].iter().for_each(|number| write_varint(out, *number));
    }

    pub fn read(bytes: &mut &[u8], columns: usize) -> Result<Predictor, Malformed> {
        fn column(bytes: &mut &[u8], columns: usize) -> Result<usize, Malformed> {
            let column = narrow(read_varint(bytes)?)?;
            if column < columns { Ok(column) } else { Err(Malformed::because("a rule of an unknown column")) }
        }
        Ok(match read_varint(bytes)? {
            0 => Predictor::Nothing,
            1 => Predictor::Before { first: unzigzag(read_varint(bytes)?) },
            2 => Predictor::Like { column: column(bytes, columns)? },
            3 => Predictor::Moves { first: unzigzag(read_varint(bytes)?), column: column(bytes, columns)? },
            4 => {
                let columns = (column(bytes, columns)?, column(bytes, columns)?);
                let places = narrow(read_varint(bytes)?)?;
                if places > PLACES_MAX {
                    return Err(Malformed::because("a rule of too many decimals"));
                }
                Predictor::Product { columns, places }
            }
            _ => return Err(Malformed::because("an unknown rule")),
        })
    }
}

/// The last numbers of each column.
pub(super) struct Memory {
    last: Vec<i64>,
    before: Vec<i64>,
}

impl Memory {
    pub fn new(predictors: &[Predictor]) -> Memory {
        let first = |predictor: &Predictor| match predictor {
            Predictor::Before { first } | Predictor::Moves { first, .. } => *first,
            Predictor::Nothing | Predictor::Like { .. } | Predictor::Product { .. } => 0,
        };
        let last: Vec<i64> = predictors.iter().map(first).collect();
        Memory { before: last.clone(), last }
    }

    pub fn expected(&self, predictor: Predictor, column: usize) -> i64 {
        match predictor {
            Predictor::Nothing => 0,
            Predictor::Before { .. } => self.last[column],
            Predictor::Like { column } => self.last[column],
            Predictor::Moves { column: other, .. } => {
                let moved = self.last[other].wrapping_sub(self.before[other]);
                self.last[column].wrapping_add(moved)
            }
            Predictor::Product { columns: (one, other), places } => product(self.last[one], self.last[other], places),
        }
    }

    pub fn keep(&mut self, column: usize, value: i64) {
        self.before[column] = std::mem::replace(&mut self.last[column], value);
    }
}

/// Any 64 bits will do as an expectation; both ends come to the same.
fn product(one: i64, other: i64, places: u32) -> i64 {
    let (exact, unit) = (i128::from(one) * i128::from(other), 10_i128.pow(places));
    let away = (2 * exact.unsigned_abs() + unit.unsigned_abs()) / (2 * unit.unsigned_abs());
    if exact < 0 { (away as i64).wrapping_neg() } else { away as i64 }
}

/// So many numbers of a column say what the others will do.
const TRIED: usize = 100;

/// Columns further apart than this are not looked at for each other; a wide row would cost its square.
const APART_MAX: usize = 96;

/// Rules of products are looked for among so many columns before.
const NEAR: usize = 6;

/// How the sender finds the rules: by trying them on the numbers themselves.
pub(super) fn choose(events: &[(usize, i64)], columns: usize) -> Vec<Predictor> {
    let mut first = vec![None; columns];
    for (column, value) in events {
        first[*column].get_or_insert(*value);
    }
    // A column that expects nothing still has a first number, from which others may move.
    let first: Vec<i64> = first.into_iter().map(Option::unwrap_or_default).collect();
    let mut trials: Vec<Trial> = (0..columns).map(|column| Trial::new(column, &first)).collect();
    let started: Vec<Predictor> = first.iter().map(|first| Predictor::Before { first: *first }).collect();
    let mut memory = Memory::new(&started);
    let mut near: Vec<usize> = Vec::new();
    for (column, value) in events {
        trials[*column].see(&memory, &near, *value);
        memory.keep(*column, *value);
        near.retain(|other| other != column);
        near.push(*column);
        if near.len() > NEAR {
            near.remove(0);
        }
    }
    trials.into_iter().map(|trial| trial.best()).collect()
}

/// The rules of one column with what each would cost so far, in bits.
struct Trial {
    column: usize,
    candidates: Vec<(Predictor, u64)>,
    seen: usize,
    first: i64,
}

impl Trial {
    fn new(column: usize, first: &[i64]) -> Trial {
        let first_of_it = first[column];
        let near = column.saturating_sub(APART_MAX)..first.len().min(column + APART_MAX);
        let others = near.filter(|other| *other != column);
        let like = others.clone().map(|column| Predictor::Like { column });
        let moves = others.map(|column| Predictor::Moves { first: first_of_it, column });
        let own = [Predictor::Nothing, Predictor::Before { first: first_of_it }];
        let candidates = own.into_iter().chain(like).chain(moves).map(|candidate| (candidate, 0)).collect();
        Trial { column, candidates, seen: 0, first: first_of_it }
    }

    fn see(&mut self, memory: &Memory, near: &[usize], value: i64) {
        if self.seen == TRIED {
            return;
        }
        if self.seen == 0 {
            let pairs = near.iter().flat_map(|one| near.iter().map(move |other| (*one, *other)));
            let pairs = pairs.filter(|(one, other)| one <= other && *one != self.column && *other != self.column);
            let products = pairs.flat_map(|columns| (0..=PLACES_MAX).map(move |places| (columns, places)));
            let products = products.filter(|((one, other), places)| {
                value != 0 && product(memory.last[*one], memory.last[*other], *places) == value
            });
            let products = products.map(|(columns, places)| (Predictor::Product { columns, places }, 0));
            self.candidates.extend(products.collect::<Vec<_>>());
        }
        self.seen += 1;
        for (candidate, cost) in &mut self.candidates {
            *cost += bits_of(value.wrapping_sub(memory.expected(*candidate, self.column)));
        }
    }

    /// Of rules that cost the same, the simplest.
    fn best(self) -> Predictor {
        let overhead = |candidate: &Predictor| match candidate {
            Predictor::Nothing => 0,
            Predictor::Before { .. } => bits_of(self.first),
            Predictor::Like { .. } => 12,
            Predictor::Moves { .. } => 12 + bits_of(self.first),
            Predictor::Product { .. } => 16,
        };
        let cheapest = self.candidates.iter().min_by_key(|(candidate, cost)| cost + overhead(candidate));
        cheapest.map_or(Predictor::Nothing, |(candidate, _)| *candidate)
    }
}

fn bits_of(off: i64) -> u64 {
    u64::from(64 - zigzag(off).leading_zeros())
}
