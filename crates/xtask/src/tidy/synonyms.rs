//! One word per concept (style.md rule 9): the names that code, database and contract define.

use anyhow::Result;

use super::{Findings, Sources};
use crate::files::read;

const BANNED: [(&str, &str); 4] = [
    ("report", "Signal"),
    ("ticket", "Signal or Issue"),
    ("tenant", "Authority"),
    ("workshop", "SignalDay"),
];

pub(super) fn check(sources: &Sources) -> Result<Findings> {
    let mut findings = Findings::new();
    for path in sources
        .with_extension("rs")
        .filter(|path| !path.starts_with("crates/xtask"))
    {
        for (number, line) in read(path)?.lines().enumerate() {
            if let Some(finding) = defined_name(line).and_then(complain) {
                findings.push(format!("{}:{}: {finding}", path.display(), number + 1));
            }
        }
    }
    for path in sources.with_extension("sql") {
        for (number, line) in read(path)?.lines().enumerate() {
            let code = line.split("--").next().unwrap_or_default();
            let mut words = code.split(|letter: char| !letter.is_alphanumeric() && letter != '_');
            if let Some(finding) = words.find_map(complain) {
                findings.push(format!("{}:{}: {finding}", path.display(), number + 1));
            }
        }
    }
    Ok(findings)
}

/// The name that a line of Rust defines. Functions are left out: a test may *report*, a crate may not *be* a report.
fn defined_name(line: &str) -> Option<&str> {
    let mut words = line.split_whitespace();
    words.find(|word| ["struct", "enum", "trait", "type", "mod"].contains(word))?;
    if line.trim_start().starts_with("//") {
        return None;
    }
    words
        .next()?
        .split(|letter: char| !letter.is_alphanumeric() && letter != '_')
        .next()
}

fn complain(name: &str) -> Option<String> {
    let words = words_of(name);
    let (word, instead) = BANNED.iter().find(|(word, _)| {
        words
            .iter()
            .any(|found| found == word || *found == format!("{word}s"))
    })?;
    Some(format!("`{name}`: not {word}; the glossary says {instead}"))
}

/// `SignalReport` and `signal_report` both consist of signal and report.
fn words_of(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for letter in name.chars() {
        if letter == '_' || letter.is_uppercase() {
            words.push(String::new());
        }
        if letter != '_'
            && let Some(word) = words.last_mut()
        {
            word.extend(letter.to_lowercase());
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_synonym_is_found_in_the_names_that_are_defined() {
        assert!(
            defined_name("pub struct SignalReport {")
                .and_then(complain)
                .is_some()
        );
        assert!(defined_name("mod tenants;").and_then(complain).is_some());
        assert!(defined_name("fn an_empty_draft_reports_every_error() {").is_none());
        assert!(defined_name("/// The enum Report is gone.").is_none());
        assert!(defined_name("enum Reporter {").and_then(complain).is_none());
    }
}
