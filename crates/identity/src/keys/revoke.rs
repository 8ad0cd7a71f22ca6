//! `keys revoke ID`: a key fell into wrong hands.

use std::path::Path;

use chrono::{DateTime, Utc};

use super::{KeyFileError, KeyRing, file, rotate::draw_signing};
use crate::Randomness;

#[derive(Debug, thiserror::Error)]
pub enum RevokeError {
    #[error("there is no key “{id}” that can be revoked; `lokaal-signaal keys list` shows them")]
    Unknown { id: String },
    #[error(
        "{id} is the newest KEK: run `lokaal-signaal keys rotate kek`, ten minutes later `lokaal-signaal keys rewrap`, then revoke it"
    )]
    NewestKek { id: String },
    #[error(
        "{id} still wraps new data keys until {until}: other instances may not have read its successor yet. \
         Try again then"
    )]
    StillInUse { id: String, until: DateTime<Utc> },
    #[error(
        "{rows} data keys are still wrapped by {id}: they would be lost. Run `lokaal-signaal keys rewrap` first"
    )]
    StillWraps { id: String, rows: u64 },
    #[error(transparent)]
    File(#[from] KeyFileError),
}

/// Makes a signing key worthless at once (everybody it signed for must sign in again), or drops an old KEK.
///
/// `wrapped_rows` is the number of rows the given KEK still wraps, which only the database knows; 0 for other keys.
pub fn revoke(
    path: &Path,
    id: &str,
    wrapped_rows: u64,
    randomness: &dyn Randomness,
    now: DateTime<Utc>,
) -> Result<(), RevokeError> {
    file::change(path, |ring| {
        revoke_in(ring, id, wrapped_rows, randomness, now)
    })
}

fn revoke_in(
    ring: &mut KeyRing,
    id: &str,
    wrapped_rows: u64,
    randomness: &dyn Randomness,
    now: DateTime<Utc>,
) -> Result<(), RevokeError> {
    for keys in [&mut ring.access_token, &mut ring.audit_head] {
        let Some(key) = keys.by_kid_mut(id) else {
            continue;
        };
        key.revoke(now);
        // A key must sign now, and one that is about to retire would soon leave nobody able to sign in. There is no
        // time to announce the new one: other instances refuse its tokens until they have read the file again.
        let lasting = keys.signing(now).filter(|key| key.retire_at().is_none());
        if lasting.is_none() {
            keys.succeed(draw_signing(randomness, now, now)?, None);
        }
        return Ok(());
    }
    revoke_kek(ring, id, wrapped_rows, now)
}

fn revoke_kek(
    ring: &mut KeyRing,
    id: &str,
    wrapped_rows: u64,
    now: DateTime<Utc>,
) -> Result<(), RevokeError> {
    let unknown = || RevokeError::Unknown { id: id.to_owned() };
    let version = id
        .strip_prefix("kek-")
        .and_then(|version| version.parse::<u16>().ok())
        .ok_or_else(unknown)?;
    let newest = ring.kek.all().iter().map(super::Kek::version).max();
    if newest == Some(version) {
        return Err(RevokeError::NewestKek { id: id.to_owned() });
    }
    ring.kek.version(version).ok_or_else(unknown)?;
    let has_succeeded = |kek: &super::Kek| kek.version() > version && kek.not_before() <= now;
    if !ring.kek.all().iter().any(has_succeeded) {
        let until = ring
            .kek
            .all()
            .iter()
            .filter(|kek| kek.version() > version)
            .map(super::Kek::not_before)
            .min();
        return Err(RevokeError::StillInUse {
            id: id.to_owned(),
            until: until.unwrap_or(now),
        });
    }
    if wrapped_rows > 0 {
        return Err(RevokeError::StillWraps {
            id: id.to_owned(),
            rows: wrapped_rows,
        });
    }
    ring.kek.0.retain(|kek| kek.version != version);
    Ok(())
}
