//! The inbox.

use policy::{ListSignalIds, Operation, Permit, Scope};
use shared::id::SignalId;
use shared::page::{MAX_COUNTED, Page};
use shared::signal::{SignalFilter, SignalSummary};
use shared::signal_changes::{MAX_SIGNAL_IDS, SignalIds};
use shared::time::Day;
use storage::{SignalQuery, Tx};

use super::view::{SharedSectors, summaries};
use crate::{PageOf, Sources, Stop};

/// One page of the inbox: newest day first. Three statements: rows, codes, links; one more to count.
pub fn list_signals<A: Operation>(
    tx: &mut Tx<'_>,
    permit: &Permit<A>,
    sources: &Sources,
    sectors: &SharedSectors,
    filter: &SignalFilter,
    page: PageOf<(Day, SignalId)>,
    count: bool,
) -> Result<Page<SignalSummary>, Stop> {
    let scope = permit.scope();
    let Some(query) = query(scope, sources, filter, page.after, page.most()) else {
        return Ok(Page::whole(Vec::new()));
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

/// Every signal of the inbox by its id, in the same order: one statement, no text.
pub fn list_signal_ids(
    tx: &mut Tx<'_>,
    permit: &Permit<ListSignalIds>,
    sources: &Sources,
    filter: &SignalFilter,
) -> Result<SignalIds, Stop> {
    let scope = permit.scope();
    let one_more = i64::try_from(MAX_SIGNAL_IDS + 1).unwrap_or(i64::MAX);
    let mut ids = match query(scope, sources, filter, None, one_more) {
        Some(query) => tx.list_signal_ids(scope, &query)?,
        None => Vec::new(),
    };
    let more = ids.len() > MAX_SIGNAL_IDS;
    ids.truncate(MAX_SIGNAL_IDS);
    Ok(SignalIds {
        items: ids.into_iter().map(|id| id.0).collect(),
        more,
    })
}

/// A filter as storage takes it. `None` when nothing searchable was typed: nothing is found then, rather than everything.
fn query(
    scope: &Scope,
    sources: &Sources,
    filter: &SignalFilter,
    after: Option<(Day, SignalId)>,
    most: i64,
) -> Option<SignalQuery> {
    let clauses = clauses(filter);
    if filter.q.as_deref().is_some_and(|q| !q.trim().is_empty()) && clauses.is_empty() {
        return None;
    }
    let late_on = if filter.late {
        sources.todays(scope)
    } else {
        Vec::new()
    };
    Some(SignalQuery {
        filter: filter.clone(),
        clauses,
        goes_on: false,
        late_on,
        after,
        most,
    })
}

/// Reads where a page begins, as `next` of the page before told.
pub fn after(cursor: &str) -> Option<(Day, SignalId)> {
    let (day, id) = cursor.split_once('.')?;
    Some((day.parse().ok()?, id.parse().ok()?))
}

fn clauses(filter: &SignalFilter) -> Vec<storage::tx::query_types::Clause> {
    text::search_query(filter.q.as_deref().unwrap_or_default()).into_words()
}
