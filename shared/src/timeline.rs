//! What a provider sees of a signal: five steps, questions and feedback (ux.md F4).

use serde::{Deserialize, Serialize};

use crate::codes::{FeedbackMoment, Outcome};
use crate::draft::{Broken, Check};
use crate::id::{FeedbackId, SignalId};
use crate::life_cycle::{FeedbackState, SignalState};
use crate::problem::{Code, Invalid};
use crate::question::Question;
use crate::time::Day;

crate::closed_list! {
    /// A step of the way that a signal goes.
    Step {
        /// Ontvangen.
        Received = "received",
        /// Samen bekeken.
        Linked = "linked",
        /// Besproken.
        Weighed = "weighed",
        /// Beslist.
        Decided = "decided",
        /// Actie.
        Action = "action",
        /// Klaar.
        Done = "done",
    }
}

/// A step that was reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ReachedStep {
    /// Which step.
    pub step: Step,
    /// The day it was reached.
    pub on: Day,
    /// For `linked`: how many other signals were looked at together with it, when there are at least five.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other_signals: Option<u32>,
    /// Title of the issue, once it is published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issue: Option<String>,
    /// For `decided`: act, noAct or escalate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<crate::codes::Decision>,
    /// For `decided`: why, also for a no.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub motivation: Option<String>,
    /// For `action`: what is done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<String>,
    /// For `action`: the day by which it is done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_on: Option<Day>,
    /// For `done`: what came of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
}

/// A feedback as its reader sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ReceivedFeedback {
    /// Its id, for rating it.
    pub id: FeedbackId,
    /// Why it was sent.
    pub moment: FeedbackMoment,
    /// The day it was sent.
    pub sent_on: Day,
    /// Sent, read or rated.
    pub state: FeedbackState,
    /// The words.
    pub text: String,
    /// Whether it helped, once rated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub useful: Option<bool>,
}

/// A signal as its provider follows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Timeline {
    /// Its random id.
    pub id: SignalId,
    /// Slug of its authority.
    pub authority: String,
    /// Where it stands.
    pub state: SignalState,
    /// The text; absent once erased.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The day before which an answer comes.
    pub promised_on: Day,
    /// True when that day passed without an answer.
    pub late: bool,
    /// Steps reached, in order.
    pub steps: Vec<ReachedStep>,
    /// Questions with their answers.
    pub questions: Vec<Question>,
    /// Feedback, newest first.
    pub feedback: Vec<ReceivedFeedback>,
    /// True while the processor may know who sent it.
    #[serde(default)]
    pub disclosed: bool,
    /// True while it can still be taken back without a trace (10 s undo and a little more).
    pub can_undo: bool,
    /// Its follow-up code, for whoever signed in with the account that sent it: so that every device of theirs can answer,
    /// rate and take back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt: Option<String>,
}

/// Which signals to follow: codes stand in the body, never in an address.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FollowDraft {
    /// One to fifty receipts.
    pub receipts: Vec<String>,
    /// True leaves feedback as unread as it was: a scanner of mail may be the one that looks.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub peek: bool,
}

/// How many receipts one request may hold: a device's own signals.
pub const MAX_RECEIPTS: usize = 50;

impl FollowDraft {
    /// Checks the number; whether a receipt exists is for the server to say.
    pub fn parse(self) -> Result<Vec<String>, Invalid> {
        let mut check = Check::default();
        match self.receipts.len() {
            0 => check.note("/receipts", Broken::rule(Code::Required)),
            found if found > MAX_RECEIPTS => {
                check.note(
                    "/receipts",
                    Broken::limit(Code::OutOfRange, MAX_RECEIPTS, found),
                );
            }
            _ => {}
        }
        check.finish(Some(self.receipts))
    }
}

/// What is done with a receipt in the hand: the code stands in the body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ByReceipt<T> {
    /// The follow-up code.
    pub receipt: String,
    /// What to do.
    pub body: T,
}

/// Whether a feedback helped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RatingDraft {
    /// One tap: it helps, or it does not.
    pub useful: bool,
}

/// A body without content.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Empty {}
