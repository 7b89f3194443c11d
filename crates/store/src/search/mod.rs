//! Search over the whole replica: account, old and meter numbers, phones, names in Chinese and by pinyin, addresses; any
//! fragment, best match first.
//!
//! A word is looked up in stages, from the kind of match that ranks best to the one that ranks last (`stages`). A stage
//! fetches a bounded number of candidates from one index; each is then compared with the word itself (`compare`), which
//! decides whether and how well it matches and what to highlight. The stages end as soon as there is enough to show, so a
//! very common fragment costs no more than a rare one.

mod compare;
mod fold;
mod index;
mod keys;
mod pinyin;
mod query;
mod stages;

use std::collections::HashSet;
use std::ops::Range;

use domain::{Customer, Money};

use crate::{Read, StoreError};
use compare::{Match, Rank, compare_all};
use query::Query;

/// The most hits that one search gives.
const HITS_MAX: usize = 200;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchResult {
    /// Best first.
    pub hits: Vec<SearchHit>,
    /// There are more than were asked for.
    pub more: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchHit {
    pub customer: Customer,
    /// Unpaid principal.
    pub arrears: Money,
    /// Bills with unpaid principal.
    pub open_bills: u32,
    /// Where the best word was found.
    pub field: MatchedField,
    /// What to highlight, in bytes of that field's text; for pinyin, of the name.
    pub span: Vec<Range<usize>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MatchedField {
    CustomerNo,
    OldNo,
    MeterNo,
    Phone,
    Name,
    Pinyin,
    Address,
}

/// A customer that matches all words.
struct Found {
    matched: Match,
    customer: Customer,
}

impl Read<'_> {
    /// Finds customers by any text. No text is an error; one without a letter or digit finds nobody.
    pub fn search(&self, text: &str, limit: usize) -> Result<SearchResult, StoreError> {
        let limit = limit.min(HITS_MAX);
        let query = Query::of(text);
        let _moment = self.moment();
        let mut found = self.gather(&query, limit)?;
        found.sort_by(|a, b| {
            let key = |found: &Found| (found.matched.rank, found.customer.name.chars().count());
            key(a).cmp(&key(b)).then_with(|| a.customer.no.cmp(&b.customer.no))
        });
        let more = found.len() > limit;
        found.truncate(limit);
        let hits = found.into_iter().map(|found| self.hit(found)).collect::<Result<_, _>>()?;
        Ok(SearchResult { hits, more })
    }

    /// Runs the stages until more customers match than will be shown.
    fn gather(&self, query: &Query, limit: usize) -> Result<Vec<Found>, StoreError> {
        let (mut seen, mut found) = (HashSet::new(), Vec::new());
        for stage in stages::stages(query) {
            if is_enough(&found, limit) || (stage.is_idle_after_whole_name() && has_whole_name(&found)) {
                break;
            }
            for (id, customer) in self.candidates(&stage)? {
                if !seen.insert(id) {
                    continue;
                }
                if let Some(matched) = compare_all(query, &customer) {
                    found.push(Found { matched, customer });
                }
            }
        }
        Ok(found)
    }

    fn hit(&self, found: Found) -> Result<SearchHit, StoreError> {
        let account = self.account(&found.customer.no)?;
        let is_open = |bill: &&domain::Bill| bill.principal_due().is_positive();
        Ok(SearchHit {
            arrears: account.arrears(),
            open_bills: account.bills.iter().filter(is_open).count() as u32,
            customer: found.customer,
            field: found.matched.field,
            span: found.matched.span,
        })
    }
}

fn is_enough(found: &[Found], limit: usize) -> bool {
    found.len() > limit || found.iter().any(|found| found.matched.is_certain)
}

fn has_whole_name(found: &[Found]) -> bool {
    found.iter().any(|found| found.matched.rank == Rank::WholeName)
}
