//! The indicators of an authority (product.md): totals of a period, beside the period before. Never of one person.

use serde::{Deserialize, Serialize};

use crate::draft::{Broken, Check};
use crate::problem::{Code, Invalid};
use crate::time::{Day, Moment};

/// Who reads no signals sees no part with fewer providers: it is merged with at least one more (product.md, indicators).
/// A sector stands by its name only when so many share it, for everybody.
pub const ENOUGH_PROVIDERS: u32 = 5;
/// How long after an answer somebody who sends a signal again counts as somebody who came back.
pub const AGAIN_WITHIN_DAYS: u32 = 180;
/// Days of a period when none is asked for: a year.
pub const USUAL_DAYS: u32 = 365;
/// The longest period that is counted at once.
pub const MOST_DAYS: u32 = 3 * 366;

crate::closed_list! {
    /// What a signal or an issue waits for.
    Stage {
        /// A signal, from the day it was received: its first issue.
        Linked = "linked",
        /// An issue, from its first signal: analysis.
        Analysed = "analysed",
        /// From there: that it is clear, neutral, recognised and shared.
        Validated = "validated",
        /// From there: to be weighed.
        Prioritised = "prioritised",
        /// From there: a decision.
        Decided = "decided",
        /// From a decision to act: the first action.
        Started = "started",
        /// From there: an outcome.
        Resolved = "resolved",
        /// From there: that every provider knows.
        Closed = "closed",
    }
}

crate::closed_list! {
    /// How something ended that did not get where it was going.
    Ending {
        /// Sent to another address.
        Redirected = "redirected",
        /// Not structural.
        NotStructural = "notStructural",
        /// Sent twice.
        Duplicate = "duplicate",
        /// Taken back, or erased.
        Withdrawn = "withdrawn",
        /// Its issues were no issues.
        Dismissed = "dismissed",
        /// The decision was not to act.
        NoAct = "noAct",
        /// It went into another issue.
        Merged = "merged",
    }
}

crate::closed_list! {
    /// What signals are told apart by.
    PartKind {
        /// Themes that a person said.
        Theme = "theme",
        /// Target groups that a person said.
        TargetGroup = "targetGroup",
        /// Sectors of providers.
        Sector = "sector",
        /// Organisations of providers.
        Organisation = "organisation",
        /// Neighbourhoods.
        Place = "place",
    }
}

/// Which days are counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct IndicatorPeriod {
    /// The first day; without it, as long before `to` as [`USUAL_DAYS`] says.
    pub from: Option<Day>,
    /// The last day; today without it.
    pub to: Option<Day>,
}

impl IndicatorPeriod {
    /// The same, when its days are in order and not too many.
    pub fn checked(self) -> Result<Self, Invalid> {
        let (Some(from), Some(to)) = (self.from, self.to) else {
            return Ok(self);
        };
        let days = to.date().signed_duration_since(from.date()).num_days() + 1;
        let mut check = Check::default();
        if days < 1 {
            check.note("/to", Broken::rule(Code::InvalidValue));
        }
        let found = usize::try_from(days).unwrap_or_default();
        let most = usize::try_from(MOST_DAYS).unwrap_or_default();
        if found > most {
            check.note("/from", Broken::limit(Code::OutOfRange, most, found));
        }
        check.finish(Some(self))
    }
}

/// The indicators of each authority that the request covers: what belongs to two is never counted together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct IndicatorList {
    /// One per authority.
    pub items: Vec<Indicators>,
}

/// The indicators of one authority.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Indicators {
    /// Slug of the authority.
    #[cfg_attr(feature = "openapi", schema(example = "linde"))]
    pub authority: String,
    /// When this was counted.
    pub computed_at: Moment,
    /// The period that was asked for.
    pub now: Figures,
    /// As many days before it, as they stood when they were as old as the period is now.
    pub before: Figures,
}

/// What one period shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Figures {
    /// The first day.
    pub from: Day,
    /// The last day.
    pub to: Day,
    /// What happened up to this day is counted; the rest still waits.
    pub until: Day,
    /// Signals received in the period, without those that were taken back at once.
    pub received: u32,
    /// Distinct providers who sent them.
    pub providers: u32,
    /// Signals per 1,000 registered providers; absent where nobody is registered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per_thousand: Option<f64>,
    /// From a signal to the first action on one of its issues.
    pub lead_time_action: Waiting,
    /// From a signal to the first message of a person.
    pub first_response: Waiting,
    /// From the first signal of an issue to the day on which somebody saw the issue.
    pub detection: Waiting,
    /// Each stage by itself; what entered it in the period.
    pub stages: Vec<StageTime>,
    /// How evenly sectors are heard; absent where none is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub diversity: Option<Diversity>,
    /// Which sectors are heard at all.
    pub coverage: Coverage,
    /// How much comes from few organisations; absent where none is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub concentration: Option<Concentration>,
    /// How much signals tell; absent where none could be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub depth: Option<Depth>,
    /// Active ÷ registered providers.
    pub activity: Share,
    /// Active in this and in the period before ÷ active in the period before.
    pub retention: Share,
    /// What becomes of signals and issues.
    pub conversion: Conversion,
    /// Who was told.
    pub feedback: FeedbackFigures,
    /// Who signals again within 180 days.
    pub again: Again,
    /// Signals and providers by theme, target group, sector, organisation and neighbourhood.
    pub parts: Vec<Breakdown>,
}

/// A part of a whole.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Share {
    /// So many …
    #[cfg_attr(feature = "openapi", schema(example = 34))]
    pub part: u32,
    /// … of so many.
    #[cfg_attr(feature = "openapi", schema(example = 40))]
    pub whole: u32,
    /// The one divided by the other; absent where there is nothing to divide by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "openapi",
        schema(minimum = 0.0, maximum = 1.0, example = 0.85)
    )]
    pub share: Option<f64>,
}

impl Share {
    /// `part` of `whole`.
    pub fn of(part: u32, whole: u32) -> Self {
        let share = (whole > 0).then(|| f64::from(part) / f64::from(whole));
        Self { part, whole, share }
    }
}

/// How long something took, where what still waits is not forgotten (Kaplan and Meier). Whole days.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Waiting {
    /// Everything that began to wait.
    pub all: u32,
    /// Got there.
    pub reached: u32,
    /// Still waits.
    pub open: u32,
    /// Of what did not join later, the share that still waits; absent where there is nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub open_share: Option<f64>,
    /// Joined an issue after its first action: a class of its own, in no number below.
    pub joined_later: u32,
    /// Ended in another way; from that day on it waits no more.
    pub ended: Vec<Ended>,
    /// Within so many days half of it got there; absent while less than half did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(example = 34))]
    pub median_days: Option<u32>,
    /// Within so many days nine of ten got there; absent while fewer did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub p90_days: Option<u32>,
    /// Each day on which something got there, and the share that did by then.
    pub curve: Vec<Reached>,
}

/// How many ended in one way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Ended {
    /// In which way.
    pub how: Ending,
    /// How many.
    pub count: u32,
}

/// A point of a curve.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Reached {
    /// Within so many days …
    pub days: u32,
    /// … this share got there, as far as can be told with those that still wait.
    pub share: f64,
}

/// How long one stage takes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct StageTime {
    /// What is waited for.
    pub stage: Stage,
    /// How long.
    #[serde(flatten)]
    pub waiting: Waiting,
}

/// How evenly signals are spread over sectors.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Diversity {
    /// Signals whose sector is known.
    pub signals: u32,
    /// Sectors that are told apart; who reads no signals gets small ones as one.
    pub groups: u32,
    /// H = −Σ p ln p.
    pub entropy: f64,
    /// exp(H): as many sectors, were each heard as often.
    pub effective: f64,
    /// H ÷ ln S, S the sectors that are told apart; absent for one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evenness: Option<f64>,
}

/// Which sectors are heard.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Coverage {
    /// Sectors with a signal ÷ sectors of the taxonomy.
    pub heard: Share,
    /// Sectors of the taxonomy without a signal.
    pub silent: Vec<String>,
}

/// How much comes from few organisations.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Concentration {
    /// Signals whose organisation is known.
    pub signals: u32,
    /// Organisations that are told apart; who reads no signals gets small ones as one.
    pub groups: u32,
    /// The largest share that one of them has; merged ones are none.
    pub top_share: f64,
    /// Σ p² (Herfindahl and Hirschman).
    pub hhi: f64,
}

/// How much signals tell, 0 to 100: the same function as the hint in the form.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Depth {
    /// Signals that could be read.
    pub signals: u32,
    /// Their mean.
    pub mean: f64,
    /// How many from 0, 10, … 90 on; 100 is in the last.
    pub classes: [u32; 10],
}

/// What becomes of signals and issues.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Conversion {
    /// Signals that belong to an issue ÷ signals received in the period.
    pub linked: Share,
    /// Validated ÷ candidates of the period.
    pub validated: Share,
    /// Decided to act ÷ prioritised in the period.
    pub acted: Share,
    /// With a finished action ÷ decided to act in the period.
    pub done: Share,
}

/// Who was told.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct FeedbackFigures {
    /// Providers who were told about each of their linked signals ÷ providers of such signals who can be reached.
    pub coverage: Share,
    /// By the promised day ÷ those who were told, or whose day has passed.
    pub on_time: Share,
    /// Answers with a rating ÷ answers sent in the period.
    pub response: Share,
    /// Ratings that say it helps ÷ ratings.
    pub usefulness: Share,
}

/// Who signals again within 180 days: Kaplan and Meier, because not everybody has had 180 days yet.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Again {
    /// After an answer of the period.
    pub told: Returning,
    /// After a signal of the period, as long as no answer came.
    pub untold: Returning,
}

/// Providers, and the share that signals again.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Returning {
    /// Providers who are known again when they come back.
    pub providers: u32,
    /// Of them, who signalled again so far.
    pub again: u32,
    /// The share after 180 days, as far as can be told; absent where there is nobody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<f64>,
}

/// Signals told apart by one thing, the most first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Breakdown {
    /// By what.
    pub kind: PartKind,
    /// Each that may be shown by itself.
    pub parts: Vec<Part>,
    /// Those with too few providers, and at least one more, together; absent where each is shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub others: Option<Others>,
    /// Signals of which it is not known.
    pub unknown: u32,
}

/// Signals with one thing in common.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Part {
    /// Code of the taxonomy, or name of the organisation or place.
    pub name: String,
    /// Signals.
    pub signals: u32,
    /// Distinct providers.
    pub providers: u32,
}

/// Parts that are shown as one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Others {
    /// How many parts.
    pub groups: u32,
    /// Their signals.
    pub signals: u32,
    /// Distinct providers of all of them.
    pub providers: u32,
}
