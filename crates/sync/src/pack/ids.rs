//! Ids of payments in columns: a UUIDv7 is its time, which lies near another time of its row, and 74 random bits.

use uuid::Uuid;

use super::lanes::Lanes;
use crate::wire::Malformed;

const RANDOM_LOW: u128 = (1 << 62) - 1;
const RANDOM_HIGH: u128 = 0xfff;
pub(super) const RANDOM_BITS: u32 = 74;

/// 0 for a UUIDv7, 1 for any other 128 bits.
pub(super) fn form_of(id: Uuid) -> u64 {
    let is_v7 = id.get_version_num() == 7 && id.as_u128() >> 62 & 3 == 2;
    u64::from(!is_v7)
}

pub(super) fn uuid(
    lanes: &mut impl Lanes,
    time_lane: usize,
    form: u64,
    near_ms: i64,
    given: Uuid,
) -> Result<Uuid, Malformed> {
    if form != 0 {
        return lanes.bits(128, given.as_u128()).map(Uuid::from_u128);
    }
    let (made_ms, random) = parts(given);
    let made_ms = near_ms.wrapping_sub(lanes.signed(time_lane, near_ms.wrapping_sub(made_ms))?);
    Ok(of_parts(made_ms, lanes.bits(RANDOM_BITS, random)?))
}

/// The time of a UUIDv7 and its chance.
pub(super) fn parts(id: Uuid) -> (i64, u128) {
    let bits = id.as_u128();
    ((bits >> 80) as i64, (bits >> 64 & RANDOM_HIGH) << 62 | bits & RANDOM_LOW)
}

pub(super) fn of_parts(made_ms: i64, random: u128) -> Uuid {
    let time = (made_ms as u128 & 0xffff_ffff_ffff) << 80;
    Uuid::from_u128(time | 7 << 76 | (random >> 62) << 64 | 2 << 62 | random & RANDOM_LOW)
}
