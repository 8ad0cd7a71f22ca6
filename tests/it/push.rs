//! Browsers ring when there is news, and hear nothing else. The push service is one of this machine.

use std::net::TcpListener;

use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};
use chrono::Duration;
use data_encoding::BASE64URL_NOPAD;
use shared::authority::Meta;
use shared::push::PushDraft;
use shared::question::NoteDraft;
use shared::signal::SubmittedSignal;
use shared::timeline::Empty;
use testkit::{Asks, Provider, PushService, Ring, Staff, TestApp, by};

const TEXT: &str = "De wielewaal wacht op een woning in de wijk";
const ANSWER: &str = "De spoorwegwachter bouwt er tien.";

/// A server that may ring on this machine.
async fn near() -> TestApp {
    TestApp::configured(|config| config.push_anywhere = true).await
}

fn listens(signals: &[&SubmittedSignal], endpoint: &str) -> PushDraft {
    PushDraft {
        receipts: signals
            .iter()
            .map(|signal| signal.receipt.clone())
            .collect(),
        endpoint: endpoint.to_owned(),
    }
}

async fn subscribes(nurse: &Provider, signals: &[&SubmittedSignal], endpoint: &str) {
    nurse
        .subscribe_push(&listens(signals, endpoint))
        .await
        .no_content();
}

/// News about these signals.
async fn answers(processor: &Staff, signals: &[&SubmittedSignal]) {
    let ids: Vec<_> = signals.iter().map(|signal| signal.id).collect();
    processor.opens_issue("Wachten op een woning", &ids).await;
    processor.sends_all_feedback(ANSWER).await;
}

/// What RFC 8292 lets a push service check: this very key signed a token for this very place, and not for long.
fn proves_who_rings(ring: &Ring, meta: &Meta, audience: &str, now: i64) {
    let (token, public) = ring
        .header("authorization")
        .strip_prefix("vapid t=")
        .and_then(|rest| rest.split_once(", k="))
        .expect("a VAPID header");
    assert_eq!(
        public, meta.push_key,
        "the key that browsers subscribe with"
    );
    let (signed, signature) = token.rsplit_once('.').unwrap();
    let decoded = |text: &str| BASE64URL_NOPAD.decode(text.as_bytes()).unwrap();
    UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, decoded(public))
        .verify(signed.as_bytes(), &decoded(signature))
        .expect("signed with that key");
    let (header, claims) = signed.split_once('.').unwrap();
    let read = |part| serde_json::from_slice::<serde_json::Value>(&decoded(part)).unwrap();
    assert_eq!(read(header)["alg"], "ES256");
    let claims = read(claims);
    assert_eq!(claims["aud"], audience);
    assert_eq!(claims["sub"], "https://signaal.test");
    let lasts = claims["exp"].as_i64().unwrap() - now;
    assert!((1..=24 * 3_600).contains(&lasts), "{lasts} s");
}

#[tokio::test]
async fn news_rings_and_tells_nothing() {
    let (app, service) = (near().await, PushService::open());
    let (nurse, processor) = (app.provider("linde"), app.processor("linde").await);
    let signal = nurse.submits(TEXT).await;
    let endpoint = service.endpoint("zwaluw");
    subscribes(&nurse, &[&signal], &endpoint).await;
    subscribes(&nurse, &[&signal], &endpoint).await;
    assert_eq!(app.database().count("push_subscriptions"), 1, "one browser");
    assert!(!app.database().holds("zwaluw"), "its address is sealed");

    answers(&processor, &[&signal]).await;
    app.run_jobs().await;
    let rings = service.rings();
    let [ring] = rings.as_slice() else {
        panic!("{rings:?}");
    };
    assert_eq!(ring.line, "POST /wpush/zwaluw HTTP/1.1");
    let meta: Meta = nurse.get_meta().await.ok();
    proves_who_rings(ring, &meta, &service.origin(), app.now().timestamp());
    assert_eq!(ring.header("ttl"), "604800");
    assert_eq!(ring.header("topic"), "news");
    assert!(ring.body.is_empty(), "no content, so nothing to encrypt");
    let sent = format!("{ring:?}");
    for told in [
        TEXT,
        ANSWER,
        &signal.receipt,
        &signal.id.to_string(),
        "linde",
    ] {
        assert!(!sent.contains(told), "{told}");
    }

    let version = processor.signal(signal.id).await.summary.version;
    let question = NoteDraft {
        text: "Sinds wanneer?".to_owned(),
    };
    processor
        .ask_question(signal.id, version, &question)
        .await
        .assert_status(200);
    app.run_jobs().await;
    assert_eq!(service.rings().len(), 2, "a question is news");
}

#[tokio::test]
async fn a_browser_that_is_gone_is_forgotten_and_others_still_ring() {
    let (app, service) = (near().await, PushService::open());
    let (nurse, processor) = (app.provider("linde"), app.processor("linde").await);
    let signal = nurse.submits(TEXT).await;
    for browser in ["een", "twee", "drie"] {
        subscribes(&nurse, &[&signal], &service.endpoint(browser)).await;
    }
    service.answers("HTTP/1.1 410 Gone\r\n\r\n");
    service.answers("HTTP/1.1 404 Not Found\r\n\r\n");
    answers(&processor, &[&signal]).await;
    app.run_jobs().await;
    assert_eq!(service.rings().len(), 3);
    assert_eq!(app.database().count("push_subscriptions"), 1);
    assert!(app.try_jobs().await.is_empty(), "nothing is tried again");
}

#[tokio::test]
async fn a_push_service_that_asks_to_wait_is_left_alone_for_so_long() {
    let (app, service) = (near().await, PushService::open());
    let (nurse, processor) = (app.provider("linde"), app.processor("linde").await);
    let signal = nurse.submits(TEXT).await;
    subscribes(&nurse, &[&signal], &service.endpoint("zwaluw")).await;
    service.answers("HTTP/1.1 429 Too Many Requests\r\nRetry-After: 1800\r\n\r\n");
    answers(&processor, &[&signal]).await;
    let first = app.try_jobs().await;
    assert_eq!(
        first[0].failed.as_deref(),
        Some("the push service answered 429")
    );
    app.advance(Duration::seconds(1_799));
    assert!(
        app.try_jobs().await.is_empty(),
        "half an hour is half an hour"
    );
    app.advance(Duration::seconds(2));
    assert_eq!(app.run_jobs().await, ["push"]);
    assert_eq!(service.rings().len(), 2);
}

#[tokio::test]
async fn a_push_service_out_of_its_mind_is_tried_ten_times_and_then_an_operator_looks() {
    let (app, service) = (near().await, PushService::open());
    let (nurse, processor) = (app.provider("linde"), app.processor("linde").await);
    let signal = nurse.submits(TEXT).await;
    subscribes(&nurse, &[&signal], &service.endpoint("zwaluw")).await;
    answers(&processor, &[&signal]).await;
    let nonsense = [
        "",
        "SSH-2.0-x\r\n\r\n",
        "HTTP/1.1 500 Oops\r\n\r\n",
        "HTTP/1.1 201 half",
    ];
    for attempt in 0..10 {
        service.answers(nonsense[attempt % nonsense.len()]);
        let ran = app.try_jobs().await;
        assert!(ran[0].failed.is_some(), "try {attempt}: {ran:?}");
        app.advance(Duration::hours(6));
    }
    assert!(app.try_jobs().await.is_empty());
    assert_eq!(app.database().count("jobs WHERE state = 'dead'"), 1);
    assert_eq!(
        app.database().count("push_subscriptions"),
        1,
        "it is not the browser's fault"
    );
    let listed = app.command(&["jobs", "list"]);
    assert!(
        !listed.contains("wpush") && !listed.contains("zwaluw"),
        "{listed}"
    );
    let kept = nurse.timeline(&signal.receipt).await;
    assert_eq!(
        kept.feedback[0].text, ANSWER,
        "and the answer waits all the while"
    );
}

#[tokio::test]
async fn no_browser_can_make_the_server_knock_inside_its_own_network() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let port = listener.local_addr().unwrap().port();
    let app = TestApp::start().await;
    let nurse = app.provider("linde");
    let signal = nurse.submits(TEXT).await;
    for endpoint in [
        format!("http://127.0.0.1:{port}/a"),
        format!("https://127.0.0.1:{port}/a"),
        format!("https://localhost:{port}/a"),
        "https://localhost/a".to_owned(),
        "https://127.1/a".to_owned(),
        "https://[::1]/a".to_owned(),
        "https://169.254.169.254/latest/meta-data".to_owned(),
        "https://push.example@127.0.0.1/a".to_owned(),
        "file:///etc/passwd".to_owned(),
        String::new(),
    ] {
        let answer = nurse.subscribe_push(&listens(&[&signal], &endpoint)).await;
        let problem = answer.assert_problem(422, "lokaalsignaal:invalidDraft");
        assert_eq!(problem.issues[0].name, "/endpoint", "{endpoint}");
        let told = answer.text();
        assert!(endpoint.is_empty() || !told.contains(&endpoint), "{told}");
    }
    assert_eq!(app.database().count("push_subscriptions"), 0);
    assert!(listener.accept().is_err(), "somebody knocked");
}

#[tokio::test]
async fn an_address_that_was_allowed_once_is_looked_at_again_before_it_rings() {
    let service = PushService::open();
    let app = near().await;
    let (nurse, processor) = (app.provider("linde"), app.processor("linde").await);
    let signal = nurse.submits(TEXT).await;
    subscribes(&nurse, &[&signal], &service.endpoint("zwaluw")).await;
    answers(&processor, &[&signal]).await;
    // The same database under a server of the world.
    app.try_jobs_reaching(shared::push::Reach::Internet).await;
    assert!(service.rings().is_empty());
    assert_eq!(app.database().count("push_subscriptions"), 0);
}

#[tokio::test]
async fn who_turns_it_off_or_takes_the_signal_back_hears_nothing_more() {
    let (app, service) = (near().await, PushService::open());
    let (nurse, processor) = (app.provider("linde"), app.processor("linde").await);
    let signals = [
        nurse.submits(TEXT).await,
        nurse.submits(TEXT).await,
        nurse.submits(TEXT).await,
    ];
    let [off, back, on] = &signals;
    let endpoint = service.endpoint("zwaluw");
    subscribes(&nurse, &[off, back, on], &endpoint).await;
    assert_eq!(app.database().count("push_subscriptions"), 3);
    let rows = "(SELECT DISTINCT endpoint_index FROM push_subscriptions) AS rows";
    assert_eq!(
        app.database().count(rows),
        3,
        "nothing ties the signals of a browser together"
    );

    nurse
        .unsubscribe_push(&listens(&[off], &endpoint))
        .await
        .no_content();
    nurse
        .withdraw_signal(&by(&back.receipt, Empty {}))
        .await
        .no_content();
    assert_eq!(app.database().count("push_subscriptions"), 1);
    answers(&processor, &[off, on]).await;
    app.run_jobs().await;
    assert_eq!(service.rings().len(), 1);
    // What was taken back rings no more, whoever asks.
    subscribes(&nurse, &[back], &endpoint).await;
    assert_eq!(app.database().count("push_subscriptions"), 1);
}

#[tokio::test]
async fn only_a_code_lets_a_browser_listen() {
    let app = TestApp::start().await;
    let nurse = app.provider("linde");
    let signal = nurse.submits(TEXT).await;
    let endpoint = "https://push.example/a";
    let mut draft = listens(&[&signal], endpoint);
    let elsewhere = app.provider("heidebeek");
    let foreign = elsewhere.subscribe_push(&draft).await;
    foreign.assert_problem(404, "lokaalsignaal:receiptUnknown");
    draft.receipts.push("KX7Q-2M9T-P4HD-V6RB".to_owned());
    nurse.subscribe_push(&draft).await.no_content();
    assert_eq!(
        app.database().count("push_subscriptions"),
        1,
        "those that open something"
    );
    draft.receipts = vec!["KX7Q-2M9T-P4HD-V6RB".to_owned(); 51];
    let answer = nurse.subscribe_push(&draft).await;
    let problem = answer.assert_problem(422, "lokaalsignaal:invalidDraft");
    assert_eq!(problem.issues[0].name, "/receipts");
}

#[tokio::test]
async fn of_more_than_five_browsers_the_ones_seen_last_ring() {
    let app = TestApp::start().await;
    let nurse = app.provider("linde");
    let signal = nurse.submits(TEXT).await;
    for browser in 0..7 {
        app.advance(Duration::days(1));
        subscribes(
            &nurse,
            &[&signal],
            &format!("https://push.example/{browser}"),
        )
        .await;
    }
    assert_eq!(app.database().count("push_subscriptions"), 5);
    let turn_off = |browser: u32| listens(&[&signal], &format!("https://push.example/{browser}"));
    nurse.unsubscribe_push(&turn_off(0)).await.no_content();
    assert_eq!(
        app.database().count("push_subscriptions"),
        5,
        "the first one is gone already"
    );
    nurse.unsubscribe_push(&turn_off(6)).await.no_content();
    assert_eq!(app.database().count("push_subscriptions"), 4);
}

#[tokio::test]
async fn a_browser_that_was_not_seen_for_half_a_year_is_forgotten() {
    let app = TestApp::start().await;
    let nurse = app.provider("linde");
    let signal = nurse.submits(TEXT).await;
    for browser in ["weg", "hier"] {
        subscribes(
            &nurse,
            &[&signal],
            &format!("https://push.example/{browser}"),
        )
        .await;
    }
    app.advance(Duration::days(100));
    subscribes(&nurse, &[&signal], "https://push.example/hier").await;
    app.advance(Duration::days(90));
    app.begins_the_day().await;
    app.run_jobs().await;
    assert_eq!(app.database().count("push_subscriptions"), 1);
    app.advance(Duration::days(100));
    app.begins_the_day().await;
    app.run_jobs().await;
    assert_eq!(app.database().count("push_subscriptions"), 0);
}
