//! The key file's life, as the command line drives it.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    thread,
};

use chrono::{DateTime, TimeDelta, Utc};
use tempfile::TempDir;

use super::*;
use crate::{SystemRandomness, tokens::ACCESS_TOKEN_SECONDS};

const PASSPHRASE: &str = "kruiwagen pinda lantaarn kous";

struct Installation {
    folder: TempDir,
}

impl Installation {
    fn new() -> Self {
        let installation = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        init(&installation.path(), &SystemRandomness, now()).unwrap();
        installation
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("keys.json")
    }

    fn ring(&self) -> KeyRing {
        KeyRing::load(&self.path()).unwrap()
    }

    fn rotate(&self, kind: KeyKind) -> Result<String, RotateError> {
        rotate(&self.path(), kind, &SystemRandomness, now())
    }

    fn revoke(&self, id: &str, wrapped_rows: u64, at: DateTime<Utc>) -> Result<(), RevokeError> {
        revoke(&self.path(), id, wrapped_rows, &SystemRandomness, at)
    }

    fn overwrite(&self, from: &str, to: &str) -> String {
        let text = fs::read_to_string(self.path()).unwrap();
        assert!(text.contains(from));
        fs::write(self.path(), text.replace(from, to)).unwrap();
        self.refusal()
    }

    fn refusal(&self) -> String {
        KeyRing::load(&self.path()).err().unwrap().to_string()
    }

    fn states(&self, kind: KeyKind, at: DateTime<Utc>) -> Vec<KeyState> {
        list(&self.ring(), at)
            .iter()
            .filter(|line| line.kind == kind)
            .map(|line| line.state)
            .collect()
    }
}

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000, 0).unwrap()
}

fn once_announced() -> DateTime<Utc> {
    now() + TimeDelta::seconds(PREANNOUNCED_SECONDS)
}

#[test]
fn a_new_installation_has_a_key_of_every_kind() {
    let lines = list(&Installation::new().ring(), now());
    let kinds: Vec<KeyKind> = lines.iter().map(|line| line.kind).collect();
    assert_eq!(kinds.len(), KeyKind::ALL.len());
    assert!(KeyKind::ALL.iter().all(|kind| kinds.contains(kind)));
    assert!(lines.iter().all(|line| line.state == KeyState::InUse));
}

#[cfg(unix)]
#[test]
fn only_the_owner_reads_the_file_also_after_a_rotation() {
    use std::os::unix::fs::PermissionsExt as _;
    let installation = Installation::new();
    installation.rotate(KeyKind::AccessToken).unwrap();
    let mode = fs::metadata(installation.path())
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[cfg(unix)]
#[test]
fn a_file_that_others_can_read_is_refused_with_the_remedy() {
    use std::os::unix::fs::PermissionsExt as _;
    let installation = Installation::new();
    for mode in [0o640, 0o604, 0o620, 0o601] {
        fs::set_permissions(installation.path(), fs::Permissions::from_mode(mode)).unwrap();
        let refusal = installation.refusal();
        assert!(
            refusal.contains(&format!("mode {mode:04o}")) && refusal.contains("chmod 600"),
            "{refusal}"
        );
    }
}

#[test]
fn a_missing_file_is_refused_with_the_remedy() {
    let refusal = KeyRing::load(Path::new("/nowhere/keys.json"))
        .err()
        .unwrap()
        .to_string();
    assert!(
        refusal.contains("keys init") && refusal.contains("LOKAAL_KEYS"),
        "{refusal}"
    );
}

#[test]
fn example_keys_are_refused() {
    let refusal = Installation::new().overwrite("lokaal-signaal keys", "example");
    assert!(refusal.contains("everybody knows"), "{refusal}");

    let installation = Installation::new();
    let receipt = serde_json::to_value(installation.ring()).unwrap()["receipt"]
        .as_str()
        .unwrap()
        .to_owned();
    let refusal = installation.overwrite(&receipt, &"A".repeat(43));
    assert!(refusal.contains("everybody knows"), "{refusal}");
}

#[test]
fn a_damaged_file_is_refused_without_showing_a_key() {
    let installation = Installation::new();
    let receipt = serde_json::to_value(installation.ring()).unwrap()["receipt"]
        .as_str()
        .unwrap()
        .to_owned();
    let refusal = installation.overwrite(&receipt, &format!("{receipt}!"));
    assert!(
        refusal.contains("cannot be understood") && !refusal.contains(&receipt),
        "{refusal}"
    );
    assert!(
        Installation::new()
            .overwrite("\"version\": 1", "\"version\": 2")
            .contains("layout is version 2")
    );
    assert!(
        Installation::new()
            .overwrite("\"purpose\"", "\"reason\"")
            .contains("cannot be understood")
    );
}

#[test]
fn init_never_overwrites_keys() {
    let installation = Installation::new();
    let before = fs::read(installation.path()).unwrap();
    let refusal = init(&installation.path(), &SystemRandomness, now())
        .err()
        .unwrap();
    assert!(matches!(refusal, KeyFileError::AlreadyThere { .. }));
    assert_eq!(fs::read(installation.path()).unwrap(), before);
}

#[test]
fn the_file_gives_back_the_keys_that_were_drawn() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("keys.json");
    let drawn = init(&path, &SystemRandomness, now()).unwrap();
    let read = KeyRing::load(&path).unwrap();
    let text = |ring: &KeyRing| serde_json::to_string(ring).unwrap();
    assert_eq!(text(&drawn), text(&read));
    let (one, other) = (
        &drawn.access_token().all()[0],
        &read.access_token().all()[0],
    );
    assert_eq!(one.sign(b"x"), other.sign(b"x"));
}

#[test]
fn a_rotated_signing_key_is_announced_then_signs_then_the_old_one_goes() {
    let installation = Installation::new();
    installation.rotate(KeyKind::AccessToken).unwrap();
    let state = |at| installation.states(KeyKind::AccessToken, at);
    let gone = once_announced() + TimeDelta::seconds(ACCESS_TOKEN_SECONDS + 5);
    assert_eq!(state(now()), [KeyState::InUse, KeyState::Announced]);
    assert_eq!(
        state(once_announced()),
        [KeyState::Reading, KeyState::InUse]
    );
    assert_eq!(
        state(gone - TimeDelta::seconds(1)),
        [KeyState::Reading, KeyState::InUse]
    );
    assert_eq!(state(gone), [KeyState::Retired, KeyState::InUse]);
}

#[test]
fn an_announced_key_stands_in_the_jwks_and_a_retired_one_does_not() {
    let installation = Installation::new();
    let announced = installation.rotate(KeyKind::AccessToken).unwrap();
    let kids = |at| {
        let jwks = installation.ring().access_token().jwks(at);
        let keys = jwks["keys"].as_array().unwrap().clone();
        keys.iter()
            .map(|key| key["kid"].as_str().unwrap().to_owned())
            .collect::<Vec<String>>()
    };
    assert_eq!(kids(now()).len(), 2);
    assert_eq!(kids(now() + TimeDelta::days(1)), [announced]);
    let text = installation.ring().access_token().jwks(now()).to_string();
    assert!(!text.contains("seed") && !text.contains("\"d\""), "{text}");
}

#[test]
fn rotating_twice_at_once_never_leaves_a_moment_without_a_signing_key() {
    let installation = Installation::new();
    installation.rotate(KeyKind::AccessToken).unwrap();
    installation.rotate(KeyKind::AccessToken).unwrap();
    let ring = installation.ring();
    for minute in 0..60 {
        assert!(
            ring.access_token()
                .signing(now() + TimeDelta::minutes(minute))
                .is_some(),
            "minute {minute}"
        );
    }
}

#[test]
fn old_audit_keys_keep_on_verifying() {
    let installation = Installation::new();
    installation.rotate(KeyKind::AuditHead).unwrap();
    let states = installation.states(KeyKind::AuditHead, now() + TimeDelta::days(2000));
    assert_eq!(states, [KeyState::Reading, KeyState::InUse]);
}

#[test]
fn a_revoked_signing_key_is_replaced_at_once() {
    let installation = Installation::new();
    let stolen = installation.ring().access_token().all()[0].kid().to_owned();
    installation.revoke(&stolen, 0, now()).unwrap();
    assert_eq!(
        installation.states(KeyKind::AccessToken, now()),
        [KeyState::Revoked, KeyState::InUse]
    );
    assert_ne!(
        installation
            .ring()
            .access_token()
            .signing(now())
            .unwrap()
            .kid(),
        stolen
    );
}

#[test]
fn revoking_any_key_of_a_rotation_always_leaves_one_to_sign_with() {
    for stolen in [0, 1] {
        for minute in [0, 5, 12, 30] {
            let installation = Installation::new();
            installation.rotate(KeyKind::AccessToken).unwrap();
            let kid = installation.ring().access_token().all()[stolen]
                .kid()
                .to_owned();
            let revoked_at = now() + TimeDelta::minutes(minute);
            installation.revoke(&kid, 0, revoked_at).unwrap();
            for later in 0..60 {
                let signing = installation
                    .ring()
                    .access_token()
                    .signing(revoked_at + TimeDelta::minutes(later))
                    .cloned();
                let signing = signing.map(|key| key.kid().to_owned());
                assert!(
                    signing.is_some_and(|signing| signing != kid),
                    "key {stolen}, minute {minute} + {later}"
                );
            }
        }
    }
}

#[test]
fn a_kek_goes_only_when_nothing_needs_it() {
    let installation = Installation::new();
    let refusal = |id: &str, rows| installation.revoke(id, rows, once_announced()).unwrap_err();
    assert!(matches!(refusal("kek-1", 0), RevokeError::NewestKek { .. }));
    assert_eq!(installation.rotate(KeyKind::Kek).unwrap(), "kek-2");
    assert!(matches!(
        refusal("kek-1", 3),
        RevokeError::StillWraps { rows: 3, .. }
    ));
    assert!(matches!(refusal("kek-7", 0), RevokeError::Unknown { .. }));
    assert!(matches!(refusal("nothing", 0), RevokeError::Unknown { .. }));
    installation.revoke("kek-1", 0, once_announced()).unwrap();
    assert_eq!(
        installation.states(KeyKind::Kek, once_announced()),
        [KeyState::InUse]
    );
}

#[test]
fn a_kek_that_nobody_else_has_read_yet_does_not_make_the_old_one_superfluous() {
    let installation = Installation::new();
    installation.rotate(KeyKind::Kek).unwrap();
    assert!(matches!(
        installation.revoke("kek-1", 0, now()),
        Err(RevokeError::StillInUse { .. })
    ));
}

#[test]
fn keys_that_must_stay_are_never_rotated() {
    let installation = Installation::new();
    let before = fs::read(installation.path()).unwrap();
    for kind in KeyKind::ALL
        .into_iter()
        .filter(|kind| kind.rotated_after_days().is_none())
    {
        assert!(
            matches!(installation.rotate(kind), Err(RotateError::Never { .. })),
            "{kind}"
        );
        assert!(
            installation.revoke(kind.name(), 0, now()).is_err(),
            "{kind}"
        );
    }
    assert_eq!(fs::read(installation.path()).unwrap(), before);
    for kind in KeyKind::ALL
        .into_iter()
        .filter(|kind| kind.rotated_after_days().is_some())
    {
        assert!(installation.rotate(kind).is_ok(), "{kind}");
    }
}

#[test]
fn a_successor_is_due_after_the_kinds_number_of_days_and_not_twice() {
    let installation = Installation::new();
    let due = |kind| -> Vec<Option<DateTime<Utc>>> {
        let lines = list(&installation.ring(), now());
        lines
            .iter()
            .filter(|line| line.kind == kind)
            .map(|line| line.due_at)
            .collect()
    };
    let in_days = |days| Some(now() + TimeDelta::days(days));
    assert_eq!(due(KeyKind::AccessToken), [in_days(90)]);
    assert_eq!(due(KeyKind::Kek), [in_days(365)]);
    assert_eq!(due(KeyKind::Receipt), [None]);
    installation.rotate(KeyKind::Kek).unwrap();
    assert_eq!(due(KeyKind::Kek), [None, in_days(365)]);
}

#[test]
fn two_commands_at_once_lose_no_key_and_readers_never_see_half_a_file() {
    let installation = Installation::new();
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| (0..5).for_each(|_| drop(installation.rotate(KeyKind::Kek).unwrap())));
        }
        scope.spawn(|| (0..50).for_each(|_| drop(installation.ring())));
    });
    let versions: BTreeSet<u16> = installation
        .ring()
        .keks()
        .all()
        .iter()
        .map(Kek::version)
        .collect();
    assert_eq!(versions, (1..=21).collect());
}

#[test]
fn the_age_key_pair_belongs_together() {
    let ring = Installation::new().ring();
    let key = ring.backup_keys().last().unwrap();
    let recipient: age::x25519::Recipient = key.recipient().parse().unwrap();
    let identity: age::x25519::Identity = key.expose_identity().parse().unwrap();
    let sealed = age::encrypt(&recipient, b"rows").unwrap();
    assert_eq!(age::decrypt(&identity, &sealed).unwrap(), b"rows");
}

#[test]
fn a_backup_of_the_keys_is_confirmed_by_opening_it_and_outdated_by_a_rotation() {
    let (installation, safe) = (Installation::new(), tempfile::tempdir().unwrap());
    let bundle = safe.path().join("keys.age");
    assert_eq!(backup_state(&installation.ring()), BackupState::Never);

    backup(&installation.path(), &bundle, PASSPHRASE).unwrap();
    assert_eq!(backup_state(&installation.ring()), BackupState::Never);
    let wrong = confirm_backup(
        &installation.path(),
        &bundle,
        "kruiwagen pinda lantaarn kaas",
        now(),
    );
    assert!(matches!(wrong, Err(BackupError::DoesNotOpen { .. })));

    confirm_backup(&installation.path(), &bundle, PASSPHRASE, now()).unwrap();
    assert_eq!(
        backup_state(&installation.ring()),
        BackupState::Confirmed {
            confirmed_at: now()
        }
    );
    installation.rotate(KeyKind::Kek).unwrap();
    assert_eq!(
        backup_state(&installation.ring()),
        BackupState::Outdated {
            confirmed_at: now()
        }
    );
    let outdated = confirm_backup(&installation.path(), &bundle, PASSPHRASE, now());
    assert!(matches!(outdated, Err(BackupError::OtherKeys { .. })));
}

#[test]
fn lost_keys_come_back_from_the_bundle() {
    let (installation, safe) = (Installation::new(), tempfile::tempdir().unwrap());
    let bundle = safe.path().join("keys.age");
    backup(&installation.path(), &bundle, PASSPHRASE).unwrap();
    let before = fs::read(installation.path()).unwrap();
    let plain = fs::read(&bundle).unwrap();
    assert!(plain.starts_with(b"age-encryption.org/v1\n-> scrypt "));
    fs::remove_file(installation.path()).unwrap();
    restore_keys(&bundle, PASSPHRASE, &installation.path()).unwrap();
    assert_eq!(fs::read(installation.path()).unwrap(), before);
    let again = restore_keys(&bundle, PASSPHRASE, &installation.path())
        .err()
        .unwrap();
    assert!(matches!(
        again,
        BackupError::File(KeyFileError::AlreadyThere { .. })
    ));
}

#[test]
fn a_backup_beside_the_keys_or_under_a_weak_passphrase_is_refused() {
    let (installation, safe) = (Installation::new(), tempfile::tempdir().unwrap());
    let beside = installation.folder.path().join("keys.age");
    let refused = backup(&installation.path(), &beside, PASSPHRASE);
    assert!(matches!(refused, Err(BackupError::SamePlace { .. })));
    let refused = backup(&installation.path(), &safe.path().join("keys.age"), "kort");
    assert!(matches!(
        refused,
        Err(BackupError::WeakPassphrase { found: 4 })
    ));
    assert_eq!(fs::read_dir(safe.path()).unwrap().count(), 0);
}
