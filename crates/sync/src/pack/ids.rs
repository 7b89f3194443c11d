//! Ids of payments in columns: a UUIDv7 is its time, which lies near another time of its row, and 74 random bits.

use uuid::Uuid;

use super::lanes::Lanes;
use crate::wire::Malformed;

const RANDOM_LOW: u128 = (1 << 62) - 1;
const RANDOM_HIGH: u128 = 0xfff;

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
    let bits = given.as_u128();
    if form != 0 {
        return lanes.bits(128, bits).map(Uuid::from_u128);
    }
    let distance = near_ms.wrapping_sub((bits >> 80) as i64);
    let made = near_ms.wrapping_sub(lanes.signed(time_lane, distance)?);
    let random = lanes.bits(74, (bits >> 64 & RANDOM_HIGH) << 62 | bits & RANDOM_LOW)?;
    let time = (made as u128 & 0xffff_ffff_ffff) << 80;
    Ok(Uuid::from_u128(time | 7 << 76 | (random >> 62) << 64 | 2 << 62 | random & RANDOM_LOW))
}
