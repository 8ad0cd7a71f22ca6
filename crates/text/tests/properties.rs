//! What holds for any text at all.

use proptest::prelude::*;
use shared::codes::{ClosedList, Language};
use text::{
    Element, Term, depth, fold, guess, normalise, search_query, search_terms, simple_words, stem,
    words,
};

/// Ordinary sentences, hostile Unicode, and both mixed.
fn texts() -> impl Strategy<Value = String> {
    prop_oneof!["\\PC{0,80}", "[a-zéèëïôœß' \"-]{0,80}", ".{0,40}"]
}

fn languages() -> impl Strategy<Value = Option<Language>> {
    prop::sample::select(vec![
        None,
        Some(Language::Nl),
        Some(Language::Fr),
        Some(Language::En),
        Some(Language::De),
    ])
}

fn is_term(term: &str) -> bool {
    !term.is_empty()
        && term
            .chars()
            .all(|letter| letter.is_alphanumeric() && letter.to_lowercase().eq([letter]))
}

proptest! {
    #[test]
    fn folding_twice_changes_nothing(text in texts()) {
        let once = fold(&text);
        prop_assert_eq!(fold(&once), once);
    }

    #[test]
    fn normalising_twice_changes_nothing(text in texts()) {
        let once = normalise(&text);
        prop_assert_eq!(normalise(&once), once);
    }

    #[test]
    fn terms_hold_letters_and_digits_only(text in texts(), language in languages()) {
        let terms = search_terms(&text, language);
        prop_assert!(terms.split(' ').filter(|_| !terms.is_empty()).all(is_term), "{}", terms);
        for clause in search_query(&text).clauses {
            prop_assert!(!clause.alternatives.is_empty());
            for sequence in clause.alternatives {
                prop_assert!(!sequence.is_empty() && sequence.iter().all(|term| is_term(term.as_str())));
            }
        }
    }

    #[test]
    fn a_word_of_a_text_finds_the_text(text in texts(), language in languages()) {
        let indexed = search_terms(&text, language);
        let indexed: Vec<&str> = indexed.split(' ').collect();
        for word in words(&text) {
            for clause in search_query(word.written).clauses {
                let stands = |sequence: &Vec<Term>| {
                    let wanted: Vec<&str> = sequence.iter().map(Term::as_str).collect();
                    indexed.windows(wanted.len()).any(|window| window == wanted)
                };
                prop_assert!(clause.alternatives.iter().any(stands), "{} in {:?}", word.written, indexed);
            }
        }
    }

    #[test]
    fn depth_is_a_percentage_and_more_told_is_never_less(text in texts(), more in texts()) {
        let before = depth(&text, Language::Nl);
        prop_assert!(before.score() <= 100);
        for element in Element::ALL {
            prop_assert!(before.of(*element) <= 2);
            prop_assert!(before.with(&[*element]).score() >= before.score());
        }
        prop_assert_eq!(before.with(Element::ALL).score(), 100);
        prop_assert_eq!(depth(&text, Language::Nl), before);
        depth(&more, Language::De);
    }

    #[test]
    fn simple_words_stand_where_they_say(text in texts()) {
        let mut done = 0;
        for word in simple_words(&text) {
            prop_assert!(word.start >= done && !word.written.is_empty());
            prop_assert_eq!(text.get(word.start..word.start + word.written.len()), Some(word.written));
            done = word.start + word.written.len();
        }
    }

    #[test]
    fn no_text_breaks_the_stemmers(text in texts()) {
        for language in Language::ALL {
            stem(&fold(&text), *language);
            stem(&text, *language);
        }
        guess(&text);
    }
}
