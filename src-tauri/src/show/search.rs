use std::ops::Range;

use domain::{Customer, UnitCode};
use store::{MatchedField, Read, SearchHit, SearchResult, StoreError};

use crate::view::{FragmentView, SearchHitView, SearchView};

/// What a query found, the part that it matched marked.
pub fn found(read: &Read<'_>, result: SearchResult, took_us: u64) -> Result<SearchView, StoreError> {
    let desk = desk_unit(read)?;
    let hits = result.hits.into_iter().map(|hit| search_hit(hit, desk.as_ref())).collect();
    Ok(SearchView { hits, more: result.more, took_us })
}

/// The customers opened last, for an empty search box.
pub fn recent(read: &Read<'_>, limit: usize) -> Result<SearchView, StoreError> {
    let desk = desk_unit(read)?;
    let mut hits = Vec::new();
    for no in read.recent_customers(limit)? {
        let Some(customer) = read.customer(&no)? else { continue };
        let account = read.account(&no)?;
        let open_bills = account.bills.iter().filter(|bill| bill.principal_due().is_positive()).count();
        let (arrears, field) = (account.arrears(), MatchedField::CustomerNo);
        let hit = SearchHit { customer, arrears, open_bills: open_bills as u32, field, span: Vec::new() };
        hits.push(search_hit(hit, desk.as_ref()));
    }
    Ok(SearchView { hits, more: false, took_us: 0 })
}

fn desk_unit(read: &Read<'_>) -> Result<Option<UnitCode>, StoreError> {
    let Some(device) = read.device()? else { return Ok(None) };
    let station = read.units()?.station_of(&device.unit).map(|station| station.code.clone());
    Ok(Some(station.unwrap_or(device.unit)))
}

fn search_hit(hit: SearchHit, desk: Option<&UnitCode>) -> SearchHitView {
    let Customer { no, name, address, meter_no, phone, unit, power, .. } = hit.customer;
    let marked = |text: &str, fields: &[MatchedField]| {
        fragments(text, if fields.contains(&hit.field) { &hit.span } else { &[] })
    };
    SearchHitView {
        no: marked(no.as_str(), &[MatchedField::CustomerNo]),
        customer_no: no.to_string(),
        name: marked(&name, &[MatchedField::Name, MatchedField::Pinyin]),
        address: marked(&address, &[MatchedField::Address]),
        meter_no: marked(&meter_no, &[MatchedField::MeterNo]),
        phone: marked(&phone, &[MatchedField::Phone]),
        matched: field_code(hit.field).to_owned(),
        arrears: hit.arrears.to_string(),
        open_bills: hit.open_bills,
        power,
        elsewhere: Some(&unit) != desk,
    }
}

fn field_code(field: MatchedField) -> &'static str {
    match field {
        MatchedField::CustomerNo | MatchedField::OldNo => "customer-no",
        MatchedField::MeterNo => "meter-no",
        MatchedField::Phone => "phone",
        MatchedField::Name => "name",
        MatchedField::Pinyin => "pinyin",
        MatchedField::Address => "address",
    }
}

/// Cuts a text into hit and other parts. Spans that do not fit the text mark nothing.
fn fragments(text: &str, spans: &[Range<usize>]) -> Vec<FragmentView> {
    let mut parts = Vec::new();
    let mut at = 0;
    let mut push = |range: Range<usize>, hit| {
        if let Some(part) = text.get(range).filter(|part| !part.is_empty()) {
            parts.push(FragmentView { text: part.to_owned(), hit });
        }
    };
    for span in spans {
        if span.start < at || text.get(span.clone()).is_none() {
            continue;
        }
        push(at..span.start, false);
        push(span.clone(), true);
        at = span.end;
    }
    push(at..text.len(), false);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, spans: &[(usize, usize)]) -> String {
        let spans: Vec<Range<usize>> = spans.iter().map(|(start, end)| *start..*end).collect();
        let mark = |part: FragmentView| if part.hit { format!("[{}]", part.text) } else { part.text };
        fragments(text, &spans).into_iter().map(mark).collect()
    }

    #[test]
    fn matched_parts_are_marked() {
        assert_eq!(shown("向贵生", &[(0, 3), (6, 9)]), "[向]贵[生]");
        assert_eq!(shown("4280011234", &[(6, 10)]), "428001[1234]");
        assert_eq!(shown("向贵生", &[]), "向贵生");
    }

    #[test]
    fn a_span_inside_a_character_marks_nothing_and_loses_nothing() {
        assert_eq!(shown("向贵生", &[(1, 2), (3, 6)]), "向[贵]生");
        assert_eq!(shown("向", &[(0, 99)]), "向");
    }
}
