//! Feedback: what a provider is owed at each moment, and what was sent.

use serde::{Deserialize, Serialize};

use crate::codes::{ContactChoice, FeedbackMoment, Language};
use crate::draft::Check;
use crate::id::{FeedbackId, IssueId, SignalId};
use crate::life_cycle::FeedbackState;
use crate::problem::Invalid;
use crate::text::Description;
use crate::time::Day;

/// One feedback, as processors see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Feedback {
    /// Its id.
    pub id: FeedbackId,
    /// The signal it answers.
    pub signal: SignalId,
    /// Why it is owed.
    pub moment: FeedbackMoment,
    /// Where it stands.
    pub state: FeedbackState,
    /// The day it fell due.
    pub due_on: Day,
    /// The day it was sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sent_on: Option<Day>,
    /// The words, once written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// How it reaches the provider.
    pub contact: ContactChoice,
    /// True when the mail could not be delivered: readable by receipt only (decisions.md 18).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub undeliverable: bool,
    /// Whether it helped, once rated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub useful: Option<bool>,
}

/// Feedback that is due for one reason: one line of the queue (D14), answered at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct FeedbackBatch {
    /// Names the batch in `composeFeedback` and `sendFeedback`: the issue or the signal, and the moment.
    #[cfg_attr(
        feature = "openapi",
        schema(example = "issue.5d0b7a52-93a4-4a0e-8a7e-1f6f1c0d4b22.decided")
    )]
    pub id: String,
    /// Slug of its authority.
    pub authority: String,
    /// Why it is owed.
    pub moment: FeedbackMoment,
    /// The issue it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issue: Option<IssueId>,
    /// The one signal it is about, when there is no issue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signal: Option<SignalId>,
    /// What it is about, in words.
    pub title: String,
    /// Oldest due day in it.
    pub due_on: Day,
    /// True when that day has passed.
    pub late: bool,
    /// Providers that are reached by mail or account.
    pub by_mail: u32,
    /// Providers that read it with their receipt.
    pub by_receipt: u32,
    /// Of those, providers whose mail could not be delivered.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub undeliverable: u32,
    /// What is written so far; the template when nothing is.
    pub text: String,
    /// True when somebody wrote or changed the text.
    pub drafted: bool,
    /// Languages of the providers, with how many each.
    pub locales: Vec<LocaleCount>,
    /// Version of the text for `If-Match`; 0 while nobody wrote one.
    pub version: u64,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands over a reference"
)]
fn is_zero(count: &u32) -> bool {
    *count == 0
}

/// How many providers read one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct LocaleCount {
    /// The language.
    pub locale: Language,
    /// How many.
    pub providers: u32,
}

/// The words of a batch as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ComposeDraft {
    /// What every provider of the batch reads; 10 to 4,000 characters, without personal data.
    pub text: String,
}

impl ComposeDraft {
    /// Checks the words.
    pub fn parse(self) -> Result<Description, Invalid> {
        let mut check = Check::default();
        let text = check.field("/text", Description::parse(&self.text));
        check.finish(text)
    }
}

/// What became of sending a batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct SentFeedback {
    /// How many mails are on their way.
    pub by_mail: u32,
    /// How many can be read by receipt from now on.
    pub by_receipt: u32,
}
