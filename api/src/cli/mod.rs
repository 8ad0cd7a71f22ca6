//! The command line: one file per command.

mod authority;
mod backup;
mod beside;
mod evaluate;
mod import;
mod jobs;
mod keys;
mod migrate;
mod openapi;
mod port;
mod restore;
mod serve;
mod totp;
mod verify_audit;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::config::Config;

/// Signals of frontline workers become structural policy action.
#[derive(Parser)]
#[command(name = "lokaal-signaal", version, about)]
struct Cli {
    /// Configuration file; `lokaal-signaal.toml` in this folder when it is there.
    #[arg(long, global = true)]
    config: Option<PathBuf>,
    /// Folder of everything this server keeps itself.
    #[arg(long, global = true)]
    data: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

/// What to do.
#[derive(Subcommand)]
enum Command {
    /// Serves the API and the clients.
    Serve(serve::Serve),
    /// Makes and lists authorities.
    #[command(subcommand)]
    Authority(authority::Authority),
    /// Makes, lists, rotates, revokes and backs up keys.
    #[command(subcommand)]
    Keys(keys::Keys),
    /// Brings the database to this version.
    Migrate,
    /// Writes everything into one encrypted file.
    Backup(backup::Backup),
    /// Puts a backup into an empty database.
    Restore(restore::Restore),
    /// Copies everything from one database into another.
    Port(port::Port),
    /// Lists and replays background work.
    #[command(subcommand)]
    Jobs(jobs::Jobs),
    /// Recomputes every seal of the audit log.
    VerifyAudit,
    /// Judges a model by what people of an authority decided.
    Evaluate(evaluate::Evaluate),
    /// Makes signals of a table, such as a form's export.
    Import(import::Import),
    /// Prints the code that signs in now, for an account of the demo.
    Totp(totp::Totp),
    /// Prints the contract (openapi.yaml).
    Openapi,
    /// Prints the effective configuration, without secrets.
    Config,
}

/// Reads the command line and does what it says.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    log_to_stderr();
    let config = match Config::read(cli.config.as_deref(), std::env::vars()) {
        Ok(config) => Config {
            data: cli.data.unwrap_or(config.data.clone()),
            ..config
        },
        Err(error) => return failed(&error),
    };
    let done = match cli.command {
        Command::Serve(command) => command.run(config),
        Command::Authority(command) => command.run(config),
        Command::Keys(command) => command.run(&config),
        Command::Migrate => migrate::run(&config),
        Command::Backup(command) => command.run(&config),
        Command::Restore(command) => command.run(&config),
        Command::Port(command) => command.run(),
        Command::Jobs(command) => command.run(&config),
        Command::VerifyAudit => verify_audit::run(&config),
        Command::Evaluate(command) => command.run(&config),
        Command::Import(command) => command.run(&config),
        Command::Totp(command) => command.run(),
        Command::Openapi => openapi::run(),
        Command::Config => say(&config.shown()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => failed(&*error),
    }
}

/// A folder, where nothing typed means none.
#[expect(clippy::unnecessary_wraps, reason = "clap asks for a result")]
fn folder(typed: &str) -> Result<PathBuf, std::convert::Infallible> {
    Ok(PathBuf::from(typed))
}

/// What a command answers.
pub(crate) type Done = Result<(), Box<dyn std::error::Error>>;

/// Writes an answer for people or for a pipe.
pub(crate) fn say(text: &str) -> Done {
    use std::io::Write;
    let mut out = std::io::stdout().lock();
    writeln!(out, "{}", text.trim_end())?;
    Ok(out.flush()?)
}

fn failed(error: &dyn std::fmt::Display) -> ExitCode {
    use std::io::Write;
    let _ = writeln!(std::io::stderr(), "lokaal-signaal: {error}");
    ExitCode::FAILURE
}

/// JSON lines on stderr, `LOKAAL_LOG` sets the level. Texts never reach it: their types cannot be printed.
fn log_to_stderr() {
    let filter = std::env::var("LOKAAL_LOG").unwrap_or_else(|_| "info".to_owned());
    let builder = tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_writer(std::io::stderr);
    builder
        .with_env_filter(tracing_subscriber::EnvFilter::new(filter))
        .init();
}
