//! 走抄: the metering points of a round as they are walked, and jumping to one of them.

use domain::{CustomerNo, MeterNo, PointNo, RoundId};
use store::{Read, ReadingMark, RoundPointRow, StoreError};

use crate::Outlet;
use crate::rounds::is_flagged;

#[derive(Clone, Debug)]
pub struct RoundPoint {
    pub point: PointNo,
    /// 抄表序号
    pub sequence: u32,
    pub customer: CustomerNo,
    pub name: String,
    pub address: String,
    pub meter: MeterNo,
    /// 通信地址; empty where the meter has none.
    pub meter_address: String,
    /// What counts for this point in this round.
    pub reading: Option<ReadingMark>,
    /// A bill of the month was issued here.
    pub is_billed: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RoundOrder {
    /// As walked.
    #[default]
    Sequence,
    Address,
    Meter,
}

impl RoundPoint {
    fn of(row: RoundPointRow, reading: Option<ReadingMark>) -> RoundPoint {
        RoundPoint {
            point: row.point,
            sequence: row.sequence,
            customer: row.customer,
            name: row.name,
            address: row.address,
            meter: row.meter,
            meter_address: row.meter_address,
            reading,
            is_billed: row.is_billed,
        }
    }

    /// Read, and somebody has to look at it.
    pub fn is_flagged(&self) -> bool {
        self.reading.as_ref().is_some_and(is_flagged)
    }
}

impl Outlet {
    /// The points of a prepared round; empty where it was not prepared here.
    pub fn round_points(&self, round: &RoundId, order: RoundOrder) -> Result<Vec<RoundPoint>, StoreError> {
        let mut points = walked(&self.read(), round)?;
        match order {
            RoundOrder::Sequence => {}
            RoundOrder::Address => points.sort_by_cached_key(|point| by_numbers(&point.address)),
            RoundOrder::Meter => points.sort_by(|a, b| a.meter.cmp(&b.meter)),
        }
        Ok(points)
    }

    /// One point of a round as the list shows it.
    pub fn round_point(&self, round: &RoundId, point: &PointNo) -> Result<Option<RoundPoint>, StoreError> {
        Ok(walked(&self.read(), round)?.into_iter().find(|walked| walked.point == *point))
    }

    /// The points that a typed or scanned text may mean, the best first: a whole number or barcode, then a number that ends
    /// like it, then any part of a number, an address or a name.
    pub fn find_in_round(&self, round: &RoundId, text: &str) -> Result<Vec<RoundPoint>, StoreError> {
        let text = text.trim().to_uppercase();
        if text.is_empty() {
            return Ok(Vec::new());
        }
        let points = walked(&self.read(), round)?.into_iter();
        let mut found: Vec<(Fit, RoundPoint)> =
            points.filter_map(|point| fit(&point, &text).map(|fit| (fit, point))).collect();
        found.sort_by_key(|(fit, point)| (*fit, point.sequence));
        Ok(found.into_iter().map(|(_, point)| point).collect())
    }
}

fn walked(read: &Read<'_>, round: &RoundId) -> Result<Vec<RoundPoint>, StoreError> {
    let mut marks = read.reading_marks(round)?;
    let points = read.round_points(round)?.into_iter();
    Ok(points.map(|row| (marks.remove(&row.point), row)).map(|(mark, row)| RoundPoint::of(row, mark)).collect())
}

/// How well a point fits a text; less is better.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Whole,
    Sequence,
    End,
    Part,
}

fn fit(point: &RoundPoint, text: &str) -> Option<Fit> {
    let numbers = [point.meter.as_str(), point.customer.as_str(), point.point.as_str(), point.meter_address.as_str()];
    let numbers = numbers.map(str::to_uppercase);
    let sequence = point.sequence.to_string();
    if numbers.iter().any(|number| number == text) {
        Some(Fit::Whole)
    } else if sequence == text {
        Some(Fit::Sequence)
    } else if numbers.iter().any(|number| number.ends_with(text)) {
        Some(Fit::End)
    } else {
        let texts = numbers.iter().map(String::as_str).chain([point.address.as_str(), point.name.as_str()]);
        texts.map(str::to_uppercase).any(|part| part.contains(text)).then_some(Fit::Part)
    }
}

/// An address in pieces such that 3组 comes before 10组: text as it is, numbers by their value.
fn by_numbers(address: &str) -> Vec<(String, u64)> {
    let mut pieces: Vec<(String, u64)> = vec![(String::new(), 0)];
    let mut in_number = false;
    for letter in address.chars() {
        let (text, number) = pieces.last_mut().expect("there is always a piece");
        match letter.to_digit(10) {
            Some(digit) => {
                *number = number.saturating_mul(10).saturating_add(u64::from(digit));
                in_number = true;
            }
            None if in_number => {
                pieces.push((letter.to_string(), 0));
                in_number = false;
            }
            None => text.push(letter),
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::by_numbers;

    #[test]
    fn the_third_group_comes_before_the_tenth() {
        let mut addresses = ["石桥村10组2号", "石桥村3组11号", "石桥村3组2号", "龙凤村1组"];
        addresses.sort_by_key(|address| by_numbers(address));
        assert_eq!(addresses, ["石桥村3组2号", "石桥村3组11号", "石桥村10组2号", "龙凤村1组"]);
    }
}
