//! The QR code of the seal (design: at most 220 characters, checkable with only the public keys).

use qrcode::{Color, EcLevel, QrCode};

use crate::Length;
use crate::page::Blocks;

/// A QR code before it has a place.
pub(crate) struct Qr {
    /// Modules on a side, without the quiet zone.
    pub(crate) side: Length,
    runs: Vec<(i32, i32, i32)>,
    dark: Vec<bool>,
}

/// The white border that a reader needs, in modules.
pub(crate) const QUIET: Length = 4;

impl Qr {
    /// `None` for a text that no QR code holds; the receipt is then checked by its check code.
    pub(crate) fn of(text: &str) -> Option<Qr> {
        let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
        let side = code.width();
        let colors = code.to_colors();
        let mut runs = Vec::new();
        for (row, colors) in colors.chunks(side).enumerate() {
            push_runs(&mut runs, row as i32, colors);
        }
        let dark = colors.into_iter().map(|color| color == Color::Dark).collect();
        Some(Qr { side: side as Length, runs, dark })
    }

    /// The largest module that fits the whole code into `room`, quiet zone included, and is no larger than `wanted`.
    pub(crate) fn module_within(&self, room: Length, wanted: Length) -> Length {
        (room / (self.side + 2 * QUIET)).min(wanted)
    }

    pub(crate) fn blocks(self, left: Length, top: Length, module: Length) -> Blocks {
        Blocks { left, top, module, runs: self.runs }
    }

    /// The quiet zone around the code is light.
    pub(crate) fn is_dark(&self, row: i32, column: i32) -> bool {
        let inside = (0..self.side).contains(&row) && (0..self.side).contains(&column);
        inside && self.dark[(row * self.side + column) as usize]
    }
}

fn push_runs(runs: &mut Vec<(i32, i32, i32)>, row: i32, colors: &[Color]) {
    let mut column = 0;
    for same in colors.chunk_by(|left, right| left == right) {
        if same[0] == Color::Dark {
            runs.push((row, column, same.len() as i32));
        }
        column += same.len() as i32;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_seal_fits_a_code_that_a_dot_matrix_printer_can_draw() {
        let qr = Qr::of(&"a".repeat(220)).unwrap();
        assert!(qr.side <= 61, "{}", qr.side);
    }

    #[test]
    fn the_corners_carry_the_finder_patterns() {
        let qr = Qr::of("BYP-01-1-000123").unwrap();
        assert!((0..7).all(|column| qr.is_dark(0, column)));
        assert!(!qr.is_dark(0, 7));
    }
}
