//! Clusters: signals that tell of the same thing, as a run found them and people corrected them. A cluster is a proposal;
//! only a person makes an issue of it.

use serde::{Deserialize, Serialize};

use crate::draft::{Broken, Check};
use crate::id::{ClusterId, IssueId, SignalId};
use crate::issue::MAX_SIGNALS_PER_REQUEST;
use crate::problem::{Code, Invalid};
use crate::signal::{IssueLink, SignalSummary};
use crate::text::Title;
use crate::time::Day;

/// Fewer signals in an authority tell nothing about clusters (ux.md D4).
pub const FEWEST_TO_GROUP: u32 = 20;

/// Weeks that growth is shown over.
pub const WEEKS_SHOWN: usize = 12;

crate::closed_list! {
    /// How a signal stands to a cluster.
    ClusterStanding {
        /// It is in it.
        Member = "member",
        /// It would be in it, but the cluster is locked: a person decides.
        Proposed = "proposed",
    }
}

crate::closed_list! {
    /// What people decide about signals of clusters.
    ClusterEditKind {
        /// They stay together.
        Together = "together",
        /// Those of the one side stay apart from those of the other.
        Apart = "apart",
    }
}

crate::closed_list! {
    /// What became of a cluster in a run, or by a person.
    ClusterChangeKind {
        /// Nothing of it was a cluster before.
        Born = "born",
        /// It has more signals.
        Grew = "grew",
        /// It came out of another one.
        Split = "split",
        /// It went into another one.
        Merged = "merged",
        /// Its signals are loose or spread.
        Died = "died",
    }
}

/// One thing that a run changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ClusterChange {
    /// What happened.
    pub kind: ClusterChangeKind,
    /// To which cluster.
    pub cluster: ClusterId,
    /// `split`: the cluster that it came out of. `merged`: the one that it went into.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other: Option<ClusterId>,
}

/// Figures of a cluster, of the latest run or the latest change by a person.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct ClusterFacts {
    /// Signals in it.
    pub signals: u32,
    /// Distinct providers.
    pub providers: u32,
    /// Distinct sectors.
    pub sectors: u32,
    /// Signals received in each of the last twelve weeks, the earliest first; the last one is the week until that run.
    pub weeks: Vec<u32>,
    /// How much it hangs together, in percent: the mean cosine of its signals to their middle.
    pub coherence: u8,
    /// Clusters with the same number lie near each other: they are one at a coarser look.
    pub region: u32,
    /// Signals that the latest run put in.
    pub joined: u32,
    /// Signals that the latest run took out.
    pub left: u32,
    /// Signals that are proposed for it, while it is locked.
    pub proposed: u32,
    /// The most typical signals: the first is the most central one, the others are central and tell something else.
    pub typical: Vec<SignalId>,
}

/// How many of the latest weeks count as now when growth is told.
const WEEKS_OF_NOW: usize = 4;

impl ClusterFacts {
    /// Signals of the last four weeks, and of the four weeks before.
    pub fn growth(&self) -> (u32, u32) {
        let mut latest = self.weeks.iter().rev();
        let now = latest.by_ref().take(WEEKS_OF_NOW).sum();
        (now, latest.take(WEEKS_OF_NOW).sum())
    }
}

/// A cluster in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ClusterSummary {
    /// Where the whole stands.
    pub href: String,
    /// Its random id.
    pub id: ClusterId,
    /// Slug of its authority.
    pub authority: String,
    /// The name that a person gave it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Words that set it apart, each of two of its signals at least; the strongest first.
    pub words: Vec<String>,
    /// A person locked it: runs propose, and change nothing.
    pub locked: bool,
    /// The issue that was made of it, or that it was added to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issue: Option<IssueLink>,
    /// The model whose vectors it rests on.
    #[cfg_attr(feature = "openapi", schema(example = "hashed-384-1"))]
    pub model: String,
    /// The day since which it is there.
    pub since: Day,
    /// Figures.
    #[serde(flatten)]
    pub facts: ClusterFacts,
    /// Version for `If-Match`.
    pub version: u64,
}

/// A cluster with its signals.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ClusterDetail {
    /// As in the list.
    #[serde(flatten)]
    pub summary: ClusterSummary,
    /// Signals, the latest first, at most 500; those that are proposed as well.
    pub members: Vec<ClusterMember>,
    /// Issues that some of its signals belong to, with how many.
    pub issues: Vec<ClusterIssue>,
    /// The cluster that it came out of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub split_from: Option<ClusterId>,
    /// The cluster that it went into: it is no cluster any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merged_into: Option<ClusterId>,
    /// Whether it is no cluster any more.
    pub gone: bool,
}

/// A signal of a cluster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ClusterMember {
    /// The signal.
    pub signal: SignalSummary,
    /// In it, or proposed.
    pub standing: ClusterStanding,
    /// How well it fits, in percent: its cosine to the middle. Those that do not belong have the least.
    #[cfg_attr(feature = "openapi", schema(minimum = 0, maximum = 100))]
    pub fit: u8,
    /// Signals with the same number are one at a finer look: a proposal for a split.
    pub part: u32,
}

/// An issue that some signals of a cluster belong to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ClusterIssue {
    /// The issue.
    #[serde(flatten)]
    pub issue: IssueLink,
    /// How many.
    pub signals: u32,
}

/// Every cluster of an authority, and the run they are of.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ClusterList {
    /// The latest run; absent before the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub run: Option<ClusterRun>,
    /// Clusters, those that grow most first; at most 500.
    pub clusters: Vec<ClusterSummary>,
}

/// A run: every signal is looked at again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ClusterRun {
    /// When.
    #[cfg_attr(feature = "openapi", schema(example = "2026-11-29T02:10:00Z"))]
    pub at: String,
    /// The model whose vectors it rests on.
    pub model: String,
    /// Signals that were looked at.
    pub signals: u32,
    /// Signals that are in no cluster.
    pub loose: u32,
    /// What it changed.
    pub changes: Vec<ClusterChange>,
}

/// What a person changes about a cluster; what is absent stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct ClusterUpdate {
    /// Another name; empty for the words that it has by itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Whether runs may change it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub locked: Option<bool>,
}

/// A checked change.
#[derive(Debug)]
pub struct ChangedCluster {
    /// Another name; `Some(None)` takes the given one away.
    pub name: Option<Option<Title>>,
    /// Whether runs may change it.
    pub locked: Option<bool>,
}

impl ClusterUpdate {
    /// Checks the name.
    pub fn parse(self) -> Result<ChangedCluster, Invalid> {
        let mut check = Check::default();
        let name = match self.name {
            None => Some(None),
            Some(typed) if typed.trim().is_empty() => Some(Some(None)),
            Some(typed) => check
                .field("/name", Title::parse(&typed))
                .map(|name| Some(Some(name))),
        };
        let locked = self.locked;
        check.finish(name.map(|name| ChangedCluster { name, locked }))
    }
}

/// Signals of a cluster, or for it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ClusterSignals {
    /// 1 to 500 signals.
    pub signals: Vec<SignalId>,
}

impl ClusterSignals {
    /// Checks how many.
    pub fn parse(mut self) -> Result<Vec<SignalId>, Invalid> {
        self.signals.sort_unstable();
        self.signals.dedup();
        let mut check = Check::default();
        match self.signals.len() {
            0 => check.note("/signals", Broken::rule(Code::Required)),
            found if found > MAX_SIGNALS_PER_REQUEST => check.note(
                "/signals",
                Broken::limit(Code::OutOfRange, MAX_SIGNALS_PER_REQUEST, found),
            ),
            _ => {}
        }
        check.finish(Some(self.signals))
    }
}

/// The cluster that goes into this one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ClusterMerge {
    /// The other cluster.
    pub other: ClusterId,
}

/// What a cluster becomes: a new issue with a title, or part of one that is there.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct ClusterAcceptance {
    /// Neutral title of a new issue.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The issue that its signals are added to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issue: Option<IssueId>,
}

/// A checked acceptance.
#[derive(Debug)]
pub enum Accepted {
    /// A new issue.
    New(Title),
    /// One that is there.
    Into(IssueId),
}

impl ClusterAcceptance {
    /// Exactly one of the two.
    pub fn parse(self) -> Result<Accepted, Invalid> {
        let mut check = Check::default();
        let accepted = match (self.title, self.issue) {
            (Some(title), None) => check
                .field("/title", Title::parse(&title))
                .map(Accepted::New),
            (None, Some(issue)) => Some(Accepted::Into(issue)),
            (None, None) => {
                check.note("/title", Broken::rule(Code::Required));
                None
            }
            (Some(_), Some(_)) => {
                check.note("/issue", Broken::rule(Code::InvalidValue));
                None
            }
        };
        check.finish(accepted)
    }
}
