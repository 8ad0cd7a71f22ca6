//! Markup never comes from a string, colours only from the tokens, and nothing from another origin.

use anyhow::Result;

use super::{Findings, Sources};
use crate::files::read;

/// The one file where colours are written down.
const TOKENS: &str = "tokens.css";

pub(super) fn check(sources: &Sources) -> Result<Findings> {
    let mut findings = Findings::new();
    for path in sources
        .with_extension("rs")
        .filter(|path| path.starts_with("frontend"))
    {
        for (number, line) in read(path)?.lines().enumerate() {
            if ["inner_html", "set_inner_html", "insert_adjacent_html"]
                .iter()
                .any(|banned| line.contains(banned))
            {
                findings.push(format!(
                    "{}:{}: markup from a string; build it with view!",
                    path.display(),
                    number + 1
                ));
            }
        }
    }
    for path in sources
        .with_extension("css")
        .filter(|path| path.starts_with("frontend"))
    {
        if path.file_name().is_some_and(|name| name == TOKENS) {
            continue;
        }
        for (number, line) in read(path)?.lines().enumerate() {
            if has_raw_colour(line) {
                findings.push(format!(
                    "{}:{}: a raw colour; use a token of {TOKENS}",
                    path.display(),
                    number + 1
                ));
            }
        }
    }
    for path in sources
        .all()
        .filter(|path| path.starts_with("frontend"))
        .filter(|path| {
            ["css", "html", "js"]
                .iter()
                .any(|kind| path.extension().is_some_and(|found| found == *kind))
        })
    {
        for (number, line) in read(path)?.lines().enumerate() {
            if names_other_origin(line) {
                findings.push(format!(
                    "{}:{}: a page loads nothing from elsewhere; put it into frontend/public",
                    path.display(),
                    number + 1
                ));
            }
        }
    }
    Ok(findings)
}

/// Namespaces look like addresses but nobody fetches them.
fn names_other_origin(line: &str) -> bool {
    let line = line.replace("http://www.w3.org/", "");
    line.contains("http://") || line.contains("https://")
}

fn has_raw_colour(line: &str) -> bool {
    let Some((_, value)) = line.split_once(':') else {
        return false;
    };
    let is_hex = |word: &str| {
        word.strip_prefix('#').is_some_and(|digits| {
            [3, 4, 6, 8].contains(&digits.len()) && digits.chars().all(|it| it.is_ascii_hexdigit())
        })
    };
    let functions = [
        "rgb(", "rgba(", "hsl(", "hsla(", "oklch(", "oklab(", "lab(", "lch(",
    ];
    functions.iter().any(|function| {
        value.match_indices(function).any(|(at, _)| {
            let before = value.get(..at).and_then(|before| before.chars().last());
            !before.is_some_and(|it| it.is_alphanumeric() || it == '-')
        })
    }) || value
        .split(|it: char| it.is_whitespace() || matches!(it, ';' | ',' | '(' | ')'))
        .any(is_hex)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_raw_colour_is_found_and_a_token_is_not() {
        assert!(has_raw_colour("  color: #1a2B3c;"));
        assert!(has_raw_colour("border: 1px solid rgb(0 0 0 / 50%);"));
        assert!(!has_raw_colour("color: var(--text);"));
        assert!(!has_raw_colour("#main { display: block; }"));
        assert!(!has_raw_colour(
            "background: color-mix(in oklab, var(--a), var(--b));"
        ));
    }
}
