//! What a text looks like letter by letter, in 64 numbers: near copies have most of them in common.

/// Letters in a row; shorter pieces stand in every text.
const GRAM: usize = 5;
/// The share of equal numbers is the share of pieces in common, give or take 6 % (one standard deviation).
const NUMBERS: usize = 64;

/// A hash of the normalised text, and the smallest hashes of its pieces (Broder 1997,
/// doi:10.1109/SEQUEN.1997.666900).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prints {
    whole: u64,
    smallest: Option<[u64; NUMBERS]>,
}

impl Prints {
    /// Of a text. Capitals, accents, punctuation and line breaks make no difference.
    pub fn of(text: &str) -> Self {
        let plain = plain(text);
        let letters: Vec<char> = plain.chars().collect();
        let mut smallest = [u64::MAX; NUMBERS];
        for piece in letters.windows(GRAM.min(letters.len()).max(1)) {
            let hash = hash(piece.iter().copied());
            for (number, smallest) in (1_u64..).zip(&mut smallest) {
                *smallest = (*smallest).min(mixed(hash ^ mixed(number)));
            }
        }
        Self {
            whole: hash(plain.chars()),
            smallest: (!letters.is_empty()).then_some(smallest),
        }
    }

    /// Whether there is nothing to compare: no letter, no figure.
    pub const fn is_empty(&self) -> bool {
        self.smallest.is_none()
    }

    /// The same for texts that differ only in capitals, accents, punctuation and spaces; for finding them in a map.
    pub const fn whole(&self) -> u64 {
        self.whole
    }

    /// The share of pieces of five letters that two texts have in common, estimated; 0 to 1.
    pub fn in_common(&self, other: &Self) -> f32 {
        let (Some(own), Some(others)) = (&self.smallest, &other.smallest) else {
            return 0.0;
        };
        let equal = own.iter().zip(others).filter(|(one, other)| one == other);
        crate::numbers::single(equal.count()) / crate::numbers::single(NUMBERS)
    }
}

/// Folded words with one space between.
fn plain(text: &str) -> String {
    let words: Vec<String> = text::words(text)
        .map(|word| text::fold(word.written))
        .collect();
    words.join(" ")
}

/// FNV-1a of 64 bits, its bits mixed.
fn hash(letters: impl Iterator<Item = char>) -> u64 {
    let hash = letters.fold(0xcbf2_9ce4_8422_2325_u64, |hash, letter| {
        (hash ^ u64::from(u32::from(letter))).wrapping_mul(0x0100_0000_01b3)
    });
    mixed(hash)
}

/// The last step of `SplitMix64`: every bit depends on every bit.
const fn mixed(mut bits: u64) -> u64 {
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_accents_and_punctuation_make_no_difference() {
        let one = Prints::of("De crèche is vol!\nAl maanden.");
        assert_eq!(one, Prints::of("de CRECHE is vol, al   maanden"));
        assert_ne!(one.whole(), Prints::of("De crèche is leeg").whole());
    }

    #[test]
    fn the_share_in_common_is_about_that_of_the_pieces() {
        let whole: String = ('a'..='z')
            .chain('a'..='y')
            .flat_map(|letter| [letter, letter, ' '])
            .collect();
        let (one, other) = (
            format!("{whole} nul een twee"),
            format!("{whole} drie vier vijf"),
        );
        let pieces = |text: &str| {
            let letters: Vec<char> = plain(text).chars().collect();
            letters
                .windows(GRAM)
                .map(|piece| piece.iter().collect::<String>())
                .collect::<std::collections::BTreeSet<_>>()
        };
        let (first, second) = (pieces(&one), pieces(&other));
        let exact = crate::numbers::single(first.intersection(&second).count())
            / crate::numbers::single(first.union(&second).count());
        let estimated = Prints::of(&one).in_common(&Prints::of(&other));
        assert!((exact - estimated).abs() < 0.15, "{exact} {estimated}");
    }

    #[test]
    fn a_text_without_letters_has_nothing_in_common_with_anything() {
        for nothing in ["", " … ", "🙂🙂"] {
            assert!(Prints::of(nothing).is_empty());
            assert!(Prints::of(nothing).in_common(&Prints::of(nothing)) < f32::EPSILON);
        }
        assert!((Prints::of("nee").in_common(&Prints::of("Nee!")) - 1.0).abs() < f32::EPSILON);
    }
}
