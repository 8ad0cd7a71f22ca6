//! `cargo xtask test`: every suite, its time, and a closing line that says what really ran.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, bail};
use clap::ValueEnum;
use serde_json::Value;

use crate::clients::{self, Quality};
use crate::postgres::{Cluster, Durability};
use crate::progress::seconds;
use crate::setup::BROWSER_TESTS;
use crate::{detector, lint, openapi, run, setup, shell, tidy};

/// The suites in the order in which they run: the quick and telling ones first.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Suite {
    /// rustfmt
    Format,
    /// Tests of the repository itself
    Tidy,
    /// Everything compiles without a warning of clippy
    Clippy,
    /// The detector's golden answers in the engine of a browser
    WasmCheck,
    /// Unit tests of all crates
    Unit,
    /// Stories through the API on SQLite
    Sqlite,
    /// The same stories on PostgreSQL
    Postgres,
    /// Kills during submissions and background work, on both databases
    Faults,
    /// Two changes that break the product, drawn anew every day: the tests must notice. Only when named, and in `nightly` all
    Mutants,
    /// openapi.yaml against the code
    Openapi,
    /// Byte budgets of the release clients
    Size,
    /// Stories in Chromium
    Browser,
}

/// Runs the suites and prints the closing line. `false` when anything failed.
pub(crate) fn run(wanted: &[Suite]) -> bool {
    let started = Instant::now();
    let suites: Vec<Suite> = Suite::value_variants()
        .iter()
        .copied()
        .filter(|suite| match wanted {
            // They compile the product a second time, which is too long for every day: `cargo xtask nightly` has all of them.
            [] => *suite != Suite::Mutants,
            wanted => wanted.contains(suite),
        })
        .collect();
    let wants = |some: &[Suite]| suites.iter().any(|suite| some.contains(suite));

    let mut tally = Tally::default();
    if !tally.gate("set-up", || prepare(&suites)) {
        return tally.close(started.elapsed());
    }
    let needs_cluster = wants(&[Suite::Unit, Suite::Postgres, Suite::Mutants, Suite::Browser]);
    let mut cluster = None;
    if needs_cluster
        && !tally.gate("PostgreSQL cluster", || {
            cluster = Some(Cluster::start(Durability::None)?);
            Ok(())
        })
    {
        return tally.close(started.elapsed());
    }
    let addresses = cluster
        .as_ref()
        .map(Cluster::environment)
        .unwrap_or_default();

    // It compiles for another target, often on one processor: it takes the seats that the build of the server leaves.
    let mut clients = wants(&[Suite::Size, Suite::Browser])
        .then(|| thread::spawn(|| clients::build(Quality::Release).map(drop)));
    for suite in suites {
        let needs_quiet = !matches!(suite, Suite::Format | Suite::Tidy | Suite::Clippy);
        if needs_quiet && let Some(clients) = clients.take() {
            tally.gate("release clients", || {
                clients
                    .join()
                    .unwrap_or_else(|_| bail!("the build of the clients ended without a word"))
            });
        }
        match suite {
            Suite::Format => drop(tally.gate("format", lint::format)),
            Suite::Tidy => drop(tally.gate("tidy", || tidy::all(false))),
            Suite::Clippy => {
                tally.gate("build and clippy: server", build_server);
                tally.gate("build and clippy: xtask", build_xtask);
                tally.gate("clippy: clients", lint::clippy_clients);
            }
            Suite::WasmCheck => {
                tally.gate("detector: browser as server", detector::same_in_browser);
            }
            Suite::Unit => {
                tally.suite("unit tests: server", || {
                    nextest("not package(tests)", "sqlite", &addresses)
                });
                tally.suite("unit tests: clients", || {
                    nextest_package(shell::cargo(), "frontend")
                });
                tally.suite("unit tests: xtask", || {
                    nextest_package(lint::linting_cargo(), "xtask")
                });
            }
            Suite::Sqlite => tally.suite("stories on SQLite", || {
                nextest("package(tests)", "sqlite", &[])
            }),
            Suite::Postgres => tally.suite("stories on PostgreSQL", || {
                nextest("package(tests)", "postgres", &addresses)
            }),
            Suite::Faults => drop(tally.gate("kills", faults)),
            Suite::Mutants => drop(tally.gate("mutants", || mutants(&addresses))),
            Suite::Openapi => drop(tally.gate("openapi.yaml", || openapi::renew(&server()?, true))),
            Suite::Size => drop(tally.gate("byte budgets", clients::size::check)),
            Suite::Browser => tally.suite("browser", || browser(&addresses)),
        }
    }
    drop(cluster);
    tally.close(started.elapsed())
}

fn prepare(suites: &[Suite]) -> Result<()> {
    setup::native()?;
    setup::nextest()?;
    setup::clients()?;
    if suites.contains(&Suite::Browser) {
        setup::chromium()?;
        setup::browser_tests()?;
    }
    Ok(())
}

/// One selection of packages for every call: another one would unify features differently and
/// compile the dependencies again.
const SERVER_SIDE: [&str; 3] = ["--workspace", "--exclude=frontend", "--exclude=xtask"];

/// The server as the tests compile it: by clippy, so that the suites share one build.
fn server() -> Result<PathBuf> {
    shell::run(
        lint::linting_cargo()
            .args(["build", "--quiet", "--bins", "--tests"])
            .args(SERVER_SIDE),
    )?;
    run::binary("debug")
}

fn build_server() -> Result<()> {
    let kinds = ["--bins", "--tests", "--examples"];
    lint::build_without_warning(&[&kinds, SERVER_SIDE.as_slice()].concat())
}

fn build_xtask() -> Result<()> {
    lint::build_without_warning(&["--tests", "--all-features", "--package=xtask"])
}

/// A few kills with the waits of the day, on a cluster that waits for the disk.
fn faults() -> Result<()> {
    let server = server()?;
    let cluster = Cluster::start(Durability::Full)?;
    let seed = seed_of_the_day()?;
    println!("again: cargo xtask faults --quick --seed {seed}");
    shell::run(
        Command::new("target/debug/faults")
            .args(["--quick", "--seed", &seed])
            .env("LOKAAL_TEST_SERVER", server)
            .envs(cluster.environment()),
    )
}

/// Two mutants of the day, on the cluster that the stories use.
fn mutants(addresses: &[(&str, String)]) -> Result<()> {
    server()?;
    let seed = seed_of_the_day()?;
    println!("again: cargo xtask mutants --sample 2 --seed {seed}");
    shell::run(
        Command::new("target/debug/mutants")
            .args(["--sample=2", "--seed", &seed])
            .envs(addresses.iter().map(|(name, url)| (name, url))),
    )
}

/// Days since 1970: others every day, the same all day long.
#[expect(
    clippy::disallowed_methods,
    reason = "the command line is where the time comes in; the seed is printed and can be given"
)]
fn seed_of_the_day() -> Result<String> {
    const SECONDS_PER_DAY: u64 = 24 * 60 * 60;
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?;
    Ok((now.as_secs() / SECONDS_PER_DAY).to_string())
}

/// Tests of the server's side.
fn nextest(filter: &str, engine: &str, addresses: &[(&str, String)]) -> Result<Counts> {
    let server = server()?;
    let mut command = lint::linting_cargo();
    command
        .args(["nextest", "run", "--profile=ci", "--no-fail-fast"])
        .args(SERVER_SIDE)
        .args(["--filterset", filter])
        .env("LOKAAL_TEST_ENGINE", engine)
        .env("LOKAAL_TEST_SERVER", server);
    for (name, _) in std::env::vars_os() {
        // A developer's own cluster must not answer for the throw-away one.
        if name.to_string_lossy().starts_with("LOKAAL_TEST_PG_") {
            command.env_remove(name);
        }
    }
    command.envs(addresses.iter().map(|(name, url)| (name, url)));
    count_nextest(&mut command)
}

fn nextest_package(mut cargo: Command, package: &str) -> Result<Counts> {
    count_nextest(
        cargo
            .args(["nextest", "run", "--profile=ci", "--no-fail-fast"])
            .args(["--all-features", "--package", package]),
    )
}

fn count_nextest(command: &mut Command) -> Result<Counts> {
    let ending = shell::tee(command)?;
    let counts = ending
        .output
        .lines()
        .rev()
        .find_map(summary_of_nextest)
        .context("the tests did not run; the messages above say why")?;
    if !ending.succeeded && counts.failed == 0 {
        bail!("the test runner failed although no test did");
    }
    Ok(counts)
}

/// `Summary [   0.5s] 12 tests run: 11 passed (1 slow), 1 failed, 3 skipped`
fn summary_of_nextest(line: &str) -> Option<Counts> {
    let (_, summary) = line.split_once("Summary [")?;
    let (_, summary) = summary.split_once("] ")?;
    let (run, rest) = summary.split_once(" run: ")?;
    // `10/12 tests run` when the rest was cancelled.
    let run: u64 = run.split([' ', '/']).next()?.parse().ok()?;
    let passed = rest.split(", ").find_map(|part| {
        let (number, word) = part.split_once(' ')?;
        word.starts_with("passed").then(|| number.parse().ok())?
    });
    let passed: u64 = passed.unwrap_or(0);
    Some(Counts {
        passed,
        failed: run.saturating_sub(passed),
    })
}

/// Stories in Chromium against the release clients: the very bytes that are shipped.
fn browser(addresses: &[(&str, String)]) -> Result<Counts> {
    clients::build(Quality::Release)?;
    let server = server()?;
    let results = std::path::absolute("target/browser-results.json")?;
    if results.exists() {
        fs::remove_file(&results)?;
    }
    let ending = shell::tee(
        Command::new("npx")
            .args(["--no-install", "playwright", "test"])
            .current_dir(BROWSER_TESTS)
            .env("LOKAAL_TEST_SERVER", server)
            .env("LOKAAL_TEST_CHROMIUM", setup::chromium()?)
            .env("LOKAAL_TEST_RESULTS", &results)
            .envs(addresses.iter().map(|(name, url)| (name, url))),
    )?;
    let counts = counts_of_playwright(&results)?;
    if counts.passed + counts.failed == 0 {
        bail!("no browser test ran");
    }
    if !ending.succeeded && counts.failed == 0 {
        bail!("Playwright failed although no test did");
    }
    Ok(counts)
}

fn counts_of_playwright(results: &Path) -> Result<Counts> {
    let text = fs::read_to_string(results).context("Playwright wrote no results")?;
    let results: Value = serde_json::from_str(&text)?;
    let number = |name: &str| {
        results
            .pointer(&format!("/stats/{name}"))
            .and_then(Value::as_u64)
            .unwrap_or(0)
    };
    let errors = results
        .pointer("/errors")
        .and_then(Value::as_array)
        .map_or(0, |errors| errors.iter().map(|_| 1_u64).sum());
    Ok(Counts {
        passed: number("expected"),
        // A flaky test is a failed test, and so is one that was skipped.
        failed: number("unexpected") + number("flaky") + number("skipped") + errors,
    })
}

#[derive(Debug, Default, PartialEq, Eq)]
struct Counts {
    passed: u64,
    failed: u64,
}

/// What ran so far.
#[derive(Default)]
struct Tally {
    rows: Vec<(String, Counts, Duration)>,
}

impl Tally {
    /// A suite that either holds or does not: counts as one.
    fn gate(&mut self, name: &str, work: impl FnOnce() -> Result<()>) -> bool {
        self.suite(name, || {
            work()?;
            Ok(Counts {
                passed: 1,
                failed: 0,
            })
        });
        self.rows
            .last()
            .is_some_and(|(_, counts, _)| counts.failed == 0)
    }

    fn suite(&mut self, name: &str, work: impl FnOnce() -> Result<Counts>) {
        println!("\n━━ {name}");
        let started = Instant::now();
        let counts = work().unwrap_or_else(|error| {
            println!("✗ {error:#}");
            Counts {
                passed: 0,
                failed: 1,
            }
        });
        let time = started.elapsed();
        let mark = if counts.failed == 0 { '✓' } else { '✗' };
        println!("{mark} {name}: {}", row(&counts, time));
        self.rows.push((name.to_owned(), counts, time));
    }

    fn close(&self, time: Duration) -> bool {
        println!("\n━━ all suites");
        for (name, counts, time) in &self.rows {
            println!("{name:40} {}", row(counts, *time));
        }
        let passed: u64 = self.rows.iter().map(|(_, counts, _)| counts.passed).sum();
        let failed: u64 = self.rows.iter().map(|(_, counts, _)| counts.failed).sum();
        println!("took {}", seconds(time));
        println!("{passed} passed, {failed} failed");
        failed == 0
    }
}

fn row(counts: &Counts, time: Duration) -> String {
    format!(
        "{:>5} passed {:>4} failed   {}",
        counts.passed,
        counts.failed,
        seconds(time)
    )
}

#[cfg(test)]
mod specification {
    use super::*;

    #[test]
    fn everything_that_did_not_pass_has_failed() {
        let counts = |line| summary_of_nextest(line).unwrap();
        let line = "     Summary [   0.512s] 12 tests run: 11 passed (1 slow), 1 failed, 3 skipped";
        assert_eq!(
            counts(line),
            Counts {
                passed: 11,
                failed: 1
            }
        );
        let line = "     Summary [  60.000s] 3 tests run: 1 passed, 2 timed out, 0 skipped";
        assert_eq!(
            counts(line),
            Counts {
                passed: 1,
                failed: 2
            }
        );
        let line = "     Summary [   0.1s] 1 test run: 0 passed, 1 failed, 0 skipped";
        assert_eq!(
            counts(line),
            Counts {
                passed: 0,
                failed: 1
            }
        );
        assert!(summary_of_nextest("    Starting 3 tests across 1 binary").is_none());
    }
}
