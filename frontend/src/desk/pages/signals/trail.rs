//! Where somebody came from when one signal is open on a page of its own: the way back, and the rows beside it.

use std::cell::RefCell;
use std::sync::Arc;

use shared::id::SignalId;

use super::view::{InboxView, neighbour};

/// The list as it was left.
#[derive(Debug, Clone)]
pub(super) struct Trail {
    view: InboxView,
    rows: Arc<[SignalId]>,
}

impl Default for Trail {
    fn default() -> Self {
        Self {
            view: InboxView::default(),
            rows: Arc::from([]),
        }
    }
}

thread_local! {
    static LAST: RefCell<Trail> = RefCell::default();
}

impl Trail {
    /// The list that was open last on this page of the browser.
    pub(super) fn last() -> Self {
        LAST.with_borrow(Self::clone)
    }

    /// Remembers a list.
    pub(super) fn leave(view: InboxView, rows: Arc<[SignalId]>) {
        LAST.with_borrow_mut(|last| *last = Self { view, rows });
    }

    /// The list again, with the signal that was open beside it.
    pub(super) fn back(&self, from: Option<SignalId>) -> String {
        match from.filter(|from| self.rows.contains(from)) {
            Some(from) => self.view.beside(from).address(),
            None => self.view.address(),
        }
    }

    /// The signal before or after this one in the list; `None` at its ends, and for a signal that is not in it.
    pub(super) fn neighbour(&self, of: SignalId, forward: bool) -> Option<SignalId> {
        let is_known = self.rows.contains(&of);
        neighbour(&self.rows, Some(&of), forward).filter(|_| is_known)
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::super::view::Tab;
    use super::*;

    fn id(number: u128) -> SignalId {
        Uuid::from_u128(number).into()
    }

    #[test]
    fn the_way_back_leads_to_the_same_list_and_the_same_row() {
        let view = InboxView {
            tab: Tab::Linked,
            ..InboxView::default()
        };
        Trail::leave(view.clone(), Arc::from([id(1), id(2)]));
        let trail = Trail::last();
        assert_eq!(trail.back(Some(id(2))), view.beside(id(2)).address());
        assert_eq!(trail.back(Some(id(9))), view.address());
    }

    #[test]
    fn a_signal_that_came_from_elsewhere_has_no_neighbours() {
        let trail = Trail {
            view: InboxView::default(),
            rows: Arc::from([id(1), id(2)]),
        };
        assert_eq!(trail.neighbour(id(1), true), Some(id(2)));
        assert_eq!(trail.neighbour(id(2), true), None);
        assert_eq!(trail.neighbour(id(9), true), None);
    }
}
