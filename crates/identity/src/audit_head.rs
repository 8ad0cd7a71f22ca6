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

/// True when a key of this installation that was never revoked signed this head.
pub fn is_signed(
    keys: &SigningKeys,
    authority: Uuid,
    seal_no: i64,
    head: &[u8],
    signature: &[u8],
) -> bool {
    let Some(start) = signature.len().checked_sub(SIGNATURE_BYTES) else {
        return false;
    };
    let Some((kid, signature)) = signature.split_at_checked(start) else {
        return false;
    };
    let kid = std::str::from_utf8(kid).unwrap_or_default();
    let Some(key) = keys.by_kid(kid).filter(|key| key.revoked_at().is_none()) else {
        return false;
    };
    UnparsedPublicKey::new(&ED25519, key.public_key())
        .verify(&message(authority, seal_no, head), signature)
        .is_ok()
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
        assert!(is_signed(keys, linde, 7, &head, &signature));
        assert!(!is_signed(keys, Uuid::from_u128(2), 7, &head, &signature));
        assert!(!is_signed(keys, linde, 8, &head, &signature));
        assert!(!is_signed(keys, linde, 7, &hash(&[b"other"]), &signature));
        for position in 0..signature.len() {
            let mut forged = signature.clone();
            forged[position] ^= 1;
            assert!(
                !is_signed(keys, linde, 7, &head, &forged),
                "byte {position}"
            );
        }
        assert!(!is_signed(keys, linde, 7, &head, &[]));
        let other = KeyRing::draw(&SystemRandomness, now()).unwrap();
        assert!(!is_signed(other.audit_head(), linde, 7, &head, &signature));
    }
}
