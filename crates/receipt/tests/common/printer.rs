//! A printer of paper that tells what it was told: it reads ESC/POS as the manual of the 80 mm printers does.

use encoding_rs::GB18030;

/// The commands as lines of text. Stops the test at a byte that no printer would understand.
pub fn read(bytes: &[u8]) -> String {
    let mut rest = bytes;
    let mut listing = String::new();
    while let Some(first) = rest.first() {
        let length = match first {
            0x1B..=0x1D => command(rest, &mut listing),
            _ => text(rest, &mut listing),
        };
        rest = &rest[length..];
    }
    listing
}

fn command(bytes: &[u8], listing: &mut String) -> usize {
    let (length, name) = match *bytes {
        [0x1B, 0x40, ..] => (2, "initialise".to_owned()),
        [0x1C, 0x26, ..] => (2, "Chinese on".to_owned()),
        [0x1B, 0x70, 0x00, 0x19, 0xFA, ..] => (5, "drawer pulse".to_owned()),
        [0x1B, 0x61, 0x00, ..] => (3, "left".to_owned()),
        [0x1B, 0x61, 0x01, ..] => (3, "centred".to_owned()),
        [0x1D, 0x21, 0x00, ..] => (3, "normal size".to_owned()),
        [0x1D, 0x21, 0x11, ..] => (3, "double size".to_owned()),
        [0x1D, 0x42, on, ..] => (3, if on == 1 { "inverse on" } else { "inverse off" }.to_owned()),
        [0x1B, 0x4A, dots, ..] => (3, format!("feed {dots} dots")),
        [0x1B, 0x64, lines, ..] => (3, format!("feed {lines} lines")),
        [0x1D, 0x56, 0x42, 0x00, ..] => (4, "cut".to_owned()),
        [0x1D, 0x76, 0x30, 0x00, ..] => picture(bytes),
        _ => panic!("no printer understands {:02X?}", &bytes[..bytes.len().min(6)]),
    };
    listing.push_str(&format!("[{name}]\n"));
    length
}

/// A raster, with a sum of its dots that changes when the picture does.
fn picture(bytes: &[u8]) -> (usize, String) {
    let row_bytes = usize::from(u16::from_le_bytes([bytes[4], bytes[5]]));
    let height = usize::from(u16::from_le_bytes([bytes[6], bytes[7]]));
    let dots = &bytes[8..8 + row_bytes * height];
    assert!(row_bytes * 8 <= 576, "the paper is 576 dots wide");
    let black: u32 = dots.iter().map(|byte| byte.count_ones()).sum();
    let sum = dots.iter().fold(0_u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(u32::from(*byte)));
    (8 + dots.len(), format!("picture {}×{height} dots, {black} black, sum {sum:08x}", row_bytes * 8))
}

fn text(bytes: &[u8], listing: &mut String) -> usize {
    let end = bytes.iter().position(|byte| matches!(byte, b'\n' | 0x1D)).expect("a text ends with a line feed");
    let (text, had_errors) = GB18030.decode_without_bom_handling(&bytes[..end]);
    assert!(!had_errors && !text.contains('?'), "{text}");
    let columns: usize = text.chars().map(|letter| if letter.is_ascii() { 1 } else { 2 }).sum();
    assert!(columns <= 48, "{columns} columns: {text}");
    listing.push_str(&text);
    let ends_line = bytes[end] == b'\n';
    if ends_line {
        listing.push('\n');
    }
    end + usize::from(ends_line)
}
