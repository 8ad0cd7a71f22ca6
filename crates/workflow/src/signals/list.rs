//! The inbox.

use policy::{ListSignals, Permit};
use shared::id::SignalId;
use shared::page::{MAX_COUNTED, Page};
use shared::signal::{SignalFilter, SignalSummary};
use shared::time::Day;
use storage::{SignalQuery, Tx};

use super::view::{SharedSectors, summaries};
use crate::{PageOf, Sources, Stop};

/// One page of the inbox: newest day first. Three statements: rows, codes, links; one more to count.
pub fn list_signals(
    tx: &mut Tx<'_>,
    permit: &Permit<ListSignals>,
    sources: &Sources,
    sectors: &SharedSectors,
    filter: &SignalFilter,
    page: PageOf<(Day, SignalId)>,
    count: bool,
) -> Result<Page<SignalSummary>, Stop> {
    let scope = permit.scope();
    let clauses = clauses(filter);
    if filter.q.as_deref().is_some_and(|q| !q.trim().is_empty()) && clauses.is_empty() {
        // Nothing searchable was typed: nothing is found, rather than everything.
        return Ok(Page::whole(Vec::new()));
    }
    let late_on = if filter.late {
        sources.todays(scope)
    } else {
        Vec::new()
    };
    let query = SignalQuery {
        filter: filter.clone(),
        clauses,
        late_on,
        after: page.after,
        most: page.most(),
    };
    let page = Page::cut(tx.list_signals(scope, &query)?, page.size, |(record, _)| {
        format!("{}.{}", record.received_on.0, record.public_id.0)
    });
    let total = if count {
        let most = i64::try_from(MAX_COUNTED).unwrap_or(i64::MAX);
        u64::try_from(tx.count_signals(scope, &query, most)?).ok()
    } else {
        None
    };
    Ok(Page {
        items: summaries(tx, scope, sources, sectors, page.items)?,
        next: page.next,
        total,
    })
}

/// Reads where a page begins, as `next` of the page before told.
pub fn after(cursor: &str) -> Option<(Day, SignalId)> {
    let (day, id) = cursor.split_once('.')?;
    Some((day.parse().ok()?, id.parse().ok()?))
}

fn clauses(filter: &SignalFilter) -> Vec<storage::tx::query_types::Clause> {
    let query = text::search_query(filter.q.as_deref().unwrap_or_default());
    let words =
        |terms: Vec<text::Term>| terms.iter().map(|term| term.as_str().to_owned()).collect();
    query
        .clauses
        .into_iter()
        .map(|clause| clause.alternatives.into_iter().map(words).collect())
        .collect()
}
