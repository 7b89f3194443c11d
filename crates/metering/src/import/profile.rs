//! 导入配置: what a source of readings means by its files. Written as TOML, versioned, and never guessed at.

use std::collections::BTreeMap;

use domain::{ReadingMethod, Register};
use serde::Deserialize;
use thiserror::Error;

use super::profile_shelf::line_at;

/// How the files of one source are laid out and what their values mean.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ImportProfile {
    /// Lower-case letters, digits and hyphens.
    pub name: String,
    /// Rises with every change; an import names the version that read it.
    pub version: u32,
    pub title: Title,
    pub method: ReadingMethod,
    pub file: FileForm,
    pub columns: Columns,
    #[serde(default)]
    pub numbers: NumberLengths,
    pub values: Values,
    pub dates: Dates,
    /// 成功标志 or 质量码
    #[serde(default)]
    pub success: Option<SuccessFlag>,
    /// Rows that are no readings, like 总计 and 合计.
    #[serde(default)]
    pub skip: Vec<SkipRow>,
    /// 示数类型 of this source, for files with one register a row.
    #[serde(default)]
    pub register_codes: BTreeMap<String, Register>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Title {
    pub zh: String,
    pub en: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(tag = "format", rename_all = "kebab-case", rename_all_fields = "kebab-case", deny_unknown_fields)]
pub enum FileForm {
    Csv {
        encoding: Encoding,
        delimiter: Delimiter,
        header_rows: u8,
    },
    Xlsx {
        /// The first sheet, if none is named.
        #[serde(default)]
        sheet: Option<String>,
        header_rows: u8,
    },
    /// CIM/E text, GB/T 30149.
    CimE {
        encoding: Encoding,
        /// The class in `<类::实例>`; several instances of it are read one after the other.
        entity: String,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Encoding {
    #[serde(rename = "utf-8")]
    Utf8,
    /// Also reads GBK and GB 2312, which it contains.
    Gb18030,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Delimiter {
    Comma,
    Semicolon,
    Tab,
}

/// A column by its heading, or by its position from 1. A heading of two levels is written `正向有功/峰`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(untagged)]
pub enum ColumnName {
    Position(u32),
    Heading(String),
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Columns {
    /// 表号
    #[serde(default)]
    pub meter: Option<ColumnName>,
    /// 通信地址
    #[serde(default)]
    pub address: Option<ColumnName>,
    /// 户号
    #[serde(default)]
    pub customer: Option<ColumnName>,
    /// 计量点编号
    #[serde(default)]
    pub point: Option<ColumnName>,
    /// 冻结日期
    pub date: ColumnName,
    /// 冻结时间, where it stands apart from the date.
    #[serde(default)]
    pub time: Option<ColumnName>,
    /// r1 to rn: the registers that `values.rate-order` names, in that order.
    #[serde(default)]
    pub rates: Vec<ColumnName>,
    #[serde(default)]
    pub registers: BTreeMap<Register, ColumnName>,
    /// One register a row: its code, mapped by `register-codes`,
    #[serde(default)]
    pub register_code: Option<ColumnName>,
    /// … and its value.
    #[serde(default)]
    pub value: Option<ColumnName>,
}

/// How many digits a number has in full. Where it is declared, a shorter number lost its leading zeros and gets them back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct NumberLengths {
    #[serde(default)]
    pub meter: Option<u8>,
    #[serde(default)]
    pub address: Option<u8>,
    #[serde(default)]
    pub customer: Option<u8>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Values {
    /// Digits after the point that a value may have at most, in the file's unit.
    pub decimals: u8,
    pub unit: Unit,
    pub side: Side,
    #[serde(default)]
    pub rate_order: Vec<Register>,
    /// What stands where there is no value; zero is a value.
    pub null_tokens: Vec<String>,
    #[serde(default)]
    pub beyond_meter: BeyondMeter,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// kWh, kvarh, kW
    Kwh,
    /// MWh, Mvarh, MW
    Mwh,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    /// 二次侧: what the meter shows.
    Secondary,
    /// 一次侧: the multiplier is in it already, and is taken out again.
    Primary,
}

/// What becomes of decimals that the meter itself does not show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BeyondMeter {
    #[default]
    Reject,
    /// Cut off, as the meter's display does; the rest counts next time.
    Cut,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Dates {
    pub frozen_at: FrozenAt,
    /// Tried in this order.
    pub formats: Vec<DateFormat>,
}

/// 冻结时刻: which moment of the named day the values are of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FrozenAt {
    /// 00:00: the reading date is the named day.
    StartOfDay,
    /// 24:00: the reading date is the day after.
    EndOfDay,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum DateFormat {
    #[serde(rename = "yyyy-mm-dd")]
    Hyphens,
    #[serde(rename = "yyyymmdd")]
    Digits,
    #[serde(rename = "yyyy/mm/dd")]
    Slashes,
    /// Days since 1899-12-30, and cells that are dates.
    #[serde(rename = "excel-serial")]
    ExcelSerial,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SuccessFlag {
    pub column: ColumnName,
    pub values: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SkipRow {
    /// Any column, if none is named.
    #[serde(default)]
    pub column: Option<ColumnName>,
    pub contains: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ProfileError {
    #[error("the profile is not as docs/IMPORT.md says: {detail}")]
    Unreadable {
        /// From 1.
        line: Option<u32>,
        detail: String,
    },
    #[error("a profile's name is 1 to 32 lower-case letters, digits or hyphens, and its version is 1 or more")]
    Name,
    #[error("a profile names at least one of meter, address and customer")]
    NoKey,
    #[error("a profile names the column of active-total, alone, among the rates or by a register code")]
    NoTotal,
    #[error("a register is named twice")]
    RegisterTwice,
    #[error("rate-order names as many registers as there are rate columns")]
    RateOrder,
    #[error("one register a row needs register-code, value and register-codes, and no other register columns")]
    RegisterCodes,
    #[error("a file without heading rows names its columns by position")]
    HeadingWithoutHeader,
    #[error("positions count from 1")]
    Position,
    #[error("at most 7 decimals and 1 to 4 heading rows, or none for a CSV file by position")]
    Limits,
    #[error("at least one date format is named")]
    NoDateFormat,
}

impl ProfileError {
    /// The stable name of the reason; the sentences belong to the screens.
    pub fn code(&self) -> &'static str {
        match self {
            ProfileError::Unreadable { .. } => "unreadable",
            ProfileError::Name => "name",
            ProfileError::NoKey => "no-key",
            ProfileError::NoTotal => "no-total",
            ProfileError::RegisterTwice => "register-twice",
            ProfileError::RateOrder => "rate-order",
            ProfileError::RegisterCodes => "register-codes",
            ProfileError::HeadingWithoutHeader => "heading-without-header",
            ProfileError::Position => "position",
            ProfileError::Limits => "limits",
            ProfileError::NoDateFormat => "no-date-format",
        }
    }

    /// The words of the file that the fault is about, the likeliest first.
    pub(super) fn about(&self) -> &'static [&'static str] {
        match self {
            ProfileError::Unreadable { .. } => &[],
            ProfileError::Name => &["name", "version"],
            ProfileError::NoKey | ProfileError::Position => &["[columns]", "columns"],
            ProfileError::NoTotal | ProfileError::RegisterTwice => &["registers", "rate-order", "[columns]"],
            ProfileError::RateOrder => &["rate-order", "rates"],
            ProfileError::RegisterCodes => &["register-code", "value =", "[register-codes]"],
            ProfileError::HeadingWithoutHeader => &["header-rows", "[file]"],
            ProfileError::Limits => &["decimals", "header-rows"],
            ProfileError::NoDateFormat => &["formats"],
        }
    }
}

impl ImportProfile {
    pub fn parse(text: &str) -> Result<ImportProfile, ProfileError> {
        let profile: ImportProfile = toml::from_str(text).map_err(|error| ProfileError::Unreadable {
            line: error.span().map(|span| line_at(text.as_bytes(), span.start)),
            detail: error.message().to_owned(),
        })?;
        profile.check()?;
        Ok(profile)
    }

    /// How an import names it: `jizhong-a 1`.
    pub fn label(&self) -> String {
        format!("{} {}", self.name, self.version)
    }

    /// The columns of the registers, however the profile spells them; empty for files with one register a row.
    pub fn register_columns(&self) -> Vec<(Register, &ColumnName)> {
        let rates = self.values.rate_order.iter().copied().zip(&self.columns.rates);
        let named = self.columns.registers.iter().map(|(register, column)| (*register, column));
        named.chain(rates).collect()
    }

    fn check(&self) -> Result<(), ProfileError> {
        self.check_name()?;
        self.check_registers()?;
        self.check_columns()?;
        let header_rows = self.header_rows().unwrap_or(1);
        let header_fits = header_rows <= 4 && (header_rows > 0 || matches!(self.file, FileForm::Csv { .. }));
        if self.values.decimals > 7 || !header_fits {
            return Err(ProfileError::Limits);
        }
        if self.dates.formats.is_empty() { Err(ProfileError::NoDateFormat) } else { Ok(()) }
    }

    fn check_name(&self) -> Result<(), ProfileError> {
        let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        let fits = (1..=32).contains(&self.name.len()) && self.name.bytes().all(is_plain) && self.version > 0;
        if fits { Ok(()) } else { Err(ProfileError::Name) }
    }

    fn check_registers(&self) -> Result<(), ProfileError> {
        if self.values.rate_order.len() != self.columns.rates.len() {
            return Err(ProfileError::RateOrder);
        }
        let mut registers: Vec<Register> = self.register_columns().iter().map(|(register, _)| *register).collect();
        let by_code =
            [self.columns.register_code.is_some(), self.columns.value.is_some(), !self.register_codes.is_empty()];
        if by_code.contains(&true) {
            if by_code.contains(&false) || !registers.is_empty() {
                return Err(ProfileError::RegisterCodes);
            }
            registers = self.register_codes.values().copied().collect();
        } else if has_twice(&mut registers) {
            return Err(ProfileError::RegisterTwice);
        }
        if registers.contains(&Register::ActiveTotal) { Ok(()) } else { Err(ProfileError::NoTotal) }
    }

    fn check_columns(&self) -> Result<(), ProfileError> {
        let columns = &self.columns;
        if columns.meter.is_none() && columns.address.is_none() && columns.customer.is_none() {
            return Err(ProfileError::NoKey);
        }
        for column in self.all_columns() {
            match column {
                ColumnName::Position(0) => return Err(ProfileError::Position),
                ColumnName::Heading(_) if self.header_rows() == Some(0) => {
                    return Err(ProfileError::HeadingWithoutHeader);
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Lines above the data; a CIM/E entity names its columns itself.
    pub(crate) fn header_rows(&self) -> Option<u8> {
        match &self.file {
            FileForm::Csv { header_rows, .. } | FileForm::Xlsx { header_rows, .. } => Some(*header_rows),
            FileForm::CimE { .. } => None,
        }
    }

    /// Every column that the profile speaks of.
    pub(crate) fn all_columns(&self) -> Vec<&ColumnName> {
        let columns = &self.columns;
        let single = [&columns.meter, &columns.address, &columns.customer, &columns.point, &columns.time];
        let by_code = [&columns.register_code, &columns.value];
        let mut all: Vec<&ColumnName> = single.into_iter().chain(by_code).flatten().collect();
        all.push(&columns.date);
        all.extend(self.register_columns().into_iter().map(|(_, column)| column));
        all.extend(self.success.iter().map(|flag| &flag.column));
        all.extend(self.skip.iter().filter_map(|skip| skip.column.as_ref()));
        all
    }
}

fn has_twice(registers: &mut [Register]) -> bool {
    registers.sort_unstable();
    registers.windows(2).any(|pair| pair[0] == pair[1])
}
