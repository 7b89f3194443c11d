//! The units as the center sent them, and which of them keeps this desk's books.

use domain::{Unit, UnitCode, UnitLevel, UnitTree};
use rusqlite::{Row, params};

use crate::column::{RowExt, word};
use crate::{Read, StoreError, Write};

impl Read<'_> {
    pub fn units(&self) -> Result<UnitTree, StoreError> {
        Ok(UnitTree::new(self.all("SELECT code, parent, level, name FROM unit", [], unit)?))
    }

    /// 供电单位 of a unit: its station, or the unit itself while the tree is not known.
    pub(crate) fn books_of(&self, code: &UnitCode) -> Result<UnitCode, StoreError> {
        let sql = "SELECT code, parent, level, name FROM unit WHERE code = ?";
        let mut line: Vec<UnitCode> = Vec::new();
        let mut next = Some(code.clone());
        while let Some(at) = next.filter(|at| !line.contains(at)) {
            let Some(unit) = self.one(sql, [at.as_str()], unit)? else { break };
            if unit.level == UnitLevel::Station {
                return Ok(unit.code);
            }
            line.push(at);
            next = unit.parent;
        }
        Ok(code.clone())
    }
}

fn unit(row: &Row<'_>) -> rusqlite::Result<Unit> {
    Ok(Unit { code: row.take(0)?, parent: row.maybe(1)?, level: row.take_word(2)?, name: row.get(3)? })
}

impl Write<'_> {
    pub fn put_unit(&mut self, unit: &Unit) -> Result<(), StoreError> {
        self.run(
            "INSERT OR REPLACE INTO unit VALUES (?, ?, ?, ?)",
            params![unit.code.as_str(), unit.parent.as_ref().map(UnitCode::as_str), word(&unit.level), unit.name],
        )?;
        Ok(())
    }
}
