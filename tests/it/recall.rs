//! A device whose first answer was lost takes its signal back by key.

use shared::id::IdempotencyKey;
use shared::life_cycle::SignalState;
use shared::signal::{RecallDraft, SignalDraft, SubmittedSignal};
use testkit::{Asks, TestApp};
use uuid::Uuid;

fn draft() -> SignalDraft {
    SignalDraft {
        text: "Geen plaats in de crèche voor ouders met een laat uurrooster".to_owned(),
        ..SignalDraft::default()
    }
}

fn key() -> Uuid {
    uuid::Builder::from_unix_timestamp_millis(1_772_440_200_000, &[7; 10]).into_uuid()
}

fn recall() -> RecallDraft {
    RecallDraft {
        key: IdempotencyKey::new(key()),
    }
}

#[tokio::test]
async fn what_came_in_without_an_answer_is_withdrawn() {
    let app = TestApp::start().await;
    let (nurse, processor) = (app.provider("linde"), app.processor("linde").await);
    let submitted: SubmittedSignal = nurse.submit_signal(&draft()).key(key()).await.created();
    for _ in 0..2 {
        nurse.recall_submission(&recall()).await.assert_status(204);
    }
    let signal = processor.signal(submitted.id).await;
    assert_eq!(signal.summary.state, SignalState::Withdrawn);
    assert_eq!(signal.text, None);
    assert_eq!(app.database().count("signals"), 1);
}

#[tokio::test]
async fn what_is_still_on_its_way_does_not_come_in_any_more() {
    let app = TestApp::start().await;
    let (nurse, processor) = (app.provider("linde"), app.processor("linde").await);
    nurse.recall_submission(&recall()).await.assert_status(204);
    let late = nurse.submit_signal(&draft()).key(key()).await;
    late.assert_problem(410, "lokaalsignaal:gone");
    nurse.recall_submission(&recall()).await.assert_status(204);
    let all: shared::page::Page<shared::signal::SignalSummary> =
        processor.list_signals().query("count", "true").await.ok();
    assert_eq!(all.items.len(), 0, "it is nothing to anybody");
    assert_eq!(all.total, Some(0));
}

#[tokio::test]
async fn submitting_and_recalling_at_once_leaves_nothing_behind() {
    let app = TestApp::start().await;
    let nurse = app.provider("linde");
    let mut attempts = Vec::new();
    for _ in 0..10 {
        attempts.push(tokio::spawn(
            nurse.submit_signal(&draft()).key(key()).into_future(),
        ));
        attempts.push(tokio::spawn(
            nurse.recall_submission(&recall()).into_future(),
        ));
    }
    for attempt in attempts {
        let answer = attempt.await.unwrap();
        let status = answer.status;
        let expected = [201, 204, 409, 410, 503];
        assert!(expected.contains(&status), "{}", answer.text());
    }
    nurse.recall_submission(&recall()).await.assert_status(204);
    assert_eq!(app.database().count("signals WHERE state = 'withdrawn'"), 1);
    assert_eq!(
        app.database().count("signal_texts WHERE text IS NOT NULL"),
        0
    );
}

#[tokio::test]
async fn another_authority_keeps_what_came_with_the_same_key() {
    let app = TestApp::start().await;
    let (here, there) = (app.provider("linde"), app.provider("heidebeek"));
    here.submit_signal(&draft())
        .key(key())
        .await
        .assert_status(201);
    there.recall_submission(&recall()).await.assert_status(204);
    let again = here.submit_signal(&draft()).key(key()).await;
    again.created::<SubmittedSignal>();
}
