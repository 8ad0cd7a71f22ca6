//! The link at the end of a mail by which its reader chooses how often to be written to, and the name of a weekly mail.

use std::fmt;

use uuid::{Builder, Uuid};

use crate::{Secret, keyed_hash::first, keys::IndexKey};

/// Lets its reader choose for the address of one contact, and opens no signal. Made anew for each mail with a key that is
/// not in the database, so nothing stores it.
#[derive(Clone, PartialEq, Eq)]
pub struct PaceToken {
    contact: Uuid,
    proof: Secret<16>,
}

impl PaceToken {
    /// The token of a contact.
    pub fn of_contact(key: &IndexKey, authority: Uuid, contact: Uuid) -> Self {
        let mac = key.mac(&[b"mail pace\0", authority.as_bytes(), contact.as_bytes()]);
        Self {
            contact,
            proof: Secret::new(first(&mac)),
        }
    }

    /// The contact that a token is about; `None` for anything that was never a token of this authority.
    pub fn contact_of(key: &IndexKey, authority: Uuid, text: &str) -> Option<Uuid> {
        let bytes = Secret::<32>::of_text(text.trim())?;
        let (contact, proof) = bytes.expose().split_at(16);
        let told = Self {
            contact: Uuid::from_bytes(first(contact)),
            proof: Secret::new(first(proof)),
        };
        (told == Self::of_contact(key, authority, told.contact)).then_some(told.contact)
    }

    /// 43 characters.
    pub fn reveal(&self) -> String {
        let mut bytes = [0; 32];
        let (contact, proof) = bytes.split_at_mut(16);
        contact.copy_from_slice(self.contact.as_bytes());
        proof.copy_from_slice(self.proof.expose());
        Secret::new(bytes).to_text()
    }
}

impl fmt::Debug for PaceToken {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("PaceToken(…)")
    }
}

/// The id of the weekly mail to one address: the same whoever asks, so it is queued once; and nobody without the key can
/// tell from it whose mail it is.
pub fn weekly_mail_id(
    key: &IndexKey,
    authority: Uuid,
    email_index: &[u8],
    until_micros: i64,
) -> Uuid {
    let mac = key.mac(&[
        b"weekly mail\0",
        authority.as_bytes(),
        &until_micros.to_be_bytes(),
        email_index,
    ]);
    Builder::from_custom_bytes(first(&mac)).into_uuid()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{SeededRandomness, keys::HmacKey};

    const AUTHORITY: Uuid = Uuid::from_u128(7);
    const CONTACT: Uuid = Uuid::from_u128(1);

    fn key(seed: u64) -> IndexKey {
        HmacKey::draw(&SeededRandomness::new(seed))
    }

    #[test]
    fn a_token_opens_its_own_contact_in_its_own_authority_with_its_own_key() {
        let token = PaceToken::of_contact(&key(1), AUTHORITY, CONTACT);
        let text = token.reveal();
        assert_eq!(text.len(), 43);
        let opened = |seed, authority| PaceToken::contact_of(&key(seed), authority, &text);
        assert_eq!(opened(1, AUTHORITY), Some(CONTACT));
        assert_eq!(opened(2, AUTHORITY), None);
        assert_eq!(opened(1, Uuid::from_u128(8)), None);
        assert_eq!(format!("{token:?}"), "PaceToken(…)");
    }

    #[test]
    fn a_token_with_one_letter_changed_opens_nothing() {
        let text = PaceToken::of_contact(&key(1), AUTHORITY, CONTACT).reveal();
        for (position, letter) in text.char_indices() {
            let mut changed = text.clone();
            let other = if letter == 'A' { "B" } else { "A" };
            changed.replace_range(position..=position, other);
            assert_eq!(PaceToken::contact_of(&key(1), AUTHORITY, &changed), None);
        }
        for nonsense in ["", "é", "AAAA"] {
            assert_eq!(PaceToken::contact_of(&key(1), AUTHORITY, nonsense), None);
        }
    }

    #[test]
    fn a_weekly_mail_has_one_id_for_an_address_an_authority_and_a_week() {
        let id = |seed, authority, index: &[u8], until| {
            weekly_mail_id(&key(seed), Uuid::from_u128(authority), index, until)
        };
        let one = id(1, 7, b"an", 5);
        assert_eq!(one, id(1, 7, b"an", 5));
        for other in [
            id(2, 7, b"an", 5),
            id(1, 8, b"an", 5),
            id(1, 7, b"bo", 5),
            id(1, 7, b"an", 6),
        ] {
            assert_ne!(one, other);
        }
    }
}
