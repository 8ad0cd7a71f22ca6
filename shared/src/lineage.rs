//! Merging and splitting issues: where a signal came from is kept for ever, and both can be undone.

use serde::{Deserialize, Serialize};

use crate::draft::{Broken, Check};
use crate::id::{IssueId, LineageId, SignalId};
use crate::problem::{Code, Invalid};
use crate::text::Title;
use crate::time::Day;

crate::closed_list! {
    /// How signals moved from one issue to another.
    LineageKind {
        /// All signals of an issue went into another.
        Merge = "merge",
        /// Some signals went into a new issue.
        Split = "split",
    }
}

/// One merge or split.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct LineageStep {
    /// Its id, for undoing it.
    pub id: LineageId,
    /// Merge or split.
    pub kind: LineageKind,
    /// Where the signals came from.
    pub from: IssueId,
    /// Its number and title at that moment.
    pub from_title: String,
    /// Where they went.
    pub into: IssueId,
    /// Its number and title at that moment.
    pub into_title: String,
    /// How many moved.
    pub signals: u32,
    /// The day.
    pub on: Day,
    /// True once it was undone.
    pub undone: bool,
}

/// Merging another issue into this one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MergeDraft {
    /// The issue that goes into this one.
    pub from: IssueId,
}

/// Splitting signals off into a new issue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SplitDraft {
    /// Title of the new issue.
    pub title: String,
    /// The signals that move; at least one, and not all.
    pub signals: Vec<SignalId>,
}

impl SplitDraft {
    /// Checks title and signals.
    pub fn parse(mut self) -> Result<(Title, Vec<SignalId>), Invalid> {
        self.signals.sort_unstable();
        self.signals.dedup();
        let mut check = Check::default();
        let title = check.field("/title", Title::parse(&self.title));
        if self.signals.is_empty() {
            check.note("/signals", Broken::rule(Code::Required));
        }
        check.finish(title.map(|title| (title, self.signals)))
    }
}
