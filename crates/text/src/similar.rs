//! Which known problems a text resembles, by the words they share (ux.md §4.1): on the phone, while somebody types, so
//! without tables of stems and without a model.

use crate::language::is_function_word;
use crate::letters::plain;
use crate::words::simple_words;

/// So many are shown at most.
const MOST: usize = 2;
/// Shorter words tell little.
const SHORTEST: usize = 3;
/// Words that begin with so many equal letters are forms of one word, unless much follows.
const COMMON_BEGINNING: usize = 5;
const LONGEST_ENDING: usize = 3;
/// A part of a compound has so many letters: "opvang" in "kinderopvang".
const SHORTEST_PART: usize = 5;
/// So many words in common, or it is chance.
const FEWEST_COMMON: usize = 2;
/// How much of the title the text has to tell, by the weight of its words.
const LEAST_OF_TITLE: f64 = 0.4;
/// No more words of a text are looked at.
const MOST_WORDS: usize = 400;

/// Titles and descriptions, ready to be held against a text.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// Every word once, in order, with where it stands.
    words: Vec<(String, Vec<Place>)>,
    /// The same words from their ends, for parts of compounds: reversed, with the position above.
    endings: Vec<(String, usize)>,
    /// The weight of each title.
    titles: Vec<f64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    item: usize,
    in_title: bool,
}

impl Known {
    /// Learns titles with their descriptions.
    pub fn of<'a>(items: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut found: Vec<(String, Place)> = Vec::new();
        let mut count = 0;
        for (item, (title, description)) in items.into_iter().enumerate() {
            count = item + 1;
            for (text, in_title) in [(title, true), (description, false)] {
                let place = Place { item, in_title };
                found.extend(telling_words(text).map(|word| (word, place)));
            }
        }
        found.sort();
        found.dedup();
        let mut words: Vec<(String, Vec<Place>)> = Vec::new();
        for (word, place) in found {
            match words.last_mut() {
                Some((last, places)) if *last == word => places.push(place),
                _ => words.push((word, vec![place])),
            }
        }
        let reversed = |word: &str| word.chars().rev().collect::<String>();
        let mut endings: Vec<(String, usize)> = words
            .iter()
            .enumerate()
            .map(|(position, (word, _))| (reversed(word), position))
            .collect();
        endings.sort();
        let mut known = Self {
            words,
            endings,
            titles: vec![0.0; count],
        };
        for position in 0..known.words.len() {
            let weight = known.weight(position);
            let places = known.words.get(position).map(|(_, places)| places.clone());
            for place in places.into_iter().flatten().filter(|place| place.in_title) {
                if let Some(title) = known.titles.get_mut(place.item) {
                    *title += weight;
                }
            }
        }
        known
    }

    /// The positions of what the text resembles, the most alike first; [`MOST`] at most.
    pub fn like(&self, text: &str) -> Vec<usize> {
        let mut shared: Vec<usize> = telling_words(text)
            .take(MOST_WORDS)
            .flat_map(|word| self.forms_of(&word))
            .collect();
        shared.sort_unstable();
        shared.dedup();
        let mut scores = vec![(0.0_f64, 0_usize, 0.0_f64); self.titles.len()];
        for position in shared {
            let weight = self.weight(position);
            let Some((_, places)) = self.words.get(position) else {
                continue;
            };
            let mut last = None;
            for place in places {
                let Some((title, common, all)) = scores.get_mut(place.item) else {
                    continue;
                };
                if place.in_title {
                    *title += weight;
                }
                // A word of title and description is one word in common.
                if last != Some(place.item) {
                    *common += 1;
                    *all += weight;
                }
                last = Some(place.item);
            }
        }
        let mut alike: Vec<(f64, usize)> = scores
            .into_iter()
            .zip(&self.titles)
            .enumerate()
            .filter(|(_, ((title, common, _), whole))| {
                *common >= FEWEST_COMMON && *title >= LEAST_OF_TITLE * **whole
            })
            .map(|(item, ((title, _, all), _))| (title + all, item))
            .collect();
        alike.sort_by(|(one, first), (other, second)| other.total_cmp(one).then(first.cmp(second)));
        alike.into_iter().take(MOST).map(|(_, item)| item).collect()
    }

    /// A word that all have in common tells nothing.
    fn weight(&self, position: usize) -> f64 {
        let Some((_, places)) = self.words.get(position) else {
            return 0.0;
        };
        let mut items: Vec<usize> = places.iter().map(|place| place.item).collect();
        items.dedup();
        let share = count(items.len()) / count(self.titles.len().max(1));
        (1.0 + 1.0 / share).ln()
    }

    /// Where the forms of a word stand in `words`: other endings, the part of a compound, the compound of a part.
    fn forms_of(&self, word: &str) -> Vec<usize> {
        let letters: Vec<char> = word.chars().collect();
        let head: String = letters.iter().take(COMMON_BEGINNING).collect();
        let from = self.words.partition_point(|(known, _)| *known < head);
        let alike = self.words.iter().enumerate().skip(from);
        let mut forms: Vec<usize> = alike
            .take_while(|(_, (known, _))| known.starts_with(&head))
            .filter(|(_, (known, _))| is_form(word, known))
            .map(|(position, _)| position)
            .collect();
        let most = letters.len().saturating_sub(SHORTEST_PART);
        for skipped in 1..=most {
            let part: String = letters.iter().skip(skipped).collect();
            let found = self.words.binary_search_by(|(known, _)| known.cmp(&part));
            forms.extend(found.ok());
        }
        if letters.len() >= SHORTEST_PART {
            let tail: String = letters.iter().rev().collect();
            let from = self.endings.partition_point(|(known, _)| *known < tail);
            let longer = self.endings.iter().skip(from);
            forms.extend(
                longer
                    .take_while(|(known, _)| known.starts_with(&tail))
                    .map(|(_, position)| *position),
            );
        }
        forms
    }
}

/// Whether two words are forms of one: equal, or a long common beginning with short endings.
fn is_form(one: &str, other: &str) -> bool {
    let common = one
        .chars()
        .zip(other.chars())
        .take_while(|(one, other)| one == other)
        .count();
    let rest = |word: &str| word.chars().count() - common;
    let (one, other) = (rest(one), rest(other));
    (one == 0 && other == 0)
        || (common >= COMMON_BEGINNING && one <= LONGEST_ENDING && other <= LONGEST_ENDING)
}

/// The words of a text that tell what it is about.
fn telling_words(text: &str) -> impl Iterator<Item = String> + '_ {
    simple_words(text)
        .map(|word| plain(word.written))
        .filter(|word| word.chars().count() >= SHORTEST && !is_function_word(word))
        // Dutch: "brief" and "brieven", "huis" and "huizen".
        .map(|word| word.replace('v', "f").replace('z', "s"))
}

fn count(number: usize) -> f64 {
    u32::try_from(number).map_or(f64::MAX, f64::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ISSUES: [(&str, &str); 5] = [
        (
            "Te weinig kinderopvang buiten de uren",
            "Ouders die vroeg of laat werken vinden geen plaats in de crèche.",
        ),
        (
            "Wachttijd voor een sociale woning",
            "Gezinnen wachten jaren op een woning en leven intussen te klein.",
        ),
        (
            "De bus naar het ziekenhuis rijdt niet in het weekend",
            "Ouderen missen daardoor afspraken of betalen een taxi.",
        ),
        (
            "Brieven van de gemeente zijn te moeilijk",
            "Mensen begrijpen de brieven niet en reageren te laat.",
        ),
        (
            "Te weinig psychologen voor jongeren",
            "De wachttijd loopt op tot acht maanden.",
        ),
    ];

    fn like(text: &str) -> Vec<usize> {
        Known::of(ISSUES).like(text)
    }

    #[test]
    fn a_text_finds_the_issue_that_says_the_same_in_other_forms() {
        for (text, issue) in [
            (
                "Alleenstaande ouders vinden geen opvang buiten de gewone uren.",
                0,
            ),
            (
                "Een gezin wacht al vier jaar op een sociale huurwoning, dat is lang.",
                1,
            ),
            (
                "Op zondag is er geen bus naar het ziekenhuis voor bezoekers.",
                2,
            ),
            (
                "Niemand begrijpt de brief van de gemeente over de premie.",
                3,
            ),
            (
                "Voor jongeren zijn er te weinig psychologen in onze streek.",
                4,
            ),
        ] {
            assert_eq!(like(text).first(), Some(&issue), "{text}");
        }
    }

    #[test]
    fn what_has_little_in_common_finds_nothing() {
        for text in [
            "",
            "te weinig van de het een",
            "Er is geen zwembad meer in de buurt voor kinderen.",
            "De gemeente heeft een mooi park aangelegd.",
            "🙂🙂🙂 ??? 12345",
        ] {
            assert_eq!(like(text), Vec::<usize>::new(), "{text}");
        }
    }

    #[test]
    fn two_are_shown_at_most_and_always_in_the_same_order() {
        let same = [("Geen opvang in de wijk", ""); 5];
        assert_eq!(
            Known::of(same).like("Er is geen opvang in onze wijk"),
            [0, 1]
        );
    }

    #[test]
    fn accents_and_case_make_no_difference() {
        assert_eq!(
            Known::of([("Plaats in de CRÈCHE", "")]).like("geen plaats in de creche"),
            [0]
        );
    }

    #[test]
    fn without_issues_nothing_is_alike() {
        let nothing = Known::of([]).like("Er is geen opvang in onze wijk");
        assert_eq!(nothing, Vec::<usize>::new());
    }
}
