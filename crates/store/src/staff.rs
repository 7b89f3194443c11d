//! Operators who sign in here, and the devices of the fleet whose receipts can be checked here.

use domain::{DeviceId, Operator, OperatorId};
use journal::KnownDevice;
use rusqlite::{Row, params};

use crate::column::{RowExt, json};
use crate::{Read, StoreError, Write};

impl Read<'_> {
    /// By 工号. Where one was given to a new person, the one who may still sign in counts.
    pub fn operator_by_login(&self, login: &str) -> Result<Option<Operator>, StoreError> {
        let sql = "SELECT * FROM operator WHERE login = ? ORDER BY suspended, id DESC LIMIT 1";
        self.one(sql, [login], operator)
    }

    pub fn operator(&self, id: OperatorId) -> Result<Option<Operator>, StoreError> {
        self.one("SELECT * FROM operator WHERE id = ?", [id.0], operator)
    }

    pub fn known_device(&self, device: DeviceId) -> Result<Option<KnownDevice>, StoreError> {
        self.one("SELECT * FROM known_device WHERE device = ?", [device.0], |row| {
            Ok(KnownDevice {
                device: row.take(0)?,
                terminal: row.take(1)?,
                unit: row.take(2)?,
                key: row.take(3)?,
                suspended: row.get(4)?,
            })
        })
    }
}

fn operator(row: &Row<'_>) -> rusqlite::Result<Operator> {
    Ok(Operator {
        id: row.take(0)?,
        login: row.get(1)?,
        name: row.get(2)?,
        unit: row.take(3)?,
        roles: row.take_json(4)?,
        verifier: row.get(5)?,
        suspended: row.get(6)?,
    })
}

impl Write<'_> {
    pub fn put_operator(&mut self, operator: &Operator) -> Result<(), StoreError> {
        self.run(
            "INSERT OR REPLACE INTO operator VALUES (?, ?, ?, ?, ?, ?, ?)",
            params![
                operator.id.0,
                operator.login,
                operator.name,
                operator.unit.as_str(),
                json(&operator.roles),
                operator.verifier,
                operator.suspended,
            ],
        )?;
        Ok(())
    }

    pub fn put_known_device(&mut self, device: &KnownDevice) -> Result<(), StoreError> {
        self.run(
            "INSERT OR REPLACE INTO known_device VALUES (?, ?, ?, ?, ?)",
            params![device.device.0, device.terminal.as_str(), device.unit.as_str(), device.key.0, device.suspended],
        )?;
        Ok(())
    }
}
