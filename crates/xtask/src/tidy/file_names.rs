//! Files are found by name: a domain verb or noun, in snake case.

use super::{Findings, Sources};

/// Names that say nothing about what is inside.
const EMPTY_WORDS: [&str; 6] = ["utils", "util", "helpers", "helper", "common", "misc"];
const SYNONYMS: [&str; 4] = ["report", "ticket", "tenant", "workshop"];

pub(super) fn check(sources: &Sources) -> Findings {
    let mut findings = Findings::new();
    for path in sources.with_extension("rs") {
        let Some(stem) = path.file_stem().and_then(|stem| stem.to_str()) else {
            continue;
        };
        let words: Vec<&str> = stem.split('_').collect();
        if EMPTY_WORDS.contains(&stem) {
            findings.push(format!("{}: name it after what is inside", path.display()));
        }
        if words.iter().any(|word| SYNONYMS.contains(word)) {
            findings.push(format!("{}: use the word of the glossary", path.display()));
        }
        if stem
            .chars()
            .any(|letter| letter.is_ascii_uppercase() || letter == '-')
        {
            findings.push(format!("{}: snake case, please", path.display()));
        }
    }
    findings
}
