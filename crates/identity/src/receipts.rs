//! Receipts: the code by which somebody without an account follows a signal.
//!
//! A receipt is computed, never stored: repeating a submission gives the same one, and the database only holds
//! `HMAC(index key, receipt)`.

use std::fmt;

use uuid::Uuid;
use zeroize::Zeroize as _;

use crate::{
    keyed_hash::first,
    keys::{IndexKey, ReceiptKey},
};

/// Crockford's base 32: no I, L, O, U.
const ALPHABET: [char; 32] = [
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'J',
    'K', 'M', 'N', 'P', 'Q', 'R', 'S', 'T', 'V', 'W', 'X', 'Y', 'Z',
];
/// 80 bits in fives.
const CHARACTERS: usize = 16;
const GROUP: usize = 4;

/// 80 bits, written `KX7Q-2M9T-P4HD-V6RB`.
#[derive(Clone, PartialEq, Eq)]
pub struct ReceiptCode([u8; 10]);

impl ReceiptCode {
    /// The first 80 bits of `HMAC-SHA-256(receipt key, authority ‖ idempotency key)`; both are 16 bytes.
    pub fn derive(key: &ReceiptKey, authority: Uuid, idempotency_key: Uuid) -> Self {
        Self(first(
            &key.mac(&[authority.as_bytes(), idempotency_key.as_bytes()]),
        ))
    }

    /// As typed: case-blind, O is 0, I and L are 1, dashes and white space do not count.
    pub fn parse(typed: &str) -> Option<Self> {
        let mut bits = 0_u128;
        let mut characters = 0;
        let typed = typed.chars().filter(|character| !is_separator(*character));
        for character in typed.take(CHARACTERS + 1) {
            bits = (bits << 5) | value_of(character)?;
            characters += 1;
        }
        let bytes = bits.to_be_bytes();
        (characters == CHARACTERS).then(|| bytes.last_chunk::<10>().map(|bytes| Self(*bytes)))?
    }

    /// The code in fours, for the provider's eyes.
    pub fn reveal(&self) -> String {
        let characters = self.characters();
        let groups: Vec<String> = characters
            .chunks(GROUP)
            .map(|group| group.iter().collect())
            .collect();
        groups.join("-")
    }

    /// The column by which a receipt is found.
    ///
    /// Taken over the 16 characters: e-mail addresses use the same key, and always have an `@`.
    pub fn index(&self, key: &IndexKey) -> [u8; 32] {
        let code: String = self.characters().into_iter().collect();
        key.mac(&[code.as_bytes()])
    }

    fn characters(&self) -> Vec<char> {
        let bits = self
            .0
            .iter()
            .fold(0_u128, |bits, byte| (bits << 8) | u128::from(*byte));
        let values = (0..CHARACTERS)
            .rev()
            .map(|place| (bits >> (place * 5)) & 31);
        values
            .filter_map(|value| {
                usize::try_from(value)
                    .ok()
                    .and_then(|value| ALPHABET.get(value))
                    .copied()
            })
            .collect()
    }
}

fn value_of(character: char) -> Option<u128> {
    let upper = match character.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        upper => upper,
    };
    ALPHABET
        .iter()
        .position(|letter| *letter == upper)
        .and_then(|value| u128::try_from(value).ok())
}

/// White space and every dash that a phone or a word processor may put in.
fn is_separator(character: char) -> bool {
    character.is_whitespace()
        || matches!(
            character,
            '-' | '_' | '.' | '\u{ad}' | '\u{2010}'..='\u{2015}' | '\u{2212}'
        )
}

impl Drop for ReceiptCode {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl fmt::Debug for ReceiptCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("ReceiptCode(…)")
    }
}

#[cfg(test)]
mod tests {
    use data_encoding::{HEXLOWER, Specification};
    use proptest::prelude::*;

    use super::*;
    use crate::keys::HmacKey;

    const AUTHORITY: Uuid = Uuid::from_u128(1);
    const KEY_OF_CLIENT: Uuid = Uuid::from_u128(2);

    fn receipt_key() -> ReceiptKey {
        HmacKey::of(std::array::from_fn(|place| u8::try_from(place).unwrap()))
    }

    fn index_key() -> IndexKey {
        HmacKey::of(std::array::from_fn(|place| {
            u8::try_from(place + 32).unwrap()
        }))
    }

    fn receipt() -> ReceiptCode {
        ReceiptCode::derive(&receipt_key(), AUTHORITY, KEY_OF_CLIENT)
    }

    // Computed with Python's hmac and hashlib: keys 00…1f and 20…3f, both ids as above. Printed receipts must be
    // readable for ever.
    #[test]
    fn receipts_and_their_index_stay_what_they_were() {
        assert_eq!(receipt().reveal(), "YCJE-60X8-BAH2-2VGD");
        assert_eq!(
            HEXLOWER.encode(&receipt().index(&index_key())),
            "032f8095cd4bc1a9e3b4754991e2a77a7642a8fefd7b9647aa78a30f310b4e3f"
        );
    }

    #[test]
    fn repeating_a_submission_gives_the_same_receipt_and_another_one_does_not() {
        let again = ReceiptCode::derive(&receipt_key(), AUTHORITY, KEY_OF_CLIENT);
        assert!(receipt() == again);
        assert!(
            receipt() != ReceiptCode::derive(&receipt_key(), Uuid::from_u128(3), KEY_OF_CLIENT)
        );
        assert!(receipt() != ReceiptCode::derive(&receipt_key(), AUTHORITY, Uuid::from_u128(3)));
    }

    #[test]
    fn a_receipt_is_read_however_it_was_written_down() {
        for typed in [
            "YCJE-60X8-BAH2-2VGD",
            "ycje60x8bah22vgd",
            "ycje 60x8 bah2 2vgd",
            "YCJE-6OX8-BAH2-2VGD",
            "ycje–60x8—bah2\u{2011}2vgd",
            "  YCJE.60X8_BAH2.2VGD\n",
        ] {
            assert!(ReceiptCode::parse(typed) == Some(receipt()), "{typed}");
        }
        let ones = ReceiptCode::parse("1111-1111-1111-1111").unwrap();
        assert!(ReceiptCode::parse("iIlL-1111-1111-1111") == Some(ones));
    }

    #[test]
    fn what_was_never_a_receipt_is_not_read() {
        for typed in [
            "",
            "YCJE-60X8-BAH2-2VG",
            "YCJE-60X8-BAH2-2VGDA",
            "UCJE-60X8-BAH2-2VGD",
            "YCJE-60X8-BAH2-2VG!",
            "ÝCJE-60X8-BAH2-2VGD",
            &"0".repeat(1_000_000),
        ] {
            assert!(ReceiptCode::parse(typed).is_none(), "{typed}");
        }
    }

    #[test]
    fn a_receipt_shows_nothing_when_debugged() {
        assert_eq!(format!("{:?}", receipt()), "ReceiptCode(…)");
    }

    proptest! {
        #[test]
        fn every_receipt_is_read_back_and_agrees_with_another_encoder(bytes: [u8; 10]) {
            let code = ReceiptCode(bytes);
            prop_assert!(ReceiptCode::parse(&code.reveal()) == Some(code.clone()));
            let mut crockford = Specification::new();
            crockford.symbols.push_str("0123456789ABCDEFGHJKMNPQRSTVWXYZ");
            prop_assert_eq!(code.reveal().replace('-', ""), crockford.encoding().unwrap().encode(&bytes));
        }

        #[test]
        fn nothing_typed_can_break_the_parser(typed in "\\PC{0,40}") {
            let _ = ReceiptCode::parse(&typed);
        }
    }
}
