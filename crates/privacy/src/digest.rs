//! A set of words in few bits: a Bloom filter.

/// Bits a word takes: with [`PROBES`] looks, 1 word in 300 that is not in the set seems to be.
const BITS_PER_WORD: usize = 12;
const PROBES: u64 = 8;

/// Words of which one can only ask "is it in?". `true` may be wrong, `false` never is.
///
/// Kept as it is written, six bits a sign as in base64, so that a phone need not decode it.
pub(crate) struct Digest {
    signs: String,
}

const BITS_PER_SIGN: usize = 6;

impl Digest {
    pub(crate) fn of<'a>(words: impl ExactSizeIterator<Item = &'a str>) -> Self {
        let count = (words.len() * BITS_PER_WORD).div_ceil(BITS_PER_SIGN).max(1);
        let mut signs = vec![0_u8; count];
        for word in words {
            for (place, bit) in places(word, count) {
                if let Some(sign) = signs.get_mut(place) {
                    *sign |= bit;
                }
            }
        }
        let signs = signs.into_iter().map(|bits| char::from(sign_of(bits)));
        Self {
            signs: signs.collect(),
        }
    }

    pub(crate) fn has(&self, word: &str) -> bool {
        let signs = self.signs.as_bytes();
        places(word, signs.len()).all(|(place, bit)| {
            signs
                .get(place)
                .and_then(|sign| value_of(*sign))
                .is_some_and(|bits| bits & bit != 0)
        })
    }

    pub(crate) fn written(&self) -> &str {
        &self.signs
    }

    pub(crate) fn parse(written: &str) -> Option<Self> {
        let is_sign = |sign: u8| sign.is_ascii_alphanumeric() || sign == b'+' || sign == b'/';
        let is_whole = !written.is_empty() && written.bytes().all(is_sign);
        is_whole.then(|| Self {
            signs: written.to_owned(),
        })
    }
}

/// The signs and bits of a word among so many signs. Two halves of one hash make all probes (Kirsch and Mitzenmacher 2008).
fn places(word: &str, signs: usize) -> impl Iterator<Item = (usize, u8)> {
    let hash = hash_of(word);
    let bits = u64::try_from(signs * BITS_PER_SIGN).unwrap_or(1).max(1);
    let per_sign = u64::try_from(BITS_PER_SIGN).unwrap_or(1);
    (0..PROBES).map(move |probe| {
        let bit = (hash & 0xFFFF_FFFF).wrapping_add(probe.wrapping_mul(hash >> 32 | 1)) % bits;
        (
            usize::try_from(bit / per_sign).unwrap_or(0),
            1 << (bit % per_sign),
        )
    })
}

const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

fn sign_of(bits: u8) -> u8 {
    SIGNS.get(usize::from(bits)).copied().unwrap_or(b'A')
}

fn value_of(sign: u8) -> Option<u8> {
    Some(match sign {
        b'A'..=b'Z' => sign - b'A',
        b'a'..=b'z' => sign - b'a' + 26,
        b'0'..=b'9' => sign - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    })
}

/// 64 bits, the same on every machine: FNV-1a, its bits stirred once more as `MurmurHash3` does at its end.
fn hash_of(word: &str) -> u64 {
    let hash = word.bytes().fold(0xCBF2_9CE4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
    });
    let hash = (hash ^ (hash >> 33)).wrapping_mul(0xFF51_AFD7_ED55_8CCD);
    let hash = (hash ^ (hash >> 33)).wrapping_mul(0xC4CE_B9FE_1A85_EC53);
    hash ^ (hash >> 33)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn few_foreign_words_seem_known() {
        let words: Vec<String> = (0..10_000).map(|number| format!("woord{number}")).collect();
        let digest = Digest::of(words.iter().map(String::as_str));
        let wrong = (0..10_000)
            .filter(|number| digest.has(&format!("name{number}")))
            .count();
        assert!(wrong < 70, "{wrong} of 10,000");
    }

    proptest! {
        #[test]
        fn what_went_in_is_found_also_after_writing(words in prop::collection::vec("[a-z]{1,12}", 1..60)) {
            let digest = Digest::of(words.iter().map(String::as_str));
            let read = Digest::parse(digest.written()).unwrap();
            prop_assert_eq!(&read.signs, &digest.signs);
            for word in &words {
                prop_assert!(read.has(word));
            }
        }
    }
}
