//! What is searched, as the address says it.

use shared::search::{FoundKind, Progress, SearchFilter};

use crate::desk::query::Query;
use crate::prelude::*;

/// Words and filters.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct SearchView {
    pub(super) q: String,
    pub(super) kind: Option<FoundKind>,
    pub(super) progress: Option<Progress>,
    pub(super) theme: Option<String>,
    pub(super) from: Option<Day>,
    pub(super) to: Option<Day>,
    /// The words as they stand, although others are near.
    pub(super) literal: bool,
}

impl SearchView {
    /// Reads an address.
    pub(super) fn of(query: &Query) -> Self {
        let day = |name: &str| query.get(name).and_then(|day| day.parse().ok());
        Self {
            q: query.get("q").unwrap_or_default().to_owned(),
            kind: query.get("kind").and_then(FoundKind::of_code),
            progress: query.get("progress").and_then(Progress::of_code),
            theme: query.get("theme").map(str::to_owned),
            from: day("from"),
            to: day("to"),
            literal: query.get("literal") == Some("true"),
        }
    }

    /// Its address.
    pub(super) fn address(&self) -> String {
        Query::default()
            .with("q", &self.q)
            .with_all("kind", self.kind)
            .with_all("progress", self.progress)
            .with_all("theme", &self.theme)
            .with_all("from", self.from)
            .with_all("to", self.to)
            .with_all("literal", self.literal.then_some("true"))
            .at("/desk/search")
    }

    /// What the server is asked.
    pub(super) fn filter(&self) -> SearchFilter {
        SearchFilter {
            q: self.q.clone(),
            kind: self.kind,
            progress: self.progress,
            theme: self.theme.iter().cloned().collect(),
            from: self.from,
            to: self.to,
            literal: self.literal,
        }
    }

    /// Another question.
    #[must_use]
    pub(super) fn changed(&self, change: impl FnOnce(&mut Self)) -> Self {
        let mut view = self.clone();
        change(&mut view);
        view
    }

    /// Other words: whether they stand as typed is asked anew.
    #[must_use]
    pub(super) fn with_words(&self, typed: &str) -> Self {
        self.changed(|view| {
            typed.clone_into(&mut view.q);
            view.literal = false;
        })
    }

    /// The same words in everything.
    #[must_use]
    pub(super) fn unfiltered(&self) -> Self {
        Self {
            q: self.q.clone(),
            ..Self::default()
        }
    }

    /// True when anything but words narrows it.
    pub(super) fn is_filtered(&self) -> bool {
        *self
            != Self {
                literal: self.literal,
                ..self.unfiltered()
            }
    }

    /// True when there is nothing to ask yet.
    pub(super) fn is_blank(&self) -> bool {
        self.q.trim().is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_restores_the_question() {
        let view = SearchView {
            q: "wachtlijst & é".into(),
            kind: Some(FoundKind::Issue),
            progress: Some(Progress::Over),
            theme: Some("housing".into()),
            from: "2026-11-01".parse().ok(),
            to: "2026-11-30".parse().ok(),
            literal: true,
        };
        let address = view.address();
        let (_, search) = address.split_once('?').unwrap();
        assert_eq!(SearchView::of(&Query::parse(search)), view);
        assert_eq!(SearchView::default().address(), "/desk/search");
    }

    #[test]
    fn words_alone_are_no_filter_and_other_words_are_asked_anew() {
        let view = SearchView::default()
            .with_words("opvnag")
            .changed(|view| view.literal = true);
        assert!(!view.is_filtered());
        assert!(!view.with_words("opvang").literal);
        assert!(
            view.changed(|view| view.kind = Some(FoundKind::Signal))
                .is_filtered()
        );
    }
}
