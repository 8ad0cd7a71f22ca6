//! How often a provider is written to: with each answer, once a week, or not at all.

use chrono::Duration;
use shared::codes::{ContactChoice, Language, MailPace};
use shared::feedback::SentFeedback;
use shared::mail_pace::{PaceByMailDraft, PaceDraft};
use shared::question::NoteDraft;
use shared::signal::{ContactDraft, SignalDraft, SubmittedSignal};
use shared::timeline::Empty;
use testkit::{Asks, Mail, Mailbox, Provider, Staff, TestApp, by, unfolded};

const AN: &str = "an@wijkteam.test";
/// Words of signals, issues and answers; no mail, row of work or log may have one.
const CANARY: &str = "kanariepiet";

async fn with_mail(mailbox: &Mailbox) -> TestApp {
    TestApp::configured(|config| config.smtp_url = Some(mailbox.url())).await
}

async fn submits(provider: &Provider, address: &str, pace: Option<MailPace>) -> SubmittedSignal {
    let draft = SignalDraft {
        text: format!("De {CANARY} wacht op een plaats in de opvang"),
        locale: Some(Language::Nl),
        contact: Some(ContactDraft {
            choice: ContactChoice::Email,
            email: Some(address.to_owned()),
            pace,
        }),
        ..SignalDraft::default()
    };
    provider.submit_signal(&draft).await.created()
}

/// An answer about each of these.
async fn answers(processor: &Staff, signals: &[&SubmittedSignal]) {
    let ids: Vec<_> = signals.iter().map(|signal| signal.id).collect();
    processor
        .opens_issue(&format!("Opvang van de {CANARY}"), &ids)
        .await;
    processor
        .sends_all_feedback(&format!("De {CANARY} krijgt een plaats."))
        .await;
}

/// A week later, at the same hour: the test begins on a Monday at half past nine in Brussels.
async fn a_week_passes(app: &TestApp) {
    app.advance(Duration::days(7));
    app.begins_the_day().await;
    app.run_jobs().await;
}

fn receipts_in(mail: &Mail) -> Vec<String> {
    let whole = unfolded(&mail.content);
    let links = whole.split_whitespace();
    let codes = links.filter_map(|link| link.split_once("#r="));
    let codes = codes.filter_map(|(_, code)| code.split('&').next());
    let mut codes: Vec<String> = codes.map(str::to_owned).collect();
    codes.sort();
    // A mail about an answer has the code three times.
    codes.dedup();
    codes
}

fn receipts_of(signals: &[&SubmittedSignal]) -> Vec<String> {
    let mut codes: Vec<String> = signals
        .iter()
        .map(|signal| signal.receipt.clone())
        .collect();
    codes.sort();
    codes
}

/// The path that a mail program posts to.
fn one_click_in(mail: &Mail) -> String {
    let whole = mail.content.replace("\r\n ", " ");
    let (_, rest) = whole
        .split_once("List-Unsubscribe: <https://signaal.test")
        .expect("the header");
    rest.split_once('>').expect("its end").0.to_owned()
}

/// The token behind `#p=`.
fn token_in(mail: &Mail) -> String {
    let whole = unfolded(&mail.content);
    let (_, rest) = whole.split_once("/linde/m/#p=").expect("a link");
    rest.split_whitespace().next().expect("a token").to_owned()
}

/// As the mail program of a provider does it, without any login.
async fn presses(app: &TestApp, path: &str, body: &str) -> u16 {
    app.posts_form(path, body).await.status
}

const ONE_CLICK: &str = "List-Unsubscribe=One-Click";

#[tokio::test]
async fn one_mail_a_week_says_how_much_waits_and_nothing_of_what() {
    let mailbox = Mailbox::open();
    let app = with_mail(&mailbox).await;
    let (nurse, processor) = (app.provider("linde"), app.processor("linde").await);
    app.begins_the_day().await;
    app.run_jobs().await;
    let one = submits(&nurse, AN, Some(MailPace::Weekly)).await;
    let other = submits(&nurse, "An@Wijkteam.test", Some(MailPace::Weekly)).await;
    let asked = submits(&nurse, AN, Some(MailPace::Weekly)).await;
    let strange = submits(&nurse, "bo@wijkteam.test", Some(MailPace::Weekly)).await;
    let at_once = submits(&nurse, "cas@wijkteam.test", None).await;
    answers(&processor, &[&one, &other, &strange, &at_once]).await;
    let version = processor.signal(asked.id).await.summary.version;
    let question = NoteDraft {
        text: format!("In welke wijk is de {CANARY}?"),
    };
    processor
        .ask_question(asked.id, version, &question)
        .await
        .assert_status(200);
    app.run_jobs().await;
    assert_eq!(mailbox.mails().len(), 1, "only who wants it at once");
    assert_eq!(mailbox.to("cas@wijkteam.test").len(), 1);

    a_week_passes(&app).await;
    assert_eq!(mailbox.to("bo@wijkteam.test").len(), 1);
    assert_eq!(
        receipts_in(&mailbox.to("bo@wijkteam.test")[0]),
        receipts_of(&[&strange]),
        "nobody else's signal"
    );
    let mails: Vec<Mail> = mailbox
        .mails()
        .into_iter()
        .filter(|mail| mail.to[0].eq_ignore_ascii_case(AN))
        .collect();
    let [mail] = mails.as_slice() else {
        panic!("{mails:?}");
    };
    assert_eq!(receipts_in(mail), receipts_of(&[&one, &other, &asked]));
    let whole = unfolded(&mail.content);
    assert!(whole.contains("Antwoorden die op u wachten: 2"), "{whole}");
    assert!(whole.contains("Vragen die op u wachten: 1"), "{whole}");
    for mail in mailbox.mails() {
        assert!(!mail.content.contains(CANARY), "{mail:?}");
    }
    assert_eq!(
        app.database().count(&format!(
            "jobs WHERE CAST(payload AS TEXT) LIKE '%{CANARY}%'"
        )),
        0
    );
}

#[tokio::test]
async fn a_week_without_news_brings_no_mail_and_what_was_told_or_read_is_no_news() {
    let mailbox = Mailbox::open();
    let app = with_mail(&mailbox).await;
    let (nurse, processor) = (app.provider("linde"), app.processor("linde").await);
    app.begins_the_day().await;
    app.run_jobs().await;
    let told = submits(&nurse, AN, Some(MailPace::Weekly)).await;
    let read = submits(&nurse, "bo@wijkteam.test", Some(MailPace::Weekly)).await;
    answers(&processor, &[&told, &read]).await;
    nurse.timeline(&read.receipt).await;
    a_week_passes(&app).await;
    assert_eq!(mailbox.mails().len(), 1);
    assert_eq!(mailbox.to(AN).len(), 1);
    a_week_passes(&app).await;
    assert_eq!(mailbox.mails().len(), 1, "told once, read or not");
}

#[tokio::test]
async fn weekly_mails_go_out_on_monday_at_seven_and_late_when_no_server_ran() {
    let mailbox = Mailbox::open();
    let app = with_mail(&mailbox).await;
    let (nurse, processor) = (app.provider("linde"), app.processor("linde").await);
    app.begins_the_day().await;
    app.run_jobs().await;
    let signal = submits(&nurse, AN, Some(MailPace::Weekly)).await;
    answers(&processor, &[&signal]).await;
    // Until Monday, a minute before seven in Brussels: half past nine, six days and 21 hours and 29 minutes later.
    app.advance(Duration::minutes(7 * 24 * 60 - 151));
    app.begins_the_day().await;
    app.run_jobs().await;
    assert!(mailbox.mails().is_empty(), "a minute before seven");
    app.advance(Duration::minutes(1));
    app.begins_the_day().await;
    app.run_jobs().await;
    assert_eq!(mailbox.to(AN).len(), 1, "at seven");

    // No server on the next Monday: it is told on Wednesday, and what came on Tuesday a week later.
    let second = submits(&nurse, AN, Some(MailPace::Weekly)).await;
    answers(&processor, &[&second]).await;
    app.advance(Duration::days(8));
    let third = submits(&nurse, AN, Some(MailPace::Weekly)).await;
    answers(&processor, &[&third]).await;
    app.advance(Duration::days(1));
    app.begins_the_day().await;
    app.run_jobs().await;
    let mails = mailbox.to(AN);
    assert_eq!(mails.len(), 2);
    assert!(receipts_in(&mails[1]).contains(&second.receipt));
    assert!(!receipts_in(&mails[1]).contains(&third.receipt));
}

#[tokio::test]
async fn a_weekly_mail_goes_out_once_whoever_begins_the_week_and_whatever_stops() {
    let mailbox = Mailbox::open();
    let app = with_mail(&mailbox).await;
    let (nurse, processor) = (app.provider("linde"), app.processor("linde").await);
    app.begins_the_day().await;
    app.run_jobs().await;
    let mut signals = Vec::new();
    for number in 0..6 {
        let address = format!("an{}@wijkteam.test", number / 2);
        signals.push(submits(&nurse, &address, Some(MailPace::Weekly)).await);
    }
    answers(&processor, &signals.iter().collect::<Vec<_>>()).await;
    app.advance(Duration::days(7));
    let (one, other) = tokio::join!(app.begins_the_day(), app.begins_the_day());
    assert_eq!(one + other, 17);
    // The round runs twice, as after a crash between its work and the note that it is done.
    let (one, other) = tokio::join!(app.try_jobs(), app.try_jobs());
    let failed = one.iter().chain(&other).any(|ran| ran.failed.is_some());
    assert!(!failed, "{one:?} {other:?}");
    assert_eq!(mailbox.mails().len(), 3);
    app.database()
        .execute("UPDATE jobs SET state = 'queued', finished_at = NULL WHERE kind = 'weekly'");
    app.run_jobs().await;
    assert_eq!(mailbox.mails().len(), 3, "told is told");

    // A mail that was handed over and not noted is sent again under the same id, which mail programs know.
    app.database()
        .execute("UPDATE jobs SET state = 'queued', finished_at = NULL WHERE kind = 'mail'");
    app.run_jobs().await;
    let mut ids: Vec<String> = mailbox
        .mails()
        .iter()
        .map(|mail| {
            let (_, rest) = mail.content.split_once("Message-ID: ").expect("an id");
            rest.lines().next().unwrap_or_default().to_owned()
        })
        .collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 3);
}

#[tokio::test]
async fn a_signal_that_was_taken_back_is_in_no_mail_and_the_others_are() {
    let mailbox = Mailbox::open();
    let app = with_mail(&mailbox).await;
    let (nurse, processor) = (app.provider("linde"), app.processor("linde").await);
    app.begins_the_day().await;
    app.run_jobs().await;
    let gone = submits(&nurse, AN, Some(MailPace::Weekly)).await;
    let stays = submits(&nurse, AN, Some(MailPace::Weekly)).await;
    let alone = submits(&nurse, "bo@wijkteam.test", Some(MailPace::Weekly)).await;
    answers(&processor, &[&gone, &stays, &alone]).await;
    app.advance(Duration::days(7));
    app.begins_the_day().await;
    let withdraw = |signal: &SubmittedSignal| by(&signal.receipt, Empty {});
    nurse.withdraw_signal(&withdraw(&gone)).await.no_content();
    nurse.withdraw_signal(&withdraw(&alone)).await.no_content();
    app.run_jobs().await;
    let mails = mailbox.mails();
    let [mail] = mails.as_slice() else {
        panic!("{mails:?}");
    };
    assert_eq!(receipts_in(mail), receipts_of(&[&stays]));
}

#[tokio::test]
async fn no_row_says_which_signals_a_weekly_mail_named() {
    let mailbox = Mailbox::open();
    let app = with_mail(&mailbox).await;
    let (nurse, processor) = (app.provider("linde"), app.processor("linde").await);
    app.begins_the_day().await;
    app.run_jobs().await;
    let one = submits(&nurse, AN, Some(MailPace::Weekly)).await;
    let other = submits(&nurse, AN, Some(MailPace::Weekly)).await;
    answers(&processor, &[&one, &other]).await;
    a_week_passes(&app).await;
    assert_eq!(mailbox.to(AN).len(), 1);
    let weekly = "jobs WHERE kind = 'mail' AND CAST(payload AS TEXT) LIKE '%weekly%'";
    assert_eq!(app.database().count(weekly), 1);
    // Its row has a moment and nothing else; no log entry names a signal.
    let bare = format!(
        "{weekly} AND CAST(payload AS TEXT) NOT LIKE '%contact%' AND CAST(payload AS TEXT) NOT LIKE '%signal%'"
    );
    assert_eq!(app.database().count(&bare), 1);
    assert_eq!(
        app.database()
            .count("audit WHERE operation = 'runJob' AND object_type = 'signal'"),
        0
    );
    assert!(!app.database().holds(AN), "addresses are sealed");
}

#[tokio::test]
async fn a_mail_program_ends_the_mails_in_one_press_and_a_second_press_changes_nothing() {
    let mailbox = Mailbox::open();
    let app = with_mail(&mailbox).await;
    let (nurse, processor) = (app.provider("linde"), app.processor("linde").await);
    let signal = submits(&nurse, AN, None).await;
    let other = submits(&nurse, AN, Some(MailPace::Weekly)).await;
    answers(&processor, &[&signal]).await;
    app.run_jobs().await;
    let mail = mailbox.to(AN).remove(0);
    let path = one_click_in(&mail);
    let whole = mail.content.replace("\r\n ", " ");
    let lines: Vec<&str> = whole.lines().collect();
    assert!(lines.contains(&format!("List-Unsubscribe: <https://signaal.test{path}>").as_str()));
    assert!(lines.contains(&"List-Unsubscribe-Post: List-Unsubscribe=One-Click"));
    let id = signal.id.to_string();
    for told in [signal.receipt.as_str(), id.as_str(), "an@", "wijkteam"] {
        assert!(!path.contains(told), "{path}");
    }

    // Who opens the address, or posts something else, changes nothing.
    let before = app.fingerprint();
    app.at_the_root(&path).await;
    assert_eq!(presses(&app, &path, "").await, 400);
    assert_eq!(presses(&app, "/linde/m/mail/AAAA", ONE_CLICK).await, 404);
    let elsewhere = path.replace("/linde/", "/heidebeek/");
    assert_eq!(presses(&app, &elsewhere, ONE_CLICK).await, 404);
    assert_eq!(app.fingerprint(), before, "a scanner changed something");

    assert_eq!(presses(&app, &path, ONE_CLICK).await, 204);
    let stopped = "provider_contacts WHERE pace = 'never' AND undeliverable_at IS NOT NULL";
    assert_eq!(
        app.database().count(stopped),
        2,
        "both signals of the address"
    );
    let counted = (
        app.database().count("erasure_log"),
        app.database().count("provider_contacts"),
    );
    assert_eq!(presses(&app, &path, ONE_CLICK).await, 204);
    assert_eq!(app.database().count(stopped), 2);
    assert_eq!(
        (
            app.database().count("erasure_log"),
            app.database().count("provider_contacts"),
        ),
        counted,
        "a second press changes nothing"
    );

    // The queue counts them as read by receipt, and the code still opens the answer.
    processor
        .opens_issue(&format!("Nog een {CANARY}"), &[other.id])
        .await;
    let batch = processor.feedback_queue().await.remove(0);
    assert_eq!((batch.by_mail, batch.by_receipt), (0, 1), "{batch:?}");
    let sent: SentFeedback = processor.send_feedback(&batch.id, &Empty {}).await.ok();
    assert_eq!((sent.by_mail, sent.by_receipt), (0, 1));
    a_week_passes(&app).await;
    assert_eq!(mailbox.mails().len(), 1, "no mail any more");
    assert_eq!(nurse.timeline(&other.receipt).await.feedback.len(), 1);

    // A phone that sends the address along once more does not undo it.
    let later = submits(&nurse, AN, None).await;
    answers(&processor, &[&later]).await;
    app.run_jobs().await;
    assert_eq!(mailbox.mails().len(), 1);
}

#[tokio::test]
async fn who_reads_the_mail_chooses_how_often_and_what_waited_comes_at_once() {
    let mailbox = Mailbox::open();
    let app = with_mail(&mailbox).await;
    let (nurse, processor) = (app.provider("linde"), app.processor("linde").await);
    let signal = submits(&nurse, AN, None).await;
    let other = submits(&nurse, AN, None).await;
    answers(&processor, &[&signal]).await;
    app.run_jobs().await;
    let token = token_in(&mailbox.to(AN)[0]);
    let choose = |pace| PaceByMailDraft {
        token: token.clone(),
        pace,
    };
    nurse
        .choose_mail_pace(&choose(MailPace::Weekly))
        .await
        .no_content();
    app.advance(Duration::minutes(1));
    let version = processor.signal(other.id).await.summary.version;
    let question = NoteDraft {
        text: "Sinds wanneer?".to_owned(),
    };
    processor
        .ask_question(other.id, version, &question)
        .await
        .assert_status(200);
    app.run_jobs().await;
    assert_eq!(mailbox.to(AN).len(), 1, "waits for Monday");
    nurse
        .choose_mail_pace(&choose(MailPace::AtOnce))
        .await
        .no_content();
    app.run_jobs().await;
    let mails = mailbox.to(AN);
    assert_eq!(mails.len(), 2, "the question, and not the answer again");
    assert_eq!(receipts_in(&mails[1]), receipts_of(&[&other]));
    a_week_passes(&app).await;
    assert_eq!(mailbox.to(AN).len(), 2);

    let elsewhere = app.provider("heidebeek");
    let answer = elsewhere.choose_mail_pace(&choose(MailPace::Never)).await;
    answer.assert_status(404);
}

#[tokio::test]
async fn a_follow_up_code_changes_the_mails_of_its_own_signal_only() {
    let mailbox = Mailbox::open();
    let app = with_mail(&mailbox).await;
    let (nurse, processor) = (app.provider("linde"), app.processor("linde").await);
    app.begins_the_day().await;
    app.run_jobs().await;
    let mine = submits(&nurse, AN, None).await;
    let other = submits(&nurse, AN, None).await;
    let anonymous = nurse.submits("De opvang sluit te vroeg voor de wijk").await;
    let draft = PaceDraft {
        receipts: vec![mine.receipt.clone(), anonymous.receipt.clone()],
        pace: MailPace::Weekly,
    };
    nurse.change_mail_pace(&draft).await.no_content();
    app.advance(Duration::minutes(1));
    assert_eq!(
        app.database()
            .count("provider_contacts WHERE pace = 'weekly'"),
        1
    );
    answers(&processor, &[&mine, &other, &anonymous]).await;
    app.run_jobs().await;
    assert_eq!(mailbox.mails().len(), 1);
    assert_eq!(receipts_in(&mailbox.mails()[0]), receipts_of(&[&other]));
    a_week_passes(&app).await;
    assert_eq!(mailbox.mails().len(), 2);
    assert_eq!(receipts_in(&mailbox.mails()[1]), receipts_of(&[&mine]));

    let unknown = PaceDraft {
        receipts: vec!["0000-0000-0000-0000".to_owned()],
        pace: MailPace::Never,
    };
    nurse.change_mail_pace(&unknown).await.assert_status(404);
}

#[tokio::test]
async fn a_weekly_mail_to_nobody_shows_in_the_queue_and_is_not_tried_again() {
    let mailbox = Mailbox::open();
    let app = with_mail(&mailbox).await;
    let (nurse, processor) = (app.provider("linde"), app.processor("linde").await);
    app.begins_the_day().await;
    app.run_jobs().await;
    mailbox.refuses(AN);
    let one = submits(&nurse, AN, Some(MailPace::Weekly)).await;
    let other = submits(&nurse, AN, Some(MailPace::Weekly)).await;
    answers(&processor, &[&one, &other]).await;
    a_week_passes(&app).await;
    for signal in [&one, &other] {
        assert!(processor.signal(signal.id).await.feedback[0].undeliverable);
    }
    assert_eq!(
        app.database()
            .count("provider_contacts WHERE undeliverable_at IS NOT NULL"),
        2
    );
}

#[tokio::test]
async fn a_restored_backup_writes_to_nobody_who_stopped_the_mails_since() {
    let mailbox = Mailbox::open();
    let app = with_mail(&mailbox).await;
    let (nurse, processor) = (app.provider("linde"), app.processor("linde").await);
    let signal = submits(&nurse, AN, None).await;
    submits(&nurse, AN, Some(MailPace::Weekly)).await;
    submits(&nurse, "bo@wijkteam.test", None).await;
    answers(&processor, &[&signal]).await;
    app.run_jobs().await;
    let file = app.folder().join("nightly.age");
    app.command(&["backup", &file.to_string_lossy()]);
    let path = one_click_in(&mailbox.to(AN)[0]);
    assert_eq!(presses(&app, &path, ONE_CLICK).await, 204);
    let list = app.list_of_erasures().await;
    let there = app.another_database();
    there
        .try_restore(&file, &["--erasures", &list.to_string_lossy()])
        .unwrap();
    let database = there.database();
    let stopped = "provider_contacts WHERE pace = 'never' AND undeliverable_at IS NOT NULL";
    assert_eq!(database.count(stopped), 2);
    assert_eq!(database.count("provider_contacts"), 3);
}
