//! What a bill costs follows from its energy for most customers: one price for the kilowatt-hour, rounded to fen. The sender
//! finds the prices that explain most bills and sends them ahead; a bill then names its price.

use std::collections::BTreeMap;

use domain::Money;

use super::lanes::Lanes;
use crate::wire::Malformed;

/// In ten-thousandths of a yuan a kilowatt-hour.
type Price = i64;

const PRICES_MAX: usize = 8;

/// A price has to explain so many bills to be sent ahead.
const BILLS_MIN: usize = 3;

/// A bill of less energy fits too many prices to speak for one.
const ENERGY_MIN: i64 = 30;

#[derive(Clone, Default)]
pub(super) struct Prices(Vec<Price>);

impl Prices {
    /// The prices of the bills, each given by its energy and amount; the one that explains most bills first.
    pub fn of(mut bills: Vec<(i64, Money)>) -> Prices {
        let mut prices = Vec::new();
        bills.retain(|(energy, amount)| (ENERGY_MIN..1_000_000).contains(energy) && amount.is_positive());
        while prices.len() < PRICES_MAX {
            let Some(price) = commonest(&bills) else { break };
            bills.retain(|(energy, amount)| charge(price, *energy) != Some(amount.fen()));
            prices.push(price);
        }
        Prices(prices)
    }

    pub fn read(lanes: &mut impl Lanes, lane: usize, count: usize) -> Result<Prices, Malformed> {
        if count > PRICES_MAX {
            return Err(Malformed::because("too many prices"));
        }
        (0..count).map(|_| lanes.signed(lane, 0)).collect::<Result<_, _>>().map(Prices)
    }

    pub fn write(&self, lanes: &mut impl Lanes, lane: usize) {
        for price in &self.0 {
            lanes.signed(lane, *price).expect("a price can be written");
        }
    }

    /// 0 where no price fits and the amount stands in its own column; else the place of the price, from 1.
    pub fn amount(
        &self,
        lanes: &mut impl Lanes,
        (which, column): (usize, usize),
        energy: i64,
        given: Money,
    ) -> Result<Money, Malformed> {
        let fits = |price: &Price| charge(*price, energy) == Some(given.fen());
        let place = self.0.iter().position(fits).map_or(0, |place| place as u64 + 1);
        let place = lanes.int(which, place)?;
        if place == 0 {
            return lanes.signed(column, given.fen()).map(Money::from_fen);
        }
        let price = usize::try_from(place - 1).ok().and_then(|place| self.0.get(place));
        let fen = price.and_then(|price| charge(*price, energy));
        fen.map(Money::from_fen).ok_or(Malformed::because("a price that was not sent"))
    }
}

/// Fen, halves up.
fn charge(price: Price, energy: i64) -> Option<i64> {
    price.checked_mul(energy)?.checked_add(50).map(|hundredths| hundredths.div_euclid(100))
}

fn commonest(bills: &[(i64, Money)]) -> Option<Price> {
    let mut votes: BTreeMap<Price, usize> = BTreeMap::new();
    for (energy, amount) in bills {
        let Some(hundredths) = amount.fen().checked_mul(100) else { continue };
        let (lowest, highest) = ((hundredths - 50) / energy, (hundredths + 50) / energy);
        let exact = (lowest..=highest).filter(|price| charge(*price, *energy) == Some(amount.fen()));
        exact.for_each(|price| *votes.entry(price).or_default() += 1);
    }
    // Of prices with equal votes the lowest, so that the same bills give the same bytes.
    let (price, bills) = votes.into_iter().max_by_key(|(price, bills)| (*bills, std::cmp::Reverse(*price)))?;
    (bills >= BILLS_MIN).then_some(price)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_price_of_most_bills_is_found() {
        let fen = Money::from_fen;
        let mut bills: Vec<_> = (40..90).map(|energy| (energy, fen((energy * 5_580 + 50) / 100))).collect();
        bills.extend((100..140).map(|energy| (energy, fen((energy * 8_127 + 50) / 100))));
        bills.push((77, fen(1)));
        assert_eq!(Prices::of(bills).0, [5_580, 8_127]);
        assert!(Prices::of(vec![(100, fen(5_580))]).0.is_empty());
        assert!(Prices::of(vec![(100, fen(i64::MAX)); 5]).0.is_empty());
    }
}
