//! What holds for any text at all.

use privacy::{Names, Replacement, Severity, detect, find, mask, mask_spans, redact};
use proptest::prelude::*;
use shared::codes::{ClosedList, Language};

/// Ordinary characters, hostile Unicode, and a soup of what the detectors look for.
fn texts() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "0475",
        "12",
        "34",
        "56",
        "09",
        "123",
        "45",
        "67",
        "85.07.30-033.28",
        "BE68",
        "5390",
        "0754",
        "7034",
        "539-0075470-34",
        "+32",
        "0032",
        "(0)",
        " ",
        ".",
        "/",
        "-",
        ",",
        "@",
        "an",
        "linde.be",
        "Kerkstraat",
        "rue de la Loi",
        "1-ABC-",
        "bus",
        "é",
        "\u{200B}",
        "\n",
        "█",
        "0",
        "9000",
        "Gent",
        "(at)",
        "1-23456-25-901",
        "+",
        "06",
        "0151",
        "Am Markt",
        "Church Street",
        "Hauptstraße",
        "mevrouw ",
        "Peeters",
        "K.",
        "geboren ",
        "12/03/1956",
        "\u{FF10}\u{FF14}",
        "\u{301}",
        "😀",
    ]);
    let soup = prop::collection::vec(pieces, 0..14).prop_map(|pieces| pieces.concat());
    prop_oneof!["\\PC{0,80}", ".{0,40}", "[0-9 ./+()-]{0,60}", soup]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn spans_stand_in_order_on_character_boundaries(text in texts()) {
        let mut done = 0;
        for finding in find(&text) {
            prop_assert!(finding.start >= done && finding.end > finding.start);
            prop_assert!(text.get(finding.start..finding.end).is_some());
            done = finding.end;
        }
    }

    #[test]
    fn doubtful_spans_stand_in_order_on_character_boundaries_too(text in texts()) {
        for names in [&Names::none(), Names::shipped()] {
            let mut done = 0;
            for finding in detect(&text, names) {
                prop_assert!(finding.start >= done && finding.end > finding.start);
                prop_assert!(text.get(finding.start..finding.end).is_some());
                for language in Language::ALL {
                    prop_assert!(!finding.replacement(&text, *language).is_empty());
                }
                done = finding.end;
            }
        }
    }

    #[test]
    fn what_is_certain_is_certain_with_names_too(text in texts()) {
        let certain: Vec<_> = detect(&text, Names::shipped()).into_iter().filter(|finding| finding.severity == Severity::Certain).collect();
        prop_assert_eq!(certain, find(&text));
    }

    /// A person takes every proposal until nothing is certain: with each round something goes, so it ends.
    #[test]
    fn redacting_removes_all_that_is_certain(text in texts()) {
        let mut text = text;
        for _ in 0..40 {
            let replacements: Vec<Replacement> = find(&text)
                .iter()
                .map(|finding| Replacement { start: finding.start, end: finding.end, with: finding.replacement(&text, Language::Nl) })
                .collect();
            if replacements.is_empty() {
                return Ok(());
            }
            text = redact(&text, &replacements).unwrap();
        }
        prop_assert!(false, "{}", text);
    }

    #[test]
    fn masking_leaves_nothing_certain(text in texts()) {
        let masked = mask(&text, &find(&text));
        let left: Vec<_> = find(&masked).into_iter().filter(|finding| finding.severity == Severity::Certain).collect();
        prop_assert!(left.is_empty(), "{:?} in {}", left, masked);
    }

    #[test]
    fn every_mask_is_told(text in texts()) {
        let masked = mask_spans(&text, &find(&text));
        for hidden in masked.hidden {
            let shown: String = masked.text.chars().skip(hidden.start).take(hidden.end - hidden.start).collect();
            prop_assert_eq!(shown, privacy::MASK);
        }
    }

    #[test]
    fn the_same_text_gives_the_same_answer(text in texts()) {
        prop_assert_eq!(find(&text), find(&text));
    }
}
