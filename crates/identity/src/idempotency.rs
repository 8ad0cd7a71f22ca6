//! What an idempotency row holds: neither a body, nor a hash somebody could test a guess against, nor a user id.

use uuid::Uuid;

use crate::{keyed_hash::first, keys::IdempotencyHmacKey};

/// Who sent a request with an idempotency key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Caller<'token> {
    User(Uuid),
    /// Anonymous, by the hash of the entry token.
    EntryToken(&'token [u8; 32]),
}

/// Tells callers apart within the idempotency table.
pub fn caller_ref(key: &IdempotencyHmacKey, caller: Caller<'_>) -> [u8; 16] {
    match caller {
        Caller::User(user) => first(&key.mac(&[b"caller:user:", user.as_bytes()])),
        Caller::EntryToken(hash) => first(&key.mac(&[b"caller:entry:", hash])),
    }
}

/// Equal for an honest repetition, different for another body under the same key. `idempotency_key` salts it: equal
/// texts of two signals look different.
pub fn body_mac(
    key: &IdempotencyHmacKey,
    operation: &str,
    idempotency_key: Uuid,
    body: &[u8],
) -> [u8; 32] {
    key.mac(&[
        b"body:",
        idempotency_key.as_bytes(),
        operation.as_bytes(),
        &[0],
        body,
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{SeededRandomness, keys::HmacKey};

    const KEY_OF_CLIENT: Uuid = Uuid::from_u128(7);

    fn key() -> IdempotencyHmacKey {
        HmacKey::draw(&SeededRandomness::new(1))
    }

    #[test]
    fn a_repetition_is_recognised_and_another_body_is_not() {
        let first = body_mac(&key(), "submitSignal", KEY_OF_CLIENT, b"{}");
        assert_eq!(
            first,
            body_mac(&key(), "submitSignal", KEY_OF_CLIENT, b"{}")
        );
        assert_ne!(
            first,
            body_mac(&key(), "submitSignal", KEY_OF_CLIENT, b"{ }")
        );
        assert_ne!(first, body_mac(&key(), "askQuestion", KEY_OF_CLIENT, b"{}"));
    }

    #[test]
    fn equal_bodies_under_two_keys_look_different() {
        let first = body_mac(&key(), "submitSignal", KEY_OF_CLIENT, b"{}");
        assert_ne!(
            first,
            body_mac(&key(), "submitSignal", Uuid::from_u128(8), b"{}")
        );
    }

    #[test]
    fn who_has_the_database_but_not_the_key_cannot_test_a_guess() {
        let other: IdempotencyHmacKey = HmacKey::draw(&SeededRandomness::new(2));
        let of = |key: &IdempotencyHmacKey| body_mac(key, "submitSignal", KEY_OF_CLIENT, b"{}");
        assert_ne!(of(&key()), of(&other));
    }

    #[test]
    fn callers_are_told_apart_without_their_ids() {
        let user = Uuid::from_u128(1);
        let reference = caller_ref(&key(), Caller::User(user));
        assert_ne!(&reference, user.as_bytes());
        assert_ne!(
            reference,
            caller_ref(&key(), Caller::User(Uuid::from_u128(2)))
        );
        assert_ne!(reference, caller_ref(&key(), Caller::EntryToken(&[1; 32])));
    }
}
