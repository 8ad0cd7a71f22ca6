//! What is known about an issue: from it follow the guards of its life cycle and what may happen next.

use std::collections::BTreeMap;

use chrono::Months;
use policy::Scope;
use shared::codes::{ContactChoice, Criterion, FeedbackMoment};
use shared::id::{ProviderRef, SignalKey};
use shared::issue::{Informed, NextStep};
use shared::life_cycle::{ActionState, IssueEvent, IssueGuard, IssueState, LifeCycle, SignalState};
use shared::time::{Day, Moment};
use storage::records::{ActionRecord, IssueEventRecord, IssueRecord, RecognitionRecord};
use storage::tx::query_types::{IssueFeedbackRow, LinkedSignalRow};
use storage::{StorageError, Tx};

use crate::Sources;

/// Two organisations make it structural (product.md, after Ghent).
const ENOUGH_ORGANISATIONS: usize = 2;
/// How long new signals reopen an issue instead of starting another (product.md).
const REOPEN_TERM: Months = Months::new(24);

/// What is known about an issue.
pub(crate) struct Facts {
    /// Signals that belong to it now.
    pub(crate) links: Vec<LinkedSignalRow>,
    /// Organisations that recognise it, with their names.
    pub(crate) recognitions: Vec<(RecognitionRecord, String)>,
    /// Actions on it.
    pub(crate) actions: Vec<ActionRecord>,
    /// What happened to it, with the words of notes.
    pub(crate) history: Vec<(IssueEventRecord, Option<String>)>,
    /// Whether the request brings signals that came in after it was closed. Those come with the request itself, so
    /// nothing is missing while nobody asked.
    pub(crate) has_new_signal: bool,
    feedback: Vec<IssueFeedbackRow>,
    reopens_until: Option<Day>,
    today: Day,
}

/// The moment at which providers hear how an issue ends from this state; `None` where it cannot close yet.
pub const fn closing_moment(state: IssueState) -> Option<FeedbackMoment> {
    match state {
        IssueState::Resolved => Some(FeedbackMoment::Closed),
        IssueState::DecidedNoAct => Some(FeedbackMoment::Decided),
        IssueState::Dismissed => Some(FeedbackMoment::Dismissed),
        _ => None,
    }
}

/// What the provider of a signal is owed when the signal joins an issue that is already on its way: the newest of
/// what the others heard.
pub fn moment_on_arrival(issue: &IssueRecord) -> FeedbackMoment {
    let parked = issue
        .parked_from
        .filter(|_| issue.state.0 == IssueState::Parked);
    match parked.unwrap_or(issue.state).0 {
        IssueState::Resolved => FeedbackMoment::Closed,
        IssueState::DecidedAct
        | IssueState::DecidedNoAct
        | IssueState::DecidedEscalate
        | IssueState::Escalated
        | IssueState::InAction
        | IssueState::Stalled => FeedbackMoment::Decided,
        _ => FeedbackMoment::Linked,
    }
}

impl Facts {
    /// Reads them.
    pub(crate) fn load(
        tx: &mut Tx<'_>,
        scope: &Scope,
        sources: &Sources,
        record: &IssueRecord,
    ) -> Result<Self, StorageError> {
        let key = record.id.0;
        let authority = record.authority_id.0;
        let term = |closed_at: Moment| {
            let closed_on = sources.day_of(closed_at, authority).date();
            Day::new(
                closed_on
                    .checked_add_months(REOPEN_TERM)
                    .unwrap_or(closed_on),
            )
        };
        Ok(Self {
            links: tx.linked_signals(scope, key)?,
            recognitions: tx.recognitions_of(scope, key)?,
            actions: tx.actions_of_issues(scope, &[key])?,
            history: tx.issue_history(scope, &[key])?,
            has_new_signal: true,
            feedback: tx.feedback_about(scope, key)?,
            reopens_until: record.closed_at.map(|at| term(at.0)),
            today: sources.today(authority),
        })
    }

    /// Whether a guard holds, on the line that leads to `to`.
    pub(crate) fn holds(&self, record: &IssueRecord, guard: IssueGuard, to: IssueState) -> bool {
        match guard {
            IssueGuard::HasSignal => !self.links.is_empty(),
            IssueGuard::Described => {
                record.description.is_some()
                    && record.governance_level.is_some()
                    && !record.themes.is_empty()
            }
            IssueGuard::FourCriteria => {
                use shared::codes::ClosedList;
                Criterion::ALL
                    .iter()
                    .all(|criterion| record.criteria.contains(criterion))
            }
            IssueGuard::TwoOrganisations => self.recognitions.len() >= ENOUGH_ORGANISATIONS,
            IssueGuard::HasOwner => record.owner_organisation_id.is_some(),
            IssueGuard::HasAction => {
                let alive = |action: &ActionRecord| action.state.0 != ActionState::Cancelled;
                self.actions.iter().any(alive)
            }
            IssueGuard::AllInformed => self.informed(record).waiting == 0,
            IssueGuard::WithinReopenTerm => {
                self.reopens_until.is_some_and(|until| self.today <= until)
            }
            IssueGuard::HasNewSignal => self.has_new_signal,
            IssueGuard::NobodyInformed => !self.somebody_knows(record.state.0),
            IssueGuard::ParkedHere => record.parked_from.is_some_and(|from| from.0 == to),
            IssueGuard::MergedHere => record.merged_from.is_some_and(|from| from.0 == to),
        }
    }

    /// Everything that can happen next, with what is missing for it.
    pub(crate) fn next(&self, record: &IssueRecord) -> Vec<NextStep> {
        let mut next: Vec<NextStep> = Vec::new();
        for line in record.state.exits() {
            let holds = |guard: &&IssueGuard| !self.holds(record, **guard, line.to);
            let missing: Vec<IssueGuard> = line.guards.iter().filter(holds).copied().collect();
            match next.iter_mut().find(|step| step.event == line.event) {
                // Several lines for one event are told apart by a guard: the best one counts.
                Some(known) if missing.len() < known.missing.len() => known.missing = missing,
                Some(_) => {}
                None => next.push(NextStep {
                    event: line.event,
                    missing,
                }),
            }
        }
        next
    }

    /// How many providers know what happened. Where the issue can close, that is its end; before, whatever is owed.
    pub(crate) fn informed(&self, record: &IssueRecord) -> Informed {
        let mut providers: BTreeMap<ProviderRef, Standing> = BTreeMap::new();
        let end = self.end(record.state.0);
        for (signal, state, contact, provider, _) in &self.links {
            if matches!(state.0, SignalState::Withdrawn | SignalState::Erased) {
                continue; // Nobody can be reached about it, and nobody waits for it.
            }
            let standing = providers.entry(provider.0).or_default();
            match self.is_informed(end, signal.0) {
                Some(true) => standing.informed = true,
                Some(false) => {
                    standing.waiting = true;
                    standing.by_mail |= contact.0 != ContactChoice::Code;
                }
                None => {}
            }
        }
        let mut counts = Informed::default();
        for standing in providers.values() {
            match standing {
                Standing {
                    waiting: true,
                    by_mail,
                    ..
                } => {
                    counts.waiting += 1;
                    counts.by_mail += u32::from(*by_mail);
                    counts.by_receipt += u32::from(!by_mail);
                }
                Standing { informed: true, .. } => counts.informed += 1,
                Standing { .. } => {}
            }
        }
        counts
    }

    /// How many distinct providers.
    pub(crate) fn providers(&self) -> usize {
        let providers: std::collections::BTreeSet<ProviderRef> = self
            .links
            .iter()
            .map(|(_, _, _, provider, _)| provider.0)
            .collect();
        providers.len()
    }

    /// How many distinct sectors.
    pub(crate) fn sectors(&self) -> usize {
        let sectors: std::collections::BTreeSet<&str> = self
            .links
            .iter()
            .filter_map(|(_, _, _, _, sector)| sector.as_deref())
            .collect();
        sectors.len()
    }

    /// The state that providers heard about: a closed issue stands where it was closed.
    fn end(&self, state: IssueState) -> IssueState {
        let closing = self
            .history
            .iter()
            .rev()
            .find(|(row, _)| row.event.0 == IssueEvent::Close);
        let before = closing.and_then(|(row, _)| row.from_state);
        before
            .filter(|_| state == IssueState::Closed)
            .map_or(state, |before| before.0)
    }

    /// Whether the provider of one signal knows; `None` when nothing was owed so far.
    fn is_informed(&self, state: IssueState, signal: SignalKey) -> Option<bool> {
        let mut rows = self.feedback.iter().filter(|(of, _, _, _)| of.0 == signal);
        let Some(moment) = closing_moment(state) else {
            let owed = rows.clone().any(|(_, _, state, _)| !state.is_informed());
            return if owed {
                Some(false)
            } else {
                rows.next().map(|_| true)
            };
        };
        let since = self.settled_at();
        Some(rows.any(|row| is_sent(row, moment, since)))
    }

    /// True when a provider heard about the decision or the dismissal that the issue stands on.
    fn somebody_knows(&self, state: IssueState) -> bool {
        let moment = match state {
            IssueState::Dismissed => FeedbackMoment::Dismissed,
            _ => FeedbackMoment::Decided,
        };
        let since = self.settled_at();
        self.feedback.iter().any(|row| is_sent(row, moment, since))
    }

    /// When the issue was last decided, dismissed or resolved. What was sent before is about an earlier end: an issue
    /// may come back and end again. Parking in between changes nothing.
    fn settled_at(&self) -> Option<Moment> {
        let settles = |event: IssueEvent| {
            matches!(
                event,
                IssueEvent::Dismiss
                    | IssueEvent::DecideAct
                    | IssueEvent::DecideNoAct
                    | IssueEvent::DecideEscalate
                    | IssueEvent::AnswerAct
                    | IssueEvent::AnswerNoAct
                    | IssueEvent::Resolve
            )
        };
        let settling = self
            .history
            .iter()
            .rev()
            .find(|(row, _)| settles(row.event.0));
        settling.map(|(row, _)| row.at.0)
    }
}

/// What one provider knows.
#[derive(Default)]
struct Standing {
    informed: bool,
    waiting: bool,
    by_mail: bool,
}

fn is_sent(row: &IssueFeedbackRow, moment: FeedbackMoment, since: Option<Moment>) -> bool {
    let (_, of, state, sent_at) = row;
    let in_time = sent_at.is_some_and(|at| since.is_none_or(|since| at.0 >= since));
    of.0 == moment && state.is_informed() && in_time
}
