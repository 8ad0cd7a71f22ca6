//! What the page of actions shows, as its address says it.

use shared::life_cycle::ActionState;

use crate::desk::query::Query;
use crate::prelude::*;

/// Board or table, whose actions, and which of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct ActionsView {
    pub(super) is_table: bool,
    pub(super) owner: Option<String>,
    pub(super) is_overdue: bool,
    pub(super) after: Option<String>,
}

impl ActionsView {
    /// Reads an address.
    pub(super) fn of(query: &Query) -> Self {
        Self {
            is_table: query.get("view") == Some("table"),
            owner: query.get("owner").map(str::to_owned),
            is_overdue: query.get("overdue") == Some("true"),
            after: query.get("after").map(str::to_owned),
        }
    }

    /// Its address.
    pub(super) fn address(&self) -> String {
        Query::default()
            .with_all("view", self.is_table.then_some("table"))
            .with_all("owner", &self.owner)
            .with_all("overdue", self.is_overdue.then_some("true"))
            .with_all("after", &self.after)
            .at("/desk/actions")
    }

    /// Another list, from its first page.
    #[must_use]
    pub(super) fn changed(&self, change: impl FnOnce(&mut Self)) -> Self {
        let mut view = Self {
            after: None,
            ..self.clone()
        };
        change(&mut view);
        view
    }

    /// True when anything narrows the list.
    pub(super) fn is_filtered(&self) -> bool {
        self.is_overdue || self.owner.is_some()
    }
}

/// True when it should have been done.
pub(super) fn is_late(action: &Action, today: Day) -> bool {
    matches!(action.state, ActionState::Planned | ActionState::Running) && action.due_on < today
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_restores_the_view() {
        let view = ActionsView {
            is_table: true,
            owner: Some("0b6c".into()),
            is_overdue: true,
            after: Some("x".into()),
        };
        let address = view.address();
        let (_, search) = address.split_once('?').unwrap();
        assert_eq!(ActionsView::of(&Query::parse(search)), view);
        assert_eq!(ActionsView::default().address(), "/desk/actions");
        assert!(view.changed(|_| {}).is_filtered());
    }
}
