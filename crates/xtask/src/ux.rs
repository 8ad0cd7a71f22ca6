//! `cargo xtask ux`: what people wait for and rely on, measured in Chromium on the release clients (tests/e2e/ux).

use std::process::Command;

use anyhow::Result;
use clap::ValueEnum;

use crate::clients::{self, Quality};
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
}

/// Prints the figures beside their aims; an error when one is missed.
pub(crate) fn measure(check: Check) -> Result<()> {
    step("set-up", || {
        setup::native()?;
        setup::clients()?;
        setup::browser_tests()
    })?;
    let chromium = setup::chromium()?;
    clients::build(Quality::Release)?;
    let server = run::server(Quality::Debug)?;
    let files = match check {
        Check::Perf => "perf",
        Check::Offline => "offline",
    };
    shell::run(
        Command::new("npx")
            .args(["--no-install", "playwright", "test"])
            .args(["--config", "ux.config.ts", files])
            .current_dir(BROWSER_TESTS)
            .env("LOKAAL_TEST_SERVER", server)
            .env("LOKAAL_TEST_CHROMIUM", chromium),
    )
}
