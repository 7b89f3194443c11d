//! A prepared round in bytes.

use domain::{PreparedRound, RoundId};

use super::{BodyBytes, BodyError, days_of_date, malformed};

impl From<&PreparedRound> for BodyBytes {
    fn from(prepared: &PreparedRound) -> BodyBytes {
        BodyBytes {
            segment: Some(prepared.round.segment.to_string()),
            period: Some(prepared.round.period.yyyymm()),
            on: Some(days_of_date(prepared.planned_on)),
            points: (prepared.points > 0).then_some(prepared.points),
            file: Some(prepared.snapshot.0.into()),
            ..BodyBytes::default()
        }
    }
}

impl BodyBytes {
    pub(super) fn into_prepared_round(mut self) -> Result<PreparedRound, BodyError> {
        let segment = self.segment.take().ok_or(malformed("no segment"))?;
        let segment = segment.try_into().map_err(|_| malformed("the segment has no number"))?;
        Ok(PreparedRound {
            round: RoundId { segment, period: self.period()? },
            planned_on: self.on()?,
            points: self.points.unwrap_or(0),
            snapshot: self.file().ok_or(malformed("no snapshot"))?,
        })
    }
}
