//! Ninety days without news are too long: providers hear where their signal stands (product.md).

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use chrono::Duration;
use policy::{Permit, RunJob};
use shared::codes::FeedbackMoment;
use storage::Tx;
use storage::records::FeedbackRecord;

use super::due::insert;
use crate::{Sources, Stop};

/// How long a provider waits without news while an issue is open.
pub(super) const NEWS_DAYS: i64 = 90;

/// Makes an answer fall due for every provider behind an open issue who heard nothing for ninety days and for whom
/// nothing waits. Answers how many. A second run on the same day finds nothing more.
pub fn fall_due_again(
    tx: &mut Tx<'_>,
    permit: &Permit<RunJob>,
    sources: &Sources,
) -> Result<usize, Stop> {
    let scope = permit.scope();
    let Some(authority) = scope.writes() else {
        return Ok(0);
    };
    let silent_since = sources.now().minus(Duration::days(NEWS_DAYS));
    let mut told: BTreeMap<_, Vec<FeedbackRecord>> = BTreeMap::new();
    let mut fallen = 0;
    for (issue, signal, linked_at) in tx.open_links(scope)? {
        let told = match told.entry(issue) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(unknown) => unknown.insert(tx.feedback_of_issue(scope, issue.0)?),
        };
        let rows: Vec<&FeedbackRecord> =
            told.iter().filter(|row| row.signal_id == signal).collect();
        let waits = rows.iter().any(|row| !row.state.is_informed());
        let last_news = rows
            .iter()
            .filter_map(|row| row.sent_at)
            .max()
            .unwrap_or(linked_at);
        if !waits && last_news.0 < silent_since {
            insert(
                tx,
                permit,
                sources,
                authority,
                signal.0,
                Some(issue.0),
                FeedbackMoment::StillOpen,
            )?;
            fallen += 1;
        }
    }
    Ok(fallen)
}
