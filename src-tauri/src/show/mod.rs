//! What the desk knows, as the screen shows it: use-case answers become views here and nowhere else.

mod customer;
mod day;
mod desk;
mod payment;
mod search;
mod status;

pub use customer::customer;
pub use day::{day, day_payment};
pub use desk::{closed, desk, operator, shift};
pub use payment::{preview, taken};
pub use search::{found, recent};
pub use status::{progress, status};

use store::{Read, StoreError};

/// The unit's name, or its code where the tree has not come down yet.
fn unit_name(read: &Read<'_>, code: &domain::UnitCode) -> Result<String, StoreError> {
    let units = read.units()?;
    Ok(units.get(code).map_or_else(|| code.to_string(), |unit| unit.name.clone()))
}
