//! The list of actions.

use policy::{ListActions, Permit};
use shared::action::{Action, ActionFilter};
use shared::id::ActionId;
use shared::page::Page;
use shared::time::Day;
use storage::{ActionQuery, Tx};

use super::view::view;
use crate::{PageOf, Sources, Stop};

/// One page of actions: the first due first. One statement.
pub fn list_actions(
    tx: &mut Tx<'_>,
    permit: &Permit<ListActions>,
    sources: &Sources,
    filter: &ActionFilter,
    page: PageOf<(Day, ActionId)>,
) -> Result<Page<Action>, Stop> {
    let scope = permit.scope();
    let query = ActionQuery {
        state: filter.state.clone(),
        owner: filter.owner.clone(),
        overdue_on: if filter.overdue {
            sources.todays(scope)
        } else {
            Vec::new()
        },
        after: page.after,
        most: page.most(),
    };
    let page = Page::cut(
        tx.list_actions(scope, &query)?,
        page.size,
        |(record, ..)| format!("{}.{}", record.due_on.0, record.id.0),
    );
    Ok(page.map(|row| view(sources, row)))
}

/// Reads where a page begins, as `next` of the page before told.
pub fn after(cursor: &str) -> Option<(Day, ActionId)> {
    let (day, id) = cursor.split_once('.')?;
    Some((day.parse().ok()?, id.parse().ok()?))
}
