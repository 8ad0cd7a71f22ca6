//! Bytes that must not be seen: no content in `Debug`, wiped when dropped, base64url in the key file.

use std::fmt;

use aws_lc_rs::constant_time;
use data_encoding::BASE64URL_NOPAD;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use zeroize::Zeroize;

use crate::randomness::{Randomness, draw};

/// `N` secret bytes.
#[derive(Clone)]
pub struct Secret<const N: usize>([u8; N]);

impl<const N: usize> Secret<N> {
    pub fn new(bytes: [u8; N]) -> Self {
        Self(bytes)
    }

    pub fn draw(randomness: &dyn Randomness) -> Self {
        Self(draw(randomness))
    }

    /// Reads what [`Self::to_text`] wrote; `None` for anything else.
    pub(crate) fn of_text(text: &str) -> Option<Self> {
        let bytes = BASE64URL_NOPAD.decode(text.as_bytes()).ok()?;
        <[u8; N]>::try_from(bytes.as_slice()).ok().map(Self)
    }

    /// As base64url, for a link or a cookie.
    pub(crate) fn to_text(&self) -> String {
        BASE64URL_NOPAD.encode(&self.0)
    }

    /// The bytes themselves. The name makes every use easy to find.
    pub fn expose(&self) -> &[u8; N] {
        &self.0
    }

    /// True for bytes nobody drew at random: all zero, one letter repeated, a counter's start.
    /// Of 32 random bytes fewer than 8 are distinct with a chance below 2⁻¹²⁰.
    pub(crate) fn looks_made_up(&self) -> bool {
        let mut seen = [false; 256];
        for byte in &self.0 {
            if let Some(slot) = seen.get_mut(usize::from(*byte)) {
                *slot = true;
            }
        }
        seen.iter().filter(|slot| **slot).count() < N.min(8)
    }
}

impl<const N: usize> Drop for Secret<N> {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

/// Compared in constant time.
impl<const N: usize> PartialEq for Secret<N> {
    fn eq(&self, other: &Self) -> bool {
        constant_time::verify_slices_are_equal(&self.0, &other.0).is_ok()
    }
}

impl<const N: usize> Eq for Secret<N> {}

impl<const N: usize> fmt::Debug for Secret<N> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Secret(…)")
    }
}

impl<const N: usize> Serialize for Secret<N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.to_text())
    }
}

impl<'de, const N: usize> Deserialize<'de> for Secret<N> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut text = String::deserialize(deserializer)?;
        let decoded = BASE64URL_NOPAD.decode(text.as_bytes());
        text.zeroize();
        // The text itself is never part of the message: it is most of a key.
        let mut bytes = decoded.map_err(|_| D::Error::custom("a key is not base64url"))?;
        let secret = <[u8; N]>::try_from(bytes.as_slice()).map(Self);
        bytes.zeroize();
        secret.map_err(|_| D::Error::custom(format!("a key is not {N} bytes long")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SystemRandomness;

    #[test]
    fn a_secret_shows_nothing_when_debugged() {
        assert_eq!(format!("{:?}", Secret::new([65; 32])), "Secret(…)");
    }

    #[test]
    fn a_secret_survives_the_key_file() {
        let secret = Secret::<32>::draw(&SystemRandomness);
        let text = serde_json::to_string(&secret).unwrap();
        assert!(secret == serde_json::from_str(&text).unwrap());
    }

    #[test]
    fn a_secret_of_the_wrong_length_is_refused_without_showing_it() {
        let error = serde_json::from_str::<Secret<32>>("\"c2VjcmV0\"")
            .unwrap_err()
            .to_string();
        assert!(
            error.contains("32 bytes") && !error.contains("c2VjcmV0"),
            "{error}"
        );
    }

    #[test]
    fn made_up_keys_are_recognised() {
        assert!(Secret::new([0; 32]).looks_made_up());
        assert!(!Secret::<32>::draw(&SystemRandomness).looks_made_up());
    }
}
