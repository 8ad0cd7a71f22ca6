//! An operator's backup and what comes of restoring it.

use std::os::unix::fs::PermissionsExt;

use shared::codes::ContactChoice;
use shared::signal::{ContactDraft, SignalDraft, SubmittedSignal};
use shared::timeline::Empty;
use testkit::{Asks, TestApp, by};

const KEPT: &str = "Wachtlijst voor kinderopvang in de Vaartwijk";
const TAKEN_BACK: &str = "Een buur met een vermoeiend verhaal over de lift";

fn with_mail(text: &str, address: &str) -> SignalDraft {
    SignalDraft {
        text: text.to_owned(),
        contact: Some(ContactDraft {
            choice: ContactChoice::Email,
            email: Some(address.to_owned()),
            pace: None,
        }),
        ..SignalDraft::default()
    }
}

#[tokio::test]
async fn a_backup_is_encrypted_whole_and_forgets_what_was_erased_since() {
    let app = TestApp::start().await;
    let nurse = app.provider("linde");
    let kept: SubmittedSignal = nurse
        .submit_signal(&with_mail(KEPT, "an@wijkteam.test"))
        .await
        .created();
    let taken_back = nurse.submits(TAKEN_BACK).await;

    let file = app.folder().join("nightly.age");
    let name = file.to_string_lossy().into_owned();
    let said = app.command(&["backup", &name]);
    assert!(said.contains("rows in"), "{said}");
    let bytes = std::fs::read(&file).unwrap();
    assert!(bytes.starts_with(b"age-encryption.org/v1"));
    for words in [KEPT, TAKEN_BACK, "signal_texts", "linde"] {
        let found = bytes
            .windows(words.len())
            .any(|window| window == words.as_bytes());
        assert!(!found, "{words} can be read");
    }
    let mode = std::fs::metadata(&file).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode, 0o600, "for its owner only");
    assert!(!file.with_extension("unfinished").exists());
    let again = app.try_command(&["backup", &name]).unwrap_err();
    assert!(again.contains("exists already"), "{again}");
    assert_eq!(
        std::fs::read(&file).unwrap(),
        bytes,
        "an older backup is never overwritten"
    );

    // Afterwards one provider takes the signal back, another takes the address away.
    let taken = by(&taken_back.receipt, Empty {});
    nurse.withdraw_signal(&taken).await.no_content();
    let mute = by(
        &kept.receipt,
        ContactDraft {
            choice: ContactChoice::Code,
            email: None,
            pace: None,
        },
    );
    nurse.change_contact(&mute).await.assert_status(200);
    assert_eq!(app.database().count("erasure_log"), 2);
    let list = app.list_of_erasures().await;

    let there = app.another_database();
    let refused = there.try_restore(&file, &[]).unwrap_err();
    assert!(refused.contains("no list of erasures"), "{refused}");
    let missing = there
        .try_restore(&file, &["--erasures", "/nowhere.jsonl"])
        .unwrap_err();
    assert!(missing.contains("/nowhere.jsonl"), "{missing}");
    let list = list.to_string_lossy().into_owned();
    let said = there.try_restore(&file, &["--erasures", &list]).unwrap();
    assert!(said.contains("2 of 2 erasures"), "{said}");
    let database = there.database();
    assert_eq!(database.count("signals"), 2);
    assert_eq!(database.count("provider_contacts"), 0);
    assert!(database.holds(KEPT));
    assert!(!database.holds(TAKEN_BACK), "it stays forgotten");
    let full = there
        .try_restore(&file, &["--erasures", &list])
        .unwrap_err();
    assert!(full.contains("holds rows already"), "{full}");
}

#[tokio::test]
async fn a_backup_does_not_open_with_other_keys_or_after_damage() {
    let app = TestApp::start().await;
    app.provider("linde").submits(KEPT).await;
    let file = app.folder().join("nightly.age");
    app.command(&["backup", &file.to_string_lossy()]);
    let sound = std::fs::read(&file).unwrap();

    let there = app.another_database();
    let mut damaged = sound.clone();
    let middle = damaged.len() / 2;
    damaged[middle] ^= 1;
    std::fs::write(&file, &damaged).unwrap();
    there
        .try_restore(&file, &["--without-erasures"])
        .unwrap_err();
    std::fs::write(&file, &sound[..sound.len() - 1]).unwrap();
    there
        .try_restore(&file, &["--without-erasures"])
        .unwrap_err();
    std::fs::write(&file, &sound).unwrap();
    assert_eq!(there.database().count("signals"), 0, "nothing was kept");

    let keys = there.folder().join("keys.json");
    let own = std::fs::read(&keys).unwrap();
    std::fs::remove_file(&keys).unwrap();
    let strange = identity::keys::init(&keys, &identity::SystemRandomness, app.now());
    strange.ok().unwrap();
    there
        .try_restore(&file, &["--without-erasures"])
        .unwrap_err();
    std::fs::write(&keys, own).unwrap();
    there.try_restore(&file, &["--without-erasures"]).unwrap();
    assert_eq!(there.database().count("signals"), 1);
}
