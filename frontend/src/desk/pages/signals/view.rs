//! What the inbox shows, as its address says it.

use shared::id::{IssueId, SignalId};
use shared::life_cycle::SignalState;
use shared::signal::SignalFilter;

use crate::desk::query::Query;
use crate::prelude::*;

/// Where the inbox lives.
const PATH: &str = "/desk/signals";

/// Signals by what they wait for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::desk) enum Tab {
    /// For somebody to look at them.
    New,
    /// For somebody to lift a hold.
    Held,
    /// For an answer of the provider.
    Question,
    /// For what comes of their issue.
    Linked,
    /// For nothing any more.
    Ended,
    /// All of them.
    All,
}

impl ClosedList for Tab {
    const ALL: &'static [Self] = &[
        Self::New,
        Self::Held,
        Self::Question,
        Self::Linked,
        Self::Ended,
        Self::All,
    ];

    fn code(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Held => "held",
            Self::Question => "question",
            Self::Linked => "linked",
            Self::Ended => "ended",
            Self::All => "all",
        }
    }
}

impl Tab {
    /// The states in it.
    pub(in crate::desk) const fn states(self) -> &'static [SignalState] {
        match self {
            Self::New => &[SignalState::Received],
            Self::Held => &[SignalState::Held],
            Self::Question => &[SignalState::QuestionOpen],
            Self::Linked => &[SignalState::Linked],
            Self::Ended => &[
                SignalState::Redirected,
                SignalState::NotStructural,
                SignalState::Duplicate,
                SignalState::Withdrawn,
            ],
            Self::All => &[],
        }
    }

    /// Its name.
    pub(in crate::desk) fn label(self) -> &'static str {
        match self {
            Self::New => t!(common.new),
            Self::Held => SignalState::Held.label(),
            Self::Question => SignalState::QuestionOpen.label(),
            Self::Linked => SignalState::Linked.label(),
            Self::Ended => t!(desk.tab_ended),
            Self::All => t!(common.all),
        }
    }
}

/// Tab, filters and chosen signal of the inbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::desk) struct InboxView {
    pub(in crate::desk) tab: Tab,
    pub(in crate::desk) theme: Option<String>,
    pub(in crate::desk) tag: Option<String>,
    pub(in crate::desk) target_group: Option<String>,
    pub(in crate::desk) place: Option<String>,
    pub(in crate::desk) from: Option<Day>,
    pub(in crate::desk) to: Option<Day>,
    pub(in crate::desk) issue: Option<IssueId>,
    /// Only those whose promised day has passed without an answer.
    pub(in crate::desk) is_late: bool,
    /// Only those with an answer that nobody has worked on yet.
    pub(in crate::desk) is_answered: bool,
    pub(in crate::desk) q: Option<String>,
    pub(in crate::desk) signal: Option<SignalId>,
}

impl Default for InboxView {
    fn default() -> Self {
        Self::of(&Query::default())
    }
}

impl InboxView {
    /// Reads an address; what cannot be read is left out.
    pub(in crate::desk) fn of(query: &Query) -> Self {
        let owned = |name: &str| query.get(name).map(str::to_owned);
        Self {
            tab: query.get("tab").and_then(Tab::of_code).unwrap_or(Tab::New),
            theme: owned("theme"),
            tag: owned("tag"),
            target_group: owned("group"),
            place: owned("place"),
            from: query.get("from").and_then(|day| day.parse().ok()),
            to: query.get("to").and_then(|day| day.parse().ok()),
            issue: query.get("issue").and_then(|id| id.parse().ok()),
            is_late: query.get("late") == Some("true"),
            is_answered: query.get("answered") == Some("true"),
            q: owned("q"),
            signal: query.get("signal").and_then(|id| id.parse().ok()),
        }
    }

    /// Whether a path is that of the inbox.
    pub(in crate::desk) fn is_at(path: &str) -> bool {
        path.trim_end_matches('/') == PATH
    }

    /// Its address.
    pub(in crate::desk) fn address(&self) -> String {
        let tab = (self.tab != Tab::New).then_some(self.tab);
        Query::default()
            .with_all("tab", tab.map(ClosedList::code))
            .with_all("theme", &self.theme)
            .with_all("tag", &self.tag)
            .with_all("group", &self.target_group)
            .with_all("place", &self.place)
            .with_all("from", self.from)
            .with_all("to", self.to)
            .with_all("issue", self.issue)
            .with_all("late", self.is_late.then_some("true"))
            .with_all("answered", self.is_answered.then_some("true"))
            .with_all("q", &self.q)
            .with_all("signal", self.signal)
            .at(PATH)
    }

    /// The address of the whole of one signal; the way back is kept in it.
    pub(in crate::desk) fn address_of_signal(signal: SignalId) -> String {
        format!("{PATH}/{signal}")
    }

    /// The same list with another signal beside it.
    #[must_use]
    pub(in crate::desk) fn beside(&self, signal: SignalId) -> Self {
        Self {
            signal: Some(signal),
            ..self.clone()
        }
    }

    /// Another list: from its beginning, nothing chosen.
    #[must_use]
    pub(in crate::desk) fn changed(&self, change: impl FnOnce(&mut Self)) -> Self {
        let mut view = Self {
            signal: None,
            ..self.clone()
        };
        change(&mut view);
        view
    }

    /// The same tab without filters.
    #[must_use]
    pub(in crate::desk) fn unfiltered(&self) -> Self {
        Self {
            tab: self.tab,
            ..Self::default()
        }
    }

    /// True when anything narrows the tab.
    pub(in crate::desk) fn is_filtered(&self) -> bool {
        self.changed(|_| {}) != self.unfiltered()
    }

    /// What the server is asked for.
    pub(in crate::desk) fn filter(&self) -> SignalFilter {
        SignalFilter {
            state: self.tab.states().to_vec(),
            theme: self.theme.iter().cloned().collect(),
            tag: self.tag.iter().cloned().collect(),
            target_group: self.target_group.iter().cloned().collect(),
            place: self.place.clone(),
            from: self.from,
            to: self.to,
            issue: self.issue,
            late: self.is_late,
            answered: self.is_answered,
            q: self.q.clone(),
            ..SignalFilter::default()
        }
    }

    /// What shows a filter; of several values of one filter, which no screen offers, the first.
    pub(in crate::desk) fn of_filter(filter: &SignalFilter) -> Self {
        let tabs = Tab::ALL.iter().copied();
        let tab = tabs.clone().find(|tab| tab.states() == filter.state);
        Self {
            tab: tab.unwrap_or(Tab::All),
            theme: filter.theme.first().cloned(),
            tag: filter.tag.first().cloned(),
            target_group: filter.target_group.first().cloned(),
            place: filter.place.clone(),
            from: filter.from,
            to: filter.to,
            issue: filter.issue,
            is_late: filter.late,
            is_answered: filter.answered,
            q: filter.q.clone(),
            signal: None,
        }
    }
}

/// The neighbour of a row: the next one, or the previous one; from nowhere the first.
pub(in crate::desk) fn neighbour<T: Clone + PartialEq>(
    rows: &[T],
    current: Option<&T>,
    forward: bool,
) -> Option<T> {
    let position = current.and_then(|current| rows.iter().position(|id| id == current));
    let next = match (position, forward) {
        (None, _) => 0,
        (Some(position), true) => position + 1,
        (Some(position), false) => position.checked_sub(1)?,
    };
    rows.get(next).cloned()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn id(number: u128) -> SignalId {
        Uuid::from_u128(number).into()
    }

    #[test]
    fn an_address_restores_the_view() {
        let view = InboxView {
            tab: Tab::Linked,
            theme: Some("housing".into()),
            from: "2026-01-01".parse().ok(),
            is_late: true,
            is_answered: true,
            q: Some("wachtlijst & é".into()),
            tag: Some("social-housing".into()),
            signal: Some(id(1)),
            ..InboxView::default()
        };
        let address = view.address();
        let (_, search) = address.split_once('?').unwrap();
        assert_eq!(InboxView::of(&Query::parse(search)), view);
    }

    #[test]
    fn a_bare_address_shows_what_is_new() {
        let view = InboxView::default();
        assert_eq!(view.tab, Tab::New);
        assert_eq!(view.filter().state, [SignalState::Received]);
        assert_eq!(view.address(), "/desk/signals");
        assert!(!view.is_filtered());
    }

    #[test]
    fn what_is_kept_of_a_view_shows_the_same() {
        for tab in Tab::ALL.iter().copied() {
            let view = InboxView {
                tab,
                theme: Some("gone".into()),
                place: Some("Vaartwijk".into()),
                is_late: true,
                q: Some("crèche".into()),
                ..InboxView::default()
            };
            assert_eq!(InboxView::of_filter(&view.filter()), view);
        }
    }

    #[test]
    fn in_another_list_nothing_is_chosen() {
        let view = InboxView {
            signal: Some(id(1)),
            ..InboxView::default()
        };
        let changed = view.changed(|view| view.place = Some("Vaartwijk".into()));
        assert_eq!(changed.signal, None);
        assert!(changed.is_filtered());
        assert!(!changed.unfiltered().is_filtered());
    }

    #[test]
    fn rows_are_walked_one_by_one_and_end_at_both_ends() {
        let rows = [id(1), id(2)];
        assert_eq!(neighbour(&rows, None, true), Some(id(1)));
        assert_eq!(neighbour(&rows, Some(&id(1)), true), Some(id(2)));
        assert_eq!(neighbour(&rows, Some(&id(2)), true), None);
        assert_eq!(neighbour(&rows, Some(&id(1)), false), None);
        assert_eq!(neighbour(&rows, Some(&id(9)), false), Some(id(1)));
    }
}
