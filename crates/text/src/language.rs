//! Which of the four languages a text is in, by its function words: no model, so the phone can do it too.

use shared::codes::{ClosedList, Language};

use crate::letters::plain;
use crate::lexicon::Lexicon;
use crate::words::simple_words;

/// Words read before deciding; more do not change the answer.
const ENOUGH_WORDS: usize = 200;

/// The language whose function words are most frequent, or `None` when two are level or there are none.
///
/// By function words only (decisions.md 33): no model, 2 kB, the same answer on the phone and on the server.
pub fn guess(text: &str) -> Option<Language> {
    let scores = scores(text);
    let best = scores.iter().copied().max().filter(|best| *best > 0)?;
    let mut winners = Language::ALL
        .iter()
        .zip(scores)
        .filter(|(_, score)| *score == best)
        .map(|(language, _)| *language);
    let winner = winners.next();
    if winners.next().is_some() {
        None
    } else {
        winner
    }
}

/// The language of a text, where `expected` (the language of the form) wins when the text says little: it needs to be
/// beaten by at least two function words.
pub fn guess_or(text: &str, expected: Language) -> Language {
    let scores = scores(text);
    let of = |wanted: Language| {
        let both = Language::ALL.iter().zip(scores);
        both.filter(|(language, _)| **language == wanted)
            .map(|(_, score)| score)
            .sum::<u32>()
    };
    guess(text)
        .filter(|found| of(*found) >= of(expected) + 2)
        .unwrap_or(expected)
}

/// How many words of each language stand at the start of a text.
fn scores(text: &str) -> [u32; Language::ALL.len()] {
    let mut scores = [0_u32; Language::ALL.len()];
    for word in simple_words(text).take(ENOUGH_WORDS) {
        let folded = plain(word.written);
        for (language, score) in Language::ALL.iter().zip(&mut scores) {
            *score += u32::from(language_has(*language, &folded));
        }
    }
    scores
}

/// Whether a folded word only holds sentences together, in any of the four languages.
pub fn is_function_word(folded: &str) -> bool {
    Language::ALL
        .iter()
        .any(|language| language_has(*language, folded))
}

fn language_has(language: Language, folded: &str) -> bool {
    let list = function_words(language);
    folded.split(['\'', '’']).any(|part| list.has(part))
}

/// Folded and sorted (a test checks it). Articles, pronouns, prepositions, conjunctions, auxiliaries, the commonest adverbs.
const fn function_words(language: Language) -> Lexicon {
    match language {
        Language::Nl => NL,
        Language::Fr => FR,
        Language::En => EN,
        Language::De => DE,
    }
}

#[rustfmt::skip]
const NL: Lexicon = Lexicon::of(
    "aan al alleen als bij dan dat de deze die dit door een elk elke en er geen gewoon had hebben heeft heel het hier hij hoe \
     hun iemand iets ik in is ja je kan kon kunnen maar meer men met mij mijn moet moeten naar niet niets nog nooit of om \
     omdat onder ons ook op over te tot uit vaak van veel voor waar want waren was wat we weer wel werd wie wij worden wordt \
     zal ze zeer zelf zich zij zijn zo zonder zou",
);

#[rustfmt::skip]
const FR: Lexicon = Lexicon::of(
    "a ai alors au aucun aussi aux avait avec avoir beaucoup c ce cela ces cette chez comme d dans de depuis des donc du elle \
     elles en encore est et etait ete etre fait font il ils j jamais je l la le les leur leurs lui mais meme mes mon n ne ni \
     nos notre nous on ont ou par parce pas peu peut plus pour qu quand que qui rien s sa sans se ses si son sont souvent sur \
     tous tout toute tres trop un une vers vos votre vous y",
);

#[rustfmt::skip]
const EN: Lexicon = Lexicon::of(
    "a about after all also an and any are as at be because been but by can could do does for from had has have he her his \
     how i if in into is it its many more my never no not of often on only or our out she should so some than that the their \
     them there these they this those to too up very was we were what when where which while who why will with without would \
     you your",
);

#[rustfmt::skip]
const DE: Lexicon = Lexicon::of(
    "aber alle als am an auch auf aus bei beim bis da damit das dass dem den der des die diese dieser doch durch ein eine \
     einem einen einer er es fur haben hat hatte ich ihr ihre im immer in ist kann kein keine konnen man mehr mein mit muss \
     mussen nach nicht noch nur oder oft ohne schon sehr sein seine sich sie sind so uber um und uns unter vom von vor war \
     was wegen wenn werden wie wir wird wo zu zum zur",
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_sorted_and_folded() {
        for language in Language::ALL {
            assert_eq!(function_words(*language).fault(), None, "{language}");
        }
    }

    #[test]
    fn a_short_sentence_is_recognised() {
        for (text, language) in [
            (
                "De wachtlijst voor kinderopvang wordt elke maand langer.",
                Language::Nl,
            ),
            (
                "Steeds meer ouderen geraken niet meer aan het loket",
                Language::Nl,
            ),
            ("Les familles n'ont pas accès à la crèche.", Language::Fr),
            (
                "Les personnes âgées ne trouvent plus de guichet ouvert",
                Language::Fr,
            ),
            (
                "Families cannot find affordable housing in the city.",
                Language::En,
            ),
            (
                "Die Wartezeit für einen Termin ist viel zu lang",
                Language::De,
            ),
        ] {
            assert_eq!(guess(text), Some(language), "{text}");
        }
    }

    #[test]
    fn the_form_decides_when_the_text_says_little() {
        for (text, expected, found) in [
            ("Wachtlijst crèche", Language::Fr, Language::Fr),
            ("Te weinig opvang", Language::Fr, Language::Fr),
            (
                "De wachtlijst voor de crèche is te lang",
                Language::Fr,
                Language::Nl,
            ),
            (
                "Les familles attendent depuis des mois",
                Language::Nl,
                Language::Fr,
            ),
            ("", Language::De, Language::De),
        ] {
            assert_eq!(guess_or(text, expected), found, "{text}");
        }
    }

    #[test]
    fn without_function_words_there_is_no_answer() {
        for text in ["", "1 2 3", "wachtlijst kinderopvang Gent", "in was"] {
            assert_eq!(guess(text), None, "{text}");
        }
    }
}
