//! Putting issues in an order: several people score, each for herself; a person decides.

use shared::audit::AuditEntry;
use shared::codes::Decision;
use shared::id::IssueId;
use shared::issue::{
    DecisionDraft, IssueDetail, IssueSummary, PrioritiseDraft, PriorityCriterion, PriorityMethod,
    Score,
};
use shared::life_cycle::{IssueEvent, IssueState};
use shared::page::Page;
use shared::priority::{
    CriterionWeight, IssueToWeigh, IssueVersion, OpenScoresDraft, OrderDraft, Place, Priorities,
    PriorityWeights, USUAL_WEIGHT, Weights, WeightsDraft, total,
};
use shared::timeline::Empty;
use testkit::{Asks, Staff, TestApp};

use PriorityCriterion::{Feasibility, Reach, Severity};

async fn a_validated_issue(app: &TestApp, lead: &Staff, title: &str) -> IssueSummary {
    let text = format!("Mensen zeggen ons: {title}");
    let signal = app.provider("linde").submits(&text).await;
    let issue = lead.opens_issue(title, &[signal.id]).await;
    lead.validates(&issue).await.summary
}

fn given(reach: u8, severity: u8, feasibility: u8) -> PrioritiseDraft {
    let score = |criterion, score| Score { criterion, score };
    PrioritiseDraft {
        scores: vec![
            score(Reach, reach),
            score(Severity, severity),
            score(Feasibility, feasibility),
        ],
    }
}

async fn scores(who: &Staff, issue: &IssueSummary, reach: u8, severity: u8, feasibility: u8) {
    let draft = given(reach, severity, feasibility);
    who.score_issue(issue.id, &draft).await.no_content();
}

async fn listed(who: &Staff) -> Priorities {
    who.list_priorities().await.ok()
}

fn found(list: &Priorities, id: IssueId) -> &IssueToWeigh {
    let mut issues = list.issues.iter();
    issues.find(|issue| issue.issue.id == id).expect("it waits")
}

fn order(issues: &[&IssueSummary]) -> OrderDraft {
    let seen = |issue: &&IssueSummary| IssueVersion {
        id: issue.id,
        version: issue.version,
    };
    OrderDraft {
        issues: issues.iter().map(seen).collect(),
    }
}

#[tokio::test]
async fn nobody_sees_what_others_scored_before_she_scored_herself() {
    let app = TestApp::start().await;
    let (lead, colleague) = (
        app.lead_processor("linde").await,
        app.processor("linde").await,
    );
    let officer = app.policy_officer("linde").await;
    let issue = a_validated_issue(&app, &lead, "Wachten op een woning").await;
    scores(&colleague, &issue, 5, 4, 2).await;

    let before = listed(&officer).await;
    let hidden = found(&before, issue.id);
    assert_eq!((hidden.scorers, hidden.opened), (1, false));
    assert!(hidden.spreads.is_none() && hidden.own.is_empty());

    scores(&officer, &issue, 3, 4, 2).await;
    let after = listed(&officer).await;
    let shown = found(&after, issue.id);
    let spreads = shown.spreads.as_ref().expect("she scored");
    assert_eq!(spreads[0].criterion, Reach);
    assert_eq!(spreads[0].counts, [0, 0, 1, 0, 1]);
    assert_eq!(shown.own, given(3, 4, 2).scores);
    assert_eq!(shown.scorers, 2);

    let answer = officer.list_priorities().await.text();
    let seats = [&lead, &colleague, &officer].map(|staff| staff.memberships[0].to_string());
    for seat in seats {
        assert!(!answer.contains(&seat), "who scored shows: {answer}");
    }
}

#[tokio::test]
async fn a_mind_may_change_and_scores_may_be_taken_back_until_the_issue_has_its_place() {
    let app = TestApp::start().await;
    let (lead, colleague) = (
        app.lead_processor("linde").await,
        app.processor("linde").await,
    );
    let issue = a_validated_issue(&app, &lead, "Wachten op een woning").await;
    scores(&lead, &issue, 1, 1, 1).await;
    scores(&colleague, &issue, 5, 5, 5).await;
    scores(&colleague, &issue, 4, 4, 4).await;
    let counts = |list: &Priorities| found(list, issue.id).spreads.clone().unwrap()[0].counts;
    assert_eq!(counts(&listed(&lead).await), [1, 0, 0, 1, 0]);

    colleague.withdraw_scores(issue.id).await.no_content();
    colleague.withdraw_scores(issue.id).await.no_content();
    assert_eq!(counts(&listed(&lead).await), [1, 0, 0, 0, 0]);
    assert!(
        found(&listed(&colleague).await, issue.id).spreads.is_none(),
        "who takes hers back sees no others"
    );

    lead.prioritise_issues(&order(&[&issue])).await.no_content();
    for late in [
        colleague.score_issue(issue.id, &given(5, 5, 5)).await,
        colleague.withdraw_scores(issue.id).await,
    ] {
        late.assert_problem(409, "lokaalsignaal:wrongState");
    }
}

#[tokio::test]
async fn the_lead_may_show_scores_to_who_scored_nothing() {
    let app = TestApp::start().await;
    let (lead, officer) = (
        app.lead_processor("linde").await,
        app.policy_officer("linde").await,
    );
    let issue = a_validated_issue(&app, &lead, "Wachten op een woning").await;
    scores(&lead, &issue, 5, 4, 2).await;
    let open = OpenScoresDraft {
        issues: vec![issue.id],
    };
    officer
        .open_scores(&open)
        .await
        .assert_problem(403, "belgif:missingPermission");
    assert!(found(&listed(&officer).await, issue.id).spreads.is_none());

    lead.open_scores(&open).await.no_content();
    lead.open_scores(&open).await.no_content();
    let list = listed(&officer).await;
    let shown = found(&list, issue.id);
    assert!(shown.opened && shown.own.is_empty());
    assert_eq!(shown.spreads.as_ref().map(Vec::len), Some(3));
}

#[tokio::test]
async fn confirming_the_calculated_order_keeps_every_score_and_forgets_whose_it_was() {
    let app = TestApp::start().await;
    let (lead, colleague) = (
        app.lead_processor("linde").await,
        app.processor("linde").await,
    );
    let low = a_validated_issue(&app, &lead, "Drempel aan het loket").await;
    let high = a_validated_issue(&app, &lead, "Wachten op een woning").await;
    scores(&lead, &low, 2, 2, 2).await;
    scores(&lead, &high, 5, 4, 3).await;
    scores(&colleague, &high, 4, 5, 3).await;

    lead.prioritise_issues(&order(&[&high, &low]))
        .await
        .no_content();

    let first: IssueDetail = lead.get_issue(high.id).await.ok();
    let priority = first.priority.expect("it was weighed");
    assert_eq!(first.summary.state, IssueState::Prioritised);
    assert_eq!(
        (priority.voters, priority.method),
        (2, PriorityMethod::Colleagues)
    );
    let place = |place, calculated| Place {
        place,
        of: 2,
        calculated,
    };
    assert_eq!(priority.place, Some(place(1, 1)));
    assert_eq!(priority.weights.len(), 9);
    let kept: Vec<u8> = priority.scores.iter().map(|score| score.score).collect();
    assert_eq!(kept, [4, 5, 4, 5, 3, 3], "by criterion, sorted");
    let step = first.history.last().unwrap();
    assert_eq!(step.event, IssueEvent::Prioritise);
    assert_eq!(step.reason.as_deref(), Some("orderConfirmed"));

    let second: IssueDetail = lead.get_issue(low.id).await.ok();
    let priority = second.priority.expect("it was weighed");
    assert_eq!(priority.place, Some(place(2, 2)));
    assert_eq!(
        (priority.voters, priority.method),
        (1, PriorityMethod::LeadAlone)
    );
    let rows = app.fingerprint()["issue_scores"].clone();
    let nothing = TestApp::start().await.fingerprint()["issue_scores"].clone();
    assert_eq!(rows, nothing, "who scored what is gone");

    let list = listed(&lead).await;
    assert!(list.issues.is_empty());
    let numbers: Vec<&str> = list
        .ordered
        .iter()
        .map(|one| one.issue.title.as_str())
        .collect();
    assert_eq!(numbers, ["Wachten op een woning", "Drempel aan het loket"]);
}

#[tokio::test]
async fn another_order_than_the_calculated_one_says_so_for_ever() {
    let app = TestApp::start().await;
    let lead = app.lead_processor("linde").await;
    let low = a_validated_issue(&app, &lead, "Drempel aan het loket").await;
    let high = a_validated_issue(&app, &lead, "Wachten op een woning").await;
    scores(&lead, &low, 1, 1, 1).await;
    scores(&lead, &high, 5, 5, 5).await;
    lead.prioritise_issues(&order(&[&low, &high]))
        .await
        .no_content();
    let first: IssueDetail = lead.get_issue(low.id).await.ok();
    let place = first.priority.and_then(|priority| priority.place);
    assert_eq!(
        place.map(|place| (place.place, place.calculated)),
        Some((1, 2))
    );
    let step = first.history.last().unwrap();
    assert_eq!(step.reason.as_deref(), Some("orderByHand"));
    let entries: Page<AuditEntry> = lead.list_audit_entries().await.ok();
    let mut logged = entries.items.iter();
    assert!(logged.any(|entry| entry.operation == "prioritiseIssues"));
}

#[tokio::test]
async fn an_order_is_made_whole_or_not_at_all() {
    let app = TestApp::start().await;
    let lead = app.lead_processor("linde").await;
    let scored = a_validated_issue(&app, &lead, "Wachten op een woning").await;
    let unscored = a_validated_issue(&app, &lead, "Drempel aan het loket").await;
    scores(&lead, &scored, 5, 4, 3).await;
    let before = app.fingerprint();

    let refused = lead.prioritise_issues(&order(&[&scored, &unscored])).await;
    let problem = refused.assert_problem(409, "lokaalsignaal:guardNotMet");
    assert_eq!(problem.missing, ["scored"]);
    let stale = IssueSummary {
        version: scored.version - 1,
        ..scored.clone()
    };
    lead.prioritise_issues(&order(&[&stale]))
        .await
        .assert_problem(412, "lokaalsignaal:staleVersion");
    lead.prioritise_issues(&order(&[]))
        .await
        .assert_problem(422, "lokaalsignaal:invalidDraft");
    assert_eq!(before, app.fingerprint(), "nothing moved");
}

#[tokio::test]
async fn who_weighs_one_issue_alone_keeps_what_colleagues_scored() {
    let app = TestApp::start().await;
    let (lead, colleague) = (
        app.lead_processor("linde").await,
        app.processor("linde").await,
    );
    let issue = a_validated_issue(&app, &lead, "Wachten op een woning").await;
    scores(&colleague, &issue, 1, 1, 1).await;
    scores(&lead, &issue, 2, 2, 2).await;
    let weighed: IssueDetail = lead
        .prioritise_issue(issue.id, issue.version, &given(5, 5, 5))
        .await
        .ok();
    let priority = weighed.priority.expect("it was weighed");
    assert_eq!(
        (priority.voters, priority.method),
        (2, PriorityMethod::Colleagues)
    );
    let kept: Vec<u8> = priority.scores.iter().map(|score| score.score).collect();
    assert_eq!(kept, [1, 5, 1, 5, 1, 5], "her newest, not her first");
    assert_eq!(priority.place, None, "it was set beside no other");
}

#[tokio::test]
async fn what_counts_is_the_authoritys_to_choose_and_is_logged() {
    let app = TestApp::start().await;
    let administrator = app.administrator("linde").await;
    let (lead, processor) = (
        app.lead_processor("linde").await,
        app.processor("linde").await,
    );
    let usual: PriorityWeights = administrator.get_priority_weights().await.ok();
    assert_eq!((usual.usual, usual.version), (true, 0));
    let five = |one: &CriterionWeight| one.weight == USUAL_WEIGHT;
    assert!(usual.weights.len() == 9 && usual.weights.iter().all(five));

    let weight = |criterion, weight| CriterionWeight { criterion, weight };
    let chosen = WeightsDraft {
        weights: Some(vec![weight(Reach, 1), weight(Severity, 10)]),
    };
    processor
        .change_priority_weights(0, &chosen)
        .await
        .assert_problem(403, "belgif:missingPermission");
    let now: PriorityWeights = lead.change_priority_weights(0, &chosen).await.ok();
    assert_eq!((now.usual, now.version), (false, 1));
    administrator
        .change_priority_weights(0, &chosen)
        .await
        .assert_problem(412, "lokaalsignaal:staleVersion");
    let nothing = WeightsDraft {
        weights: Some(vec![weight(Feasibility, 5)]),
    };
    let refused = administrator.change_priority_weights(1, &nothing).await;
    let problem = refused.assert_problem(422, "lokaalsignaal:invalidDraft");
    assert!(format!("{problem:?}").contains("/weights"), "{problem:?}");

    // The order follows from what counts now.
    let wide = a_validated_issue(&app, &lead, "Veel mensen, niet erg").await;
    let deep = a_validated_issue(&app, &lead, "Weinig mensen, heel erg").await;
    scores(&lead, &wide, 5, 1, 3).await;
    scores(&lead, &deep, 1, 4, 3).await;
    let list = listed(&lead).await;
    let weights = Weights::of(shared::codes::WorkMode::Continuous, &list.weights.weights).unwrap();
    let of = |id| total(found(&list, id).spreads.as_ref().unwrap(), &weights);
    assert!(of(deep.id) > of(wide.id));
    lead.prioritise_issues(&order(&[&deep, &wide]))
        .await
        .no_content();
    let first: IssueDetail = lead.get_issue(deep.id).await.ok();
    assert_eq!(
        first.history.last().unwrap().reason.as_deref(),
        Some("orderConfirmed")
    );

    let back: PriorityWeights = administrator
        .change_priority_weights(1, &WeightsDraft::default())
        .await
        .ok();
    assert_eq!((back.usual, back.version), (true, 2));
    let entries: Page<AuditEntry> = administrator.list_audit_entries().await.ok();
    let changes = entries
        .items
        .iter()
        .filter(|entry| entry.operation == "changePriorityWeights");
    assert!(changes.count() >= 2);
}

#[tokio::test]
async fn from_the_order_straight_to_a_decision() {
    let app = TestApp::start().await;
    let lead = app.lead_processor("linde").await;
    let officer = app.policy_officer("linde").await;
    let issue = a_validated_issue(&app, &lead, "Wachten op een woning").await;
    scores(&lead, &issue, 5, 4, 3).await;
    lead.prioritise_issues(&order(&[&issue])).await.no_content();
    let list = listed(&officer).await;
    let next = &list.ordered[0];
    let draft = DecisionDraft {
        decision: Decision::Act,
        motivation: "Het werkveld ziet dit elke week.".to_owned(),
    };
    let decided: IssueDetail = officer
        .decide_issue(next.issue.id, next.issue.version, &draft)
        .await
        .ok();
    assert_eq!(decided.summary.state, IssueState::DecidedAct);
    assert_eq!(
        decided.priority,
        list.ordered[0].clone().priority.into(),
        "how it was weighed stays"
    );
    assert_eq!(listed(&officer).await.ordered.len(), 1, "an action is owed");

    let back: IssueDetail = lead
        .reconsider_issue(issue.id, decided.summary.version, &Empty {})
        .await
        .ok();
    assert_eq!(back.summary.state, IssueState::Prioritised);
    assert!(back.priority.and_then(|priority| priority.place).is_some());
}

#[tokio::test]
async fn whoever_works_in_two_authorities_chooses_one() {
    let app = TestApp::start().await;
    let both = app.shared_processor(&["linde", "heidebeek"]).await;
    let refused = both.about_all().list_priorities().await;
    assert_eq!(refused.status, 400, "{}", refused.text());
    let one: Priorities = both.about("linde").list_priorities().await.ok();
    assert_eq!(one.authority, "linde");
}

#[tokio::test]
async fn an_issue_of_another_authority_gets_no_place_and_shows_no_score() {
    let app = TestApp::start().await;
    let lead = app.lead_processor("linde").await;
    let issue = a_validated_issue(&app, &lead, "Wachten op een woning").await;
    scores(&lead, &issue, 5, 4, 3).await;
    let stranger = app.lead_processor("heidebeek").await;
    let rows = || app.fingerprint()["issues"].clone();
    let before = rows();
    let open = OpenScoresDraft {
        issues: vec![issue.id],
    };
    for answer in [
        stranger.prioritise_issues(&order(&[&issue])).await,
        stranger.open_scores(&open).await,
    ] {
        answer.assert_problem(404, "belgif:resourceNotFound");
    }
    assert_eq!(before, rows(), "nothing moved");
}
