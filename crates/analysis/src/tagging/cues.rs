//! Words of the taxonomy that stand in a text as they are: for target groups and places they say more than a likeness.

use std::collections::{BTreeMap, BTreeSet};

use shared::codes::{ClosedList, Language};

use super::features::{Features, Seen, stems_of, words_of};

/// No phrase has more words that say something.
const LONGEST: usize = 6;
/// One cue says it, three say it no three times.
const MOST: f32 = 1.5;

/// All cues of a taxonomy.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Cues {
    /// By the stems of a cue in one language: whose it is, by position.
    phrases: BTreeMap<Vec<u64>, BTreeSet<usize>>,
}

/// A cue in a text.
pub(super) struct Hit {
    /// Whose.
    pub(super) concept: usize,
    /// First word of it among those that say something.
    pub(super) place: usize,
    /// How many of them.
    pub(super) length: usize,
    /// Of how many concepts it is a cue.
    pub(super) shared_by: usize,
}

impl Cues {
    pub(super) fn add(&mut self, concept: usize, cue: &str) {
        let words: Vec<Seen> = words_of(cue);
        let stems: Vec<_> = words
            .iter()
            .filter(|word| word.is_telling())
            .map(|word| stems_of(&word.folded))
            .collect();
        if stems.is_empty() || stems.len() > LONGEST {
            return;
        }
        for sequence in in_each_language(&stems) {
            self.phrases.entry(sequence).or_default().insert(concept);
        }
    }

    pub(super) fn hits(&self, features: &Features) -> Vec<Hit> {
        let mut found: BTreeMap<(usize, usize, usize), usize> = BTreeMap::new();
        for place in 0..features.stems.len() {
            let rest = features.stems.get(place..).unwrap_or_default();
            for length in 1..=LONGEST.min(rest.len()) {
                let stems = rest.get(..length).unwrap_or_default();
                for sequence in in_each_language(stems) {
                    let Some(concepts) = self.phrases.get(&sequence) else {
                        continue;
                    };
                    for concept in concepts {
                        found.insert((*concept, place, length), concepts.len());
                    }
                }
            }
        }
        let hit = |((concept, place, length), shared_by)| Hit {
            concept,
            place,
            length,
            shared_by,
        };
        found.into_iter().map(hit).collect()
    }

    /// For each concept what its cues in the text say, 0 to 1.5.
    pub(super) fn strengths(&self, features: &Features) -> BTreeMap<usize, f32> {
        let mut strengths = BTreeMap::new();
        let mut counted = BTreeSet::new();
        for hit in self.hits(features) {
            let stems = features.stems.get(hit.place..hit.place + hit.length);
            // A word that stands there twice is one cue.
            if counted.insert((hit.concept, stems.map(<[_]>::to_vec))) {
                let strength = strengths.entry(hit.concept).or_insert(0.0_f32);
                let more = 1.0 / crate::numbers::single(hit.shared_by.max(1));
                *strength = (*strength + more).min(MOST);
            }
        }
        strengths
    }
}

fn in_each_language(stems: &[[u64; Language::ALL.len()]]) -> BTreeSet<Vec<u64>> {
    (0..Language::ALL.len())
        .map(|language| {
            stems
                .iter()
                .filter_map(|stem| stem.get(language).copied())
                .collect()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strengths(text: &str) -> Vec<(usize, f32)> {
        let mut cues = Cues::default();
        for (concept, cue) in [
            (0, "wachtlijst budgetbeheer"),
            (1, "Alleenstaande ouders"),
            (2, "parents isolés"),
            (3, "de"),
            (0, "schuld"),
            (1, "schuld"),
        ] {
            cues.add(concept, cue);
        }
        cues.strengths(&Features::of(text, &[]))
            .into_iter()
            .collect()
    }

    #[test]
    fn a_cue_is_found_in_other_forms_and_across_small_words() {
        assert_eq!(
            strengths("De wachtlijsten voor het budgetbeheer"),
            [(0, 1.0)]
        );
        assert_eq!(strengths("een ALLEENSTAANDE ouder"), [(1, 1.0)]);
        assert_eq!(strengths("un parent isolé"), [(2, 1.0)]);
        assert_eq!(strengths("budgetbeheer zonder wachtlijst"), []);
    }

    #[test]
    fn a_cue_of_two_says_half_and_repeating_it_says_no_more() {
        assert_eq!(
            strengths("schulden, schulden, schulden"),
            [(0, 0.5), (1, 0.5)]
        );
    }

    #[test]
    fn words_that_hold_sentences_together_are_no_cue() {
        assert_eq!(strengths("de de de"), []);
    }
}
