//! zstd with the dictionary of this protocol version, and a limit on what a message may unfold to.

use std::sync::LazyLock;

use zstd::bulk::{Compressor, Decompressor};
use zstd::dict::{DecoderDictionary, EncoderDictionary};
use zstd::zstd_safe::{CParameter, get_frame_content_size};

use crate::wire::Malformed;

/// Trained on made-up entries and customers. A new dictionary is a new protocol version.
pub static DICTIONARY: &[u8] = include_bytes!("../../../schema/wire/dictionary-1.zdict");

/// From this size on a message is compressed faster: a first sync fills a fast link, a day's entries a slow one.
const LARGE: usize = 128 << 10;
const LEVEL_SMALL: i32 = 19;
const LEVEL_LARGE: i32 = 6;

static FOR_SMALL: LazyLock<EncoderDictionary<'static>> =
    LazyLock::new(|| EncoderDictionary::copy(DICTIONARY, LEVEL_SMALL));
static FOR_LARGE: LazyLock<EncoderDictionary<'static>> =
    LazyLock::new(|| EncoderDictionary::copy(DICTIONARY, LEVEL_LARGE));
static FOR_READING: LazyLock<DecoderDictionary<'static>> = LazyLock::new(|| DecoderDictionary::copy(DICTIONARY));

/// A zstd frame begins with these bytes. They do not travel, and neither does the number of the dictionary: the version of
/// the protocol says both.
const MAGIC: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];

pub(crate) fn compress(bytes: &[u8]) -> Vec<u8> {
    let dictionary = if bytes.len() < LARGE { &FOR_SMALL } else { &FOR_LARGE };
    let compressed = Compressor::with_prepared_dictionary(dictionary).and_then(|mut zstd| {
        zstd.set_parameter(CParameter::DictIdFlag(false))?;
        zstd.compress(bytes)
    });
    let frame = compressed.expect("compressing in memory does not fail");
    frame.strip_prefix(&MAGIC).expect("a frame begins with its magic").to_vec()
}

/// Unfolds one frame of a stated size of at most `bytes_max`.
pub(crate) fn decompress(frame: &[u8], bytes_max: usize) -> Result<Vec<u8>, Malformed> {
    let frame = [&MAGIC, frame].concat();
    let stated = get_frame_content_size(&frame).ok().flatten().and_then(|size| usize::try_from(size).ok());
    let size = stated.ok_or(Malformed::because("a compressed part does not state its size"))?;
    if size > bytes_max {
        return Err(Malformed::because("a compressed part unfolds to more than a message may hold"));
    }
    let unfolded =
        Decompressor::with_prepared_dictionary(&FOR_READING).and_then(|mut zstd| zstd.decompress(&frame, size));
    unfolded.map_err(|error| Malformed(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_and_large_parts_come_back() {
        for size in [0, 1, 500, LARGE, 1 << 20] {
            let bytes: Vec<u8> = (0..size).map(|index| (index / 7 % 251) as u8).collect();
            assert_eq!(decompress(&compress(&bytes), size).unwrap(), bytes);
        }
    }

    #[test]
    fn a_bomb_is_refused_before_it_unfolds() {
        let bomb = compress(&vec![0; 1 << 20]);
        assert!(bomb.len() < 200);
        assert!(decompress(&bomb, (1 << 20) - 1).is_err());
        assert!(decompress(b"no frame at all", 1 << 20).is_err());
    }
}
