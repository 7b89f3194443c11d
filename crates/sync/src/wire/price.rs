//! A price in its version, with its tiers.

use domain::{PriceTier, PriceVersion};
use minicbor::{Decode, Encode};

use super::{Malformed, all, date_of, days_of, decimal};

#[derive(Encode, Decode)]
#[cbor(map)]
pub(super) struct PriceBytes {
    #[n(1)]
    id: u32,
    #[n(2)]
    class: String,
    #[n(3)]
    document: String,
    #[n(4)]
    effective_from: i32,
    #[n(5)]
    effective_to: Option<i32>,
    #[n(6)]
    tiers: Vec<TierBytes>,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct TierBytes {
    #[n(1)]
    up_to_kwh: Option<i64>,
    #[n(2)]
    yuan_per_kwh: String,
}

impl From<&PriceVersion> for PriceBytes {
    fn from(price: &PriceVersion) -> PriceBytes {
        let tier =
            |tier: &PriceTier| TierBytes { up_to_kwh: tier.up_to_kwh, yuan_per_kwh: tier.yuan_per_kwh.to_string() };
        PriceBytes {
            id: price.id,
            class: price.class.clone(),
            document: price.document.clone(),
            effective_from: days_of(price.effective_from),
            effective_to: price.effective_to.map(days_of),
            tiers: price.tiers.iter().map(tier).collect(),
        }
    }
}

impl TryFrom<PriceBytes> for PriceVersion {
    type Error = Malformed;
    fn try_from(bytes: PriceBytes) -> Result<PriceVersion, Malformed> {
        let tier =
            |tier: TierBytes| Ok(PriceTier { up_to_kwh: tier.up_to_kwh, yuan_per_kwh: decimal(&tier.yuan_per_kwh)? });
        Ok(PriceVersion {
            id: bytes.id,
            class: bytes.class,
            document: bytes.document,
            effective_from: date_of(bytes.effective_from)?,
            effective_to: bytes.effective_to.map(date_of).transpose()?,
            tiers: all(bytes.tiers, tier)?,
        })
    }
}
