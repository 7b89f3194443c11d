//! How the types that travel as one piece of text are described to users of the center's API.

use std::borrow::Cow;

use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, SchemaType, Type};
use utoipa::{PartialSchema, ToSchema};

use crate::{
    BillId, BillingPeriod, CustomerNo, Digits, FileHash, MeterNo, Money, PointNo, PriceCode, SegmentNo, TerminalCode,
    TransformerNo, UnitCode,
};

macro_rules! text {
    ($type:ident, $pattern:literal, $meaning:literal, $example:literal) => {
        impl PartialSchema for $type {
            fn schema() -> RefOr<Schema> {
                let text = ObjectBuilder::new().schema_type(SchemaType::Type(Type::String));
                text.pattern(Some($pattern)).description(Some($meaning)).examples([$example]).into()
            }
        }

        impl ToSchema for $type {
            fn name() -> Cow<'static, str> {
                Cow::Borrowed(stringify!($type))
            }
        }
    };
}

text!(Money, "^-?[0-9]+\\.[0-9]{2}$", "Yuan with two decimals; never a number, so that no fen is lost.", "86.40");

/// A `Decimal` as it is written.
pub struct DecimalText;

text!(DecimalText, "^-?[0-9]{1,15}(\\.[0-9]{1,28})?$", "An exact decimal, as text.", "0.5580");
text!(
    BillId,
    "^(19|[2-9][0-9])[0-9]{2}-(0[1-9]|1[0-2])(#([1-9][0-9]?|1[0-9]{2}|2[0-4][0-9]|25[0-5]))?$",
    "The month of a bill; a further issue of the month has its number behind it.",
    "2026-10#2"
);
text!(BillingPeriod, "^(19|[2-9][0-9])[0-9]{2}-(0[1-9]|1[0-2])$", "电费年月: year and month.", "2026-11");
text!(CustomerNo, "^[0-9]{6,16}$", "户号: the account number, with its leading zeros.", "0042800112");
text!(UnitCode, "^[0-9]{5,12}$", "单位编码: the prefecture, a company, a station or an outlet of it.", "42280");
text!(TerminalCode, "^[A-Z0-9-]{1,12}$", "终端编号: what a receipt calls the device.", "BYP-01");
text!(PriceCode, "^[A-Z0-9-]{1,16}$", "电价代码: what metering points are bound to.", "RES-LV");
text!(SegmentNo, "^[A-Za-z0-9-]{1,16}$", "抄表段编号", "BYP01");
text!(PointNo, "^[A-Za-z0-9-]{1,32}$", "计量点编号", "0042800112-1");
text!(MeterNo, "^[A-Za-z0-9-]{1,32}$", "电能表资产编号, as on its barcode.", "4230001000012345678901");
text!(TransformerNo, "^[A-Za-z0-9-]{1,32}$", "变压器编号", "T-0001");
text!(Digits, "^([3-9]|10)\\.[0-4]$", "表码位数: digits before and after the point.", "6.2");
text!(
    FileHash,
    "^[0-9a-f]{64}$",
    "SHA-256 of a photo or a file, in hexadecimal digits.",
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
);
