//! What was typed, as words.

use super::fold::{Folded, fold};

const WORDS_MAX: usize = 6;
/// Longer than any name or number; an address is found by less.
const LETTERS_MAX: usize = 32;

/// Words that all have to match, each in any field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Query {
    pub words: Vec<Word>,
}

/// Folded letters and digits of one word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    pub characters: Vec<char>,
    pub kind: WordKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum WordKind {
    /// Digits, or digits among letters as in some meter numbers.
    Number,
    /// Letters only: pinyin, or a foreign name.
    Letters,
    /// With Chinese characters.
    Text,
}

impl Query {
    /// Words are parted by spaces. Digits with spaces or hyphens between them are one number.
    pub fn of(text: &str) -> Query {
        let folded: String = text.chars().map(fold).collect();
        let is_spaced_number = folded.chars().any(|character| character.is_ascii_digit())
            && folded
                .chars()
                .all(|character| character.is_ascii_digit() || character == '-' || character.is_whitespace());
        let words = if is_spaced_number {
            Word::of(&folded).into_iter().collect()
        } else {
            folded.split_whitespace().filter_map(Word::of).take(WORDS_MAX).collect()
        };
        Query { words }
    }
}

impl Word {
    fn of(text: &str) -> Option<Word> {
        let mut characters = Folded::of(text).characters;
        characters.truncate(LETTERS_MAX);
        let kind = if characters.iter().all(char::is_ascii_alphabetic) {
            WordKind::Letters
        } else if characters.iter().all(char::is_ascii_alphanumeric) {
            WordKind::Number
        } else {
            WordKind::Text
        };
        (!characters.is_empty()).then_some(Word { characters, kind })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<(String, WordKind)> {
        Query::of(text).words.into_iter().map(|word| (word.characters.into_iter().collect(), word.kind)).collect()
    }

    #[test]
    fn what_is_typed_becomes_words() {
        use WordKind::*;
        let word = |text: &str, kind| (text.to_owned(), kind);
        assert_eq!(words(" ４２８００１　"), [word("428001", Number)]);
        assert_eq!(words("139 0717-1234"), [word("13907171234", Number)]);
        assert_eq!(words("ＴＣＹ 白杨坪"), [word("tcy", Letters), word("白杨坪", Text)]);
        assert_eq!(words("白杨坪镇·3组 D1234"), [word("白杨坪镇3组", Text), word("d1234", Number)]);
        assert_eq!(words("\"*)(🙂\0 '"), []);
        assert_eq!(words(""), []);
    }
}
