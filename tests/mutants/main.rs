//! `cargo run --package=tests --bin mutants`: breaks the product on purpose, one small change at a time in a copy of the
//! sources, and tells whether the tests notice. Slow: each change is compiled anew.
#![expect(
    clippy::print_stdout,
    clippy::expect_used,
    reason = "a program for developers: it says what it found and stops where it cannot go on"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use clap::Parser;
use serde::Deserialize;

/// Breaks the product on purpose and looks whether the tests notice.
#[derive(Parser)]
struct Mutants {
    /// Only those whose name has these letters.
    #[arg(default_value = "")]
    name: String,
    /// Where the copy of the sources stands; kept, so that the next run compiles less.
    #[arg(long, default_value = "target/mutants")]
    copy: PathBuf,
}

/// One change that the tests must notice; `tests/mutants/*.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Mutant {
    file: PathBuf,
    find: String,
    replace: String,
    /// Which stories must fail.
    #[serde(default)]
    tests: Option<String>,
    /// How often the server is killed, for what only a kill shows.
    #[serde(default)]
    kills: Option<u32>,
    /// What happens on PostgreSQL, when its addresses are known: "caught", or "leaks nothing".
    #[serde(default)]
    postgres: Option<String>,
}

fn main() -> ExitCode {
    let asked = Mutants::parse();
    copy_sources(&asked.copy);
    let mut missed = 0;
    let mut files: Vec<PathBuf> = fs::read_dir("tests/mutants")
        .expect("run this in the root of the project")
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|end| end == "toml"))
        .collect();
    files.sort();
    for file in files {
        let name = file
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if !name.contains(&asked.name) {
            continue;
        }
        let text = fs::read_to_string(&file).expect("a mutant");
        let mutant: Mutant = toml::from_str(&text).expect("a mutant as documented");
        for (engine, expected) in expectations(&mutant) {
            let caught = with_change(&asked.copy, &mutant, || {
                notices(&asked.copy, &mutant, engine)
            });
            let as_expected = caught == (expected == "caught");
            missed += u32::from(!as_expected);
            let mark = if as_expected { '✓' } else { '✗' };
            let found = if caught { "caught" } else { "not noticed" };
            println!("{mark} {name:24} {engine:9} {found} (expected: {expected})");
        }
    }
    if missed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// On SQLite every mutant is caught: there the code is the only wall.
fn expectations(mutant: &Mutant) -> Vec<(&'static str, &str)> {
    let mut expectations = vec![("sqlite", "caught")];
    if let Some(expected) = &mutant.postgres
        && std::env::var_os("LOKAAL_TEST_PG_ADMIN").is_some()
    {
        expectations.push(("postgres", expected.as_str()));
    }
    expectations
}

/// The sources as git knows them, with what is not yet committed.
fn copy_sources(copy: &Path) {
    let listed = Command::new("git")
        .args(["ls-files", "--cached", "--others", "--exclude-standard"])
        .output()
        .expect("git lists the sources");
    for name in String::from_utf8_lossy(&listed.stdout).lines() {
        let (from, to) = (Path::new(name), copy.join(name));
        let Ok(bytes) = fs::read(from) else { continue };
        // An unchanged file keeps its time, and cargo its work.
        if fs::read(&to).is_ok_and(|known| known == bytes) {
            continue;
        }
        fs::create_dir_all(to.parent().expect("a folder")).expect("a folder");
        fs::write(&to, bytes).expect("a copy");
    }
}

fn with_change(copy: &Path, mutant: &Mutant, check: impl FnOnce() -> bool) -> bool {
    let path = copy.join(&mutant.file);
    let sound = fs::read_to_string(&path).expect("the file of a mutant");
    let (find, replace) = (
        mutant.find.trim_matches('\n'),
        mutant.replace.trim_matches('\n'),
    );
    let found = sound.matches(find).count();
    assert_eq!(
        found,
        1,
        "{}: its place is there {found} times",
        path.display()
    );
    fs::write(&path, sound.replace(find, replace)).expect("a change");
    let noticed = check();
    fs::write(&path, sound).expect("the change taken back");
    noticed
}

/// True when a test that must fail does. A change that does not compile proves nothing.
fn notices(copy: &Path, mutant: &Mutant, engine: &str) -> bool {
    let build = [
        "build",
        "--package=api",
        "--package=tests",
        "--bins",
        "--tests",
        "--quiet",
    ];
    assert!(run(copy, engine, &build), "the change does not compile");
    match (&mutant.tests, mutant.kills) {
        (Some(filter), _) => {
            let stories = [
                "nextest",
                "run",
                "--package=tests",
                "--package=api",
                "--no-fail-fast",
            ];
            !run(
                copy,
                engine,
                &[&stories[..], &["--filterset", filter]].concat(),
            )
        }
        (None, kills) => {
            let kills = format!("--kills={}", kills.unwrap_or(10));
            let engine_flag = format!("--engine={engine}");
            let faults = ["run", "--quiet", "--package=tests", "--bin=faults", "--"];
            !run(
                copy,
                engine,
                &[&faults[..], &[&kills, &engine_flag]].concat(),
            )
        }
    }
}

fn run(copy: &Path, engine: &str, arguments: &[&str]) -> bool {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(arguments)
        .current_dir(copy)
        .env("CARGO_TARGET_DIR", "target")
        .env("LOKAAL_TEST_ENGINE", engine)
        .env_remove("LOKAAL_TEST_SERVER")
        .output()
        .expect("cargo runs")
        .status
        .success()
}
