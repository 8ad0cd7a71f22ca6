//! Texts that no screen shows; a report, because many belong to screens that are still to come.
//!
//! A text is shown where its key stands as in `t!(section.key)`, or where its whole section is looked up by code: the
//! section stands alone in a string (`"issue_state"`) or before a placeholder (`"problem.{}"`).

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context, Result};

use super::Sources;
use crate::files::read;

pub(super) fn print(sources: &Sources) -> Result<()> {
    let texts: BTreeMap<String, String> =
        serde_json::from_str(&read(Path::new("frontend/locales/nl.json"))?)
            .context("frontend/locales/nl.json: keys are flat and texts are strings")?;
    let mut written = String::new();
    for path in sources.all().filter(|path| may_show(path)) {
        // Without blanks, so that a line break inside `t!(…)` hides nothing.
        written.extend(read(path)?.chars().filter(|letter| !letter.is_whitespace()));
        written.push('\n');
    }
    let unused = unused(&texts, &written);
    let mut by_section: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for key in &unused {
        let (section, name) = key.split_once('.').unwrap_or(("", key));
        by_section.entry(section).or_default().push(name);
    }
    println!(
        "  texts: {}, not shown anywhere: {}",
        texts.len(),
        unused.len()
    );
    for (section, names) in by_section {
        println!("    {section}: {}", names.join(" "));
    }
    Ok(())
}

fn may_show(path: &Path) -> bool {
    let is_source = path
        .extension()
        .is_some_and(|end| ["rs", "html", "js"].iter().any(|known| end == *known));
    is_source && (path.starts_with("frontend") || path.starts_with("crates/workflow/src"))
}

fn unused<'a>(texts: &'a BTreeMap<String, String>, written: &str) -> Vec<&'a str> {
    let words = keys_in(written);
    let is_shown = |key: &&String| {
        let (section, name) = key.split_once('.').unwrap_or(("", key));
        let by_code = [format!("\"{section}\""), format!("\"{section}.{{")];
        let stem = ["_one", "_other"]
            .iter()
            .find_map(|end| name.strip_suffix(end));
        // A plural that shares its stem with another text is asked for as `…_count`.
        let named = [Some(name.to_owned()), stem.map(ToOwned::to_owned)];
        let mut named = named.into_iter().flatten().flat_map(|name| {
            [
                format!("{name}_"),
                format!("_{name}"),
                format!("{name}_count"),
                name,
            ]
        });
        named.any(|name| words.contains(format!("{section}.{name}").as_str()))
            || by_code.iter().any(|code| written.contains(code.as_str()))
    };
    texts
        .keys()
        .filter(|key| !is_shown(key))
        .map(String::as_str)
        .collect()
}

/// Everything that looks like `section.key`.
fn keys_in(written: &str) -> BTreeSet<&str> {
    let is_part = |letter: char| letter.is_ascii_alphanumeric() || letter == '_' || letter == '.';
    written
        .split(|letter: char| !is_part(letter))
        .filter(|word| word.contains('.'))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_shown_by_its_key_its_stem_or_its_section() {
        let texts = [
            "issue.title",
            "issue.gone",
            "queue.sent_one",
            "queue.sent_other",
            "issue_state.closed",
            "problem.gone",
            "common.where",
        ];
        let texts: BTreeMap<String, String> = texts
            .iter()
            .map(|key| ((*key).to_owned(), String::new()))
            .collect();
        let written = r#"t!(issue.title)t!(queue.sent,count=2)constSECTION="issue_state";format!("problem.{}",key)t!(common.where_)"#;
        assert_eq!(unused(&texts, written), ["issue.gone"]);
        assert_eq!(unused(&texts, "").len(), texts.len());
    }
}
