//! Tests of the repository itself: what reviews would otherwise repeat. One file per rule.

mod crate_edges;
mod dependencies;
mod file_names;
mod licences;
mod locales;
mod markup;
mod migrations;
mod operations;
mod sizes;
mod synonyms;
mod unused_texts;

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use crate::files::all_files;
use crate::progress::step;
use crate::{metadata, shell};

/// Where our own files live.
const FOLDERS: [&str; 7] = [
    "shared",
    "api",
    "frontend",
    "crates",
    "migrations",
    "tests",
    "docs",
];

/// What a rule found: where, what, and what to do.
pub(crate) type Findings = Vec<String>;

pub(crate) fn all(report: bool) -> Result<()> {
    let packages = metadata::packages()?;
    let sources = Sources::collect()?;
    let rules: [(&str, Result<Findings>); 8] = [
        ("crate edges", crate_edges::check(&packages)),
        ("licences", Ok(licences::check(&packages))),
        ("dependencies", dependencies::check(&sources)),
        ("file names", Ok(file_names::check(&sources))),
        ("words", synonyms::check(&sources)),
        ("migrations", migrations::check()),
        ("locales", locales::check()),
        ("markup and colours", markup::check(&sources)),
    ];
    let mut count = 0;
    for (name, findings) in rules {
        let findings = findings?;
        let verdict = match findings.len() {
            0 => "fine".to_owned(),
            number => format!("{number} findings"),
        };
        println!("  {name}: {verdict}");
        for finding in &findings {
            println!("    {finding}");
        }
        count += findings.len();
    }
    if report {
        step("sizes", || sizes::print(&sources))?;
        step("operations", || operations::print(&sources))?;
        step("texts", || unused_texts::print(&sources))?;
    }
    if count > 0 {
        bail!("{count} findings; each line says what to do");
    }
    Ok(())
}

/// The files under version control, or about to be.
pub(crate) struct Sources {
    files: Vec<PathBuf>,
}

impl Sources {
    fn collect() -> Result<Self> {
        let listed = shell::capture(std::process::Command::new("git").args([
            "ls-files",
            "--cached",
            "--others",
            "--exclude-standard",
        ]));
        let mut files = if let Ok(listed) = listed {
            listed.lines().map(PathBuf::from).collect()
        } else {
            // A source archive has no history.
            let mut files = Vec::new();
            for folder in FOLDERS.map(Path::new) {
                if folder.exists() {
                    files.extend(all_files(folder)?);
                }
            }
            files
        };
        files.retain(|path| path.is_file());
        files.sort();
        files.dedup();
        Ok(Self { files })
    }

    fn all(&self) -> impl Iterator<Item = &Path> {
        self.files.iter().map(PathBuf::as_path)
    }

    fn with_extension(&self, extension: &str) -> impl Iterator<Item = &Path> {
        self.all()
            .filter(move |path| path.extension().is_some_and(|found| found == extension))
    }
}
