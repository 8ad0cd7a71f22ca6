//! What rises: weekly counts of distinct providers, what they should have been, and who wants to hear of it
//! (analysis.md §7). A machine says so, a person looks.

use serde::{Deserialize, Serialize};

use crate::draft::{Broken, Check};
use crate::id::{ActionId, IssueId, TrendId, TrendSubscriptionId};
use crate::life_cycle::ActionState;
use crate::problem::{Code as ProblemCode, Invalid};
use crate::taxonomy::{Code, CodeList, Scheme};
use crate::text::Name;
use crate::time::{Day, Moment};

/// Fewer weeks of signals than this: nothing is said.
pub const FEWEST_WEEKS: u32 = 8;
/// Who may not read signals sees no place with fewer providers (product.md, indicators).
pub const ENOUGH_PROVIDERS: u32 = 5;

crate::closed_list! {
    /// What is counted.
    TrendKind {
        /// Everything that the authority gets.
        Authority = "authority",
        /// Signals with a theme.
        Theme = "theme",
        /// Signals about a target group.
        TargetGroup = "targetGroup",
        /// Signals with a tag.
        Tag = "tag",
        /// Signals from a neighbourhood.
        Place = "place",
        /// Signals that belong to an issue.
        Issue = "issue",
    }
}

/// What rises and what does not, the surest rise first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct TrendList {
    /// How old and how long the counts are, per authority.
    pub ages: Vec<TrendAge>,
    /// The series: by `qValue`, then by what is more than expected.
    pub items: Vec<TrendSummary>,
}

/// How old and how long the counts of an authority are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct TrendAge {
    /// Slug of the authority.
    pub authority: String,
    /// Whole weeks since its first signal.
    pub weeks: u32,
    /// When they were last counted; absent before the first time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub computed_at: Option<Moment>,
    /// Monday of the last week that was judged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub week: Option<Day>,
    /// Too little to say anything; there is more from this day on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub look_again_on: Option<Day>,
}

/// The last weeks of one series.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct TrendSummary {
    /// Where the whole stands.
    pub href: String,
    /// Its id; the same for ever.
    pub id: TrendId,
    /// Slug of its authority.
    pub authority: String,
    /// What is counted.
    pub kind: TrendKind,
    /// Code of the taxonomy, name of the place, number of the issue; empty for the authority as a whole.
    #[cfg_attr(feature = "openapi", schema(example = "housing"))]
    pub code: String,
    /// Title of the issue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The last week, as it was judged.
    #[serde(flatten)]
    pub last: TrendPoint,
    /// The method that said so.
    #[cfg_attr(feature = "openapi", schema(example = "beginning-1"))]
    pub model: String,
    /// The share of such rises that may be chance, among all that were tested that week; absent where nothing was tested.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "openapi",
        schema(minimum = 0.0, maximum = 1.0, example = 0.004)
    )]
    pub q_value: Option<f64>,
    /// The last half year, the oldest week first.
    pub points: Vec<TrendPoint>,
}

/// A week of a series, judged together with the weeks before it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct TrendPoint {
    /// Its Monday.
    pub week: Day,
    /// How many weeks are judged together, this one the last.
    #[cfg_attr(feature = "openapi", schema(example = 4))]
    pub weeks: u32,
    /// Distinct providers of each week, added up. Absent where there are too few to show.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(example = 34))]
    pub observed: Option<u32>,
    /// What was to be expected.
    #[cfg_attr(feature = "openapi", schema(example = 22.1))]
    pub expected: f64,
    /// From here …
    pub lower: u32,
    /// … to here is usual.
    pub upper: u32,
    /// Signals of this one week. Absent where there are too few to show.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signals: Option<u32>,
    /// It was a rise: Monday of the week in which that began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rise_began_on: Option<Day>,
}

/// A series with what its last rise is made of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct TrendDetail {
    /// As in the list.
    #[serde(flatten)]
    pub summary: TrendSummary,
    /// What grew in the last rise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub growth: Option<TrendGrowth>,
    /// Words that stand more often in its signals; for who reads signals.
    pub words: Vec<Grown>,
    /// What was done about it.
    pub actions: Vec<TrendAction>,
}

/// What a rise is made of.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct TrendGrowth {
    /// Distinct providers in the weeks that were judged together.
    pub providers: u32,
    /// Distinct organisations.
    pub organisations: u32,
    /// Sectors that grew, the most first.
    pub sectors: Vec<Grown>,
    /// Neighbourhoods that grew, the most first.
    pub places: Vec<Grown>,
}

/// A part of a rise.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Grown {
    /// Sector, neighbourhood or word.
    pub name: String,
    /// Distinct providers now.
    pub now: u32,
    /// What was to be expected, had it kept its rate.
    pub expected: f64,
}

/// An action on an issue behind a series, to be drawn beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct TrendAction {
    /// The action.
    pub action: ActionId,
    /// What is done.
    pub title: String,
    /// Its issue.
    pub issue: IssueId,
    /// Number of its issue.
    #[cfg_attr(feature = "openapi", schema(example = "K-17"))]
    pub issue_number: String,
    /// The day on which it began, or was planned when it did not begin yet.
    pub on: Day,
    /// Where it stands.
    pub state: ActionState,
}

/// Which series are asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TrendFilter {
    /// Of these kinds; any when empty.
    pub kind: Vec<TrendKind>,
    /// Only this theme.
    pub theme: Option<String>,
    /// Only what rises now.
    pub told: bool,
}

/// Somebody wants to hear of rises of a theme, of a place, or of a theme in a place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct TrendSubscription {
    /// Its id.
    pub id: TrendSubscriptionId,
    /// Slug of its authority.
    pub authority: String,
    /// The theme.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(example = "housing"))]
    pub theme: Option<String>,
    /// The neighbourhood.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(example = "Vaartwijk"))]
    pub place: Option<String>,
}

/// A theme, a neighbourhood, or both.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct TrendSubscriptionDraft {
    /// A theme of the taxonomy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub theme: Option<String>,
    /// A neighbourhood of the authority.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
}

/// What is followed: at least one of the two.
#[derive(Debug)]
pub struct NewTrendSubscription {
    /// The theme.
    pub theme: Option<Code>,
    /// The neighbourhood.
    pub place: Option<Name>,
}

impl TrendSubscriptionDraft {
    /// Checks every field.
    pub fn parse(self, lists: &dyn CodeList) -> Result<NewTrendSubscription, Invalid> {
        let mut check = Check::default();
        if self.theme.is_none() && self.place.is_none() {
            check.note("/theme", Broken::rule(ProblemCode::Required));
        }
        let theme = self.theme.as_deref();
        let theme = theme.map(|typed| check.field("/theme", lists.code(Scheme::Theme, typed)));
        let place = self.place.as_deref();
        let place = place.map(|typed| check.field("/place", Name::parse(typed)));
        check.finish(Some(NewTrendSubscription {
            theme: theme.flatten(),
            place: place.flatten(),
        }))
    }
}
