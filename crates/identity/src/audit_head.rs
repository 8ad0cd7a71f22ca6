//! The audit log's chain of seals: its hash, and the signature of its head. A database can be rewritten whole; the key
//! file is not in it, so a signed head that somebody kept shows it.

use aws_lc_rs::signature::{ED25519, UnparsedPublicKey};
use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{keyed_hash::sha256, keys::SigningKeys};

/// Keeps a signature of a head from ever being read as one of something else.
const PURPOSE: &[u8] = b"lokaal-signaal audit head\0";
const SIGNATURE_BYTES: usize = 64;

/// SHA-256 of the parts one after the other. The caller sees to it that no two meanings give the same bytes.
pub fn hash(parts: &[&[u8]]) -> [u8; 32] {
    sha256(&parts.concat())
}

/// Signs the head of an authority's chain: key id, then 64 bytes. `None` when no key is in use.
pub fn sign(
    keys: &SigningKeys,
    now: DateTime<Utc>,
    authority: Uuid,
    seal_no: i64,
    head: &[u8],
) -> Option<Vec<u8>> {
    let key = keys.signing(now)?;
    let signature = key.sign(&message(authority, seal_no, head));
    Some([key.kid().as_bytes(), signature.as_slice()].concat())
}

/// Who signed a head.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignedBy {
    /// A key of this installation.
    Us,
    /// A key that was revoked then: what it signed since may be anybody's.
    RevokedKey(DateTime<Utc>),
    /// No key that is known, or it signed something else.
    Nobody,
}

/// Tells by whom this head was signed.
pub fn signed_by(
    keys: &SigningKeys,
    authority: Uuid,
    seal_no: i64,
    head: &[u8],
    signature: &[u8],
) -> SignedBy {
    let parts = signature
        .len()
        .checked_sub(SIGNATURE_BYTES)
        .and_then(|start| signature.split_at_checked(start));
    let Some((kid, signature)) = parts else {
        return SignedBy::Nobody;
    };
    let kid = std::str::from_utf8(kid).unwrap_or_default();
    let Some(key) = keys.by_kid(kid) else {
        return SignedBy::Nobody;
    };
    let verified = UnparsedPublicKey::new(&ED25519, key.public_key())
        .verify(&message(authority, seal_no, head), signature);
    match (verified, key.revoked_at()) {
        (Err(_), _) => SignedBy::Nobody,
        (Ok(()), None) => SignedBy::Us,
        (Ok(()), Some(at)) => SignedBy::RevokedKey(at),
    }
}

fn message(authority: Uuid, seal_no: i64, head: &[u8]) -> Vec<u8> {
    [PURPOSE, authority.as_bytes(), &seal_no.to_be_bytes(), head].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{SystemRandomness, keys::KeyRing};

    fn now() -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000, 0).unwrap()
    }

    #[test]
    fn a_signed_head_is_believed_and_nothing_near_it() {
        let ring = KeyRing::draw(&SystemRandomness, now()).unwrap();
        let (keys, linde, head) = (ring.audit_head(), Uuid::from_u128(1), hash(&[b"head"]));
        let signature = sign(keys, now(), linde, 7, &head).unwrap();
        let by = |authority, no, head: &[u8], signature: &[u8]| {
            signed_by(keys, authority, no, head, signature)
        };
        assert_eq!(by(linde, 7, &head, &signature), SignedBy::Us);
        let other_head = hash(&[b"other"]);
        for (authority, no, head) in [
            (Uuid::from_u128(2), 7, &head),
            (linde, 8, &head),
            (linde, 7, &other_head),
        ] {
            assert_eq!(by(authority, no, head, &signature), SignedBy::Nobody);
        }
        for position in 0..signature.len() {
            let mut forged = signature.clone();
            forged[position] ^= 1;
            let by = by(linde, 7, &head, &forged);
            assert_eq!(by, SignedBy::Nobody, "byte {position}");
        }
        assert_eq!(by(linde, 7, &head, &[]), SignedBy::Nobody);
        let other = KeyRing::draw(&SystemRandomness, now()).unwrap();
        let elsewhere = signed_by(other.audit_head(), linde, 7, &head, &signature);
        assert_eq!(elsewhere, SignedBy::Nobody);
    }
}
