//! The link in a mail by which a provider signs in: its token, the mark of the browser that asked for it, and the six
//! digits that carry the sign-in from one browser to the other.

use std::fmt;

use uuid::Uuid;

use crate::{
    Randomness, Secret,
    keyed_hash::{first, sha256},
    keys::IndexKey,
};

/// 128 random bits, for the fragment of a link. Its hash finds the row.
#[derive(Clone, PartialEq, Eq)]
pub struct LinkToken(Secret<16>);

impl LinkToken {
    pub fn draw(randomness: &dyn Randomness) -> Self {
        Self(Secret::draw(randomness))
    }

    /// `None` for anything that was never a token.
    pub fn parse(text: &str) -> Option<Self> {
        Secret::of_text(text.trim()).map(Self)
    }

    /// 22 characters.
    pub fn reveal(&self) -> String {
        self.0.to_text()
    }

    pub fn hash(&self) -> [u8; 32] {
        sha256(self.0.expose())
    }
}

impl fmt::Debug for LinkToken {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("LinkToken(…)")
    }
}

/// 256 random bits in a cookie: the browser that asked for a link.
#[derive(Clone, PartialEq, Eq)]
pub struct BrowserMark(Secret<32>);

impl BrowserMark {
    pub fn draw(randomness: &dyn Randomness) -> Self {
        Self(Secret::draw(randomness))
    }

    /// Reads a cookie's value; `None` for anything that was never a mark.
    pub fn parse(text: &str) -> Option<Self> {
        Secret::of_text(text).map(Self)
    }

    /// The cookie's value.
    pub fn reveal(&self) -> String {
        self.0.to_text()
    }

    pub fn hash(&self) -> [u8; 32] {
        sha256(self.0.expose())
    }
}

impl fmt::Debug for BrowserMark {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("BrowserMark(…)")
    }
}

/// Six digits that belong to one link. Made from its row with a key that is not in the database, so nothing stores them
/// and a copy of the row does not tell them.
#[derive(Clone, PartialEq, Eq)]
pub struct Digits(Secret<6>);

impl Digits {
    /// The digits of a link.
    pub fn of_link(key: &IndexKey, link: Uuid, token_hash: &[u8]) -> Self {
        let mac = key.mac(&[b"sign-in digits", link.as_bytes(), token_hash]);
        // 2⁶⁴ mod 10⁶ makes some digits likelier by less than 10⁻¹³.
        let mut number = u64::from_be_bytes(first(&mac)) % 1_000_000;
        let mut digits = [b'0'; 6];
        for digit in digits.iter_mut().rev() {
            *digit += u8::try_from(number % 10).unwrap_or_default();
            number /= 10;
        }
        Self(Secret::new(digits))
    }

    /// What somebody typed, spaces left out; `None` for anything but six digits.
    pub fn parse(text: &str) -> Option<Self> {
        let typed: Vec<u8> = text.bytes().filter(|byte| *byte != b' ').collect();
        let digits = <[u8; 6]>::try_from(typed.as_slice()).ok()?;
        digits
            .iter()
            .all(u8::is_ascii_digit)
            .then(|| Self(Secret::new(digits)))
    }

    /// To be shown.
    pub fn reveal(&self) -> String {
        self.0.expose().iter().copied().map(char::from).collect()
    }
}

impl fmt::Debug for Digits {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Digits(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{SeededRandomness, keys::HmacKey};

    const LINK: Uuid = Uuid::from_u128(1);

    fn key(seed: u64) -> IndexKey {
        HmacKey::draw(&SeededRandomness::new(seed))
    }

    #[test]
    fn token_and_mark_are_read_back_and_nonsense_is_not() {
        let randomness = SeededRandomness::new(1);
        let (token, mark) = (LinkToken::draw(&randomness), BrowserMark::draw(&randomness));
        assert_eq!(token.reveal().len(), 22);
        assert!(LinkToken::parse(&token.reveal()).as_ref() == Some(&token));
        assert!(BrowserMark::parse(&mark.reveal()).as_ref() == Some(&mark));
        for nonsense in ["", "é", "AAAA", &"a".repeat(1_000_000)] {
            assert!(LinkToken::parse(nonsense).is_none() && BrowserMark::parse(nonsense).is_none());
        }
        assert_ne!(&token.hash()[..16], token.0.expose());
        assert_eq!(format!("{token:?} {mark:?}"), "LinkToken(…) BrowserMark(…)");
    }

    #[test]
    fn digits_belong_to_one_link_and_need_the_key() {
        let token = LinkToken::draw(&SeededRandomness::new(2));
        let digits = Digits::of_link(&key(1), LINK, &token.hash());
        assert!(Digits::parse(&digits.reveal()).as_ref() == Some(&digits));
        assert!(digits == Digits::of_link(&key(1), LINK, &token.hash()));
        assert!(digits != Digits::of_link(&key(2), LINK, &token.hash()));
        assert!(digits != Digits::of_link(&key(1), Uuid::from_u128(2), &token.hash()));
        assert_eq!(format!("{digits:?}"), "Digits(…)");
    }

    #[test]
    fn digits_may_be_typed_with_a_space_and_nothing_else() {
        let typed = Digits::parse("123 456").map(|digits| digits.reveal());
        assert_eq!(typed.as_deref(), Some("123456"));
        for wrong in ["", "12345", "1234567", "12345a", "١٢٣٤٥٦"] {
            assert!(Digits::parse(wrong).is_none(), "{wrong}");
        }
    }
}
