//! How far each place was scrolled: who goes back finds what he was reading. The browser's own memory of it does not help,
//! because our places are shown after the browser has scrolled.

use super::prelude::*;
use crate::browser::dom;

/// The entries of the browser's history that are ours, by the number that each carries.
#[derive(Clone, Copy)]
pub(super) struct History {
    tops: Kept<Vec<f64>>,
    current: Kept<usize>,
}

impl History {
    pub(super) fn new() -> Self {
        let history = Self {
            tops: Kept::new(Vec::new()),
            current: Kept::new(0),
        };
        dom::leave_scrolling_to_us();
        history.enter();
        history
    }

    /// The browser is at another entry: one that we know, or a new one.
    pub(super) fn enter(self) {
        let known = self.tops.with_value(Vec::len);
        // The entry of an earlier visit may carry a number that we have not reached yet.
        let number = dom::mark_of_entry().and_then(|mark| mark.parse().ok());
        if let Some(number) = number.filter(|number| *number < known) {
            self.current.set_value(number);
        } else {
            self.tops.update_value(|tops| tops.push(0.0));
            self.current.set_value(known);
            dom::mark_entry(&known.to_string());
        }
    }

    /// The person scrolled.
    pub(super) fn scrolled(self) {
        let (current, top) = (self.current.get_value(), dom::scroll_top());
        self.tops.update_value(|tops| {
            if let Some(known) = tops.get_mut(current) {
                *known = top;
            }
        });
    }

    /// Scrolls to where the person was here; to the top of what is new.
    pub(super) fn scroll_back(self) {
        let current = self.current.get_value();
        let top = self.tops.with_value(|tops| tops.get(current).copied());
        dom::scroll_to(top.unwrap_or_default());
    }
}
