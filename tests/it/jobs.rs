//! Background work that an operator looks after.

use api::sources::SystemClock;
use chrono::Duration;
use shared::codes::{ContactChoice, Language};
use shared::signal::{ContactDraft, SignalDraft, SubmittedSignal};
use shared::sources::Clock;
use testkit::{Asks, Mailbox, TestApp};

const ADDRESS: &str = "an@wijkteam.test";

/// A provider with an address, to whom an answer was sent: a mail waits.
async fn a_mail_waits(app: &TestApp) {
    let (nurse, processor) = (app.provider("linde"), app.processor("linde").await);
    let draft = SignalDraft {
        text: "Ouderen raken niet meer aan het loket in de wijk".to_owned(),
        locale: Some(Language::Nl),
        contact: Some(ContactDraft {
            choice: ContactChoice::Email,
            email: Some(ADDRESS.to_owned()),
            pace: None,
        }),
        ..SignalDraft::default()
    };
    let signal: SubmittedSignal = nurse.submit_signal(&draft).await.created();
    processor
        .opens_issue("Loket in de wijk", &[signal.id])
        .await;
    processor
        .sends_all_feedback("Het mobiele loket staat elke dinsdag op de markt.")
        .await;
}

#[tokio::test]
async fn a_mail_that_died_is_listed_and_arrives_once_when_it_is_replayed() {
    let mailbox = Mailbox::open();
    let app = TestApp::configured(|config| config.smtp_url = Some(mailbox.url())).await;
    mailbox.is_full(true);
    a_mail_waits(&app).await;
    for attempt in 1..=10 {
        let ran = app.try_jobs().await;
        assert_eq!(ran.len(), 1, "try {attempt}");
        app.advance(Duration::hours(6));
    }
    let listed = app.command(&["jobs", "list"]);
    assert!(listed.contains("\tmail\tdead\t10 tries"), "{listed}");
    assert!(
        listed.contains("452") && listed.contains("1 dead"),
        "{listed}"
    );
    assert!(!listed.contains(ADDRESS), "no address: {listed}");
    let id = listed.split('\t').next().unwrap().to_owned();
    let undelivered = "feedback WHERE undeliverable_at IS NOT NULL";
    assert_eq!(app.database().count(undelivered), 1);

    mailbox.is_full(false);
    assert!(app.try_jobs().await.is_empty(), "nobody tries by itself");
    let said = app.command(&["jobs", "replay", &id]);
    assert!(said.contains("1 put back"), "{said}");
    // The command has the clock of the machine, the test its own.
    app.advance(SystemClock.now().utc() - app.now() + Duration::seconds(1));
    app.run_jobs().await;
    assert_eq!(mailbox.to(ADDRESS).len(), 1);
    assert_eq!(app.database().count(undelivered), 0, "it arrived after all");

    assert!(app.command(&["jobs", "replay"]).contains("0 put back"));
    app.run_jobs().await;
    assert_eq!(mailbox.to(ADDRESS).len(), 1, "once");
}

#[tokio::test]
async fn a_mail_that_a_silent_instance_claimed_is_sent_by_another() {
    let mailbox = Mailbox::open();
    let app = TestApp::configured(|config| config.smtp_url = Some(mailbox.url())).await;
    a_mail_waits(&app).await;
    let now = app.installation().sources.now();
    let lease = (
        storage::At(now),
        storage::At(now.plus(Duration::seconds(60))),
    );
    let claim = move |tx: &mut storage::Tx<'_>| {
        tx.claim_jobs(storage::Key(uuid::Uuid::from_u128(9)), lease.0, lease.1, 9)
    };
    let nothing = policy::Scope::nothing(None);
    let claimed = app.installation().db.keep_house(&nothing, claim).await;
    let claimed = claimed.unwrap();
    assert!(claimed.iter().any(|job| job.kind == "mail"));
    app.advance(Duration::seconds(59));
    app.run_jobs().await;
    assert!(mailbox.mails().is_empty(), "its lease goes on");
    app.advance(Duration::seconds(2));
    app.run_jobs().await;
    assert_eq!(mailbox.to(ADDRESS).len(), 1);
}
