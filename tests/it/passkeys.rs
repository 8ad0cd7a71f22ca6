//! A provider signs in by a passkey: never asked, never more than a provider's rights, and no answer counts twice.

use std::time::{Duration, Instant};

use shared::codes::{ContactChoice, Role};
use shared::page::Page;
use shared::passkey::{Passkey, PasskeyOffer, PasskeyQuestion, Passkeys};
use shared::sign_in::LoginTokens;
use shared::signal::{ContactDraft, SignalDraft, SubmittedSignal};
use shared::timeline::{Empty, Timeline};
use testkit::{Answer, Asks, TestApp};

use crate::authenticator::Authenticator;
use crate::browser::{Browser, roles};

const NURSE: &str = "an@thuiszorg.test";
const UNKNOWN: &str = "lokaalsignaal:codeUnknown";

async fn offer(app: &TestApp, token: &str) -> PasskeyOffer {
    let asked = app.anyone().begin_passkey(&Empty {}).bearer(token);
    asked.about("linde").await.ok()
}

async fn adds(app: &TestApp, token: &str, device: &mut Authenticator, name: &str) -> Answer {
    let made = device.makes(&offer(app, token).await, name);
    let add = app.anyone().add_passkey(&made).bearer(token);
    add.about("linde").await
}

async fn listed(app: &TestApp, token: &str) -> Vec<Passkey> {
    let list = app.anyone().list_my_passkeys().bearer(token).about("linde");
    list.await.ok::<Passkeys>().items
}

async fn question(app: &TestApp) -> PasskeyQuestion {
    let ask = app.anyone().ask_passkey(&Empty {});
    Browser::default().sends(ask).await.ok()
}

/// What a browser gets for the answer of a device.
async fn signs_in(app: &TestApp, browser: &mut Browser, device: &mut Authenticator) -> Answer {
    let answer = device.answers(&question(app).await);
    browser.sends(app.anyone().use_passkey(&answer)).await
}

/// A nurse with a passkey, and the token of her phone.
async fn nurse(app: &TestApp) -> (Authenticator, String) {
    let mut device = Authenticator::new();
    let token = Browser::default().signs_in(app, NURSE).await;
    let added = adds(app, &token, &mut device, "Telefoon").await;
    added.created::<Passkey>();
    (device, token)
}

#[tokio::test]
async fn a_nurse_adds_a_passkey_and_finds_her_signals_with_it() {
    let app = TestApp::start().await;
    let (mut device, token) = nurse(&app).await;
    let draft = SignalDraft {
        text: "Het loket in de wijk is dicht en niemand weet waarheen".to_owned(),
        contact: Some(ContactDraft {
            choice: ContactChoice::Account,
            email: None,
            pace: None,
        }),
        ..SignalDraft::default()
    };
    let sent = app.provider("linde").submit_signal(&draft).bearer(&token);
    let sent: SubmittedSignal = sent.await.created();
    let kept = listed(&app, &token).await;
    assert_eq!((kept.len(), kept[0].name.as_str()), (1, "Telefoon"));
    assert_eq!(
        (kept[0].created_on, kept[0].last_used_on),
        (app.today(), None)
    );

    let mut browser = Browser::default();
    let signed_in = signs_in(&app, &mut browser, &mut device).await;
    let tokens: LoginTokens = signed_in.ok();
    let names: Vec<&str> = browser
        .cookies
        .iter()
        .map(|(name, _)| name.as_str())
        .collect();
    assert_eq!(names, ["__Host-prt"], "as a link in a mail gives");
    assert_eq!(roles(&app, &tokens.access_token).await, [Role::Provider]);
    let mine = app.anyone().list_my_signals().bearer(&tokens.access_token);
    let mine: Page<Timeline> = mine.about("linde").await.ok();
    assert_eq!(mine.items[0].id, sent.id);
    let renew = app.anyone().refresh_provider_login(&Empty {});
    browser.sends(renew).await.assert_status(200);
    let kept = listed(&app, &tokens.access_token).await;
    assert_eq!(kept[0].last_used_on, Some(app.today()));
}

#[tokio::test]
async fn a_processor_who_signs_in_by_passkey_is_a_provider_and_no_more() {
    let app = TestApp::start().await;
    let all = [Role::LeadProcessor, Role::Administrator];
    let staff = app.member("linde", &all).await;
    let mut device = Authenticator::new();
    let added = adds(&app, &staff.access_token(), &mut device, "Laptop").await;
    added.created::<Passkey>();
    let tokens: LoginTokens = signs_in(&app, &mut Browser::default(), &mut device)
        .await
        .ok();
    assert_eq!(roles(&app, &tokens.access_token).await, [Role::Provider]);
    for call in [app.anyone().list_signals(), app.anyone().list_members()] {
        let answer = call.bearer(&tokens.access_token).about("linde").await;
        assert_eq!(answer.status, 403);
    }
}

#[tokio::test]
async fn a_question_is_answered_once_right_or_wrong() {
    let app = TestApp::start().await;
    let (mut device, _) = nurse(&app).await;
    let mut browser = Browser::default();
    let answer = device.answers(&question(&app).await);
    let first = browser.sends(app.anyone().use_passkey(&answer)).await;
    first.assert_status(200);
    let replayed = browser.sends(app.anyone().use_passkey(&answer)).await;
    replayed.assert_problem(404, UNKNOWN);

    // A wrong answer uses the question up as well: nobody tries until one fits.
    let answer = device.answers(&question(&app).await);
    let bent = shared::passkey::PasskeyAnswer {
        signature: answer.credential.clone(),
        ..answer.clone()
    };
    let wrong = browser.sends(app.anyone().use_passkey(&bent)).await;
    wrong.assert_problem(404, UNKNOWN);
    let right = browser.sends(app.anyone().use_passkey(&answer)).await;
    right.assert_problem(404, UNKNOWN);
}

#[tokio::test]
async fn a_question_waits_five_minutes() {
    let app = TestApp::start().await;
    let (mut device, token) = nurse(&app).await;
    let mut browser = Browser::default();
    let in_time = device.answers(&question(&app).await);
    let late = device.answers(&question(&app).await);
    let made_late = Authenticator::new().makes(&offer(&app, &token).await, "Laat");
    app.advance(chrono::Duration::seconds(299));
    let answer = browser.sends(app.anyone().use_passkey(&in_time)).await;
    answer.assert_status(200);
    app.advance(chrono::Duration::seconds(1));
    let answer = browser.sends(app.anyone().use_passkey(&late)).await;
    answer.assert_problem(404, UNKNOWN);
    let add = app.anyone().add_passkey(&made_late).bearer(&token);
    add.about("linde").await.assert_problem(404, UNKNOWN);
    // What is over is not kept.
    question(&app).await;
    assert_eq!(app.database().count("passkey_challenges"), 1);
}

#[tokio::test]
async fn neither_another_page_nor_another_name_nor_an_unknown_hand_gets_in() {
    type Bend = fn(&mut Authenticator);
    let bends: [(&str, Bend); 5] = [
        ("another page", |device| {
            device.origin = "https://signaal.test.example";
        }),
        ("the same name without TLS", |device| {
            device.origin = "http://signaal.test";
        }),
        ("another port", |device| {
            device.origin = "https://signaal.test:8443";
        }),
        ("another name", |device| {
            device.another_name = Some("signaal.example");
        }),
        ("whoever holds the device", |device| device.verifies = false),
    ];
    let app = TestApp::start().await;
    let (mut device, token) = nurse(&app).await;
    for (what, bend) in bends {
        bend(&mut device);
        let answer = signs_in(&app, &mut Browser::default(), &mut device).await;
        assert_eq!(answer.status, 404, "{what}");
        let mut another = Authenticator::new();
        bend(&mut another);
        let added = adds(&app, &token, &mut another, "Telefoon").await;
        assert_eq!(added.status, 404, "{what}, for a new passkey");
        device.origin = "https://signaal.test";
        device.another_name = None;
        device.verifies = true;
    }
    let answer = signs_in(&app, &mut Browser::default(), &mut device).await;
    answer.assert_status(200);
    assert_eq!(listed(&app, &token).await.len(), 1);
}

#[tokio::test]
async fn a_device_that_counts_less_than_before_is_refused() {
    let app = TestApp::start().await;
    let token = Browser::default().signs_in(&app, NURSE).await;
    let mut device = Authenticator::new();
    device.counter = 7;
    adds(&app, &token, &mut device, "Sleutel")
        .await
        .created::<Passkey>();
    let mut browser = Browser::default();
    for _ in 0..2 {
        signs_in(&app, &mut browser, &mut device)
            .await
            .assert_status(200);
    }
    // A copy that was made before: it counts 8, and so did the last but one answer.
    device.counter = 7;
    let copied = signs_in(&app, &mut browser, &mut device).await;
    copied.assert_problem(404, UNKNOWN);
    device.counter = 8;
    let same = signs_in(&app, &mut browser, &mut device).await;
    same.assert_problem(404, UNKNOWN);
    device.counter = 9;
    signs_in(&app, &mut browser, &mut device)
        .await
        .assert_status(200);
}

#[tokio::test]
async fn a_removed_passkey_opens_nothing_and_who_found_the_device_is_out() {
    let app = TestApp::start().await;
    let (mut device, token) = nurse(&app).await;
    let mut finder = Browser::default();
    let found: LoginTokens = signs_in(&app, &mut finder, &mut device).await.ok();
    let id = listed(&app, &token).await[0].id;
    // Nobody removes another's.
    let stranger = Browser::default().signs_in(&app, "els@elders.test").await;
    let remove = app.anyone().remove_passkey(id).bearer(&stranger);
    remove
        .about("linde")
        .await
        .assert_problem(404, "belgif:resourceNotFound");
    let remove = app.anyone().remove_passkey(id).bearer(&token);
    remove.about("linde").await.no_content();
    let answer = signs_in(&app, &mut Browser::default(), &mut device).await;
    answer.assert_problem(404, UNKNOWN);
    let renew = app.anyone().refresh_provider_login(&Empty {});
    assert_eq!(finder.sends(renew).await.status, 401);
    let since = Instant::now();
    let me = || app.anyone().get_me().bearer(&found.access_token);
    while me().await.status != 401 {
        assert!(since.elapsed() < Duration::from_secs(10));
    }
    // Who removed it stays.
    assert_eq!(listed(&app, &token).await, []);
    assert_eq!(app.database().count("passkeys"), 0);
}

#[tokio::test]
async fn a_passkey_opens_the_authorities_of_its_owner_alone() {
    let app = TestApp::start().await;
    let (mut device, _) = nurse(&app).await;
    let ask = || app.anyone().ask_passkey(&Empty {});
    let asked = Browser::default().sends_to("heidebeek", ask()).await;
    let answer = device.answers(&asked.ok());
    let elsewhere = app.anyone().use_passkey(&answer);
    let elsewhere = Browser::default().sends_to("heidebeek", elsewhere).await;
    elsewhere.assert_problem(404, UNKNOWN);
    let nobody = Authenticator::new().answers(&question(&app).await);
    let nobody = app.anyone().use_passkey(&nobody);
    let nobody = Browser::default().sends(nobody).await;
    // A passkey of somebody else and one that never was: the same answer.
    let told = |answer: &Answer| {
        let body: serde_json::Value = answer.json();
        (answer.status, body["type"].clone(), body["detail"].clone())
    };
    assert_eq!(told(&elsewhere), told(&nobody));
    signs_in(&app, &mut Browser::default(), &mut device)
        .await
        .assert_status(200);
}

#[tokio::test]
async fn who_is_no_member_any_more_does_not_get_in() {
    let app = TestApp::start().await;
    let administrator = app.administrator("linde").await;
    let member = app.member("linde", &[Role::Processor]).await;
    let mut device = Authenticator::new();
    adds(&app, &member.access_token(), &mut device, "Telefoon")
        .await
        .created::<Passkey>();
    let end = administrator.end_membership(member.memberships[0], 1);
    assert!(end.await.status < 300);
    let answer = signs_in(&app, &mut Browser::default(), &mut device).await;
    answer.assert_problem(404, UNKNOWN);
}

#[tokio::test]
async fn only_who_asked_for_a_passkey_gets_it() {
    let app = TestApp::start().await;
    let (mut device, token) = nurse(&app).await;
    let thief = Browser::default().signs_in(&app, "els@elders.test").await;
    let add = |draft: &shared::passkey::PasskeyDraft, token: &str| {
        let add = app.anyone().add_passkey(draft).bearer(token);
        add.about("linde")
    };
    // What was asked of another, and what was asked to sign in.
    let made = Authenticator::new().makes(&offer(&app, &token).await, "Telefoon");
    add(&made, &thief).await.assert_problem(404, UNKNOWN);
    add(&made, &token).await.assert_problem(404, UNKNOWN);
    let asked = question(&app).await;
    let bent = PasskeyOffer {
        challenge: asked.challenge,
        ..offer(&app, &thief).await
    };
    let made = Authenticator::new().makes(&bent, "Telefoon");
    add(&made, &thief).await.assert_problem(404, UNKNOWN);
    // A question for a new passkey signs nobody in.
    let asked = offer(&app, &token).await;
    let asked = PasskeyQuestion {
        challenge: asked.challenge,
        rp_id: asked.rp_id,
        expires_in_sec: asked.expires_in_sec,
    };
    let answer = device.answers(&asked);
    let answer = app.anyone().use_passkey(&answer);
    let answer = Browser::default().sends(answer).await;
    answer.assert_problem(404, UNKNOWN);
    // The passkey of somebody else is not taken over.
    let taken = device.makes(&offer(&app, &thief).await, "Telefoon");
    add(&taken, &thief).await.assert_problem(404, UNKNOWN);
    assert!(listed(&app, &thief).await.is_empty());
}

#[tokio::test]
async fn the_device_names_the_account_that_its_passkey_belongs_to() {
    let app = TestApp::start().await;
    let (mut device, _) = nurse(&app).await;
    let thief = Browser::default().signs_in(&app, "els@elders.test").await;
    let other = offer(&app, &thief).await;
    let answer = device.answers(&question(&app).await);
    for handle in [String::new(), other.user_handle] {
        let bent = shared::passkey::PasskeyAnswer {
            user_handle: handle,
            ..device.answers(&question(&app).await)
        };
        let bent = app.anyone().use_passkey(&bent);
        let bent = Browser::default().sends(bent).await;
        bent.assert_problem(404, UNKNOWN);
    }
    let right = app.anyone().use_passkey(&answer);
    let right = Browser::default().sends(right).await;
    right.assert_status(200);
}

#[tokio::test]
async fn one_person_has_ten_passkeys_at_most_and_a_device_hears_of_them() {
    let app = TestApp::start().await;
    let token = Browser::default().signs_in(&app, NURSE).await;
    for number in 0..10 {
        let offer = offer(&app, &token).await;
        assert_eq!(offer.known.len(), number);
        let made = Authenticator::new().makes(&offer, "Telefoon");
        let add = app.anyone().add_passkey(&made).bearer(&token);
        add.about("linde").await.created::<Passkey>();
    }
    let eleventh = app.anyone().begin_passkey(&Empty {}).bearer(&token);
    let eleventh = eleventh.about("linde").await;
    eleventh.assert_problem(409, "lokaalsignaal:wrongState");
}

#[tokio::test]
async fn pages_of_other_sites_ask_and_answer_nothing() {
    let app = TestApp::start().await;
    let (mut device, _) = nurse(&app).await;
    let answer = device.answers(&question(&app).await);
    for call in [
        app.anyone().ask_passkey(&Empty {}),
        app.anyone().use_passkey(&answer),
    ] {
        let foreign = call.header("Sec-Fetch-Site", "cross-site").about("linde");
        assert_eq!(foreign.await.status, 403);
    }
}

#[tokio::test]
async fn neither_database_nor_log_tells_whose_passkey_it_is() {
    let app = TestApp::start().await;
    let (mut device, token) = nurse(&app).await;
    let offer = offer(&app, &token).await;
    signs_in(&app, &mut Browser::default(), &mut device)
        .await
        .assert_status(200);
    for words in [
        "Telefoon",
        &offer.known[0],
        &offer.user_handle,
        &offer.challenge,
    ] {
        assert!(!app.database().holds(words), "{words}");
    }
    for operation in ["usePasskey", "addPasskey", "beginPasskey", "askPasskey"] {
        let of = format!("audit WHERE operation = '{operation}'");
        assert!(app.database().count(&of) > 0, "{operation} is in the log");
        let known = format!("{of} AND actor_ref IS NOT NULL");
        assert_eq!(app.database().count(&known), 0, "{operation}");
    }
}

#[tokio::test]
async fn any_instance_takes_the_answer_to_a_question_of_another() {
    let app = TestApp::start().await;
    // A SQLite file has one server.
    if app.database().is_sqlite() {
        return;
    }
    let (mut device, _) = nurse(&app).await;
    let second = app.second_instance().await;
    let answer = device.answers(&question(&app).await);
    let answer = app.anyone().use_passkey(&answer).at(&second);
    Browser::default().sends(answer).await.assert_status(200);
}

#[tokio::test]
async fn a_server_without_a_name_has_no_passkeys() {
    let app = TestApp::configured(|config| {
        config.public_base_url = Some("http://127.0.0.1:8080".to_owned());
    })
    .await;
    let ask = app.anyone().ask_passkey(&Empty {}).about("linde");
    let ask = ask.header("Sec-Fetch-Site", "same-origin").await;
    ask.assert_problem(404, "belgif:resourceNotFound");
}
