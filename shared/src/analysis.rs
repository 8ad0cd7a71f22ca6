//! What the analysis proposes to the desk: why a code, which signals are alike, and how sure it is. A machine proposes,
//! a person decides.

use serde::{Deserialize, Serialize};

use crate::id::SignalId;
use crate::signal::SignalSummary;
use crate::summary::{LanguageModel, SummaryDraft};

/// From here on a proposal is called sure, in percent (analysis.md §4).
const SURE: u8 = 85;
/// From here on it is likely.
const LIKELY: u8 = 60;
/// Below, nothing is proposed.
pub const LEAST_CONFIDENCE: u8 = 40;

crate::closed_list! {
    /// How sure a proposal is, in a word.
    Certainty {
        /// 85 percent or more.
        Sure = "sure",
        /// 60 percent or more.
        Likely = "likely",
        /// 40 percent or more.
        Doubt = "doubt",
    }
}

impl Certainty {
    /// The word for a share; nothing where silence is better.
    pub fn of_share(share: f32) -> Option<Self> {
        let reaches = |percent: u8| share >= f32::from(percent) / 100.0;
        let words = [
            (SURE, Self::Sure),
            (LIKELY, Self::Likely),
            (LEAST_CONFIDENCE, Self::Doubt),
        ];
        let word = words.into_iter().find(|(percent, _)| reaches(*percent));
        word.map(|(_, word)| word)
    }

    /// The word for a confidence in percent.
    pub const fn of(percent: u8) -> Option<Self> {
        match percent {
            SURE.. => Some(Self::Sure),
            LIKELY.. => Some(Self::Likely),
            LEAST_CONFIDENCE.. => Some(Self::Doubt),
            _ => None,
        }
    }
}

crate::closed_list! {
    /// In which way two signals are alike.
    Likeness {
        /// The same words.
        Same = "same",
        /// Nearly the same words.
        NearCopy = "nearCopy",
        /// Other words about the same thing.
        Similar = "similar",
    }
}

/// Why a model proposes a code, and how sure it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Suggestion {
    /// The model that proposes it.
    #[cfg_attr(feature = "openapi", schema(example = "hashed-384-1"))]
    pub model: String,
    /// How sure it is, in percent: of a hundred proposals with this number about so many are right.
    #[cfg_attr(feature = "openapi", schema(minimum = 40, maximum = 100, example = 72))]
    pub confidence: u8,
    /// The same in a word.
    pub certainty: Certainty,
    /// What carried it.
    #[serde(flatten)]
    pub reasons: Reasons,
}

/// What carried a proposal.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct Reasons {
    /// Where in the text, the strongest first.
    pub phrases: Vec<Phrase>,
    /// Signals that look alike and on which a person confirmed the code; at most three.
    pub alike: Vec<SignalId>,
}

/// A place in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Phrase {
    /// First character in `text`, counted in Unicode code points.
    pub start: u32,
    /// First character after it.
    pub end: u32,
}

/// A signal that is like another one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct SimilarSignal {
    /// The signal.
    pub signal: SignalSummary,
    /// In which way.
    pub likeness: Likeness,
    /// How much, in percent. For `similar`: the cosine of the centred vectors.
    #[cfg_attr(feature = "openapi", schema(minimum = 0, maximum = 100, example = 81))]
    pub score: u8,
    /// Words that both texts have, as the other signal writes them; at most five.
    pub shared: Vec<String>,
}

/// What the signals of an issue say, in sentences of their own.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Summary {
    /// How many signals it was made of; those that no model looked at yet are not among them.
    pub signals: u32,
    /// The model whose vectors it rests on; absent while no model looked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(example = "hashed-384-1"))]
    pub model: Option<String>,
    /// Three to five sentences, the most central first; later ones tell something else.
    pub quotes: Vec<Quote>,
    /// The language model that may be asked for a draft; absent where there is none or the authority does not allow it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language_model: Option<LanguageModel>,
    /// What a language model wrote, or why it did not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub draft: Option<SummaryDraft>,
}

/// A sentence of a signal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Quote {
    /// The signal that it stands in.
    pub signal: SignalId,
    /// The sentence, as it stands there.
    pub sentence: String,
    /// Language of the signal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
}

/// A person says that two signals are not the same, or takes that back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ComparisonDraft {
    /// The other signal.
    pub other: SignalId,
    /// True: they are not the same, and neither list nor group brings them together again. False: nobody said so.
    pub different: bool,
}
