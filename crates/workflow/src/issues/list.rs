//! The list of issues.

use policy::{ListIssues, Permit};
use shared::id::IssueId;
use shared::issue::{IssueFilter, IssueSummary};
use shared::page::Page;
use shared::time::Moment;
use storage::{IssueQuery, Tx};

use super::view::summaries;
use crate::{Sources, Stop};

/// Where a page begins and how long it is.
#[derive(Debug, Clone, Copy)]
pub struct PageOf {
    /// The row after which it begins.
    pub after: Option<(Moment, IssueId)>,
    /// How many rows.
    pub size: u32,
    /// Whether to count what matches, which costs a statement of its own.
    pub count: bool,
}

/// One page of issues: the latest changed first. Two statements: rows, owners; one more to count.
pub fn list_issues(
    tx: &mut Tx<'_>,
    permit: &Permit<ListIssues>,
    sources: &Sources,
    filter: &IssueFilter,
    page: PageOf,
) -> Result<Page<IssueSummary>, Stop> {
    let scope = permit.scope();
    let typed = filter.q.as_deref().unwrap_or_default().trim();
    let query = query(filter, typed, page);
    if !typed.is_empty() && query.clauses.is_empty() && query.number.is_none() {
        // Nothing searchable was typed: nothing is found, rather than everything.
        return Ok(Page::whole(Vec::new()));
    }
    let size = usize::try_from(page.size).unwrap_or_default();
    let mut rows = tx.list_issues(scope, &query)?;
    let more = rows.len() > size;
    rows.truncate(size);
    let cursor = |at: Moment, id: IssueId| format!("{}.{id}", at.micros());
    let last = rows.last().filter(|_| more);
    let next = last.map(|record| cursor(record.changed_at.0, record.public_id.0));
    let total = if page.count {
        u64::try_from(tx.count_issues(scope, &query)?).ok()
    } else {
        None
    };
    Ok(Page {
        items: summaries(tx, scope, sources, &rows)?,
        next,
        total,
    })
}

/// Reads where a page begins, as `next` of the page before told.
pub fn after(cursor: &str) -> Option<(Moment, IssueId)> {
    let (micros, id) = cursor.split_once('.')?;
    Some((Moment::from_micros(micros.parse().ok()?), id.parse().ok()?))
}

fn query(filter: &IssueFilter, typed: &str, page: PageOf) -> IssueQuery {
    let number = number(typed);
    let words = if number.is_some() { "" } else { typed };
    IssueQuery {
        state: filter.state.clone(),
        theme: filter.theme.clone(),
        clauses: text::search_query(words).into_words(),
        number,
        after: page.after,
        most: i64::from(page.size) + 1,
    }
}

/// `K-17`, `k17` or `17`, as people type the number of an issue.
fn number(typed: &str) -> Option<i32> {
    let digits = typed.strip_prefix(['K', 'k']).unwrap_or(typed);
    let digits = digits.strip_prefix('-').unwrap_or(digits);
    digits.parse().ok().filter(|number| *number > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_found_however_it_is_typed() {
        for typed in ["K-17", "k-17", "K17", "17"] {
            assert_eq!(number(typed), Some(17), "{typed}");
        }
        for typed in ["", "K-", "loket", "17 jaar", "--17"] {
            assert_eq!(number(typed), None, "{typed}");
        }
    }

    #[test]
    fn a_page_begins_where_the_one_before_ended() {
        let id = IssueId::new(uuid::Uuid::from_u128(7));
        let cursor = format!("1795000000000000.{id}");
        assert_eq!(
            after(&cursor),
            Some((Moment::from_micros(1_795_000_000_000_000), id))
        );
        assert_eq!(after("yesterday"), None);
    }
}
