//! The list of issues.

use policy::{ListIssues, Permit};
use shared::id::IssueId;
use shared::issue::{IssueFilter, IssueSummary};
use shared::page::Page;
use shared::time::Moment;
use storage::{IssueQuery, Tx};

use super::view::summaries;
use crate::{PageOf, Sources, Stop};

/// One page of issues: the latest changed first. Two statements: rows, owners; one more to count.
pub fn list_issues(
    tx: &mut Tx<'_>,
    permit: &Permit<ListIssues>,
    sources: &Sources,
    filter: &IssueFilter,
    page: PageOf<(Moment, IssueId)>,
    count: bool,
) -> Result<Page<IssueSummary>, Stop> {
    let scope = permit.scope();
    let typed = filter.q.as_deref().unwrap_or_default().trim();
    let query = query(filter, typed, page);
    if !typed.is_empty() && query.clauses.is_empty() && query.number.is_none() {
        // Nothing searchable was typed: nothing is found, rather than everything.
        return Ok(Page::whole(Vec::new()));
    }
    let page = Page::cut(tx.list_issues(scope, &query)?, page.size, |record| {
        format!("{}.{}", record.changed_at.micros(), record.public_id.0)
    });
    let total = if count {
        u64::try_from(tx.count_issues(scope, &query)?).ok()
    } else {
        None
    };
    Ok(Page {
        items: summaries(tx, scope, sources, &page.items)?,
        next: page.next,
        total,
    })
}

/// Reads where a page begins, as `next` of the page before told.
pub fn after(cursor: &str) -> Option<(Moment, IssueId)> {
    let (micros, id) = cursor.split_once('.')?;
    Some((Moment::from_micros(micros.parse().ok()?), id.parse().ok()?))
}

fn query(filter: &IssueFilter, typed: &str, page: PageOf<(Moment, IssueId)>) -> IssueQuery {
    let number = number_typed(typed);
    let words = if number.is_some() { "" } else { typed };
    IssueQuery {
        state: filter.state.clone(),
        theme: filter.theme.clone(),
        clauses: text::search_query(words).into_words(),
        number,
        review: filter.review,
        after: page.after,
        most: page.most(),
    }
}

/// `K-17`, `k17` or `17`, as people type the number of an issue.
pub(crate) fn number_typed(typed: &str) -> Option<i32> {
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
            assert_eq!(number_typed(typed), Some(17), "{typed}");
        }
        for typed in ["", "K-", "loket", "17 jaar", "--17"] {
            assert_eq!(number_typed(typed), None, "{typed}");
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
