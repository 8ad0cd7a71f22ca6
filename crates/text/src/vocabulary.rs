//! The words that somebody's texts have, and which of them was meant where a typed one is not among them.

use std::collections::BTreeMap;
use std::ops::Bound;

use crate::search::{Clause, SearchQuery, Term};

/// Shorter words have a neighbour everywhere.
const SHORTEST: usize = 4;
/// From so many letters on, two slips are forgiven.
const LONG: usize = 8;

/// Whoever mistypes more words than this types something else.
const MOST_UNKNOWN: usize = 4;

/// Words as they stand in an index, with how often.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    counts: BTreeMap<String, u32>,
}

/// A word that was replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// As somebody typed it.
    pub typed: String,
    /// What is looked for instead.
    pub term: Term,
}

impl Vocabulary {
    /// Adds the words of a text, as [`crate::search_terms`] made them.
    pub fn add(&mut self, terms: &str) {
        for term in terms.split(' ').filter(|term| !term.is_empty()) {
            match self.counts.get_mut(term) {
                Some(count) => *count = count.saturating_add(1),
                None => {
                    self.counts.insert(term.to_owned(), 1);
                }
            }
        }
    }

    /// The question with the nearest word for each that no text has, or else with one that it begins; nothing when there is
    /// none to replace. Phrases stand as they are: whoever quotes means it.
    pub fn corrected(&self, query: &SearchQuery) -> Option<(SearchQuery, Vec<Correction>)> {
        let mut corrected = query.clone();
        let (mut corrections, mut unknown) = (Vec::new(), 0);
        let last = query.clauses.len().saturating_sub(1);
        for (position, clause) in corrected.clauses.iter_mut().enumerate() {
            if clause.is_quoted || self.knows(clause, query.goes_on_at(position)) {
                continue;
            }
            // Each is compared with the whole vocabulary, and every one must be found.
            unknown += 1;
            if unknown > MOST_UNKNOWN {
                return None;
            }
            let meant = self.nearest(clause);
            if let Some(term) = meant.or_else(|| self.longer(clause)) {
                corrections.push(Correction {
                    typed: clause.typed.clone(),
                    term: term.clone(),
                });
                clause.alternatives = vec![vec![term]];
                // The word that was meant is a whole one.
                corrected.goes_on &= position != last;
            }
        }
        (!corrections.is_empty()).then_some((corrected, corrections))
    }

    fn knows(&self, clause: &Clause, goes_on: bool) -> bool {
        let has = |term: &Term, is_last: bool| {
            self.counts.contains_key(term.as_str())
                || goes_on && is_last && self.has_beginning(term.as_str())
        };
        clause.alternatives.iter().any(|sequence| {
            let last = sequence.len().saturating_sub(1);
            let mut terms = sequence.iter().enumerate();
            terms.all(|(position, term)| has(term, position == last))
        })
    }

    fn has_beginning(&self, beginning: &str) -> bool {
        let from = (Bound::Included(beginning), Bound::Unbounded);
        let next = self.counts.range::<str, _>(from).next();
        next.is_some_and(|(word, _)| word.starts_with(beginning))
    }

    /// The word with the fewest slips; of those the most frequent, of those the first.
    fn nearest(&self, clause: &Clause) -> Option<Term> {
        let single = clause
            .alternatives
            .iter()
            .filter_map(|sequence| match sequence.as_slice() {
                [term] if is_word(term.as_str()) => Some(term.as_str().chars().collect::<Vec<_>>()),
                _ => None,
            });
        let typed: Vec<Vec<char>> = single.collect();
        let mut best: Option<(usize, u32, &str)> = None;
        for (word, count) in self.counts.iter().filter(|(word, _)| is_word(word)) {
            let letters: Vec<char> = word.chars().collect();
            let slips = typed
                .iter()
                .filter_map(|typed| slips(typed, &letters))
                .min();
            let Some(slips) = slips else { continue };
            let is_better = best
                .is_none_or(|(fewest, most, _)| slips < fewest || slips == fewest && *count > most);
            if is_better {
                best = Some((slips, *count, word));
            }
        }
        best.map(|(_, _, word)| Term(word.to_owned()))
    }

    /// The word that goes on where a typed one ends: a compound whose parts no list knows. Of those the most frequent, of
    /// those the first.
    fn longer(&self, clause: &Clause) -> Option<Term> {
        let mut best: Option<(u32, &str)> = None;
        for sequence in &clause.alternatives {
            let [Term(beginning)] = sequence.as_slice() else {
                continue;
            };
            if !is_word(beginning) {
                continue;
            }
            let from = (Bound::Included(beginning.as_str()), Bound::Unbounded);
            let words = self.counts.range::<str, _>(from);
            for (word, count) in words.take_while(|(word, _)| word.starts_with(beginning)) {
                if best.is_none_or(|(most, _)| *count > most) {
                    best = Some((*count, word));
                }
            }
        }
        best.map(|(_, word)| Term(word.to_owned()))
    }
}

fn is_word(term: &str) -> bool {
    term.chars().nth(SHORTEST - 1).is_some()
        && !term.starts_with(|letter: char| letter.is_ascii_digit())
}

/// How many letters are missing, too many, wrong, or swapped with their neighbour; nothing when more than may be.
///
/// Optimal string alignment; O(m·n) with m, n ≤ 64.
fn slips(typed: &[char], word: &[char]) -> Option<usize> {
    let allowed = if typed.len() >= LONG { 2 } else { 1 };
    if typed.len().abs_diff(word.len()) > allowed {
        return None;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=word.len()).collect();
    for (row, letter) in typed.iter().enumerate() {
        let mut current = vec![row + 1];
        for (column, other) in word.iter().enumerate() {
            let of =
                |cells: &[usize], place: usize| cells.get(place).copied().unwrap_or(usize::MAX / 2);
            let changed = of(&above, column) + usize::from(letter != other);
            let mut fewest = changed
                .min(of(&above, column + 1) + 1)
                .min(of(&current, column) + 1);
            let is_swapped = row > 0
                && column > 0
                && typed.get(row - 1) == Some(other)
                && word.get(column - 1) == Some(letter);
            if is_swapped {
                fewest = fewest.min(of(&before, column - 1) + 1);
            }
            current.push(fewest);
        }
        if current.iter().all(|cell| *cell > allowed) {
            return None;
        }
        before = std::mem::replace(&mut above, current);
    }
    above.last().copied().filter(|slips| *slips <= allowed)
}

#[cfg(test)]
mod tests {
    use shared::codes::Language;

    use super::*;
    use crate::{search_query, search_terms};

    fn vocabulary() -> Vocabulary {
        let mut vocabulary = Vocabulary::default();
        for text in [
            "De wachtlijst voor een sociale woning is lang",
            "Wachten op een woning in de Vaartwijk",
            "Kinderopvang zonder plaatsen",
            "Een bus of een school, 2026",
        ] {
            vocabulary.add(&search_terms(text, Some(Language::Nl)));
        }
        vocabulary
    }

    fn meant(typed: &str) -> Vec<(String, String)> {
        let corrected = vocabulary().corrected(&search_query(typed));
        let (_, corrections) = corrected.unwrap_or_default();
        let told = |it: Correction| (it.typed, it.term.as_str().to_owned());
        corrections.into_iter().map(told).collect()
    }

    #[test]
    fn a_word_that_no_text_has_becomes_the_nearest() {
        for (typed, expected) in [
            ("wachtlijts", "wachtlijst"),
            ("wahctlijst ", "wachtlijst"),
            ("wachtlist ", "wachtlijst"),
            ("wooning ", "woning"),
            ("kinderopvnag ", "kinderopvang"),
            ("Vaartwjik ", "vaartwijk"),
            ("schol ", "school"),
        ] {
            let found = meant(typed);
            let stem = search_terms(expected, Some(Language::Nl));
            let stem = stem.split(' ').next().unwrap_or_default();
            if found.is_empty() {
                assert_eq!(stem, "schol", "{typed}");
                continue;
            }
            assert_eq!(
                found,
                [(typed.trim().to_owned(), stem.to_owned())],
                "{typed}"
            );
        }
    }

    #[test]
    fn what_is_known_quoted_short_far_or_a_number_stays() {
        for typed in [
            "wachtlijst",
            "woni",
            "\"wachtlijts\"",
            "bsu ",
            "zwembad",
            "2027",
            "x",
            "",
            "!!!",
        ] {
            assert_eq!(meant(typed), [], "{typed}");
        }
    }

    #[test]
    fn a_word_that_only_begins_one_stands_for_it_when_none_is_near() {
        assert_eq!(
            meant("vaart "),
            [("vaart".to_owned(), "vaartwijk".to_owned())]
        );
        assert_eq!(
            meant("vaar "),
            [("vaar".to_owned(), "vaartwijk".to_owned())]
        );
        assert_eq!(meant("bu "), [], "two letters begin everything");
    }

    #[test]
    fn known_words_beside_it_stay() {
        let (query, corrections) = vocabulary()
            .corrected(&search_query("sociale wooning "))
            .unwrap();
        assert_eq!(corrections.len(), 1);
        assert_eq!(
            query.clauses[0],
            search_query("sociale wooning ").clauses[0]
        );
        assert!(!query.goes_on);
        let (query, _) = vocabulary()
            .corrected(&search_query("wooning vaart"))
            .unwrap();
        assert!(query.goes_on, "the last word is still being typed");
    }

    #[test]
    fn a_question_of_nonsense_is_given_up() {
        assert_eq!(meant("wooning qwertz asdfgh yxcvbn").len(), 1);
        assert_eq!(meant("wooning qwertz asdfgh yxcvbn poiuzt").len(), 0);
    }

    #[test]
    fn slips_are_counted_as_people_make_them() {
        for (typed, word, expected) in [
            ("school", "school", Some(0)),
            ("shcool", "school", Some(1)),
            ("schol", "school", Some(1)),
            ("schoool", "school", Some(1)),
            ("skhool", "school", Some(1)),
            ("sgholl", "school", None),
            ("wachlijts", "wachtlijst", Some(2)),
            ("huis", "school", None),
        ] {
            let letters = |word: &str| word.chars().collect::<Vec<_>>();
            assert_eq!(slips(&letters(typed), &letters(word)), expected, "{typed}");
        }
    }
}
