//! The embedded font: what it can show, and how wide that is.
//!
//! `assets/ReceiptSans.otf` is a subset of Noto Sans CJK SC with every Han character of it. Names in this prefecture use
//! characters that the usual fonts lack (瀼, 䶮); a character that no font has is described in brackets, never dropped.

use std::sync::LazyLock;

use ttf_parser::{Face, GlyphId};

use crate::Length;

pub(crate) static FONT_BYTES: &[u8] = include_bytes!("../assets/ReceiptSans.otf");

pub(crate) static TYPEFACE: LazyLock<Typeface> = LazyLock::new(|| {
    let face = Face::parse(FONT_BYTES, 0).expect("the font in the repository is a font");
    Typeface { units_per_em: i64::from(face.units_per_em()), face }
});

pub(crate) struct Typeface {
    face: Face<'static>,
    units_per_em: i64,
}

impl Typeface {
    pub(crate) fn face(&self) -> &Face<'static> {
        &self.face
    }

    pub(crate) fn glyph(&self, letter: char) -> Option<GlyphId> {
        self.face.glyph_index(letter).filter(|glyph| glyph.0 != 0)
    }

    /// The width of a text that went through `shown`.
    pub(crate) fn advance(&self, text: &str, em: Length) -> Length {
        let units: i64 = text
            .chars()
            .filter_map(|letter| self.glyph(letter))
            .map(|glyph| i64::from(self.face.glyph_hor_advance(glyph).unwrap_or_default()))
            .sum();
        Length::try_from((units * i64::from(em) + self.units_per_em / 2) / self.units_per_em)
            .expect("a line of text is shorter than 20 km")
    }

    /// The text as paper can show it: white space becomes a space, invisible selectors go, and a character without a glyph
    /// is described like 〔U+20164〕.
    pub(crate) fn shown(&self, text: &str) -> String {
        let mut shown = String::with_capacity(text.len());
        for letter in text.chars() {
            if letter.is_whitespace() && letter != '\u{3000}' || letter.is_control() {
                shown.push(' ');
            } else if is_invisible(letter) {
                continue;
            } else if self.glyph(letter).is_some() {
                shown.push(letter);
            } else {
                shown.push_str(&format!("〔U+{:04X}〕", u32::from(letter)));
            }
        }
        shown
    }
}

/// Variation selectors, joiners and marks of direction: they have no shape of their own.
fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{E0100}'..='\u{E01EF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rare_characters_of_local_names_have_glyphs() {
        for letter in "瀼䶮㛃𬭎𠅤喆堃犇玥琎珺镕翀昇赟垚飏曌龑彧烎勔鑫煊".chars() {
            assert!(TYPEFACE.glyph(letter).is_some(), "{letter}");
        }
    }

    #[test]
    fn a_character_that_no_font_has_is_described() {
        assert_eq!(TYPEFACE.shown("田\u{1F600}贵"), "田〔U+1F600〕贵");
        assert_eq!(TYPEFACE.shown("田\u{E000}"), "田〔U+E000〕");
    }

    #[test]
    fn line_breaks_become_spaces_and_selectors_vanish() {
        assert_eq!(TYPEFACE.shown("葛\u{E0100}村\r\n3组\t"), "葛村  3组 ");
    }

    #[test]
    fn figures_all_have_one_width() {
        let widths: Vec<Length> = ('0'..='9').map(|digit| TYPEFACE.advance(&digit.to_string(), 1000)).collect();
        assert!(widths.windows(2).all(|pair| pair[0] == pair[1]), "{widths:?}");
        assert_eq!(TYPEFACE.advance("电费", 300), 600);
    }
}
