//! Every dependency says what it is for, once where it is declared and once in the list of reasons.

use std::path::Path;

use anyhow::Result;

use super::{Findings, Sources};
use crate::files::read;

const REASONS: &str = "docs/adr/0004-dependencies.md";
/// A workspace of its own, which inherits nothing.
const APART: &str = "tests/fuzz/Cargo.toml";

pub(super) fn check(sources: &Sources) -> Result<Findings> {
    let reasons = read(REASONS)?;
    let mut findings = workspace(&read("Cargo.toml")?, &reasons);
    for path in sources
        .all()
        .filter(|path| path.file_name().is_some_and(|name| name == "Cargo.toml"))
        .filter(|path| ![Path::new("Cargo.toml"), Path::new(APART)].contains(path))
    {
        for line in section(&read(path)?, |name| name.ends_with("dependencies]")) {
            // Lines inside a list of features declare nothing.
            let declares = line.starts_with(|letter: char| letter.is_ascii_alphanumeric());
            if declares && !line.contains("workspace") {
                findings.push(format!(
                    "{}: `{line}`: declare it in [workspace.dependencies] and write `NAME.workspace = true`",
                    path.display()
                ));
            }
        }
    }
    Ok(findings)
}

fn workspace(manifest: &str, reasons: &str) -> Findings {
    let mut findings = Findings::new();
    let mut last = "";
    for line in section(manifest, |name| name == "[workspace.dependencies]") {
        let Some((name, _)) = line.split_once(" = ") else {
            continue;
        };
        if line.contains("path = ") {
            continue;
        }
        if !line.contains(" # ") {
            findings.push(format!("Cargo.toml: {name}: say what for, after a #"));
        }
        if !reasons.contains(&format!("| {name} |")) {
            findings.push(format!("{REASONS} has no line `| {name} | reason |`"));
        }
        if name < last {
            findings.push(format!(
                "Cargo.toml: {name} stands after {last}; keep the order"
            ));
        }
        last = name;
    }
    findings
}

/// Lines of the sections whose header fits.
fn section(manifest: &str, fits: impl Fn(&str) -> bool) -> Vec<&str> {
    let mut inside = false;
    let mut lines = Vec::new();
    for line in manifest.lines().map(str::trim) {
        if line.starts_with('[') {
            inside = fits(line);
        } else if inside && !line.is_empty() && !line.starts_with('#') {
            lines.push(line);
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dependency_without_a_reason_is_found() {
        let manifest = "[workspace.dependencies]\nshared = { path = \"shared\" }\ncsv = \"1\" # tables\nclap = \"4\"\n";
        let findings = workspace(manifest, "| csv | tables |\n");
        // clap: no comment, no line in the list, out of order.
        assert_eq!(findings.len(), 3, "{findings:?}");
    }
}
