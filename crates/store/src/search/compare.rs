//! Whether a customer matches the words, how well, and what to highlight.

use std::ops::Range;

use domain::Customer;

use super::MatchedField;
use super::fold::Folded;
use super::pinyin::sounds_like;
use super::query::{Query, Word, WordKind};

/// How good a match is; the smallest is the best.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    WholeNumber,
    NumberBegin,
    NumberEnd,
    NumberInside,
    WholeName,
    NameBegin,
    NameInside,
    WholePinyin,
    PinyinBegin,
    PinyinInside,
    Address,
}

#[derive(Clone, Debug)]
pub(super) struct Match {
    pub rank: Rank,
    pub field: MatchedField,
    pub span: Vec<Range<usize>>,
    /// It is a whole account, meter or phone number: nobody else can be meant.
    pub is_certain: bool,
}

/// Whole numbers of this length belong to one customer, or to one phone.
const CERTAIN_NUMBER: usize = 10;

/// All words have to match. The best word names the field; what other words hit in it is highlighted too.
pub(super) fn compare_all(query: &Query, customer: &Customer) -> Option<Match> {
    let matches: Vec<Match> = query.words.iter().map(|word| compare(word, customer)).collect::<Option<_>>()?;
    let mut best = matches.iter().min_by_key(|found| found.rank)?.clone();
    best.span = matches.into_iter().filter(|found| found.field == best.field).flat_map(|found| found.span).collect();
    best.span.sort_by_key(|range| range.start);
    best.span.dedup();
    Some(best)
}

fn compare(word: &Word, customer: &Customer) -> Option<Match> {
    let number = || if word.kind == WordKind::Text { None } else { best_number(word, customer) };
    let address = || {
        let address = Folded::of(&customer.address);
        let at = address.find(&word.characters)?;
        Some(matched(Rank::Address, MatchedField::Address, &address, at..at + word.characters.len()))
    };
    number().or_else(|| by_name(word, customer)).or_else(address)
}

fn matched(rank: Rank, field: MatchedField, text: &Folded, characters: Range<usize>) -> Match {
    Match { rank, field, span: vec![text.bytes(characters)], is_certain: false }
}

fn best_number(word: &Word, customer: &Customer) -> Option<Match> {
    let old_no = customer.old_no.as_deref().map(|old_no| (MatchedField::OldNo, old_no, 0));
    let single = [
        Some((MatchedField::CustomerNo, customer.no.as_str(), 0)),
        old_no,
        Some((MatchedField::MeterNo, customer.meter_no.as_str(), 0)),
    ];
    let mut phone_at = 0;
    let phones = customer.phone.split(' ').map(|phone| {
        let at = phone_at;
        phone_at += phone.len() + 1;
        (MatchedField::Phone, phone, at)
    });
    let fields = single.into_iter().flatten().chain(phones);
    fields.filter_map(|(field, number, at)| by_number(word, field, number, at)).min_by_key(|found| found.rank)
}

/// `at` is where the number begins in its field.
fn by_number(word: &Word, field: MatchedField, number: &str, at: usize) -> Option<Match> {
    let number = Folded::of(number);
    let (sought, length) = (&word.characters, number.characters.len());
    let first = number.find(sought)?;
    let (rank, first) = if first == 0 {
        (if sought.len() == length { Rank::WholeNumber } else { Rank::NumberBegin }, 0)
    } else if number.characters.ends_with(sought) {
        (Rank::NumberEnd, length - sought.len())
    } else {
        (Rank::NumberInside, first)
    };
    let bytes = number.bytes(first..first + sought.len());
    let span = std::iter::once(bytes.start + at..bytes.end + at).collect();
    let is_certain = rank == Rank::WholeNumber && length >= CERTAIN_NUMBER;
    Some(Match { rank, field, span, is_certain })
}

fn by_name(word: &Word, customer: &Customer) -> Option<Match> {
    let name = Folded::of(&customer.name);
    if let Some(at) = name.find(&word.characters) {
        let rank = match at {
            0 if word.characters.len() == name.characters.len() => Rank::WholeName,
            0 => Rank::NameBegin,
            _ => Rank::NameInside,
        };
        return Some(matched(rank, MatchedField::Name, &name, at..at + word.characters.len()));
    }
    if word.kind != WordKind::Letters {
        return None;
    }
    let sound = sounds_like(&word.characters, &name.characters)?;
    let rank = match (sound.is_whole, sound.characters.start) {
        (true, _) => Rank::WholePinyin,
        (false, 0) => Rank::PinyinBegin,
        (false, _) => Rank::PinyinInside,
    };
    Some(matched(rank, MatchedField::Pinyin, &name, sound.characters))
}
