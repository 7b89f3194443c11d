//! Where candidates come from, the best kind of match first. A stage asks one index for a bounded number of customers.
//!
//! What is typed reaches an index only as letters and digits in quotes, so no text can disturb the index's own language.

use domain::Customer;
use rusqlite::params;

use super::keys::{LAST, LAST_LENGTH, PIECE, ended, spaced};
use super::query::{Query, Word, WordKind};
use crate::{Read, StoreError};

/// Candidates of a stage when the index decides alone.
const FOR_ONE_WORD: u32 = 150;
/// When the other words of several still have to be compared.
const FOR_SEVERAL_WORDS: u32 = 400;
/// Pieces of a number that one question carries. The last ones tell more numbers apart than the first.
const PIECES_ASKED: usize = 3;

/// A longer number stands in no address.
const HOUSE_NUMBER_MAX: usize = 4;
/// From this length on a number's pieces alone leave few candidates.
const TELLING_NUMBER: usize = 8;
/// From this length on few names contain a text, so those that begin with it need no stage of their own.
const TELLING_NAME: usize = 3;

pub(super) struct Stage {
    index: Index,
    question: String,
    candidates_max: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Index {
    /// Account numbers from the question on.
    CustomerNo,
    Number,
    Name,
    Pinyin,
    Text,
}

impl Index {
    fn sql(self) -> &'static str {
        match self {
            Index::CustomerNo => concat!(
                include_str!("../customers/select.sql"),
                "WHERE no >= ?1 AND no < ?1 || ':' ORDER BY no LIMIT ?2"
            ),
            Index::Number => concat!(
                include_str!("../customers/select.sql"),
                "WHERE id IN (SELECT rowid FROM search_number WHERE search_number MATCH ?1 LIMIT ?2)"
            ),
            Index::Name => concat!(
                include_str!("../customers/select.sql"),
                "WHERE id IN (SELECT rowid FROM search_name WHERE search_name MATCH ?1 LIMIT ?2)"
            ),
            Index::Pinyin => concat!(
                include_str!("../customers/select.sql"),
                "WHERE id IN (SELECT rowid FROM search_pinyin WHERE search_pinyin MATCH ?1 LIMIT ?2)"
            ),
            Index::Text => concat!(
                include_str!("../customers/select.sql"),
                "WHERE id IN (SELECT rowid FROM search_text WHERE search_text MATCH ?1 LIMIT ?2)"
            ),
        }
    }
}

impl Stage {
    /// The address of somebody else has nothing to say once the text is a whole name.
    pub(super) fn is_idle_after_whole_name(&self) -> bool {
        self.index == Index::Text
    }
}

impl Read<'_> {
    pub(super) fn candidates(&self, stage: &Stage) -> Result<Vec<(i64, Customer)>, StoreError> {
        let params = params![stage.question, stage.candidates_max];
        self.all(stage.index.sql(), params, crate::customers::customer)
    }
}

pub(super) fn stages(query: &Query) -> Vec<Stage> {
    match query.words.as_slice() {
        [] => Vec::new(),
        [word] => for_word(word, FOR_ONE_WORD),
        words => for_words(words),
    }
}

/// A number among several words narrows the most; then all words are asked of names, pinyin and addresses at once.
fn for_words(words: &[Word]) -> Vec<Stage> {
    let longest_number =
        words.iter().filter(|word| word.kind == WordKind::Number).max_by_key(|word| word.characters.len());
    let mut stages = match longest_number {
        Some(number) if number.characters.len() >= 3 => by_number(&number.characters, FOR_SEVERAL_WORDS),
        _ => Vec::new(),
    };
    let asked: Vec<String> = words
        .iter()
        .filter(|word| word.kind != WordKind::Number || word.characters.len() >= 3)
        .map(|word| match word.kind {
            WordKind::Letters => format!("({} OR {} *)", phrase(&word.characters), token(&word.characters)),
            _ => phrase(&word.characters),
        })
        .collect();
    // Where the index itself compares every word, nearly every candidate is a hit.
    let candidates_max = if asked.len() == words.len() { FOR_ONE_WORD } else { FOR_SEVERAL_WORDS };
    if !asked.is_empty() {
        stages.push(Stage { index: Index::Text, question: asked.join(" AND "), candidates_max });
    }
    stages
}

fn for_word(word: &Word, candidates_max: u32) -> Vec<Stage> {
    let characters = &word.characters;
    let stage = |index, question| Stage { index, question, candidates_max };
    let mut stages = match word.kind {
        WordKind::Number => by_number(characters, candidates_max),
        WordKind::Letters => Vec::new(),
        WordKind::Text => vec![stage(Index::Name, format!("^ \"{}\"", ended(characters)))],
    };
    if word.kind == WordKind::Text && characters.len() < TELLING_NAME {
        stages.push(stage(Index::Name, format!("^ {}", phrase(characters))));
    }
    stages.push(stage(Index::Name, phrase(characters)));
    if word.kind == WordKind::Letters {
        stages.push(stage(Index::Pinyin, token(characters)));
        stages.push(stage(Index::Pinyin, format!("{} *", token(characters))));
        if characters.len() >= PIECE {
            stages.push(stage(Index::Number, pieces(characters)));
        }
    }
    if word.kind != WordKind::Number || characters.len() <= HOUSE_NUMBER_MAX {
        stages.push(stage(Index::Text, format!("address : {}", phrase(characters))));
    }
    stages
}

fn by_number(digits: &[char], candidates_max: u32) -> Vec<Stage> {
    let stage = |index, question| Stage { index, question, candidates_max };
    let mut stages = vec![stage(Index::CustomerNo, digits.iter().collect())];
    let last = &digits[digits.len().saturating_sub(LAST_LENGTH)..];
    let last = format!("\"{LAST}{}\"", last.iter().collect::<String>());
    match digits.len() {
        0 | 1 => {}
        2 => stages.push(stage(Index::Number, last)),
        3 => {
            stages.push(stage(Index::Number, last));
            // What may follow is asked one by one: each answer is bounded, their union would not be.
            for next in '0'..='9' {
                let piece: Vec<char> = digits.iter().copied().chain([next]).collect();
                stages.push(stage(Index::Number, token(&piece)));
            }
        }
        length => {
            let pieces = pieces(digits);
            if length < TELLING_NUMBER {
                stages.push(stage(Index::Number, format!("{last} AND {pieces}")));
            }
            stages.push(stage(Index::Number, pieces));
        }
    }
    stages
}

/// The last pieces of a number, side by side, and its first one.
fn pieces(digits: &[char]) -> String {
    let from_the_end = digits.rchunks_exact(PIECE).take(PIECES_ASKED);
    let is_cut = !digits.len().is_multiple_of(PIECE);
    let first = (is_cut && digits.len() / PIECE < PIECES_ASKED).then(|| &digits[..PIECE]);
    let asked: Vec<String> = from_the_end.chain(first).map(token).collect();
    asked.join(" AND ")
}

fn token(characters: &[char]) -> String {
    format!("\"{}\"", characters.iter().collect::<String>())
}

fn phrase(characters: &[char]) -> String {
    format!("\"{}\"", spaced(characters))
}
