//! The commands of the printer and the lines between them.

use encoding_rs::{GB18030, GBK};

use super::raster::{self, Picture};
use super::{Drawer, Size};

pub(super) struct Bytes {
    bytes: Vec<u8>,
    inverse: bool,
}

const INITIALISE: [u8; 2] = [0x1B, 0x40];
const CHINESE_ON: [u8; 2] = [0x1C, 0x26];
const DRAWER_PULSE: [u8; 5] = [0x1B, 0x70, 0x00, 0x19, 0xFA];
const FEED_AND_CUT: [u8; 4] = [0x1D, 0x56, 0x42, 0x00];
const NORMAL_SIZE: [u8; 3] = [0x1D, 0x21, 0x00];
const DOUBLE_SIZE: [u8; 3] = [0x1D, 0x21, 0x11];
const ALIGN_LEFT: [u8; 3] = [0x1B, 0x61, 0x00];
const ALIGN_MIDDLE: [u8; 3] = [0x1B, 0x61, 0x01];

impl Bytes {
    pub(super) fn begin(drawer: Drawer) -> Bytes {
        let mut bytes = Bytes { bytes: Vec::new(), inverse: false };
        bytes.add(&INITIALISE);
        if drawer == Drawer::Open {
            bytes.add(&DRAWER_PULSE);
        }
        bytes.add(&CHINESE_ON);
        bytes
    }

    pub(super) fn end(mut self) -> Vec<u8> {
        self.add(&[0x1B, 0x64, 3]);
        self.add(&FEED_AND_CUT);
        self.bytes
    }

    fn add(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// Prints a shown text as one line.
    pub(super) fn line(&mut self, text: &str, size: Size) {
        if prints(text) {
            self.text(text, size);
        } else {
            let picture = raster::of_text(text, size);
            self.picture(&if self.inverse { picture.inverted() } else { picture });
        }
    }

    fn text(&mut self, text: &str, size: Size) {
        let (encoded, _, _) = GB18030.encode(text);
        match size {
            Size::Normal => self.add(&encoded),
            Size::Double => {
                self.add(&DOUBLE_SIZE);
                self.add(&encoded);
                self.add(&NORMAL_SIZE);
            }
        }
        self.add(b"\n");
    }

    pub(super) fn centred(&mut self, text: &str, size: Size) {
        self.add(&ALIGN_MIDDLE);
        self.line(text, size);
        self.add(&ALIGN_LEFT);
    }

    pub(super) fn centred_picture(&mut self, picture: &Picture) {
        self.add(&ALIGN_MIDDLE);
        self.picture(picture);
        self.add(&ALIGN_LEFT);
    }

    /// GS v 0: a raster of rows, most significant bit at the left.
    fn picture(&mut self, picture: &Picture) {
        let (width, height) = (picture.row_bytes as u16, picture.height() as u16);
        self.add(&[0x1D, 0x76, 0x30, 0x00]);
        self.add(&width.to_le_bytes());
        self.add(&height.to_le_bytes());
        self.add(&picture.rows);
    }

    /// White on black.
    pub(super) fn inverse(&mut self, draw: impl FnOnce(&mut Bytes)) {
        self.add(&[0x1D, 0x42, 0x01]);
        self.inverse = true;
        draw(self);
        self.inverse = false;
        self.add(&[0x1D, 0x42, 0x00]);
    }

    pub(super) fn feed_dots(&mut self, dots: u8) {
        self.add(&[0x1B, 0x4A, dots]);
    }
}

/// Whether the font of any Chinese thermal printer has all of the text.
fn prints(text: &str) -> bool {
    text.chars().all(is_in_printer_fonts)
}

/// ASCII, the symbols of GB 2312 and the Han characters of GBK. The tables say more (GBK's later additions, GB 18030), but the
/// fonts in the printers often do not.
fn is_in_printer_fonts(letter: char) -> bool {
    let mut buffer = [0; 4];
    let (encoded, _, unmappable) = GBK.encode(letter.encode_utf8(&mut buffer));
    match *encoded {
        _ if unmappable => false,
        [byte] => byte == b' ' || byte.is_ascii_graphic(),
        [0xFE, trail] => (0x40..=0x4F).contains(&trail),
        [0xA1..=0xA9 | 0xB0..=0xF7, 0xA1..=0xFE] => true,
        [0x81..=0xA0, _] => true,
        [0xAA..=0xFD, trail] => trail < 0xA1,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_of_gbk_go_out_as_text_and_others_as_a_picture() {
        for letter in "田瀼喆堃犇玥琎珺镕翀昇赟垚飏曌龑彧烎勔鑫煊￥：（）0".chars() {
            assert!(is_in_printer_fonts(letter), "{letter}");
        }
        for letter in "䶮㛃𬭎𠅤–¥".chars() {
            assert!(!is_in_printer_fonts(letter), "{letter}");
        }
    }
}
