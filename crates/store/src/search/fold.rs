//! One form for what is typed and what is stored: half-width, small letters, nothing but letters and digits.

use std::ops::Range;

/// Full-width characters become half-width, letters small.
pub(super) fn fold(character: char) -> char {
    let half = match character {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(character as u32 - 0xfee0).unwrap_or(character),
        '\u{3000}' => ' ',
        other => other,
    };
    half.to_ascii_lowercase()
}

/// A text that is searched in: its letters and digits, folded, and where each stood.
pub(super) struct Folded {
    pub characters: Vec<char>,
    places: Vec<Range<usize>>,
}

impl Folded {
    pub fn of(text: &str) -> Folded {
        let kept = text.char_indices().filter_map(|(at, character)| {
            let folded = fold(character);
            folded.is_alphanumeric().then_some((folded, at..at + character.len_utf8()))
        });
        let (characters, places) = kept.unzip();
        Folded { characters, places }
    }

    /// Where a word begins in it, counted in characters.
    pub fn find(&self, word: &[char]) -> Option<usize> {
        if word.is_empty() {
            return None;
        }
        self.characters.windows(word.len()).position(|window| window == word)
    }

    /// The bytes of the original text that some characters came from.
    pub fn bytes(&self, characters: Range<usize>) -> Range<usize> {
        self.places[characters.start].start..self.places[characters.end - 1].end
    }
}
