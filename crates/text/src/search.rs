//! What is indexed of a text, and what a search asks for: one path for both.

use std::collections::BTreeSet;

use shared::codes::{ClosedList, Language};

use crate::language::is_function_word;
use crate::stem::stem;
use crate::words::{fold, words};

/// A query has at most 200 characters (trust.md §5.2), so more clauses mean that somebody plays.
pub const MAX_CLAUSES: usize = 32;
/// Longer terms are cut: nobody types them, and PostgreSQL refuses words over 2 kB.
const MAX_TERM_LETTERS: usize = 64;
/// Fewer letters begin too many words to be of use.
const SHORTEST_BEGINNING: usize = 3;
/// Stands between runs of words, so that no phrase and no beginning reaches across. [`fold`] writes "ss" for it, so
/// nobody can ask for it.
const APART: &str = "ß";

/// One indexed word: lower-case letters and digits only, so that it can stand in any query language between quotes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Term(pub(crate) String);

impl Term {
    /// The word as it stands in the index.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// One thing that must be found: any of the alternatives, each a sequence of adjacent terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    /// What stands for it in the question, as it was typed.
    pub typed: String,
    /// Never empty, nor is any of them. A word has sequences of one term, a phrase longer ones.
    pub alternatives: Vec<Vec<Term>>,
    /// Whether it stood between quotes: whoever quotes means it.
    pub is_quoted: bool,
}

/// What a person looks for; every clause must be found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SearchQuery {
    /// Empty when nothing searchable was typed: then the answer is "nothing found", not "everything".
    pub clauses: Vec<Clause>,
    /// Whether the last word of the last clause may be the beginning of a longer one: people search while they type.
    pub goes_on: bool,
}

impl SearchQuery {
    /// Whether nothing searchable was typed.
    pub fn is_empty(&self) -> bool {
        self.clauses.is_empty()
    }

    /// The same as plain words, for who stores and must not know this crate: clauses, alternatives, adjacent terms.
    pub fn into_words(self) -> Vec<Vec<Vec<String>>> {
        let words = |sequence: Vec<Term>| sequence.into_iter().map(|term| term.0).collect();
        let clauses = self.clauses.into_iter();
        clauses
            .map(|clause| clause.alternatives.into_iter().map(words).collect())
            .collect()
    }

    /// Whether the words of one clause may go on: only the last one's.
    pub(crate) fn goes_on_at(&self, position: usize) -> bool {
        self.goes_on && position + 1 == self.clauses.len()
    }
}

/// The words of a text as they go into the index, in order, joined by spaces; behind them the parts of its compounds.
///
/// Without a known language the words are folded but not stemmed; pass the language of the form as second guess.
pub fn search_terms(text: &str, language: Option<Language>) -> String {
    search_terms_of([text], language)
}

/// The same of several texts of one thing, such as a title and a description. No phrase reaches from one into the next.
pub fn search_terms_of<'a>(
    texts: impl IntoIterator<Item = &'a str>,
    language: Option<Language>,
) -> String {
    let mut runs: Vec<Vec<String>> = Vec::new();
    let mut compounds = BTreeSet::new();
    for text in texts {
        let terms: Vec<String> = raw_terms(text).collect();
        compounds.extend(terms.iter().map(|term| parts(term, language)));
        let stems = terms.iter().map(|term| stemmed(term, language));
        runs.push(stems.collect());
    }
    runs.extend(compounds);
    runs.retain(|run| !run.is_empty());
    let runs: Vec<String> = runs.iter().map(|run| run.join(" ")).collect();
    runs.join(&format!(" {APART} "))
}

/// Reads what a person typed: words, and "adjacent words" between double quotes of any shape.
///
/// Nobody knows in which language a word was typed, so each clause asks for its stem in every language, and for the
/// parts of a Dutch compound written apart. Function words between others are left out, except inside a phrase.
pub fn search_query(typed: &str) -> SearchQuery {
    let mut clauses: Vec<Clause> = Vec::new();
    let mut function_words = Vec::new();
    let mut ends_with_word = false;
    for (part, quoted) in typed.split(is_quote).zip([false, true].into_iter().cycle()) {
        if quoted {
            ends_with_word = false;
            let quoted = clause(part, &raw_terms(part).collect::<Vec<_>>());
            clauses.extend(quoted.map(|clause| Clause {
                is_quoted: true,
                ..clause
            }));
            continue;
        }
        for word in words(part) {
            let terms = terms_of(word.written);
            let is_function = matches!(terms.as_slice(), [term] if is_function_word(term));
            ends_with_word = part.len() == word.start + word.written.len()
                && !is_function
                && terms.last().is_some_and(|term| is_worth_completing(term));
            let target = if is_function {
                &mut function_words
            } else {
                &mut clauses
            };
            target.extend(clause(word.written, &terms));
        }
    }
    // "om de" alone is a poor question, but it is the one that was asked.
    let mut clauses = if clauses.is_empty() {
        function_words
    } else {
        clauses
    };
    clauses.dedup_by(|one, other| one.alternatives == other.alternatives);
    // A stem may be shorter than what was typed: "sm" of "sms" begins too many words.
    let is_worth = clauses.last().is_some_and(|clause| {
        let mut ends = clause.alternatives.iter().filter_map(|words| words.last());
        ends.all(|term| is_worth_completing(term.as_str()))
    });
    let goes_on = ends_with_word && is_worth && clauses.len() <= MAX_CLAUSES;
    clauses.truncate(MAX_CLAUSES);
    SearchQuery { clauses, goes_on }
}

fn is_worth_completing(term: &str) -> bool {
    term.chars().nth(SHORTEST_BEGINNING - 1).is_some()
        && !term.starts_with(|letter: char| letter.is_ascii_digit())
}

fn clause(typed: &str, terms: &[String]) -> Option<Clause> {
    if terms.is_empty() {
        return None;
    }
    let languages = Language::ALL.iter().copied().map(Some).chain([None]);
    let sequence = |language| -> Vec<Term> {
        let stems = terms.iter().map(|term| stemmed(term, language));
        stems.map(Term).collect()
    };
    let mut alternatives: Vec<Vec<Term>> = languages.map(sequence).collect();
    if let [term] = terms {
        let parts = parts(term, Some(Language::Nl));
        let is_compound = !parts.is_empty();
        alternatives.extend(is_compound.then(|| parts.into_iter().map(Term).collect()));
    }
    alternatives.sort();
    alternatives.dedup();
    Some(Clause {
        typed: typed.trim().to_owned(),
        alternatives,
        is_quoted: false,
    })
}

fn stemmed(folded: &str, language: Option<Language>) -> String {
    language.map_or_else(|| folded.to_owned(), |language| stem(folded, language))
}

/// The parts of a compound, as they go into the index: "kinderopvang" is "kinder" and "opvang". Only Dutch has a list.
pub(crate) fn parts(folded: &str, language: Option<Language>) -> Vec<String> {
    #[cfg(not(target_arch = "wasm32"))]
    if language == Some(Language::Nl) {
        let known = |word: &str| crate::dutch_words().has(word);
        let parts = crate::dutch::searched_compound(folded, &known);
        return parts
            .into_iter()
            .map(|part| stem(part, Language::Nl))
            .collect();
    }
    // The phone has neither the list nor an index.
    let _ = (folded, language);
    Vec::new()
}

fn raw_terms(text: &str) -> impl Iterator<Item = String> {
    words(text).flat_map(|word| terms_of(word.written))
}

/// The terms of a word as the index has them.
pub(crate) fn stems_of(written: &str, language: Option<Language>) -> Vec<String> {
    let terms = terms_of(written).into_iter();
    terms.map(|term| stemmed(&term, language)).collect()
}

/// The parts of a word that is a compound, or of the compounds in it.
pub(crate) fn parts_of(written: &str, language: Option<Language>) -> Vec<Vec<String>> {
    let terms = terms_of(written).into_iter();
    terms.map(|term| parts(&term, language)).collect()
}

/// The terms of one word: folded, nothing but letters or nothing but digits; what an apostrophe elides ("l'école",
/// "foto's") is dropped.
///
/// Numbers stand apart from letters, so that "covid19" finds "covid-19", and because PostgreSQL reads "7e2b" as a
/// number with a tail where FTS5 sees one word.
fn terms_of(written: &str) -> Vec<String> {
    let folded = fold(written);
    let parts: Vec<&str> = folded
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|part| !part.is_empty())
        .collect();
    let elides =
        folded.contains(['\'', '’']) && parts.iter().any(|part| part.chars().nth(1).is_some());
    let kept = parts
        .into_iter()
        .filter(|part| !elides || part.chars().nth(1).is_some());
    kept.flat_map(letters_and_numbers)
        .map(|term| term.chars().take(MAX_TERM_LETTERS).collect())
        .collect()
}

fn letters_and_numbers(part: &str) -> impl Iterator<Item = String> {
    let letters: Vec<char> = part.chars().collect();
    let alike = |left: &char, right: &char| left.is_ascii_digit() == right.is_ascii_digit();
    letters
        .chunk_by(alike)
        .map(|chunk| chunk.iter().collect())
        .collect::<Vec<String>>()
        .into_iter()
}

fn is_quote(letter: char) -> bool {
    matches!(letter, '"' | '“' | '”' | '„' | '«' | '»' | '＂')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What both databases do with a query: every clause, any alternative, adjacent terms.
    fn finds(indexed: &str, query: &SearchQuery) -> bool {
        let indexed: Vec<&str> = indexed.split(' ').collect();
        let stands = |sequence: &Vec<Term>| {
            let wanted: Vec<&str> = sequence.iter().map(Term::as_str).collect();
            indexed.windows(wanted.len()).any(|window| window == wanted)
        };
        query
            .clauses
            .iter()
            .all(|clause| clause.alternatives.iter().any(stands))
    }

    fn check(text: &str, language: Option<Language>, typed: &str, expected: bool) {
        let indexed = search_terms(text, language);
        assert_eq!(
            finds(&indexed, &search_query(typed)),
            expected,
            "{typed} in {indexed}"
        );
    }

    const NL: Option<Language> = Some(Language::Nl);
    const FR: Option<Language> = Some(Language::Fr);
    const TEXT: &str = "Gezinnen staan lang op de wachtlijsten voor kinderopvang; de foto's van 't loket in Gent-Zuid.";

    #[test]
    fn terms_are_folded_stems() {
        assert_eq!(
            search_terms("Één gezin, twee Gezinnen!", NL),
            "een gezin twee gezin"
        );
        assert_eq!(search_terms("L'école privée", FR), "ecol priv");
        assert_eq!(search_terms("L'école privée", None), "ecole privee");
    }

    #[test]
    fn any_form_and_any_spelling_finds_the_word() {
        for typed in [
            "wachtlijst",
            "WACHTLIJSTEN",
            "gezin",
            "de kinderopvang in gent",
            "foto",
            "Gent Zuid",
            "gent-zuid",
        ] {
            check(TEXT, NL, typed, true);
        }
        for typed in ["ecole", "écoles", "l’ecole", "privee", "privé"] {
            check("L'école privée refuse des élèves", FR, typed, true);
        }
    }

    #[test]
    fn numbers_stand_apart_from_letters() {
        assert_eq!(
            search_terms("COVID19, 12kg en 7e2b", None),
            "covid 19 12 kg en 7 e 2 b"
        );
        check("Sinds COVID-19 is het loket dicht", NL, "covid19", true);
        check("In 19 gevallen was het covid", NL, "covid19", false);
    }

    #[test]
    fn every_word_must_be_found() {
        check(TEXT, NL, "wachtlijst school", false);
    }

    #[test]
    fn quoted_words_stand_beside_each_other() {
        check(TEXT, NL, "\"wachtlijst voor kinderopvang\"", true);
        check(TEXT, NL, "“op de wachtlijst” gezinnen", true);
        check(TEXT, NL, "\"kinderopvang wachtlijst\"", false);
        check(TEXT, NL, "\"wachtlijst voor", true);
    }

    #[test]
    fn only_function_words_are_a_question_too() {
        check(TEXT, NL, "op de", true);
        check("Huur te hoog", NL, "op de", false);
    }

    #[test]
    fn syntax_of_a_database_is_never_syntax() {
        for typed in [
            "\" OR 1=1 --",
            "gent* NEAR(a b)",
            "a AND NOT b",
            "{text}: ^x",
            "x' & !y | (z) <-> :*",
            "co\"lumn",
        ] {
            for clause in search_query(typed).clauses {
                for term in clause.alternatives.iter().flatten() {
                    assert!(
                        term.as_str()
                            .chars()
                            .all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit())
                    );
                }
            }
        }
        assert!(search_query("!!! \"\" …").is_empty());
    }

    #[test]
    fn other_scripts_are_found_too() {
        check("Немає місця у школі", None, "МІСЦЯ", true);
        check("لا يوجد مكان في المدرسة", None, "المدرسة", true);
    }
}
