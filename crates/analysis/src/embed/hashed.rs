//! Vectors without a model: words and pieces of words, each hashed to one of the numbers of the vector.
//!
//! Texts with the same words, or with words of the same family ("wachtlijst", "wachtlijsten"), come near each other;
//! texts that say the same in other words do not. It needs no file, so it always works.

use text::{fold, words};

use super::{Embedder, to_unit_length};

/// As wide as the default model, so that storage is the same.
const DIM: usize = 384;

/// Shortest and longest piece of a word, counted in letters with the mark at both ends.
const PIECE_LENGTHS: std::ops::RangeInclusive<usize> = 3..=5;

/// What a whole word weighs beside all its pieces together, which weigh one.
const WORD_WEIGHT: f32 = 1.0;

/// What two words in a row weigh.
const PAIR_WEIGHT: f32 = 0.5;

/// The embedder that is there when no model is.
#[derive(Debug, Clone, Copy, Default)]
pub struct Hashed;

impl Embedder for Hashed {
    fn id(&self) -> &'static str {
        "hashed-384-1"
    }

    fn dim(&self) -> usize {
        DIM
    }

    fn embed(&self, texts: &[&str]) -> Vec<Vec<f32>> {
        texts.iter().map(|text| vector(text)).collect()
    }
}

fn vector(text: &str) -> Vec<f32> {
    let mut vector = vec![0.0; DIM];
    let mut previous: Option<String> = None;
    for word in words(text) {
        let word = fold(word.written);
        add(&mut vector, &["w", &word], WORD_WEIGHT);
        if let Some(previous) = &previous {
            add(&mut vector, &["2", previous, &word], PAIR_WEIGHT);
        }
        add_pieces(&mut vector, &word);
        previous = Some(word);
    }
    to_unit_length(&mut vector);
    vector
}

fn add_pieces(vector: &mut [f32], word: &str) {
    let marked: Vec<char> = format!("<{word}>").chars().collect();
    let pieces = || PIECE_LENGTHS.flat_map(|length| marked.windows(length));
    let count = u16::try_from(pieces().count()).unwrap_or(u16::MAX);
    if count == 0 {
        return;
    }
    // The square root: what counts is the length of the sum, and pieces fall on different numbers.
    let weight = 1.0 / f32::from(count).sqrt();
    for piece in pieces() {
        let piece: String = piece.iter().collect();
        add(vector, &["p", &piece], weight);
    }
}

/// Half of what is hashed counts negative, so that what falls on the same number by chance cancels out on average.
fn add(vector: &mut [f32], parts: &[&str], weight: f32) {
    let hash = hash(parts);
    let width = u64::try_from(vector.len()).unwrap_or(u64::MAX);
    let place = usize::try_from((hash >> 1) % width).unwrap_or(0);
    if let Some(value) = vector.get_mut(place) {
        *value += if hash & 1 == 0 { weight } else { -weight };
    }
}

/// FNV-1a of 64 bits over the parts with a separator, its bits mixed at the end (the last step of `SplitMix64`).
/// Written out, because the hash of the standard library may change and stored vectors may not.
fn hash(parts: &[&str]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for part in parts {
        for byte in part.bytes().chain([0]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn likeness(one: &str, other: &str) -> f32 {
        let vectors = Hashed.embed(&[one, other]);
        vectors[0].iter().zip(&vectors[1]).map(|(a, b)| a * b).sum()
    }

    #[test]
    fn every_vector_has_the_promised_width_and_length_one() {
        for vector in Hashed.embed(&["De wachtlijst is te lang.", "a", "Łódź ελλάδα 東京"])
        {
            assert_eq!(vector.len(), Hashed.dim());
            let length: f32 = vector.iter().map(|value| value * value).sum();
            assert!((length - 1.0).abs() < 1e-5, "{length}");
        }
    }

    #[test]
    fn a_text_without_words_has_only_zeros() {
        assert_eq!(Hashed.embed(&["", " … !"]), vec![vec![0.0; DIM]; 2]);
    }

    #[test]
    fn capitals_and_accents_make_no_difference() {
        assert!(likeness("Financiële DREMPEL", "financiele drempel") > 0.999);
    }

    #[test]
    fn words_of_one_family_come_nearer_than_other_words() {
        let family = likeness("de wachtlijst groeit", "wachtlijsten groeien");
        let others = likeness("de wachtlijst groeit", "busvervoer ontbreekt");
        assert!(family > others + 0.2, "{family} {others}");
    }

    #[test]
    fn the_order_of_words_counts_a_little() {
        let turned = likeness("kind zonder plek", "plek zonder kind");
        assert!((0.7..0.99).contains(&turned), "{turned}");
    }

    #[test]
    fn stored_vectors_stay_comparable_because_the_hash_never_changes() {
        // The same sums written in Python.
        assert_eq!(hash(&["w", "wachtlijst"]), 0xe39e_3597_d18b_47ff);
        assert_ne!(hash(&["w", "ab"]), hash(&["wa", "b"]));
        let vector = &Hashed.embed(&["wachtlijst"])[0];
        let filled: Vec<usize> = (0..DIM).filter(|place| vector[*place] != 0.0).collect();
        assert_eq!(
            filled,
            [
                18, 34, 42, 43, 79, 82, 87, 97, 118, 127, 128, 141, 158, 172, 182, 190, 208, 215,
                228, 267, 268, 282, 284, 298, 301, 350, 365
            ]
        );
    }
}
