//! How easily Dutch reads: the formula of Douma over words, sentences and syllables, and words that stop a reader.
//!
//! Douma, W. H., *De leesbaarheid van landbouwbladen*, Landbouwhogeschool Wageningen, 1960: Flesch's formula, fitted to
//! Dutch. 206.84 − 77 × syllables per word − 0.93 × words per sentence; 60 to 70 reads like a newspaper, above 70 easily.

use crate::letters::plain;
use crate::words::simple_words;

/// Sentences of more words lose readers (ux.md §11).
pub const LONGEST_SENTENCE: usize = 15;
/// The least that a screen scores (ux.md §11).
pub const EASY: f64 = 70.0;

/// Vowels that are one sound, longest first.
const SOUNDS: [&str; 19] = [
    "aai", "ooi", "oei", "eeu", "ieu", "aa", "ee", "oo", "uu", "ie", "oe", "eu", "ui", "ei", "ij",
    "ou", "au", "ai", "oi",
];

/// Words of offices and of English; each has a plain one (ux.md §11).
const HEAVY: [&str; 32] = [
    "indien",
    "teneinde",
    "middels",
    "conform",
    "inzake",
    "betreffende",
    "reeds",
    "derhalve",
    "tevens",
    "gelieve",
    "alvorens",
    "omtrent",
    "ingevolge",
    "desbetreffende",
    "implementeren",
    "faciliteren",
    "optimaliseren",
    "participeren",
    "valideren",
    "genereren",
    "authenticatie",
    "input",
    "feedback",
    "submit",
    "dashboard",
    "stakeholder",
    "stakeholders",
    "cluster",
    "clusters",
    "tag",
    "login",
    "deadline",
];
/// The same of several words, and abbreviations.
const HEAVY_PHRASES: [&str; 7] = [
    "dient te",
    "dienen te",
    "worden gevraagd",
    "bv.",
    "o.a.",
    "i.p.v.",
    "m.b.t.",
];

/// What a text, or several, count.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Reading {
    /// Sentences, and pieces of text that are none.
    pub sentences: u32,
    /// Words.
    pub words: u32,
    /// Syllables of the words.
    pub syllables: u32,
}

impl Reading {
    /// Counts the sentences of a text that end as sentences do: titles and buttons are short anyway, and would only
    /// flatter the score.
    pub fn of(text: &str) -> Self {
        let mut reading = Self::default();
        for sentence in sentences(text).filter(|sentence| is_whole(sentence)) {
            reading.sentences += 1;
            for word in simple_words(sentence) {
                reading.words += 1;
                reading.syllables += syllables(word.written);
            }
        }
        reading
    }

    /// Both together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            sentences: self.sentences + other.sentences,
            words: self.words + other.words,
            syllables: self.syllables + other.syllables,
        }
    }

    /// Douma's score; `None` of nothing.
    pub fn douma(self) -> Option<f64> {
        if self.words == 0 || self.sentences == 0 {
            return None;
        }
        let words = f64::from(self.words);
        let length = words / f64::from(self.sentences);
        Some(206.84 - 77.0 * f64::from(self.syllables) / words - 0.93 * length)
    }
}

/// Sentences of more than fifteen words, with their number of words.
pub fn long_sentences(text: &str) -> impl Iterator<Item = (usize, &str)> {
    sentences(text)
        .map(|sentence| (simple_words(sentence).count(), sentence))
        .filter(|(words, _)| *words > LONGEST_SENTENCE)
}

/// Words and phrases of a text that have a plain one, as they are listed.
pub fn heavy_words(text: &str) -> impl Iterator<Item = &'static str> {
    let text = plain(text);
    let words: Vec<String> = simple_words(&text)
        .map(|word| word.written.to_owned())
        .collect();
    let single = HEAVY
        .into_iter()
        .filter(move |heavy| words.iter().any(|word| word == heavy));
    single.chain(
        HEAVY_PHRASES
            .into_iter()
            .filter(move |phrase| text.contains(phrase)),
    )
}

/// A text in sentences; a line, and what stands behind a colon, is one of its own.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.lines()
        .flat_map(|line| line.split_inclusive(['.', '!', '?', ':']))
        .map(str::trim)
        .filter(|sentence| simple_words(sentence).next().is_some())
}

fn is_whole(sentence: &str) -> bool {
    sentence.ends_with(['.', '!', '?'])
}

/// Sounds of a word; at least one, since an abbreviation is spoken too.
fn syllables(word: &str) -> u32 {
    // "ideeën", "coördinatie": the dots begin a new sound.
    let parted: String = word
        .to_lowercase()
        .chars()
        .flat_map(|letter| {
            let is_new = matches!(letter, 'ä' | 'ë' | 'ï' | 'ö' | 'ü');
            is_new.then_some('-').into_iter().chain([letter])
        })
        .collect();
    let folded = plain(&parted);
    let mut rest = folded.as_str();
    let mut count: u32 = 0;
    while let Some(start) = rest.find(is_vowel) {
        let from = rest.get(start..).unwrap_or_default();
        let sound = SOUNDS
            .iter()
            .find(|sound| from.starts_with(**sound))
            .map_or(1, |sound| sound.len());
        count += 1;
        rest = from.get(sound..).unwrap_or_default();
    }
    count.max(1)
}

fn is_vowel(letter: char) -> bool {
    matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u' | 'y')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syllables_are_the_sounds_of_a_word() {
        for (word, count) in [
            ("wij", 1),
            ("gemeente", 3),
            ("signaal", 2),
            ("ideeën", 3),
            ("coördinatie", 5),
            ("mooie", 2),
            ("nieuws", 1),
            ("e-mail", 2),
            ("terugkoppeling", 5),
            ("tv", 1),
            ("Antwoord", 2),
        ] {
            assert_eq!(syllables(word), count, "{word}");
        }
    }

    #[test]
    fn the_score_is_the_formula_of_douma() {
        let reading = Reading::of("De kat zit. De kat eet een muis.");
        assert_eq!(
            reading,
            Reading {
                sentences: 2,
                words: 8,
                syllables: 8
            }
        );
        let score = reading.douma().expect("there are words");
        assert!((score - (206.84 - 77.0 - 0.93 * 4.0)).abs() < 1e-9);
        assert_eq!(Reading::of("Opslaan").douma(), None);
    }

    #[test]
    fn offices_read_harder_than_people() {
        let of = |text| Reading::of(text).douma().expect("there are words");
        let office = "Gelieve uw identificatiegegevens voorafgaandelijk aan de administratieve behandeling te communiceren.";
        let person = "Vul eerst uw naam in. Daarna kijken wij het na.";
        assert!(of(office) < 40.0 && of(person) > 90.0);
    }

    #[test]
    fn a_heavy_word_is_found_whole_and_in_any_case() {
        let found: Vec<_> = heavy_words("Indien nodig, bv. morgen, dient te volgen.").collect();
        assert_eq!(found, ["indien", "dient te", "bv."]);
        assert_eq!(heavy_words("Een stage, een inputveldje.").next(), None);
    }

    #[test]
    fn a_sentence_over_the_limit_is_named() {
        let long = "Een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien.";
        assert_eq!(long_sentences(long).next(), Some((16, long)));
        assert_eq!(
            long_sentences("Kort. Een twee drie vier vijf zes zeven acht.").next(),
            None
        );
    }
}
