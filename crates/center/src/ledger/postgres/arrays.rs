//! One parameter of many rows as an array, in PostgreSQL's binary form.

use std::error::Error;
use std::fmt;

use bytes::{BufMut, BytesMut};
use tokio_postgres::types::{IsNull, Kind, ToSql, Type, to_sql_checked};

use crate::ledger::db::Param;

/// The parameter at one place of every row.
pub struct Column<'a> {
    pub rows: &'a [Vec<Param<'a>>],
    pub place: usize,
}

impl fmt::Debug for Column<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "parameter {} of {} rows", self.place + 1, self.rows.len())
    }
}

impl ToSql for Column<'_> {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        let Kind::Array(of) = ty.kind() else { return Err("many rows travel as an array".into()) };
        out.put_i32(i32::from(!self.rows.is_empty()));
        out.put_i32(i32::from(self.rows.iter().any(|row| matches!(row.get(self.place), None | Some(Param::Null)))));
        out.put_u32(of.oid());
        if !self.rows.is_empty() {
            out.put_i32(i32::try_from(self.rows.len())?);
            out.put_i32(1);
        }
        for row in self.rows {
            put_element(row.get(self.place).unwrap_or(&Param::Null), of, out)?;
        }
        Ok(IsNull::No)
    }

    fn accepts(ty: &Type) -> bool {
        matches!(ty.kind(), Kind::Array(of) if <Param<'_> as ToSql>::accepts(of))
    }

    to_sql_checked!();
}

/// An element after its length, which is known only once it is written; -1 stands for nothing.
fn put_element(param: &Param<'_>, of: &Type, out: &mut BytesMut) -> Result<(), Box<dyn Error + Sync + Send>> {
    let length_at = out.len();
    out.put_i32(-1);
    if let IsNull::No = param.to_sql(of, out)? {
        let length = i32::try_from(out.len() - length_at - 4)?;
        out[length_at..length_at + 4].copy_from_slice(&length.to_be_bytes());
    }
    Ok(())
}
