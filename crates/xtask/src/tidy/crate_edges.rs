//! The picture of ARCHITECTURE.md against what cargo sees.
//!
//! The picture is a fenced block named `crates`. Its lines:
//!
//! ```text
//! level 0: shared              a crate may use any lower level, never its own or a higher one
//! only storage: shared policy  this crate may use these members and no others
//! alone diesel: storage        this dependency may be used by these members and no others
//! ```

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, bail};

use super::Findings;
use crate::files::read;
use crate::metadata::{Package, member_edges};

const PICTURE: &str = "ARCHITECTURE.md";

pub(super) fn check(packages: &[Package]) -> Result<Findings> {
    let picture = Picture::parse(&read(PICTURE)?)?;
    let edges = member_edges(packages);
    let mut findings = picture.compare(&edges);
    for package in packages.iter().filter(|package| package.is_member) {
        for (dependency, users) in &picture.alone {
            if package.uses.contains(dependency) && !users.contains(&package.name) {
                findings.push(format!(
                    "{} uses {dependency}, which only {} may",
                    package.name,
                    list(users)
                ));
            }
        }
    }
    Ok(findings)
}

#[derive(Default)]
struct Picture {
    levels: BTreeMap<String, u32>,
    only: BTreeMap<String, BTreeSet<String>>,
    alone: BTreeMap<String, BTreeSet<String>>,
}

impl Picture {
    fn parse(text: &str) -> Result<Self> {
        let (_, block) = text
            .split_once("```crates\n")
            .with_context(|| format!("{PICTURE} has no block ```crates"))?;
        let (block, _) = block
            .split_once("```")
            .with_context(|| format!("the block ```crates of {PICTURE} has no end"))?;
        let mut picture = Self::default();
        for line in block.lines().filter(|line| !line.trim().is_empty()) {
            let parsed = line.split_once(':').and_then(|(head, names)| {
                let (kind, subject) = head.trim().split_once(' ')?;
                let names: BTreeSet<String> = names.split_whitespace().map(str::to_owned).collect();
                Some((kind, subject.trim().to_owned(), names))
            });
            match parsed {
                Some(("level", level, names)) => {
                    let level = level
                        .parse()
                        .with_context(|| format!("{PICTURE}: no number in `{line}`"))?;
                    picture
                        .levels
                        .extend(names.into_iter().map(|name| (name, level)));
                }
                Some(("only", name, names)) => drop(picture.only.insert(name, names)),
                Some(("alone", name, names)) => drop(picture.alone.insert(name, names)),
                _ => bail!(
                    "{PICTURE}: `{line}` is none of `level N: …`, `only CRATE: …`, `alone DEPENDENCY: …`"
                ),
            }
        }
        Ok(picture)
    }

    fn compare(&self, edges: &BTreeMap<&str, BTreeSet<&str>>) -> Findings {
        let mut findings = Findings::new();
        for (name, uses) in edges {
            let Some(level) = self.levels.get(*name) else {
                findings.push(format!(
                    "crate {name} stands on no level of {PICTURE}; add it there"
                ));
                continue;
            };
            for used in uses {
                let is_lower = self.levels.get(*used).is_some_and(|other| other < level);
                let is_named = self
                    .only
                    .get(*name)
                    .is_none_or(|allowed| allowed.contains(*used));
                if !is_lower {
                    findings.push(format!(
                        "{name} (level {level}) uses {used}, which stands no lower"
                    ));
                } else if !is_named {
                    findings.push(format!(
                        "{name} uses {used}; {PICTURE} allows it only {}",
                        self.only.get(*name).map(list).unwrap_or_default()
                    ));
                }
            }
        }
        for name in self.levels.keys() {
            if !edges.contains_key(name.as_str()) {
                findings.push(format!(
                    "{PICTURE} shows crate {name}, which does not exist"
                ));
            }
        }
        findings
    }
}

fn list(names: &BTreeSet<String>) -> String {
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "text\n```crates\nlevel 0: shared\nlevel 2: policy privacy\nlevel 3: storage\nonly storage: shared policy\nalone diesel: storage\n```\n";

    fn findings(edges: &[(&'static str, &[&'static str])]) -> Findings {
        let mut all: BTreeMap<&str, BTreeSet<&str>> = ["shared", "policy", "privacy", "storage"]
            .into_iter()
            .map(|name| (name, BTreeSet::new()))
            .collect();
        for (name, uses) in edges {
            all.insert(name, uses.iter().copied().collect());
        }
        Picture::parse(TEXT).unwrap().compare(&all)
    }

    #[test]
    fn a_crate_uses_lower_levels_only() {
        assert!(findings(&[("storage", &["shared", "policy"])]).is_empty());
        assert_eq!(findings(&[("shared", &["policy"])]).len(), 1);
        assert_eq!(findings(&[("policy", &["privacy"])]).len(), 1);
    }

    #[test]
    fn a_ban_holds_on_lower_levels_too() {
        assert_eq!(findings(&[("storage", &["privacy"])]).len(), 1);
    }

    #[test]
    fn a_crate_outside_the_picture_is_found() {
        assert_eq!(findings(&[("analysis", &[])]).len(), 1);
    }
}
