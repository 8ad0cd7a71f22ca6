//! How much a signal tells: nine elements, each by rule, so that the form can ask for what is missing and the indicator
//! `depth` (product.md) says the same on every machine.

mod cues;

use shared::codes::{ClosedList, Language};

use crate::language::guess;
use crate::letters::{is_capital, is_letter, plain};
use crate::words::simple_words;
use cues::{Cues, Phrases, cues, fits};

/// What a signal may tell; equal weights (decisions.md 30). In the order in which it is worth asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Element {
    /// What is going on.
    Situation,
    /// Who has the problem.
    Who,
    /// How many people.
    HowMany,
    /// How often, since when.
    HowOften,
    /// Where.
    Where,
    /// What comes of it.
    Consequence,
    /// Why it is so, what stands in the way.
    Cause,
    /// What was tried.
    Tried,
    /// What would help.
    Wish,
}

impl ClosedList for Element {
    const ALL: &'static [Self] = &[
        Self::Situation,
        Self::Who,
        Self::HowMany,
        Self::HowOften,
        Self::Where,
        Self::Consequence,
        Self::Cause,
        Self::Tried,
        Self::Wish,
    ];

    fn code(self) -> &'static str {
        match self {
            Self::Situation => "situation",
            Self::Who => "who",
            Self::HowMany => "howMany",
            Self::HowOften => "howOften",
            Self::Where => "where",
            Self::Consequence => "consequence",
            Self::Cause => "cause",
            Self::Tried => "tried",
            Self::Wish => "wish",
        }
    }
}

/// Whether a text speaks of a problem of many or of one person's need.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reach {
    /// Several people, again and again.
    Structural,
    /// One person: perhaps help is needed now.
    Individual,
    /// It does not say.
    Unclear,
}

/// Most points of an element.
const FULL: u8 = 2;
/// A text with fewer words describes no situation; with as many as the second it does so fully.
const SITUATION_WORDS: [usize; 2] = [5, 15];
/// More words are not read: a signal has at most 2,000 characters.
const MOST_WORDS: usize = 600;

/// How much a text tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Depth {
    points: [u8; Element::ALL.len()],
    reach: Reach,
    length: usize,
}

/// What makes a signal concrete: others can look it up or count it.
const CONCRETE: [Element; 4] = [
    Element::Who,
    Element::HowMany,
    Element::HowOften,
    Element::Where,
];

impl Depth {
    /// 0: missing, 1: touched, 2: told.
    pub fn of(&self, element: Element) -> u8 {
        let all = Element::ALL.iter().zip(self.points);
        all.filter(|(other, _)| **other == element)
            .map(|(_, points)| points)
            .sum()
    }

    /// 0 to 100: the mean of the elements.
    pub fn score(&self) -> u8 {
        let points: u8 = self.points.iter().sum();
        let most = FULL * u8::try_from(Element::ALL.len()).unwrap_or(u8::MAX);
        u8::try_from(u16::from(points) * 100 / u16::from(most)).unwrap_or(100)
    }

    /// What is missing, what is worth most first. Empty for an empty text: nobody asks before something was said.
    pub fn missing(&self) -> impl Iterator<Item = Element> + '_ {
        let starts = self.of(Element::Situation) > 0;
        let all = Element::ALL.iter().copied();
        all.filter(move |element| starts && self.of(*element) == 0)
    }

    /// How many words it has; of a very long text, as many as were read.
    pub fn length(&self) -> usize {
        self.length
    }

    /// How concrete it is, 0 to 100: who, how many, how often, where.
    pub fn specificity(&self) -> u8 {
        let points: u8 = CONCRETE.iter().map(|element| self.of(*element)).sum();
        let most = FULL * u8::try_from(CONCRETE.len()).unwrap_or(u8::MAX);
        u8::try_from(u16::from(points) * 100 / u16::from(most)).unwrap_or(100)
    }

    /// Whether it seems to be about many or about one.
    pub fn reach(&self) -> Reach {
        self.reach
    }

    /// The same with elements that were told elsewhere: chips, the profile, the entry link.
    #[must_use]
    pub fn with(mut self, told: &[Element]) -> Self {
        for (element, points) in Element::ALL.iter().zip(&mut self.points) {
            if told.contains(element) {
                *points = FULL;
            }
        }
        self
    }
}

/// Reads a text. `expected` is the language of the form, used where the text does not tell its own.
///
/// Deterministic; linear in the words of the text, at most [`MOST_WORDS`].
pub fn depth(text: &str, expected: Language) -> Depth {
    let language = guess(text).unwrap_or(expected);
    let cues = cues(language);
    let read = Read::of(text);
    let points = [
        situation(read.words.len()),
        read.told(cues.who).max(read.told(cues.groups)),
        how_many(&read, cues).max(read.told(cues.many)),
        since(&read, cues).max(read.told(cues.often)),
        named_place(&read, cues).max(read.told(cues.places)),
        read.told(cues.consequence),
        read.told(cues.cause),
        read.told(cues.tried),
        read.told(cues.wish),
    ];
    Depth {
        points,
        reach: reach(&read, cues),
        length: read.words.len(),
    }
}

/// The words of a text, folded, and where those with each beginning stand, so that a cue is held against few words.
struct Read<'a> {
    written: Vec<&'a str>,
    words: Vec<String>,
    by_beginning: Vec<Vec<usize>>,
}

/// Enough that few beginnings share a list.
const LISTS: usize = 256;

impl<'a> Read<'a> {
    fn of(text: &'a str) -> Self {
        let written: Vec<&str> = simple_words(text)
            .take(MOST_WORDS)
            .map(|word| word.written)
            .collect();
        let words: Vec<String> = written.iter().map(|word| plain(word)).collect();
        let mut by_beginning = vec![Vec::new(); LISTS];
        for (place, word) in words.iter().enumerate() {
            if let Some(places) = by_beginning.get_mut(list_of(word)) {
                places.push(place);
            }
        }
        Self {
            written,
            words,
            by_beginning,
        }
    }

    fn word(&self, place: usize) -> &str {
        self.words.get(place).map_or("", String::as_str)
    }

    /// Where a cue stands.
    fn places_of(&self, cue: &'static str) -> impl Iterator<Item = usize> + '_ {
        let (first, rest) = cue.split_once('_').unwrap_or((cue, ""));
        let places = self.by_beginning.get(list_of(first)).into_iter().flatten();
        places.copied().filter(move |place| {
            let mut behind = rest
                .split('_')
                .filter(|cue| !cue.is_empty())
                .zip(place + 1..);
            fits(self.word(*place), first) && behind.all(|(cue, place)| fits(self.word(place), cue))
        })
    }

    fn places(&self, cues: Phrases) -> impl Iterator<Item = usize> + '_ {
        cues.all().flat_map(move |cue| self.places_of(cue))
    }

    /// One cue touches an element, two tell it.
    fn told(&self, cues: Phrases) -> u8 {
        self.places(cues).take(usize::from(FULL)).map(|_| 1).sum()
    }
}

/// Which list a word is in, by its first two letters; a cue with a star has at least two.
fn list_of(word: &str) -> usize {
    let mut bytes = word.bytes();
    let first = bytes.next().map_or(0, usize::from);
    let second = bytes
        .next()
        .filter(|byte| *byte != b'*')
        .map_or(0, usize::from);
    (first * 8 + second) % LISTS
}

fn situation(words: usize) -> u8 {
    let [touched, told] = SITUATION_WORDS;
    u8::from(words >= touched) + u8::from(words >= told)
}

/// A number before people or cases, a word between at most: "12 gezinnen", "drie jonge moeders".
fn how_many(read: &Read, cues: &Cues) -> u8 {
    let is_counted =
        |place: usize| cues.groups.has(read.word(place)) || cues.cases.has(read.word(place));
    let numbers = (0..read.words.len()).filter(|place| is_number(read.word(*place)));
    let mut places = numbers.chain(read.places(cues.numbers));
    let told = places.any(|place| is_counted(place + 1) || is_counted(place + 2));
    if told { FULL } else { 0 }
}

/// Digits that are no year.
fn is_number(word: &str) -> bool {
    let is_year = word.len() == 4 && (word.starts_with("19") || word.starts_with("20"));
    is_digits(word) && word.len() <= 4 && !is_year
}

fn is_digits(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// "sinds maart", "al 3 maanden": a word of time with a number or a moment near behind it.
fn since(read: &Read, cues: &Cues) -> u8 {
    let is_moment =
        |place: usize| is_digits(read.word(place)) || cues.moments.has(read.word(place));
    let told = read
        .places(cues.since)
        .any(|place| (place + 1..place + 4).any(is_moment));
    if told { FULL } else { 0 }
}

/// A capital behind a preposition of place: "in Ledeberg". In German, where all nouns have one, only the listed words tell.
fn named_place(read: &Read, cues: &Cues) -> u8 {
    let is_named = |place: usize| {
        let written = read.written.get(place).copied().unwrap_or_default();
        written.starts_with(is_capital)
            && written
                .chars()
                .any(|letter| is_letter(letter) && !is_capital(letter))
    };
    let told = cues.capitals_tell
        && read
            .places(cues.prepositions)
            .any(|place| is_named(place + 1));
    if told { FULL } else { 0 }
}

fn reach(read: &Read, cues: &Cues) -> Reach {
    let many = read.places(cues.structural).count()
        + read.places(cues.groups).count()
        + usize::from(how_many(read, cues) > 0);
    let one = read.places(cues.individual).count();
    match (many, one) {
        (0, 0) => Reach::Unclear,
        (many, one) if many >= one => Reach::Structural,
        _ => Reach::Individual,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Element::{Cause, Consequence, HowMany, HowOften, Situation, Tried, Where, Who, Wish};

    const FULL_NL: &str = "Al zeker 12 gezinnen in Ledeberg vinden sinds maart geen kinderopvang, omdat de wachtlijst te lang is. Daardoor kunnen ouders niet \
        gaan werken. We hebben de dienst gebeld en gemaild. Een extra opvang in de wijk zou helpen, en er is nood aan een plan.";

    fn told(text: &str, language: Language) -> Vec<Element> {
        let depth = depth(text, language);
        let all = Element::ALL.iter().copied();
        all.filter(|element| depth.of(*element) > 0).collect()
    }

    #[test]
    fn a_full_signal_tells_everything() {
        let depth = depth(FULL_NL, Language::Nl);
        assert_eq!(depth.missing().collect::<Vec<_>>(), []);
        assert!(depth.score() >= 90, "{depth:?}");
        assert_eq!(depth.reach(), Reach::Structural);
    }

    #[test]
    fn a_concrete_signal_is_told_from_a_vague_one_of_the_same_length() {
        let vague = depth(
            "Het is allemaal heel erg en zo kan het toch niet.",
            Language::Nl,
        );
        let concrete = depth(
            "In Ledeberg wachten 12 gezinnen sinds maart op een plaats ginds.",
            Language::Nl,
        );
        assert_eq!((vague.length(), concrete.length()), (11, 11));
        assert_eq!(concrete.specificity(), 87);
        assert!(vague.specificity() <= 12, "{vague:?}");
        assert_eq!(vague.with(&CONCRETE).specificity(), 100);
    }

    #[test]
    fn a_text_of_any_length_is_read_up_to_a_limit() {
        assert_eq!(
            depth(&"woord ".repeat(10_000), Language::Nl).length(),
            MOST_WORDS
        );
    }

    #[test]
    fn a_short_signal_is_asked_for_what_matters_most() {
        let depth = depth("De wachttijd bij de psycholoog is te lang.", Language::Nl);
        assert_eq!(depth.of(Situation), 1);
        assert_eq!(depth.missing().next(), Some(Who));
        assert!(depth.score() < 30);
    }

    #[test]
    fn an_empty_text_asks_nothing() {
        let depth = depth("", Language::Nl);
        assert_eq!(
            (depth.score(), depth.missing().count(), depth.reach()),
            (0, 0, Reach::Unclear)
        );
    }

    #[test]
    fn chips_count_as_told() {
        let before = depth("Er is te weinig opvang voor jonge kinderen.", Language::Nl);
        let after = before.with(&[HowMany, HowOften, Where]);
        assert!(before.missing().any(|element| element == HowMany));
        assert!(
            after
                .missing()
                .all(|element| ![HowMany, HowOften, Where].contains(&element))
        );
        assert!(after.score() > before.score());
    }

    #[test]
    fn each_element_is_told_by_its_own_words() {
        for (text, element) in [
            ("ouderen vinden het loket niet", Who),
            ("het gaat om 15 gezinnen", HowMany),
            ("het gaat om vijf gezinnen", HowMany),
            ("sinds 2021 is het zo", HowOften),
            ("dat gebeurt elke week", HowOften),
            ("in Eeklo is dat zo", Where),
            ("in de wijk is dat zo", Where),
            ("daardoor haken ze af", Consequence),
            ("omdat alles digitaal is", Cause),
            ("we hebben al gebeld", Tried),
            ("een tolk zou helpen", Wish),
            // Beginnings, and cues of several words.
            ("laaggeletterden vinden het loket niet", Who),
            ("dat is elke keer zo", HowOften),
            ("dat is telkens elk jaar zo", HowOften),
            ("wij stellen voor om te wachten", Wish),
        ] {
            assert!(told(text, Language::Nl).contains(&element), "{text}");
        }
    }

    #[test]
    fn the_same_story_counts_alike_in_four_languages() {
        for (language, text) in [
            (Language::Nl, FULL_NL),
            (
                Language::Fr,
                "Au moins 12 familles à Mouscron ne trouvent pas de crèche depuis mars, parce que la liste d'attente est trop longue. Du coup les parents \
                 ne peuvent pas travailler. Nous avons appelé et écrit au service. Il faudrait plus de places dans le quartier, ce serait utile.",
            ),
            (
                Language::En,
                "At least 12 families in Ghent have found no child care since March because the waiting list is too long. Therefore parents cannot work. \
                 We called and contacted the office. More places in the area would help, we need a solution.",
            ),
            (
                Language::De,
                "Mindestens 12 Familien im Viertel finden seit März keinen Platz, weil die Warteliste zu lang ist. Deshalb können die Eltern \
                 nicht arbeiten, ohne Hilfe. Wir haben angerufen und geschrieben. Mehr Plätze in der Stadt sollten kommen, ein Vorschlag.",
            ),
        ] {
            let depth = depth(text, language);
            assert!(depth.score() >= 80, "{language}: {depth:?}");
            assert_eq!(depth.reach(), Reach::Structural, "{language}");
        }
    }

    #[test]
    fn one_person_is_told_from_many() {
        for (text, reach) in [
            (
                "Een cliënt van mij krijgt zijn premie niet.",
                Reach::Individual,
            ),
            ("Mevrouw kan haar huur niet betalen.", Reach::Individual),
            ("Mijn cliënte wacht op een woning.", Reach::Individual),
            (
                "Meerdere gezinnen wachten op een woning.",
                Reach::Structural,
            ),
            (
                "Een moeder vertelt het, maar veel ouders hebben dit.",
                Reach::Structural,
            ),
            ("De bus rijdt niet.", Reach::Unclear),
        ] {
            assert_eq!(depth(text, Language::Nl).reach(), reach, "{text}");
        }
    }

    #[test]
    fn the_text_tells_its_language_not_the_form() {
        let text = "Les familles n'ont pas de place en crèche depuis le mois de mars.";
        assert_eq!(depth(text, Language::Nl), depth(text, Language::Fr));
    }

    #[test]
    fn years_are_no_numbers_of_people() {
        assert_eq!(depth("in 2023 mensen gezien", Language::Nl).of(HowMany), 0);
    }
}
