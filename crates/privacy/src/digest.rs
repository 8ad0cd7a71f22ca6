//! A set of words in few bits: a Bloom filter.

/// Bits a word takes: with [`PROBES`] looks, 1 word in 300 that is not in the set seems to be.
const BITS_PER_WORD: usize = 12;
const PROBES: u64 = 8;

/// Words of which one can only ask "is it in?". `true` may be wrong, `false` never is.
pub(crate) struct Digest {
    bytes: Vec<u8>,
}

impl Digest {
    pub(crate) fn of<'a>(words: impl ExactSizeIterator<Item = &'a str>) -> Self {
        let bytes = (words.len() * BITS_PER_WORD).div_ceil(8).max(1);
        let mut digest = Self {
            bytes: vec![0; bytes],
        };
        for word in words {
            for probe in 0..PROBES {
                let (byte, bit) = digest.place(word, probe);
                if let Some(byte) = digest.bytes.get_mut(byte) {
                    *byte |= bit;
                }
            }
        }
        digest
    }

    pub(crate) fn has(&self, word: &str) -> bool {
        (0..PROBES).all(|probe| {
            let (byte, bit) = self.place(word, probe);
            self.bytes.get(byte).is_some_and(|byte| byte & bit != 0)
        })
    }

    /// Two halves of one hash make all probes (Kirsch and Mitzenmacher 2008).
    fn place(&self, word: &str, probe: u64) -> (usize, u8) {
        let hash = hash_of(word);
        let mixed = (hash & 0xFFFF_FFFF).wrapping_add(probe.wrapping_mul(hash >> 32 | 1));
        let bits = u64::try_from(self.bytes.len() * 8).unwrap_or(u64::MAX);
        let bit = mixed % bits;
        (usize::try_from(bit / 8).unwrap_or(0), 1 << (bit % 8))
    }

    /// Six bits a sign, as base64 does, without padding: the number of bytes tells the end.
    pub(crate) fn written(&self) -> String {
        let mut written = String::with_capacity(self.bytes.len() * 4 / 3 + 4);
        for group in self.bytes.chunks(3) {
            let bits = group.iter().enumerate().fold(0_u32, |bits, (place, byte)| {
                bits | u32::from(*byte) << (16 - 8 * place)
            });
            for sign in 0..=group.len() {
                written.push(char::from(sign_of(bits >> (18 - 6 * sign) & 63)));
            }
        }
        written
    }

    pub(crate) fn parse(written: &str) -> Option<Self> {
        let mut bytes = Vec::with_capacity(written.len() * 3 / 4);
        for group in written.as_bytes().chunks(4) {
            let mut bits = 0;
            for (place, sign) in group.iter().enumerate() {
                bits |= value_of(*sign)? << (18 - 6 * place);
            }
            let [_, high, middle, low] = bits.to_be_bytes();
            let count = group.len().checked_sub(1).filter(|count| *count > 0)?;
            bytes.extend([high, middle, low].iter().take(count));
        }
        (!bytes.is_empty()).then_some(Self { bytes })
    }
}

const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

fn sign_of(bits: u32) -> u8 {
    let place = usize::try_from(bits).unwrap_or(0);
    SIGNS.get(place).copied().unwrap_or(b'A')
}

fn value_of(sign: u8) -> Option<u32> {
    let value = match sign {
        b'A'..=b'Z' => sign - b'A',
        b'a'..=b'z' => sign - b'a' + 26,
        b'0'..=b'9' => sign - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    };
    Some(u32::from(value))
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
            let read = Digest::parse(&digest.written()).unwrap();
            prop_assert_eq!(&read.bytes, &digest.bytes);
            for word in &words {
                prop_assert!(read.has(word));
            }
        }
    }
}
