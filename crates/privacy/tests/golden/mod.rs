//! What the phone's part of `text` and `privacy` answers on a text, in one line: the server and the browser must agree.
#![allow(
    dead_code,
    clippy::allow_attributes,
    reason = "tests, benchmark and browser each use a part"
)]

use privacy::{Names, detect, find, utf16_ranges};
use shared::codes::{ClosedList, Language};

/// Kinds, sureness, places in bytes and UTF-16, proposals; language; depth with length, what is concrete and what is missing; reach.
pub(crate) fn answer(text: &str, names: &Names) -> String {
    let found = detect(text, names);
    let language = text::guess_or(text, Language::Nl);
    let spans: Vec<String> = found
        .iter()
        .zip(utf16_ranges(text, &found))
        .map(|(finding, utf16)| {
            format!(
                "{} {:?} {}-{} {}-{} {}",
                finding.kind.code(),
                finding.severity,
                finding.start,
                finding.end,
                utf16.start,
                utf16.end,
                finding.replacement(text, language)
            )
        })
        .collect();
    let depth = text::depth(text, Language::Nl);
    let missing: Vec<&str> = depth.missing().map(ClosedList::code).collect();
    format!(
        "{} certain; {}; {}; {}% of {} words, {}% concrete, {:?}, missing {}",
        find(text).len(),
        spans.join(", "),
        language.code(),
        depth.score(),
        depth.length(),
        depth.specificity(),
        depth.reach(),
        missing.join(" ")
    )
}
