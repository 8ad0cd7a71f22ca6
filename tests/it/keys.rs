//! The key file: a running server follows it, and none is made where data waits for another.

use std::os::unix::fs::PermissionsExt;
use std::time::{Duration, Instant};

use api::config::Config;
use api::server::Installation;
use identity::SystemRandomness;
use identity::keys::{self, KeyKind, KeyRing};
use shared::codes::{ContactChoice, Role};
use shared::sign_in::SignInDraft;
use shared::signal::{ContactDraft, SignalDraft, SubmittedSignal};
use shared::start::{KeysBackup, Start};
use testkit::{Asks, Mailbox, PASSWORD, Prepared, TestApp};

/// The server looks at the file every few seconds; a revoked key must be worthless within ten.
const SOON: Duration = Duration::from_secs(10);

fn signing_key(ring: &KeyRing, app: &TestApp) -> String {
    let key = ring.access_token().signing(app.now()).expect("a key");
    key.kid().to_owned()
}

#[tokio::test]
async fn a_revoked_key_opens_nothing_within_ten_seconds_and_its_successor_does() {
    let app = TestApp::start().await;
    let processor = app.processor("linde").await;
    let stolen = processor.access_token();
    processor.list_signals().await.assert_status(200);

    let path = app.installation().config.keys();
    let kid = signing_key(&KeyRing::load(&path).ok().unwrap(), &app);
    keys::revoke(&path, &kid, 0, &SystemRandomness, app.now()).unwrap();
    let since = Instant::now();
    loop {
        let answer = app.anyone().list_signals().about("linde").bearer(&stolen);
        let answer = answer.await;
        if answer.status == 401 {
            answer.assert_problem(401, "belgif:invalidAccessToken");
            break;
        }
        assert!(since.elapsed() < SOON, "the revoked key still opens");
    }
    // Signed with the key that came in its place.
    processor.list_signals().await.assert_status(200);
    let ring = app.installation().sources.keys();
    assert_ne!(signing_key(&ring, &app), kid);
}

#[tokio::test]
async fn a_new_key_is_announced_to_the_world_and_signs_ten_minutes_later() {
    let app = TestApp::start().await;
    let path = app.installation().config.keys();
    let before = signing_key(&KeyRing::load(&path).ok().unwrap(), &app);
    let kid = keys::rotate(&path, KeyKind::AccessToken, &SystemRandomness, app.now()).unwrap();
    let since = Instant::now();
    while !app.public_keys().await.contains(&kid) {
        assert!(since.elapsed() < SOON, "the new key is not announced");
    }
    let ring = app.installation().sources.keys();
    assert_eq!(signing_key(&ring, &app), before);
    app.advance(chrono::Duration::minutes(10));
    assert_eq!(signing_key(&ring, &app), kid);
    let processor = app.member("linde", &[Role::Processor]).await;
    processor.list_signals().await.assert_status(200);
}

#[tokio::test]
async fn a_damaged_key_file_leaves_the_keys_as_they_are() {
    let app = TestApp::start().await;
    let processor = app.processor("linde").await;
    let path = app.installation().config.keys();
    let sound = std::fs::read(&path).unwrap();
    std::fs::write(&path, "{").unwrap();
    // Long enough for the server to meet it.
    let since = Instant::now();
    while since.elapsed() < SOON / 2 {
        processor.list_signals().await.assert_status(200);
    }
    std::fs::write(&path, sound).unwrap();
    let kid = keys::rotate(&path, KeyKind::AccessToken, &SystemRandomness, app.now()).unwrap();
    let since = Instant::now();
    while !app.public_keys().await.contains(&kid) {
        processor.list_signals().await.assert_status(200);
        assert!(since.elapsed() < SOON, "the repaired file is not read");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_key_file_is_never_replaced_where_data_exists() {
    let prepared = Prepared::with(|_, _, _| async {}).await;
    let config = prepared.config();
    let (path, elsewhere) = (config.keys(), config.data.join("elsewhere.json"));
    std::fs::rename(&path, &elsewhere).unwrap();
    let Err(refused) = Installation::open(config.clone()) else {
        panic!("the server starts with other keys");
    };
    let told = refused.to_string();
    assert!(told.contains("there is no key file at"), "{told}");
    assert!(told.contains("restore the file from its backup"), "{told}");
    assert!(!path.exists(), "no other one was made");
    std::fs::rename(&elsewhere, &path).unwrap();
    assert!(Installation::open(config).is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_start_makes_the_keys_and_the_next_one_takes_them() {
    let prepared = Prepared::with(|_, _, _| async {}).await;
    let config = Config {
        data: prepared.config().data.join("new"),
        ..Config::default()
    };
    let kid = |config: &Config| {
        let installation = Installation::open(config.clone()).ok().unwrap();
        let ring = installation.sources.keys();
        ring.access_token().all()[0].kid().to_owned()
    };
    assert_eq!(kid(&config), kid(&config));
    let mode = std::fs::metadata(&config.data)
        .unwrap()
        .permissions()
        .mode()
        & 0o777;
    assert_eq!(mode, 0o700, "what lies there is for its owner only");
    KeyRing::load(&config.keys()).ok().unwrap();
}

#[tokio::test]
async fn the_key_that_wraps_all_others_can_be_renewed_to_the_end() {
    let mailbox = Mailbox::open();
    let app = TestApp::configured(|config| config.smtp_url = Some(mailbox.url())).await;
    let person = app.add_person(&[("linde", &[Role::LeadProcessor])]).await;
    let (nurse, processor) = (app.provider("linde"), app.processor("linde").await);
    let draft = SignalDraft {
        text: "Ouderen raken niet meer aan het loket in de wijk".to_owned(),
        contact: Some(ContactDraft {
            choice: ContactChoice::Email,
            email: Some("an@wijkteam.test".to_owned()),
            pace: None,
        }),
        ..SignalDraft::default()
    };
    let signal: SubmittedSignal = nurse.submit_signal(&draft).await.created();

    let path = app.installation().config.keys();
    keys::rotate(&path, KeyKind::Kek, &SystemRandomness, app.now()).unwrap();
    app.advance(chrono::Duration::minutes(11));
    let current = || {
        let ring = app.installation().sources.keys();
        ring.keks().current(app.now()).unwrap().version()
    };
    let since = Instant::now();
    while current() != 2 {
        processor.list_signals().await.assert_status(200);
        assert!(since.elapsed() < SOON, "the new key is not taken");
    }
    let refused = app.try_command(&["keys", "revoke", "kek-1"]).unwrap_err();
    assert!(refused.contains("still wrapped"), "{refused}");
    let moved = app.command(&["keys", "rewrap"]);
    assert!(!moved.starts_with("0 "), "{moved}");
    assert!(app.command(&["keys", "rewrap"]).starts_with("0 "));
    app.command(&["keys", "revoke", "kek-1"]);
    let since = Instant::now();
    while app.installation().sources.keys().keks().all().len() != 1 {
        processor.list_signals().await.assert_status(200);
        assert!(since.elapsed() < SOON, "the old key is not dropped");
    }

    // Secrets of authenticator apps, and addresses of providers.
    let signs_in = SignInDraft {
        email: person.email.clone(),
        password: PASSWORD.to_owned(),
        totp: person.totp.code_at(app.now()),
    };
    app.anyone().sign_in(&signs_in).await.assert_status(201);
    processor
        .opens_issue("Loket in de wijk", &[signal.id])
        .await;
    processor
        .sends_all_feedback("Het mobiele loket staat elke dinsdag op de markt.")
        .await;
    app.run_jobs().await;
    assert_eq!(mailbox.to("an@wijkteam.test").len(), 1);
}

#[tokio::test]
async fn an_administrator_is_warned_until_the_keys_are_safe() {
    let app = TestApp::start().await;
    let administrator = app.administrator("linde").await;
    let start: Start = administrator.get_start().await.ok();
    assert_eq!(start.keys_backup, Some(KeysBackup::Never));
    let elsewhere: Start = app.processor("linde").await.get_start().await.ok();
    assert_eq!(
        elsewhere.keys_backup, None,
        "a processor can do nothing about it"
    );

    let (path, safe) = (app.installation().config.keys(), app.folder().join("safe"));
    std::fs::create_dir(&safe).unwrap();
    let (bundle, words) = (safe.join("keys.age"), "vier-woorden-uit-een-dobbelsteen");
    keys::backup(&path, &bundle, words).unwrap();
    keys::confirm_backup(&path, &bundle, words, app.now()).unwrap();
    let since = Instant::now();
    loop {
        let start: Start = administrator.get_start().await.ok();
        if start.keys_backup.is_none() {
            break;
        }
        assert!(since.elapsed() < SOON, "still warned");
    }
    keys::rotate(&path, KeyKind::AccessToken, &SystemRandomness, app.now()).unwrap();
    let since = Instant::now();
    loop {
        let start: Start = administrator.get_start().await.ok();
        if start.keys_backup == Some(KeysBackup::Outdated) {
            break;
        }
        assert!(since.elapsed() < SOON, "not warned of the new key");
    }
}
