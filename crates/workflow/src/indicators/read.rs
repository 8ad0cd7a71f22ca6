//! Rows become facts: days on the wall of the authority, and numbers in the place of pseudonyms.

use std::collections::{BTreeMap, HashMap};

use analysis::indicators::{Facts, IssueFact, LinkFact, SignalFact, ToldFact};
use policy::Scope;
use shared::codes::{ContactChoice, Decision, Source};
use shared::id::{AuthorityId, IssueKey, OrganisationId, ProviderRef, SignalKey};
use shared::indicator::Ending;
use shared::life_cycle::{IssueEvent, IssueState, SignalState};
use shared::time::Day;
use storage::records::{CountedIssueRecord, CountedSignalRecord};
use storage::tx::query_types::{CountedLinkRow, SentAnswerRow};
use storage::{At, On, StorageError, Tx};

use crate::Sources;

/// What was read, of all authorities of a request.
pub(super) struct Read {
    signals: Vec<(CountedSignalRecord, Option<At>)>,
    links: HashMap<SignalKey, Vec<CountedLinkRow>>,
    issues: Vec<CountedIssueRecord>,
    first: HashMap<IssueKey, (Option<At>, Option<On>)>,
    left: HashMap<(IssueKey, IssueEvent), At>,
    done: HashMap<IssueKey, At>,
    told: Vec<SentAnswerRow>,
    organisations: HashMap<OrganisationId, String>,
}

impl Read {
    /// Signals of a day and later, their issues, and answers since then.
    pub(super) fn since(
        tx: &mut Tx<'_>,
        scope: &Scope,
        sources: &Sources,
        since: Day,
    ) -> Result<Self, StorageError> {
        let signals = tx.counted_signals(scope, since)?;
        let mut links: HashMap<SignalKey, Vec<CountedLinkRow>> = HashMap::new();
        for row in tx.counted_links(scope, since)? {
            links.entry(row.0.0).or_default().push(row);
        }
        let first = tx.first_signals_of_issues(scope)?;
        let left = tx.issues_left(scope)?;
        let done = tx.first_finished_actions(scope)?;
        let starts = scope.reads().iter();
        let starts = starts.map(|authority| sources.start_of(since, *authority));
        let told = match starts.min() {
            Some(start) => tx.answers_sent(scope, At(start))?,
            None => Vec::new(),
        };
        let mut ids: Vec<OrganisationId> = signals
            .iter()
            .filter_map(|(signal, _)| signal.organisation_id.map(|id| id.0))
            .collect();
        ids.sort_unstable();
        ids.dedup();
        let names = tx.organisation_names(scope, &ids)?;
        Ok(Self {
            signals,
            links,
            issues: tx.counted_issues(scope)?,
            first: first
                .into_iter()
                .map(|(issue, linked, received)| (issue.0, (linked, received)))
                .collect(),
            left: left
                .into_iter()
                .filter_map(|(issue, event, at)| Some(((issue.0, event.0), at?)))
                .collect(),
            done: done
                .into_iter()
                .filter_map(|(issue, at)| Some((issue.0, at?)))
                .collect(),
            told,
            organisations: names.into_iter().map(|(id, name)| (id.0, name)).collect(),
        })
    }

    /// The facts of one authority.
    pub(super) fn facts(
        &self,
        sources: &Sources,
        authority: AuthorityId,
        sectors: Vec<String>,
    ) -> Facts {
        let day = |at: At| sources.day_of(at.0, authority);
        let mut providers = Numbers::default();
        let issues: Vec<&CountedIssueRecord> = self
            .issues
            .iter()
            .filter(|issue| issue.authority_id.0 == authority)
            .collect();
        let places: BTreeMap<IssueKey, usize> = issues
            .iter()
            .enumerate()
            .map(|(place, issue)| (issue.id.0, place))
            .collect();
        let own: Vec<&(CountedSignalRecord, Option<At>)> = self
            .signals
            .iter()
            .filter(|(signal, _)| signal.authority_id.0 == authority)
            .collect();
        let numbered: HashMap<SignalKey, usize> = own
            .iter()
            .enumerate()
            .map(|(place, (signal, _))| (signal.id.0, place))
            .collect();
        let signals = own.iter().map(|(signal, dead)| {
            let links = self.links.get(&signal.id.0).into_iter().flatten();
            let link = |(_, issue, linked, unlinked): &CountedLinkRow| {
                Some(LinkFact {
                    issue: *places.get(&issue.0)?,
                    linked_on: day(*linked),
                    unlinked_on: unlinked.map(day),
                })
            };
            let organisation = signal.organisation_id.map(|id| id.0);
            SignalFact {
                provider: providers.of(signal.provider_ref.0),
                is_lasting: is_lasting(signal.source.0),
                has_account: signal.contact.0 == ContactChoice::Account,
                is_reachable: signal.contact.0 != ContactChoice::Code && dead.is_none(),
                received_on: signal.received_on.0,
                promised_on: signal.promised_on.0,
                responded_on: signal.first_response_at.map(day),
                first_linked_on: signal.first_linked_at.map(day),
                ended: ending(signal.state.0).zip(signal.ended_at.map(day)),
                sector: signal.sector.clone(),
                organisation: organisation.and_then(|id| self.organisations.get(&id).cloned()),
                place: signal.place.clone(),
                depth: signal.depth.and_then(|depth| u8::try_from(depth).ok()),
                links: links.filter_map(link).collect(),
            }
        });
        let signals = signals.collect();
        let told = self.told.iter().filter(|row| row.0.0 == authority);
        let told = told.filter_map(|(_, signal, provider, source, sent, rated, useful)| {
            let rated = rated.map(day).zip(useful.map(|useful| useful > 0));
            Some(ToldFact {
                provider: providers.of(provider.0),
                is_lasting: is_lasting(source.0),
                signal: numbered.get(&signal.0).copied(),
                sent_on: day((*sent)?),
                rated,
            })
        });
        let told = told.collect();
        Facts {
            signals,
            issues: issues
                .into_iter()
                .map(|issue| self.issue(issue, &day))
                .collect(),
            told,
            sectors,
        }
    }

    fn issue(&self, issue: &CountedIssueRecord, day: &dyn Fn(At) -> Day) -> IssueFact {
        let key = issue.id.0;
        let (linked, received) = self.first.get(&key).copied().unwrap_or_default();
        let decision = issue.decision.map(|decision| decision.0);
        let last = |event| self.left.get(&(key, event)).copied().map(day);
        let state = issue.state.0;
        let is_closed = state == IssueState::Closed;
        let left = match state {
            IssueState::Merged => last(IssueEvent::Merge).map(|on| (Ending::Merged, on)),
            IssueState::DecidedNoAct | IssueState::Closed if decision == Some(Decision::NoAct) => {
                issue.decided_at.map(|at| (Ending::NoAct, day(at)))
            }
            IssueState::DecidedNoAct => issue.decided_at.map(|at| (Ending::NoAct, day(at))),
            // Closed without an outcome and without a decision: it was dismissed.
            IssueState::Dismissed | IssueState::Closed if issue.resolved_at.is_none() => {
                last(IssueEvent::Dismiss).map(|on| (Ending::Dismissed, on))
            }
            _ => None,
        };
        IssueFact {
            seen_on: day(issue.created_at),
            first_received_on: received.map(|on| on.0),
            first_linked_on: linked.map(day),
            analysed_on: issue.analysed_at.map(day),
            validated_on: issue.validated_at.map(day),
            prioritised_on: issue.prioritised_at.map(day),
            decided: decision.zip(issue.decided_at.map(day)),
            started_on: issue.started_at.map(day),
            done_on: self.done.get(&key).copied().map(day),
            resolved_on: issue.resolved_at.map(day),
            // After a reopening it says how old the last round is.
            closed_on: issue.closed_at.filter(|_| is_closed).map(day),
            left,
        }
    }
}

/// Imported rows have a pseudonym each: nobody comes back in them.
fn is_lasting(source: Source) -> bool {
    source == Source::Form
}

const fn ending(state: SignalState) -> Option<Ending> {
    match state {
        SignalState::Redirected => Some(Ending::Redirected),
        SignalState::NotStructural => Some(Ending::NotStructural),
        SignalState::Duplicate => Some(Ending::Duplicate),
        SignalState::Withdrawn | SignalState::Erased => Some(Ending::Withdrawn),
        _ => None,
    }
}

/// Numbers in the place of pseudonyms, in the order in which they come.
#[derive(Default)]
struct Numbers(HashMap<ProviderRef, u32>);

impl Numbers {
    fn of(&mut self, provider: ProviderRef) -> u32 {
        let next = u32::try_from(self.0.len()).unwrap_or(u32::MAX);
        *self.0.entry(provider).or_insert(next)
    }
}
