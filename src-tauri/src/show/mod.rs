//! What the desk knows, as the screen shows it: use-case answers become views here and nowhere else.

mod customer;
mod day;
mod desk;
mod import;
mod notice;
mod payment;
mod reading;
mod review;
mod round;
mod search;
mod statement;
mod status;
mod task;

pub use customer::customer;
pub use day::{day, day_payment};
pub use desk::{closed, desk, operator, shift};
pub use import::{import_profiles, import_report};
pub use notice::{arrears, raised, restore};
pub use payment::{preview, taken};
pub use reading::{entered_reading, findings, judged, reading_card, registers, tagged, withdrawn};
pub use review::{review, reviewed};
pub use round::{progress as round_progress, round, round_point, round_points, rounds};
pub use search::{found, recent};
pub use statement::{known_statement, statement_of_issued};
pub use status::{progress, status};
pub use task::{archive_change, refund, task};

use outlet::Outlet;
use store::{Read, StoreError};

use crate::view::SegmentOptionView;

/// The unit's name, or its code where the tree has not come down yet.
fn unit_name(read: &Read<'_>, code: &domain::UnitCode) -> Result<String, StoreError> {
    let units = read.units()?;
    Ok(units.get(code).map_or_else(|| code.to_string(), |unit| unit.name.clone()))
}

/// 抄表段 that this desk knows, to choose from.
fn segments(outlet: &Outlet) -> Result<Vec<SegmentOptionView>, StoreError> {
    let segments = outlet.read().segments()?.into_iter();
    Ok(segments.map(|segment| SegmentOptionView { segment: segment.no.to_string(), name: segment.name }).collect())
}
