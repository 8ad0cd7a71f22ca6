//! Whatever is typed: words, language, stems, search terms and depth come without a panic, and hold to what they say.

#![no_main]

use libfuzzer_sys::fuzz_target;
use shared::codes::{ClosedList, Language};

fuzz_target!(|bytes: &[u8]| {
    let typed = String::from_utf8_lossy(bytes);
    let normal = text::normalise(&typed);
    assert_eq!(text::normalise(&normal), normal, "normalising twice changes nothing");
    let folded = text::fold(&typed);
    assert_eq!(text::fold(&folded), folded, "folding twice changes nothing");
    for word in text::words(&typed) {
        assert!(typed[word.start..].starts_with(word.written), "a word stands where it says");
    }
    for language in Language::ALL {
        for word in text::simple_words(&typed) {
            text::stem(&text::fold(word.written), *language);
        }
        let terms = text::search_terms(&typed, Some(*language));
        let (_, question) = typed.split_at(typed.ceil_char_boundary(typed.len() / 2));
        let query = text::search_query(question);
        let marks = text::marks(&typed, Some(*language), &query);
        let (piece, _) = text::excerpt(&typed, &marks, 200);
        assert!(piece.chars().count() <= 200, "a piece is as short as it should be");
        let mut vocabulary = text::Vocabulary::default();
        vocabulary.add(&terms);
        vocabulary.corrected(&query);
        text::guess_or(&typed, *language);
    }
    text::search_terms(&typed, None);
    text::search_query(&typed).into_words();
    text::depth(&typed, Language::Nl);
    text::plain::heavy_words(&typed).count();
    text::plain::long_sentences(&typed).count();
    text::compound(&folded, &|word: &str| text::dutch_words().has(word));
    text::Known::of([("one", &*typed), ("other", "wachten op een woning")]).like(&typed);
});
