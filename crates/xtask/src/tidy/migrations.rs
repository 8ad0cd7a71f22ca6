//! The same migrations for both databases, each with its way back.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::Result;

use super::Findings;

pub(super) fn check() -> Result<Findings> {
    compare(Path::new("migrations"))
}

fn compare(folder: &Path) -> Result<Findings> {
    let (one, other) = ("sqlite", "postgres");
    let names = [names(&folder.join(one))?, names(&folder.join(other))?];
    let [of_one, of_other] = &names;
    let mut findings = Findings::new();
    if of_one.is_empty() && of_other.is_empty() {
        findings.push(format!("{} holds no migrations", folder.display()));
    }
    for (engine, missing) in [(other, of_one - of_other), (one, of_other - of_one)] {
        for name in missing {
            findings.push(format!(
                "migrations/{engine}/{name} is missing; the other database has it"
            ));
        }
    }
    for engine in [one, other] {
        for name in of_one | of_other {
            let home = folder.join(engine).join(&name);
            for file in ["up.sql", "down.sql"] {
                if home.exists() && !home.join(file).exists() {
                    findings.push(format!("migrations/{engine}/{name} has no {file}"));
                }
            }
        }
    }
    Ok(findings)
}

fn names(folder: &Path) -> Result<BTreeSet<String>> {
    if !folder.exists() {
        return Ok(BTreeSet::new());
    }
    let mut names = BTreeSet::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            names.insert(entry.file_name().to_string_lossy().into_owned());
        }
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_migration_for_one_database_only_is_found() {
        let folder = tempfile::tempdir().unwrap();
        for path in ["sqlite/1_a", "postgres/1_a", "sqlite/2_b"] {
            let home = folder.path().join(path);
            fs::create_dir_all(&home).unwrap();
            fs::write(home.join("up.sql"), "").unwrap();
            fs::write(home.join("down.sql"), "").unwrap();
        }
        let findings = compare(folder.path()).unwrap();
        assert_eq!(
            findings,
            ["migrations/postgres/2_b is missing; the other database has it"]
        );
    }
}
