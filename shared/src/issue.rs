//! An issue: what several signals have in common, in neutral words.

use serde::{Deserialize, Serialize};

use crate::action::{Action, day, reference};
use crate::codes::{
    Criterion, Decision, DismissReason, EscalationAnswer, KindOfProblem, Outcome, ParkReason,
    StallReason,
};
use crate::draft::{Broken, Check};
use crate::id::{IssueId, MembershipId, OrganisationId, SignalId};
use crate::life_cycle::{IssueEvent, IssueState};
use crate::lineage::LineageStep;
use crate::priority::{CriterionWeight, Place};
use crate::problem::{Code as ProblemCode, Invalid};
use crate::signal::{HistoryStep, optional};
use crate::taxonomy::{self, Code, CodeList, Scheme};
use crate::text::{Description, Note, Title};
use crate::time::Day;

/// An issue in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct IssueSummary {
    /// Where the whole stands.
    pub href: String,
    /// Its random id.
    pub id: IssueId,
    /// Slug of its authority.
    pub authority: String,
    /// Its number in the authority.
    #[cfg_attr(feature = "openapi", schema(example = "K-17"))]
    pub number: String,
    /// Neutral title.
    pub title: String,
    /// Where it stands.
    pub state: IssueState,
    /// Themes.
    pub themes: Vec<Code>,
    /// How many signals are linked.
    pub signals: u32,
    /// The organisation that owns it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner_name: Option<String>,
    /// The day on which it comes back, while parked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review_on: Option<Day>,
    /// The day of its latest step.
    pub changed_on: Day,
    /// Version for `If-Match`.
    pub version: u64,
}

/// What a model sees in the signals of an issue. A person decides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct KindProposal {
    /// The kind of problem.
    pub kind: KindOfProblem,
    /// How sure it is, in percent: the mean over all signals that it looked at.
    #[cfg_attr(feature = "openapi", schema(minimum = 40, maximum = 100, example = 72))]
    pub confidence: u8,
    /// In how many signals it sees this kind.
    pub signals: u32,
    /// How many signals it looked at.
    pub looked_at: u32,
    /// The model.
    #[cfg_attr(feature = "openapi", schema(example = "hashed-384-1"))]
    pub model: String,
}

/// An issue with everything about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct IssueDetail {
    /// As in the list.
    #[serde(flatten)]
    pub summary: IssueSummary,
    /// Neutral description.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Kind of problem.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<KindOfProblem>,
    /// The kind of problem that a model sees in its signals, while nobody told it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind_proposal: Option<KindProposal>,
    /// The level that can act, a code of the taxonomy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub governance_level: Option<Code>,
    /// Criteria that are ticked.
    pub criteria: Vec<Criterion>,
    /// Organisations that recognise it.
    pub recognitions: Vec<Recognition>,
    /// How many distinct providers; absent under five for who may not read signals.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub providers: Option<u32>,
    /// How many distinct sectors.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sectors: Option<u32>,
    /// How it was weighed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<Priority>,
    /// What was decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<Decision>,
    /// Why it was decided so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub motivation: Option<String>,
    /// The organisation that owns it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<OrganisationId>,
    /// The person of that organisation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner_member: Option<MembershipId>,
    /// What came of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    /// Actions on it.
    pub actions: Vec<Action>,
    /// How many providers know, and how many are still owed an answer.
    pub informed: Informed,
    /// The issue it went into.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merged_into: Option<IssueId>,
    /// Merges and splits.
    pub lineage: Vec<LineageStep>,
    /// The day since which everybody may read it, while it is published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published_on: Option<Day>,
    /// Whether it can be published: validated, described, and not gone into another one.
    #[serde(default)]
    pub publishable: bool,
    /// What can happen next, with what is missing for it.
    pub next: Vec<NextStep>,
    /// What happened, oldest first.
    pub history: Vec<HistoryStep<IssueState, IssueEvent>>,
    /// Who of the staff changed it last, also where that is no step of its history: its words, a tick.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed_by: Option<String>,
    /// When that was.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(example = "2026-11-23T13:02:11.5Z"))]
    pub changed_at: String,
}

/// A published issue, as everybody may read it: neutral words, no counts (trust.md §8.4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct PublishedIssue {
    /// Its random id.
    pub id: IssueId,
    /// Its number in the authority.
    #[cfg_attr(feature = "openapi", schema(example = "K-17"))]
    pub number: String,
    /// Neutral title.
    pub title: String,
    /// Neutral description.
    pub description: String,
    /// Where it stands.
    pub state: IssueState,
    /// Themes.
    pub themes: Vec<Code>,
    /// The day since which it is published.
    pub published_on: Day,
}

/// What can happen next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct NextStep {
    /// What happens.
    pub event: IssueEvent,
    /// What is missing for it; empty when it can happen now.
    pub missing: Vec<crate::life_cycle::IssueGuard>,
}

/// An organisation that recognises the issue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Recognition {
    /// The organisation.
    pub organisation: OrganisationId,
    /// Its name.
    pub name: String,
    /// The day.
    pub on: Day,
    /// Its comment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

/// How many providers know what happened. Closing waits until `waiting` is zero.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Informed {
    /// Told, or able to read it by receipt.
    pub informed: u32,
    /// Still owed an answer.
    pub waiting: u32,
    /// Of those waiting: reachable by mail or account.
    pub by_mail: u32,
    /// Of those waiting: by receipt only.
    pub by_receipt: u32,
}

/// How an issue was weighed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Priority {
    /// All scores of 1 to 5 as they were given, by criterion and score: one per criterion for each who scored it, never
    /// who gave which.
    pub scores: Vec<Score>,
    /// How many people scored.
    pub voters: u32,
    /// How: on a signal day, by several people of the authority, or by the lead processor alone ("zonder inbreng van het
    /// werkveld").
    pub method: PriorityMethod,
    /// The place among others, where it was put in an order with them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// What counted then, and how much; empty without a place.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub weights: Vec<CriterionWeight>,
}

crate::closed_list! {
    /// How an issue was weighed.
    PriorityMethod {
        /// By the people who sent the signals.
        SignalDay = "signalDay",
        /// By several people of the authority, outside a signal day.
        Colleagues = "colleagues",
        /// By the lead processor alone.
        LeadAlone = "leadAlone",
    }
}

crate::closed_list! {
    /// What an issue is weighed on (product.md, priority criteria).
    PriorityCriterion {
        /// Distinct providers.
        Frequency = "frequency",
        /// People affected.
        Reach = "reach",
        /// How bad it is.
        Severity = "severity",
        /// How soon it must be dealt with.
        Urgency = "urgency",
        /// Hits the most vulnerable.
        Inequity = "inequity",
        /// How many sectors see it.
        Breadth = "breadth",
        /// Whether it grows.
        Trend = "trend",
        /// Who can act.
        Influence = "influence",
        /// Whether it can be done.
        Feasibility = "feasibility",
    }
}

/// One score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Score {
    /// On what.
    pub criterion: PriorityCriterion,
    /// 1 (little) to 5 (much).
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 5))]
    pub score: u8,
}

/// A new issue as typed: a title and the signals it is about.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct IssueDraft {
    /// Neutral title.
    pub title: String,
    /// At least one signal.
    pub signals: Vec<SignalId>,
}

/// How many signals one request may move.
pub const MAX_SIGNALS_PER_REQUEST: usize = 500;

/// A checked issue.
#[derive(Debug)]
pub struct NewIssue {
    /// Neutral title.
    pub title: Title,
    /// At least one signal.
    pub signals: Vec<SignalId>,
}

impl IssueDraft {
    /// Checks every field.
    pub fn parse(self) -> Result<NewIssue, Invalid> {
        let mut check = Check::default();
        let title = check.field("/title", Title::parse(&self.title));
        let signals = check.field("/signals", signal_list(self.signals));
        check.finish(
            title
                .zip(signals)
                .map(|(title, signals)| NewIssue { title, signals }),
        )
    }
}

fn signal_list(mut signals: Vec<SignalId>) -> Result<Vec<SignalId>, Broken> {
    signals.sort_unstable();
    signals.dedup();
    match signals.len() {
        0 => Err(Broken::rule(ProblemCode::Required)),
        found if found > MAX_SIGNALS_PER_REQUEST => Err(Broken::limit(
            ProblemCode::OutOfRange,
            MAX_SIGNALS_PER_REQUEST,
            found,
        )),
        _ => Ok(signals),
    }
}

/// The words of an issue as typed; what is absent stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct DescribeDraft {
    /// Neutral title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Neutral description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Themes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub themes: Option<Vec<String>>,
    /// Kind of problem.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<KindOfProblem>,
    /// The level that can act.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub governance_level: Option<String>,
    /// Criteria that are ticked; the whole set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub criteria: Option<Vec<Criterion>>,
}

/// Checked words.
#[derive(Debug, Default)]
pub struct NewWords {
    /// Neutral title.
    pub title: Option<Title>,
    /// Neutral description.
    pub description: Option<Description>,
    /// Themes.
    pub themes: Option<Vec<Code>>,
    /// Kind of problem.
    pub kind: Option<KindOfProblem>,
    /// The level that can act.
    pub governance_level: Option<Code>,
    /// Criteria that are ticked.
    pub criteria: Option<Vec<Criterion>>,
}

impl DescribeDraft {
    /// Checks every field.
    pub fn parse(self, lists: &dyn CodeList) -> Result<NewWords, Invalid> {
        let mut check = Check::default();
        let title = self
            .title
            .and_then(|typed| check.field("/title", Title::parse(&typed)));
        let description = optional(
            &mut check,
            "/description",
            self.description.as_deref(),
            Description::parse,
        );
        let themes = self
            .themes
            .map(|typed| taxonomy::codes(&mut check, "/themes", lists, Scheme::Theme, &typed));
        let level = self.governance_level;
        let governance_level =
            level.and_then(|typed| check.field("/governanceLevel", lists.governance_level(&typed)));
        let (kind, criteria) = (self.kind, self.criteria);
        check.finish(Some(NewWords {
            title,
            description,
            themes,
            kind,
            governance_level,
            criteria,
        }))
    }
}

/// An organisation that recognises the issue, as recorded by a processor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RecognitionDraft {
    /// The organisation.
    pub organisation: OrganisationId,
    /// Its comment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

impl RecognitionDraft {
    /// Checks the comment.
    pub fn parse(self) -> Result<(OrganisationId, Option<Note>), Invalid> {
        let mut check = Check::default();
        let comment = optional(&mut check, "/comment", self.comment.as_deref(), Note::parse);
        check.finish(Some((self.organisation, comment)))
    }
}

/// One step of an issue as asked; the fields that belong to the step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DismissDraft {
    /// Why.
    pub reason: DismissReason,
    /// Why, in words.
    pub note: String,
}

impl DismissDraft {
    /// The reason in words is owed beside the code.
    pub fn parse(self) -> Result<(DismissReason, Note), Invalid> {
        note("/note", &self.note).map(|note| (self.reason, note))
    }
}

/// Parking an issue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ParkDraft {
    /// Why.
    pub reason: ParkReason,
    /// Why, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The day on which it comes back by itself.
    pub review_on: String,
}

impl ParkDraft {
    /// The review day lies after today.
    pub fn parse(self, today: Day) -> Result<(ParkReason, Option<Note>, Day), Invalid> {
        let mut check = Check::default();
        let note = optional(&mut check, "/note", self.note.as_deref(), Note::parse);
        let review_on = check.field(
            "/reviewOn",
            day(&self.review_on).and_then(|day| after(today, day)),
        );
        let reason = self.reason;
        check.finish(review_on.map(|review_on| (reason, note, review_on)))
    }
}

fn after(today: Day, day: Day) -> Result<Day, Broken> {
    if day > today {
        Ok(day)
    } else {
        Err(Broken::rule(ProblemCode::DateInPast))
    }
}

/// What one person scores.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PrioritiseDraft {
    /// Scores; three are enough in round mode (reach, severity, feasibility).
    pub scores: Vec<Score>,
}

impl PrioritiseDraft {
    /// At least one score, each criterion once, 1 to 5.
    pub fn parse(self) -> Result<Vec<Score>, Invalid> {
        let mut check = Check::default();
        if self.scores.is_empty() {
            check.note("/scores", Broken::rule(ProblemCode::Required));
        }
        for (position, score) in self.scores.iter().enumerate() {
            if !(1..=5).contains(&score.score) {
                check.note(
                    &format!("/scores/{position}/score"),
                    Broken::limit(ProblemCode::OutOfRange, 5, score.score.into()),
                );
            }
            if self
                .scores
                .iter()
                .take(position)
                .any(|earlier| earlier.criterion == score.criterion)
            {
                check.note(
                    &format!("/scores/{position}/criterion"),
                    Broken::rule(ProblemCode::InvalidValue),
                );
            }
        }
        check.finish(Some(self.scores))
    }
}

/// A decision. The motivation is owed, also for "no".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DecisionDraft {
    /// What is decided.
    pub decision: Decision,
    /// Why, in words that providers can read.
    pub motivation: String,
}

impl DecisionDraft {
    /// Checks the motivation.
    pub fn parse(self) -> Result<(Decision, Description), Invalid> {
        let mut check = Check::default();
        let motivation = check.field("/motivation", Description::parse(&self.motivation));
        let decision = self.decision;
        check.finish(motivation.map(|motivation| (decision, motivation)))
    }
}

/// The answer of the higher level, recorded by hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EscalationAnswerDraft {
    /// What they answer.
    pub answer: EscalationAnswer,
    /// Why, in words that providers can read.
    pub motivation: String,
}

impl EscalationAnswerDraft {
    /// Checks the motivation.
    pub fn parse(self) -> Result<(EscalationAnswer, Description), Invalid> {
        let mut check = Check::default();
        let motivation = check.field("/motivation", Description::parse(&self.motivation));
        let answer = self.answer;
        check.finish(motivation.map(|motivation| (answer, motivation)))
    }
}

/// The owner of an issue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OwnerDraft {
    /// The organisation.
    pub organisation: String,
    /// The person of that organisation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<MembershipId>,
}

impl OwnerDraft {
    /// Checks the id.
    pub fn parse(self) -> Result<(OrganisationId, Option<MembershipId>), Invalid> {
        let mut check = Check::default();
        let organisation = check.field("/organisation", reference(&self.organisation));
        let member = self.member;
        check.finish(organisation.map(|organisation| (organisation, member)))
    }
}

/// Standing still.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct StallDraft {
    /// Why.
    pub reason: StallReason,
    /// Why, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl StallDraft {
    /// Checks the words.
    pub fn parse(self) -> Result<(StallReason, Option<Note>), Invalid> {
        let mut check = Check::default();
        let note = optional(&mut check, "/note", self.note.as_deref(), Note::parse);
        check.finish(Some((self.reason, note)))
    }
}

/// The end of the work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ResolveDraft {
    /// What came of it.
    pub outcome: Outcome,
    /// What shows it.
    pub evidence: String,
}

impl ResolveDraft {
    /// The evidence is owed beside the outcome.
    pub fn parse(self) -> Result<(Outcome, Note), Invalid> {
        note("/evidence", &self.evidence).map(|evidence| (self.outcome, evidence))
    }
}

/// New signals on a closed issue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ReopenDraft {
    /// Signals that came in after it was closed.
    pub signals: Vec<SignalId>,
    /// Why.
    pub note: String,
}

impl ReopenDraft {
    /// Checks signals and reason.
    pub fn parse(self) -> Result<(Vec<SignalId>, Note), Invalid> {
        let mut check = Check::default();
        let signals = check.field("/signals", signal_list(self.signals));
        let note = check.field("/note", Note::parse(&self.note));
        check.finish(signals.zip(note))
    }
}

/// Filters of the list of issues.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct IssueFilter {
    /// States.
    pub state: Vec<IssueState>,
    /// Themes.
    pub theme: Vec<String>,
    /// Only those that came back from being parked, and on which nobody took a step since.
    pub review: bool,
    /// Words in title or number.
    pub q: Option<String>,
}

/// A reason in words, where no list of codes exists.
pub fn note(pointer: &str, typed: &str) -> Result<Note, Invalid> {
    let mut check = Check::default();
    let note = check.field(pointer, Note::parse(typed));
    check.finish(note)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_no_owes_its_motivation_too() {
        let draft = DecisionDraft {
            decision: Decision::NoAct,
            motivation: " ".into(),
        };
        assert_eq!(
            draft.parse().unwrap_err().to_string(),
            "/motivation required"
        );
    }

    #[test]
    fn a_parked_issue_comes_back_on_a_later_day() {
        let today: Day = "2026-11-23".parse().unwrap();
        let draft = |review_on: &str| ParkDraft {
            reason: ParkReason::NoCapacity,
            note: None,
            review_on: review_on.into(),
        };
        assert_eq!(
            draft("2026-11-23").parse(today).unwrap_err().to_string(),
            "/reviewOn dateInPast"
        );
        assert!(draft("2026-11-24").parse(today).is_ok());
    }

    #[test]
    fn each_criterion_is_scored_once_from_one_to_five() {
        let score = |score| Score {
            criterion: PriorityCriterion::Reach,
            score,
        };
        let invalid = PrioritiseDraft {
            scores: vec![score(6), score(2)],
        }
        .parse()
        .unwrap_err();
        assert_eq!(
            invalid.to_string(),
            "/scores/0/score outOfRange; /scores/1/criterion invalidInput"
        );
    }
}
