//! Ed25519 signing keys with a life: announced, signing, verifying only, gone.

use std::sync::Arc;

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use chrono::{DateTime, TimeDelta, Utc};
use data_encoding::{BASE32_NOPAD, BASE64URL_NOPAD};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{
    Randomness, Secret,
    keyed_hash::{first, sha256},
};

/// A rotated key is published this long before it signs: readers of the JWKS keep it for 300 s, instances reread the
/// key file within seconds.
pub const PREANNOUNCED_SECONDS: i64 = 600;

/// One Ed25519 key pair and its dates.
#[derive(Clone, Serialize, Deserialize)]
#[serde(try_from = "SigningKeyRecord", into = "SigningKeyRecord")]
pub struct SigningKey {
    record: SigningKeyRecord,
    pair: Arc<Ed25519KeyPair>,
    public: [u8; 32],
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct SigningKeyRecord {
    kid: String,
    created_at: DateTime<Utc>,
    not_before: DateTime<Utc>,
    /// From here on nothing it signed is accepted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    retire_at: Option<DateTime<Utc>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    revoked_at: Option<DateTime<Utc>>,
    seed: Secret<32>,
}

impl TryFrom<SigningKeyRecord> for SigningKey {
    type Error = &'static str;

    fn try_from(record: SigningKeyRecord) -> Result<Self, Self::Error> {
        let pair = Ed25519KeyPair::from_seed_unchecked(record.seed.expose())
            .map_err(|_| "an Ed25519 key is unusable")?;
        let public = first(pair.public_key().as_ref());
        Ok(Self {
            record,
            pair: Arc::new(pair),
            public,
        })
    }
}

impl From<SigningKey> for SigningKeyRecord {
    fn from(key: SigningKey) -> Self {
        key.record
    }
}

impl SigningKey {
    pub(crate) fn draw(
        randomness: &dyn Randomness,
        created_at: DateTime<Utc>,
        not_before: DateTime<Utc>,
    ) -> Result<Self, &'static str> {
        let seed = Secret::draw(randomness);
        let kid = String::new();
        let record = SigningKeyRecord {
            kid,
            created_at,
            not_before,
            retire_at: None,
            revoked_at: None,
            seed,
        };
        let mut key = Self::try_from(record)?;
        let thumbprint = sha256(&key.public);
        key.record.kid = BASE32_NOPAD
            .encode(&first::<10>(&thumbprint))
            .to_lowercase();
        Ok(key)
    }

    pub fn kid(&self) -> &str {
        &self.record.kid
    }

    pub fn public_key(&self) -> &[u8; 32] {
        &self.public
    }

    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        first(self.pair.sign(message).as_ref())
    }

    pub fn created_at(&self) -> DateTime<Utc> {
        self.record.created_at
    }

    pub fn not_before(&self) -> DateTime<Utc> {
        self.record.not_before
    }

    pub fn retire_at(&self) -> Option<DateTime<Utc>> {
        self.record.retire_at
    }

    pub fn revoked_at(&self) -> Option<DateTime<Utc>> {
        self.record.revoked_at
    }

    /// Whether what it signed is believed at this moment.
    pub fn verifies_at(&self, now: DateTime<Utc>) -> bool {
        self.record.revoked_at.is_none()
            && self
                .record
                .retire_at
                .is_none_or(|retire_at| now < retire_at)
    }

    pub(crate) fn retire(&mut self, at: DateTime<Utc>) {
        self.record.retire_at = Some(self.record.retire_at.map_or(at, |known| known.min(at)));
    }

    pub(crate) fn revoke(&mut self, now: DateTime<Utc>) {
        self.record.revoked_at.get_or_insert(now);
    }

    /// PKCS#8, as `jsonwebtoken` wants it.
    pub(crate) fn pkcs8(&self) -> Option<Vec<u8>> {
        self.pair
            .to_pkcs8()
            .ok()
            .map(|document| document.as_ref().to_vec())
    }

    pub(crate) fn seed(&self) -> &Secret<32> {
        &self.record.seed
    }
}

/// All keys of one kind, oldest first.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SigningKeys(Vec<SigningKey>);

impl SigningKeys {
    pub(crate) fn of(keys: Vec<SigningKey>) -> Self {
        Self(keys)
    }

    /// The key to sign with now: of those in use the one that began last.
    pub fn signing(&self, now: DateTime<Utc>) -> Option<&SigningKey> {
        let usable = self
            .0
            .iter()
            .filter(|key| key.not_before() <= now && key.verifies_at(now));
        usable.max_by_key(|key| key.not_before())
    }

    pub fn all(&self) -> &[SigningKey] {
        &self.0
    }

    pub fn by_kid(&self, kid: &str) -> Option<&SigningKey> {
        self.0.iter().find(|key| key.kid() == kid)
    }

    pub(crate) fn by_kid_mut(&mut self, kid: &str) -> Option<&mut SigningKey> {
        self.0.iter_mut().find(|key| key.kid() == kid)
    }

    /// Adds a successor; those in use stop being believed `overlap` after it begins to sign.
    pub(crate) fn succeed(&mut self, successor: SigningKey, overlap: Option<TimeDelta>) {
        if let Some(overlap) = overlap {
            for key in &mut self.0 {
                key.retire(successor.not_before() + overlap);
            }
        }
        self.0.push(successor);
    }

    /// Forgets keys that nothing can be verified with any more.
    pub(crate) fn forget_retired(&mut self, now: DateTime<Utc>) {
        self.0.retain(|key| key.verifies_at(now));
    }

    /// The public halves as a JSON Web Key Set, the announced ones included.
    pub fn jwks(&self, now: DateTime<Utc>) -> Value {
        let believed = self.0.iter().filter(|key| key.verifies_at(now));
        let keys: Vec<Value> = believed
            .map(|key| {
                let x = BASE64URL_NOPAD.encode(key.public_key());
                json!({ "kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": "EdDSA", "kid": key.kid(), "x": x })
            })
            .collect();
        json!({ "keys": keys })
    }
}
