//! Starting things: the demo, live reload, benchmarks and fault runs.

use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use crate::clients::{self, Quality};
use crate::models;
use crate::postgres::{Cluster, Durability};
use crate::progress::{say, step};
use crate::{setup, shell};

/// Builds what is missing and becomes the server, which prints its addresses and accounts itself.
pub(crate) fn run(lan: bool, release: bool, extra: &[String]) -> Result<()> {
    let quality = if release {
        Quality::Release
    } else {
        Quality::Debug
    };
    step("set-up", setup::native)?;
    clients::build(quality)?;
    // Without it the product works less well, and says so; it is no reason not to start (decisions.md 42).
    if let Err(error) = models::make(None) {
        say(&format!(
            "no model for the analysis: {error:#}. Words alone tell what is alike; `cargo xtask models` tries again"
        ));
    }
    let server = server(quality)?;
    let mut command = Command::new(server);
    command.args(["serve", "--demo", "--data", "var/demo"]);
    if lan {
        command.args(["--tls-self-signed", "--bind", "0.0.0.0"]);
    }
    command.args(extra);
    println!("▸ {}", shell::shown(&command));
    // Returns only when the server could not be started.
    Err(command.exec().into())
}

/// Builds the server and returns the path of the binary.
pub(crate) fn server(quality: Quality) -> Result<PathBuf> {
    let (name, folder) = match quality {
        Quality::Debug => ("server: compile", "debug"),
        Quality::Release => ("server: compile, optimised", "release"),
    };
    step(name, || {
        let mut command = shell::cargo();
        command.args(["build", "--package=api", "--bin=lokaal-signaal"]);
        if quality == Quality::Release {
            command.arg("--release");
        }
        shell::run(&mut command)
    })?;
    binary(folder)
}

/// Where cargo puts the server.
pub(crate) fn binary(folder: &str) -> Result<PathBuf> {
    let target = std::env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into());
    Ok(std::path::absolute(
        Path::new(&target).join(folder).join("lokaal-signaal"),
    )?)
}

/// `trunk serve` with the settings of Trunk.toml.
pub(crate) fn live_reload() -> Result<()> {
    if !shell::answers("trunk", "--version") {
        bail!(
            "Trunk is not installed; `cargo install trunk --version 0.21.14 --locked` (about ten minutes), \
             or use `cargo xtask run`, which needs no Trunk"
        );
    }
    setup::wasm_target()?;
    say("start the API in another terminal: cargo xtask run");
    clients::join_styles("desk", "target/trunk")?;
    shell::run(Command::new("trunk").arg("serve"))
}

/// Breaks the product on purpose (tests/mutants); what the tests must notice on PostgreSQL is tried there as well.
pub(crate) fn mutants(arguments: &[String]) -> Result<()> {
    step("set-up", || {
        setup::native()?;
        setup::nextest()
    })?;
    let cluster = step("PostgreSQL", || Cluster::start(Durability::Full))?;
    shell::run(
        shell::cargo()
            .args(["run", "--quiet", "--package=tests", "--bin=mutants", "--"])
            .args(arguments)
            .envs(cluster.environment()),
    )
}

/// Runs a program of crate `tests` in release, with a PostgreSQL cluster at hand and a fresh server. One build for both:
/// two would compile half of the dependencies twice.
pub(crate) fn harness(program: &str, arguments: &[String]) -> Result<()> {
    step("set-up", setup::native)?;
    step("server and harness (release)", || {
        shell::run(shell::cargo().args([
            "build",
            "--release",
            "--package=api",
            "--package=tests",
            "--bin=lokaal-signaal",
            "--bin",
            program,
        ]))
    })?;
    let server = binary("release")?;
    let cluster = step("PostgreSQL", || Cluster::start(Durability::Full))?;
    shell::run(
        Command::new(server.with_file_name(program))
            .args(arguments)
            .env("LOKAAL_TEST_SERVER", server)
            .envs(cluster.environment()),
    )
}
