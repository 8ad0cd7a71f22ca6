//! Sealed columns: contact data under a data key per provider, data keys under the KEK. AES-256-GCM throughout.
//!
//! Everything sealed is bound to its place (authority, table, column, row): a value copied elsewhere does not open.
//! Deleting a provider's data key makes all that was sealed with it unreadable, in backups too.

use std::fmt;

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use chrono::{DateTime, Utc};
use unicode_normalization::UnicodeNormalization as _;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::{
    Randomness, Secret,
    keyed_hash::first,
    keys::{IndexKey, Kek, Keks},
    randomness::draw,
};

/// Where a sealed value stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Nil for tables that belong to no authority.
    pub authority: Uuid,
    pub table: &'static str,
    pub column: &'static str,
    pub row: Uuid,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SealingError {
    #[error("a sealed value does not open: it was changed, or belongs to another place or key")]
    DoesNotOpen,
    #[error("version {0} of the KEK is not in the key file; restore the key file that has it")]
    UnknownKek(u16),
    #[error("no KEK is in use at this moment; check the clock and `lokaal-signaal keys list`")]
    NoKek,
    #[error("the crypto library refused to seal")]
    NotSealed,
}

/// The key of one provider's contact data.
#[derive(Clone, PartialEq, Eq)]
pub struct DataKey(Secret<32>);

impl DataKey {
    pub fn draw(randomness: &dyn Randomness) -> Self {
        Self(Secret::draw(randomness))
    }

    /// For `provider_keys`: KEK version, nonce, sealed key.
    pub fn wrap(
        &self,
        keks: &Keks,
        randomness: &dyn Randomness,
        now: DateTime<Utc>,
        place: Place,
    ) -> Result<Vec<u8>, SealingError> {
        seal_with_kek(keks, randomness, now, place, self.0.expose())
    }

    pub fn unwrap(keks: &Keks, place: Place, wrapped: &[u8]) -> Result<Self, SealingError> {
        let bytes = open_with_kek(keks, place, wrapped)?;
        let bytes =
            <[u8; 32]>::try_from(bytes.as_slice()).map_err(|_| SealingError::DoesNotOpen)?;
        Ok(Self(Secret::new(bytes)))
    }

    pub fn seal(
        &self,
        randomness: &dyn Randomness,
        place: Place,
        plain: &[u8],
    ) -> Result<Vec<u8>, SealingError> {
        seal(&self.0, randomness, place, plain)
    }

    pub fn open(&self, place: Place, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, SealingError> {
        open(&self.0, place, sealed)
    }
}

impl fmt::Debug for DataKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("DataKey(…)")
    }
}

/// What a wrapped value was wrapped with: for counting what still has to be rewrapped.
pub fn kek_version(wrapped: &[u8]) -> Option<u16> {
    wrapped
        .first_chunk::<2>()
        .map(|version| u16::from_be_bytes(*version))
}

/// The same value under the current KEK; `None` when it already is.
pub fn rewrap(
    keks: &Keks,
    randomness: &dyn Randomness,
    now: DateTime<Utc>,
    place: Place,
    wrapped: &[u8],
) -> Result<Option<Vec<u8>>, SealingError> {
    let current = keks.current(now).ok_or(SealingError::NoKek)?;
    if kek_version(wrapped) == Some(current.version()) {
        return Ok(None);
    }
    let plain = open_with_kek(keks, place, wrapped)?;
    seal_with_kek(keks, randomness, now, place, &plain).map(Some)
}

/// `HMAC(index key, normalised address)`: finds an address without storing it readably.
pub fn email_index(key: &IndexKey, email: &str) -> [u8; 32] {
    key.mac(&[normalised_email(email).as_bytes()])
}

/// `HMAC(index key, signal ‖ address)`: knows a browser again that asks twice about one signal, and nobody's two signals.
pub fn push_index(key: &IndexKey, signal: Uuid, endpoint: &str) -> [u8; 32] {
    key.mac(&[b"push\0", signal.as_bytes(), endpoint.as_bytes()])
}

/// Without surrounding white space, NFC, lower case: mail systems that tell `An@` from `an@` are not met in practice.
pub fn normalised_email(email: &str) -> String {
    email.trim().nfc().collect::<String>().to_lowercase()
}

pub(crate) fn seal_with_kek(
    keks: &Keks,
    randomness: &dyn Randomness,
    now: DateTime<Utc>,
    place: Place,
    plain: &[u8],
) -> Result<Vec<u8>, SealingError> {
    let kek: &Kek = keks.current(now).ok_or(SealingError::NoKek)?;
    let sealed = seal(&kek.secret, randomness, place, plain)?;
    Ok([kek.version().to_be_bytes().as_slice(), &sealed].concat())
}

pub(crate) fn open_with_kek(
    keks: &Keks,
    place: Place,
    wrapped: &[u8],
) -> Result<Zeroizing<Vec<u8>>, SealingError> {
    let (version, sealed) = wrapped
        .split_first_chunk::<2>()
        .ok_or(SealingError::DoesNotOpen)?;
    let version = u16::from_be_bytes(*version);
    let kek = keks
        .version(version)
        .ok_or(SealingError::UnknownKek(version))?;
    open(&kek.secret, place, sealed)
}

/// nonce ‖ ciphertext ‖ tag. Random 96-bit nonces are safe for 2³² values per key; a data key sees a handful.
fn seal(
    key: &Secret<32>,
    randomness: &dyn Randomness,
    place: Place,
    plain: &[u8],
) -> Result<Vec<u8>, SealingError> {
    let nonce: [u8; NONCE_LEN] = draw(randomness);
    let mut in_out = plain.to_vec();
    aes(key)?
        .seal_in_place_append_tag(
            Nonce::assume_unique_for_key(nonce),
            Aad::from(place.bytes()),
            &mut in_out,
        )
        .map_err(|_| SealingError::NotSealed)?;
    Ok([nonce.as_slice(), &in_out].concat())
}

fn open(key: &Secret<32>, place: Place, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, SealingError> {
    let (nonce, ciphertext) = sealed
        .split_at_checked(NONCE_LEN)
        .ok_or(SealingError::DoesNotOpen)?;
    let nonce = Nonce::assume_unique_for_key(first(nonce));
    let mut in_out = Zeroizing::new(ciphertext.to_vec());
    let length = aes(key)?
        .open_in_place(nonce, Aad::from(place.bytes()), &mut in_out)
        .map_err(|_| SealingError::DoesNotOpen)?
        .len();
    in_out.truncate(length);
    Ok(in_out)
}

fn aes(key: &Secret<32>) -> Result<LessSafeKey, SealingError> {
    UnboundKey::new(&AES_256_GCM, key.expose())
        .map(LessSafeKey::new)
        .map_err(|_| SealingError::NotSealed)
}

impl Place {
    /// The names end with a zero byte, which no name has: no two places give the same bytes.
    fn bytes(self) -> Vec<u8> {
        let (table, column) = (self.table.as_bytes(), self.column.as_bytes());
        [
            self.authority.as_bytes().as_slice(),
            table,
            &[0],
            column,
            &[0],
            self.row.as_bytes(),
        ]
        .concat()
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::{
        SystemRandomness,
        keys::{KeyKind, KeyRing, PREANNOUNCED_SECONDS, init, revoke, rotate},
    };

    const EMAIL: &[u8] = b"an@bornem.be";

    fn now() -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000, 0).unwrap()
    }

    fn later() -> DateTime<Utc> {
        now() + chrono::TimeDelta::seconds(PREANNOUNCED_SECONDS)
    }

    fn place() -> Place {
        Place {
            authority: Uuid::from_u128(1),
            table: "provider_contacts",
            column: "email",
            row: Uuid::from_u128(2),
        }
    }

    fn ring() -> KeyRing {
        KeyRing::draw(&SystemRandomness, now()).unwrap()
    }

    #[test]
    fn what_was_sealed_opens_in_its_place() {
        let key = DataKey::draw(&SystemRandomness);
        let sealed = key.seal(&SystemRandomness, place(), EMAIL).unwrap();
        assert!(!sealed.windows(EMAIL.len()).any(|window| window == EMAIL));
        assert_eq!(key.open(place(), &sealed).unwrap().as_slice(), EMAIL);
    }

    #[test]
    fn a_value_copied_to_any_other_place_does_not_open() {
        let key = DataKey::draw(&SystemRandomness);
        let sealed = key.seal(&SystemRandomness, place(), EMAIL).unwrap();
        let elsewhere = [
            Place {
                authority: Uuid::from_u128(9),
                ..place()
            },
            Place {
                table: "users",
                ..place()
            },
            Place {
                column: "name",
                ..place()
            },
            Place {
                row: Uuid::from_u128(9),
                ..place()
            },
            Place {
                table: "provider_contactse",
                column: "mail",
                ..place()
            },
        ];
        for other in elsewhere {
            assert_eq!(
                key.open(other, &sealed),
                Err(SealingError::DoesNotOpen),
                "{other:?}"
            );
        }
    }

    #[test]
    fn a_changed_or_shortened_value_does_not_open() {
        let key = DataKey::draw(&SystemRandomness);
        let sealed = key.seal(&SystemRandomness, place(), EMAIL).unwrap();
        for changed in 0..sealed.len() {
            let mut forged = sealed.clone();
            forged[changed] ^= 1;
            assert_eq!(
                key.open(place(), &forged),
                Err(SealingError::DoesNotOpen),
                "byte {changed}"
            );
            assert_eq!(
                key.open(place(), &sealed[..changed]),
                Err(SealingError::DoesNotOpen),
                "{changed} bytes"
            );
        }
    }

    #[test]
    fn another_providers_key_does_not_open() {
        let sealed = DataKey::draw(&SystemRandomness)
            .seal(&SystemRandomness, place(), EMAIL)
            .unwrap();
        let other = DataKey::draw(&SystemRandomness);
        assert_eq!(other.open(place(), &sealed), Err(SealingError::DoesNotOpen));
    }

    #[test]
    fn equal_values_look_different() {
        let key = DataKey::draw(&SystemRandomness);
        let seal = || key.seal(&SystemRandomness, place(), EMAIL).unwrap();
        assert_ne!(seal(), seal());
    }

    #[test]
    fn a_data_key_is_wrapped_by_the_kek() {
        let (ring, key) = (ring(), DataKey::draw(&SystemRandomness));
        let wrapped = key
            .wrap(ring.keks(), &SystemRandomness, now(), place())
            .unwrap();
        assert!(DataKey::unwrap(ring.keks(), place(), &wrapped).unwrap() == key);
        let other_installation = self::ring();
        assert_eq!(
            DataKey::unwrap(other_installation.keks(), place(), &wrapped),
            Err(SealingError::DoesNotOpen)
        );
    }

    /// The whole way: rotate, keep on opening, rewrap, drop the old version.
    #[test]
    fn data_keys_survive_the_rotation_of_the_kek() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys.json");
        let before = init(&path, &SystemRandomness, now()).unwrap();
        let key = DataKey::draw(&SystemRandomness);
        let wrapped = key
            .wrap(before.keks(), &SystemRandomness, now(), place())
            .unwrap();

        assert_eq!(
            rotate(&path, KeyKind::Kek, &SystemRandomness, now()).unwrap(),
            "kek-2"
        );
        let both = KeyRing::load(&path).unwrap();
        assert!(DataKey::unwrap(both.keks(), place(), &wrapped).unwrap() == key);
        assert_eq!(
            rewrap(both.keks(), &SystemRandomness, now(), place(), &wrapped),
            Ok(None),
            "not announced long enough"
        );

        let rewrapped = rewrap(both.keks(), &SystemRandomness, later(), place(), &wrapped)
            .unwrap()
            .unwrap();
        assert_eq!(
            (kek_version(&wrapped), kek_version(&rewrapped)),
            (Some(1), Some(2))
        );
        assert_eq!(
            rewrap(both.keks(), &SystemRandomness, later(), place(), &rewrapped),
            Ok(None)
        );

        let after = drop_first_kek(&path);
        assert!(DataKey::unwrap(after.keks(), place(), &rewrapped).unwrap() == key);
        assert_eq!(
            DataKey::unwrap(after.keks(), place(), &wrapped),
            Err(SealingError::UnknownKek(1))
        );
    }

    fn drop_first_kek(path: &Path) -> KeyRing {
        revoke(path, "kek-1", 0, &SystemRandomness, later()).unwrap();
        KeyRing::load(path).unwrap()
    }

    #[test]
    fn an_address_is_found_however_it_is_typed() {
        let ring = ring();
        let index = |email: &str| email_index(ring.index(), email);
        assert_eq!(
            index("An.Peeters@Bornem.be"),
            index(" an.peeters@bornem.BE\n")
        );
        assert_ne!(index("an@bornem.be"), index("jan@bornem.be"));
    }

    #[test]
    fn a_data_key_shows_nothing_when_debugged() {
        assert_eq!(
            format!("{:?}", DataKey::draw(&SystemRandomness)),
            "DataKey(…)"
        );
    }
}
