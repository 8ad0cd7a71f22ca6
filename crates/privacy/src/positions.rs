//! Places of findings as others count them: browsers in UTF-16 units, the API in code points, people in graphemes.

use std::ops::Range;

use crate::finding::Finding;

/// Where findings stand in UTF-16 code units, as JavaScript and text areas count; in the order of `findings`.
pub fn utf16_ranges(text: &str, findings: &[Finding]) -> Vec<Range<usize>> {
    counted(text, findings, |part| part.encode_utf16().count())
}

/// Where findings stand in characters (code points), as the API counts (`HeldSpan`).
pub fn char_ranges(text: &str, findings: &[Finding]) -> Vec<Range<usize>> {
    counted(text, findings, |part| part.chars().count())
}

/// Where findings stand in graphemes, as people count characters and as limits of texts are given.
pub fn grapheme_ranges(text: &str, findings: &[Finding]) -> Vec<Range<usize>> {
    counted(text, findings, shared::text::graphemes)
}

/// A finding that does not fit the text ends where the text ends.
fn counted(text: &str, findings: &[Finding], count: impl Fn(&str) -> usize) -> Vec<Range<usize>> {
    let position = |byte: usize| count(text.get(..byte).unwrap_or(text));
    findings
        .iter()
        .map(|finding| position(finding.start)..position(finding.end))
        .collect()
}
