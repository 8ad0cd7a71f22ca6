//! Every crate has a licence that we accept (trust.md §13). cargo-deny says the same, but takes
//! minutes to install; this takes none.

use super::Findings;
use crate::metadata::Package;

/// Also in deny.toml.
const ACCEPTED: [&str; 16] = [
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-1-Clause",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "OFL-1.1",
    "Unicode-3.0",
    "Zlib",
];

pub(super) fn check(packages: &[Package]) -> Findings {
    packages
        .iter()
        .filter(|package| !package.is_member)
        .filter_map(|package| {
            let licence = package.licence.as_deref().unwrap_or("");
            if accepts(licence) {
                return None;
            }
            Some(format!(
                "{} {} is under `{licence}`; replace it, or add the licence here and in deny.toml with a reason",
                package.name, package.version
            ))
        })
        .collect()
}

/// Evaluates an SPDX expression: `OR` offers a choice, `AND` wants both. The old spelling `MIT/Apache-2.0` is a choice.
fn accepts(expression: &str) -> bool {
    let expression = expression
        .replace('/', " OR ")
        .replace('(', " ( ")
        .replace(')', " ) ");
    let mut words = expression.split_whitespace().peekable();
    either(&mut words) == Some(true) && words.next().is_none()
}

type Words<'a> = std::iter::Peekable<std::str::SplitWhitespace<'a>>;

/// `None` where the expression makes no sense.
fn either(words: &mut Words<'_>) -> Option<bool> {
    let mut verdict = both(words)?;
    while words.next_if_eq(&"OR").is_some() {
        verdict |= both(words)?;
    }
    Some(verdict)
}

fn both(words: &mut Words<'_>) -> Option<bool> {
    let mut verdict = one(words)?;
    while words.next_if_eq(&"AND").is_some() {
        verdict &= one(words)?;
    }
    Some(verdict)
}

fn one(words: &mut Words<'_>) -> Option<bool> {
    let name = words.next()?;
    if name == "(" {
        let verdict = either(words)?;
        words.next_if_eq(&")")?;
        return Some(verdict);
    }
    let name = match words.next_if_eq(&"WITH") {
        Some(_) => format!("{name} WITH {}", words.next()?),
        None => name.to_owned(),
    };
    Some(ACCEPTED.contains(&name.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_needs_one_accepted_licence_and_a_sum_needs_all() {
        assert!(accepts("MIT OR GPL-3.0-only"));
        assert!(accepts("MIT/Apache-2.0"));
        assert!(accepts(
            "Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT"
        ));
        assert!(accepts("(MIT OR Apache-2.0) AND Unicode-3.0"));
        assert!(!accepts("(MIT OR Apache-2.0) AND GPL-3.0-or-later"));
        assert!(!accepts("GPL-3.0-or-later"));
        assert!(!accepts(""));
        assert!(!accepts("MIT OR"));
    }
}
