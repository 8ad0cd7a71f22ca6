//! A question to the provider of a signal, answered through the receipt: identity is never needed.

use serde::{Deserialize, Serialize};

use crate::draft::Check;
use crate::id::QuestionId;
use crate::problem::Invalid;
use crate::text::Note;
use crate::time::Day;

/// A question with its answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Question {
    /// Its id.
    pub id: QuestionId,
    /// What is asked; absent once erased.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The day it was asked.
    pub asked_on: Day,
    /// The answer, once there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<String>,
    /// The day it was answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered_on: Option<Day>,
    /// True when the processor took the question back.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub cancelled: bool,
}

/// A question or an answer as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NoteDraft {
    /// The words; 1 to 1,000 characters.
    pub text: String,
}

impl NoteDraft {
    /// Checks the words.
    pub fn parse(self) -> Result<Note, Invalid> {
        let mut check = Check::default();
        let text = check.field("/text", Note::parse(&self.text));
        check.finish(text)
    }
}
