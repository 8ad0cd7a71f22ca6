//! The way of an issue, with what its providers hear on it.

use std::collections::BTreeSet;

use policy::{
    AnalyseIssue, AssignOwner, CloseIssue, CreateIssue, DecideIssue, DescribeIssue, DismissIssue,
    LinkSignal, ListIssues, MoveAction, Operation, ParkIssue, Permit, PlanAction, PrioritiseIssue,
    RecogniseIssue, ReconsiderIssue, ReopenIssue, ResolveIssue, RunJob, SendFeedback, SetUp,
    SubmitSignal, UnparkIssue, ValidateIssue, for_system,
};
use shared::action::{Action, NewAction, NewActionStep};
use shared::codes::{
    ClosedList, Criterion, Decision, DismissReason, FeedbackMoment, Outcome, ParkReason,
};
use shared::id::{IdempotencyKey, IssueId, OrganisationId, SignalId};
use shared::issue::{IssueDetail, IssueFilter, NewIssue, NewWords, PriorityCriterion, Score};
use shared::life_cycle::{ActionEvent, ActionState, IssueEvent, IssueGuard, IssueState};
use shared::taxonomy::Code;
use shared::text::{Description, Note, Title};
use storage::records::OrganisationRecord;
use storage::{At, Key, Tx};
use uuid::Uuid;
use workflow::feedback::{BatchId, send_feedback};
use workflow::issues;
use workflow::{Attempt, PageOf, Refusal, Sources, Stop, actions, exports, signals};

use crate::installation::Installation;
use crate::lineage::submission;

#[tokio::test]
async fn issues_of_an_authority_are_numbered_one_after_another() {
    for here in Installation::on_every_engine().await {
        let desk = Desk(&here);
        for number in ["K-1", "K-2", "K-3"] {
            assert_eq!(desk.candidate().await.summary.number, number);
        }
        let filter = |q: &str| IssueFilter {
            q: Some(q.to_owned()),
            ..IssueFilter::default()
        };
        assert_eq!(desk.list(filter("k-2")).await, ["K-2"]);
        assert_eq!(
            desk.list(filter("LOKET formulieren")).await,
            ["K-3", "K-2", "K-1"]
        );
        assert!(desk.list(filter("100%_")).await.is_empty());
    }
}

#[tokio::test]
async fn an_issue_is_found_by_one_of_its_themes() {
    for here in Installation::on_every_engine().await {
        let desk = Desk(&here);
        desk.candidate().await;
        let described = desk.describe(desk.candidate().await.summary.id).await;
        let filter = |theme: &[&str]| IssueFilter {
            theme: theme.iter().map(|code| (*code).to_owned()).collect(),
            ..IssueFilter::default()
        };
        let number = described.summary.number;
        assert_eq!(
            desk.list(filter(&["work", "rights-access"])).await,
            [number]
        );
        assert!(
            desk.list(filter(&["rights"])).await.is_empty(),
            "part of a code is no code"
        );
    }
}

#[tokio::test]
async fn an_export_misses_no_issue_that_changes_between_two_of_its_parts() {
    for here in Installation::on_every_engine().await {
        let desk = Desk(&here);
        let mut made = BTreeSet::new();
        for _ in 0..=exports::PART {
            made.insert(desk.candidate().await.summary.id);
        }
        let (first, next) = desk.export(None).await;
        let read: BTreeSet<IssueId> = first.iter().copied().collect();
        let unread = made.iter().find(|id| !read.contains(id)).copied().unwrap();
        desk.describe(unread).await;
        desk.describe(first[0]).await;
        let (second, end) = desk.export(next).await;
        assert_eq!((second, end), (vec![unread], None));
        assert_eq!(first.len() + 1, made.len(), "none twice");
    }
}

#[tokio::test]
async fn an_issue_is_structural_when_two_organisations_recognise_it() {
    let here = Installation::new().await;
    let desk = Desk(&here);
    let issue = desk.in_analysis().await;
    assert_missing(&desk.validate(issue).await, &["twoOrganisations"]);
    let one = desk.organisation(1).await;
    desk.recognise(issue, one).await;
    desk.recognise(issue, one).await;
    assert_missing(&desk.validate(issue).await, &["twoOrganisations"]);
    desk.recognise(issue, desk.organisation(2).await).await;
    let detail = desk.validate(issue).await.unwrap();
    assert_eq!(detail.summary.state, IssueState::Validated);
    assert_eq!(detail.recognitions.len(), 2);
}

#[tokio::test]
async fn what_can_happen_next_tells_what_is_missing() {
    let here = Installation::new().await;
    let candidate = Desk(&here).candidate().await;
    let next = |event| {
        candidate
            .next
            .iter()
            .find(|step| step.event == event)
            .unwrap()
    };
    assert_eq!(next(IssueEvent::Analyse).missing, [IssueGuard::Described]);
    assert!(next(IssueEvent::Dismiss).missing.is_empty());
}

#[tokio::test]
async fn no_outcome_closes_before_every_provider_can_know() {
    for here in Installation::on_every_engine().await {
        let desk = Desk(&here);
        for (moment, issue) in [
            (FeedbackMoment::Dismissed, desk.dismissed().await),
            (FeedbackMoment::Decided, desk.decided(Decision::NoAct).await),
            (FeedbackMoment::Closed, desk.resolved().await),
        ] {
            assert_missing(&desk.close(issue).await, &["allInformed"]);
            desk.send(issue, moment).await;
            let detail = desk.close(issue).await.unwrap();
            assert_eq!(detail.summary.state, IssueState::Closed);
            assert_eq!((detail.informed.informed, detail.informed.waiting), (2, 0));
        }
    }
}

#[tokio::test]
async fn a_second_round_owes_a_second_answer() {
    let here = Installation::new().await;
    let desk = Desk(&here);
    let issue = desk.dismissed().await;
    desk.send(issue, FeedbackMoment::Dismissed).await;
    desk.close(issue).await.unwrap();
    here.clock.advance_days(30);
    desk.reopen(issue, desk.signal().await).await.unwrap();
    desk.dismiss(issue).await;
    assert_missing(&desk.close(issue).await, &["allInformed"]);
    desk.send(issue, FeedbackMoment::Dismissed).await;
    assert_eq!(desk.close(issue).await.unwrap().informed.informed, 3);
}

#[tokio::test]
async fn a_closed_issue_reopens_for_new_signals_within_two_years() {
    let here = Installation::new().await;
    let desk = Desk(&here);
    let issue = desk.dismissed().await;
    let old = desk.signal().await;
    desk.send(issue, FeedbackMoment::Dismissed).await;
    here.clock.advance_days(1);
    desk.close(issue).await.unwrap();
    assert_missing(&desk.reopen(issue, old).await, &["hasNewSignal"]);
    here.clock.advance_days(2 * 365);
    let new = desk.signal().await;
    desk.reopen(issue, new).await.unwrap();
    desk.dismiss(issue).await;
    desk.send(issue, FeedbackMoment::Dismissed).await;
    desk.close(issue).await.unwrap();
    here.clock.advance_days(2 * 365 + 5);
    assert_missing(
        &desk.reopen(issue, desk.signal().await).await,
        &["withinReopenTerm"],
    );
}

#[tokio::test]
async fn a_signal_that_joins_a_parked_no_hears_the_no_too() {
    let here = Installation::new().await;
    let desk = Desk(&here);
    let issue = desk.decided(Decision::NoAct).await;
    desk.send(issue, FeedbackMoment::Decided).await;
    desk.park(issue, 10).await;
    desk.link(issue, desk.signal().await).await;
    desk.unpark(issue).await;
    assert_missing(&desk.close(issue).await, &["allInformed"]);
    desk.send(issue, FeedbackMoment::Decided).await;
    desk.close(issue).await.unwrap();
}

#[tokio::test]
async fn a_parked_issue_comes_back_by_itself_on_its_day_and_once() {
    let here = Installation::new().await;
    let desk = Desk(&here);
    let issue = desk.in_analysis().await;
    desk.park(issue, 10).await;
    here.clock.advance_days(9);
    desk.return_parked(issue).await;
    assert_eq!(desk.detail(issue).await.summary.state, IssueState::Parked);
    here.clock.advance_days(1);
    desk.return_parked(issue).await;
    desk.return_parked(issue).await;
    let detail = desk.detail(issue).await;
    assert_eq!(detail.summary.state, IssueState::InAnalysis);
    let back = detail
        .history
        .iter()
        .filter(|step| step.event == IssueEvent::Unpark);
    assert_eq!(back.count(), 1);
}

#[tokio::test]
async fn what_came_back_is_found_until_somebody_takes_the_next_step() {
    for here in Installation::on_every_engine().await {
        let desk = Desk(&here);
        let to_review = IssueFilter {
            review: true,
            ..IssueFilter::default()
        };
        let by_hand = desk.in_analysis().await;
        desk.park(by_hand, 10).await;
        desk.unpark(by_hand).await;
        let by_itself = desk.in_analysis().await;
        desk.park(by_itself, 10).await;
        assert!(desk.list(to_review.clone()).await.is_empty());
        here.clock.advance_days(10);
        desk.return_parked(by_itself).await;
        let number = desk.detail(by_itself).await.summary.number;
        assert_eq!(desk.list(to_review.clone()).await, [number]);
        desk.dismiss(by_itself).await;
        assert!(desk.list(to_review).await.is_empty());
    }
}

#[tokio::test]
async fn the_first_action_takes_its_issue_along_once_it_has_an_owner() {
    let here = Installation::new().await;
    let desk = Desk(&here);
    let issue = desk.decided(Decision::Act).await;
    let action = desk.plan(issue).await;
    assert_missing(
        &desk.move_action(&action, ActionEvent::Start).await,
        &["hasOwner"],
    );
    desk.assign(issue).await;
    let running = desk.move_action(&action, ActionEvent::Start).await.unwrap();
    assert_eq!(running.state, ActionState::Running);
    assert_eq!(desk.detail(issue).await.summary.state, IssueState::InAction);
    desk.send(issue, FeedbackMoment::FirstAction).await;
    let second = desk.plan(issue).await;
    desk.move_action(&second, ActionEvent::Start).await.unwrap();
    let again = desk.try_send(issue, FeedbackMoment::FirstAction).await;
    assert!(
        matches!(again, Err(Stop::Refused(Refusal::NotFound))),
        "it is news once"
    );
}

#[tokio::test]
async fn a_decision_is_taken_back_until_somebody_was_told() {
    let here = Installation::new().await;
    let desk = Desk(&here);
    let issue = desk.decided(Decision::NoAct).await;
    let detail = desk.reconsider(issue).await.unwrap();
    assert_eq!(
        (detail.summary.state, detail.decision),
        (IssueState::Prioritised, None)
    );
    let nothing = desk.try_send(issue, FeedbackMoment::Decided).await;
    assert!(
        matches!(nothing, Err(Stop::Refused(Refusal::NotFound))),
        "nothing is owed any more"
    );
    desk.decide(issue, Decision::Act).await;
    desk.send(issue, FeedbackMoment::Decided).await;
    assert_missing(&desk.reconsider(issue).await, &["nobodyInformed"]);
}

#[tokio::test]
async fn somebody_else_was_faster() {
    let here = Installation::new().await;
    let issue = Desk(&here).candidate().await.summary;
    let words = |title: &str| NewWords {
        title: Some(Title::parse(title).unwrap()),
        ..NewWords::default()
    };
    let seen = issue.version;
    let change = move |tx: &mut Tx<'_>, permit: &Permit<DescribeIssue>, sources: &Sources| {
        issues::describe_issue(
            tx,
            permit,
            sources,
            issue.id,
            seen,
            &words("Een ander begin"),
        )
    };
    here.act(change).await.unwrap();
    let late = here.act(change).await;
    let now = seen + 1;
    assert!(matches!(late, Err(Stop::Refused(Refusal::Stale { current })) if current == now));
}

#[tokio::test]
async fn a_phone_number_does_not_stand_in_neutral_words() {
    let here = Installation::new().await;
    let issue = Desk(&here).candidate().await.summary;
    let refused = here
        .act(move |tx, permit: &Permit<DescribeIssue>, sources| {
            let words = NewWords {
                description: Some(Description::parse("Bel Jan op 0470 00 00 03.").unwrap()),
                ..NewWords::default()
            };
            issues::describe_issue(tx, permit, sources, issue.id, issue.version, &words)
        })
        .await;
    assert!(matches!(refused, Err(Stop::Refused(Refusal::Invalid(_)))));
}

/// Fails unless exactly these guards are missing.
#[track_caller]
fn assert_missing<T>(done: &Result<T, Stop>, guards: &[&str]) {
    match done {
        Err(Stop::Refused(Refusal::Missing(missing))) => assert_eq!(missing, guards),
        Err(other) => panic!("{other:?}"),
        Ok(_) => panic!("it was not refused"),
    }
}

/// Somebody with every role, at work.
struct Desk<'a>(&'a Installation);

impl Desk<'_> {
    /// A step of an issue in the version that is stored.
    async fn step<A: Operation>(
        &self,
        issue: IssueId,
        work: impl Fn(&mut Tx<'_>, &Permit<A>, &Sources, u64) -> Result<IssueDetail, Stop>
        + Send
        + 'static,
    ) -> Result<IssueDetail, Stop> {
        self.0
            .act(move |tx, permit: &Permit<A>, sources| {
                let stored = tx
                    .issue(permit.scope(), issue)?
                    .ok_or(Refusal::NotFound)?
                    .version;
                work(tx, permit, sources, u64::try_from(stored).unwrap())
            })
            .await
    }

    async fn signal(&self) -> SignalId {
        let authority = self.0.sources.directory.by_id(self.0.authority).unwrap();
        self.0
            .act(move |tx, permit: &Permit<SubmitSignal>, sources| {
                let submission = submission(sources);
                signals::submit_signal(tx, permit, sources, &authority, &submission)
            })
            .await
            .unwrap()
            .id
    }

    async fn candidate(&self) -> IssueDetail {
        let mut of_issue = vec![self.signal().await, self.signal().await];
        of_issue.sort_unstable();
        self.0
            .act(move |tx, permit: &Permit<CreateIssue>, sources| {
                let title = Title::parse("Papieren formulieren zonder loket").unwrap();
                let new = NewIssue {
                    title,
                    signals: of_issue.clone(),
                };
                issues::create_issue(tx, permit, sources, &new)
            })
            .await
            .unwrap()
    }

    async fn describe(&self, issue: IssueId) -> IssueDetail {
        self.step(
            issue,
            move |tx, permit: &Permit<DescribeIssue>, sources, expected| {
                let words = NewWords {
                    description: Some(
                        Description::parse("Wie niet digitaal is, raakt niet geholpen.").unwrap(),
                    ),
                    themes: Some(vec![Code::stored("rights-access")]),
                    governance_level: Some(Code::stored("local")),
                    criteria: Some(Criterion::ALL.to_vec()),
                    ..NewWords::default()
                };
                issues::describe_issue(tx, permit, sources, issue, expected, &words)
            },
        )
        .await
        .unwrap()
    }

    async fn in_analysis(&self) -> IssueId {
        let issue = self.candidate().await.summary.id;
        self.describe(issue).await;
        self.step(
            issue,
            move |tx, permit: &Permit<AnalyseIssue>, sources, expected| {
                issues::analyse_issue(tx, permit, sources, issue, expected)
            },
        )
        .await
        .unwrap();
        issue
    }

    async fn organisation(&self, number: u128) -> OrganisationId {
        let id = OrganisationId::new(Uuid::from_u128(number));
        let permit = for_system::<SetUp>(self.0.authority);
        let (scope, now) = (permit.scope().clone(), self.0.sources.now());
        let authority = self.0.authority;
        let add = move |tx: &mut Tx<'_>| -> Result<(), Stop> {
            if tx.organisation(&scope, id)?.is_some() {
                return Ok(());
            }
            let record = OrganisationRecord {
                authority_id: Key(authority),
                id: Key(id),
                name: format!("Thuiszorg {number}"),
                sector: "home-nursing".to_owned(),
                created_at: At(now),
                ended_at: None,
            };
            Ok(tx.insert_organisation(&scope, &record)?)
        };
        self.0.db.write(&permit, add).await.unwrap();
        id
    }

    async fn recognise(&self, issue: IssueId, organisation: OrganisationId) {
        self.step(
            issue,
            move |tx, permit: &Permit<RecogniseIssue>, sources, expected| {
                issues::recognise_issue(tx, permit, sources, issue, expected, organisation, None)
            },
        )
        .await
        .unwrap();
    }

    async fn validate(&self, issue: IssueId) -> Result<IssueDetail, Stop> {
        self.step(
            issue,
            move |tx, permit: &Permit<ValidateIssue>, sources, expected| {
                issues::validate_issue(tx, permit, sources, issue, expected)
            },
        )
        .await
    }

    async fn decided(&self, decision: Decision) -> IssueId {
        let issue = self.in_analysis().await;
        for number in [1, 2] {
            self.recognise(issue, self.organisation(number).await).await;
        }
        self.validate(issue).await.unwrap();
        let scores = [Score {
            criterion: PriorityCriterion::Reach,
            score: 4,
        }];
        self.step(
            issue,
            move |tx, permit: &Permit<PrioritiseIssue>, sources, expected| {
                issues::prioritise_issue(tx, permit, sources, issue, expected, &scores)
            },
        )
        .await
        .unwrap();
        self.decide(issue, decision).await;
        issue
    }

    async fn decide(&self, issue: IssueId, decision: Decision) {
        self.step(
            issue,
            move |tx, permit: &Permit<DecideIssue>, sources, expected| {
                let motivation = Description::parse("Het budget van dit jaar is op.").unwrap();
                issues::decide_issue(tx, permit, sources, issue, expected, decision, &motivation)
            },
        )
        .await
        .unwrap();
    }

    async fn reconsider(&self, issue: IssueId) -> Result<IssueDetail, Stop> {
        self.step(
            issue,
            move |tx, permit: &Permit<ReconsiderIssue>, sources, expected| {
                issues::reconsider_issue(tx, permit, sources, issue, expected)
            },
        )
        .await
    }

    async fn dismissed(&self) -> IssueId {
        let issue = self.candidate().await.summary.id;
        self.dismiss(issue).await;
        issue
    }

    async fn dismiss(&self, issue: IssueId) {
        self.step(
            issue,
            move |tx, permit: &Permit<DismissIssue>, sources, expected| {
                let reason = DismissReason::AlreadySolved;
                issues::dismiss_issue(tx, permit, sources, issue, expected, reason, &note())
            },
        )
        .await
        .unwrap();
    }

    async fn resolved(&self) -> IssueId {
        let issue = self.decided(Decision::Act).await;
        self.assign(issue).await;
        let action = self.plan(issue).await;
        self.move_action(&action, ActionEvent::Start).await.unwrap();
        self.step(
            issue,
            move |tx, permit: &Permit<ResolveIssue>, sources, expected| {
                let outcome = Outcome::Partly;
                issues::resolve_issue(tx, permit, sources, issue, expected, outcome, &note())
            },
        )
        .await
        .unwrap();
        issue
    }

    async fn assign(&self, issue: IssueId) {
        let owner = (self.organisation(1).await, None);
        self.step(
            issue,
            move |tx, permit: &Permit<AssignOwner>, sources, expected| {
                issues::assign_owner(tx, permit, sources, issue, expected, owner)
            },
        )
        .await
        .unwrap();
    }

    async fn plan(&self, issue: IssueId) -> Action {
        let owner = self.organisation(1).await;
        self.0
            .act(move |tx, permit: &Permit<PlanAction>, sources| {
                let stored = tx.issue(permit.scope(), issue)?.unwrap().version;
                let new = NewAction {
                    title: Title::parse("Mobiel loket op de weekmarkt").unwrap(),
                    owner,
                    owner_member: None,
                    due_on: "2027-03-01".parse().unwrap(),
                };
                let expected = u64::try_from(stored).unwrap();
                actions::plan_action(tx, permit, sources, issue, expected, &new)
            })
            .await
            .unwrap()
    }

    async fn move_action(&self, action: &Action, event: ActionEvent) -> Result<Action, Stop> {
        let (id, expected) = (action.id, action.version);
        self.0
            .act(move |tx, permit: &Permit<MoveAction>, sources| {
                let step = NewActionStep { event, note: None };
                actions::move_action(tx, permit, sources, id, expected, &step)
            })
            .await
    }

    async fn park(&self, issue: IssueId, days: i64) {
        let review_on = self.0.sources.today(self.0.authority).plus_days(days);
        self.step(
            issue,
            move |tx, permit: &Permit<ParkIssue>, sources, expected| {
                let park = (ParkReason::NoCapacity, None, review_on);
                issues::park_issue(tx, permit, sources, issue, expected, park)
            },
        )
        .await
        .unwrap();
    }

    async fn unpark(&self, issue: IssueId) {
        self.step(
            issue,
            move |tx, permit: &Permit<UnparkIssue>, sources, expected| {
                issues::unpark_issue(tx, permit, sources, issue, expected)
            },
        )
        .await
        .unwrap();
    }

    async fn return_parked(&self, issue: IssueId) {
        let permit = for_system::<RunJob>(self.0.authority);
        let (of, sources) = (permit.clone(), self.0.sources.clone());
        let run = move |tx: &mut Tx<'_>| issues::return_parked(tx, &of, &sources, issue);
        self.0.db.write(&permit, run).await.unwrap();
    }

    async fn link(&self, issue: IssueId, signal: SignalId) {
        self.0
            .act(move |tx, permit: &Permit<LinkSignal>, sources| {
                let stored = tx.signal(permit.scope(), signal)?.unwrap().version;
                let expected = u64::try_from(stored).unwrap();
                signals::link_signal(tx, permit, sources, signal, expected, issue)
            })
            .await
            .unwrap();
    }

    async fn reopen(&self, issue: IssueId, signal: SignalId) -> Result<IssueDetail, Stop> {
        self.step(
            issue,
            move |tx, permit: &Permit<ReopenIssue>, sources, expected| {
                issues::reopen_issue(tx, permit, sources, issue, expected, &[signal], &note())
            },
        )
        .await
    }

    async fn close(&self, issue: IssueId) -> Result<IssueDetail, Stop> {
        self.step(
            issue,
            move |tx, permit: &Permit<CloseIssue>, sources, expected| {
                issues::close_issue(tx, permit, sources, issue, expected)
            },
        )
        .await
    }

    async fn detail(&self, issue: IssueId) -> IssueDetail {
        self.step(
            issue,
            move |tx, permit: &Permit<UnparkIssue>, sources, _| {
                issues::issue_again(tx, permit, sources, &issue.to_string())
            },
        )
        .await
        .unwrap()
    }

    async fn export(&self, after: Option<String>) -> (Vec<IssueId>, Option<String>) {
        let (list, open) = (
            self.0.permit::<ListIssues>(),
            self.0.permit::<policy::GetIssue>(),
        );
        let (scope, sources) = (list.scope().clone(), self.0.sources.clone());
        let part =
            move |tx: &mut Tx<'_>| exports::issues(tx, &list, &open, &sources, after.as_deref());
        let (issues, next) = self.0.db.read(&scope, part).await.unwrap();
        let ids = issues.into_iter().map(|issue| issue.summary.id);
        (ids.collect(), next)
    }

    async fn list(&self, filter: IssueFilter) -> Vec<String> {
        let permit = self.0.permit::<ListIssues>();
        let (of, sources) = (permit.clone(), self.0.sources.clone());
        let page = PageOf {
            after: None,
            size: 20,
        };
        let list =
            move |tx: &mut Tx<'_>| issues::list_issues(tx, &of, &sources, &filter, page, false);
        let page = self.0.db.read(permit.scope(), list).await.unwrap();
        let mut numbers: Vec<String> = page.items.into_iter().map(|row| row.number).collect();
        // The clock of the tests stands still, so nothing is later than anything.
        numbers.sort_by(|one, other| other.cmp(one));
        numbers
    }

    async fn send(&self, issue: IssueId, moment: FeedbackMoment) {
        self.try_send(issue, moment).await.unwrap();
    }

    async fn try_send(&self, issue: IssueId, moment: FeedbackMoment) -> Result<(), Stop> {
        let attempt = Attempt {
            key: IdempotencyKey::new(self.0.sources.ids.public()),
            body: Vec::new(),
        };
        self.0
            .act(move |tx, permit: &Permit<SendFeedback>, sources| {
                let batch = BatchId::Issue(issue, moment);
                send_feedback(tx, permit, sources, &attempt, batch).map(drop)
            })
            .await
    }
}

fn note() -> Note {
    Note::parse("Het loket is sinds mei weer open.").unwrap()
}
