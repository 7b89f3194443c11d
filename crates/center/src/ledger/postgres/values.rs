//! Values on their way to the server and back. Whatever a column is made of, a row reads as it does from SQLite.

use std::error::Error;

use bytes::{BufMut, BytesMut};
use tokio_postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};

use crate::ledger::db::{Param, Value};

type Failure = Box<dyn Error + Sync + Send>;

fn wrong(what: &str, ty: &Type) -> Failure {
    format!("{what} does not go with a column of type {ty}").into()
}

impl ToSql for Param<'_> {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Failure> {
        match self {
            Param::Null => return Ok(IsNull::Yes),
            Param::Int(number) => put_int(*number, ty, out)?,
            Param::Text(text) if is_text(ty) => out.put_slice(text.as_bytes()),
            Param::Bytes(bytes) if *ty == Type::BYTEA => out.put_slice(bytes),
            Param::Text(_) => return Err(wrong("a text", ty)),
            Param::Bytes(_) => return Err(wrong("bytes", ty)),
        }
        Ok(IsNull::No)
    }

    fn accepts(ty: &Type) -> bool {
        is_text(ty) || matches!(*ty, Type::INT8 | Type::INT4 | Type::INT2 | Type::BOOL | Type::BYTEA)
    }

    to_sql_checked!();
}

fn put_int(number: i64, ty: &Type, out: &mut BytesMut) -> Result<(), Failure> {
    match *ty {
        Type::INT8 => out.put_i64(number),
        Type::INT4 => out.put_i32(i32::try_from(number)?),
        Type::INT2 => out.put_i16(i16::try_from(number)?),
        Type::BOOL => out.put_u8(u8::from(number != 0)),
        _ => return Err(wrong("a number", ty)),
    }
    Ok(())
}

fn is_text(ty: &Type) -> bool {
    matches!(*ty, Type::TEXT | Type::VARCHAR | Type::BPCHAR | Type::NAME | Type::UNKNOWN)
}

impl<'a> FromSql<'a> for Value {
    fn from_sql(ty: &Type, raw: &'a [u8]) -> Result<Value, Failure> {
        match *ty {
            Type::INT8 => Ok(Value::Int(i64::from_be_bytes(raw.try_into()?))),
            Type::INT4 => Ok(Value::Int(i64::from(i32::from_be_bytes(raw.try_into()?)))),
            Type::INT2 => Ok(Value::Int(i64::from(i16::from_be_bytes(raw.try_into()?)))),
            Type::BOOL => Ok(Value::Int(i64::from(raw != [0]))),
            Type::NUMERIC => whole_number(raw).map(Value::Int).ok_or_else(|| "a sum beyond all money".into()),
            Type::BYTEA => Ok(Value::Bytes(raw.to_vec())),
            _ => Ok(Value::Text(std::str::from_utf8(raw)?.to_owned())),
        }
    }

    fn from_sql_null(_: &Type) -> Result<Value, Failure> {
        Ok(Value::Null)
    }

    fn accepts(ty: &Type) -> bool {
        <Param<'_> as ToSql>::accepts(ty) || *ty == Type::NUMERIC
    }
}

/// A sum of whole numbers comes as a decimal: groups of four digits after their count, weight and sign.
fn whole_number(raw: &[u8]) -> Option<i64> {
    let word = |place: usize| raw.get(place * 2..place * 2 + 2).map(|two| i16::from_be_bytes([two[0], two[1]]));
    let (groups, weight, sign) = (word(0)?, word(1)?, word(2)?);
    let mut number: i64 = 0;
    for group in 0..=weight.max(-1) {
        let digits = if group < groups { word(4 + usize::try_from(group).ok()?)? } else { 0 };
        number = number.checked_mul(10_000)?.checked_add(i64::from(digits))?;
    }
    let is_whole = groups <= weight + 1;
    is_whole.then_some(if sign == 0 { number } else { -number })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sum(words: &[i16]) -> Option<i64> {
        whole_number(&words.iter().flat_map(|word| word.to_be_bytes()).collect::<Vec<u8>>())
    }

    #[test]
    fn a_sum_reads_as_a_whole_number() {
        assert_eq!(sum(&[0, 0, 0, 0]), Some(0));
        assert_eq!(sum(&[2, 1, 0, 0, 12, 3456]), Some(123_456));
        assert_eq!(sum(&[1, 1, 0x4000, 0, 7]), Some(-70_000));
        assert_eq!(sum(&[2, 0, 0, 1, 1, 5000]), None, "1.5 is no whole number");
    }
}
