//! What a tagger sees of a text: a vector of its meaning, and its words and pieces of words as numbers.

use std::collections::BTreeMap;

use shared::codes::{ClosedList, Language};

use crate::numbers::{narrow, single};

/// Words and pieces fall on so many numbers (2^18).
pub(super) const BUCKETS: u32 = 1 << 18;
/// Shortest and longest piece of a word, counted in letters with the mark at both ends.
const PIECE_LENGTHS: std::ops::RangeInclusive<usize> = 3..=5;
/// No more words of a text are looked at: 2,000 characters have some 350.
const MOST_WORDS: usize = 600;
/// Longer "words" are links or keys.
const LONGEST_WORD: usize = 40;

/// A text as the tagger sees it. It holds no text, but what it holds tells much about it: it is kept as long as the
/// signal and no longer.
#[derive(Debug, Clone, PartialEq)]
pub struct Features {
    pub(super) vector: Vec<f32>,
    /// How often each word, pair and piece stands there, dampened, by its number; in order.
    pub(super) words: Vec<(u32, f32)>,
    /// The words that say something, as stems of each language.
    pub(super) stems: Vec<[u64; Language::ALL.len()]>,
    /// Equal for texts of the same words.
    pub(super) whole: u64,
}

impl Features {
    /// Of a text and its centred vector ([`crate::vectors::Mean::centred`]); all of one tagger are centred by one mean.
    pub fn of(text: &str, vector: &[f32]) -> Self {
        let words = words_of(text);
        let mut counts: BTreeMap<u32, f32> = BTreeMap::new();
        let mut whole = hash(&[]);
        for (place, word) in words.iter().enumerate() {
            whole = mixed(whole ^ hash(&["w", &word.folded]));
            let previous = place.checked_sub(1).and_then(|before| words.get(before));
            of_word(word, previous, |bucket, weight| {
                *counts.entry(bucket).or_insert(0.0) += weight;
            });
        }
        let stems = words.iter().filter(|word| word.is_telling());
        Self {
            vector: unit(vector),
            words: counts.into_iter().map(dampened).collect(),
            stems: stems.map(|word| stems_of(&word.folded)).collect(),
            whole,
        }
    }

    /// Whether there is nothing to judge by: no word.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }
}

/// Of length one; zeros where there is nothing to scale, or a number that is none, which would spread to every weight.
fn unit(vector: &[f32]) -> Vec<f32> {
    let square: f64 = vector.iter().map(|value| f64::from(*value).powi(2)).sum();
    let length = square.sqrt();
    if length.is_normal() {
        let scaled = |value: &f32| narrow(f64::from(*value) / length);
        vector.iter().map(scaled).collect()
    } else {
        vec![0.0; vector.len()]
    }
}

/// Who repeats a word does not shout louder.
fn dampened((bucket, weight): (u32, f32)) -> (u32, f32) {
    (
        bucket,
        if weight > 1.0 {
            1.0 + weight.ln()
        } else {
            weight
        },
    )
}

/// A word with its place in bytes.
pub(super) struct Seen {
    pub(super) folded: String,
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Seen {
    /// Whether it does more than hold a sentence together.
    pub(super) fn is_telling(&self) -> bool {
        self.folded.chars().any(char::is_alphabetic) && !text::is_function_word(&self.folded)
    }
}

pub(super) fn words_of(text: &str) -> Vec<Seen> {
    text::words(text)
        .take(MOST_WORDS)
        .map(|word| Seen {
            folded: text::fold(word.written)
                .chars()
                .take(LONGEST_WORD)
                .collect(),
            start: word.start,
            end: word.start + word.written.len(),
        })
        .collect()
}

/// The numbers that a word, the pair with the one before, and its pieces fall on, with their weights.
pub(super) fn of_word(word: &Seen, previous: Option<&Seen>, mut add: impl FnMut(u32, f32)) {
    add(bucket(&["w", &word.folded]), 1.0);
    if let Some(previous) = previous {
        add(bucket(&["2", &previous.folded, &word.folded]), 1.0);
    }
    let marked: Vec<char> = format!("<{}>", word.folded).chars().collect();
    for piece in PIECE_LENGTHS.flat_map(|length| marked.windows(length)) {
        let piece: String = piece.iter().collect();
        add(bucket(&["p", &piece]), 1.0);
    }
}

/// Nobody knows in which language a text or a cue was written, and many texts are in two: its stem in each.
pub(super) fn stems_of(folded: &str) -> [u64; Language::ALL.len()] {
    let mut stems = [0; Language::ALL.len()];
    for (stem, language) in stems.iter_mut().zip(Language::ALL) {
        *stem = hash(&["s", &text::stem(folded, *language)]);
    }
    stems
}

fn bucket(parts: &[&str]) -> u32 {
    // The upper bits are as good as any, and always fit.
    u32::try_from(hash(parts) >> 32).unwrap_or_default() % BUCKETS
}

/// FNV-1a of 64 bits over the parts with a separator, its bits mixed. Written out, because the hash of the standard library
/// may change, and weights that were kept may not.
pub(super) fn hash(parts: &[&str]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for part in parts {
        for byte in part.bytes().chain([0]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    mixed(hash)
}

/// The last step of `SplitMix64`.
pub(super) const fn mixed(mut bits: u64) -> u64 {
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

/// In how many texts each number stands: what stands everywhere tells little.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Rarity {
    pub(super) texts: u32,
    pub(super) counts: BTreeMap<u32, u32>,
}

impl Rarity {
    pub(super) fn add(&mut self, features: &Features) {
        self.texts += 1;
        for (bucket, _) in &features.words {
            *self.counts.entry(*bucket).or_insert(0) += 1;
        }
    }

    /// The words of a text, the rare ones heavier, of length one together. `below` is what ships, and counts too.
    pub(super) fn weighted(&self, features: &Features, below: Option<&Self>) -> Vec<(u32, f32)> {
        let of =
            |rarity: &Self, bucket: &u32| rarity.counts.get(bucket).copied().unwrap_or_default();
        let texts = self.texts + below.map_or(0, |below| below.texts);
        let all = single(usize::try_from(texts).unwrap_or(usize::MAX)) + 1.0;
        let mut weighted: Vec<(u32, f32)> = features
            .words
            .iter()
            .map(|(bucket, weight)| {
                let count = of(self, bucket) + below.map_or(0, |below| of(below, bucket));
                let count = single(usize::try_from(count).unwrap_or(usize::MAX)) + 1.0;
                (*bucket, weight * (1.0 + (all / count).ln()))
            })
            .collect();
        let square: f32 = weighted.iter().map(|(_, weight)| weight * weight).sum();
        if square > 0.0 {
            let length = square.sqrt();
            for (_, weight) in &mut weighted {
                *weight /= length;
            }
        }
        weighted
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_words_are_the_same_text_however_they_are_written() {
        let of = |text| Features::of(text, &[1.0]);
        assert_eq!(of("De crèche is VOL!"), of("de creche is vol"));
        assert_ne!(of("vol is de crèche").whole, of("de crèche is vol").whole);
        assert!(of(" … 🙂 !").is_empty());
    }

    #[test]
    fn who_repeats_a_word_does_not_shout_louder() {
        let once = Features::of("bus", &[]);
        let often = Features::of(&"bus ".repeat(100), &[]);
        let most = |features: &Features| {
            features
                .words
                .iter()
                .map(|(_, weight)| *weight)
                .fold(0.0, f32::max)
        };
        assert!(most(&often) < 6.0 * most(&once));
    }

    #[test]
    fn a_number_that_is_none_does_not_get_in() {
        assert_eq!(Features::of("bus", &[f32::NAN, 1.0]).vector, [0.0, 0.0]);
    }
}
