//! One act on many signals. Each of them is changed by itself: what is refused leaves the others as they are wanted.

use serde::{Deserialize, Serialize};

use crate::draft::{Broken, Check};
use crate::id::{IssueId, SignalId};
use crate::issue::MAX_SIGNALS_PER_REQUEST;
use crate::problem::{Code as ProblemCode, Invalid, Problem};
use crate::signal::{CodeDraft, NewTagging, code_drafts};
use crate::taxonomy::CodeList;

/// How many signals one list of ids names at most (decisions.md 25).
pub const MAX_SIGNAL_IDS: usize = 50_000;

/// Every signal that a filter finds, by its id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct SignalIds {
    /// In the order of the list.
    pub items: Vec<SignalId>,
    /// True when there are more than 50,000: those at the end of the list are not named.
    pub more: bool,
}

/// The same act on several signals.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SignalChangesDraft {
    /// 1 to 500 signals of one authority.
    pub signals: Vec<SeenSignal>,
    /// What is done to each of them.
    pub change: SignalChange,
}

/// A signal, as somebody saw it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SeenSignal {
    /// Its public id.
    pub id: SignalId,
    /// The version that was seen; absent for whoever chose it by a filter and saw none: it is changed as it is now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<u64>,
}

/// What is done to each signal: codes, a link, or both.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct SignalChange {
    /// Codes that hold.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub confirm: Vec<CodeDraft>,
    /// Codes that do not.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reject: Vec<CodeDraft>,
    /// Codes on which a decision is taken back.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reconsider: Vec<CodeDraft>,
    /// The issue that it becomes part of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<IssueId>,
    /// The issue that it is taken out of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unlink: Option<IssueId>,
}

/// A checked act.
#[derive(Debug)]
pub struct NewSignalChange {
    /// Codes.
    pub tagging: NewTagging,
    /// The issue that it becomes part of.
    pub link: Option<IssueId>,
    /// The issue that it is taken out of.
    pub unlink: Option<IssueId>,
}

/// Checked signals, and what is done to each.
#[derive(Debug)]
pub struct NewSignalChanges {
    /// Each one once.
    pub signals: Vec<SeenSignal>,
    /// What is done to each.
    pub change: NewSignalChange,
}

/// What became of each signal.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct SignalChanges {
    /// Those that are now as it was wanted.
    pub done: Vec<ChangedSignal>,
    /// Those that stayed as they were, each with the reason.
    pub refused: Vec<RefusedSignal>,
}

/// A signal that is as it was wanted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ChangedSignal {
    /// Its public id.
    pub id: SignalId,
    /// Its version now.
    pub version: u64,
    /// What makes it as it was; absent when it was so before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undo: Option<SignalChange>,
}

/// A signal that stayed as it was.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct RefusedSignal {
    /// Its public id.
    pub id: SignalId,
    /// Why, as if it had been asked for alone.
    pub problem: Problem,
}

impl SignalChangesDraft {
    /// Checks that there are signals and something to do. A signal that is named twice counts once, as it was named first.
    pub fn parse(self, lists: &dyn CodeList) -> Result<NewSignalChanges, Invalid> {
        let mut check = Check::default();
        let mut known = std::collections::BTreeSet::new();
        let mut signals = self.signals;
        signals.retain(|signal| known.insert(signal.id));
        if signals.is_empty() {
            check.note("/signals", Broken::rule(ProblemCode::Required));
        }
        if signals.len() > MAX_SIGNALS_PER_REQUEST {
            let found = signals.len();
            let broken = Broken::limit(ProblemCode::OutOfRange, MAX_SIGNALS_PER_REQUEST, found);
            check.note("/signals", broken);
        }
        if self.change == SignalChange::default() {
            check.note("/change", Broken::rule(ProblemCode::Required));
        }
        let mut codes = |pointer, drafts| code_drafts(&mut check, pointer, lists, drafts);
        let tagging = NewTagging {
            confirm: codes("/change/confirm", self.change.confirm),
            reject: codes("/change/reject", self.change.reject),
            reconsider: codes("/change/reconsider", self.change.reconsider),
        };
        let change = NewSignalChange {
            tagging,
            link: self.change.link,
            unlink: self.change.unlink,
        };
        check.finish(Some(NewSignalChanges { signals, change }))
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::taxonomy::{DEFAULT, Scheme, Taxonomy};

    fn lists() -> Taxonomy {
        serde_json::from_str(DEFAULT).unwrap()
    }

    fn seen(number: usize) -> SeenSignal {
        SeenSignal {
            id: Uuid::from_u128(number.try_into().unwrap()).into(),
            version: Some(1),
        }
    }

    fn draft(signals: Vec<SeenSignal>, code: &str) -> SignalChangesDraft {
        let code = CodeDraft {
            scheme: Scheme::Theme,
            code: code.to_owned(),
        };
        SignalChangesDraft {
            signals,
            change: SignalChange {
                confirm: vec![code],
                ..SignalChange::default()
            },
        }
    }

    fn errors(draft: SignalChangesDraft) -> Vec<String> {
        let invalid = draft.parse(&lists()).unwrap_err();
        let errors = invalid.errors().iter();
        errors.map(|error| error.pointer.clone()).collect()
    }

    #[test]
    fn a_signal_that_is_named_twice_is_changed_once() {
        let other = SeenSignal {
            version: None,
            ..seen(1)
        };
        let new = draft(vec![seen(1), other, seen(2)], "housing");
        assert_eq!(new.parse(&lists()).unwrap().signals, [seen(1), seen(2)]);
    }

    #[test]
    fn nobody_nothing_too_many_and_unknown_are_told_all_at_once() {
        let many = (1..=MAX_SIGNALS_PER_REQUEST + 1).map(seen).collect();
        assert_eq!(
            errors(draft(many, "no-such-theme")),
            ["/signals", "/change/confirm/0/code"]
        );
        let nothing = SignalChangesDraft {
            signals: Vec::new(),
            change: SignalChange::default(),
        };
        assert_eq!(errors(nothing), ["/signals", "/change"]);
        let most = (1..=MAX_SIGNALS_PER_REQUEST).map(seen).collect();
        assert!(draft(most, "housing").parse(&lists()).is_ok());
    }
}
