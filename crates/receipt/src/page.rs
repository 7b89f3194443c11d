//! A page as a list of placed items: what every backend draws.
//!
//! The origin is the top left corner, y grows downwards, and all lengths are hundredths of a millimetre.

use chrono::NaiveDateTime;

/// A length or position in hundredths of a millimetre.
pub type Length = i32;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    pub width: Length,
    pub height: Length,
    /// What the file is called in a viewer: the receipt's title and number.
    pub title: String,
    pub printed_at: NaiveDateTime,
    /// In the order of drawing.
    pub items: Vec<Item>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    Text(TextRun),
    Rule(Rule),
    Frame(Frame),
    Blocks(Blocks),
}

/// One line of text. Every character of it has a glyph in the embedded font.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextRun {
    pub text: String,
    /// The left end, whatever the alignment.
    pub left: Length,
    pub baseline: Length,
    pub width: Length,
    /// The size of the type: the side of a Han character.
    pub em: Length,
    pub weight: Weight,
    pub ink: Ink,
    /// Which end has to stay where it is if another font is a little wider.
    pub align: Align,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    Left,
    Middle,
    Right,
}

/// `Strong` is the same glyph with a stroke around it: one font serves both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    Regular,
    Strong,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    Black,
    /// A mark behind the text.
    Pale,
    /// On a black ground.
    White,
}

/// A straight line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    pub from: (Length, Length),
    pub to: (Length, Length),
    pub thickness: Length,
}

/// A rectangle, drawn as an outline or filled with black when it has no thickness.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame {
    pub left: Length,
    pub top: Length,
    pub width: Length,
    pub height: Length,
    /// `None` fills it.
    pub thickness: Option<Length>,
}

/// The black parts of a QR code: runs of modules, row by row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blocks {
    pub left: Length,
    pub top: Length,
    /// The side of a module.
    pub module: Length,
    /// Row, first column and number of modules.
    pub runs: Vec<(i32, i32, i32)>,
}

impl Page {
    /// The texts of the page in reading order: rows from the top, each from the left.
    pub fn text_lines(&self) -> Vec<String> {
        let mut runs: Vec<&TextRun> = self
            .items
            .iter()
            .filter_map(|item| match item {
                Item::Text(run) => Some(run),
                _ => None,
            })
            .collect();
        runs.sort_by_key(|run| (run.baseline, run.left));
        let mut lines: Vec<(Length, String)> = Vec::new();
        for run in runs {
            match lines.last_mut() {
                Some((baseline, line)) if *baseline == run.baseline => {
                    line.push_str("  ");
                    line.push_str(&run.text);
                }
                _ => lines.push((run.baseline, run.text.clone())),
            }
        }
        lines.into_iter().map(|(_, line)| line).collect()
    }
}
