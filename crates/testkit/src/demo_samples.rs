//! 集抄 sample files that fit the demo: what four sources would hand over for a remote route in the month that is due.
//!
//! ```text
//! samples/jizhong-a.csv   half of the route       samples/nengliang-c.xlsx  meters behind transformers, and some others
//! samples/jizhong-b.csv   a quarter of it         samples/bianzhan-d.cime   the end of it
//! samples/说明.txt        what to do with them, and where they differ from what a reader would see
//! ```
//!
//! No meter is in two files, so all four can be taken in. Each file has a few rows of everything that goes wrong.

mod collection;
mod energy;
mod note;
mod route;
mod substation;
mod trouble;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use domain::{Segment, UnitCode};
use metering::samples::SheetError;
use thiserror::Error;

use crate::demo;
use route::DueMeter;
use trouble::{Line, lines};

#[derive(Debug, Error)]
pub enum SamplesError {
    #[error("{path}: {error}")]
    File { path: PathBuf, error: io::Error },
    #[error(transparent)]
    Sheet(#[from] SheetError),
}

/// The files of one route, made but not written.
pub struct Samples {
    pub segment: Segment,
    /// The name of each file, and its bytes.
    pub files: Vec<(&'static str, Vec<u8>)>,
}

/// Writes the samples of the station's first remote route; a demo too small to have one gets an empty folder.
pub fn write_samples(
    folder: &Path,
    people: &demo::Prefecture,
    station: &UnitCode,
    customers: usize,
    as_of: NaiveDate,
) -> Result<(), SamplesError> {
    let at = |path: &Path, error| SamplesError::File { path: path.to_owned(), error };
    fs::create_dir_all(folder).map_err(|error| at(folder, error))?;
    let Some(samples) = samples(people, station, customers, as_of)? else { return Ok(()) };
    for (name, bytes) in samples.files {
        let path = folder.join(name);
        fs::write(&path, bytes).map_err(|error| at(&path, error))?;
    }
    Ok(())
}

/// All meters stand as they would at 00:00 of the demo's day.
pub fn samples(
    people: &demo::Prefecture,
    station: &UnitCode,
    customers: usize,
    as_of: NaiveDate,
) -> Result<Option<Samples>, SamplesError> {
    let Some(segment) = people.segments(station, customers).into_iter().find(|segment| segment.is_remote) else {
        return Ok(None);
    };
    let share = Share::of(route::due_meters(people, station, customers, &segment.no));
    let files = vec![
        ("jizhong-a.csv", collection::collection_system(&share.collection_system, as_of)),
        ("jizhong-b.csv", collection::master_station(&share.master_station, as_of)),
        ("nengliang-c.xlsx", energy::energy_sheet(&share.energy_sheet, as_of)?),
        ("bianzhan-d.cime", substation::substation(&share.substation, as_of)),
        ("说明.txt", note::note(&segment, as_of, &share).into_bytes()),
    ];
    Ok(Some(Samples { segment, files }))
}

/// Which source reads which meters of the route.
struct Share {
    collection_system: Vec<Line>,
    master_station: Vec<Line>,
    energy_sheet: Vec<Line>,
    substation: Vec<Line>,
}

impl Share {
    fn of(meters: Vec<DueMeter>) -> Share {
        let count = meters.len();
        let mut parts: [Vec<DueMeter>; 4] = Default::default();
        for (index, due) in meters.into_iter().enumerate() {
            parts[part(&due, index, count)].push(due);
        }
        let [collection_system, master_station, energy_sheet, substation] = parts.map(lines);
        Share { collection_system, master_station, energy_sheet, substation }
    }
}

/// By eighths of the route: four, two, one and one. Meters behind transformers and the last eighth's time-of-use meters
/// belong to the energy management.
fn part(due: &DueMeter, index: usize, count: usize) -> usize {
    const ENERGY_SHEET: usize = 2;
    let eighth = index * 8 / count;
    match eighth {
        _ if due.is_behind_transformer() => ENERGY_SHEET,
        0..=3 => 0,
        4 | 5 => 1,
        7 if due.meter.registers.len() == 1 => 3,
        _ => ENERGY_SHEET,
    }
}
