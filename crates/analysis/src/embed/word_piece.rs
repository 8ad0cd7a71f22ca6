//! Cuts a text into the pieces of a `WordPiece` vocabulary (BERT: Devlin et al. 2019, arXiv 1810.04805): words and
//! punctuation marks apart, of each word the longest piece at the front first.

use std::collections::HashMap;

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// A longer word is unknown, as in BERT.
const MAX_WORD: usize = 100;

/// Pieces with their ids.
pub(super) struct WordPiece {
    pub(super) pieces: HashMap<String, u32>,
    pub(super) unknown: u32,
    /// Stands before pieces that do not begin a word.
    pub(super) continued: String,
    pub(super) is_lowered: bool,
    pub(super) is_stripped: bool,
}

impl WordPiece {
    /// The ids, without start and end.
    pub(super) fn ids(&self, text: &str) -> Vec<u32> {
        let mut ids = Vec::new();
        for word in words(&self.normalise(text)) {
            match self.cut(&word) {
                Some(mut pieces) => ids.append(&mut pieces),
                None => ids.push(self.unknown),
            }
        }
        ids
    }

    fn normalise(&self, text: &str) -> String {
        let mut plain = text.to_owned();
        if self.is_stripped {
            plain = plain
                .nfd()
                .filter(|char| !is_combining_mark(*char))
                .collect();
        }
        if self.is_lowered {
            plain = plain.to_lowercase();
        }
        plain
    }

    /// Nothing when a part of the word is in no piece.
    fn cut(&self, word: &str) -> Option<Vec<u32>> {
        if word.chars().count() > MAX_WORD {
            return None;
        }
        let mut ids = Vec::new();
        let mut rest = word;
        while !rest.is_empty() {
            let mark = if ids.is_empty() { "" } else { &self.continued };
            let ends = rest.char_indices().map(|(at, char)| at + char.len_utf8());
            let (piece, after) = ends.rev().find_map(|end| {
                let (piece, after) = rest.split_at_checked(end)?;
                let id = self.pieces.get(&format!("{mark}{piece}"))?;
                Some((*id, after))
            })?;
            ids.push(piece);
            rest = after;
        }
        Some(ids)
    }
}

/// Words; punctuation marks and ideographs are words of their own.
fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    for char in text.chars() {
        let is_alone = is_punctuation(char) || is_ideograph(char);
        if (char.is_whitespace() || is_alone) && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if is_alone {
            words.push(char.to_string());
        } else if !char.is_whitespace() && !char.is_control() && char != '\u{fffd}' {
            word.push(char);
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// All of ASCII that is neither letter nor digit; of the rest the blocks with marks that are written in Europe.
fn is_punctuation(char: char) -> bool {
    char.is_ascii_punctuation()
        || matches!(
            char,
            '\u{a1}' | '\u{a7}' | '\u{ab}' | '\u{b6}' | '\u{b7}' | '\u{bb}' | '\u{bf}'
        )
        || matches!(char, '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}' | '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}')
            && !matches!(char, '\u{2044}' | '\u{2052}')
}

fn is_ideograph(char: char) -> bool {
    matches!(char, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{2ceaf}' | '\u{2f800}'..='\u{2fa1f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vocabulary() -> WordPiece {
        let pieces = [
            "[UNK]", "wait", "##ing", "waiting", "list", "##lists", "cafe", ".", "'",
        ];
        WordPiece {
            pieces: pieces
                .into_iter()
                .zip(0..)
                .map(|(piece, id)| (piece.to_owned(), id))
                .collect(),
            unknown: 0,
            continued: "##".to_owned(),
            is_lowered: true,
            is_stripped: true,
        }
    }

    #[test]
    fn the_longest_piece_at_the_front_is_taken_first() {
        assert_eq!(vocabulary().ids("Waiting lists."), [3, 0, 7]);
        assert_eq!(vocabulary().ids("waitinglists waitlists"), [3, 5, 1, 5]);
    }

    #[test]
    fn a_word_with_a_part_that_no_piece_has_is_unknown_whole() {
        assert_eq!(vocabulary().ids("waitingx list"), [0, 4]);
        assert_eq!(vocabulary().ids(&"wait".repeat(26)), [0]);
    }

    #[test]
    fn marks_stand_alone_and_accents_are_taken_off() {
        assert_eq!(vocabulary().ids("CAFÉ'list' "), [6, 8, 4, 8]);
        assert_eq!(vocabulary().ids(" \n"), [0_u32; 0]);
    }
}
