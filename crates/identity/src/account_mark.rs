//! By which a device tells one account from another.

use uuid::Uuid;

use crate::{Secret, keyed_hash::first, keys::IndexKey};

/// 22 characters, the same at every sign-in of an account. Without the key nobody can tell whose it is.
pub fn account_mark(key: &IndexKey, user: Uuid) -> String {
    let mac = key.mac(&[b"account mark\0", user.as_bytes()]);
    Secret::<16>::new(first(&mac)).to_text()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{SeededRandomness, keys::HmacKey};

    #[test]
    fn an_account_has_one_mark_and_shares_it_with_nobody() {
        let key: IndexKey = HmacKey::draw(&SeededRandomness::new(1));
        let mark = |user| account_mark(&key, Uuid::from_u128(user));
        assert_eq!(mark(3), mark(3));
        assert_ne!(mark(3), mark(4));
        assert_eq!(mark(3).len(), 22);
        let other: IndexKey = HmacKey::draw(&SeededRandomness::new(2));
        assert_ne!(mark(3), account_mark(&other, Uuid::from_u128(3)));
    }
}
