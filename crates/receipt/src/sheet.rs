//! Drawing on a page: texts that know their width, rules and frames.

use crate::page::{Align, Blocks, Frame, Ink, Item, Length, Rule, TextRun, Weight};
use crate::typeface::TYPEFACE;

/// How a text looks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Style {
    pub(crate) em: Length,
    pub(crate) weight: Weight,
    pub(crate) ink: Ink,
}

impl Style {
    pub(crate) const fn plain(em: Length) -> Style {
        Style { em, weight: Weight::Regular, ink: Ink::Black }
    }

    pub(crate) const fn strong(em: Length) -> Style {
        Style { em, weight: Weight::Strong, ink: Ink::Black }
    }

    pub(crate) const fn with_ink(self, ink: Ink) -> Style {
        Style { ink, ..self }
    }

    pub(crate) fn width(self, text: &str) -> Length {
        TYPEFACE.advance(&TYPEFACE.shown(text), self.em)
    }

    /// The same style in a size, not above its own, in which the text fits on one line.
    pub(crate) fn fitting(self, text: &str, width: Length) -> Style {
        let natural = self.width(text);
        if natural == 0 || natural <= width { self } else { Style { em: self.em * width / natural, ..self } }
    }
}

/// Items collected for a page.
#[derive(Default)]
pub(crate) struct Sheet {
    items: Vec<Item>,
}

impl Sheet {
    pub(crate) fn into_items(self) -> Vec<Item> {
        self.items
    }

    /// A line of text whose middle lies at `middle`; `at` is its left end, its middle or its right end.
    pub(crate) fn text(&mut self, at: Length, middle: Length, align: Align, style: Style, text: &str) {
        let text = TYPEFACE.shown(text);
        let width = TYPEFACE.advance(&text, style.em);
        let left = match align {
            Align::Left => at,
            Align::Middle => at - width / 2,
            Align::Right => at - width,
        };
        let Style { em, weight, ink } = style;
        self.items.push(Item::Text(TextRun {
            text,
            left,
            baseline: baseline(middle, em),
            width,
            em,
            weight,
            ink,
            align,
        }));
    }

    pub(crate) fn rule(&mut self, from: (Length, Length), to: (Length, Length), thickness: Length) {
        self.items.push(Item::Rule(Rule { from, to, thickness }));
    }

    pub(crate) fn across(&mut self, left: Length, right: Length, y: Length, thickness: Length) {
        self.rule((left, y), (right, y), thickness);
    }

    pub(crate) fn down(&mut self, x: Length, top: Length, bottom: Length, thickness: Length) {
        self.rule((x, top), (x, bottom), thickness);
    }

    pub(crate) fn outline(&mut self, left: Length, top: Length, width: Length, height: Length, thickness: Length) {
        self.items.push(Item::Frame(Frame { left, top, width, height, thickness: Some(thickness) }));
    }

    pub(crate) fn black(&mut self, left: Length, top: Length, width: Length, height: Length) {
        self.items.push(Item::Frame(Frame { left, top, width, height, thickness: None }));
    }

    pub(crate) fn blocks(&mut self, blocks: Blocks) {
        self.items.push(Item::Blocks(blocks));
    }

    /// The four corners of a place that is meant for a stamp.
    pub(crate) fn corners(&mut self, left: Length, top: Length, width: Length, height: Length) {
        const ARM: Length = 350;
        const THICKNESS: Length = 15;
        for (x, arm_x) in [(left, ARM), (left + width, -ARM)] {
            for (y, arm_y) in [(top, ARM), (top + height, -ARM)] {
                self.rule((x, y), (x + arm_x, y), THICKNESS);
                self.rule((x, y), (x, y + arm_y), THICKNESS);
            }
        }
    }
}

/// Han characters reach from 0.88 em above the baseline to 0.12 em below it, figures to 0.73 em above it.
fn baseline(middle: Length, em: Length) -> Length {
    middle + em * 37 / 100
}
