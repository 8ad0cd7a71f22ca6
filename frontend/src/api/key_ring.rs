//! One key per attempt to write (decisions.md 1, 2): the same request sent again after a silence carries the same key, so
//! the server does it once; after a definite answer the same request is a new wish.

use shared::id::IdempotencyKey;

/// Requests whose outcome is unknown, with their keys.
#[derive(Default)]
pub(super) struct KeyRing {
    open: Vec<(String, IdempotencyKey)>,
}

impl KeyRing {
    /// The key of an open request, or a new one.
    pub(super) fn key_for(
        &mut self,
        request: &str,
        new_key: impl FnOnce() -> IdempotencyKey,
    ) -> IdempotencyKey {
        if let Some((_, key)) = self.open.iter().find(|(open, _)| open == request) {
            return *key;
        }
        let key = new_key();
        self.open.push((request.to_owned(), key));
        key
    }

    /// The server answered definitely.
    pub(super) fn settle(&mut self, key: IdempotencyKey) {
        self.open.retain(|(_, open)| *open != key);
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn key(number: u128) -> IdempotencyKey {
        IdempotencyKey::new(Uuid::from_u128(number))
    }

    #[test]
    fn a_repetition_after_silence_keeps_its_key() {
        let mut ring = KeyRing::default();
        let first = ring.key_for("POST /signals {}", || key(1));
        assert_eq!(ring.key_for("POST /signals {}", || key(2)), first);
    }

    #[test]
    fn another_body_and_a_settled_request_get_a_new_key() {
        let mut ring = KeyRing::default();
        let first = ring.key_for("POST /signals a", || key(1));
        assert_eq!(ring.key_for("POST /signals b", || key(2)), key(2));
        ring.settle(first);
        assert_eq!(ring.key_for("POST /signals a", || key(3)), key(3));
    }
}
