//! The life cycles against product.md: a model written from the document's table walks beside the one in code.
#![expect(
    clippy::match_same_arms,
    reason = "the model keeps the lines of the document apart"
)]

use std::fmt::Debug;

use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::RngSeed;
use shared::codes::ClosedList;
use shared::life_cycle::{
    ActionState, FeedbackState, IssueEvent as E, IssueGuard as G, IssueState as S, LifeCycle,
    Reason, SignalEvent, SignalGuard, SignalState,
};

/// What is true about one issue, as far as its life depends on it.
#[derive(Debug, Clone)]
struct World {
    state: S,
    parked_from: Option<S>,
    merged_from: Option<S>,
    signals: u32,
    described: bool,
    criteria: u32,
    organisations: u32,
    owner: bool,
    action: bool,
    /// Providers of its signals who heard how it ends, or can read it.
    told: u32,
    months_since_closing: u32,
    new_signals: u32,
}

impl World {
    fn new() -> Self {
        Self {
            state: S::Candidate,
            parked_from: None,
            merged_from: None,
            signals: 1,
            described: false,
            criteria: 0,
            organisations: 0,
            owner: false,
            action: false,
            told: 0,
            months_since_closing: 0,
            new_signals: 0,
        }
    }

    /// One provider a signal.
    fn all_informed(&self) -> bool {
        self.told >= self.signals
    }

    /// What the workflow would say about a guard.
    fn holds(&self, guard: G, to: S) -> bool {
        match guard {
            G::HasSignal => self.signals > 0,
            G::Described => self.described,
            G::FourCriteria => self.criteria == 4,
            G::TwoOrganisations => self.organisations >= 2,
            G::HasOwner => self.owner,
            G::HasAction => self.action,
            G::AllInformed => self.all_informed(),
            G::WithinReopenTerm => self.months_since_closing <= 24,
            G::HasNewSignal => self.new_signals > 0,
            G::NobodyInformed => self.told == 0,
            G::ParkedHere => self.parked_from == Some(to),
            G::MergedHere => self.merged_from == Some(to),
        }
    }

    /// product.md, "Issue", line by line. It knows nothing of the table in code.
    fn document(&self, event: E) -> Option<S> {
        use S::{
            Candidate, Closed, DecidedAct, DecidedEscalate, DecidedNoAct, Dismissed, Escalated,
            InAction, InAnalysis, Merged, Parked, Prioritised, Resolved, Stalled, Validated,
        };
        let is_young = matches!(self.state, Candidate | InAnalysis);
        let is_decided = matches!(self.state, DecidedAct | DecidedNoAct | DecidedEscalate);
        let is_weighed = matches!(self.state, Validated | Prioritised);
        let when = |holds: bool, to: S| holds.then_some(to);
        match (event, self.state) {
            (E::Analyse, Candidate) => when(self.described && self.signals > 0, InAnalysis),
            (E::Validate, InAnalysis) => {
                let structural = self.criteria == 4 && self.organisations >= 2;
                when(structural && self.described, Validated)
            }
            (E::Dismiss, _) if is_young => Some(Dismissed),
            (E::Park, _) if is_young || is_weighed || is_decided => Some(Parked),
            (E::Unpark, Parked) => self.parked_from,
            (E::Prioritise, Validated) => Some(Prioritised),
            (E::DecideAct, Prioritised) | (E::AnswerAct, Escalated) => Some(DecidedAct),
            (E::DecideNoAct, Prioritised) | (E::AnswerNoAct, Escalated) => Some(DecidedNoAct),
            (E::DecideEscalate, Prioritised) => Some(DecidedEscalate),
            (E::SendEscalation, DecidedEscalate) => Some(Escalated),
            (E::Start, DecidedAct) => when(self.owner && self.action, InAction),
            (E::Stall, InAction) => Some(Stalled),
            (E::Resume, Stalled) => Some(InAction),
            (E::Resolve, InAction | Stalled) => Some(Resolved),
            (E::Close, Dismissed | DecidedNoAct | Resolved) => when(self.all_informed(), Closed),
            (E::Reopen, Closed) => {
                let in_time = self.months_since_closing <= 24;
                when(in_time && self.new_signals > 0, InAnalysis)
            }
            // Not in the document's table, and no contradiction of it: nobody was told yet.
            (E::Reconsider, Dismissed) => when(self.told == 0, InAnalysis),
            (E::Reconsider, _) if is_decided => when(self.told == 0, Prioritised),
            (E::Merge, _) if is_young || is_weighed => Some(Merged),
            (E::UndoMerge, Merged) => self.merged_from,
            _ => None,
        }
    }

    /// Something happens to the issue.
    fn arrive(&mut self, event: E, to: S) {
        match event {
            E::Park => self.parked_from = Some(self.state),
            E::Merge => self.merged_from = Some(self.state),
            // A new end owes a new answer.
            E::Dismiss
            | E::DecideAct
            | E::DecideNoAct
            | E::DecideEscalate
            | E::AnswerAct
            | E::AnswerNoAct
            | E::Resolve => self.told = 0,
            E::Close => (self.months_since_closing, self.new_signals) = (0, 0),
            E::Reopen => self.signals += self.new_signals,
            _ => {}
        }
        self.state = to;
    }
}

/// What people do between two events.
#[derive(Debug, Clone)]
enum Fact {
    Describe,
    Tick,
    Recognise,
    WithdrawRecognition,
    Assign,
    PlanAction,
    Link,
    Tell,
    MonthsPass(u32),
    SignalComesIn,
}

impl World {
    fn learn(&mut self, fact: &Fact) {
        match fact {
            Fact::Describe => self.described = true,
            Fact::Tick => self.criteria = (self.criteria + 1).min(4),
            Fact::Recognise => self.organisations += 1,
            Fact::WithdrawRecognition => {
                self.organisations = self.organisations.saturating_sub(1);
            }
            Fact::Assign => self.owner = true,
            Fact::PlanAction => self.action = true,
            Fact::Link if self.state.takes_signals() => self.signals += 1,
            Fact::Tell => self.told = (self.told + 1).min(self.signals),
            Fact::MonthsPass(months) => self.months_since_closing += months,
            Fact::SignalComesIn => self.new_signals += 1,
            Fact::Link => {}
        }
    }
}

#[derive(Debug, Clone)]
enum Move {
    /// Anything at all.
    Happens(E),
    /// Something that the state knows, so that walks come far.
    Goes(Index),
    Learns(Fact),
}

impl Move {
    /// The event of this move, or nothing when it only changed what is true.
    fn on(&self, world: &mut World) -> Option<E> {
        match self {
            Self::Happens(event) => Some(*event),
            Self::Goes(index) => {
                let exits: Vec<E> = world.state.exits().map(|line| line.event).collect();
                (!exits.is_empty()).then(|| *index.get(&exits))
            }
            Self::Learns(fact) => {
                world.learn(fact);
                None
            }
        }
    }
}

fn facts() -> impl Strategy<Value = Fact> {
    prop_oneof![
        Just(Fact::Describe),
        Just(Fact::Tick),
        Just(Fact::Recognise),
        Just(Fact::WithdrawRecognition),
        Just(Fact::Assign),
        Just(Fact::PlanAction),
        Just(Fact::Link),
        Just(Fact::Tell),
        Just(Fact::Tell),
        Just(Fact::Tell),
        (1..30_u32).prop_map(Fact::MonthsPass),
        Just(Fact::SignalComesIn),
    ]
}

fn walks() -> impl Strategy<Value = Vec<Move>> {
    let events = prop::sample::select(E::ALL).prop_map(Move::Happens);
    let exits = any::<Index>().prop_map(Move::Goes);
    let moves = prop_oneof![1 => events, 3 => exits, 4 => facts().prop_map(Move::Learns)];
    prop::collection::vec(moves, 0..200)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, rng_seed: RngSeed::Fixed(20_261_123), ..ProptestConfig::default() })]

    #[test]
    fn a_random_walk_goes_where_the_document_allows_and_nowhere_else(walk in walks()) {
        let mut world = World::new();
        for step in walk {
            let Some(event) = step.on(&mut world) else { continue };
            let code = world.state.after_into(event, |guard, to| world.holds(guard, to)).ok();
            prop_assert_eq!(code, world.document(event), "{:?} in {:?}", event, &world);
            if let Some(to) = code {
                world.arrive(event, to);
            }
        }
    }

    #[test]
    fn an_issue_never_closes_while_a_provider_is_uninformed(walk in walks()) {
        let mut world = World::new();
        for step in walk {
            let Some(event) = step.on(&mut world) else { continue };
            let Ok(to) = world.state.after_into(event, |guard, to| world.holds(guard, to)) else {
                continue;
            };
            if to == S::Closed {
                prop_assert!(world.all_informed(), "closed in {:?}", &world);
            }
            world.arrive(event, to);
        }
    }

    #[test]
    fn a_random_walk_of_a_signal_keeps_state_and_links_in_step(
        walk in prop::collection::vec(prop::sample::select(SignalEvent::ALL), 0..200)
    ) {
        let mut signal = SignalWorld { state: SignalState::Submitted, links: 0 };
        for event in walk {
            let links = signal.links_after(event);
            let code = signal.state.after(event, |guard| match guard {
                SignalGuard::HasLinks => links > 0,
                SignalGuard::NoLinks => links == 0,
            }).ok();
            prop_assert_eq!(code, signal.document(event, links), "{:?} in {:?}", event, signal.state);
            if let Some(to) = code {
                signal = SignalWorld { state: to, links };
            }
            match signal.state {
                SignalState::Received => prop_assert_eq!(signal.links, 0),
                SignalState::Linked => prop_assert!(signal.links > 0),
                _ => {}
            }
        }
    }
}

#[test]
fn every_way_to_closed_asks_whether_all_are_informed() {
    let ways: Vec<_> = S::TRANSITIONS
        .iter()
        .filter(|line| line.to == S::Closed)
        .collect();
    assert_eq!(
        ways.iter().map(|line| line.from).collect::<Vec<_>>(),
        [S::Dismissed, S::DecidedNoAct, S::Resolved],
        "a dismissal and a no owe an answer as much as a yes"
    );
    for way in ways {
        assert!(way.guards.contains(&G::AllInformed), "from {:?}", way.from);
    }
}

#[test]
fn every_state_can_be_reached() {
    reached_from_the_first::<S>();
    reached_from_the_first::<SignalState>();
    reached_from_the_first::<ActionState>();
    reached_from_the_first::<FeedbackState>();
}

#[test]
fn no_state_of_an_issue_is_a_dead_end() {
    // Without taking anything back: that way is shut as soon as one provider knows.
    let lines = || {
        S::TRANSITIONS
            .iter()
            .filter(|line| line.event != E::Reconsider)
    };
    for &state in S::ALL {
        let mut reached = vec![state];
        while let Some(line) =
            lines().find(|line| reached.contains(&line.from) && !reached.contains(&line.to))
        {
            reached.push(line.to);
        }
        assert!(
            reached.contains(&S::Closed),
            "no way from {state} to closed"
        );
    }
}

#[test]
fn what_was_parked_or_merged_comes_back_to_where_it_was() {
    for (there, back, guard) in [
        (E::Park, E::Unpark, G::ParkedHere),
        (E::Merge, E::UndoMerge, G::MergedHere),
    ] {
        for line in S::TRANSITIONS.iter().filter(|line| line.event == there) {
            let came_from = |asked: G, to: S| asked == guard && to == line.from;
            assert_eq!(line.to.after_into(back, came_from), Ok(line.from));
        }
    }
}

#[test]
fn a_no_and_a_pause_owe_their_reason() {
    for line in S::TRANSITIONS {
        let owes = matches!(
            line.event,
            E::Dismiss
                | E::Park
                | E::DecideAct
                | E::DecideNoAct
                | E::DecideEscalate
                | E::AnswerAct
                | E::AnswerNoAct
                | E::Stall
                | E::Resolve
                | E::Reopen
        );
        assert_eq!(
            line.reason == Reason::Owed,
            owes,
            "{:?} in {:?}",
            line.event,
            line.from
        );
    }
}

#[test]
fn a_signal_that_is_not_ended_can_be_answered_withdrawn_and_erased() {
    for &state in SignalState::ALL {
        let goes = |event| state.on(event).next().is_some();
        let is_over = matches!(state, SignalState::Withdrawn | SignalState::Erased);
        assert_eq!(goes(SignalEvent::Withdraw), !is_over, "{state}");
        assert_eq!(
            goes(SignalEvent::Erase),
            state != SignalState::Erased,
            "{state}"
        );
    }
}

/// What is true about one signal.
struct SignalWorld {
    state: SignalState,
    links: u32,
}

impl SignalWorld {
    fn links_after(&self, event: SignalEvent) -> u32 {
        match event {
            SignalEvent::Link => self.links + 1,
            SignalEvent::Unlink => self.links.saturating_sub(1),
            // Whoever ends a signal takes it out of its issues first.
            SignalEvent::Redirect
            | SignalEvent::CloseNotStructural
            | SignalEvent::CloseDuplicate
            | SignalEvent::Withdraw => 0,
            _ => self.links,
        }
    }

    /// product.md, "Signal", with decisions.md 16, line by line.
    fn document(&self, event: SignalEvent, links: u32) -> Option<SignalState> {
        use SignalState::{
            Duplicate, Erased, Held, Linked, NotStructural, QuestionOpen, Received, Redirected,
            Submitted, Withdrawn,
        };
        let in_the_inbox = if links > 0 { Linked } else { Received };
        let is_open = matches!(self.state, Received | Linked | QuestionOpen);
        match (event, self.state) {
            (SignalEvent::Hold, Submitted) => Some(Held),
            (SignalEvent::Receive, Submitted) => Some(Received),
            (SignalEvent::Redact | SignalEvent::Release, Held) => Some(Received),
            (SignalEvent::Ask, Received | Linked) => Some(QuestionOpen),
            (SignalEvent::Answer | SignalEvent::CancelQuestion, QuestionOpen) => Some(in_the_inbox),
            (SignalEvent::Link, Received | Linked) => Some(Linked),
            (SignalEvent::Unlink, Linked) => Some(in_the_inbox),
            (SignalEvent::Link | SignalEvent::Unlink, QuestionOpen) => Some(QuestionOpen),
            (SignalEvent::Redirect, _) if is_open => Some(Redirected),
            (SignalEvent::CloseDuplicate, _) if is_open => Some(Duplicate),
            (SignalEvent::CloseNotStructural, Received | QuestionOpen) => Some(NotStructural),
            (SignalEvent::Reconsider, Redirected | NotStructural | Duplicate) => Some(Received),
            (SignalEvent::Withdraw, Withdrawn) => None,
            (SignalEvent::Withdraw, state) if state != Erased => Some(Withdrawn),
            (SignalEvent::Erase, state) if state != Erased => Some(Erased),
            _ => None,
        }
    }
}

fn reached_from_the_first<L: LifeCycle + ClosedList + Debug>() {
    let mut reached = vec![L::FIRST];
    while let Some(line) = L::TRANSITIONS
        .iter()
        .find(|line| reached.contains(&line.from) && !reached.contains(&line.to))
    {
        reached.push(line.to);
    }
    for state in L::ALL {
        assert!(reached.contains(state), "{state:?} is never reached");
    }
}
