//! Every language has every text, with the same placeholders; every problem has a text.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context, Result};

use super::Findings;
use crate::clients::LANGUAGES;
use crate::files::read;

/// The one error table.
const TABLE: &str = "shared/src/problem.rs";

type Texts = BTreeMap<String, String>;

pub(super) fn check() -> Result<Findings> {
    let mut locales = BTreeMap::new();
    for language in LANGUAGES {
        let path = Path::new("frontend/locales").join(format!("{language}.json"));
        let texts: serde_json::Map<_, _> = serde_json::from_str(&read(&path)?)
            .with_context(|| format!("{} is not JSON", path.display()))?;
        let texts: Option<Texts> = texts
            .into_iter()
            .map(|(key, text)| Some((key, text.as_str()?.to_owned())))
            .collect();
        let texts = texts
            .with_context(|| format!("{}: keys are flat and texts are strings", path.display()))?;
        locales.insert(language, texts);
    }
    let mut findings = compare(&locales);
    if let Some(texts) = locales.get("nl") {
        let table = read(TABLE)?;
        let codes = problem_codes(&table);
        if codes.is_empty() {
            findings.push(format!("{TABLE} has no rows that tidy can read; teach it"));
        }
        for code in codes {
            let key = format!("problem.{code}");
            if !texts.contains_key(&key) {
                findings.push(format!(
                    "locales: no text `{key}` for that row of the error table"
                ));
            }
        }
    }
    Ok(findings)
}

fn compare(locales: &BTreeMap<&str, Texts>) -> Findings {
    let mut findings = Findings::new();
    let all: BTreeSet<&String> = locales.values().flat_map(Texts::keys).collect();
    for key in all {
        let mut expected: Option<(&str, BTreeSet<&str>)> = None;
        for (language, texts) in locales {
            let Some(text) = texts.get(key) else {
                findings.push(format!("locales/{language}.json: `{key}` is missing"));
                continue;
            };
            if text.trim().is_empty() {
                findings.push(format!("locales/{language}.json: `{key}` is empty"));
            }
            if key.ends_with("_one") && text.contains('1') {
                findings.push(format!(
                    "locales/{language}.json: `{key}` is said of 0 as well in French; write {{count}}"
                ));
            }
            let found = placeholders(text);
            match &expected {
                None => expected = Some((language, found)),
                Some((other, wanted)) if *wanted != found => findings.push(format!(
                    "locales/{language}.json: `{key}` has placeholders {found:?}, {other} has {wanted:?}"
                )),
                Some(_) => {}
            }
        }
        for (one, other) in [("_one", "_other"), ("_other", "_one")] {
            let Some(stem) = key.strip_suffix(one) else {
                continue;
            };
            let pair = format!("{stem}{other}");
            for (language, texts) in locales {
                if !texts.contains_key(&pair) {
                    findings.push(format!("locales/{language}.json: `{key}` has no `{pair}`"));
                }
            }
        }
    }
    findings
}

fn placeholders(text: &str) -> BTreeSet<&str> {
    text.split('{')
        .skip(1)
        .filter_map(|after| after.split_once('}').map(|(name, _)| name))
        .collect()
}

/// Keys of the error table, whose rows read `TooLong => (OwnInput, "tooLong", 422, "Input is too long");`.
fn problem_codes(table: &str) -> BTreeSet<&str> {
    table
        .lines()
        .filter_map(|line| line.split_once("=> (")?.1.split('"').nth(1))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn locales(nl: &[(&str, &str)], fr: &[(&str, &str)]) -> Findings {
        let texts = |list: &[(&str, &str)]| {
            list.iter()
                .map(|(key, text)| ((*key).to_owned(), (*text).to_owned()))
                .collect()
        };
        compare(&[("fr", texts(fr)), ("nl", texts(nl))].into())
    }

    #[test]
    fn a_missing_an_empty_and_a_differing_text_are_found() {
        assert!(locales(&[("a", "{n} x")], &[("a", "y {n}")]).is_empty());
        assert_eq!(locales(&[("a", "x")], &[]).len(), 1);
        assert_eq!(locales(&[("a", "x")], &[("a", " ")]).len(), 1);
        assert_eq!(locales(&[("a", "{n}")], &[("a", "{m}")]).len(), 1);
        assert_eq!(locales(&[("a_one", "x")], &[("a_one", "x")]).len(), 2);
    }

    #[test]
    fn a_singular_never_writes_its_number_out() {
        let texts = |one| [("a_one", one), ("a_other", "{count} x")];
        assert!(locales(&texts("{count} x"), &texts("{count} x")).is_empty());
        assert_eq!(locales(&texts("1 x"), &texts("1 x")).len(), 2);
    }

    #[test]
    fn codes_come_from_the_error_table() {
        let table = "codes! {\n    /// Long.\n    TooLong => (OwnInput, \"tooLong\", 422, \"Input is too long\");\n    \
                     Gone => (Own, \"gone\", 410, \"Erased\");\n}\nmatch family { Family::Own => \"lokaalsignaal:\" }";
        assert_eq!(
            problem_codes(table).into_iter().collect::<Vec<_>>(),
            ["gone", "tooLong"]
        );
    }
}
