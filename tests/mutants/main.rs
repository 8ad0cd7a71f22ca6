//! `cargo xtask mutants [NAME] [--sample N --seed S]`: breaks the product on purpose, one small change at a time in a copy
//! of the sources, and tells whether the tests notice. Slow: each change is compiled anew.
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
    /// Only so many of them, drawn by the seed.
    #[arg(long)]
    sample: Option<usize>,
    /// Decides which; the same seed draws the same.
    #[arg(long, default_value_t = 1)]
    seed: u64,
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
    lend_dependencies(&asked.copy);
    let (mut caught_as_expected, mut missed) = (0_u32, 0_u32);
    let mut files: Vec<PathBuf> = fs::read_dir("tests/mutants")
        .expect("run this in the root of the project")
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|end| end == "toml"))
        .collect();
    files.retain(|file| name_of(file).contains(&asked.name));
    files.sort();
    for file in drawn(files, asked.sample, asked.seed) {
        let name = name_of(&file);
        let text = fs::read_to_string(&file).expect("a mutant");
        let mutant: Mutant = toml::from_str(&text).expect("a mutant as documented");
        for (engine, expected) in expectations(&mutant) {
            let caught = with_change(&asked.copy, &mutant, || {
                notices(&asked.copy, &mutant, engine)
            });
            let as_expected = caught == (expected == "caught");
            missed += u32::from(!as_expected);
            caught_as_expected += u32::from(as_expected);
            let mark = if as_expected { '✓' } else { '✗' };
            let found = if caught { "caught" } else { "not noticed" };
            println!("{mark} {name:24} {engine:9} {found} (expected: {expected})");
        }
    }
    println!(
        "seed {}: {caught_as_expected} as expected, {missed} not",
        asked.seed
    );
    if missed == 0 && caught_as_expected > 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn name_of(file: &Path) -> String {
    let name = file.file_stem().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

/// All of them, or so many as the seed draws: others every day, the same with the same seed (xorshift).
fn drawn(mut files: Vec<PathBuf>, sample: Option<usize>, seed: u64) -> Vec<PathBuf> {
    let mut dice = seed.max(1);
    let mut throw = || {
        dice ^= dice << 13;
        dice ^= dice >> 7;
        dice ^= dice << 17;
        dice
    };
    let mut drawn = Vec::new();
    while !files.is_empty() && sample.is_none_or(|sample| drawn.len() < sample) {
        let most = u64::try_from(files.len()).unwrap_or(1);
        let position = match sample {
            Some(_) => usize::try_from(throw() % most).unwrap_or_default(),
            None => 0,
        };
        drawn.push(files.remove(position));
    }
    drawn
}

/// Lends the copy what was compiled here of others' crates: hard links, so they cost neither time nor space. Crates of
/// this workspace are named after their folder, so what is compiled there never touches what was compiled here.
fn lend_dependencies(copy: &Path) {
    let (here, there) = (Path::new("target/debug"), copy.join("target/debug"));
    if there.exists() {
        return;
    }
    for folder in ["deps", "build", ".fingerprint"] {
        lend(&here.join(folder), &there.join(folder));
    }
}

fn lend(from: &Path, to: &Path) {
    let Ok(entries) = fs::read_dir(from) else {
        return;
    };
    fs::create_dir_all(to).expect("a folder");
    for entry in entries.flatten() {
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if from.is_dir() {
            lend(&from, &to);
        } else {
            // What vanishes meanwhile is compiled again.
            let _ = fs::hard_link(&from, &to);
        }
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
    assert!(run(copy, engine, &build()), "the change does not compile");
    match (&mutant.tests, mutant.kills) {
        (Some(filter), _) => {
            let stories = ["nextest", "run", "--no-fail-fast", "--filterset"];
            !run(
                copy,
                engine,
                &[&stories[..], &[filter], &SERVER_SIDE].concat(),
            )
        }
        (None, kills) => {
            let kills = format!("--kills={}", kills.unwrap_or(10));
            let engine_flag = format!("--engine={engine}");
            let faults = Path::new("target/debug/faults");
            let faults = Command::new(copy.join(faults))
                .args([kills, engine_flag])
                .env_remove("LOKAAL_TEST_SERVER")
                .output();
            !faults.expect("the harness runs").status.success()
        }
    }
}

/// The same selection of packages as everywhere (`crates/xtask/src/tests.rs`): another one would unify features
/// differently and compile the dependencies again.
const SERVER_SIDE: [&str; 3] = ["--workspace", "--exclude=frontend", "--exclude=xtask"];

fn build() -> Vec<&'static str> {
    [&["build", "--bins", "--tests", "--quiet"][..], &SERVER_SIDE].concat()
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
