//! Rate limits (trust.md §5.2): who asks too often is told when to come back, and nobody else is slowed.

use shared::issue::IssueDraft;
use shared::sign_in::{OneTimeCode, SignInDraft};
use shared::signal::SubmittedSignal;
use shared::timeline::{Empty, FollowDraft};
use testkit::{Answer, Asks, Call, Provider, TestApp, by};

const WRONG: &str = "KX7Q-2M9T-P4HD-V6RB";

/// An app with the limits of an installation.
async fn limited() -> TestApp {
    TestApp::configured(|config| config.rate_factor = 1).await
}

/// How many calls are answered before the first is turned away, and how that one is.
async fn asked_until_refused(call: impl Fn(u32) -> Call) -> (u32, Answer) {
    for number in 0..2_000 {
        let answer = call(number).await;
        if answer.status == 429 {
            return (number, answer);
        }
    }
    panic!("nobody was turned away");
}

#[track_caller]
fn assert_told_when_to_come_back(answer: &Answer) {
    let problem = answer.assert_problem(429, "belgif:tooManyRequests");
    let seconds: u64 = answer.header("retry-after").parse().unwrap();
    assert!(seconds > 0);
    assert_eq!(problem.retry_after_sec, Some(seconds));
}

fn follow(receipts: &[&str]) -> FollowDraft {
    let receipts = receipts.iter().map(|receipt| (*receipt).to_owned());
    FollowDraft {
        peek: false,
        receipts: receipts.collect(),
    }
}

async fn signals(nurse: &Provider, how_many: usize) -> Vec<SubmittedSignal> {
    let mut signals = Vec::new();
    for number in 0..how_many {
        let text = format!("Signaal nummer {number} over wachten");
        signals.push(nurse.submits(&text).await);
    }
    signals
}

#[tokio::test]
async fn one_person_asks_three_hundred_times_a_minute() {
    let app = limited().await;
    let processor = app.processor("linde").await;
    let colleague = app.processor("linde").await;
    let (asked, refused) = asked_until_refused(|_| processor.get_me()).await;
    assert!(asked >= 300, "{asked} were answered");
    assert_told_when_to_come_back(&refused);
    colleague.get_me().await.assert_status(200);
}

#[tokio::test]
async fn one_person_writes_two_hundred_and_forty_times_a_minute_and_reads_on() {
    let app = limited().await;
    let processor = app.processor("linde").await;
    let empty = IssueDraft::default();
    let (asked, refused) = asked_until_refused(|_| processor.create_issue(&empty)).await;
    assert!(asked >= 240, "{asked} were answered");
    assert_told_when_to_come_back(&refused);
    processor.list_issues().await.assert_status(200);
}

#[tokio::test]
async fn one_network_tries_to_get_in_thirty_times_a_minute() {
    let app = limited().await;
    let anyone = app.anyone();
    let code = OneTimeCode {
        code: "AAAAAAAAAAAAAAAAAAAAAA".to_owned(),
    };
    let (asked, refused) =
        asked_until_refused(|_| anyone.read_invitation(&code).about("linde")).await;
    assert!((30..60).contains(&asked), "{asked} were answered");
    assert_told_when_to_come_back(&refused);
    let draft = SignInDraft {
        email: "niemand@linde.test".to_owned(),
        password: "wollig-schaap-telt-wolken".to_owned(),
        totp: "000000".to_owned(),
    };
    let (asked, refused) = asked_until_refused(|_| anyone.sign_in(&draft)).await;
    assert!(asked < 5, "signing in counts in the same bucket: {asked}");
    assert_told_when_to_come_back(&refused);
}

#[tokio::test]
async fn one_person_searches_thirty_times_a_minute_and_still_reads_lists() {
    let app = limited().await;
    let processor = app.processor("linde").await;
    let (asked, refused) =
        asked_until_refused(|_| processor.list_signals().query("q", "wachten")).await;
    assert!((30..60).contains(&asked), "{asked} were answered");
    assert_told_when_to_come_back(&refused);
    let issues = processor.list_issues().query("q", "wachten").await;
    assert_told_when_to_come_back(&issues);
    processor.list_signals().await.assert_status(200);
}

#[tokio::test]
async fn one_person_exports_ten_times_a_day() {
    let app = limited().await;
    let (lead, other) = (
        app.lead_processor("linde").await,
        app.lead_processor("linde").await,
    );
    let (asked, refused) = asked_until_refused(|_| lead.export_authority(&Empty {})).await;
    assert_eq!(asked, 10);
    assert_told_when_to_come_back(&refused);
    let seconds: u64 = refused.header("retry-after").parse().unwrap();
    assert!(seconds > 23 * 3_600, "{seconds} s");
    let answer = other.export_authority(&Empty {}).await;
    answer.assert_status(200);
}

#[tokio::test]
async fn fifty_wrong_codes_in_one_request_are_fifty_guesses() {
    let app = limited().await;
    let nurse = app.provider("linde");
    let signal = nurse
        .submits("Ouders wachten op een plaats in de crèche")
        .await;
    let mut codes = vec![WRONG; 49];
    codes.push(&signal.receipt);
    nurse
        .follow_signals(&follow(&codes))
        .await
        .assert_status(200);
    let answer = nurse.follow_signals(&follow(&[&signal.receipt])).await;
    assert_told_when_to_come_back(&answer);
}

#[tokio::test]
async fn who_signed_in_may_not_guess_codes_either() {
    let app = limited().await;
    let processor = app.processor("linde").await;
    let (asked, refused) =
        asked_until_refused(|_| processor.follow_signals(&follow(&[WRONG]))).await;
    assert_eq!(asked, 10);
    assert_told_when_to_come_back(&refused);
    let wrong = by(WRONG, Empty {});
    let answer = app.provider("linde").withdraw_signal(&wrong).await;
    assert_told_when_to_come_back(&answer);
}

#[tokio::test]
async fn a_device_with_many_honest_codes_is_never_slowed() {
    let app = limited().await;
    let nurse = app.provider("linde");
    let mut signals = signals(&nurse, 14).await;
    // As retention leaves them.
    app.database()
        .execute("UPDATE signals SET state = 'erased'");
    signals.push(nurse.submits("Nog een signaal over wachten").await);
    let codes: Vec<&str> = signals
        .iter()
        .map(|signal| signal.receipt.as_str())
        .collect();
    // An erased signal is not found, and was no guess.
    for _ in 0..5 {
        nurse
            .follow_signals(&follow(&codes))
            .await
            .assert_status(200);
        let answer = nurse.follow_signals(&follow(&codes[..14])).await;
        answer.assert_problem(404, "lokaalsignaal:receiptUnknown");
    }
}

#[tokio::test]
async fn a_revoked_entry_link_opens_nothing_within_ten_seconds_wherever_it_was_revoked() {
    let app = TestApp::start().await;
    let nurse = app.provider("linde");
    nurse
        .submits("Ouders wachten op een plaats in de crèche")
        .await;
    // As another instance would write it: this server is not told.
    app.database()
        .execute("UPDATE entry_links SET revoked_at = created_at");
    let since = std::time::Instant::now();
    let draft = shared::signal::SignalDraft {
        text: "Ouders wachten nog altijd op een plaats".to_owned(),
        ..Default::default()
    };
    loop {
        let answer = nurse.submit_signal(&draft).await;
        if answer.status == 401 {
            answer.assert_problem(401, "lokaalsignaal:entryLinkInvalid");
            return;
        }
        answer.assert_status(201);
        assert!(since.elapsed().as_secs() < 10, "it still opens");
    }
}
