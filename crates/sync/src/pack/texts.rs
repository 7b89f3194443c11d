//! A column of texts, in the one of three ways that its sender found short.
//!
//! ```text
//! column = count [ way … ]
//! way 0    each shares its beginning with the one before:   columns(shared bytes, further bytes) bytes
//! way 1    numbers in planes: all first digits, all second:  columns(length) bytes
//! way 2    few texts, many times:                            how many, their column in way 0, columns(which)
//! ```

use super::bits::{BitsIn, BitsOut};
use super::ints::{IntsIn, read_columns, take_byte, write_columns};
use super::{narrow, read_varint, write_varint};
use crate::wire::Malformed;

pub(super) fn write_texts(out: &mut Vec<u8>, loose: &mut BitsOut, texts: &[String]) {
    write_varint(out, texts.len() as u64);
    if texts.is_empty() {
        return;
    }
    let mut different: Vec<String> = texts.to_vec();
    different.sort_unstable();
    different.dedup();
    if different.len() * 4 <= texts.len() || (different.len() == 1 && texts.len() > 1) {
        write_few(out, loose, texts, &different);
    } else if texts.iter().all(|text| text.bytes().all(|byte| byte.is_ascii_digit() || byte == b' ' || byte == b'-')) {
        write_numbers(out, loose, texts);
    } else {
        write_alike(out, loose, texts);
    }
}

fn write_alike(out: &mut Vec<u8>, loose: &mut BitsOut, texts: &[String]) {
    let before = std::iter::once("").chain(texts.iter().map(String::as_str));
    let shared: Vec<usize> = before.zip(texts).map(|(before, text)| shared_bytes(before, text)).collect();
    out.push(0);
    let further: Vec<&str> = texts.iter().zip(&shared).map(|(text, shared)| &text[*shared..]).collect();
    let shared: Vec<i64> = shared.iter().map(|length| *length as i64).collect();
    write_columns(out, loose, [shared.as_slice(), &lengths(&further)].into_iter());
    out.extend(further.iter().flat_map(|text| text.bytes()));
}

fn lengths(texts: &[impl AsRef<str>]) -> Vec<i64> {
    texts.iter().map(|text| text.as_ref().len() as i64).collect()
}

/// Up to a whole character.
fn shared_bytes(before: &str, text: &str) -> usize {
    let same = before.chars().zip(text.chars()).take_while(|(left, right)| left == right);
    same.map(|(character, _)| character.len_utf8()).sum()
}

fn write_numbers(out: &mut Vec<u8>, loose: &mut BitsOut, texts: &[String]) {
    out.push(1);
    write_columns(out, loose, std::iter::once(lengths(texts).as_slice()));
    let longest = texts.iter().map(String::len).max().unwrap_or(0);
    for place in 0..longest {
        out.extend(texts.iter().filter_map(|text| text.as_bytes().get(place)));
    }
}

fn write_few(out: &mut Vec<u8>, loose: &mut BitsOut, texts: &[String], different: &[String]) {
    out.push(2);
    write_varint(out, different.len() as u64);
    write_alike(out, loose, different);
    let place = |text: &String| different.binary_search(text).expect("each text is among the different ones") as i64;
    let which: Vec<i64> = texts.iter().map(place).collect();
    write_columns(out, loose, std::iter::once(which.as_slice()));
}

pub(super) enum TextsIn<'a> {
    Alike { shared: IntsIn<'a>, further: IntsIn<'a>, bytes: &'a [u8], before: String },
    Numbers { texts: std::vec::IntoIter<String> },
    Few { different: Vec<String>, which: IntsIn<'a> },
    Empty,
}

/// The most bytes that a column of numbers or of different texts may have together.
const COLUMN_BYTES_MAX: usize = 16 << 20;

impl<'a> TextsIn<'a> {
    pub fn read(bytes: &mut &'a [u8], loose: &mut BitsIn<'_>) -> Result<TextsIn<'a>, Malformed> {
        if read_varint(bytes)? == 0 {
            return Ok(TextsIn::Empty);
        }
        match take_byte(bytes)? {
            0 => TextsIn::read_alike(bytes, loose),
            1 => TextsIn::read_numbers(bytes, loose),
            2 => TextsIn::read_few(bytes, loose),
            _ => Err(Malformed::because("an unknown way of writing texts")),
        }
    }

    fn read_alike(bytes: &mut &'a [u8], loose: &mut BitsIn<'_>) -> Result<TextsIn<'a>, Malformed> {
        let [shared, further] = columns(bytes, loose)?;
        let length = further.sum(bytes.len()).ok_or_else(cut_short)?;
        let (text, rest) = bytes.split_at(length);
        *bytes = rest;
        Ok(TextsIn::Alike { shared, further, bytes: text, before: String::new() })
    }

    fn read_numbers(bytes: &mut &'a [u8], loose: &mut BitsIn<'_>) -> Result<TextsIn<'a>, Malformed> {
        let [mut lengths] = columns(bytes, loose)?;
        let all = lengths.sum(bytes.len()).ok_or_else(cut_short)?;
        let (mut digits, rest) = bytes.split_at(all);
        *bytes = rest;
        // A column that is mostly empty is written as few different texts.
        if lengths.count() / 4 > all + 1 {
            return Err(Malformed::because("a column of empty numbers"));
        }
        let lengths: Vec<usize> =
            (0..lengths.count()).map(|_| narrow_signed(lengths.take()?)).collect::<Result<_, _>>()?;
        let mut texts: Vec<Vec<u8>> = lengths.iter().map(|_| Vec::new()).collect();
        for place in 0..lengths.iter().copied().max().unwrap_or(0) {
            for (text, _) in texts.iter_mut().zip(&lengths).filter(|(_, length)| **length > place) {
                text.push(take_byte(&mut digits)?);
            }
        }
        let texts: Vec<String> = texts.into_iter().map(utf8).collect::<Result<_, _>>()?;
        Ok(TextsIn::Numbers { texts: texts.into_iter() })
    }

    fn read_few(bytes: &mut &'a [u8], loose: &mut BitsIn<'_>) -> Result<TextsIn<'a>, Malformed> {
        let count: usize = narrow(read_varint(bytes)?)?;
        if take_byte(bytes)? != 0 {
            return Err(Malformed::because("different texts are written as alike ones"));
        }
        let mut column = TextsIn::read_alike(bytes, loose)?;
        // Different texts in order: each but the first has a byte that the one before did not have.
        if matches!(&column, TextsIn::Alike { bytes, .. } if count > bytes.len() + 1) {
            return Err(Malformed::because("texts that are not different"));
        }
        let mut different = Vec::new();
        let mut length = 0;
        for _ in 0..count {
            let text = column.take()?;
            length += text.len() + 1;
            if length > COLUMN_BYTES_MAX {
                return Err(Malformed::because("too many different texts"));
            }
            different.push(text);
        }
        let [which] = columns(bytes, loose)?;
        Ok(TextsIn::Few { different, which })
    }

    pub fn take(&mut self) -> Result<String, Malformed> {
        match self {
            TextsIn::Empty => Err(Malformed::because("a column has too few texts")),
            TextsIn::Numbers { texts } => texts.next().ok_or(Malformed::because("a column has too few texts")),
            TextsIn::Few { different, which } => {
                let place: usize = narrow_signed(which.take()?)?;
                different.get(place).cloned().ok_or(Malformed::because("a text that is not among the different ones"))
            }
            TextsIn::Alike { shared, further, bytes, before } => {
                let shared = before.get(..narrow_signed(shared.take()?)?).ok_or_else(cut_short)?;
                let (rest_of_text, rest) =
                    bytes.split_at_checked(narrow_signed(further.take()?)?).ok_or_else(cut_short)?;
                *bytes = rest;
                let text = utf8([shared.as_bytes(), rest_of_text].concat())?;
                before.clone_from(&text);
                Ok(text)
            }
        }
    }
}

fn columns<'a, const N: usize>(bytes: &mut &'a [u8], loose: &mut BitsIn<'_>) -> Result<[IntsIn<'a>; N], Malformed> {
    read_columns(bytes, loose, N)?.try_into().map_err(|_| cut_short())
}

fn narrow_signed(value: i64) -> Result<usize, Malformed> {
    usize::try_from(value).map_err(|_| cut_short())
}

fn utf8(bytes: Vec<u8>) -> Result<String, Malformed> {
    String::from_utf8(bytes).map_err(|_| Malformed::because("a text is not UTF-8"))
}

fn cut_short() -> Malformed {
    Malformed::because("a column of texts is cut short")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn come_back(texts: &[String]) {
        let mut bytes = Vec::new();
        let mut loose = BitsOut::default();
        write_texts(&mut bytes, &mut loose, texts);
        let loose = loose.into_bytes();
        let mut rest = bytes.as_slice();
        let mut column = TextsIn::read(&mut rest, &mut BitsIn::new(&loose)).unwrap();
        assert!(rest.is_empty());
        for text in texts {
            assert_eq!(column.take().as_ref(), Ok(text));
        }
        assert!(column.take().is_err());
    }

    proptest! {
        #[test]
        fn texts_come_back(
            texts in proptest::collection::vec("[田向覃a-c]{0,4}", 0..40),
            numbers in proptest::collection::vec("[0-9 -]{0,12}", 0..40),
        ) {
            come_back(&texts);
            come_back(&numbers);
        }

        #[test]
        fn any_bytes_are_read_or_refused(bytes: Vec<u8>) {
            if let Ok(mut column) = TextsIn::read(&mut bytes.as_slice(), &mut BitsIn::new(&bytes)) {
                for _ in 0..100 {
                    let _ = column.take();
                }
            }
        }
    }

    #[test]
    fn empty_texts_come_back_too() {
        come_back(&vec![String::new(); 9]);
        come_back(&["".to_owned(), "1".to_owned(), "".to_owned()]);
        come_back(&[String::new()]);
    }
}
