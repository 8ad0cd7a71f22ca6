//! Cuts a text into the pieces of a `SentencePiece` Unigram vocabulary: of all ways to cut it, the likeliest.
//!
//! Kudo 2018, "Subword Regularization" (arXiv 1804.10959), §3.2: every piece has a log-probability; the best cut is
//! found by Viterbi. What no piece covers is the unknown piece.

use unicode_normalization::UnicodeNormalization;

/// Stands for a space, and before the first word.
const SPACE: char = '\u{2581}';

/// How much less likely than the rarest piece an unknown character is, as `SentencePiece` has it.
const UNKNOWN_PENALTY: f32 = 10.0;

/// Longest vocabulary that is taken in. XLM-R has 250,002 pieces.
const MAX_PIECES: usize = 1_000_000;

/// Longest piece in bytes; bounds the work per character. The longest of XLM-R is 48.
const MAX_PIECE_BYTES: usize = 256;

/// Why pieces are no vocabulary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadVocabulary {
    /// More pieces than `limit`, or none.
    #[error("there are {found} pieces; 1 to {limit} are expected")]
    Count {
        /// How many there were.
        found: usize,
        /// How many there may be.
        limit: usize,
    },
    /// The piece with this number is too long or has no finite score.
    #[error("piece {0} is longer than {MAX_PIECE_BYTES} bytes or has no score")]
    Piece(usize),
    /// The unknown piece lies outside the vocabulary.
    #[error("the unknown piece has the number {0}, which no piece has")]
    Unknown(usize),
    /// A mark that every vocabulary of this kind has.
    #[error("the piece {0} is missing")]
    Mark(&'static str),
}

/// Pieces with their scores.
pub(super) struct Unigram {
    pieces: Table,
    longest: usize,
    unknown: u32,
    unknown_score: f32,
}

impl Unigram {
    /// `pieces` in the order of their ids, each with its log-probability. A score of 0 (certain, which no piece is)
    /// marks what belongs to the model: start, padding, end, unknown, mask. No text contains those.
    pub(super) fn parse<'a>(
        pieces: impl ExactSizeIterator<Item = (&'a str, f32)>,
        unknown: usize,
    ) -> Result<Self, BadVocabulary> {
        let found = pieces.len();
        if found == 0 || found > MAX_PIECES {
            return Err(BadVocabulary::Count {
                found,
                limit: MAX_PIECES,
            });
        }
        if unknown >= found {
            return Err(BadVocabulary::Unknown(unknown));
        }
        let mut table = Table::with_room_for(found);
        let (mut longest, mut lowest) = (0, 0.0_f32);
        for (number, (piece, score)) in pieces.enumerate() {
            if piece.len() > MAX_PIECE_BYTES || !score.is_finite() {
                return Err(BadVocabulary::Piece(number));
            }
            if number == unknown || score >= 0.0 || piece.is_empty() {
                continue;
            }
            let id = u32::try_from(number).map_err(|_| BadVocabulary::Piece(number))?;
            longest = longest.max(piece.len());
            lowest = lowest.min(score);
            table.insert(piece, id, score);
        }
        Ok(Self {
            pieces: table,
            longest,
            unknown: u32::try_from(unknown).map_err(|_| BadVocabulary::Unknown(unknown))?,
            unknown_score: lowest - UNKNOWN_PENALTY,
        })
    }

    /// The ids of the likeliest cut, without start and end. Unknown characters in a row are one unknown piece.
    pub(super) fn ids(&self, text: &str) -> Vec<u32> {
        let text = normalise(text);
        let bytes = text.as_bytes();
        // Per place in the text: the best score of a cut that ends there, where its last piece began, and its id.
        let mut best: Vec<Option<(f32, usize, u32)>> = vec![None; text.len() + 1];
        if let Some(start) = best.first_mut() {
            *start = Some((0.0, 0, self.unknown));
        }
        for (start, char) in text.char_indices() {
            let Some(Some((score, _, _))) = best.get(start).copied() else {
                continue;
            };
            let single = start + char.len_utf8();
            let mut single_known = false;
            let mut hash = Hash::default();
            let furthest = bytes.iter().enumerate().skip(start).take(self.longest);
            for (last, byte) in furthest {
                hash.add(*byte);
                if !self.pieces.begins_one(hash) {
                    break;
                }
                let end = last + 1;
                if !text.is_char_boundary(end) {
                    continue;
                }
                if let Some(piece) = self
                    .pieces
                    .find(hash, bytes.get(start..end).unwrap_or_default())
                {
                    single_known |= end == single;
                    offer(&mut best, end, (score + piece.score, start, piece.id));
                }
            }
            if !single_known {
                offer(
                    &mut best,
                    single,
                    (score + self.unknown_score, start, self.unknown),
                );
            }
        }
        self.walk_back(&best)
    }

    fn walk_back(&self, best: &[Option<(f32, usize, u32)>]) -> Vec<u32> {
        let mut ids = Vec::new();
        let mut end = best.len().saturating_sub(1);
        while end > 0 {
            let Some(Some((_, start, id))) = best.get(end).copied() else {
                break;
            };
            if id != self.unknown || ids.last() != Some(&id) {
                ids.push(id);
            }
            end = start;
        }
        ids.reverse();
        ids
    }
}

/// Pieces by their letters. One text for all of them, found through a table of numbers, takes a third of the memory and
/// of the time to load of a map; and the hash of a longer piece goes on from that of the shorter.
struct Table {
    letters: Vec<u8>,
    pieces: Vec<Piece>,
    /// At the place that the hash says, or after it: its low half, by which nearly every other piece is
    /// told apart without being looked at, and which piece, and one; zero where there is none.
    slots: Vec<[u32; 2]>,
    /// A bit for each beginning of a piece, at the place that its hash says: where none is, no longer piece need be
    /// looked for. Half a megabyte, which stays in the second cache; one of ten other texts finds a bit as well, and is
    /// looked for in vain.
    beginnings: Vec<u32>,
}

/// Bits for beginnings per piece. Of 250,002 pieces there are four times as many beginnings at most.
const BEGINNINGS: usize = 16;

#[derive(Clone, Copy)]
struct Piece {
    start: u32,
    end: u32,
    id: u32,
    score: f32,
}

/// Fowler, Noll and Vo (FNV-1a, 64 bits).
#[derive(Clone, Copy)]
struct Hash(u64);

impl Default for Hash {
    fn default() -> Self {
        Self(0xCBF2_9CE4_8422_2325)
    }
}

impl Hash {
    fn low(self) -> u32 {
        let [a, b, c, d, ..] = self.0.to_le_bytes();
        u32::from_le_bytes([a, b, c, d])
    }

    /// Knuth's multiplication by the golden ratio: its high bits depend on every letter, the last among them.
    fn place(self, count: usize) -> usize {
        let spread = self.0.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32;
        usize::try_from(spread).unwrap_or_default() % count
    }

    fn add(&mut self, byte: u8) {
        self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
    }
}

impl Table {
    /// At most half of the places are taken.
    fn with_room_for(count: usize) -> Self {
        Self {
            letters: Vec::new(),
            pieces: Vec::with_capacity(count),
            slots: vec![[0; 2]; (count * 2).next_power_of_two()],
            beginnings: vec![0; (count * BEGINNINGS / 32 + 1).next_power_of_two()],
        }
    }

    /// Of two pieces that are alike the first counts.
    fn insert(&mut self, piece: &str, id: u32, score: f32) {
        let mut hash = Hash::default();
        for byte in piece.bytes() {
            hash.add(byte);
            let (place, bit) = self.beginning(hash);
            if let Some(bits) = self.beginnings.get_mut(place) {
                *bits |= bit;
            }
        }
        if self.find(hash, piece.as_bytes()).is_some() {
            return;
        }
        let place = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        let start = place(self.letters.len());
        self.letters.extend(piece.bytes());
        let end = place(self.letters.len());
        self.pieces.push(Piece {
            start,
            end,
            id,
            score,
        });
        let number = place(self.pieces.len());
        let mut places = self.places(hash);
        let free = places.find(|slot| matches!(self.slots.get(*slot), Some([_, 0])));
        if let Some(slot) = free.and_then(|slot| self.slots.get_mut(slot)) {
            *slot = [hash.low(), number];
        }
    }

    /// Whether a piece begins so; of those that do not, some find a bit of another.
    fn begins_one(&self, hash: Hash) -> bool {
        let (place, bit) = self.beginning(hash);
        self.beginnings
            .get(place)
            .is_some_and(|bits| bits & bit != 0)
    }

    fn beginning(&self, hash: Hash) -> (usize, u32) {
        // The lowest bits of a hash have not gone into the place.
        (hash.place(self.beginnings.len()), 1 << (hash.low() & 31))
    }

    fn find(&self, hash: Hash, letters: &[u8]) -> Option<Piece> {
        let mut slots = self
            .places(hash)
            .map_while(|slot| self.slots.get(slot).copied());
        let low = hash.low();
        loop {
            let [found, number] = slots.next()?;
            let number = usize::try_from(number).ok()?.checked_sub(1)?;
            if found == low {
                let piece = *self.pieces.get(number)?;
                let range = usize::try_from(piece.start).ok()?..usize::try_from(piece.end).ok()?;
                if self.letters.get(range)? == letters {
                    return Some(piece);
                }
            }
        }
    }

    /// From the place of the hash on, and around.
    fn places(&self, hash: Hash) -> impl Iterator<Item = usize> + use<> {
        let count = self.slots.len();
        let first = hash.place(count);
        (first..count).chain(0..first)
    }
}

fn offer(best: &mut [Option<(f32, usize, u32)>], end: usize, found: (f32, usize, u32)) {
    if let Some(place) = best.get_mut(end)
        && place.is_none_or(|(score, _, _)| found.0 > score)
    {
        *place = Some(found);
    }
}

/// NFKC without control characters; one space mark before each word.
fn normalise(text: &str) -> String {
    let plain: String = text
        .chars()
        .filter(|char| char.is_whitespace() || !char.is_control())
        .nfkc()
        .collect();
    let mut marked = String::with_capacity(plain.len() + 8);
    for word in plain.split_whitespace() {
        marked.push(SPACE);
        marked.push_str(word);
    }
    marked
}

#[cfg(test)]
mod tests {
    use super::*;

    const PIECES: [(&str, f32); 10] = [
        ("<s>", 0.0),
        ("<unk>", 0.0),
        ("\u{2581}", -4.0),
        ("\u{2581}wacht", -5.0),
        ("lijst", -5.0),
        ("\u{2581}wachtlijst", -9.0),
        ("\u{2581}wa", -3.0),
        ("chtlijst", -8.0),
        ("en", -2.0),
        ("<mask>", 0.0),
    ];

    fn vocabulary() -> Unigram {
        Unigram::parse(PIECES.into_iter(), 1).unwrap()
    }

    #[test]
    fn the_likeliest_cut_wins_not_the_longest_piece_at_the_front() {
        // One piece: −9. Two: −10 or −11.
        assert_eq!(vocabulary().ids("wachtlijst"), [5]);
        let mut pieces = PIECES;
        pieces[5].1 = -10.5;
        let two = Unigram::parse(pieces.into_iter(), 1).unwrap();
        assert_eq!(two.ids("wachtlijst"), [3, 4]);
    }

    #[test]
    fn every_word_begins_with_one_space_whatever_whitespace_was_written() {
        assert_eq!(vocabulary().ids(" wacht\u{a0}\n  wachtlijsten "), [3, 5, 8]);
        assert_eq!(vocabulary().ids(" \t "), [0_u32; 0]);
    }

    #[test]
    fn unknown_characters_in_a_row_are_one_unknown_piece() {
        assert_eq!(vocabulary().ids("東京en"), [2, 1, 8]);
    }

    #[test]
    fn another_way_to_write_the_same_letters_gives_the_same_pieces() {
        assert_eq!(vocabulary().ids("ｗａｃｈｔ"), [3]);
        assert_eq!(vocabulary().ids("wa\u{0}cht"), [3]);
    }

    #[test]
    fn a_mark_of_the_model_in_a_text_is_only_text() {
        for text in ["<s>", "<mask>", "<unk>"] {
            assert_eq!(vocabulary().ids(text), [2, 1], "{text}");
        }
    }

    #[test]
    fn what_is_no_vocabulary_is_refused_with_the_reason() {
        let parse = |pieces: &[(&'static str, f32)], unknown| {
            Unigram::parse(pieces.iter().copied(), unknown).err()
        };
        assert_eq!(parse(&[("a", f32::NAN)], 0), Some(BadVocabulary::Piece(0)));
        assert_eq!(parse(&PIECES, 10), Some(BadVocabulary::Unknown(10)));
        assert!(matches!(
            parse(&[], 0),
            Some(BadVocabulary::Count { found: 0, .. })
        ));
        let long: &'static str = Box::leak("a".repeat(257).into_boxed_str());
        assert_eq!(
            parse(&[("a", 0.0), (long, 0.0)], 0),
            Some(BadVocabulary::Piece(1))
        );
    }
}
