//! Format, clippy, and the checks that need tools of their own.

use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::progress::{say, step};
use crate::setup::{self, WASM};
use crate::{shell, tidy};

pub(crate) fn all(full: bool) -> Result<()> {
    step("format", format)?;
    step("set-up", || {
        setup::native()?;
        setup::wasm_target()
    })?;
    step("clippy: server and tests", clippy_native)?;
    step("clippy: clients", clippy_clients)?;
    tidy::all(false)?;
    if !full {
        say(
            "cargo-deny, cargo-machete and leptosfmt run with --full; `tidy` has checked the licences",
        );
        return Ok(());
    }
    step("cargo-deny", || {
        install("cargo-deny")?;
        shell::run(shell::cargo().args(["deny", "check", "bans", "licenses", "sources"]))?;
        shell::run(shell::cargo().args(["deny", "check", "advisories"])).context(
            "either an advisory concerns us, or its database could not be fetched: that needs a network",
        )
    })?;
    step("cargo-machete", || {
        install("cargo-machete")?;
        shell::run(shell::cargo().arg("machete"))
    })?;
    step("leptosfmt", || {
        install("leptosfmt")?;
        shell::run(Command::new("leptosfmt").args(["--check", "frontend/src/**/*.rs"]))
    })
}

pub(crate) fn format() -> Result<()> {
    match shell::run(shell::cargo().args(["fmt", "--all", "--check"])) {
        Ok(()) => Ok(()),
        Err(_) => bail!("the code is not formatted; run `cargo fmt --all`"),
    }
}

fn clippy_native() -> Result<()> {
    clippy(&["--workspace", "--exclude=frontend", "--all-targets"])
}

/// With the pure crates that the clients stand on: they run on both sides of the contract.
pub(crate) fn clippy_clients() -> Result<()> {
    let target = format!("--target={WASM}");
    clippy(&["--package=frontend", &target, "--all-features"])
}

/// Cargo with clippy for a compiler: what is built is linted on the way. `cargo clippy` would compile everything once more
/// for it, which was a quarter of the hour that all suites may take.
pub(crate) fn linting_cargo() -> Command {
    let mut command = shell::cargo();
    command.env("RUSTC_WORKSPACE_WRAPPER", "clippy-driver");
    command
}

/// Builds, and fails when clippy has a word to say.
pub(crate) fn build_without_warning(selection: &[&str]) -> Result<()> {
    without_warning(
        linting_cargo()
            .args(["build", "--keep-going"])
            .args(selection),
    )
}

fn clippy(selection: &[&str]) -> Result<()> {
    without_warning(
        shell::cargo()
            .args(["clippy", "--keep-going"])
            .args(selection),
    )
}

/// Fails on the first warning, but only after all were shown: `--deny=warnings` would stop at the
/// first crate that has one, and check again what an editor has checked already.
fn without_warning(command: &mut Command) -> Result<()> {
    let ending = shell::tee(command)?;
    if !ending.succeeded {
        bail!("clippy found errors");
    }
    let with_warnings = ending.output.lines().filter(|line| {
        line.starts_with("warning: `") && line.contains(" generated ") && line.contains("warning")
    });
    match with_warnings.count() {
        0 => Ok(()),
        count => bail!("warnings in {count} targets; here a warning is an error"),
    }
}

fn install(tool: &str) -> Result<()> {
    if shell::answers(tool, "--version") {
        return Ok(());
    }
    say(&format!(
        "installing {tool} from source; this takes some minutes, once"
    ));
    shell::run(shell::cargo().args(["install", tool, "--locked"]))
}
