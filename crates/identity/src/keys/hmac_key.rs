//! Keys of keyed hashes. Each purpose is its own type, so that a receipt can never be made with the pseudonym key.

use std::{fmt, marker::PhantomData};

use serde::{Deserialize, Serialize};

use crate::{Randomness, Secret, keyed_hash::hmac_sha256};

/// A 256-bit HMAC key for one purpose.
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
pub struct HmacKey<Purpose> {
    secret: Secret<32>,
    #[serde(skip)]
    purpose: PhantomData<fn() -> Purpose>,
}

/// Makes receipts.
pub type ReceiptKey = HmacKey<Receipts>;
/// Makes the columns by which receipts and e-mail addresses are found.
pub type IndexKey = HmacKey<Index>;
/// Makes provider references.
pub type PseudonymKey = HmacKey<Pseudonyms>;
/// Decides the rounding of published cells.
pub type PublicationKey = HmacKey<Publication>;
/// Makes what idempotency rows hold of a body and its sender.
pub type IdempotencyHmacKey = HmacKey<Idempotency>;

pub enum Receipts {}
pub enum Index {}
pub enum Pseudonyms {}
pub enum Publication {}
pub enum Idempotency {}

impl<Purpose> HmacKey<Purpose> {
    pub fn draw(randomness: &dyn Randomness) -> Self {
        Self {
            secret: Secret::draw(randomness),
            purpose: PhantomData,
        }
    }

    #[cfg(test)]
    pub(crate) fn of(bytes: [u8; 32]) -> Self {
        Self {
            secret: Secret::new(bytes),
            purpose: PhantomData,
        }
    }

    /// HMAC-SHA-256 of the parts one after the other.
    pub(crate) fn mac(&self, parts: &[&[u8]]) -> [u8; 32] {
        hmac_sha256(self.secret.expose(), parts)
    }

    pub(crate) fn secret(&self) -> &Secret<32> {
        &self.secret
    }
}

impl PublicationKey {
    /// `HMAC(publication key, record set)` as a number below 2⁶⁴: the `u` that decides the rounding of a published cell, before dividing.
    pub fn draw_for(&self, record_set: &[u8]) -> u64 {
        u64::from_be_bytes(crate::keyed_hash::first(&self.mac(&[record_set])))
    }
}

impl<Purpose> Clone for HmacKey<Purpose> {
    fn clone(&self) -> Self {
        Self {
            secret: self.secret.clone(),
            purpose: PhantomData,
        }
    }
}

impl<Purpose> fmt::Debug for HmacKey<Purpose> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("HmacKey(…)")
    }
}
