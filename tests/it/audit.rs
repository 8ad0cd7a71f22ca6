//! The log: who did what to which thing, never what it said and never which provider.

use shared::audit::AuditEntry;
use shared::page::Page;
use shared::signal::SignalDetail;
use shared::timeline::Empty;
use testkit::{Asks, TestApp, by};

const TEXT: &str = "Ouders wachten op een plaats in de crèche";

#[tokio::test]
async fn every_write_leaves_an_entry_and_no_entry_names_a_provider() {
    let app = TestApp::start().await;
    let nurse = app.provider("linde");
    let (processor, lead) = (
        app.processor("linde").await,
        app.lead_processor("linde").await,
    );
    let signal = nurse.submits(TEXT).await;
    let issue = processor
        .opens_issue("Wachten op een plaats", &[signal.id])
        .await;
    lead.validates(&issue).await;
    nurse
        .withdraw_signal(&by(&signal.receipt, Empty {}))
        .await
        .no_content();

    let answer = lead.list_audit_entries().query("pageSize", "100").await;
    assert!(!answer.text().contains("Ouders"));
    let page: Page<AuditEntry> = answer.ok();
    let entries = |operation: &str| -> Vec<&AuditEntry> {
        page.items
            .iter()
            .filter(|entry| entry.operation == operation)
            .collect()
    };
    for (operation, times) in [
        ("submitSignal", 1),
        ("withdrawSignal", 1),
        ("createIssue", 1),
        ("describeIssue", 1),
        ("recogniseIssue", 2),
        ("analyseIssue", 1),
        ("validateIssue", 1),
    ] {
        assert_eq!(entries(operation).len(), times, "{operation}");
    }
    for operation in ["submitSignal", "withdrawSignal"] {
        let entry = entries(operation)[0];
        assert!(entry.by.is_none() && entry.role.is_none());
        assert!(!entry.at.contains("08:30"), "the day only: {}", entry.at);
    }
    assert!(entries("validateIssue")[0].role.is_some());
    let named =
        "audit WHERE operation IN ('submitSignal', 'withdrawSignal') AND actor_ref IS NOT NULL";
    assert_eq!(app.database().count(named), 0);
}

#[tokio::test]
async fn a_refusal_of_somebody_known_is_written_down() {
    let app = TestApp::start().await;
    let officer = app.policy_officer("linde").await;
    officer
        .list_signals()
        .await
        .assert_problem(403, "belgif:missingPermission");
    assert_eq!(app.database().count("audit WHERE outcome = 'refused'"), 1);
}

#[tokio::test]
async fn a_write_that_fails_leaves_neither_its_effect_nor_an_entry() {
    let app = TestApp::start().await;
    let (nurse, processor) = (app.provider("linde"), app.processor("linde").await);
    let signal = nurse.submits(TEXT).await;
    let before = (app.fingerprint(), app.database().count("audit"));
    let detail: SignalDetail = processor.signal(signal.id).await;
    let blank = shared::question::NoteDraft::default();
    let answer = processor
        .ask_question(signal.id, detail.summary.version, &blank)
        .await;
    answer.assert_problem(422, "lokaalsignaal:invalidDraft");
    assert_eq!(before, (app.fingerprint(), app.database().count("audit")));
}

#[tokio::test]
async fn the_log_of_one_authority_is_closed_to_another() {
    let app = TestApp::start().await;
    app.provider("linde").submits(TEXT).await;
    let elsewhere = app.lead_processor("heidebeek").await;
    let page: Page<AuditEntry> = elsewhere.list_audit_entries().await.ok();
    assert!(
        page.items
            .iter()
            .all(|entry| entry.operation != "submitSignal")
    );
    let answer = elsewhere.about("linde").list_audit_entries().await;
    answer.assert_problem(404, "belgif:resourceNotFound");
}
