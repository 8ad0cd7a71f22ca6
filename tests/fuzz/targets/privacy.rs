//! Whatever is typed: what is found lies in the text and in order, and what is hidden is hidden.

#![no_main]

use libfuzzer_sys::fuzz_target;
use privacy::{Names, Severity};

fuzz_target!(|bytes: &[u8]| {
    let typed = String::from_utf8_lossy(bytes);
    for found in [privacy::find(&typed), privacy::detect(&typed, Names::shipped())] {
        let mut before = 0;
        for finding in &found {
            let range = finding.start..finding.end;
            assert!(range.start >= before && range.end > range.start, "in order, and none within another");
            assert!(typed.get(range.clone()).is_some(), "between two letters");
            before = range.end;
        }
        let count = found.len();
        assert_eq!(privacy::utf16_ranges(&typed, &found).len(), count);
        assert_eq!(privacy::char_ranges(&typed, &found).len(), count);
        assert_eq!(privacy::grapheme_ranges(&typed, &found).len(), count);
        let masked = privacy::mask(&typed, &found);
        for finding in found.iter().filter(|it| it.severity == Severity::Certain) {
            let hidden = &typed[finding.start..finding.end];
            if typed.matches(hidden).count() == 1 && hidden.chars().count() > 6 {
                assert!(!masked.contains(hidden), "what is certain is hidden");
            }
        }
    }
});
