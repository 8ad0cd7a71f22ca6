//! Follow-up codes: the only proof that a provider without account has.

use shared::codes::ContactChoice;
use shared::page::Page;
use shared::signal::{ContactDraft, SubmittedSignal};
use shared::timeline::{Empty, FollowDraft, Timeline};
use testkit::{Asks, TestApp, by};

fn follow(receipts: &[&str]) -> FollowDraft {
    FollowDraft {
        receipts: receipts
            .iter()
            .map(|receipt| (*receipt).to_owned())
            .collect(),
        peek: false,
    }
}

#[tokio::test]
async fn a_code_is_read_as_people_write_it() {
    let app = TestApp::start().await;
    let nurse = app.provider("linde");
    let signal = nurse
        .submits("Ouders wachten op een plaats in de crèche")
        .await;
    let typed = signal
        .receipt
        .to_lowercase()
        .replace('-', " ")
        .replace('0', "o")
        .replace('1', "l");
    assert_eq!(nurse.timeline(&typed).await.id, signal.id);
    assert_eq!(
        nurse.timeline(&signal.receipt.replace('-', "")).await.id,
        signal.id
    );
}

#[tokio::test]
async fn a_code_works_only_at_the_address_of_its_authority() {
    let app = TestApp::start().await;
    let signal = app
        .provider("linde")
        .submits("Ouders wachten op een plaats in de crèche")
        .await;
    let elsewhere = app.provider("heidebeek");
    let answer = elsewhere.follow_signals(&follow(&[&signal.receipt])).await;
    answer.assert_problem(404, "lokaalsignaal:receiptUnknown");
}

#[tokio::test]
async fn codes_that_open_nothing_are_left_out_and_all_unknown_is_not_found() {
    let app = TestApp::start().await;
    let nurse = app.provider("linde");
    let signal = nurse
        .submits("Ouders wachten op een plaats in de crèche")
        .await;
    let some = follow(&[&signal.receipt, "KX7Q-2M9T-P4HD-V6RB"]);
    let page: Page<Timeline> = nurse.follow_signals(&some).await.ok();
    assert_eq!(page.items.len(), 1);
    for unknown in ["KX7Q-2M9T-P4HD-V6RB", "not a code", ""] {
        let answer = nurse.follow_signals(&follow(&[unknown])).await;
        answer.assert_problem(404, "lokaalsignaal:receiptUnknown");
    }
}

#[tokio::test]
async fn more_than_fifty_codes_at_once_are_too_many() {
    let app = TestApp::start().await;
    let nurse = app.provider("linde");
    let many = ["KX7Q-2M9T-P4HD-V6RB"; 51];
    let problem = nurse.follow_signals(&follow(&many)).await;
    let problem = problem.assert_problem(422, "lokaalsignaal:invalidDraft");
    assert_eq!(
        (problem.issues[0].name.as_str(), problem.issues[0].limit),
        ("/receipts", Some(50))
    );
}

#[tokio::test]
async fn who_guesses_codes_is_turned_away_after_ten_misses() {
    let app = TestApp::configured(|config| config.rate_factor = 1).await;
    let nurse = app.provider("linde");
    let signal: SubmittedSignal = nurse
        .submits("Ouders wachten op een plaats in de crèche")
        .await;
    for _ in 0..10 {
        let answer = nurse
            .follow_signals(&follow(&["KX7Q-2M9T-P4HD-V6RB"]))
            .await;
        answer.assert_problem(404, "lokaalsignaal:receiptUnknown");
    }
    let answer = nurse.follow_signals(&follow(&[&signal.receipt])).await;
    let problem = answer.assert_problem(429, "belgif:tooManyRequests");
    assert!(problem.retry_after_sec.is_some());
    assert!(!answer.header("retry-after").is_empty());
}

#[tokio::test]
async fn who_sends_too_many_signals_is_told_when_to_come_back() {
    let app = TestApp::configured(|config| config.rate_factor = 1).await;
    let nurse = app.provider("linde");
    let mut refused = None;
    for number in 0..40 {
        let draft = shared::signal::SignalDraft {
            text: format!("Signaal nummer {number} over wachten"),
            ..Default::default()
        };
        let answer = nurse.submit_signal(&draft).await;
        if answer.status != 201 {
            refused = Some((number, answer));
            break;
        }
    }
    let (sent, answer) = refused.unwrap();
    answer.assert_problem(429, "belgif:tooManyRequests");
    assert!((20..40).contains(&sent), "{sent} were taken");
}

#[tokio::test]
async fn a_code_never_stands_in_the_database() {
    let app = TestApp::start().await;
    let nurse = app.provider("linde");
    let signal = nurse
        .submits("Ouders wachten op een plaats in de crèche")
        .await;
    assert!(!app.database().holds(&signal.receipt));
    assert!(!app.database().holds(&signal.receipt.replace('-', "")));
}

#[tokio::test]
async fn what_a_code_opens_cannot_be_reached_by_another_code() {
    let app = TestApp::start().await;
    let nurse = app.provider("linde");
    let signal = nurse
        .submits("Ouders wachten op een plaats in de crèche")
        .await;
    let wrong = by("KX7Q-2M9T-P4HD-V6RB", Empty {});
    let answer = nurse.withdraw_signal(&wrong).await;
    answer.assert_problem(404, "lokaalsignaal:receiptUnknown");
    assert!(nurse.timeline(&signal.receipt).await.text.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_who_names_no_version_is_never_told_that_hers_is_old() {
    let app = TestApp::start().await;
    let nurse = app.provider("linde");
    let signal = nurse
        .submits("Ouders wachten op een plaats in de crèche")
        .await;
    for round in 0..5 {
        let change = |number: u32| {
            let draft = by(
                &signal.receipt,
                ContactDraft {
                    choice: ContactChoice::Email,
                    email: Some(format!("an{round}.{number}@wijkteam.test")),
                    pace: None,
                },
            );
            let nurse = nurse.clone();
            tokio::spawn(async move { nurse.change_contact(&draft).await })
        };
        // Two tabs, and a finger that slips: each takes the newest version, whoever was first.
        for change in [change(1), change(2), change(3)] {
            change.await.unwrap().assert_status(200);
        }
    }
    assert_eq!(app.database().count("provider_contacts"), 1);
}
