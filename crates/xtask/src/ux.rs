//! `cargo xtask ux`: what people wait for and rely on, measured in Chromium on the clients (tests/e2e/ux), and how the texts read.

use std::process::Command;

use anyhow::Result;
use clap::ValueEnum;

use crate::clients::{self, Quality, Words};
use crate::progress::step;
use crate::setup::BROWSER_TESTS;
use crate::{run, setup, shell};

/// What is measured.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Check {
    /// How soon the phone takes a key, paints and is ready, on slow networks and a slow processor
    Perf,
    /// Whether phones to which everything happens lose a text or send one twice
    Offline,
    /// How many taps, screens, keys and seconds a signal takes
    Tasks,
    /// How soon an inbox of 10,000 signals opens, and how much of it is in the document
    Table,
    /// Lighthouse's points for the phone's page
    Lighthouse,
    /// Whether words that are 40 % longer still fit
    Overflow,
    /// How easily the Dutch texts read
    Plain,
    /// Takes the pictures of README and guides anew, from the demo
    Pictures,
}

/// How many phones the story of any weather sends out.
const RUNS: &str = "LOKAAL_TEST_RUNS";
const MANY: &str = "200";

/// Prints the figures beside their aims; an error when one is missed.
pub(crate) fn measure(check: Check) -> Result<()> {
    match check {
        Check::Perf => figures("perf"),
        Check::Table => figures("table"),
        Check::Tasks => figures("tasks"),
        Check::Lighthouse => {
            setup::npm(setup::LIGHTHOUSE)?;
            figures("lighthouse")
        }
        Check::Offline => {
            let runs = std::env::var(RUNS).unwrap_or_else(|_| MANY.to_owned());
            let mut story = playwright(&["--project=sqlite", "any_weather"])?;
            clients::build(Quality::Release)?;
            shell::run(story.env(RUNS, runs))
        }
        Check::Overflow => {
            let mut story = playwright(&["--project=sqlite", "a11y", "--grep=sideways"])?;
            clients::build_saying(Quality::Debug, Words::Pseudo)?;
            let seen = shell::run(&mut story);
            // Nobody finds these words in the product afterwards.
            clients::build(Quality::Debug)?;
            seen
        }
        Check::Pictures => {
            let mut taken = playwright(&["--config=screenshots.config.ts"])?;
            clients::build(Quality::Debug)?;
            shell::run(&mut taken)
        }
        Check::Plain => {
            let arguments = ["run", "--quiet", "--package=text", "--example=plain"];
            shell::run(shell::cargo().args(arguments))
        }
    }
}

/// Those of tests/e2e/ux, on the clients that we ship.
fn figures(name: &str) -> Result<()> {
    let mut measured = playwright(&["--config=ux.config.ts", name])?;
    clients::build(Quality::Release)?;
    shell::run(&mut measured)
}

/// Playwright with what it needs. The clients are built afterwards: a debug server reads them from disk.
fn playwright(arguments: &[&str]) -> Result<Command> {
    step("set-up", || {
        setup::native()?;
        setup::clients()?;
        setup::browser_tests()
    })?;
    let chromium = setup::chromium()?;
    let server = run::server(Quality::Debug)?;
    let mut command = Command::new("npx");
    command
        .args(["--no-install", "playwright", "test"])
        .args(arguments)
        .current_dir(BROWSER_TESTS)
        .env("LOKAAL_TEST_SERVER", server)
        .env("LOKAAL_TEST_CHROMIUM", chromium);
    Ok(command)
}
