//! What is indexed of a text, and what a search asks for: one path for both.

use shared::codes::{ClosedList, Language};

use crate::language::is_function_word;
use crate::stem::stem;
use crate::words::{fold, words};

/// A query has at most 200 characters (trust.md §5.2), so more clauses mean that somebody plays.
pub const MAX_CLAUSES: usize = 32;
/// Longer terms are cut: nobody types them, and PostgreSQL refuses words over 2 kB.
const MAX_TERM_LETTERS: usize = 64;

/// One indexed word: lower-case letters and digits only, so that it can stand in any query language between quotes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Term(String);

impl Term {
    /// The word as it stands in the index.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// One thing that must be found: any of the alternatives, each a sequence of adjacent terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    /// Never empty, nor is any of them. A word has sequences of one term, a phrase longer ones.
    pub alternatives: Vec<Vec<Term>>,
}

/// What a person looks for; every clause must be found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SearchQuery {
    /// Empty when nothing searchable was typed: then the answer is "nothing found", not "everything".
    pub clauses: Vec<Clause>,
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
}

/// The words of a text as they go into the index, in order, joined by spaces.
///
/// Without a known language the words are folded but not stemmed; pass the language of the form as second guess.
pub fn search_terms(text: &str, language: Option<Language>) -> String {
    let terms: Vec<String> = raw_terms(text)
        .map(|term| stemmed(&term, language))
        .collect();
    terms.join(" ")
}

/// Reads what a person typed: words, and "adjacent words" between double quotes of any shape.
///
/// Nobody knows in which language a word was typed, so each clause asks for its stem in every language. Function words
/// between others are left out, except inside a phrase.
pub fn search_query(typed: &str) -> SearchQuery {
    let mut clauses = Vec::new();
    let mut function_words = Vec::new();
    for (part, quoted) in typed.split(is_quote).zip([false, true].into_iter().cycle()) {
        if quoted {
            clauses.extend(clause(&raw_terms(part).collect::<Vec<_>>()));
            continue;
        }
        for terms in word_terms(part) {
            let is_function = matches!(terms.as_slice(), [term] if is_function_word(term));
            let target = if is_function {
                &mut function_words
            } else {
                &mut clauses
            };
            target.extend(clause(&terms));
        }
    }
    // "om de" alone is a poor question, but it is the one that was asked.
    let mut clauses = if clauses.is_empty() {
        function_words
    } else {
        clauses
    };
    clauses.dedup();
    clauses.truncate(MAX_CLAUSES);
    SearchQuery { clauses }
}

fn clause(terms: &[String]) -> Option<Clause> {
    if terms.is_empty() {
        return None;
    }
    let languages = Language::ALL.iter().copied().map(Some).chain([None]);
    let sequence = |language| {
        terms
            .iter()
            .map(|term| Term(stemmed(term, language)))
            .collect::<Vec<_>>()
    };
    let mut alternatives: Vec<Vec<Term>> = languages.map(sequence).collect();
    alternatives.sort();
    alternatives.dedup();
    Some(Clause { alternatives })
}

fn stemmed(folded: &str, language: Option<Language>) -> String {
    language.map_or_else(|| folded.to_owned(), |language| stem(folded, language))
}

fn raw_terms(text: &str) -> impl Iterator<Item = String> {
    word_terms(text).flatten()
}

/// For each word its terms: folded, nothing but letters or nothing but digits; what an apostrophe elides ("l'école",
/// "foto's") is dropped.
///
/// Numbers stand apart from letters, so that "covid19" finds "covid-19", and because PostgreSQL reads "7e2b" as a
/// number with a tail where FTS5 sees one word.
fn word_terms(text: &str) -> impl Iterator<Item = Vec<String>> {
    words(text).map(|word| {
        let folded = fold(word.written);
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
    })
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
