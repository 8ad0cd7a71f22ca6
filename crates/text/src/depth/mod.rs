//! How much a signal tells: nine elements, each by rule, so that the form can ask for what is missing and the indicator
//! `depth` (product.md) says the same on every machine.

mod cues;

use shared::codes::{ClosedList, Language};
use shared::closed_list;

use crate::language::guess;
use crate::letters::plain;
use crate::words::simple_words;
use cues::{Cues, cues};

closed_list! {
    /// What a signal may tell; equal weights (decisions.md 30). In the order in which it is worth asking.
    Element {
        /// What is going on.
        Situation = "situation",
        /// Who has the problem.
        Who = "who",
        /// How many people.
        HowMany = "howMany",
        /// How often, since when.
        HowOften = "howOften",
        /// Where.
        Where = "where",
        /// What comes of it.
        Consequence = "consequence",
        /// Why it is so, what stands in the way.
        Cause = "cause",
        /// What was tried.
        Tried = "tried",
        /// What would help.
        Wish = "wish",
    }
}

closed_list! {
    /// Whether a text speaks of a problem of many or of one person's need.
    Reach {
        /// Several people, again and again.
        Structural = "structural",
        /// One person: perhaps help is needed now.
        Individual = "individual",
        /// It does not say.
        Unclear = "unclear",
    }
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
}

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
/// Deterministic, linear, without allocation per list; about 0.1 ms for 2,000 characters.
pub fn depth(text: &str, expected: Language) -> Depth {
    let language = guess(text).unwrap_or(expected);
    let words: Vec<String> = simple_words(text)
        .take(MOST_WORDS)
        .map(|word| plain(word.written))
        .collect();
    let cues = cues(language);
    let points = [
        situation(&words),
        most(told_by(&words, cues.who), told_by(&words, cues.groups)),
        most(how_many(&words, cues), told_by(&words, cues.many)),
        most(since(&words, cues), told_by(&words, cues.often)),
        most(places(text, &words, cues), told_by(&words, cues.places)),
        told_by(&words, cues.consequence),
        told_by(&words, cues.cause),
        told_by(&words, cues.tried),
        told_by(&words, cues.wish),
    ];
    Depth {
        points,
        reach: reach(&words, cues),
    }
}

fn most(left: u8, right: u8) -> u8 {
    left.max(right)
}

fn situation(words: &[String]) -> u8 {
    let [touched, told] = SITUATION_WORDS;
    u8::from(words.len() >= touched) + u8::from(words.len() >= told)
}

/// One cue touches an element, two tell it. Cues of several words stand with `_` between.
fn told_by(words: &[String], cues: cues::Phrases) -> u8 {
    let found = (0..words.len()).filter(|place| cues.stands_at(words, *place));
    found.take(usize::from(FULL)).map(|_| 1).sum()
}

/// A number before people or cases: "12 gezinnen".
fn how_many(words: &[String], cues: &Cues) -> u8 {
    let counted = words.windows(3).any(|three| match three {
        [number, second, third] => {
            is_number(number, cues) && (is_counted(second, cues) || is_counted(third, cues))
        }
        _ => false,
    });
    let last = matches!(words, [.., number, people] if is_number(number, cues) && is_counted(people, cues));
    if counted || last { FULL } else { 0 }
}

fn is_number(word: &str, cues: &Cues) -> bool {
    let digits = !word.is_empty() && word.len() <= 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    let year = word.len() == 4 && (word.starts_with("19") || word.starts_with("20"));
    (digits && !year) || cues.numbers.has(word)
}

fn is_counted(word: &str, cues: &Cues) -> bool {
    cues.groups.has(word) || cues.cases.has(word)
}

/// "sinds maart", "al 3 maanden", "3 keer per week": a word of time with a number or a moment beside it.
fn since(words: &[String], cues: &Cues) -> u8 {
    let told = words.iter().enumerate().any(|(place, word)| {
        let beside = words.iter().skip(place + 1).take(3);
        let mut beside = beside.filter(|next| {
            cues.moments.has(next) || next.bytes().all(|byte| byte.is_ascii_digit())
        });
        cues.since.has(word) && beside.next().is_some()
    });
    if told { FULL } else { 0 }
}

/// A capital behind a preposition of place: "in Ledeberg". In German, where all nouns have one, only the listed words tell.
fn places(text: &str, words: &[String], cues: &Cues) -> u8 {
    let mut written = simple_words(text).map(|word| word.written).skip(1);
    let named = words.iter().any(|word| {
        let next = written.next().unwrap_or_default();
        let capital = next.chars().next().is_some_and(char::is_uppercase);
        let shout = next.chars().all(char::is_uppercase);
        capital && !shout && cues.prepositions.has(word)
    });
    if named && cues.capitals_tell { FULL } else { 0 }
}

fn reach(words: &[String], cues: &Cues) -> Reach {
    let count = |phrases: cues::Phrases| {
        (0..words.len())
            .filter(|place| phrases.stands_at(words, *place))
            .count()
    };
    let many = count(cues.structural) + usize::from(how_many(words, cues) > 0) + count(cues.groups);
    let one = count(cues.individual);
    match (many, one) {
        (0, 0) => Reach::Unclear,
        (many, one) if many >= one => Reach::Structural,
        _ => Reach::Individual,
    }
}
