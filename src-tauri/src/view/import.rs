//! 集抄导入: a file of readings, tried before it counts.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What files can be read, and which files of the company's own profiles are not in use.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ImportProfilesView {
    pub profiles: Vec<ImportProfileView>,
    pub faulty: Vec<FaultyProfileView>,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct FaultyProfileView {
    pub file: String,
    /// From 1; 0 where the fault has no place.
    pub line: u32,
    /// The sentences stand in `imports.json` under `profileFault.<kind>`.
    pub kind: String,
    #[ts(type = "Record<string, string>")]
    pub params: BTreeMap<String, String>,
}

/// How files of one source are laid out.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ImportProfileView {
    /// `jizhong-a`
    pub name: String,
    pub version: u32,
    /// The company's own, from its folder.
    pub is_own: bool,
    pub title_zh: String,
    pub title_en: String,
    /// `csv`, `xlsx` or `cim-e`.
    pub format: String,
    /// `utf-8` or `gb18030`; empty where the format settles it.
    pub encoding: String,
    /// `kwh` or `mwh`.
    pub unit: String,
    /// `secondary` or `primary`.
    pub side: String,
    /// `start-of-day` or `end-of-day`.
    pub frozen_at: String,
}

/// Where the file comes from: the file dialog gives its bytes, the path field its place.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(tag = "from", rename_all = "kebab-case", rename_all_fields = "camelCase")]
#[ts(export)]
pub enum ImportFile {
    Path { path: String },
    Bytes { name: String, base64: String },
}

#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ImportRequest {
    pub file: ImportFile,
    pub profile: String,
    pub period: String,
}

/// The dry run, or what was imported.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ImportReportView {
    pub profile: String,
    pub file_name: String,
    /// First digits of the file's SHA-256: the evidence.
    pub file_mark: String,
    pub rows: u32,
    /// Rows in `lines`.
    pub shown: u32,
    pub accepted: u32,
    pub corrected: u32,
    pub rejected: u32,
    /// This very file was imported before; importing it again changes nothing.
    pub already_imported: bool,
    /// Rejected rows, then corrected ones, then accepted ones, as many as a screen can show.
    pub lines: Vec<ImportLineView>,
    /// 远抄与现场不符: the on-site reading counts.
    pub differences: Vec<ImportDifferenceView>,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ImportLineView {
    /// From 1, header lines counted.
    pub row: u32,
    /// `accepted`, `corrected` or `rejected`.
    pub outcome: String,
    /// As the file says it.
    pub meter_no: String,
    pub customer_no: String,
    pub name: String,
    pub on: String,
    /// The active total.
    pub total: String,
    pub reasons: Vec<ImportReasonView>,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ImportReasonView {
    /// The sentences stand in `imports.json` under `reason.<kind>`.
    pub kind: String,
    #[ts(type = "Record<string, string>")]
    pub params: BTreeMap<String, String>,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ImportDifferenceView {
    pub row: u32,
    pub meter_no: String,
    pub customer_no: String,
    pub name: String,
    pub on_site: String,
    pub remote: String,
}
