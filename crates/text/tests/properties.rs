//! What holds for any text at all.

use proptest::prelude::*;
use shared::codes::{ClosedList, Language};
use text::{
    Element, Term, Vocabulary, depth, excerpt, fold, guess, marks, normalise, search_query,
    search_terms, search_terms_of, simple_words, stem, words,
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
    fn a_word_of_a_text_is_marked_in_it(text in texts(), language in languages()) {
        let characters = text.chars().count();
        for word in words(&text) {
            let query = search_query(word.written);
            let marks = marks(&text, language, &query);
            prop_assert_eq!(marks.is_empty(), query.is_empty(), "{} in {:?}", word.written, text);
            prop_assert!(marks.windows(2).all(|pair| pair[0].end <= pair[1].start));
            prop_assert!(marks.iter().all(|mark| mark.start < mark.end && mark.end <= characters));
        }
    }

    #[test]
    fn a_piece_of_a_text_is_short_and_its_marks_say_the_same(
        text in texts(), more in texts(), typed in texts(), most in 3_usize..120,
    ) {
        let text = format!("{text} {more}");
        let all = marks(&text, Some(Language::Nl), &search_query(&typed));
        let (piece, inside) = excerpt(&text, &all, most);
        let characters = piece.chars().count();
        prop_assert!(characters <= most, "{} of {}", characters, most);
        let bare = piece.trim_start_matches('…').trim_end_matches('…');
        prop_assert!(text.contains(bare), "{} in {}", piece, text);
        prop_assert!(inside.len() <= all.len());
        prop_assert!(inside.iter().all(|mark| mark.start < mark.end && mark.end <= characters));
    }

    #[test]
    fn no_phrase_reaches_from_one_text_into_the_next(one in "[a-z]{3,9}", other in "[a-z]{3,9}") {
        let indexed = search_terms_of([one.as_str(), other.as_str()], None);
        let indexed: Vec<&str> = indexed.split(' ').collect();
        let phrase = search_query(&format!("\"{one} {other}\""));
        for sequence in phrase.clauses.iter().flat_map(|clause| &clause.alternatives) {
            let wanted: Vec<&str> = sequence.iter().map(Term::as_str).collect();
            prop_assert!(!indexed.windows(wanted.len()).any(|window| window == wanted));
        }
    }

    #[test]
    fn a_correction_is_a_word_of_the_vocabulary(text in texts(), typed in texts()) {
        let terms = search_terms(&text, Some(Language::Nl));
        let mut vocabulary = Vocabulary::default();
        vocabulary.add(&terms);
        if let Some((query, corrections)) = vocabulary.corrected(&search_query(&typed)) {
            prop_assert!(!corrections.is_empty());
            prop_assert_eq!(query.clauses.len(), search_query(&typed).clauses.len());
            for correction in corrections {
                prop_assert!(terms.split(' ').any(|term| term == correction.term.as_str()));
            }
        }
        // What a text has is never taken for a slip.
        for word in words(&text) {
            prop_assert_eq!(vocabulary.corrected(&search_query(word.written)), None);
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
