//! Repeated requests: a key marks one attempt, and what it did is done once (trust.md §9).

use std::future::IntoFuture;

use serde_json::json;
use shared::action::{Action, ActionDraft};
use shared::codes::Role;
use shared::entry_link::EntryLinkDraft;
use shared::issue::{IssueDetail, IssueDraft};
use shared::lineage::SplitDraft;
use shared::organisation::OrganisationDraft;
use shared::person::InvitationDraft;
use shared::signal::{SignalDraft, SubmittedSignal};
use shared::timeline::Empty;
use testkit::{Answer, Asks, Call, Staff, TestApp, by};
use uuid::Uuid;

fn key(number: u8) -> Uuid {
    uuid::Builder::from_unix_timestamp_millis(1_772_440_200_001, &[number; 10]).into_uuid()
}

async fn two_signals(app: &TestApp) -> [SubmittedSignal; 2] {
    let nurse = app.provider("linde");
    [
        nurse.submits("Ouders wachten op een plaats").await,
        nurse.submits("Ouders wachten nog altijd").await,
    ]
}

#[track_caller]
fn assert_told_to_wait(answer: &Answer) {
    let problem = answer.assert_problem(409, "lokaalsignaal:stillProcessing");
    assert!(problem.retry_after_sec.is_some());
    assert!(!answer.header("retry-after").is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn while_the_first_is_still_being_worked_on_a_repetition_is_told_to_wait() {
    let app = TestApp::start().await;
    let processor = app.processor("linde").await;
    let [signal, _] = two_signals(&app).await;
    let draft = IssueDraft {
        title: "Wachten op opvang".to_owned(),
        signals: vec![signal.id],
    };
    let send = || {
        let call = processor.create_issue(&draft).key(key(1));
        tokio::spawn(call.into_future())
    };
    // Both are at work before either can write down that its key was used. SQLite has one writer: there the second
    // begins when the first has ended, and gets its answer.
    let held = app.database().holds_keys();
    let attempts = [send(), send()];
    app.database().waits_for_blocked(2);
    held.comes_back();
    let mut answers = Vec::new();
    for attempt in attempts {
        answers.push(attempt.await.unwrap());
    }
    answers.sort_by_key(|answer| answer.status);
    let made: IssueDetail = answers[0].created();
    if app.database().is_sqlite() {
        let again: IssueDetail = answers[1].created();
        assert_eq!(again.summary.id, made.summary.id);
    } else {
        assert_told_to_wait(&answers[1]);
    }
    let later: IssueDetail = processor.create_issue(&draft).key(key(1)).await.created();
    assert_eq!(later.summary.id, made.summary.id);
    assert_eq!(app.database().count("issues"), 1);
}

#[tokio::test]
async fn a_repetition_of_something_that_was_erased_since_is_gone() {
    let app = TestApp::start().await;
    let nurse = app.provider("linde");
    let draft = SignalDraft {
        text: "Ouders wachten op een plaats in de crèche".to_owned(),
        ..SignalDraft::default()
    };
    let signal: SubmittedSignal = nurse.submit_signal(&draft).key(key(1)).await.created();
    let again: SubmittedSignal = nurse.submit_signal(&draft).key(key(1)).await.created();
    assert_eq!(again.receipt, signal.receipt);
    let withdrawal = by(&signal.receipt, Empty {});
    nurse.withdraw_signal(&withdrawal).await.no_content();
    let answer = nurse.submit_signal(&draft).key(key(1)).await;
    answer.assert_problem(410, "lokaalsignaal:gone");
    assert_eq!(app.database().count("signals"), 1);
}

/// Sends a call twice with one key, then another one with the same key.
async fn assert_key_is_for_one_body(name: &str, number: u8, call: Call, other: Call) {
    let first = call.clone().key(key(number)).await;
    assert!(
        [200, 201].contains(&first.status),
        "{name}: {}",
        first.text()
    );
    let again = call.key(key(number)).await;
    assert_eq!(again.status, first.status, "{name}: {}", again.text());
    assert_eq!(again.header("location"), first.header("location"), "{name}");
    let answer = other.key(key(number)).await;
    assert_eq!(answer.status, 422, "{name}: {}", answer.text());
    answer.assert_problem(422, "lokaalsignaal:keyReused");
}

fn lists(sector: &str) -> OrganisationDraft {
    OrganisationDraft {
        name: "Wijkhuis De Brug".to_owned(),
        sector: sector.to_owned(),
    }
}

#[tokio::test]
async fn a_key_is_good_for_one_body_whatever_it_does() {
    let app = TestApp::start().await;
    let roles = [Role::LeadProcessor, Role::Administrator];
    let lead = app.member("linde", &roles).await;
    let [one, two] = two_signals(&app).await;
    let issue = |title: &str| IssueDraft {
        title: title.to_owned(),
        signals: vec![one.id, two.id],
    };
    assert_key_is_for_one_body(
        "createIssue",
        1,
        lead.create_issue(&issue("Wachten op opvang")),
        lead.create_issue(&issue("Wachten op een woning")),
    )
    .await;
    assert_key_is_for_one_body(
        "createOrganisation",
        2,
        lead.create_organisation(&lists("home-nursing")),
        lead.create_organisation(&lists("education")),
    )
    .await;
    let invitation = |name: &str| InvitationDraft {
        name: name.to_owned(),
        email: "mia@linde.test".to_owned(),
        roles: vec![Role::Processor],
        ..InvitationDraft::default()
    };
    assert_key_is_for_one_body(
        "inviteMember",
        3,
        lead.invite_member(&invitation("Mia Peeters")),
        lead.invite_member(&invitation("Mia Claes")),
    )
    .await;
    let link = |name: &str| EntryLinkDraft {
        name: name.to_owned(),
        ..EntryLinkDraft::default()
    };
    assert_key_is_for_one_body(
        "createEntryLink",
        4,
        lead.create_entry_link(&link("Markt")),
        lead.create_entry_link(&link("Haven")),
    )
    .await;
    assert_key_is_for_one_body(
        "createImport",
        5,
        lead.create_import("text/csv", b"Wat merk je?\nWachten op een woning\n"),
        lead.create_import("text/csv", b"Wat merk je?\nWachten op opvang\n"),
    )
    .await;
    let nurse = app.provider("linde");
    let draft = |text: &str| json!({ "text": text });
    assert_key_is_for_one_body(
        "submitSignal",
        6,
        nurse
            .call("POST", "/signals")
            .json(&draft("Wachten op een woning")),
        nurse
            .call("POST", "/signals")
            .json(&draft("Wachten op opvang")),
    )
    .await;
}

/// Two issues on which something will be done.
async fn two_issues(app: &TestApp, lead: &Staff) -> [IssueDetail; 2] {
    let [one, two] = two_signals(app).await;
    [
        lead.decides_to_act_on(&[one.id]).await,
        lead.decides_to_act_on(&[two.id]).await,
    ]
}

#[tokio::test]
async fn a_key_of_an_action_on_one_issue_answers_nothing_about_another() {
    let app = TestApp::start().await;
    let lead = app.lead_processor("linde").await;
    let [one, two] = two_issues(&app, &lead).await;
    let draft = ActionDraft {
        title: "Mobiel loket".to_owned(),
        owner: app.organisations("linde")[0].to_string(),
        owner_member: None,
        due_on: app.today().plus_days(30).to_string(),
    };
    let (one, two) = (one.summary, two.summary);
    let planned: Action = lead
        .plan_action(one.id, one.version, &draft)
        .key(key(1))
        .await
        .created();
    let again: Action = lead
        .plan_action(one.id, one.version, &draft)
        .key(key(1))
        .await
        .created();
    assert_eq!(again.id, planned.id);
    let other = lead.plan_action(two.id, two.version, &draft).key(key(1));
    other.await.assert_problem(422, "lokaalsignaal:keyReused");
    assert_eq!(app.database().count("actions"), 1);
}

#[tokio::test]
async fn a_key_of_a_split_of_one_issue_answers_nothing_about_another() {
    let app = TestApp::start().await;
    let lead = app.lead_processor("linde").await;
    let [one, two] = two_signals(&app).await;
    let both = [one.id, two.id];
    let first = lead.opens_issue("Wachten op opvang", &both).await.summary;
    let second = lead
        .opens_issue("Wachten op een woning", &both)
        .await
        .summary;
    let draft = SplitDraft {
        title: "Wachten in de andere wijk".to_owned(),
        signals: vec![two.id],
    };
    let split = |issue: &shared::issue::IssueSummary| {
        lead.split_issue(issue.id, issue.version, &draft)
            .key(key(1))
    };
    let made: IssueDetail = split(&first).await.created();
    let again: IssueDetail = split(&first).await.created();
    assert_eq!(again.summary.id, made.summary.id);
    let other = split(&second).await;
    other.assert_problem(422, "lokaalsignaal:keyReused");
}

#[tokio::test]
async fn a_key_of_a_batch_answers_nothing_about_another() {
    let app = TestApp::start().await;
    let lead = app.lead_processor("linde").await;
    two_issues(&app, &lead).await;
    let batches = lead.feedback_queue().await;
    let (one, two) = (&batches[0].id, &batches[1].id);
    let send = |batch: &str| lead.send_feedback(batch, &Empty {}).key(key(1));
    send(one).await.assert_status(200);
    send(one).await.assert_status(200);
    let other = send(two).await;
    other.assert_problem(422, "lokaalsignaal:keyReused");
}
