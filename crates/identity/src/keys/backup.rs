//! `keys backup`: the key file, encrypted with a passphrase, in another place. Without it a lost disk takes every receipt,
//! address and pseudonym along, whatever backups of the database there are.

use std::{
    fs,
    path::{Path, PathBuf},
};

use age::{scrypt, secrecy::SecretString};
use chrono::{DateTime, Utc};
use data_encoding::BASE64URL_NOPAD;
use zeroize::Zeroize as _;

use super::{KeyFileError, KeyRing, file, ring::BackupConfirmed};
use crate::keyed_hash::sha256;

/// A passphrase of four dice words has more.
const MIN_PASSPHRASE_CHARACTERS: usize = 16;
/// log₂ of scrypt's N that is still opened: 4 GiB of memory.
const MAX_WORK_FACTOR: u8 = 22;

#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    #[error(
        "{path} is beside the key file: a lost disk would take both. Choose another disk, machine or safe"
    )]
    SamePlace { path: PathBuf },
    #[error(
        "the passphrase has {found} characters, at least {MIN_PASSPHRASE_CHARACTERS} are needed: take four or five random words"
    )]
    WeakPassphrase { found: usize },
    #[error("the bundle {path} does not open: the passphrase is wrong or the file is damaged")]
    DoesNotOpen { path: PathBuf },
    #[error(
        "the bundle {path} holds other keys than the key file; make a new one with `lokaal-signaal keys backup`"
    )]
    OtherKeys { path: PathBuf },
    #[error(transparent)]
    File(#[from] KeyFileError),
}

/// Whether the keys of today could be restored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BackupState {
    Never,
    /// Keys were added or revoked since.
    Outdated {
        confirmed_at: DateTime<Utc>,
    },
    Confirmed {
        confirmed_at: DateTime<Utc>,
    },
}

/// Writes the bundle to `target`, which must not exist yet and lie in another folder.
pub fn backup(key_path: &Path, target: &Path, passphrase: &str) -> Result<(), BackupError> {
    let found = passphrase.chars().count();
    if found < MIN_PASSPHRASE_CHARACTERS {
        return Err(BackupError::WeakPassphrase { found });
    }
    if folder_of(key_path)? == folder_of(target)? {
        return Err(BackupError::SamePlace {
            path: target.to_owned(),
        });
    }
    let ring = KeyRing::load(key_path)?;
    let mut text = file::text_of(key_path, &ring)?;
    let recipient = scrypt::Recipient::new(SecretString::from(passphrase.to_owned()));
    let sealed = age::encrypt(&recipient, text.as_bytes());
    text.zeroize();
    let sealed = sealed.map_err(|_| KeyFileError::NotDrawn { reason: "age" })?;
    Ok(file::create(target, &sealed)?)
}

/// Opens the bundle and notes in the key file that these keys are safe.
pub fn confirm_backup(
    key_path: &Path,
    bundle: &Path,
    passphrase: &str,
    now: DateTime<Utc>,
) -> Result<(), BackupError> {
    let restored = open_bundle(bundle, passphrase)?;
    file::change(key_path, |ring| {
        let fingerprint = fingerprint(ring)?;
        if fingerprint != self::fingerprint(&restored)? {
            return Err(BackupError::OtherKeys {
                path: bundle.to_owned(),
            });
        }
        ring.backup_confirmed = Some(BackupConfirmed {
            at: now,
            fingerprint,
        });
        Ok(())
    })
}

/// Writes the keys of a bundle to a key file that must not exist yet.
pub fn restore_keys(
    bundle: &Path,
    passphrase: &str,
    key_path: &Path,
) -> Result<KeyRing, BackupError> {
    let ring = open_bundle(bundle, passphrase)?;
    let mut text = file::text_of(key_path, &ring)?;
    let written = file::create(key_path, text.as_bytes());
    text.zeroize();
    written?;
    Ok(ring)
}

/// What `/ready` and the administrator are told.
pub fn backup_state(ring: &KeyRing) -> BackupState {
    let Some(confirmed) = &ring.backup_confirmed else {
        return BackupState::Never;
    };
    let confirmed_at = confirmed.at;
    match fingerprint(ring) {
        Ok(fingerprint) if fingerprint == confirmed.fingerprint => {
            BackupState::Confirmed { confirmed_at }
        }
        _ => BackupState::Outdated { confirmed_at },
    }
}

fn open_bundle(bundle: &Path, passphrase: &str) -> Result<KeyRing, BackupError> {
    let sealed = fs::read(bundle).map_err(|source| file::io_error(bundle, source))?;
    let mut identity = scrypt::Identity::new(SecretString::from(passphrase.to_owned()));
    identity.set_max_work_factor(MAX_WORK_FACTOR);
    let does_not_open = || BackupError::DoesNotOpen {
        path: bundle.to_owned(),
    };
    let mut bytes = age::decrypt(&identity, &sealed).map_err(|_| does_not_open())?;
    let ring = str::from_utf8(&bytes)
        .map_err(|_| does_not_open())
        .and_then(|text| Ok(file::parse(bundle, text)?));
    bytes.zeroize();
    ring
}

/// A hash of all keys and their dates, the note about the backup left out. Keys are random: it gives nothing away.
fn fingerprint(ring: &KeyRing) -> Result<String, KeyFileError> {
    let mut bare = ring.clone();
    bare.backup_confirmed = None;
    let mut text = file::text_of(Path::new(""), &bare)?;
    let hash = BASE64URL_NOPAD.encode(&sha256(text.as_bytes()));
    text.zeroize();
    Ok(hash)
}

fn folder_of(path: &Path) -> Result<PathBuf, KeyFileError> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    folder
        .canonicalize()
        .map_err(|source| file::io_error(folder, source))
}
