//! Issues: described, recognised, parked, dismissed, merged, split, escalated, reopened.

use shared::action::ActionDraft;
use shared::codes::{
    Decision, DismissReason, EscalationAnswer, FeedbackMoment, ParkReason, StallReason,
};
use shared::feedback::FeedbackBatch;
use shared::id::SignalId;
use shared::issue::{
    DecisionDraft, DismissDraft, EscalationAnswerDraft, IssueDetail, IssueSummary, ParkDraft,
    ReopenDraft, StallDraft,
};
use shared::life_cycle::{IssueEvent, IssueState, SignalState};
use shared::lineage::{MergeDraft, SplitDraft};
use shared::page::Page;
use shared::timeline::Empty;
use testkit::{Asks, Staff, TestApp};

async fn signals(app: &TestApp, how_many: usize) -> Vec<SignalId> {
    let nurse = app.provider("linde");
    let mut ids = Vec::new();
    for number in 0..how_many {
        let text = format!("Signaal nummer {number} over wachten op een woning");
        ids.push(nurse.submits(&text).await.id);
    }
    ids
}

async fn state(lead: &Staff, issue: &IssueDetail) -> IssueState {
    lead.issue(issue).await.summary.state
}

#[tokio::test]
async fn issues_are_numbered_one_after_the_other_in_each_authority() {
    let app = TestApp::start().await;
    let lead = app.lead_processor("linde").await;
    for (number, signal) in signals(&app, 3).await.into_iter().enumerate() {
        let issue = lead.opens_issue("Wachten op een woning", &[signal]).await;
        assert_eq!(issue.summary.number, format!("K-{}", number + 1));
    }
}

#[tokio::test]
async fn an_issue_names_nobody() {
    let app = TestApp::start().await;
    let lead = app.lead_processor("linde").await;
    let ids = signals(&app, 1).await;
    let draft = shared::issue::IssueDraft {
        title: "Jan met nummer 85.07.30-033.28 wacht".to_owned(),
        signals: ids,
    };
    let answer = lead.create_issue(&draft).await;
    let problem = answer.assert_problem(422, "lokaalsignaal:invalidDraft");
    assert_eq!(problem.issues[0].name, "/title");
}

#[tokio::test]
async fn whoever_finds_other_words_learns_who_wrote_them_and_when() {
    let app = TestApp::start().await;
    let (lead, colleague) = (
        app.lead_processor("linde").await,
        app.processor("linde").await,
    );
    let ids = signals(&app, 1).await;
    let issue = lead.opens_issue("Wachten op een woning", &ids).await;
    let before = lead.issue(&issue).await;
    app.advance(chrono::Duration::hours(1));
    let described = colleague.describes(&issue).await;
    lead.issue(&issue).await;
    let after = lead.issue(&issue).await;

    assert!(after.changed_by.is_some());
    assert_eq!(after.changed_by, described.changed_by);
    assert_eq!(
        after.changed_at, described.changed_at,
        "looking changes nothing"
    );
    assert!(after.changed_at > before.changed_at, "{}", after.changed_at);
}

#[tokio::test]
async fn whoever_approves_what_he_made_himself_is_shown_to_have_done_so() {
    let app = TestApp::start().await;
    let (lead, colleague) = (
        app.lead_processor("linde").await,
        app.lead_processor("linde").await,
    );
    let ids = signals(&app, 1).await;
    let issue = lead.opens_issue("Wachten op een woning", &ids).await;
    lead.validates(&issue).await;
    let now = lead.issue(&issue).await.summary;
    let scores = shared::issue::PrioritiseDraft {
        scores: vec![shared::issue::Score {
            criterion: shared::issue::PriorityCriterion::Reach,
            score: 3,
        }],
    };
    let now: IssueDetail = lead
        .prioritise_issue(now.id, now.version, &scores)
        .await
        .ok();
    let decision = DecisionDraft {
        decision: Decision::NoAct,
        motivation: "Een andere dienst doet dit al voor de hele stad.".to_owned(),
    };
    let decided: IssueDetail = colleague
        .decide_issue(now.summary.id, now.summary.version, &decision)
        .await
        .ok();
    let own: Vec<IssueEvent> = decided
        .history
        .iter()
        .filter(|step| step.own_work)
        .map(|step| step.event)
        .collect();
    assert_eq!(
        own,
        [IssueEvent::Validate],
        "she decided on what he weighed"
    );
}

#[tokio::test]
async fn a_policy_officer_reads_an_issue_and_no_signal_behind_it() {
    let app = TestApp::start().await;
    let (lead, officer) = (
        app.lead_processor("linde").await,
        app.policy_officer("linde").await,
    );
    let ids = signals(&app, 2).await;
    let issue = lead.opens_issue("Wachten op een woning", &ids).await;
    let seen = officer.get_issue(issue.summary.id).await;
    assert!(!seen.text().contains("Signaal nummer"));
    let seen: IssueDetail = seen.ok();
    assert_eq!(seen.providers, None, "too few to tell");
    officer
        .get_signal(ids[0])
        .await
        .assert_problem(403, "belgif:missingPermission");
}

#[tokio::test]
async fn a_parked_issue_comes_back_where_it_was() {
    let app = TestApp::start().await;
    let lead = app.lead_processor("linde").await;
    let issue = lead
        .opens_issue("Wachten op een woning", &signals(&app, 2).await)
        .await;
    lead.validates(&issue).await;
    let now = lead.issue(&issue).await;
    let draft = ParkDraft {
        reason: ParkReason::PolicyChangeExpected,
        note: Some("Een nieuw decreet komt eraan.".to_owned()),
        review_on: app.today().plus_days(60).to_string(),
    };
    let parked: IssueDetail = lead
        .park_issue(issue.summary.id, now.summary.version, &draft)
        .await
        .ok();
    assert_eq!(parked.summary.state, IssueState::Parked);
    lead.unpark_issue(issue.summary.id, parked.summary.version, &Empty {})
        .await
        .ok::<IssueDetail>();
    assert_eq!(state(&lead, &issue).await, IssueState::Validated);
}

#[tokio::test]
async fn a_dismissed_issue_closes_once_everybody_knows() {
    let app = TestApp::start().await;
    let lead = app.lead_processor("linde").await;
    let issue = lead
        .opens_issue("Wachten op een woning", &signals(&app, 2).await)
        .await;
    let draft = DismissDraft {
        reason: DismissReason::AlreadySolved,
        note: "De gemeente loste het vorige maand op.".to_owned(),
    };
    let now = lead.issue(&issue).await;
    let dismissed: IssueDetail = lead
        .dismiss_issue(issue.summary.id, now.summary.version, &draft)
        .await
        .ok();
    let early = lead
        .close_issue(issue.summary.id, dismissed.summary.version, &Empty {})
        .await;
    early.assert_problem(409, "lokaalsignaal:guardNotMet");
    lead.sends_all_feedback("Dit is intussen opgelost, dank je wel.")
        .await;
    let now = lead.issue(&issue).await;
    lead.close_issue(issue.summary.id, now.summary.version, &Empty {})
        .await
        .ok::<IssueDetail>();
    assert_eq!(state(&lead, &issue).await, IssueState::Closed);
}

#[tokio::test]
async fn merging_and_undoing_it_loses_no_signal() {
    let app = TestApp::start().await;
    let lead = app.lead_processor("linde").await;
    let ids = signals(&app, 5).await;
    let stays = lead.opens_issue("Wachten op een woning", &ids[..2]).await;
    let goes = lead.opens_issue("Wachtlijsten", &ids[2..]).await;
    let now = lead.issue(&stays).await;
    let draft = MergeDraft {
        from: goes.summary.id,
    };
    let merged: IssueDetail = lead
        .merge_issues(stays.summary.id, now.summary.version, &draft)
        .await
        .ok();
    assert_eq!(merged.summary.signals, 5);
    let gone = lead.issue(&goes).await;
    assert_eq!(
        (gone.summary.state, gone.merged_into),
        (IssueState::Merged, Some(stays.summary.id))
    );

    lead.undo_lineage(
        stays.summary.id,
        merged.lineage[0].id,
        merged.summary.version,
        &Empty {},
    )
    .await
    .ok::<IssueDetail>();
    assert_eq!(lead.issue(&stays).await.summary.signals, 2);
    let back = lead.issue(&goes).await;
    assert_eq!(
        (back.summary.state, back.summary.signals),
        (IssueState::Candidate, 3)
    );
}

#[tokio::test]
async fn splitting_moves_signals_and_both_issues_know() {
    let app = TestApp::start().await;
    let lead = app.lead_processor("linde").await;
    let ids = signals(&app, 4).await;
    let issue = lead.opens_issue("Wachten op een woning", &ids).await;
    let draft = SplitDraft {
        title: "Wachten in de Oude Haven".to_owned(),
        signals: ids[2..].to_vec(),
    };
    let new: IssueDetail = lead
        .split_issue(issue.summary.id, issue.summary.version, &draft)
        .await
        .created();
    assert_eq!(new.summary.signals, 2);
    let old = lead.issue(&issue).await;
    assert_eq!((old.summary.signals, old.lineage.len()), (2, 1));
}

#[tokio::test]
async fn a_signal_that_leaves_its_last_issue_is_received_again() {
    let app = TestApp::start().await;
    let lead = app.lead_processor("linde").await;
    let ids = signals(&app, 2).await;
    let issue = lead.opens_issue("Wachten op een woning", &ids).await;
    let version = lead.signal(ids[0]).await.summary.version;
    lead.unlink_signal(ids[0], issue.summary.id, version)
        .await
        .assert_status(200);
    assert_eq!(
        lead.signal(ids[0]).await.summary.state,
        SignalState::Received
    );
    assert_eq!(lead.issue(&issue).await.summary.signals, 1);
}

#[tokio::test]
async fn an_escalated_issue_follows_the_answer_from_above() {
    let app = TestApp::start().await;
    let lead = app.lead_processor("linde").await;
    let issue = lead
        .opens_issue("Wachten op een woning", &signals(&app, 2).await)
        .await;
    lead.validates(&issue).await;
    let decided = lead.decides(&issue, Decision::Escalate).await;
    let sent: IssueDetail = lead
        .send_escalation(issue.summary.id, decided.summary.version, &Empty {})
        .await
        .ok();
    assert_eq!(sent.summary.state, IssueState::Escalated);
    let draft = EscalationAnswerDraft {
        answer: EscalationAnswer::Refuse,
        motivation: "Vlaanderen ziet hiervoor geen ruimte dit jaar.".to_owned(),
    };
    lead.record_escalation_answer(issue.summary.id, sent.summary.version, &draft)
        .await
        .ok::<IssueDetail>();
    assert_eq!(state(&lead, &issue).await, IssueState::DecidedNoAct);
}

#[tokio::test]
async fn a_step_out_of_turn_is_refused() {
    let app = TestApp::start().await;
    let lead = app.lead_processor("linde").await;
    let issue = lead
        .opens_issue("Wachten op een woning", &signals(&app, 1).await)
        .await;
    let version = issue.summary.version;
    let answer = lead.close_issue(issue.summary.id, version, &Empty {}).await;
    answer.assert_problem(409, "lokaalsignaal:wrongState");
    let answer = lead.start_issue(issue.summary.id, version, &Empty {}).await;
    answer.assert_problem(409, "lokaalsignaal:wrongState");
    let undescribed = lead
        .analyse_issue(issue.summary.id, version, &Empty {})
        .await;
    let problem = undescribed.assert_problem(409, "lokaalsignaal:guardNotMet");
    assert_eq!(problem.missing, ["described"]);
}

#[tokio::test]
async fn issues_are_found_by_state_and_by_words() {
    let app = TestApp::start().await;
    let lead = app.lead_processor("linde").await;
    let ids = signals(&app, 2).await;
    lead.opens_issue("Wachten op een woning", &ids[..1]).await;
    let act = lead.decides_to_act_on(&ids[1..]).await;
    let found = |name: &'static str, value: &'static str| lead.list_issues().query(name, value);
    let page: Page<IssueSummary> = found("state", "decidedAct").await.ok();
    assert_eq!(
        page.items.iter().map(|row| row.id).collect::<Vec<_>>(),
        [act.summary.id]
    );
    for (q, expected) in [("woning", 1), ("K-2", 1), ("zwembad", 0)] {
        let page: Page<IssueSummary> = found("q", q).await.ok();
        assert_eq!(page.items.len(), expected, "{q}");
    }
}

#[tokio::test]
async fn a_recognition_that_is_taken_back_counts_no_more() {
    let app = TestApp::start().await;
    let lead = app.lead_processor("linde").await;
    let issue = lead
        .opens_issue("Wachten op een woning", &signals(&app, 2).await)
        .await;
    lead.describes(&issue).await;
    let two = lead.records_recognitions(&issue, 2).await;
    assert_eq!(two.recognitions.len(), 2);
    let organisation = app.organisations("linde")[1];
    let one: IssueDetail = lead
        .withdraw_recognition(issue.summary.id, organisation, two.summary.version)
        .await
        .ok();
    assert_eq!(one.recognitions.len(), 1);
    assert_ne!(one.recognitions[0].organisation, organisation);
    let analysed: IssueDetail = lead
        .analyse_issue(issue.summary.id, one.summary.version, &Empty {})
        .await
        .ok();
    let refused = lead
        .validate_issue(issue.summary.id, analysed.summary.version, &Empty {})
        .await;
    let problem = refused.assert_problem(409, "lokaalsignaal:guardNotMet");
    assert_eq!(problem.missing, ["twoOrganisations"]);

    // Once more changes nothing: what is gone is gone.
    let again: IssueDetail = lead
        .withdraw_recognition(issue.summary.id, organisation, analysed.summary.version)
        .await
        .ok();
    assert_eq!(again.summary.version, analysed.summary.version);
}

#[tokio::test]
async fn a_decision_is_taken_back_only_while_nobody_was_told() {
    let app = TestApp::start().await;
    let lead = app.lead_processor("linde").await;
    let issue = lead
        .opens_issue("Wachten op een woning", &signals(&app, 2).await)
        .await;
    lead.validates(&issue).await;
    let decided = lead.decides(&issue, Decision::NoAct).await;
    let moments = |queue: Vec<FeedbackBatch>| -> Vec<FeedbackMoment> {
        queue.into_iter().map(|batch| batch.moment).collect()
    };
    assert!(moments(lead.feedback_queue().await).contains(&FeedbackMoment::Decided));
    let back: IssueDetail = lead
        .reconsider_issue(issue.summary.id, decided.summary.version, &Empty {})
        .await
        .ok();
    assert_eq!(
        (back.summary.state, back.decision, back.motivation),
        (IssueState::Prioritised, None, None)
    );
    assert!(
        !moments(lead.feedback_queue().await).contains(&FeedbackMoment::Decided),
        "nobody is owed a decision that does not stand"
    );

    let act = DecisionDraft {
        decision: Decision::Act,
        motivation: "Het werkveld ziet dit elke week.".to_owned(),
    };
    lead.decide_issue(issue.summary.id, back.summary.version, &act)
        .await
        .ok::<IssueDetail>();
    lead.sends_all_feedback("We doen hier iets aan, dank u wel.")
        .await;
    let now = lead.issue(&issue).await;
    let refused = lead
        .reconsider_issue(issue.summary.id, now.summary.version, &Empty {})
        .await;
    let problem = refused.assert_problem(409, "lokaalsignaal:guardNotMet");
    assert_eq!(problem.missing, ["nobodyInformed"]);
}

#[tokio::test]
async fn work_stands_still_for_a_reason_and_goes_on() {
    let app = TestApp::start().await;
    let lead = app.lead_processor("linde").await;
    let issue = lead.decides_to_act_on(&signals(&app, 2).await).await;
    let owned = lead.assigns_first_organisation(&issue).await;
    let action = ActionDraft {
        title: "Woonloket in de wijk".to_owned(),
        owner: app.organisations("linde")[0].to_string(),
        owner_member: None,
        due_on: app.today().plus_days(30).to_string(),
    };
    lead.plan_action(issue.summary.id, owned.summary.version, &action)
        .await
        .assert_status(201);
    let now = lead.issue(&issue).await;
    let started: IssueDetail = lead
        .start_issue(issue.summary.id, now.summary.version, &Empty {})
        .await
        .ok();
    let resume = |version| lead.resume_issue(issue.summary.id, version, &Empty {});
    resume(started.summary.version)
        .await
        .assert_problem(409, "lokaalsignaal:wrongState");
    let why = StallDraft {
        reason: StallReason::NoBudget,
        note: Some("Het budget komt pas in januari.".to_owned()),
    };
    let stalled: IssueDetail = lead
        .stall_issue(issue.summary.id, started.summary.version, &why)
        .await
        .ok();
    assert_eq!(stalled.summary.state, IssueState::Stalled);
    let last = stalled.history.last().unwrap();
    assert_eq!(
        (last.reason.as_deref(), last.note.as_deref()),
        (Some("noBudget"), Some("Het budget komt pas in januari."))
    );
    let named = StallDraft {
        note: Some("Bel 0478 12 34 56 voor het budget.".to_owned()),
        ..why
    };
    resume(stalled.summary.version).await.ok::<IssueDetail>();
    let now = lead.issue(&issue).await;
    assert_eq!(now.summary.state, IssueState::InAction);
    let refused = lead
        .stall_issue(issue.summary.id, now.summary.version, &named)
        .await;
    let problem = refused.assert_problem(422, "lokaalsignaal:invalidDraft");
    assert_eq!(problem.issues[0].name, "/note");
}

/// Dismissed, told, closed.
async fn closes(app: &TestApp, lead: &Staff, ids: &[SignalId]) -> IssueDetail {
    let issue = lead.opens_issue("Wachten op een woning", ids).await;
    let why = DismissDraft {
        reason: DismissReason::AlreadySolved,
        note: "De gemeente loste het vorige maand op.".to_owned(),
    };
    lead.dismiss_issue(issue.summary.id, issue.summary.version, &why)
        .await
        .ok::<IssueDetail>();
    lead.sends_all_feedback("Dit is intussen opgelost, dank u wel.")
        .await;
    let now = lead.issue(&issue).await;
    app.advance(chrono::Duration::minutes(1));
    lead.close_issue(issue.summary.id, now.summary.version, &Empty {})
        .await
        .ok()
}

#[tokio::test]
async fn new_signals_reopen_a_closed_issue_and_old_ones_do_not() {
    let app = TestApp::start().await;
    let lead = app.lead_processor("linde").await;
    let ids = signals(&app, 3).await;
    let closed = closes(&app, &lead, &ids[..2]).await;
    let (id, version) = (closed.summary.id, closed.summary.version);
    let draft = |signal: SignalId| ReopenDraft {
        signals: vec![signal],
        note: "Het komt terug.".to_owned(),
    };
    let refused = lead.reopen_issue(id, version, &draft(ids[2])).await;
    let problem = refused.assert_problem(409, "lokaalsignaal:guardNotMet");
    assert_eq!(problem.missing, ["hasNewSignal"]);

    app.advance(chrono::Duration::days(30));
    let new = signals(&app, 1).await[0];
    let reopened: IssueDetail = lead.reopen_issue(id, version, &draft(new)).await.ok();
    assert_eq!(
        (reopened.summary.state, reopened.summary.signals),
        (IssueState::InAnalysis, 3)
    );
    assert_eq!(lead.signal(new).await.summary.state, SignalState::Linked);
    let event = |event| reopened.history.iter().any(|step| step.event == event);
    assert!(
        event(IssueEvent::Close) && event(IssueEvent::Reopen),
        "its history stays"
    );
}

#[tokio::test]
async fn an_issue_that_was_closed_two_years_ago_stays_closed() {
    let app = TestApp::start().await;
    let lead = app.lead_processor("linde").await;
    let closed = closes(&app, &lead, &signals(&app, 1).await).await;
    app.advance(chrono::Duration::days(732));
    let draft = ReopenDraft {
        signals: signals(&app, 1).await,
        note: "Het komt terug.".to_owned(),
    };
    let refused = lead
        .reopen_issue(closed.summary.id, closed.summary.version, &draft)
        .await;
    let problem = refused.assert_problem(409, "lokaalsignaal:guardNotMet");
    assert_eq!(problem.missing, ["withinReopenTerm"]);
}
