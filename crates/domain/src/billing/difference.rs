//! 差额: a bill that turned out different is answered by a further bill, never by an edit.

use serde::{Deserialize, Serialize};

use super::{BillLine, BillStatement, FundLine, StatementReason};
use crate::{BillId, Money};

/// What has to be issued so that the bills of a month come to what they should.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Difference {
    /// Red lines of what was issued, then the lines as they should be; its total is the difference.
    pub statement: BillStatement,
    pub issued: Money,
    pub should_be: Money,
}

/// The difference between what was issued for a month, earlier differences included, and what it should be. `None` where
/// both are the same to the fen.
pub fn difference(
    issued: &[&BillStatement],
    should_be: &BillStatement,
    id: BillId,
    reason: StatementReason,
) -> Option<Difference> {
    let issued_amount: Money = issued.iter().map(|statement| statement.total).sum();
    if issued_amount == should_be.total {
        return None;
    }
    let mut lines: Vec<BillLine> = standing_lines(issued).into_iter().map(BillLine::red).collect();
    lines.extend(should_be.lines.iter().cloned());
    let issued_kwh: i64 = issued.iter().map(|statement| statement.energy_kwh).sum();
    let statement = BillStatement {
        id,
        reason,
        energy_kwh: should_be.energy_kwh - issued_kwh,
        funds: funds(issued, should_be),
        total: should_be.total - issued_amount,
        lines,
        ..should_be.clone()
    };
    assert!(statement.is_balanced(), "a difference is the sum of its lines");
    Some(Difference { statement, issued: issued_amount, should_be: should_be.total })
}

/// The lines that count after the differences already issued: what one of them took back is gone.
fn standing_lines(issued: &[&BillStatement]) -> Vec<BillLine> {
    let mut standing: Vec<BillLine> = Vec::new();
    for line in issued.iter().flat_map(|statement| &statement.lines) {
        let taken_back = line.red.then(|| line.clone().black());
        let place = taken_back.and_then(|taken_back| standing.iter().position(|known| *known == taken_back));
        match place {
            Some(place) => drop(standing.remove(place)),
            None => standing.push(line.clone()),
        }
    }
    standing
}

/// The funds of the difference: those of the bill as it should be less those that were issued.
fn funds(issued: &[&BillStatement], should_be: &BillStatement) -> Vec<FundLine> {
    let mut funds = should_be.funds.clone();
    for line in issued.iter().flat_map(|statement| &statement.funds) {
        match funds.iter_mut().find(|known| known.name == line.name && known.price == line.price) {
            Some(known) => {
                known.quantity_kwh -= line.quantity_kwh;
                known.amount -= line.amount;
            }
            None => {
                funds.push(FundLine { quantity_kwh: -line.quantity_kwh, amount: -line.amount, ..line.clone() });
            }
        }
    }
    funds.retain(|fund| fund.quantity_kwh != 0 || !fund.amount.is_zero());
    funds
}
