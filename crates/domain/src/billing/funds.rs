//! 代征基金: what the prices contain of each fund, listed beside the lines and never added to them.

use rust_decimal::Decimal;

use super::amount::{amount, total};
use super::{BillingRefusal, FundLine};
use crate::{Money, PriceVersion};

/// kWh by fund and by its price; a fund whose price changed has two entries.
#[derive(Default)]
pub(super) struct Funds<'a>(Vec<FundKwh<'a>>);

struct FundKwh<'a> {
    name: &'a str,
    price: Decimal,
    kwh: i64,
}

impl<'a> Funds<'a> {
    pub(super) fn add(&mut self, price: &'a PriceVersion, kwh: i64) {
        for fund in &price.funds {
            match self.0.iter_mut().find(|known| known.name == fund.name && known.price == fund.yuan_per_kwh) {
                Some(known) => known.kwh += kwh,
                None => self.0.push(FundKwh { name: &fund.name, price: fund.yuan_per_kwh, kwh }),
            }
        }
    }

    /// Each fund half up to fen.
    pub(super) fn total(&self) -> Result<Money, BillingRefusal> {
        let amounts: Vec<Money> =
            self.0.iter().map(|fund| amount(fund.kwh.into(), fund.price)).collect::<Result<_, _>>()?;
        total(amounts.into_iter())
    }

    pub(super) fn into_lines(self) -> Result<Vec<FundLine>, BillingRefusal> {
        let line = |fund: FundKwh<'_>| {
            Ok(FundLine {
                name: fund.name.to_owned(),
                quantity_kwh: fund.kwh,
                price: fund.price,
                amount: amount(fund.kwh.into(), fund.price)?,
            })
        };
        self.0.into_iter().filter(|fund| fund.kwh != 0).map(line).collect()
    }
}
