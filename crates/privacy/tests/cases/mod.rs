//! Cases of one line; what must be found stands between guillemets.

use privacy::{Finding, Kind, Severity};
use shared::codes::ClosedList;

/// What `find` finds in the marked text is what is marked, and all of it is of this kind and so sure.
pub(crate) fn assert_found(
    find: impl Fn(&str) -> Vec<Finding>,
    kind: Kind,
    severity: Severity,
    marked: &str,
) {
    let text = marked.replace(['«', '»'], "");
    let found = find(&text);
    let mut shown = String::new();
    let mut done = 0;
    for finding in &found {
        shown += &text[done..finding.start];
        shown.extend(["«", &text[finding.start..finding.end], "»"]);
        done = finding.end;
    }
    shown += &text[done..];
    let kinds: Vec<&str> = found.iter().map(|finding| finding.kind.code()).collect();
    assert_eq!(shown, marked, "{kinds:?}");
    for finding in found {
        assert_eq!(
            (finding.kind, finding.severity),
            (kind, severity),
            "{marked}"
        );
    }
}

/// Shows what was found where nothing should be.
pub(crate) fn assert_nothing(text: &str, found: &[Finding]) {
    let found: Vec<(&str, &str)> = found
        .iter()
        .map(|finding| (finding.kind.code(), &text[finding.start..finding.end]))
        .collect();
    assert_eq!(found, [], "{text}");
}
