//! Every provider hears what came of it, whatever mail servers do.

use chrono::Duration;
use shared::codes::{ContactChoice, FeedbackMoment, Language, RedirectReason};
use shared::feedback::{ComposeDraft, FeedbackBatch, SentFeedback};
use shared::life_cycle::FeedbackState;
use shared::page::Page;
use shared::signal::{ContactDraft, RedirectDraft, SignalDraft, SubmittedSignal};
use shared::timeline::{Empty, FollowDraft, RatingDraft, Timeline};
use testkit::{Asks, Mailbox, Provider, Staff, TestApp, by, unfolded};

const TEXT: &str = "Het mobiele loket staat vanaf maart elke dinsdag op de weekmarkt.";

/// A provider who left an address.
async fn submits_with_mail(
    provider: &Provider,
    address: &str,
    locale: Language,
) -> SubmittedSignal {
    let draft = SignalDraft {
        text: "Ouderen raken niet meer aan het loket in de wijk".to_owned(),
        locale: Some(locale),
        contact: Some(ContactDraft {
            choice: ContactChoice::Email,
            email: Some(address.to_owned()),
            pace: None,
        }),
        ..SignalDraft::default()
    };
    provider.submit_signal(&draft).await.created()
}

/// Links them, so that news is owed.
async fn links(processor: &Staff, signals: &[&SubmittedSignal]) -> FeedbackBatch {
    let ids: Vec<_> = signals.iter().map(|signal| signal.id).collect();
    processor
        .opens_issue("Bereikbaarheid van het loket", &ids)
        .await;
    let mut queue = processor.feedback_queue().await;
    assert_eq!(queue.len(), 1, "{queue:?}");
    queue.remove(0)
}

async fn sends(processor: &Staff, batch: &FeedbackBatch) -> SentFeedback {
    let draft = ComposeDraft {
        text: TEXT.to_owned(),
    };
    processor
        .compose_feedback(&batch.id, batch.version, &draft)
        .await
        .ok::<FeedbackBatch>();
    processor.send_feedback(&batch.id, &Empty {}).await.ok()
}

/// The link in a mail, from `#r=` on; the mail may have been folded on its way.
fn receipt_in(mail: &str) -> String {
    let unfolded = unfolded(mail);
    let (_, rest) = unfolded.split_once("#r=").expect("a link with a receipt");
    rest.chars()
        .take_while(|letter| letter.is_ascii_alphanumeric() || *letter == '-')
        .collect()
}

#[tokio::test]
async fn a_mail_has_a_link_that_opens_the_answer_and_none_of_its_words() {
    let mailbox = Mailbox::open();
    let app = TestApp::configured(|config| config.smtp_url = Some(mailbox.url())).await;
    let (nurse, processor) = (app.provider("linde"), app.processor("linde").await);
    let signal = submits_with_mail(&nurse, "an@wijkteam.test", Language::Nl).await;
    let batch = links(&processor, &[&signal]).await;
    assert_eq!(
        (batch.by_mail, batch.by_receipt, batch.drafted),
        (1, 0, false)
    );
    assert!(
        batch.text.contains("Bereikbaarheid van het loket"),
        "{}",
        batch.text
    );
    sends(&processor, &batch).await;
    app.run_jobs().await;

    let mails = mailbox.to("an@wijkteam.test");
    assert_eq!(mails.len(), 1);
    let content = &mails[0].content;
    for words in ["weekmarkt", "Ouderen", "Bereikbaarheid"] {
        assert!(!content.contains(words), "{content}");
    }
    assert!(
        content.contains("Auto-Submitted: auto-generated"),
        "{content}"
    );
    assert_eq!(receipt_in(content), signal.receipt);
    let timeline = nurse.timeline(&receipt_in(content)).await;
    assert_eq!(timeline.feedback[0].text, TEXT);
}

/// Every link of a mail; the mail may have been folded on its way.
fn links_in(mail: &str) -> Vec<String> {
    let unfolded = unfolded(mail);
    let words = unfolded.split_whitespace();
    let links = words.filter(|word| word.starts_with("https://"));
    links.map(str::to_owned).collect()
}

/// Where mail programs unsubscribe, as a path.
fn unsubscribe_in(mail: &str) -> String {
    let unfolded = mail.replace("\r\n ", " ");
    let (_, rest) = unfolded
        .split_once("List-Unsubscribe: <")
        .expect("the header");
    let (address, _) = rest.split_once('>').expect("its end");
    let path = address.strip_prefix("https://signaal.test");
    path.expect("an address of ours").to_owned()
}

#[tokio::test]
async fn a_scanner_of_mail_that_opens_every_link_answers_nothing_and_one_press_does() {
    let mailbox = Mailbox::open();
    let app = TestApp::configured(|config| config.smtp_url = Some(mailbox.url())).await;
    let (nurse, processor) = (app.provider("linde"), app.processor("linde").await);
    let signal = submits_with_mail(&nurse, "an@wijkteam.test", Language::Nl).await;
    let batch = links(&processor, &[&signal]).await;
    sends(&processor, &batch).await;
    app.run_jobs().await;
    let content = &mailbox.to("an@wijkteam.test")[0].content;
    let links = links_in(content);
    assert_eq!(links.len(), 4, "to read, yes, no, how often: {content}");
    let header = unsubscribe_in(content);

    let before = app.fingerprint();
    assert!(!header.contains(&signal.receipt), "{header}");
    app.at_the_root(&header).await;
    for link in &links {
        let (address, fragment) = link.split_once('#').expect("a fragment");
        assert!(
            !address.contains('?') && !address.contains(&signal.receipt),
            "{address}"
        );
        assert!(
            fragment.starts_with(&format!("r={}", signal.receipt)) || fragment.starts_with("p="),
            "{fragment}"
        );
        let path = address.strip_prefix("https://signaal.test").unwrap();
        // Also one that knows no fragments and sends all of it.
        for path in [
            path.to_owned(),
            format!("{path}%23{fragment}"),
            format!("{path}?{fragment}"),
        ] {
            app.at_the_root(&path).await;
        }
    }
    // One that runs the page's script sees what the page sees.
    let peek = FollowDraft {
        receipts: vec![signal.receipt.clone()],
        peek: true,
    };
    let seen: Page<Timeline> = nurse.follow_signals(&peek).await.ok();
    let feedback = &seen.items[0].feedback[0];
    assert_eq!(
        (feedback.state, feedback.useful),
        (FeedbackState::Sent, None)
    );
    assert_eq!(app.fingerprint(), before, "a scanner changed something");

    // The press: the id behind `yes=` is the feedback that it is about.
    let id = links
        .iter()
        .find_map(|link| link.split_once("&yes="))
        .unwrap()
        .1;
    assert_eq!(id, feedback.id.to_string());
    let rating = by(&signal.receipt, RatingDraft { useful: true });
    let rated: Timeline = nurse.rate_feedback(feedback.id, &rating).await.ok();
    assert_eq!(rated.feedback[0].useful, Some(true));
    let found = &processor.signal(signal.id).await.feedback[0];
    assert_eq!(
        (found.state, found.useful),
        (FeedbackState::Rated, Some(true))
    );
}

#[tokio::test]
async fn who_cannot_be_reached_by_mail_reads_by_receipt() {
    let mailbox = Mailbox::open();
    let app = TestApp::configured(|config| config.smtp_url = Some(mailbox.url())).await;
    let (nurse, processor) = (app.provider("linde"), app.processor("linde").await);
    mailbox.refuses("weg@wijkteam.test");
    let signal = submits_with_mail(&nurse, "weg@wijkteam.test", Language::Nl).await;
    let batch = links(&processor, &[&signal]).await;
    assert_eq!(
        sends(&processor, &batch).await,
        SentFeedback {
            by_mail: 1,
            by_receipt: 0
        }
    );
    app.run_jobs().await;

    assert!(processor.signal(signal.id).await.feedback[0].undeliverable);
    assert_eq!(nurse.timeline(&signal.receipt).await.feedback.len(), 1);
    // Nothing is sent there again: the next answer counts as read by receipt from the start.
    app.advance(Duration::days(91));
    app.begins_the_day().await;
    app.run_jobs().await;
    let queue = processor.feedback_queue().await;
    let [batch] = queue.as_slice() else {
        panic!("{queue:?}");
    };
    assert_eq!(
        (batch.by_mail, batch.by_receipt, batch.undeliverable),
        (0, 1, 1),
        "{queue:?}"
    );
}

#[tokio::test]
async fn a_mail_server_that_is_away_is_asked_ten_times_and_then_an_operator() {
    // A port on which nobody listens: it was free a moment ago.
    let nobody = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let app =
        TestApp::configured(|config| config.smtp_url = Some(format!("smtp://{nobody}"))).await;
    let (nurse, processor) = (app.provider("linde"), app.processor("linde").await);
    let signal = submits_with_mail(&nurse, "an@wijkteam.test", Language::Nl).await;
    let batch = links(&processor, &[&signal]).await;
    sends(&processor, &batch).await;

    for attempt in 1..=10 {
        let ran = app.try_jobs().await;
        assert_eq!(ran.len(), 1, "try {attempt}");
        assert!(ran[0].failed.is_some());
        assert!(
            app.try_jobs().await.is_empty(),
            "not again before its pause is over"
        );
        app.advance(Duration::hours(6));
    }
    assert!(app.try_jobs().await.is_empty());
    assert_eq!(app.database().count("jobs WHERE state = 'dead'"), 1);
    let feedback = &processor.signal(signal.id).await.feedback;
    assert!(feedback[0].undeliverable, "the queue shows it");
    assert_eq!(
        nurse.timeline(&signal.receipt).await.feedback[0].text,
        TEXT,
        "and it is readable all the while"
    );
}

#[tokio::test]
async fn two_instances_at_once_send_each_mail_once() {
    let mailbox = Mailbox::open();
    let app = TestApp::configured(|config| config.smtp_url = Some(mailbox.url())).await;
    let (nurse, processor) = (app.provider("linde"), app.processor("linde").await);
    let mut signals = Vec::new();
    for number in 0..20 {
        signals.push(
            submits_with_mail(&nurse, &format!("an{number}@wijkteam.test"), Language::Nl).await,
        );
    }
    let batch = links(&processor, &signals.iter().collect::<Vec<_>>()).await;
    assert_eq!(sends(&processor, &batch).await.by_mail, 20);
    let (one, other) = tokio::join!(app.try_jobs(), app.try_jobs());
    assert_eq!(one.len() + other.len(), 20);
    let mut reached: Vec<String> = mailbox
        .mails()
        .into_iter()
        .flat_map(|mail| mail.to)
        .collect();
    reached.sort();
    reached.dedup();
    assert_eq!((reached.len(), mailbox.mails().len()), (20, 20));
}

#[tokio::test]
async fn what_comes_round_every_day_is_queued_once_a_day_by_however_many_instances() {
    let app = TestApp::start().await;
    let (one, other) = tokio::join!(app.begins_the_day(), app.begins_the_day());
    assert_eq!(
        one + other,
        17,
        "seven kinds of work in two authorities, one for all, and on Monday weekly mails in both"
    );
    assert_eq!(app.begins_the_day().await, 0);
    app.run_jobs().await;
    assert_eq!(app.begins_the_day().await, 0, "also when it is done");
    app.advance(Duration::days(1));
    assert_eq!(app.begins_the_day().await, 15);
}

#[tokio::test]
async fn an_answer_that_nobody_wrote_goes_out_in_the_language_of_each_provider() {
    let app = TestApp::start().await;
    let (nurse, processor) = (app.provider("linde"), app.processor("linde").await);
    let dutch = submits_with_mail(&nurse, "an@wijkteam.test", Language::Nl).await;
    let french = submits_with_mail(&nurse, "anne@equipe.test", Language::Fr).await;
    let batch = links(&processor, &[&dutch, &french]).await;
    assert_eq!(batch.locales.len(), 2);
    let sent: SentFeedback = processor.send_feedback(&batch.id, &Empty {}).await.ok();
    assert_eq!(sent.by_mail, 2);
    let words = |timeline: Timeline| timeline.feedback[0].text.clone();
    let (nl, fr) = (
        words(nurse.timeline(&dutch.receipt).await),
        words(nurse.timeline(&french.receipt).await),
    );
    assert!(nl.starts_with("We bekeken uw signaal"), "{nl}");
    assert!(fr.starts_with("Nous"), "{fr}");
    for text in [&nl, &fr] {
        assert!(
            text.contains("Bereikbaarheid van het loket") && !text.contains('{'),
            "{text}"
        );
    }
    app.run_jobs().await;
    let mails = app.mails_in_folder();
    assert_eq!(mails.len(), 2, "without SMTP they land in a folder");
    assert!(
        mails
            .iter()
            .any(|mail| mail.contains("Subject: Er is nieuws over uw signaal")),
        "{mails:?}"
    );
}

#[tokio::test]
async fn sending_again_with_the_same_key_sends_nothing_and_answers_the_same() {
    let app = TestApp::start().await;
    let (nurse, processor) = (app.provider("linde"), app.processor("linde").await);
    let reachable = submits_with_mail(&nurse, "an@wijkteam.test", Language::Nl).await;
    let anonymous = nurse
        .submits("Het loket is te ver voor ouderen zonder wagen")
        .await;
    let batch = links(&processor, &[&reachable, &anonymous]).await;
    let key = uuid::Uuid::from_u128(0x0193_5c1f_0000_7000_8000_0000_0000_0007);
    let first = processor.send_feedback(&batch.id, &Empty {}).key(key).await;
    assert_eq!(
        first.ok::<SentFeedback>(),
        SentFeedback {
            by_mail: 1,
            by_receipt: 1
        }
    );
    app.run_jobs().await;
    app.advance(Duration::hours(1));
    let again = processor.send_feedback(&batch.id, &Empty {}).key(key).await;
    assert_eq!(
        again.ok::<SentFeedback>(),
        SentFeedback {
            by_mail: 1,
            by_receipt: 1
        }
    );
    assert!(app.run_jobs().await.is_empty(), "no second mail");
    let other_key = processor.send_feedback(&batch.id, &Empty {}).await;
    other_key.assert_problem(404, "belgif:resourceNotFound");
}

#[tokio::test]
async fn personal_data_is_not_told_to_many_people() {
    let app = TestApp::start().await;
    let (nurse, processor) = (app.provider("linde"), app.processor("linde").await);
    let signal = nurse
        .submits("Het loket is te ver voor ouderen zonder wagen")
        .await;
    let batch = links(&processor, &[&signal]).await;
    let draft = ComposeDraft {
        text: "Bel Jan op 0478 12 34 56 voor meer uitleg.".to_owned(),
    };
    let problem = processor
        .compose_feedback(&batch.id, batch.version, &draft)
        .await
        .assert_problem(422, "lokaalsignaal:invalidDraft");
    assert_eq!(problem.issues[0].name, "/text");
    assert!(problem.issues[0].r#type.ends_with("personalData"));
}

#[tokio::test]
async fn a_provider_rates_her_own_answer_and_no_other() {
    let app = TestApp::start().await;
    let (nurse, processor) = (app.provider("linde"), app.processor("linde").await);
    let hers = nurse
        .submits("Het loket is te ver voor ouderen zonder wagen")
        .await;
    let other = nurse.submits("De bus naar het loket rijdt niet meer").await;
    let batch = links(&processor, &[&hers, &other]).await;
    sends(&processor, &batch).await;
    let rates = |receipt: &str, useful| by(receipt, RatingDraft { useful });
    let feedback = nurse.timeline(&hers.receipt).await.feedback[0].id;
    let rated: Timeline = nurse
        .rate_feedback(feedback, &rates(&hers.receipt, true))
        .await
        .ok();
    assert_eq!(rated.feedback[0].useful, Some(true));
    let changed: Timeline = nurse
        .rate_feedback(feedback, &rates(&hers.receipt, false))
        .await
        .ok();
    assert_eq!(changed.feedback[0].useful, Some(false));
    let foreign = nurse
        .rate_feedback(feedback, &rates(&other.receipt, true))
        .await;
    foreign.assert_problem(404, "belgif:resourceNotFound");
    assert_eq!(
        processor.signal(hers.id).await.feedback[0].useful,
        Some(false)
    );
}

#[tokio::test]
async fn ninety_days_without_news_owe_news() {
    let app = TestApp::start().await;
    let (nurse, processor) = (app.provider("linde"), app.processor("linde").await);
    let signal = nurse
        .submits("Het loket is te ver voor ouderen zonder wagen")
        .await;
    let batch = links(&processor, &[&signal]).await;
    let day = async |days: i64| {
        app.advance(Duration::days(days));
        app.begins_the_day().await;
        app.run_jobs().await;
        processor.feedback_queue().await
    };
    assert_eq!(day(91).await.len(), 1, "what waits is enough");
    sends(&processor, &batch).await;
    assert!(day(89).await.is_empty());
    let queue = day(2).await;
    assert_eq!(queue.len(), 1);
    assert_eq!(queue[0].moment, FeedbackMoment::StillOpen);
    assert!(
        queue[0].text.contains("staat nog open"),
        "{}",
        queue[0].text
    );
    assert_eq!(day(1).await.len(), 1, "and once is enough");
}

#[tokio::test]
async fn a_withdrawn_signal_is_owed_nothing() {
    let app = TestApp::start().await;
    let (nurse, processor) = (app.provider("linde"), app.processor("linde").await);
    let signal = submits_with_mail(&nurse, "an@wijkteam.test", Language::Nl).await;
    links(&processor, &[&signal]).await;
    let withdraw = by(&signal.receipt, Empty {});
    nurse.withdraw_signal(&withdraw).await.no_content();
    assert!(processor.feedback_queue().await.is_empty());
    assert!(app.run_jobs().await.is_empty());
}

#[tokio::test]
async fn words_of_two_people_never_replace_each_other_unread() {
    let app = TestApp::start().await;
    let (nurse, processor) = (app.provider("linde"), app.processor("linde").await);
    let colleague = app.processor("linde").await;
    let signal = nurse
        .submits("Het loket is te ver voor ouderen zonder wagen")
        .await;
    let batch = links(&processor, &[&signal]).await;
    assert_eq!(batch.version, 0, "nobody wrote anything yet");
    let words = |text: &str| ComposeDraft {
        text: text.to_owned(),
    };
    let hers = words("Het loket komt elke dinsdag naar de wijk.");
    let his = words("Het loket komt elke vrijdag naar de wijk.");
    let first = processor
        .compose_feedback(&batch.id, batch.version, &hers)
        .await;
    assert_eq!(first.header("etag"), "\"1\"");
    let written: FeedbackBatch = first.ok();
    let second = colleague
        .compose_feedback(&batch.id, batch.version, &his)
        .await;
    let problem = second.assert_problem(412, "lokaalsignaal:staleVersion");
    assert_eq!(problem.current_version, Some(written.version));
    assert_eq!(processor.feedback_queue().await[0].text, hers.text);
    let read: FeedbackBatch = colleague
        .compose_feedback(&batch.id, written.version, &his)
        .await
        .ok();
    assert_eq!((read.text, read.version), (his.text, 2));
}

#[tokio::test]
async fn of_many_first_words_at_once_one_text_stays() {
    let app = TestApp::start().await;
    let (nurse, processor) = (app.provider("linde"), app.processor("linde").await);
    let signal = nurse
        .submits("Het loket is te ver voor ouderen zonder wagen")
        .await;
    let batch = links(&processor, &[&signal]).await;
    let attempts: Vec<_> = (0..20)
        .map(|number| ComposeDraft {
            text: format!("Het loket komt op dag {number} naar de wijk."),
        })
        .map(|draft| processor.compose_feedback(&batch.id, 0, &draft))
        .map(|call| tokio::spawn(call.into_future()))
        .collect();
    let mut kept = 0;
    for attempt in attempts {
        let answer = attempt.await.unwrap();
        assert!(
            [200, 412, 503].contains(&answer.status),
            "{}",
            answer.text()
        );
        kept += u32::from(answer.status == 200);
    }
    assert_eq!(kept, 1);
    assert_eq!(
        app.database().count("feedback_texts WHERE sent_at IS NULL"),
        1
    );
}

#[tokio::test]
async fn the_queue_comes_page_by_page_the_longest_waiting_first() {
    let app = TestApp::start().await;
    let (nurse, processor) = (app.provider("linde"), app.processor("linde").await);
    for number in 0..5 {
        let signal = nurse
            .submits(&format!("Signaal {number} over het loket"))
            .await;
        if number % 2 == 0 {
            processor
                .opens_issue(&format!("Loket {number}"), &[signal.id])
                .await;
        } else {
            let version = processor.signal(signal.id).await.summary.version;
            let redirect = RedirectDraft {
                reason: RedirectReason::Complaint,
                address: "Klachtendienst".to_owned(),
            };
            processor
                .redirect_signal(signal.id, version, &redirect)
                .await
                .assert_status(200);
        }
        // Two fall due on one day.
        if number != 1 {
            app.advance(Duration::days(1));
        }
    }
    let whole = processor.feedback_queue().await;
    assert_eq!(whole.len(), 5, "{whole:?}");
    let days: Vec<_> = whole.iter().map(|batch| batch.due_on).collect();
    assert!(days.is_sorted(), "{days:?}");
    let mut seen: Vec<FeedbackBatch> = Vec::new();
    let mut call = processor.list_feedback().query("pageSize", "2");
    loop {
        let page: Page<FeedbackBatch> = call.await.ok();
        assert!(page.items.len() <= 2);
        seen.extend(page.items);
        let Some(next) = page.next else { break };
        // Keys of signals tell when they came in: no cursor may have one.
        call = processor
            .list_feedback()
            .query("pageSize", "2")
            .query("after", &next);
    }
    assert_eq!(seen, whole);
    for cursor in ["nonsense", "2026-03-02.issue.x.linked", "2026-03-02"] {
        let answer = processor.list_feedback().query("after", cursor).await;
        assert!([400, 422].contains(&answer.status), "{cursor}");
    }
}

#[tokio::test]
async fn a_long_queue_costs_no_more_statements_than_a_short_one() {
    let app = TestApp::start().await;
    let (nurse, processor) = (app.provider("linde"), app.processor("linde").await);
    let mut statements = Vec::new();
    for size in [1, 8] {
        for number in 0..size {
            let signal = nurse
                .submits(&format!("Signaal {number} over het loket"))
                .await;
            processor
                .opens_issue(&format!("Loket {number}"), &[signal.id])
                .await;
        }
        // The server looks after its own lists now and then: the least of some is what the queue costs.
        let mut least = usize::MAX;
        for _ in 0..5 {
            let before = testkit::recorder::sent();
            processor.feedback_queue().await;
            least = least.min(testkit::recorder::sent() - before);
        }
        statements.push(least);
    }
    assert_eq!(statements[0], statements[1], "{statements:?}");
}
