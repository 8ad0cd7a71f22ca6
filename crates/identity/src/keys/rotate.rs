//! `keys rotate KIND`: a successor, while what the old key made stays readable.

use std::path::Path;

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    BackupKey, Kek, KeyFileError, KeyKind, KeyRing, PREANNOUNCED_SECONDS, SigningKey, file,
};
use crate::{
    Randomness, Secret,
    tokens::{ACCESS_TOKEN_SECONDS, LEEWAY_SECONDS},
};

#[derive(Debug, thiserror::Error)]
pub enum RotateError {
    #[error("the {kind} key is never rotated: {reason}")]
    Never { kind: KeyKind, reason: &'static str },
    #[error("there are 65,535 versions of the KEK; revoke old ones first")]
    TooManyVersions,
    #[error(transparent)]
    File(#[from] KeyFileError),
}

/// Adds a key of this kind to the file and returns its id. Signing keys and KEKs begin after [`PREANNOUNCED_SECONDS`].
pub fn rotate(
    path: &Path,
    kind: KeyKind,
    randomness: &dyn Randomness,
    now: DateTime<Utc>,
) -> Result<String, RotateError> {
    file::change(path, |ring| rotate_in(ring, kind, randomness, now))
}

pub(crate) fn rotate_in(
    ring: &mut KeyRing,
    kind: KeyKind,
    randomness: &dyn Randomness,
    now: DateTime<Utc>,
) -> Result<String, RotateError> {
    let begins_at = now + TimeDelta::seconds(PREANNOUNCED_SECONDS);
    match kind {
        KeyKind::AccessToken => {
            let successor = draw_signing(randomness, now, begins_at)?;
            let id = successor.kid().to_owned();
            // The last token of the old key is issued just before the successor begins.
            let overlap = TimeDelta::seconds(ACCESS_TOKEN_SECONDS + LEEWAY_SECONDS);
            ring.access_token.forget_retired(now);
            ring.access_token.succeed(successor, Some(overlap));
            Ok(id)
        }
        KeyKind::AuditHead => {
            let successor = draw_signing(randomness, now, begins_at)?;
            let id = successor.kid().to_owned();
            // Seals are verified for as long as the audit log is kept: old keys stay.
            ring.audit_head.succeed(successor, None);
            Ok(id)
        }
        KeyKind::Kek => {
            let newest = ring.kek.all().iter().map(Kek::version).max().unwrap_or(0);
            let version = newest.checked_add(1).ok_or(RotateError::TooManyVersions)?;
            let secret = Secret::draw(randomness);
            ring.kek.0.push(Kek {
                version,
                created_at: now,
                not_before: begins_at,
                secret,
            });
            Ok(format!("kek-{version}"))
        }
        KeyKind::Backup => {
            let successor = BackupKey::generate(now);
            let recipient = successor.recipient().to_owned();
            ring.backup.push(successor);
            Ok(recipient)
        }
        KeyKind::Receipt | KeyKind::Index | KeyKind::Pseudonym => Err(RotateError::Never {
            kind,
            reason: "what was stored with it could no longer be found",
        }),
        KeyKind::Idempotency => Err(RotateError::Never {
            kind,
            reason: "an honest repetition would look like another body",
        }),
        KeyKind::Publication => Err(RotateError::Never {
            kind,
            reason: "two roundings of one count give the count away",
        }),
        KeyKind::Vapid => Err(RotateError::Never {
            kind,
            reason: "every browser's push subscription is bound to it",
        }),
    }
}

pub(crate) fn draw_signing(
    randomness: &dyn Randomness,
    now: DateTime<Utc>,
    begins_at: DateTime<Utc>,
) -> Result<SigningKey, KeyFileError> {
    SigningKey::draw(randomness, now, begins_at).map_err(|reason| KeyFileError::NotDrawn { reason })
}
