//! The list of actions.

use policy::{ListActions, Permit};
use shared::action::{Action, ActionFilter};
use shared::id::ActionId;
use shared::page::Page;
use shared::time::Day;
use storage::{ActionQuery, Tx};

use super::view::view;
use crate::{Sources, Stop};

/// Where a page begins and how long it is.
#[derive(Debug, Clone, Copy)]
pub struct PageOf {
    /// The row after which it begins.
    pub after: Option<(Day, ActionId)>,
    /// How many rows.
    pub size: u32,
}

/// One page of actions: the first due first. One statement.
pub fn list_actions(
    tx: &mut Tx<'_>,
    permit: &Permit<ListActions>,
    sources: &Sources,
    filter: &ActionFilter,
    page: PageOf,
) -> Result<Page<Action>, Stop> {
    let scope = permit.scope();
    let size = usize::try_from(page.size).unwrap_or_default();
    let query = ActionQuery {
        state: filter.state.clone(),
        owner: filter.owner.clone(),
        overdue_on: if filter.overdue {
            sources.todays(scope)
        } else {
            Vec::new()
        },
        after: page.after,
        most: i64::from(page.size) + 1,
    };
    let mut rows = tx.list_actions(scope, &query)?;
    let more = rows.len() > size;
    rows.truncate(size);
    let last = rows.last().filter(|_| more);
    let next = last.map(|(record, _, _, _)| format!("{}.{}", record.due_on.0, record.id.0));
    let items = rows.into_iter().map(|row| view(sources, row)).collect();
    Ok(Page {
        items,
        next,
        total: None,
    })
}

/// Reads where a page begins, as `next` of the page before told.
pub fn after(cursor: &str) -> Option<(Day, ActionId)> {
    let (day, id) = cursor.split_once('.')?;
    Some((day.parse().ok()?, id.parse().ok()?))
}
