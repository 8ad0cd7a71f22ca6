//! What a batch says when nobody wrote anything: the template of its moment, filled with what was decided and done.

use policy::Scope;
use shared::codes::{ClosedList, Decision, FeedbackMoment, Language, Outcome};
use shared::life_cycle::{ActionState, IssueEvent, SignalEvent};
use storage::records::{
    ActionRecord, IssueEventRecord, IssueRecord, SignalEventRecord, SignalRecord, SignalTextRecord,
};
use storage::tx::query_types::FeedbackSubject;
use storage::{StorageError, Tx};

use super::batch::Subject;
use super::still_open::NEWS_DAYS;
use crate::{Sources, texts};

/// How much of a signal's text names its batch in the queue, in characters.
const EXCERPT: usize = 80;

type Values = Vec<(&'static str, Option<String>)>;

/// What templates draw on, of everything that some batches are about: as many statements for a page as for one.
#[derive(Default)]
pub(super) struct Background {
    actions: Vec<ActionRecord>,
    of_issues: Vec<(IssueEventRecord, Option<String>)>,
    of_signals: Vec<(SignalEventRecord, Option<String>)>,
    texts: Vec<SignalTextRecord>,
}

impl Background {
    /// Reads it.
    pub(super) fn of(
        tx: &mut Tx<'_>,
        scope: &Scope,
        subjects: &[&Subject],
    ) -> Result<Self, StorageError> {
        let (mut issues, mut signals) = (Vec::new(), Vec::new());
        for subject in subjects {
            match subject.key() {
                FeedbackSubject::Issue(issue) => issues.push(issue),
                FeedbackSubject::Signal(signal) => signals.push(signal),
            }
        }
        let mut background = Self::default();
        if !issues.is_empty() {
            background.actions = tx.actions_of_issues(scope, &issues)?;
            background.of_issues = tx.issue_history(scope, &issues)?;
        }
        if !signals.is_empty() {
            background.of_signals = tx.signal_history(scope, &signals)?;
            background.texts = tx.signal_texts(scope, &signals)?;
        }
        Ok(background)
    }

    /// The text of a signal, while it may be read.
    pub(super) fn text_of(&self, signal: &SignalRecord) -> Option<&str> {
        let texts = self.texts.iter().find(|row| row.signal_id == signal.id);
        let text = texts.and_then(|row| row.text.as_deref());
        text.filter(|_| signal.state.is_readable())
    }

    /// What was noted when this last happened to an issue.
    fn note_of(&self, issue: &IssueRecord, event: IssueEvent) -> Option<String> {
        let mut steps = self.of_issues.iter().rev();
        steps
            .find(|(step, _)| step.issue_id == issue.id && step.event.0 == event)
            .and_then(|(_, note)| note.clone())
    }
}

/// The template of a moment, filled.
pub(super) fn words(
    background: &Background,
    sources: &Sources,
    subject: &Subject,
    moment: FeedbackMoment,
    language: Language,
) -> String {
    let (key, values) = match subject {
        Subject::Issue(issue) => about_issue(background, sources, issue, moment, language),
        Subject::Signal(signal) => (
            signal_key(moment),
            about_signal(background, signal, language),
        ),
    };
    texts::fill(texts::feedback(key, language), &values)
}

/// The beginning of a text, as a title.
pub(super) fn excerpt_of(text: &str) -> String {
    let mut letters = text.chars();
    let beginning: String = letters.by_ref().take(EXCERPT).collect();
    if letters.next().is_some() {
        format!("{}…", beginning.trim_end())
    } else {
        beginning
    }
}

fn about_issue(
    background: &Background,
    sources: &Sources,
    issue: &IssueRecord,
    moment: FeedbackMoment,
    language: Language,
) -> (&'static str, Values) {
    let actions: Vec<&ActionRecord> = background
        .actions
        .iter()
        .filter(|action| action.issue_id == issue.id)
        .collect();
    let note = |event| background.note_of(issue, event);
    let next_news = sources.today(issue.authority_id.0).plus_days(NEWS_DAYS);
    let (action, date) = match moment {
        FeedbackMoment::FirstAction => (
            started(&actions).map(|action| action.title.clone()),
            started(&actions).map(|action| action.due_on.0),
        ),
        _ => (done(&actions), Some(next_news)),
    };
    let reason = match moment {
        FeedbackMoment::Dismissed => note(IssueEvent::Dismiss),
        FeedbackMoment::Closed => note(IssueEvent::Resolve),
        _ => texts::phrase(&format!("state.{}", issue.state.code()), language),
    };
    let values = vec![
        ("issue", Some(issue.title.clone())),
        ("motivation", issue.motivation.clone()),
        ("action", action),
        ("reason", reason),
        ("date", date.map(|date| texts::day(date, language))),
        ("personal", None),
    ];
    (issue_key(issue, moment), values)
}

fn about_signal(background: &Background, signal: &SignalRecord, language: Language) -> Values {
    let ended = |event: SignalEvent| {
        matches!(
            event,
            SignalEvent::Redirect | SignalEvent::CloseNotStructural | SignalEvent::CloseDuplicate
        )
    };
    let mut steps = background.of_signals.iter().rev();
    let end = steps.find(|(step, _)| step.signal_id == signal.id && ended(step.event.0));
    let (reason, address) = match end {
        Some((step, note)) if step.event.0 == SignalEvent::Redirect => {
            let code = step.reason.as_deref().unwrap_or_default();
            let reason = texts::phrase(&format!("redirect.{code}"), language);
            (reason, note.clone())
        }
        Some((_, note)) => (note.clone(), None),
        None => (None, None),
    };
    let date = Some(texts::day(signal.promised_on.0, language));
    vec![
        ("reason", reason),
        ("address", address),
        ("date", date),
        ("personal", None),
    ]
}

const fn signal_key(moment: FeedbackMoment) -> &'static str {
    match moment {
        FeedbackMoment::Redirected => "redirected",
        FeedbackMoment::NotStructural => "not_structural",
        FeedbackMoment::Duplicate => "duplicate",
        _ => "received",
    }
}

fn issue_key(issue: &IssueRecord, moment: FeedbackMoment) -> &'static str {
    let decision = issue.decision.map(|decision| decision.0);
    let outcome = issue.outcome.map(|outcome| outcome.0);
    match (moment, decision, outcome) {
        (FeedbackMoment::Dismissed, _, _) => "dismissed",
        (FeedbackMoment::Decided, Some(Decision::Act), _) => "decided_act",
        (FeedbackMoment::Decided, Some(Decision::Escalate), _) => "decided_escalate",
        (FeedbackMoment::Decided, _, _) => "decided_no_act",
        (FeedbackMoment::FirstAction, _, _) => "first_action",
        (FeedbackMoment::Closed, _, Some(Outcome::Solved)) => "closed_solved",
        (FeedbackMoment::Closed, _, Some(Outcome::Partly)) => "closed_partly",
        (FeedbackMoment::Closed, _, Some(Outcome::Not)) => "closed_not",
        (FeedbackMoment::Closed, _, Some(Outcome::Unknown)) => "closed_unknown",
        (FeedbackMoment::Closed, _, None) => "closed_no_act",
        (FeedbackMoment::StillOpen, _, _) => "still_open",
        _ => "linked",
    }
}

/// The first action that somebody began.
fn started<'a>(actions: &[&'a ActionRecord]) -> Option<&'a ActionRecord> {
    let actions = actions.iter().copied();
    let begun = actions.clone().filter(|action| action.started_at.is_some());
    begun
        .min_by_key(|action| action.started_at)
        .or(actions.into_iter().next())
}

/// Titles of what was done.
fn done(actions: &[&ActionRecord]) -> Option<String> {
    let titles: Vec<&str> = actions
        .iter()
        .filter(|action| action.state.0 == ActionState::Done)
        .map(|action| action.title.as_str())
        .collect();
    (!titles.is_empty()).then(|| titles.join("; "))
}
