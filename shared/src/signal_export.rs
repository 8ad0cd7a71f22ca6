//! A list of signals to take along: facts in codes, no word of what somebody wrote.

use serde::{Deserialize, Serialize};

use crate::draft::{Broken, Check};
use crate::id::SignalId;
use crate::issue::MAX_SIGNALS_PER_REQUEST;
use crate::life_cycle::SignalState;
use crate::problem::{Code, Invalid};
use crate::signal::{SignalSummary, TagStatus};
use crate::taxonomy::Scheme;
use crate::time::{Day, Moment};

/// How many signals one file holds.
pub const MAX_EXPORTED_SIGNALS: usize = 10_000;

/// Which of the signals that the filters find are taken along: these, or all of them when none is named.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct SignalExportDraft {
    /// At most 500.
    pub signals: Vec<SignalId>,
}

/// Signals to take along.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct SignalExport {
    /// When it was made.
    pub made_at: Moment,
    /// In the order of the list.
    pub items: Vec<ExportedSignal>,
    /// True when more signals match than the 10,000 that one file holds.
    pub more: bool,
}

/// What is known of a signal beside its words and its sender.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ExportedSignal {
    /// Its public id.
    pub id: SignalId,
    /// Where it stands.
    pub state: SignalState,
    /// The day on which it was received.
    pub received_on: Day,
    /// The day that its provider was promised an answer.
    pub promised_on: Day,
    /// True when that day passed without an answer.
    pub late: bool,
    /// Sector of the provider, where enough providers share it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sector: Option<String>,
    /// Neighbourhood.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// Language of its text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Confirmed themes.
    pub themes: Vec<String>,
    /// Confirmed tags.
    pub tags: Vec<String>,
    /// Confirmed target groups.
    pub target_groups: Vec<String>,
    /// Numbers of its issues.
    pub issues: Vec<String>,
}

impl SignalExportDraft {
    /// Checks how many there are.
    pub fn parse(self) -> Result<Vec<SignalId>, Invalid> {
        let mut check = Check::default();
        let found = self.signals.len();
        if found > MAX_SIGNALS_PER_REQUEST {
            let broken = Broken::limit(Code::OutOfRange, MAX_SIGNALS_PER_REQUEST, found);
            check.note("/signals", broken);
        }
        check.finish(Some(self.signals))
    }
}

impl From<SignalSummary> for ExportedSignal {
    fn from(signal: SignalSummary) -> Self {
        let confirmed = |scheme: Scheme| {
            let tags = signal.tags.iter();
            tags.filter(|tag| tag.scheme == scheme && tag.status == TagStatus::Confirmed)
                .map(|tag| tag.code.to_string())
                .collect()
        };
        let (themes, tags, target_groups) = (
            confirmed(Scheme::Theme),
            confirmed(Scheme::Tag),
            confirmed(Scheme::TargetGroup),
        );
        let issues = signal.issues.into_iter().map(|issue| issue.number);
        Self {
            id: signal.id,
            state: signal.state,
            received_on: signal.received_on,
            promised_on: signal.promised_on,
            late: signal.late,
            sector: signal.sector,
            place: signal.place,
            language: signal.language,
            themes,
            tags,
            target_groups,
            issues: issues.collect(),
        }
    }
}
