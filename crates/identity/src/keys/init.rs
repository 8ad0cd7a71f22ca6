//! `keys init`: the first keys of an installation.

use std::path::Path;

use chrono::{DateTime, Utc};
use zeroize::Zeroize as _;

use super::{
    BackupKey, HmacKey, Kek, Keks, KeyFileError, KeyRing, SigningKey, SigningKeys, VapidKey, file,
    ring,
};
use crate::{Randomness, Secret};

/// Draws all keys and writes them to a file that must not exist yet.
pub fn init(
    path: &Path,
    randomness: &dyn Randomness,
    now: DateTime<Utc>,
) -> Result<KeyRing, KeyFileError> {
    let ring = KeyRing::draw(randomness, now)?;
    let mut text = file::text_of(path, &ring)?;
    let written = file::create(path, text.as_bytes());
    text.zeroize();
    written.map(|()| ring)
}

impl KeyRing {
    /// A full set of keys that is in no file: for `init` and for tests.
    pub fn draw(randomness: &dyn Randomness, now: DateTime<Utc>) -> Result<Self, KeyFileError> {
        let signing = || {
            SigningKey::draw(randomness, now, now)
                .map_err(|reason| KeyFileError::NotDrawn { reason })
        };
        let kek = Kek {
            version: 1,
            created_at: now,
            not_before: now,
            secret: Secret::draw(randomness),
        };
        Ok(Self {
            version: ring::LAYOUT,
            purpose: ring::PURPOSE.to_owned(),
            access_token: SigningKeys::of(vec![signing()?]),
            audit_head: SigningKeys::of(vec![signing()?]),
            kek: Keks(vec![kek]),
            receipt: HmacKey::draw(randomness),
            index: HmacKey::draw(randomness),
            pseudonym: HmacKey::draw(randomness),
            publication: HmacKey::draw(randomness),
            idempotency: HmacKey::draw(randomness),
            vapid: VapidKey::generate(now).ok_or(KeyFileError::NotDrawn { reason: "P-256" })?,
            backup: vec![BackupKey::generate(now)],
            backup_confirmed: None,
        })
    }
}
