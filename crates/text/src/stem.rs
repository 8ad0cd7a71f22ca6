//! Stems of folded words.

use rust_stemmers::{Algorithm, Stemmer};
use shared::codes::Language;

/// Shorter words are their own stem.
const SHORTEST: usize = 3;
/// Longer "words" are keys, links or nonsense; Snowball has nothing to say about them.
const LONGEST: usize = 40;

/// The stem of a word that [`crate::fold`] has folded.
///
/// Snowball sees the folded word, not the accented one: people leave accents out on phones, and both spellings must meet.
pub fn stem(folded: &str, language: Language) -> String {
    if !(SHORTEST..=LONGEST).contains(&folded.len())
        || !folded.bytes().all(|byte| byte.is_ascii_lowercase())
    {
        return folded.to_owned();
    }
    let stemmed = Stemmer::create(algorithm(language))
        .stem(folded)
        .into_owned();
    match language {
        Language::Nl => undoubled(stemmed),
        Language::Fr => without_mute_e(stemmed),
        Language::En | Language::De => stemmed,
    }
}

/// Snowball leaves "gezinn" of "gezinnen"; Dutch words do not end in two equal consonants.
fn undoubled(mut stemmed: String) -> String {
    let mut last = stemmed.bytes().rev();
    let doubled = last.next() == last.next() && !stemmed.ends_with(['a', 'e', 'i', 'o', 'u']);
    if doubled && stemmed.len() > SHORTEST {
        stemmed.pop();
    }
    stemmed
}

/// French "écoutée" loses its accent before Snowball sees it, and then keeps one e more than "écouté".
fn without_mute_e(mut stemmed: String) -> String {
    if stemmed.len() > SHORTEST && stemmed.ends_with('e') {
        stemmed.pop();
    }
    stemmed
}

const fn algorithm(language: Language) -> Algorithm {
    match language {
        Language::Nl => Algorithm::Dutch,
        Language::Fr => Algorithm::French,
        Language::En => Algorithm::English,
        Language::De => Algorithm::German,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fold;

    #[test]
    fn forms_of_a_word_share_their_stem() {
        for (language, forms) in [
            (
                Language::Nl,
                &["wachtlijst", "wachtlijsten", "Wachtlijsten"][..],
            ),
            (Language::Nl, &["gezin", "gezinnen"]),
            (Language::Nl, &["probleem", "problemen"]),
            (Language::Nl, &["bus", "bussen"]),
            (Language::Fr, &["écouté", "écoutée", "ecoutees", "écouter"]),
            (Language::Fr, &["école", "écoles", "ecole"]),
            (Language::En, &["waiting", "waits", "wait"]),
            (Language::De, &["Wartezeit", "Wartezeiten"]),
        ] {
            let mut stems: Vec<String> = forms
                .iter()
                .map(|form| stem(&fold(form), language))
                .collect();
            stems.dedup();
            assert_eq!(stems.len(), 1, "{forms:?} → {stems:?}");
        }
    }

    #[test]
    fn numbers_short_words_and_other_scripts_stay() {
        for word in ["a1", "2026", "київ", "ik"] {
            assert_eq!(stem(word, Language::Nl), word);
        }
    }
}
