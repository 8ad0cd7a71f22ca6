//! Everything of an authority as one document, and nothing of another one.

use std::collections::BTreeSet;

use shared::action::ActionDraft;
use shared::export::AuthorityExport;
use shared::id::{IssueId, SignalId};
use shared::question::NoteDraft;
use shared::timeline::Empty;
use testkit::{Asks, Staff, TestApp};

/// A signal, a question, an issue with recognitions, decision, action and feedback.
async fn fills(app: &TestApp, slug: &str, word: &str) -> (Staff, SignalId, IssueId) {
    let (nurse, lead) = (app.provider(slug), app.lead_processor(slug).await);
    let asked = nurse.submits(&format!("De {word} wacht op antwoord")).await;
    let question = NoteDraft {
        text: format!("Welke {word}?"),
    };
    let version = lead.signal(asked.id).await.summary.version;
    lead.ask_question(asked.id, version, &question)
        .await
        .assert_status(200);
    let linked = nurse
        .submits(&format!("De {word} wacht op een woning"))
        .await;
    let issue = lead.opens_issue(&format!("De {word}"), &[linked.id]).await;
    lead.validates(&issue).await;
    lead.decides(&issue, shared::codes::Decision::Act).await;
    let now = lead.assigns_first_organisation(&issue).await;
    let action = ActionDraft {
        title: format!("Loket voor de {word}"),
        owner: app.organisations(slug)[0].to_string(),
        owner_member: None,
        due_on: app.today().plus_days(30).to_string(),
    };
    lead.plan_action(issue.summary.id, now.summary.version, &action)
        .await
        .assert_status(201);
    lead.sends_all_feedback(&format!("Wij helpen de {word} in de wijk."))
        .await;
    (lead, asked.id, issue.summary.id)
}

#[tokio::test]
async fn an_export_has_everything_of_its_authority_and_nothing_of_another() {
    let app = TestApp::start().await;
    let (lead, signal, issue) = fills(&app, "linde", "wielewaal").await;
    fills(&app, "heidebeek", "kanariepiet").await;

    let answer = lead.export_authority(&Empty {}).await;
    let text = answer.text();
    assert_eq!(
        answer.header("content-disposition"),
        format!("attachment; filename=\"linde-{}.json\"", app.today())
    );
    let export: AuthorityExport = answer.ok();
    assert_eq!(export.authority.slug, "linde");
    assert_eq!((export.signals.len(), export.issues.len()), (2, 1));
    assert_eq!(export.organisations.len(), 3);
    assert!(!export.taxonomy.themes.is_empty());
    let asked = export
        .signals
        .iter()
        .find(|row| row.summary.id == signal)
        .unwrap();
    assert_eq!(
        asked.text.as_deref(),
        Some("De wielewaal wacht op antwoord")
    );
    assert_eq!(asked.questions[0].text.as_deref(), Some("Welke wielewaal?"));
    let told = export
        .signals
        .iter()
        .find(|row| row.summary.id != signal)
        .unwrap();
    assert!(
        told.feedback
            .iter()
            .any(|row| row.text.as_deref() == Some("Wij helpen de wielewaal in de wijk."))
    );
    let decided = &export.issues[0];
    assert_eq!(decided.summary.id, issue);
    assert_eq!((decided.actions.len(), decided.recognitions.len()), (1, 2));

    assert!(!text.contains("kanariepiet"));
    let shown = text.replace('-', "");
    for (table, id) in app.database().ids_of(app.authority("heidebeek")) {
        assert!(!shown.contains(&id), "{table} of another authority: {id}");
    }
}

#[tokio::test]
async fn an_export_names_no_provider_and_is_written_down_first() {
    let app = TestApp::start().await;
    let (lead, ..) = fills(&app, "linde", "wielewaal").await;
    let text = lead.export_authority(&Empty {}).await.text();
    for field in [
        "receipt",
        "providerRef",
        "receivedAt",
        "email",
        "deviceMark",
        "entryLink",
    ] {
        assert!(!text.contains(&format!("\"{field}\"")), "{field}");
    }
    let entries = "audit WHERE operation = 'exportAuthority' AND outcome = 'done'";
    assert_eq!(app.database().count(entries), 1);
    app.policy_officer("linde")
        .await
        .export_authority(&Empty {})
        .await
        .assert_problem(403, "belgif:missingPermission");
    assert_eq!(app.database().count(entries), 1);
}

#[tokio::test]
async fn more_than_one_part_of_an_export_is_whole() {
    let app = TestApp::start().await;
    let (nurse, lead) = (app.provider("linde"), app.lead_processor("linde").await);
    let mut sent = BTreeSet::new();
    for number in 0..105 {
        let text = format!("Signaal {number} over wachten");
        sent.insert(nurse.submits(&text).await.id);
    }
    let export: AuthorityExport = lead.export_authority(&Empty {}).await.ok();
    let exported: BTreeSet<SignalId> = export.signals.iter().map(|row| row.summary.id).collect();
    assert_eq!(export.signals.len(), 105, "none twice");
    assert_eq!(exported, sent);
}
