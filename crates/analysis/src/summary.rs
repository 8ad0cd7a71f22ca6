//! What many signals say, in sentences of their own: nothing is made up, and each sentence has its signal.

use std::collections::{BTreeMap, BTreeSet};

use shared::codes::Language;

use crate::clusters::typical;

/// A sentence with fewer words says too little alone.
const FEWEST_WORDS: usize = 4;

/// A sentence of one signal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quote<'a> {
    /// The signal, by its number.
    pub signal: usize,
    /// The sentence, as it stands there.
    pub sentence: &'a str,
}

/// The most typical signals, the most central first, each by the sentence that has most in common with all: central ones
/// that tell something else (maximal marginal relevance, as in [`typical`]). `vectors` are the unit vectors of the texts.
pub fn quotes<'a>(
    texts: &[(&'a str, Language)],
    vectors: &[&[f32]],
    most: usize,
) -> Vec<Quote<'a>> {
    let mut in_how_many: BTreeMap<String, u32> = BTreeMap::new();
    for (text, language) in texts {
        for stem in stems(text, *language) {
            *in_how_many.entry(stem).or_insert(0) += 1;
        }
    }
    let (chosen, _) = typical(vectors, most);
    chosen
        .into_iter()
        .filter_map(|signal| {
            let (text, language) = texts.get(signal)?;
            let sentence = most_shared(text, *language, &in_how_many)?;
            Some(Quote { signal, sentence })
        })
        .collect()
}

/// The sentence whose words stand in most texts; of equal ones the first.
fn most_shared<'a>(
    text: &'a str,
    language: Language,
    in_how_many: &BTreeMap<String, u32>,
) -> Option<&'a str> {
    let worth = |sentence: &&str| -> (bool, f64) {
        let stems = stems(sentence, language);
        let shared: u32 = stems.iter().filter_map(|stem| in_how_many.get(stem)).sum();
        let count = crate::numbers::real(stems.len().max(FEWEST_WORDS));
        (stems.len() >= FEWEST_WORDS, f64::from(shared) / count)
    };
    let sentences: Vec<&str> = text
        .split_inclusive(['.', '!', '?', '\n'])
        .map(str::trim)
        .filter(|sentence| sentence.chars().any(char::is_alphanumeric))
        .collect();
    sentences.into_iter().rev().max_by(|one, other| {
        let (one, other) = (worth(one), worth(other));
        one.0.cmp(&other.0).then(one.1.total_cmp(&other.1))
    })
}

/// Stems of the words that mean something.
pub(crate) fn stems(text: &str, language: Language) -> BTreeSet<String> {
    text::words(text)
        .map(|word| text::fold(word.written))
        .filter(|folded| !text::is_function_word(folded))
        .map(|folded| text::stem(&folded, language))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXTS: [(&str, Language); 3] = [
        (
            "Goeiemorgen allemaal. Ouders vinden geen plaats in de kinderopvang na zes uur. Dank u.",
            Language::Nl,
        ),
        (
            "De kinderopvang sluit om zes uur. Ouders met een laat uurrooster vinden geen plaats.",
            Language::Nl,
        ),
        ("De bus rijdt niet op zondag", Language::Nl),
    ];

    #[test]
    fn a_quote_is_the_sentence_that_others_say_too() {
        let vectors: [&[f32]; 3] = [&[1.0, 0.0], &[0.9, 0.435_889_9], &[0.0, 1.0]];
        let found = quotes(&TEXTS, &vectors, 3);
        let greeting = found.iter().find(|quote| quote.signal == 0).unwrap();
        assert_eq!(
            greeting.sentence,
            "Ouders vinden geen plaats in de kinderopvang na zes uur."
        );
        assert_eq!(
            found.len(),
            3,
            "the bus is something else, and told as well"
        );
        for quote in &found {
            assert!(TEXTS[quote.signal].0.contains(quote.sentence));
        }
    }

    #[test]
    fn nothing_and_no_words_give_no_quote() {
        assert_eq!(quotes(&[], &[], 3), []);
        assert_eq!(quotes(&[("🙂🙂🙂", Language::Nl)], &[&[1.0]], 3), []);
    }
}
