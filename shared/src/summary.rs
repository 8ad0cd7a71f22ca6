//! What a language model writes about the signals of an issue: an option that is off until an authority allows it, and a
//! draft until a person approves it.

use serde::{Deserialize, Serialize};

use crate::id::SignalId;
use crate::time::Moment;

crate::closed_list! {
    /// How far a draft is.
    DraftState {
        /// The language model is at work, or about to be.
        Asked = "asked",
        /// It waits for a person.
        Made = "made",
        /// A person read it and approves it.
        Approved = "approved",
        /// There is none; `cause` tells why.
        Failed = "failed",
    }
}

crate::closed_list! {
    /// Why there is no draft. The sentences of the signals are there all the same.
    DraftTrouble {
        /// No model looked at the signals yet, or no text may be read.
        NothingToRead = "nothingToRead",
        /// Something in a text is certainly personal data and cannot be hidden: nothing was sent.
        PersonalData = "personalData",
        /// The language model cannot be reached, or answers that it cannot.
        Unreachable = "unreachable",
        /// It did not answer in time.
        TooSlow = "tooSlow",
        /// Its answer is longer than anybody asked for.
        TooLong = "tooLong",
        /// Its answer has another shape than asked.
        Unreadable = "unreadable",
        /// Nothing of what it said rests on the signals.
        Ungrounded = "ungrounded",
    }
}

/// Which language model, and where it runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct LanguageModel {
    /// Its name.
    #[cfg_attr(feature = "openapi", schema(example = "mistral-small"))]
    pub model: String,
    /// The machine that it runs on.
    #[cfg_attr(feature = "openapi", schema(example = "llm.example.be"))]
    pub host: String,
}

/// Whether a language model may read what signals say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct LanguageModelUse {
    /// The one that whoever runs the server set up; absent: there is none, and nothing is sent anywhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language_model: Option<LanguageModel>,
    /// The authority allows it.
    pub allowed: bool,
    /// Which decision this is, for `If-Match`; 0 while nobody decided.
    pub version: u64,
}

/// An authority decides about its language model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LanguageModelChoice {
    /// True: it may read what signals say, personal data hidden.
    pub allowed: bool,
}

/// What a language model wrote about the signals of an issue, or why there is nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct SummaryDraft {
    /// How far it is.
    pub state: DraftState,
    /// Why there is none, when it failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<DraftTrouble>,
    /// Who wrote it.
    pub language_model: LanguageModel,
    /// The text, once there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content: Option<DraftContent>,
    /// True when signals came or went, or changed, since it was made.
    pub outdated: bool,
    /// When a person asked for it.
    pub asked_at: Moment,
    /// Which version this is, for `If-Match`.
    pub version: u64,
}

/// A text that rests on signals: whatever did not was dropped.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct DraftContent {
    /// A title, when its words come from the signals.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "openapi",
        schema(max_length = 120, example = "Geen kinderopvang in de late uren")
    )]
    pub title: Option<String>,
    /// A few sentences; may be empty.
    #[cfg_attr(feature = "openapi", schema(max_length = 1_200))]
    pub summary: String,
    /// What it rests on, at most eight.
    pub claims: Vec<DraftClaim>,
    /// How many signals the language model read.
    pub signals: u32,
    /// How many claims and sentences rested on nothing and were dropped.
    pub dropped: u32,
}

/// A sentence and the signals that say so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct DraftClaim {
    /// The sentence.
    #[cfg_attr(
        feature = "openapi",
        schema(
            max_length = 400,
            example = "Ouders vinden na 18 uur geen kinderopvang."
        )
    )]
    pub text: String,
    /// The signals, at least one.
    pub signals: Vec<SignalId>,
}
