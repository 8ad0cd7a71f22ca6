//! All keys of an installation, as read from the key file.

use std::path::Path;

use aws_lc_rs::{
    encoding::{AsBigEndian, EcPublicKeyUncompressedBin},
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair},
};
use chrono::{DateTime, Utc};
use data_encoding::BASE64URL_NOPAD;
use serde::{Deserialize, Serialize};

use super::{
    IdempotencyHmacKey, IndexKey, Keks, KeyFileError, PseudonymKey, PublicationKey, ReceiptKey,
    SigningKeys, file,
};
use crate::Secret;

/// Every key. No `Debug`: nothing in it is fit to be shown.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct KeyRing {
    /// The layout of the file.
    pub(crate) version: u16,
    /// `lokaal-signaal keys`; documentation writes `example` here, and such a file is refused.
    pub(crate) purpose: String,
    pub(crate) access_token: SigningKeys,
    pub(crate) audit_head: SigningKeys,
    pub(crate) kek: Keks,
    pub(crate) receipt: ReceiptKey,
    pub(crate) index: IndexKey,
    pub(crate) pseudonym: PseudonymKey,
    pub(crate) publication: PublicationKey,
    pub(crate) idempotency: IdempotencyHmacKey,
    pub(crate) vapid: VapidKey,
    pub(crate) backup: Vec<BackupKey>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) backup_confirmed: Option<BackupConfirmed>,
}

pub(crate) const LAYOUT: u16 = 1;
pub(crate) const PURPOSE: &str = "lokaal-signaal keys";

impl KeyRing {
    /// Reads the key file; refuses one that is missing, an example, or readable by others.
    pub fn load(path: &Path) -> Result<Self, KeyFileError> {
        file::read(path)
    }

    pub fn access_token(&self) -> &SigningKeys {
        &self.access_token
    }

    pub fn audit_head(&self) -> &SigningKeys {
        &self.audit_head
    }

    pub fn keks(&self) -> &Keks {
        &self.kek
    }

    pub fn receipt(&self) -> &ReceiptKey {
        &self.receipt
    }

    pub fn index(&self) -> &IndexKey {
        &self.index
    }

    pub fn pseudonym(&self) -> &PseudonymKey {
        &self.pseudonym
    }

    pub fn publication(&self) -> &PublicationKey {
        &self.publication
    }

    pub fn idempotency(&self) -> &IdempotencyHmacKey {
        &self.idempotency
    }

    pub fn vapid(&self) -> &VapidKey {
        &self.vapid
    }

    /// The age keys of database backups, oldest first; backups are made to the last, read with any.
    pub fn backup_keys(&self) -> &[BackupKey] {
        &self.backup
    }
}

/// P-256 key that signs Web Push requests.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct VapidKey {
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) scalar: Secret<32>,
    /// Uncompressed point, base64url: what `PushManager.subscribe` takes.
    pub(crate) public: String,
}

impl VapidKey {
    /// Drawn by the crypto library itself: a P-256 scalar is not just any 32 bytes.
    pub(crate) fn generate(created_at: DateTime<Utc>) -> Option<Self> {
        let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).ok()?;
        let scalar = pair.private_key().as_be_bytes().ok()?;
        let point: EcPublicKeyUncompressedBin = pair.public_key().as_be_bytes().ok()?;
        let public = BASE64URL_NOPAD.encode(point.as_ref());
        Some(Self {
            created_at,
            scalar: Secret::new(crate::keyed_hash::first(scalar.as_ref())),
            public,
        })
    }

    pub fn created_at(&self) -> DateTime<Utc> {
        self.created_at
    }

    pub fn public(&self) -> &str {
        &self.public
    }

    pub fn scalar(&self) -> &Secret<32> {
        &self.scalar
    }
}

/// An age X25519 identity for database backups.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BackupKey {
    pub(crate) created_at: DateTime<Utc>,
    /// `age1…`, which may be known.
    pub(crate) recipient: String,
    /// `AGE-SECRET-KEY-1…`, which may not.
    pub(crate) identity: AgeIdentity,
}

impl BackupKey {
    pub(crate) fn generate(created_at: DateTime<Utc>) -> Self {
        use age::secrecy::ExposeSecret as _;
        let identity = age::x25519::Identity::generate();
        let recipient = identity.to_public().to_string();
        let identity = AgeIdentity(identity.to_string().expose_secret().to_owned());
        Self {
            created_at,
            recipient,
            identity,
        }
    }

    pub fn created_at(&self) -> DateTime<Utc> {
        self.created_at
    }

    pub fn recipient(&self) -> &str {
        &self.recipient
    }

    /// The secret line, as age reads it.
    pub fn expose_identity(&self) -> &str {
        &self.identity.0
    }
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct AgeIdentity(pub(crate) String);

impl Drop for AgeIdentity {
    fn drop(&mut self) {
        zeroize::Zeroize::zeroize(&mut self.0);
    }
}

/// That a bundle was opened again, and which keys were in it.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct BackupConfirmed {
    pub(crate) at: DateTime<Utc>,
    pub(crate) fingerprint: String,
}
