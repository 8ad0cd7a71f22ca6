//! The content of the demo as it stands in `demo/`, compiled in.

use std::collections::BTreeMap;

use serde::Deserialize;
use shared::authority::Referral;
use shared::codes::{
    ContactChoice, Criterion, DismissReason, FeedbackMoment, KindOfProblem, Language, Level,
    Outcome, ParkReason, Role, StallReason, WorkMode,
};
use shared::issue::{PriorityCriterion, Score};
use shared::life_cycle::{ActionState, IssueState};
use shared::profession::Profession;
use shared::signal::{Chips, SignalDraft};

const PEOPLE: &str = include_str!("../../../demo/people.json");
const SIGNALS: [(&str, &str); 2] = [
    ("linde", include_str!("../../../demo/signals.city.jsonl")),
    (
        "heidebeek",
        include_str!("../../../demo/signals.village.jsonl"),
    ),
];
const ISSUES: [&str; 2] = [
    include_str!("../../../demo/issues.city.json"),
    include_str!("../../../demo/issues.village.json"),
];
const PUBLISHED: &str = include_str!("../../../demo/published.jsonl");

/// Everything, read once.
pub(super) struct Content {
    pub(super) people: People,
    /// Signals by authority, oldest first.
    pub(super) signals: BTreeMap<&'static str, Vec<DemoSignal>>,
    pub(super) issues: Vec<AuthorityIssues>,
    pub(super) published: Vec<Published>,
}

impl Content {
    /// Reads the files; a slip in them is a mistake of ours, which a test finds.
    pub(super) fn read() -> Result<Self, serde_json::Error> {
        let mut signals = BTreeMap::new();
        for (slug, file) in SIGNALS {
            signals.insert(slug, lines(file)?);
        }
        let issues = ISSUES
            .iter()
            .map(|file| serde_json::from_str(file))
            .collect::<Result<_, _>>()?;
        Ok(Self {
            people: people()?,
            signals,
            issues,
            published: lines(PUBLISHED)?,
        })
    }
}

/// Authorities, organisations and people alone.
pub(super) fn people() -> Result<People, serde_json::Error> {
    serde_json::from_str(PEOPLE)
}

fn lines<T: for<'de> Deserialize<'de>>(file: &str) -> Result<Vec<T>, serde_json::Error> {
    file.lines()
        .filter(|line| !line.is_empty())
        .map(serde_json::from_str)
        .collect()
}

/// `people.json`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct People {
    pub(super) authorities: Vec<DemoAuthority>,
    pub(super) organisations: Vec<DemoOrganisation>,
    #[serde(rename = "people")]
    pub(super) persons: Vec<Person>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct DemoAuthority {
    pub(super) slug: String,
    pub(super) name: String,
    pub(super) level: Level,
    pub(super) languages: Vec<Language>,
    pub(super) time_zone: String,
    pub(super) answer_term_days: i32,
    pub(super) work_mode: WorkMode,
    pub(super) places: Vec<String>,
    pub(super) referrals: Vec<Referral>,
    pub(super) entry_links: Vec<DemoEntryLink>,
    /// Own lines on secrecy and mandate; without them those that ship with the product.
    pub(super) professions: Option<Vec<Profession>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct DemoEntryLink {
    pub(super) name: String,
    pub(super) sector: Option<String>,
    pub(super) organisation: Option<String>,
    pub(super) revoked_days_ago: Option<i64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct DemoOrganisation {
    pub(super) key: String,
    pub(super) authority: String,
    pub(super) name: String,
    pub(super) sector: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Person {
    pub(super) key: String,
    pub(super) name: String,
    pub(super) email: String,
    pub(super) locale: Language,
    pub(super) memberships: Vec<DemoMembership>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct DemoMembership {
    pub(super) authority: String,
    pub(super) roles: Vec<Role>,
    pub(super) organisation: String,
}

/// One line of `signals.*.jsonl`.
#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DemoSignal {
    pub(super) text: String,
    pub(super) language: Option<String>,
    pub(super) sector: String,
    pub(super) profession: String,
    #[serde(flatten)]
    pub(super) chips: Chips,
    /// What a processor would confirm, beside the themes.
    pub(super) tags: Vec<String>,
    pub(super) contact: ContactChoice,
    pub(super) group: Option<String>,
    pub(super) days_ago: i64,
    pub(super) hour: u32,
}

impl DemoSignal {
    /// What the provider typed: themes and tags are for processors to find.
    pub(super) fn draft(&self) -> SignalDraft {
        SignalDraft {
            text: self.text.clone(),
            language: self.language.clone(),
            sector: Some(self.sector.clone()),
            profession: Some(self.profession.clone()),
            chips: Chips {
                themes: Vec::new(),
                ..self.chips.clone()
            },
            ..SignalDraft::default()
        }
    }
}

/// `issues.*.json`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct AuthorityIssues {
    pub(super) authority: String,
    pub(super) issues: Vec<DemoIssue>,
}

#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct DemoIssue {
    pub(super) key: String,
    pub(super) group: String,
    /// How many of the group's signals are linked, the first ones; all when absent.
    pub(super) take: Option<usize>,
    pub(super) state: IssueState,
    pub(super) title: String,
    pub(super) description: String,
    pub(super) themes: Vec<String>,
    pub(super) kind: KindOfProblem,
    pub(super) governance_level: String,
    pub(super) criteria: Vec<Criterion>,
    pub(super) recognitions: Vec<DemoRecognition>,
    pub(super) steps: Vec<DemoStep>,
    #[serde(default)]
    pub(super) actions: Vec<DemoAction>,
    #[serde(default)]
    pub(super) feedback: Vec<DemoFeedback>,
    /// Stands in the steps as well; kept for readers of the file.
    #[serde(rename = "owner")]
    _owner: Option<serde_json::Value>,
    #[serde(rename = "mergedInto")]
    _merged_into: Option<String>,
}

#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct DemoRecognition {
    pub(super) organisation: String,
    pub(super) days_ago: i64,
    pub(super) comment: Option<String>,
}

/// A step of an issue: who did it when, and what it owed.
#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DemoStep {
    pub(super) days_ago: i64,
    pub(super) by: String,
    #[serde(flatten)]
    pub(super) what: What,
}

/// What happens in a step.
#[derive(Clone, Deserialize)]
#[serde(
    tag = "event",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub(super) enum What {
    Create,
    Analyse,
    Validate,
    Score {
        scores: BTreeMap<PriorityCriterion, u8>,
    },
    Prioritise {
        scores: BTreeMap<PriorityCriterion, u8>,
    },
    DecideAct {
        motivation: String,
    },
    DecideNoAct {
        motivation: String,
    },
    DecideEscalate {
        motivation: String,
    },
    SendEscalation,
    AssignOwner {
        organisation: String,
        member: Option<String>,
    },
    Start,
    Stall {
        reason: StallReason,
        note: String,
    },
    Resume,
    Resolve {
        outcome: Outcome,
        evidence: String,
    },
    Close,
    Park {
        reason: ParkReason,
        note: String,
        review_in_days: i64,
    },
    Dismiss {
        reason: DismissReason,
        note: String,
    },
    Merge {
        into: String,
    },
}

#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct DemoAction {
    pub(super) title: String,
    pub(super) owner: String,
    pub(super) due_in_days: i64,
    pub(super) planned_days_ago: i64,
    pub(super) state: ActionState,
    pub(super) started_days_ago: Option<i64>,
    pub(super) ended_days_ago: Option<i64>,
    pub(super) note: Option<String>,
}

#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct DemoFeedback {
    pub(super) moment: FeedbackMoment,
    pub(super) days_ago: i64,
    pub(super) text: String,
}

/// One line of `published.jsonl`: what others published, restated, with where it stands.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Published {
    pub(super) text: String,
    pub(super) group: String,
    pub(super) source_title: String,
    pub(super) url: String,
}

/// Scores in the shape of a draft.
pub(super) fn scores(scores: &BTreeMap<PriorityCriterion, u8>) -> Vec<Score> {
    scores
        .iter()
        .map(|(criterion, score)| Score {
            criterion: *criterion,
            score: *score,
        })
        .collect()
}
