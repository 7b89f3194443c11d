//! Writes rounds, imported files and notices, as their entries say.

use super::db::{Db, Param, params, sql};
use super::values::to_json;
use super::{BillingEffects, LedgerError, Noted};

pub fn write(db: &mut dyn Db, billing: &BillingEffects) -> Result<(), LedgerError> {
    let rounds =
        billing.rounds.iter().map(|(noted, round)| row(noted, params![round.round.period.yyyymm()], to_json(round)));
    db.run_each(sql!("round_add"), &rounds.collect::<Vec<_>>())?;
    let imports = billing.imports.iter().map(|(noted, import)| row(noted, Vec::new(), to_json(import)));
    db.run_each(sql!("reading_import_add"), &imports.collect::<Vec<_>>())?;
    let notices =
        billing.notices.iter().map(|(noted, notice)| row(noted, params![notice.customer.as_str()], to_json(notice)));
    db.run_each(sql!("notice_add"), &notices.collect::<Vec<_>>())
}

/// The entry's place, what is asked for by a column, who wrote it where and when, and all of it.
fn row<'a>(noted: &'a Noted, columns: Vec<Param<'a>>, content: String) -> Vec<Param<'a>> {
    let Noted { place, operator, terminal, at_ms } = noted;
    let mut row = params![place.stream.device.0, place.stream.incarnation.0, place.history, place.seq.0];
    row.extend(columns);
    row.extend(params![terminal.as_str(), operator.0, *at_ms, content]);
    row
}
