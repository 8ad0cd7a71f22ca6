//! The licence texts of everything that ends up in the release.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use anyhow::{Result, bail};

use crate::dist::FOLDER;
use crate::files::{all_files, read};
use crate::metadata::{self, Package};
use crate::progress::say;
use crate::setup::WASM;
use crate::shell;

/// Licence texts of what is shipped and no crate: fonts.
const NOT_CRATES: &str = "docs/licences";

/// Writes each licence text once, with the crates that it covers.
pub(crate) fn write() -> Result<()> {
    let shipped = shipped()?;
    let mut texts: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut without = Vec::new();
    let mut list = String::from("Crates in this release, with version and licence\n\n");
    for package in metadata::packages()? {
        if package.is_member || !shipped.contains(&key(&package)) {
            continue;
        }
        let licence = package.licence.as_deref().unwrap_or("see its text");
        writeln!(list, "{} {} · {licence}", package.name, package.version)?;
        let found = licence_texts(&package)?;
        if found.is_empty() {
            without.push(key(&package));
        }
        for text in found {
            texts.entry(text).or_default().push(key(&package));
        }
    }
    for path in all_files(Path::new(NOT_CRATES))? {
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        texts
            .entry(read(&path)?)
            .or_default()
            .push(name.into_owned());
    }
    if texts.is_empty() {
        bail!("no licence texts found; run `cargo fetch` first");
    }
    for (text, crates) in &texts {
        write!(
            list,
            "\n{}\n{}\n\n{}\n",
            "=".repeat(80),
            crates.join(", "),
            text.trim()
        )?;
    }
    fs::create_dir_all(FOLDER)?;
    let path = Path::new(FOLDER).join("licences.txt");
    fs::write(&path, list)?;
    say(&format!(
        "{}: {} different texts",
        path.display(),
        texts.len()
    ));
    if !without.is_empty() {
        say(&format!(
            "named by licence only, their packages hold no text: {}",
            without.join(", ")
        ));
    }
    Ok(())
}

/// Name and version of every crate in the server and in the clients, build tools left out.
fn shipped() -> Result<Vec<String>> {
    let mut all = Vec::new();
    for arguments in [
        &["--package=api"][..],
        &["--package=frontend", "--all-features", "--target", WASM][..],
    ] {
        let tree = shell::capture(
            shell::cargo()
                .args(["tree", "--locked", "--edges=normal", "--prefix=none"])
                .arg("--format={p}")
                .args(arguments),
        )?;
        all.extend(tree.lines().filter_map(|line| {
            let mut words = line.split_whitespace();
            let name = words.next()?;
            let version = words.next()?.trim_start_matches('v');
            Some(format!("{name} {version}"))
        }));
    }
    Ok(all)
}

fn licence_texts(package: &Package) -> Result<Vec<String>> {
    let Some(folder) = Path::new(&package.manifest).parent() else {
        return Ok(Vec::new());
    };
    let mut texts = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().to_uppercase();
        let is_licence = ["LICENSE", "LICENCE", "COPYING", "NOTICE", "UNLICENSE"]
            .iter()
            .any(|word| name.starts_with(word));
        if is_licence && entry.file_type()?.is_file() {
            texts.push(String::from_utf8_lossy(&fs::read(entry.path())?).into_owned());
        }
    }
    Ok(texts)
}

fn key(package: &Package) -> String {
    format!("{} {}", package.name, package.version)
}
