//! 动态验证码 (RFC 6238): SHA-1, 30 seconds, six digits, as every authenticator on a phone knows it.

use hmac::{Hmac, KeyInit, Mac};
use qrcode::{Color, EcLevel, QrCode};
use sha1::Sha1;

const STEP_MS: i64 = 30_000;
const DIGITS: u32 = 1_000_000;
/// A phone's clock may be one step off.
const STEPS_OFF: i64 = 1;
const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
/// Around a code so that cameras find it.
const QUIET: usize = 4;

/// What an authenticator and the center share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Secret(pub [u8; 20]);

impl Secret {
    /// As it is typed by hand: base 32 of RFC 4648. Twenty bytes need no padding.
    pub fn text(&self) -> String {
        let letters = self.0.chunks_exact(5).flat_map(|five| {
            let bits = five.iter().fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
            (0..8).rev().map(move |place| char::from(LETTERS[(bits >> (5 * place)) as usize & 31]))
        });
        letters.collect()
    }

    /// The other way round, for a program that plays an authenticator.
    pub fn from_text(text: &str) -> Option<Secret> {
        let digits: Option<Vec<u64>> = text
            .bytes()
            .filter(|byte| !byte.is_ascii_whitespace())
            .map(|byte| LETTERS.iter().position(|letter| *letter == byte.to_ascii_uppercase()).map(|at| at as u64))
            .collect();
        let digits = digits.filter(|digits| digits.len() == 32)?;
        let bytes = digits.chunks_exact(8).flat_map(|eight| {
            let bits = eight.iter().fold(0, |bits, digit| bits << 5 | digit);
            (0..5).rev().map(move |place| (bits >> (8 * place)) as u8)
        });
        bytes.collect::<Vec<u8>>().try_into().ok().map(Secret)
    }

    /// As an authenticator reads it from a picture.
    pub fn otpauth(&self, login: &str) -> String {
        format!(
            "otpauth://totp/Qingjiang:{}?secret={}&issuer=Qingjiang&algorithm=SHA1&digits=6&period=30",
            in_an_address(login),
            self.text()
        )
    }

    /// The six digits of a moment.
    pub fn code_at(&self, now_ms: i64) -> String {
        self.code(step_at(now_ms))
    }

    /// The step whose code this is, if it is one of now.
    pub fn step_of(&self, code: &str, now_ms: i64) -> Option<u64> {
        let now = step_at(now_ms);
        let steps = (-STEPS_OFF..=STEPS_OFF).filter_map(|off| now.checked_add_signed(off));
        // Every step is compared, so that the time it takes tells nothing.
        steps.fold(None, |found, step| if is_same(&self.code(step), code) { Some(step) } else { found })
    }

    fn code(&self, step: u64) -> String {
        let mut mac = Hmac::<Sha1>::new_from_slice(&self.0).expect("HMAC takes a key of any length");
        mac.update(&step.to_be_bytes());
        let digest = mac.finalize().into_bytes();
        let place = usize::from(digest[19] & 15);
        let word = u32::from_be_bytes([digest[place], digest[place + 1], digest[place + 2], digest[place + 3]]);
        format!("{:06}", (word & 0x7fff_ffff) % DIGITS)
    }
}

/// A login may hold any letter; in an address all but the plainest stand as `%` and their bytes (RFC 3986).
fn in_an_address(text: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let written = |byte: u8| if is_plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    text.bytes().map(written).collect()
}

fn step_at(now_ms: i64) -> u64 {
    u64::try_from(now_ms / STEP_MS).unwrap_or(0)
}

fn is_same(expected: &str, shown: &str) -> bool {
    let differs = expected.bytes().zip(shown.bytes()).fold(0, |differs, (one, other)| differs | (one ^ other));
    expected.len() == shown.len() && differs == 0
}

/// A picture of a text, as an SVG document.
pub fn picture(text: &str) -> String {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).expect("an address of this length fits");
    let width = code.width();
    let dark = code.to_colors().into_iter().enumerate().filter(|(_, color)| *color == Color::Dark);
    let squares: String =
        dark.map(|(at, _)| format!("M{} {}h1v1h-1z", at % width + QUIET, at / width + QUIET)).collect();
    let side = width + 2 * QUIET;
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\">\
         <path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/><path d=\"{squares}\"/></svg>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Appendix B of RFC 6238, of which six digits are the last of its eight.
    #[test]
    fn codes_are_those_of_the_standard() {
        let secret = Secret(*b"12345678901234567890");
        let vectors =
            [(59, "287082"), (1_111_111_109, "081804"), (1_234_567_890, "005924"), (20_000_000_000, "353130")];
        for (second, code) in vectors {
            assert_eq!(secret.code_at(second * 1000), code);
        }
    }

    #[test]
    fn a_code_is_known_by_its_step_and_no_more_than_one_step_away() {
        let secret = Secret(*b"12345678901234567890");
        let code = secret.code_at(59_000);
        assert_eq!(secret.step_of(&code, 59_000), Some(1));
        assert_eq!(secret.step_of(&code, 89_000), Some(1), "a phone that is slow");
        assert_eq!(secret.step_of(&code, 29_000), Some(1), "a phone that is fast");
        assert_eq!(secret.step_of(&code, 120_000), None);
        assert_eq!(secret.step_of("28708", 59_000), None);
    }

    #[test]
    fn any_login_fits_into_the_address() {
        let address = Secret(*b"12345678901234567890").otpauth("向 a?secret=A&b:1");
        let label = "otpauth://totp/Qingjiang:%E5%90%91%20a%3Fsecret%3DA%26b%3A1?secret=GEZDGNBVGY3TQOJQ";
        assert!(address.starts_with(label), "{address}");
    }

    #[test]
    fn a_secret_is_written_and_read_the_same() {
        let secret = Secret(*b"12345678901234567890");
        assert_eq!(secret.text(), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assert_eq!(Secret::from_text("gezd GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ"), Some(secret));
        assert_eq!(Secret::from_text("1"), None);
    }
}
