//! Merging, splitting and undoing in any order: no signal is lost, no link is invented.

use std::collections::{BTreeMap, BTreeSet};

use policy::{CreateIssue, LinkSignal, MergeIssues, Permit, SplitIssue, SubmitSignal, UndoLineage};
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::{Config, RngSeed, TestRunner};
use shared::codes::Source;
use shared::id::{IdempotencyKey, IssueId, IssueKey, LineageId, SignalId, SignalKey};
use shared::issue::{IssueDetail, NewIssue};
use shared::life_cycle::{IssueState, SignalState};
use shared::signal::SignalDraft;
use shared::taxonomy::Taxonomy;
use shared::text::Title;
use storage::Tx;
use tokio::runtime::Runtime;
use workflow::signals::Submission;
use workflow::{Attempt, Sources, Stop, issues, signals};

use crate::installation::Installation;

/// Random sequences per engine.
const CASES: u32 = 24;

/// What people do; each index picks among what exists then.
#[derive(Debug, Clone)]
enum Deed {
    Merge { into: Index, from: Index },
    Split { from: Index, mask: u8 },
    Undo { lineage: Index },
    Link { signal: Index, issue: Index },
}

fn moves() -> impl Strategy<Value = Deed> {
    prop_oneof![
        (any::<Index>(), any::<Index>()).prop_map(|(into, from)| Deed::Merge { into, from }),
        (any::<Index>(), any::<u8>()).prop_map(|(from, mask)| Deed::Split { from, mask }),
        any::<Index>().prop_map(|lineage| Deed::Undo { lineage }),
    ]
}

fn deeds() -> impl Strategy<Value = Deed> {
    let links = (any::<Index>(), any::<Index>());
    prop_oneof![
        4 => moves(),
        1 => links.prop_map(|(signal, issue)| Deed::Link { signal, issue }),
    ]
}

/// Which signals each issue starts with: they overlap, so that merging meets what both have.
fn beginnings() -> impl Strategy<Value = Vec<BTreeSet<usize>>> {
    let one = prop::collection::btree_set(0..6_usize, 1..5);
    prop::collection::vec(one, 2..5)
}

#[test]
fn whatever_is_merged_split_and_undone_every_signal_and_its_lineage_stays() {
    let input = (beginnings(), prop::collection::vec(deeds(), 1..14));
    on_every_engine(&input, |case, deeds| {
        let mut before = case.look();
        for deed in deeds {
            let done = case.does(&deed, &before);
            let after = case.look();
            let (were, are) = (before.signals(), after.signals());
            assert!(were.is_subset(&are), "a signal was lost by {deed:?}");
            if done.is_err() {
                assert_eq!(after, before, "a refused {deed:?} changed something");
            }
            for (id, step) in &before.lineage {
                let now = &after.lineage[id];
                assert_eq!(
                    (now.from, now.into, &now.moved),
                    (step.from, step.into, &step.moved)
                );
            }
            case.counts_agree(&after);
            before = after;
        }
    });
}

#[test]
fn when_everything_is_undone_in_whatever_order_everything_stands_where_it_stood() {
    let orders = prop::collection::vec(any::<Index>(), 12);
    let input = (beginnings(), (prop::collection::vec(moves(), 1..8), orders));
    on_every_engine(&input, |case, (moves, order)| {
        let before = case.look();
        for deed in moves {
            let _ = case.does(&deed, &case.look());
        }
        for lineage in order {
            let _ = case.does(&Deed::Undo { lineage }, &case.look());
        }
        case.undo_the_rest();
        let after = case.look();
        for (issue, signals) in &after.links {
            // What was split off went back into where it came from.
            let nothing = BTreeSet::new();
            assert_eq!(signals, before.links.get(issue).unwrap_or(&nothing));
            let state = before
                .states
                .get(issue)
                .copied()
                .unwrap_or(IssueState::Merged);
            assert_eq!(after.states[issue], state);
        }
    });
}

#[test]
fn a_merge_is_not_undone_while_a_later_split_holds_its_signals() {
    let runtime = Runtime::new().unwrap();
    let here = runtime.block_on(Installation::new());
    let case = Case::begin(
        &runtime,
        &here,
        &[BTreeSet::from([0, 1]), BTreeSet::from([2, 3])],
    );
    let issues = case.first.clone();
    let merged = case.merge(issues[0], issues[1]).unwrap();
    let split = case.split(merged.summary.id, &[case.signals[2]]).unwrap();
    let (merge, of_split) = (merged.lineage[0].id, split.lineage[0].id);
    let refused = case.undo(issues[0], merge).unwrap_err();
    assert!(matches!(
        refused,
        Stop::Refused(workflow::Refusal::Code(shared::problem::Code::UndoExpired))
    ));
    case.undo(split.summary.id, of_split).unwrap();
    case.undo(issues[0], merge).unwrap();
    assert_eq!(
        case.look().links[&issues[1]],
        BTreeSet::from([case.signals[2], case.signals[3]])
    );
}

#[test]
fn the_address_of_a_merged_issue_leads_to_the_end_of_the_chain() {
    let runtime = Runtime::new().unwrap();
    let here = runtime.block_on(Installation::new());
    let one = |signal| BTreeSet::from([signal]);
    let case = Case::begin(&runtime, &here, &[one(0), one(1), one(2)]);
    let issues = case.first.clone();
    case.merge(issues[1], issues[0]).unwrap();
    case.merge(issues[2], issues[1]).unwrap();
    let detail = case.detail(issues[0]);
    assert_eq!(detail.merged_into, Some(issues[2]));
    assert_eq!(detail.summary.state, IssueState::Merged);
}

/// Runs random input on every engine, each case with signals and issues of its own.
fn on_every_engine<T: std::fmt::Debug>(
    input: &impl Strategy<Value = (Vec<BTreeSet<usize>>, T)>,
    check: impl Fn(&Case<'_>, T),
) {
    let runtime = Runtime::new().unwrap();
    for here in runtime.block_on(Installation::on_every_engine()) {
        let config = Config {
            cases: CASES,
            failure_persistence: None,
            // The same sequences on every run and engine.
            rng_seed: RngSeed::Fixed(20_261_123),
            ..Config::default()
        };
        let run = TestRunner::new(config).run(input, |(beginning, rest)| {
            check(&Case::begin(&runtime, &here, &beginning), rest);
            Ok(())
        });
        run.unwrap_or_else(|failed| panic!("{:?}: {failed}", here.db.engine()));
    }
}

/// Some signals and issues in an installation that holds those of other cases too.
struct Case<'a> {
    runtime: &'a Runtime,
    here: &'a Installation,
    signals: Vec<SignalId>,
    first: Vec<IssueId>,
}

/// Everything about a case, as stored.
#[derive(Debug, Default, PartialEq)]
struct Look {
    links: BTreeMap<IssueId, BTreeSet<SignalId>>,
    states: BTreeMap<IssueId, IssueState>,
    /// What each issue says it counts.
    counts: BTreeMap<IssueId, i32>,
    lineage: BTreeMap<LineageId, Moved>,
}

#[derive(Debug, PartialEq)]
#[expect(
    clippy::struct_field_names,
    reason = "the issue from which a move is seen"
)]
struct Moved {
    from: IssueKey,
    into: IssueKey,
    /// An issue from which it is seen.
    seen_from: IssueId,
    moved: BTreeSet<SignalKey>,
    undone: bool,
}

impl Look {
    fn signals(&self) -> BTreeSet<SignalId> {
        self.links.values().flatten().copied().collect()
    }

    fn issues(&self) -> Vec<IssueId> {
        self.links.keys().copied().collect()
    }

    /// What was not undone. Ids come in the order of time.
    fn undoable(&self) -> Vec<(LineageId, IssueId)> {
        let open = self.lineage.iter().filter(|(_, step)| !step.undone);
        open.map(|(id, step)| (*id, step.seen_from)).collect()
    }
}

impl<'a> Case<'a> {
    fn begin(runtime: &'a Runtime, here: &'a Installation, beginning: &[BTreeSet<usize>]) -> Self {
        let authority = here.sources.directory.by_id(here.authority).unwrap();
        let submit = move |tx: &mut Tx<'_>, permit: &Permit<SubmitSignal>, sources: &Sources| {
            let submission = submission(sources);
            let sent = signals::submit_signal(tx, permit, sources, &authority, &submission)?;
            Ok(sent.id)
        };
        let signals: Vec<SignalId> = (0..6)
            .map(|_| runtime.block_on(here.act(submit.clone())).unwrap())
            .collect();
        let mut case = Self {
            runtime,
            here,
            signals,
            first: Vec::new(),
        };
        for of_issue in beginning {
            let signals: Vec<SignalId> =
                of_issue.iter().map(|&index| case.signals[index]).collect();
            let create = move |tx: &mut Tx<'_>, permit: &Permit<CreateIssue>, sources: &Sources| {
                let new = NewIssue {
                    title: title(),
                    signals: signals.clone(),
                };
                issues::create_issue(tx, permit, sources, &new)
            };
            case.first
                .push(runtime.block_on(here.act(create)).unwrap().summary.id);
        }
        case
    }

    fn does(&self, deed: &Deed, seen: &Look) -> Result<(), Stop> {
        let issues = seen.issues();
        match deed {
            Deed::Merge { into, from } => {
                self.merge(*into.get(&issues), *from.get(&issues)).map(drop)
            }
            Deed::Split { from, mask } => {
                let from = *from.get(&issues);
                let linked = seen.links[&from].clone();
                let chosen = |(place, _): &(usize, SignalId)| mask & (1 << place) != 0;
                let moved = linked.into_iter().enumerate().filter(chosen);
                let moved: Vec<SignalId> = moved.map(|(_, signal)| signal).collect();
                self.split(from, &moved).map(drop)
            }
            Deed::Undo { lineage } => {
                let lineages = seen.undoable();
                if lineages.is_empty() {
                    return Ok(());
                }
                let (id, issue) = *lineage.get(&lineages);
                self.undo(issue, id).map(drop)
            }
            Deed::Link { signal, issue } => {
                self.link(*signal.get(&self.signals), *issue.get(&issues))
            }
        }
    }

    fn merge(&self, into: IssueId, from: IssueId) -> Result<IssueDetail, Stop> {
        self.act(move |tx, permit: &Permit<MergeIssues>, sources| {
            let expected = version(tx, permit, into);
            issues::merge_issues(tx, permit, sources, into, expected, from)
        })
    }

    fn split(&self, from: IssueId, moved: &[SignalId]) -> Result<IssueDetail, Stop> {
        let mut moved = moved.to_vec();
        moved.sort_unstable();
        self.act(move |tx, permit: &Permit<SplitIssue>, sources| {
            let expected = version(tx, permit, from);
            issues::split_issue(tx, permit, sources, from, expected, &title(), &moved)
        })
    }

    fn undo(&self, issue: IssueId, lineage: LineageId) -> Result<IssueDetail, Stop> {
        self.act(move |tx, permit: &Permit<UndoLineage>, sources| {
            let expected = version(tx, permit, issue);
            issues::undo_lineage(tx, permit, sources, issue, expected, lineage)
        })
    }

    fn link(&self, signal: SignalId, issue: IssueId) -> Result<(), Stop> {
        self.act(move |tx, permit: &Permit<LinkSignal>, sources| {
            let stored = tx.signal(permit.scope(), signal)?.unwrap().version;
            let expected = u64::try_from(stored).unwrap();
            signals::link_signal(tx, permit, sources, signal, expected, issue).map(drop)
        })
    }

    /// Undoes what is left: the newest first always goes.
    fn undo_the_rest(&self) {
        while let Some(&(id, issue)) = self.look().undoable().last() {
            self.undo(issue, id).unwrap();
        }
    }

    fn detail(&self, issue: IssueId) -> IssueDetail {
        self.act(move |tx, permit: &Permit<MergeIssues>, sources| {
            issues::issue_again(tx, permit, sources, &issue.to_string())
        })
        .unwrap()
    }

    /// Looks at every issue of this case, also those that were split off, in one transaction.
    fn look(&self) -> Look {
        let permit = self.here.permit::<MergeIssues>();
        let (scope, first) = (permit.scope().clone(), self.first.clone());
        let looking = self
            .here
            .db
            .read(permit.scope(), move |tx| look(tx, &scope, &first));
        self.runtime.block_on(looking).unwrap()
    }

    /// Both sides count the same links, and a linked signal says so.
    fn counts_agree(&self, seen: &Look) {
        for (issue, signals) in &seen.links {
            assert_eq!(usize::try_from(seen.counts[issue]).unwrap(), signals.len());
        }
        let (permit, ids) = (self.here.permit::<MergeIssues>(), self.signals.clone());
        let scope = permit.scope().clone();
        let reading = self
            .here
            .db
            .read(permit.scope(), move |tx| -> Result<_, Stop> {
                Ok(tx.signals_by_ids(&scope, &ids)?)
            });
        for signal in self.runtime.block_on(reading).unwrap() {
            let holds = |signals: &&BTreeSet<SignalId>| signals.contains(&signal.public_id.0);
            let of = seen.links.values().filter(holds).count();
            assert_eq!(usize::try_from(signal.links).unwrap(), of);
            assert_eq!(
                signal.state.0 == SignalState::Linked,
                of > 0,
                "{:?}",
                signal.state
            );
        }
    }

    fn act<A: policy::Operation, T: Send + 'static>(
        &self,
        work: impl Fn(&mut Tx<'_>, &Permit<A>, &Sources) -> Result<T, Stop> + Send + 'static,
    ) -> Result<T, Stop> {
        self.runtime.block_on(self.here.act(work))
    }
}

fn look(tx: &mut Tx<'_>, scope: &policy::Scope, first: &[IssueId]) -> Result<Look, Stop> {
    let mut look = Look::default();
    let mut waiting = first.to_vec();
    while let Some(issue) = waiting.pop() {
        let record = tx.issue(scope, issue)?.unwrap();
        let rows = tx.linked_signals(scope, record.id.0)?;
        let keys: Vec<SignalKey> = rows.into_iter().map(|row| row.0.0).collect();
        let signals = tx.signals_by_keys(scope, &keys)?;
        look.links.insert(
            issue,
            signals.into_iter().map(|row| row.public_id.0).collect(),
        );
        look.states.insert(issue, record.state.0);
        look.counts.insert(issue, record.signal_count);
        for row in tx.lineage_of(scope, record.id.0)? {
            let ends = [row.from_issue_id.0, row.into_issue_id.0];
            for other in tx.issues_by_keys(scope, &ends)? {
                let id = other.public_id.0;
                if !look.links.contains_key(&id) && !waiting.contains(&id) {
                    waiting.push(id);
                }
            }
            let moved = tx.lineage_signals(scope, &[row.id.0])?;
            let step = Moved {
                from: ends[0],
                into: ends[1],
                seen_from: issue,
                moved: moved.into_iter().map(|signal| signal.signal_id.0).collect(),
                undone: row.undone_at.is_some(),
            };
            look.lineage.entry(row.id.0).or_insert(step);
        }
    }
    Ok(look)
}

fn version<A: policy::Operation>(tx: &mut Tx<'_>, permit: &Permit<A>, issue: IssueId) -> u64 {
    let record = tx.issue(permit.scope(), issue).unwrap().unwrap();
    u64::try_from(record.version).unwrap()
}

fn title() -> Title {
    Title::parse("Geen loket voor papieren formulieren").unwrap()
}

pub(crate) fn submission(sources: &Sources) -> Submission {
    let lists: Taxonomy = serde_json::from_str(shared::taxonomy::DEFAULT).unwrap();
    let draft = SignalDraft {
        text: "Ouderen raken niet aan het loket.".to_owned(),
        ..SignalDraft::default()
    };
    Submission {
        signal: draft.parse(&lists).unwrap(),
        attempt: Attempt {
            key: IdempotencyKey::new(sources.ids.public()),
            body: Vec::new(),
        },
        source: Source::Form,
        entry_link: None,
        organisation: None,
        sector_of_link: None,
        account: None,
        written_on: None,
    }
}
