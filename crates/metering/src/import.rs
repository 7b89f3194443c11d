//! 集抄导入: a file of readings and its profile in, one outcome a row out.
//!
//! The rows are kept as they stood in the file; what they mean is decided by the profile alone. Nothing is guessed: a
//! value that is not exactly what the profile says is rejected with its reason.

mod cell;
mod cime;
mod csv_file;
mod dates;
mod directory;
mod identity;
mod layout;
mod numbers;
mod outcome;
mod profile;
mod profile_shelf;
mod reading;
mod settle;
mod skip;
mod table;
mod xlsx;

use domain::FileHash;
use sha2::{Digest, Sha256};

pub use cell::BadField;
pub use directory::{HeldReading, KnownMeter, Lookup, MeterDirectory, MeterIndex};
pub use identity::{import_id, reading_id};
pub use outcome::{
    Correction, ImportReport, ImportedReading, ImportedRow, KeyField, OnSiteDifference, Outcome, Rejection, RowSaid,
};
pub use profile::{
    BeyondMeter, ColumnName, Columns, DateFormat, Dates, Delimiter, Encoding, FileForm, FrozenAt, ImportProfile,
    NumberLengths, ProfileError, Side, SkipRow, SuccessFlag, Title, Unit, Values,
};
pub use profile_shelf::{FaultyProfile, PROFILE_BYTES_MAX, ProfileFault, ProfileShelf};
pub use skip::ImportScope;
pub use table::{FileRefusal, ROWS_MAX, RawRow, RawTable};

/// Reads a file by its profile and says of every row what it would become. Changes nothing: this is the dry run, and an
/// import appends exactly its accepted and corrected rows.
pub fn read_file(
    profile: &ImportProfile,
    bytes: &[u8],
    scope: ImportScope,
    directory: &impl MeterDirectory,
) -> Result<ImportReport, FileRefusal> {
    let table = table::read(profile, bytes)?;
    let rows = settle::settle(profile, table, scope, directory)?;
    Ok(ImportReport { profile: profile.label(), file: file_hash(bytes), rows })
}

/// Under which an imported file is known: the same bytes are the same import.
pub fn file_hash(bytes: &[u8]) -> FileHash {
    FileHash(Sha256::digest(bytes).into())
}

/// Rows of a file from bytes to outcomes, for a benchmark: how many there were and how many were taken.
pub fn count_rows(
    profile: &ImportProfile,
    bytes: &[u8],
    scope: ImportScope,
    directory: &impl MeterDirectory,
) -> Result<(u32, u32), FileRefusal> {
    let report = read_file(profile, bytes, scope, directory)?;
    Ok((report.count(), report.accepted() + report.corrected()))
}

/// The profiles that come with the program.
pub fn shipped_profiles() -> Vec<ImportProfile> {
    [
        include_str!("../../../schema/import-profiles/jizhong-a.toml"),
        include_str!("../../../schema/import-profiles/jizhong-b.toml"),
        include_str!("../../../schema/import-profiles/nengliang-c.toml"),
        include_str!("../../../schema/import-profiles/bianzhan-d.toml"),
    ]
    .into_iter()
    .map(|text| ImportProfile::parse(text).expect("the shipped profiles are tested"))
    .collect()
}
