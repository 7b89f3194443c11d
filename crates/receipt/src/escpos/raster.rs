//! Lines of text and QR codes as dots.
//!
//! The rasteriser works in f32; positions on the paper are whole dots again as soon as it has drawn.

use ab_glyph_rasterizer::{Point, Rasterizer, point};
use ttf_parser::OutlineBuilder;

use super::{Size, columns};
use crate::qr::Qr;
use crate::typeface::TYPEFACE;

/// Black dots, eight to a byte, rows from the top.
pub(super) struct Picture {
    pub(super) row_bytes: usize,
    pub(super) rows: Vec<u8>,
}

impl Picture {
    fn blank(width: usize, height: usize) -> Picture {
        let row_bytes = width.div_ceil(8);
        Picture { row_bytes, rows: vec![0; row_bytes * height] }
    }

    pub(super) fn height(&self) -> usize {
        self.rows.len() / self.row_bytes
    }

    fn blacken(&mut self, x: usize, y: usize) {
        let place = y * self.row_bytes + x / 8;
        if x / 8 < self.row_bytes && place < self.rows.len() {
            self.rows[place] |= 0x80 >> (x % 8);
        }
    }

    pub(super) fn inverted(mut self) -> Picture {
        self.rows.iter_mut().for_each(|byte| *byte = !*byte);
        self
    }
}

/// A line in the same columns as the printer's text: a Han character is a square of two columns.
pub(super) fn of_text(text: &str, size: Size) -> Picture {
    let column = match size {
        Size::Normal => 12,
        Size::Double => 24,
    };
    let em = column * 2;
    let mut picture = Picture::blank(columns(text) * column, em + em / 4);
    let mut left = 0;
    for letter in text.chars() {
        let cell = if letter.is_ascii() { column } else { em };
        draw_letter(&mut picture, letter, left, cell, em);
        left += cell;
    }
    picture
}

/// Draws a letter in the middle of its cell.
fn draw_letter(picture: &mut Picture, letter: char, left: usize, cell: usize, em: usize) {
    let Some(glyph) = TYPEFACE.glyph(letter) else {
        return;
    };
    let advance = TYPEFACE.advance(letter.encode_utf8(&mut [0; 4]), em as i32) as usize;
    let inset = cell.saturating_sub(advance) / 2;
    let height = picture.height();
    let mut pen = Pen::new(cell + em, height, inset, em);
    TYPEFACE.face().outline_glyph(glyph, &mut pen);
    pen.raster.for_each_pixel_2d(|x, y, coverage| {
        if coverage >= 0.45 {
            picture.blacken(left + x as usize, y as usize);
        }
    });
}

/// Follows an outline in font units and draws it in dots, y downwards.
struct Pen {
    raster: Rasterizer,
    inset: usize,
    em: usize,
    start: Point,
    at: Point,
}

impl Pen {
    fn new(width: usize, height: usize, inset: usize, em: usize) -> Pen {
        Pen { raster: Rasterizer::new(width, height), inset, em, start: point(0.0, 0.0), at: point(0.0, 0.0) }
    }

    #[expect(clippy::float_arithmetic, reason = "outlines are scaled for the rasteriser, which works in f32")]
    fn dot(&self, x: f32, y: f32) -> Point {
        let scale = self.em as f32 / f32::from(TYPEFACE.face().units_per_em());
        // The baseline lies one em below the top: Han characters reach from 0.88 em above it to 0.12 em below it.
        point(self.inset as f32 + x * scale, self.em as f32 - y * scale)
    }
}

impl OutlineBuilder for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.start = self.dot(x, y);
        self.at = self.start;
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let to = self.dot(x, y);
        self.raster.draw_line(self.at, to);
        self.at = to;
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let (control, to) = (self.dot(x1, y1), self.dot(x, y));
        self.raster.draw_quad(self.at, control, to);
        self.at = to;
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let (first, second, to) = (self.dot(x1, y1), self.dot(x2, y2), self.dot(x, y));
        self.raster.draw_cubic(self.at, first, second, to);
        self.at = to;
    }

    fn close(&mut self) {
        self.raster.draw_line(self.at, self.start);
    }
}

pub(super) fn of_qr(qr: &Qr, module: usize, quiet: i32) -> Picture {
    let side = (qr.side + 2 * quiet) as usize * module;
    let mut picture = Picture::blank(side, side);
    for y in 0..side {
        for x in 0..side {
            if qr.is_dark((y / module) as i32 - quiet, (x / module) as i32 - quiet) {
                picture.blacken(x, y);
            }
        }
    }
    picture
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The picture as rows of `#` and `.`, for the eye.
    fn drawn(picture: &Picture) -> String {
        let row = |row: &[u8]| -> String {
            row.iter()
                .flat_map(|byte| (0..8).map(move |bit| if byte & (0x80 >> bit) != 0 { '#' } else { '.' }))
                .collect()
        };
        picture.rows.chunks(picture.row_bytes).map(row).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn a_rare_character_is_drawn_within_its_cell() {
        let picture = of_text("䶮", Size::Normal);
        assert_eq!((picture.row_bytes, picture.height()), (3, 30));
        let black = drawn(&picture).matches('#').count();
        assert!((120..400).contains(&black), "{black} black dots\n{}", drawn(&picture));
    }
}
