//! What the list of issues shows, as its address says it.

use shared::issue::IssueFilter;
use shared::life_cycle::IssueState;

use crate::desk::query::Query;
use crate::prelude::*;

const PATH: &str = "/desk/issues";

/// Which issues, by where they stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::desk) enum Which {
    /// Those on which somebody still owes something.
    Open,
    /// All of them.
    All,
    /// Those that came back from being parked.
    Review,
    /// One state.
    In(IssueState),
}

impl Which {
    fn of(code: Option<&str>) -> Self {
        match code {
            None => Self::Open,
            Some("all") => Self::All,
            Some("review") => Self::Review,
            Some(code) => IssueState::of_code(code).map_or(Self::Open, Self::In),
        }
    }

    /// As in the address; nothing for the usual one.
    pub(in crate::desk) const fn is_usual(self) -> bool {
        matches!(self, Self::Open)
    }

    /// The code in the address.
    pub(in crate::desk) fn code(self) -> &'static str {
        match self {
            Self::Open => "",
            Self::All => "all",
            Self::Review => "review",
            Self::In(state) => state.code(),
        }
    }

    fn states(self) -> Vec<IssueState> {
        let states = IssueState::ALL.iter().copied();
        match self {
            Self::Open => states.filter(|state| state.is_open()).collect(),
            Self::All | Self::Review => Vec::new(),
            Self::In(state) => vec![state],
        }
    }
}

/// Filters and page of the list of issues.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::desk) struct IssuesView {
    pub(in crate::desk) which: Which,
    pub(in crate::desk) theme: Option<String>,
    pub(in crate::desk) q: Option<String>,
    pub(in crate::desk) after: Option<String>,
}

impl IssuesView {
    /// Reads an address.
    pub(in crate::desk) fn of(query: &Query) -> Self {
        let owned = |name: &str| query.get(name).map(str::to_owned);
        Self {
            which: Which::of(query.get("state")),
            theme: owned("theme"),
            q: owned("q"),
            after: owned("after"),
        }
    }

    /// Its address.
    pub(in crate::desk) fn address(&self) -> String {
        Query::default()
            .with("state", self.which.code())
            .with_all("theme", &self.theme)
            .with_all("q", &self.q)
            .with_all("after", &self.after)
            .at(PATH)
    }

    /// Another list, from its first page.
    #[must_use]
    pub(in crate::desk) fn changed(&self, change: impl FnOnce(&mut Self)) -> Self {
        let mut view = Self {
            after: None,
            ..self.clone()
        };
        change(&mut view);
        view
    }

    /// The issues in one state.
    pub(in crate::desk) fn in_state(state: IssueState) -> Self {
        Self::that_are(Which::In(state))
    }

    /// The issues that stand somewhere.
    pub(in crate::desk) fn that_are(which: Which) -> Self {
        Self {
            which,
            ..Self::of(&Query::default())
        }
    }

    /// True when anything narrows the list.
    pub(in crate::desk) fn is_filtered(&self) -> bool {
        !self.which.is_usual() || self.theme.is_some() || self.q.is_some()
    }

    /// What the server is asked for.
    pub(in crate::desk) fn filter(&self) -> IssueFilter {
        IssueFilter {
            state: self.which.states(),
            theme: self.theme.iter().cloned().collect(),
            review: self.which == Which::Review,
            q: self.q.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_restores_the_view() {
        let view = IssuesView {
            theme: Some("housing".into()),
            q: Some("K-17".into()),
            after: Some("x".into()),
            ..IssuesView::in_state(IssueState::Parked)
        };
        let address = view.address();
        let (_, search) = address.split_once('?').unwrap();
        assert_eq!(IssuesView::of(&Query::parse(search)), view);
    }

    #[test]
    fn a_bare_address_shows_what_is_open() {
        let view = IssuesView::of(&Query::default());
        assert!(!view.is_filtered());
        assert!(!view.filter().state.contains(&IssueState::Closed));
        assert!(view.filter().state.contains(&IssueState::Parked));
        let back = IssuesView::of(&Query::parse("state=review"));
        assert!(back.filter().review && back.filter().state.is_empty());
        let all = IssuesView::of(&Query::parse("state=all"));
        assert!(all.filter().state.is_empty());
    }
}
