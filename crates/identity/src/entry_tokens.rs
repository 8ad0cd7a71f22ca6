//! Codes that open a door: the entry token of an authority's link or QR code, and one-time codes of invitations and of
//! the first administrator. The database finds them by SHA-256: they are random, so there is nothing to guess.

use std::fmt;

use data_encoding::BASE32_NOPAD;

use crate::{Randomness, Secret, keyed_hash::sha256};

/// 160 random bits in base32: fits a small QR code, can be read aloud in need.
#[derive(Clone, PartialEq, Eq)]
pub struct EntryToken(Secret<20>);

impl EntryToken {
    pub fn draw(randomness: &dyn Randomness) -> Self {
        Self(Secret::draw(randomness))
    }

    /// Case-blind; `None` for anything that was never a token.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = BASE32_NOPAD
            .decode(text.trim().to_ascii_uppercase().as_bytes())
            .ok()?;
        <[u8; 20]>::try_from(bytes.as_slice())
            .ok()
            .map(|bytes| Self(Secret::new(bytes)))
    }

    /// 32 lower-case characters.
    pub fn reveal(&self) -> String {
        BASE32_NOPAD.encode(self.0.expose()).to_lowercase()
    }

    pub fn hash(&self) -> [u8; 32] {
        sha256(self.0.expose())
    }
}

impl fmt::Debug for EntryToken {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("EntryToken(…)")
    }
}

/// 256 random bits, good for one use until a date: an invitation, or the first administrator's link.
#[derive(Clone, PartialEq, Eq)]
pub struct OneTimeCode(Secret<32>);

impl OneTimeCode {
    pub fn draw(randomness: &dyn Randomness) -> Self {
        Self(Secret::draw(randomness))
    }

    /// `None` for anything that was never a code.
    pub fn parse(text: &str) -> Option<Self> {
        Secret::of_text(text.trim()).map(Self)
    }

    /// 43 characters for the fragment of a link.
    pub fn reveal(&self) -> String {
        self.0.to_text()
    }

    pub fn hash(&self) -> [u8; 32] {
        sha256(self.0.expose())
    }
}

impl fmt::Debug for OneTimeCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("OneTimeCode(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SeededRandomness;

    #[test]
    fn an_entry_token_is_read_back_whatever_its_case() {
        let token = EntryToken::draw(&SeededRandomness::new(1));
        assert_eq!(token.reveal().len(), 32);
        assert!(EntryToken::parse(&token.reveal()).as_ref() == Some(&token));
        assert!(EntryToken::parse(&token.reveal().to_uppercase()).as_ref() == Some(&token));
    }

    #[test]
    fn a_one_time_code_is_read_back() {
        let code = OneTimeCode::draw(&SeededRandomness::new(1));
        assert_eq!(code.reveal().len(), 43);
        assert!(OneTimeCode::parse(&code.reveal()) == Some(code));
    }

    #[test]
    fn what_was_never_a_code_is_not_read() {
        for text in [
            "",
            "abc",
            "é",
            "0000000000000000000000000000000!",
            &"a".repeat(1_000_000),
        ] {
            assert!(EntryToken::parse(text).is_none() && OneTimeCode::parse(text).is_none());
        }
    }

    #[test]
    fn two_codes_have_two_hashes_and_a_hash_is_not_the_code() {
        let randomness = SeededRandomness::new(1);
        let (first, second) = (
            OneTimeCode::draw(&randomness),
            OneTimeCode::draw(&randomness),
        );
        assert_ne!(first.hash(), second.hash());
        assert_ne!(&first.hash(), first.0.expose());
    }

    #[test]
    fn codes_show_nothing_when_debugged() {
        let randomness = SeededRandomness::new(1);
        assert_eq!(
            format!("{:?}", EntryToken::draw(&randomness)),
            "EntryToken(…)"
        );
        assert_eq!(
            format!("{:?}", OneTimeCode::draw(&randomness)),
            "OneTimeCode(…)"
        );
    }
}
