//! The database is away: 503 with a time to come back, soon, never 500, and never a lost or doubled signal. Who watches
//! the process is answered at once whatever the database does.

use std::time::{Duration, Instant};

use shared::id::SignalId;
use shared::signal::{SignalDraft, SubmittedSignal};
use testkit::{Answer, Asks, Call, Provider, Staff, TestApp};

/// Within this a caller is told (issue: 8 s).
const PATIENCE: Duration = Duration::from_secs(8);
/// Within this who watches the process is told. The bar is 250 ms (trust.md, faults); a busy machine must not decide here.
const AT_ONCE: Duration = Duration::from_secs(1);

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

fn key() -> uuid::Uuid {
    uuid::Builder::from_unix_timestamp_millis(1_772_440_200_001, &[9; 10]).into_uuid()
}

/// Answers and how long they took.
async fn timed(call: Call) -> (Answer, Instant) {
    let since = Instant::now();
    (call.await, since)
}

/// Asks for the health again and again until it is this one; each answer comes at once.
async fn health_becomes(app: &TestApp, status: &str) {
    let began = Instant::now();
    loop {
        let since = Instant::now();
        let health = app.at_the_root("/health").await;
        let took = since.elapsed();
        assert!(took < AT_ONCE, "health took {took:?}");
        health.assert_status(200);
        if health.text().contains(status) {
            return;
        }
        assert!(began.elapsed() < Duration::from_secs(20), "not {status}");
    }
}

async fn readiness_becomes(app: &TestApp, status: u16) {
    let began = Instant::now();
    loop {
        let since = Instant::now();
        let ready = app.ready().await;
        let took = since.elapsed();
        assert!(took < Duration::from_secs(2), "ready took {took:?}");
        if ready == status {
            return;
        }
        assert!(began.elapsed() < Duration::from_secs(20), "not {status}");
    }
}

/// A list, a detail and a submission, asked at once while nothing comes back from the database.
async fn assert_all_are_told(nurse: &Provider, processor: &Staff, known: SignalId) {
    let (list, detail, submission) = tokio::join!(
        timed(processor.list_signals()),
        timed(processor.get_signal(known)),
        timed(nurse.submit_signal(&draft()).key(key())),
    );
    for (answer, since) in [list, detail, submission] {
        assert_away(&answer, since);
    }
}

/// The client keeps what was typed and sends it again with its mark.
async fn sends_again_until_it_is_taken(nurse: &Provider) -> SubmittedSignal {
    let since = Instant::now();
    loop {
        let answer = nurse.submit_signal(&draft()).key(key()).await;
        if answer.status == 201 {
            return answer.json();
        }
        answer.assert_problem(503, "belgif:serviceUnavailable");
        assert!(
            since.elapsed() < Duration::from_secs(30),
            "it does not come back"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn while_the_database_is_away_callers_are_told_soon_when_to_come_back() {
    let app = TestApp::start().await;
    let (nurse, processor) = (app.provider("linde"), app.processor("linde").await);
    let known = nurse.submits("Een eerste signaal over wachten").await;
    processor.signal(known.id).await;
    readiness_becomes(&app, 200).await;
    health_becomes(&app, "UP").await;

    let away = app.database().goes_away();
    if app.database().is_sqlite() {
        // Somebody else writes: reading goes on, writing is told to come back.
        let (answer, since) = timed(nurse.submit_signal(&draft()).key(key())).await;
        assert_away(&answer, since);
        processor.list_signals().await.assert_status(200);
        processor.get_signal(known.id).await.assert_status(200);
        health_becomes(&app, "UP").await;
    } else {
        assert_all_are_told(&nurse, &processor, known.id).await;
        health_becomes(&app, "DEGRADED").await;
        readiness_becomes(&app, 503).await;
    }
    away.comes_back();

    let submitted = sends_again_until_it_is_taken(&nurse).await;
    assert_eq!(nurse.timeline(&submitted.receipt).await.id, submitted.id);
    assert_eq!(app.database().count("signals"), 2);
    health_becomes(&app, "UP").await;
    readiness_becomes(&app, 200).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_freezes_holds_nobody_up() {
    let (app, line) = TestApp::on_a_line().await;
    // A file has no line that could go silent: a disk that hangs stops the whole machine.
    let Some(line) = line else { return };
    let (nurse, processor) = (app.provider("linde"), app.processor("linde").await);
    let known = nurse.submits("Een eerste signaal over wachten").await;
    processor.signal(known.id).await;
    readiness_becomes(&app, 200).await;

    line.goes_silent();
    tokio::join!(
        assert_all_are_told(&nurse, &processor, known.id),
        health_becomes(&app, "DEGRADED"),
        readiness_becomes(&app, 503),
    );
    line.speaks_again();

    let submitted = sends_again_until_it_is_taken(&nurse).await;
    assert_eq!(nurse.timeline(&submitted.receipt).await.id, submitted.id);
    assert_eq!(app.database().count("signals"), 2);
    readiness_becomes(&app, 200).await;
    processor.list_signals().await.assert_status(200);
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
