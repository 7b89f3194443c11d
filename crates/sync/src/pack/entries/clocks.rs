//! When an entry was made, by three clocks that mostly agree.

use journal::{CenterSeen, TimeEvidence};

use super::Before;
use super::columns::{Number, signed};
use crate::pack::lanes::Lanes;
use crate::wire::Malformed;

/// Two clocks of one machine advance alike, so only their disagreement is written.
pub(super) fn time(
    lanes: &mut impl Lanes,
    before: &mut Before,
    given: &TimeEvidence,
) -> Result<TimeEvidence, Malformed> {
    let last = before.time;
    let same_boot = last.is_some_and(|last| last.boot == given.boot);
    let same_boot = lanes.int(Number::SameBoot as usize, u64::from(same_boot))? == 1;
    let boot = match last.filter(|_| same_boot) {
        Some(last) => last.boot,
        None => (lanes.bits(64, u128::from(u64::from_be_bytes(given.boot)))? as u64).to_be_bytes(),
    };
    let last = last.unwrap_or(TimeEvidence { wall_ms: before.sent_ms, boot, monotonic_ms: 0, center: None });
    let passed = signed(lanes, Number::Wall, given.wall_ms.wrapping_sub(last.wall_ms))?;
    let wall_ms = last.wall_ms.wrapping_add(passed);
    let expected = if same_boot { last.monotonic_ms.wrapping_add_signed(passed) } else { 0 };
    let ahead = signed(lanes, Number::Monotonic, given.monotonic_ms.wrapping_sub(expected) as i64)?;
    let monotonic_ms = expected.wrapping_add_signed(ahead);
    let ahead = if same_boot { ahead } else { 0 };
    let center = center_seen(lanes, before, wall_ms, ahead, last.center, given.center)?;
    let time = TimeEvidence { wall_ms, boot, monotonic_ms, center };
    before.time = Some(time);
    Ok(time)
}

/// 0 none, 1 the same as in the row before, 2 another with its age. The age of the same one follows from the clocks.
fn center_seen(
    lanes: &mut impl Lanes,
    before: &mut Before,
    wall_ms: i64,
    ahead: i64,
    last: Option<CenterSeen>,
    given: Option<CenterSeen>,
) -> Result<Option<CenterSeen>, Malformed> {
    let which = match (given, last) {
        (None, _) => 0,
        (Some(given), Some(last)) if given.time_ms == last.time_ms => 1,
        (Some(_), _) => 2,
    };
    let which = lanes.int(Number::Center as usize, which)?;
    if which == 0 {
        return Ok(None);
    }
    let given = given.unwrap_or(CenterSeen { time_ms: 0, age_ms: 0 });
    let off = wall_ms.wrapping_sub(given.time_ms).wrapping_sub(given.age_ms as i64);
    let expected = before.clock_off.wrapping_sub(ahead);
    let off = expected.wrapping_add(signed(lanes, Number::ClockOff, off.wrapping_sub(expected))?);
    before.clock_off = off;
    match (which, last) {
        (1, Some(last)) => {
            let age_ms = wall_ms.wrapping_sub(off).wrapping_sub(last.time_ms) as u64;
            Ok(Some(CenterSeen { time_ms: last.time_ms, age_ms }))
        }
        (2, _) => {
            let age_ms = lanes.int(Number::CenterAge as usize, given.age_ms)?;
            Ok(Some(CenterSeen { time_ms: wall_ms.wrapping_sub(off).wrapping_sub(age_ms as i64), age_ms }))
        }
        _ => Err(Malformed::because("a center time that was not seen")),
    }
}
