//! Somebody with an account follows own signals, and anybody changes how to hear of them.

use shared::codes::{ContactChoice, Role};
use shared::id::SignalId;
use shared::page::Page;
use shared::signal::{ContactDraft, SignalDraft, SubmittedSignal};
use shared::timeline::{ByReceipt, Empty, Timeline};
use testkit::{Asks, Staff, TestApp, by};

fn draft(text: &str) -> SignalDraft {
    SignalDraft {
        text: text.to_owned(),
        ..SignalDraft::default()
    }
}

async fn submits(staff: &Staff, text: &str) -> SubmittedSignal {
    staff.submit_signal(&draft(text)).await.created()
}

async fn mine(staff: &Staff) -> Vec<SignalId> {
    let page: Page<Timeline> = staff.list_my_signals().await.ok();
    page.items.into_iter().map(|timeline| timeline.id).collect()
}

#[tokio::test]
async fn who_sends_with_an_account_sees_own_signals_and_no_other() {
    let app = TestApp::start().await;
    let nurse = app
        .person_with(&[
            ("linde", &[Role::Provider]),
            ("heidebeek", &[Role::Provider]),
        ])
        .await;
    let colleague = app.member("linde", &[Role::Provider]).await;
    let here = submits(&nurse.about("linde"), "Gezinnen wachten op een woning").await;
    let there = submits(&nurse.about("heidebeek"), "De bus rijdt niet op zondag").await;
    let hers = submits(&colleague, "Kinderen komen zonder ontbijt").await;
    app.provider("linde")
        .submits("Zonder account: ouders wachten op een crèche")
        .await;

    let mut all = mine(&nurse).await;
    all.sort();
    let mut expected = [here.id, there.id];
    expected.sort();
    assert_eq!(all, expected, "in every authority of hers");
    assert_eq!(mine(&nurse.about("heidebeek")).await, [there.id]);
    assert_eq!(mine(&colleague).await, [hers.id]);
    assert!(mine(&app.processor("linde").await).await.is_empty());

    let page: Page<Timeline> = colleague.list_my_signals().await.ok();
    assert_eq!(
        page.items[0].text.as_deref(),
        Some("Kinderen komen zonder ontbijt")
    );
    let withdraw = by(&hers.receipt, Empty {});
    let provider = app.provider("linde");
    provider.withdraw_signal(&withdraw).await.no_content();
    assert!(mine(&colleague).await.is_empty(), "taken back at once");
}

#[tokio::test]
async fn own_signals_come_page_by_page_the_newest_day_first() {
    let app = TestApp::start().await;
    let nurse = app.member("linde", &[Role::Provider]).await;
    let mut by_day = Vec::new();
    for day in 0..3 {
        for number in 0..2 {
            let text = format!("Signaal {number} van dag {day} over wachten");
            by_day.push((submits(&nurse, &text).await.id, 3 - day));
        }
        app.advance(chrono::Duration::days(1));
    }
    let mut seen = Vec::new();
    let mut call = nurse.list_my_signals().query("pageSize", "2");
    loop {
        let page: Page<Timeline> = call.await.ok();
        assert_eq!(page.items.len(), 2);
        seen.extend(page.items.into_iter().map(|timeline| timeline.id));
        let Some(next) = page.next else { break };
        call = nurse
            .list_my_signals()
            .query("pageSize", "2")
            .query("after", &next);
    }
    let day_of = |id: &SignalId| by_day.iter().find(|(known, _)| known == id).unwrap().1;
    let days: Vec<i32> = seen.iter().map(day_of).collect();
    assert_eq!(days, [1, 1, 2, 2, 3, 3]);
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 6);
}

#[tokio::test]
async fn a_provider_changes_how_to_hear_what_comes_of_it() {
    let app = TestApp::start().await;
    let (nurse, processor) = (app.provider("linde"), app.processor("linde").await);
    let signal = nurse.submits("Ouderen raken niet aan het loket").await;
    let contact = |email: &str| {
        by(
            &signal.receipt,
            ContactDraft {
                choice: ContactChoice::Email,
                email: Some(email.to_owned()),
                pace: None,
            },
        )
    };
    let answer = nurse.change_contact(&contact("geen adres")).await;
    let problem = answer.assert_problem(422, "lokaalsignaal:invalidDraft");
    assert_eq!(problem.issues[0].name, "/body/email");

    for address in ["an@wijkteam.test", "an@elders.test"] {
        nurse
            .change_contact(&contact(address))
            .await
            .ok::<Timeline>();
        assert!(!app.database().holds(address), "an address is sealed");
    }
    assert_eq!(app.database().count("provider_contacts"), 1, "the last one");
    processor
        .opens_issue("Bereikbaarheid van het loket", &[signal.id])
        .await;
    let queue = processor.feedback_queue().await;
    assert_eq!((queue[0].by_mail, queue[0].by_receipt), (1, 0));
    processor
        .sends_all_feedback("Het loket komt naar de wijk.")
        .await;
    app.run_jobs().await;
    let mails = app.mails_in_folder();
    assert_eq!(mails.len(), 1);
    assert!(mails[0].contains("an@elders.test"), "{}", mails[0]);

    let by_code = by(
        &signal.receipt,
        ContactDraft {
            choice: ContactChoice::Code,
            email: None,
            pace: None,
        },
    );
    nurse.change_contact(&by_code).await.ok::<Timeline>();
    assert_eq!(app.database().count("provider_contacts"), 0);
    let foreign = ByReceipt {
        receipt: "KX7Q-2M9T-P4HD-V6RB".to_owned(),
        ..by_code
    };
    nurse
        .change_contact(&foreign)
        .await
        .assert_problem(404, "lokaalsignaal:receiptUnknown");
}

#[tokio::test]
async fn what_is_taken_back_at_once_leaves_nothing_but_the_mark_of_its_attempt() {
    let app = TestApp::start().await;
    let (nurse, processor) = (app.provider("linde"), app.processor("linde").await);
    let draft = SignalDraft {
        chips: shared::signal::Chips {
            place: Some("Vaartwijk".to_owned()),
            themes: vec!["housing".to_owned()],
            ..shared::signal::Chips::default()
        },
        sector: Some("home-nursing".to_owned()),
        device_mark: Some("0123456789abcdef0123456789abcdef".to_owned()),
        ..draft("De zeldzame wielewaal wacht op een woning")
    };
    let key = uuid::Uuid::from_u128(0x0193_5c1f_0000_7000_8000_0000_0000_0021);
    let sent: SubmittedSignal = nurse.submit_signal(&draft).key(key).await.created();
    let kept = nurse.submits("Gezinnen wachten op een woning").await;
    let withdraw = |sent: &SubmittedSignal| by(&sent.receipt, Empty {});
    let count = |from: &str| app.database().count(from);
    let facets =
        "signals WHERE place IS NOT NULL OR sector IS NOT NULL OR entry_link_id IS NOT NULL";
    assert_eq!((count(facets), count("signal_tags")), (2, 1));
    for _ in 0..2 {
        nurse.withdraw_signal(&withdraw(&sent)).await.no_content();
    }
    assert_eq!((count(facets), count("signal_tags")), (1, 0));
    let nobody = "signals WHERE state = 'withdrawn' AND client_body IS NULL AND language IS NULL";
    assert_eq!(count(nobody), 1);
    let listed = async || -> Vec<SignalId> {
        let page: Page<shared::signal::SignalSummary> = processor.list_signals().await.ok();
        page.items.into_iter().map(|row| row.id).collect()
    };
    assert_eq!(listed().await, [kept.id], "no list shows it");
    nurse
        .submit_signal(&draft)
        .key(key)
        .await
        .assert_problem(410, "lokaalsignaal:gone");

    // Later it stays as a count: who read it knows that it was there.
    app.advance(chrono::Duration::minutes(2));
    nurse.withdraw_signal(&withdraw(&kept)).await.no_content();
    assert_eq!(listed().await, [kept.id]);
}
