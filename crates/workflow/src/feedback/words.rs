//! What a batch says when nobody wrote anything: the template of its moment, filled with what was decided and done.

use policy::Scope;
use shared::codes::{ClosedList, Decision, FeedbackMoment, Language, Outcome};
use shared::life_cycle::{ActionState, IssueEvent, SignalEvent};
use storage::Tx;
use storage::records::{ActionRecord, IssueRecord, SignalRecord};

use super::batch::Subject;
use super::still_open::NEWS_DAYS;
use crate::{Sources, Stop, texts};

/// How much of a signal's text names its batch in the queue, in characters.
const EXCERPT: usize = 80;

type Values = Vec<(&'static str, Option<String>)>;

/// The template of a moment, filled.
pub(super) fn words(
    tx: &mut Tx<'_>,
    scope: &Scope,
    sources: &Sources,
    subject: &Subject,
    moment: FeedbackMoment,
    language: Language,
) -> Result<String, Stop> {
    let (key, values) = match subject {
        Subject::Issue(issue) => about_issue(tx, scope, sources, issue, moment, language)?,
        Subject::Signal(signal) => (
            signal_key(moment),
            about_signal(tx, scope, signal, language)?,
        ),
    };
    Ok(texts::fill(texts::feedback(key, language), &values))
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
    tx: &mut Tx<'_>,
    scope: &Scope,
    sources: &Sources,
    issue: &IssueRecord,
    moment: FeedbackMoment,
    language: Language,
) -> Result<(&'static str, Values), Stop> {
    let actions = tx.actions_of_issue(scope, issue.id.0)?;
    let mut notes = tx.issue_history(scope, issue.id.0)?;
    notes.reverse();
    let note = |event| {
        notes
            .iter()
            .find(|(step, _)| step.event.0 == event)
            .and_then(|(_, note)| note.clone())
    };
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
    Ok((issue_key(issue, moment), values))
}

fn about_signal(
    tx: &mut Tx<'_>,
    scope: &Scope,
    signal: &SignalRecord,
    language: Language,
) -> Result<Values, Stop> {
    let mut history = tx.signal_history(scope, signal.id.0)?;
    history.reverse();
    let ended = |event: SignalEvent| {
        matches!(
            event,
            SignalEvent::Redirect | SignalEvent::CloseNotStructural | SignalEvent::CloseDuplicate
        )
    };
    let end = history.into_iter().find(|(step, _)| ended(step.event.0));
    let (reason, address) = match end {
        Some((step, note)) if step.event.0 == SignalEvent::Redirect => {
            let code = step.reason.unwrap_or_default();
            (texts::phrase(&format!("redirect.{code}"), language), note)
        }
        Some((_, note)) => (note, None),
        None => (None, None),
    };
    let date = Some(texts::day(signal.promised_on.0, language));
    Ok(vec![
        ("reason", reason),
        ("address", address),
        ("date", date),
        ("personal", None),
    ])
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
fn started(actions: &[ActionRecord]) -> Option<&ActionRecord> {
    let begun = actions.iter().filter(|action| action.started_at.is_some());
    begun
        .min_by_key(|action| action.started_at)
        .or(actions.first())
}

/// Titles of what was done.
fn done(actions: &[ActionRecord]) -> Option<String> {
    let titles: Vec<&str> = actions
        .iter()
        .filter(|action| action.state.0 == ActionState::Done)
        .map(|action| action.title.as_str())
        .collect();
    (!titles.is_empty()).then(|| titles.join("; "))
}
