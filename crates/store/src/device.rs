//! The device that this replica belongs to.

use domain::{Incarnation, Stream, TerminalCode, UnitCode};
use journal::{ChainHash, PublicKey};
use rusqlite::params;

use crate::column::RowExt;
use crate::{Read, StoreError, Write};

/// Who this desk is in the fleet, and whom it believes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceRow {
    /// The journal that is being written.
    pub stream: Stream,
    pub terminal: TerminalCode,
    /// The outlet where the desk stands.
    pub unit: UnitCode,
    pub key: PublicKey,
    /// Signs every reply of the center.
    pub center_key: PublicKey,
    pub center_url: String,
}

impl Read<'_> {
    /// `None` until the desk is enrolled.
    pub fn device(&self) -> Result<Option<DeviceRow>, StoreError> {
        let sql = "SELECT device, incarnation, terminal, unit, key, center_key, center_url FROM device";
        self.one(sql, [], |row| {
            Ok(DeviceRow {
                stream: Stream { device: row.take(0)?, incarnation: row.take(1)? },
                terminal: row.take(2)?,
                unit: row.take(3)?,
                key: row.take(4)?,
                center_key: row.take(5)?,
                center_url: row.get(6)?,
            })
        })
    }

    pub(crate) fn current_stream(&self) -> Result<Stream, StoreError> {
        let sql = "SELECT device, incarnation FROM device";
        self.one(sql, [], |row| Ok(Stream { device: row.take(0)?, incarnation: row.take(1)? }))?
            .ok_or(StoreError::NotEnrolled)
    }
}

impl Write<'_> {
    pub fn set_device(&mut self, device: &DeviceRow) -> Result<(), StoreError> {
        self.run(
            "INSERT OR REPLACE INTO device VALUES (1, ?, ?, ?, ?, ?, ?, ?)",
            params![
                device.stream.device.0,
                device.stream.incarnation.0,
                device.terminal.as_str(),
                device.unit.as_str(),
                device.key.0,
                device.center_key.0,
                device.center_url,
            ],
        )?;
        Ok(())
    }

    /// From here on this device writes a new journal, whose hash before entry 1 is `root`.
    pub fn begin_incarnation(&mut self, incarnation: Incarnation, root: ChainHash) -> Result<(), StoreError> {
        let device = self.current_stream()?.device;
        self.run(
            "INSERT INTO stream (device, incarnation, root) VALUES (?, ?, ?)",
            params![device.0, incarnation.0, root.0],
        )?;
        self.run("UPDATE device SET incarnation = ?", [incarnation.0])?;
        Ok(())
    }
}
