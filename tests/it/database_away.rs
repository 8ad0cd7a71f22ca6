//! The database is away: 503 with a time to come back, soon, never 500, and never a lost or doubled signal.

use std::time::{Duration, Instant};

use shared::signal::{SignalDraft, SubmittedSignal};
use testkit::{Answer, Asks, TestApp};

/// Within this a caller is told (issue: 8 s).
const PATIENCE: Duration = Duration::from_secs(8);

fn draft() -> SignalDraft {
    SignalDraft {
        text: "Ouders wachten op een plaats in de crèche".to_owned(),
        ..SignalDraft::default()
    }
}

fn assert_away(answer: &Answer, since: Instant) {
    assert!(since.elapsed() < PATIENCE, "it took {:?}", since.elapsed());
    let problem = answer.assert_problem(503, "belgif:serviceUnavailable");
    assert!(problem.retry_after_sec.is_some());
    assert!(!answer.header("retry-after").is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn while_the_database_is_away_callers_are_told_soon_when_to_come_back() {
    let app = TestApp::start().await;
    let (nurse, processor) = (app.provider("linde"), app.processor("linde").await);
    let known = nurse.submits("Een eerste signaal over wachten").await;
    processor.signal(known.id).await;
    let key = uuid::Builder::from_unix_timestamp_millis(1_772_440_200_001, &[9; 10]).into_uuid();

    assert_eq!(app.ready().await, 200);

    let away = app.database().goes_away();
    let since = Instant::now();
    let answer = nurse.submit_signal(&draft()).key(key).await;
    assert_away(&answer, since);
    let since = Instant::now();
    let alive = app.anyone().get_health().await;
    alive.assert_status(200);
    assert!(
        since.elapsed() < Duration::from_secs(1),
        "alive does not ask the database"
    );
    away.comes_back();

    // The client keeps what was typed and sends it again with its mark.
    let submitted = loop {
        let answer = nurse.submit_signal(&draft()).key(key).await;
        if answer.status == 201 {
            break answer.json::<SubmittedSignal>();
        }
        answer.assert_problem(503, "belgif:serviceUnavailable");
        assert!(
            since.elapsed() < Duration::from_secs(30),
            "it does not come back"
        );
    };
    assert_eq!(nurse.timeline(&submitted.receipt).await.id, submitted.id);
    assert_eq!(app.database().count("signals"), 2);
}

#[tokio::test]
async fn a_read_only_server_answers_and_turns_what_is_sent_away() {
    let app = TestApp::configured(|config| config.read_only = true).await;
    let nurse = app.provider("linde");
    let since = Instant::now();
    let answer = nurse.submit_signal(&draft()).await;
    assert_away(&answer, since);
    nurse.get_taxonomy("linde").await.assert_status(200);
    assert_eq!(app.ready().await, 200);
    assert_eq!(app.database().count("signals"), 0);
}
