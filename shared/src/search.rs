//! One question to everything that is found by its words.

use serde::{Deserialize, Serialize};

use crate::analysis::Phrase;
use crate::codes::FeedbackMoment;
use crate::draft::Broken;
use crate::id::{ActionId, IssueId, SignalId};
use crate::life_cycle::{ActionState, IssueState, SignalState};
use crate::problem::Code;
use crate::time::Day;

/// Longest question, in characters (trust.md §5.2).
pub const MAX_QUESTION: usize = 200;
/// How many of each kind are shown while all kinds are asked for.
pub const FIRST_OF_EACH: u32 = 5;
/// Counting what was found stops here: a `total` of so many means "so many or more".
pub const MOST_COUNTED: u64 = 1_000;

crate::closed_list! {
    /// A kind of thing that is found by its words.
    FoundKind {
        /// Signals, by their text.
        Signal = "signal",
        /// Issues, by their number, title and description.
        Issue = "issue",
        /// Actions, by what is done and what became of it.
        Action = "action",
        /// Feedback, by what was written to providers.
        Feedback = "feedback",
    }
}

crate::closed_list! {
    /// Whether something still goes on.
    Progress {
        /// Somebody still has to do something about it; feedback that was not sent.
        Open = "open",
        /// It is over; feedback that was sent.
        Over = "over",
    }
}

/// What is asked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SearchFilter {
    /// Words, and "adjacent words" between quotes.
    pub q: String,
    /// Only this kind of thing.
    pub kind: Option<FoundKind>,
    /// Only what goes on, or what is over.
    pub progress: Option<Progress>,
    /// About one of these themes.
    pub theme: Vec<String>,
    /// From this day on: received, or made.
    pub from: Option<Day>,
    /// Up to and including this day.
    pub to: Option<Day>,
    /// The words as they stand, although none are found and others are near.
    pub literal: bool,
}

/// Reads a question as typed.
pub fn question(typed: &str) -> Result<String, Broken> {
    let count = typed.chars().count();
    if count > MAX_QUESTION {
        return Err(Broken::limit(Code::TooLong, MAX_QUESTION, count));
    }
    Ok(typed.to_owned())
}

/// What was found, by kind. A kind that the reader may not read is absent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct SearchResult {
    /// Words that nothing had, and what was looked for instead; empty when the words stand as typed.
    pub corrections: Vec<WordCorrection>,
    /// What was found.
    pub groups: Vec<FoundGroup>,
}

/// A word that nothing had, and the nearest one that something has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct WordCorrection {
    /// The word as it was typed.
    #[cfg_attr(feature = "openapi", schema(example = "kinderopvnag"))]
    pub typed: String,
    /// The word that was looked for.
    #[cfg_attr(feature = "openapi", schema(example = "kinderopvang"))]
    pub shown: String,
}

/// What was found of one kind, the newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct FoundGroup {
    /// Which kind.
    pub kind: FoundKind,
    /// How many match; 1,000 means so many or more.
    pub total: u64,
    /// The first of them, or the page that was asked for.
    pub items: Vec<Found>,
    /// Where the next page begins; absent on the last one. Pass it back as `after`, with this `kind`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// One thing that was found, and where its words stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Found {
    /// What it is.
    pub thing: FoundThing,
    /// Slug of its authority.
    pub authority: String,
    /// The day on which it was received or made.
    pub on: Day,
    /// The language of its text, where that is known (BCP 47).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Its title, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<MarkedText>,
    /// A piece of its text around what was found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub excerpt: Option<MarkedText>,
}

/// What something found is, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum FoundThing {
    /// A signal.
    Signal {
        /// Its id.
        id: SignalId,
        /// Where it stands.
        state: SignalState,
    },
    /// An issue.
    Issue {
        /// Its id.
        id: IssueId,
        /// Its number.
        number: String,
        /// Where it stands.
        state: IssueState,
    },
    /// An action.
    Action {
        /// Its id.
        id: ActionId,
        /// The issue it is for.
        issue: IssueId,
        /// Number of that issue.
        issue_number: String,
        /// Where it stands.
        state: ActionState,
    },
    /// Words to providers.
    Feedback {
        /// Why they are owed.
        moment: FeedbackMoment,
        /// The issue that they are about.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        issue: Option<IssueId>,
        /// Number of that issue.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        issue_number: Option<String>,
        /// The signal that they are about, when it belongs to no issue.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        signal: Option<SignalId>,
        /// The day they were sent; absent while they are a draft.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        sent_on: Option<Day>,
    },
}

/// A text, and where the words stand that were looked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct MarkedText {
    /// The text; `…` stands where something is left out.
    #[cfg_attr(feature = "openapi", schema(example = "Geen kinderopvang in de wijk"))]
    pub text: String,
    /// Where the words stand, in order and apart; counted in Unicode code points of `text`.
    pub marks: Vec<Phrase>,
}
