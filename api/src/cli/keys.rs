//! The key file.

use std::io::BufRead;
use std::path::PathBuf;

use chrono::{DateTime, Utc};
use clap::{Args, Subcommand};
use identity::SystemRandomness;
use identity::keys::{self, BackupState, KeyKind, KeyLine, KeyRing};
use shared::sources::Clock;
use storage::port::Store;
use workflow::rewrap::rewrap_all;

use super::beside::store_address;
use crate::config::Config;
use crate::server::make_folder;
use crate::sources::SystemClock;

/// What to do with keys.
#[derive(Subcommand)]
pub(crate) enum Keys {
    /// Makes the key file; it must not exist yet.
    Init,
    /// Lists keys and what is due, without any secret.
    List,
    /// Makes a new key of a kind; the old one goes on reading what it made.
    Rotate(Rotate),
    /// Moves everything that an older KEK wraps under the newest one, so that the older one can be revoked.
    Rewrap,
    /// Makes a key worthless at once.
    Revoke(Revoke),
    /// Writes the keys to another place, under a passphrase that is read from standard input.
    Backup(Bundle),
    /// Opens such a bundle and notes that the keys are safe.
    Confirm(Bundle),
    /// Makes the key file from a bundle; it must not exist yet.
    Restore(Bundle),
}

/// Which kind.
#[derive(Args)]
pub(crate) struct Rotate {
    /// access-token, audit-head, kek or backup.
    kind: KeyKind,
}

/// Which key.
#[derive(Args)]
pub(crate) struct Revoke {
    /// As `keys list` shows it.
    id: String,
}

/// Which file.
#[derive(Args)]
pub(crate) struct Bundle {
    /// The bundle.
    file: PathBuf,
}

impl Keys {
    /// Does it. A running server reads the file again when it changes.
    pub(crate) fn run(self, config: &Config) -> super::Done {
        let (path, now) = (config.keys(), SystemClock.now().utc());
        match self {
            Self::Init => {
                make_folder(&config.data)?;
                keys::init(&path, &SystemRandomness, now)?;
                super::say(&format!(
                    "{} was made. Back it up now: `lokaal-signaal keys backup FILE`.",
                    path.display()
                ))
            }
            Self::List => list(&KeyRing::load(&path)?, now),
            Self::Rotate(Rotate { kind }) => {
                let id = keys::rotate(&path, kind, &SystemRandomness, now)?;
                super::say(&format!("{id} was made. Back the keys up again."))
            }
            Self::Rewrap => {
                let ring = KeyRing::load(&path)?;
                let mut store = Store::source(&store_address(config))?;
                let (keks, now) = (ring.keks(), SystemClock.now());
                let moved = rewrap_all(&mut store, keks, &SystemRandomness, now)?;
                super::say(&format!(
                    "{moved} data keys and secrets were moved under the newest KEK."
                ))
            }
            Self::Revoke(Revoke { id }) => {
                let rows = wrapped_rows(config, &id)?;
                keys::revoke(&path, &id, rows, &SystemRandomness, now)?;
                super::say(&format!("{id} is revoked."))
            }
            Self::Backup(Bundle { file }) => {
                keys::backup(&path, &file, &passphrase()?)?;
                super::say(&format!(
                    "{0} was written. Prove that it opens: `lokaal-signaal keys confirm {0}`.",
                    file.display()
                ))
            }
            Self::Confirm(Bundle { file }) => {
                keys::confirm_backup(&path, &file, &passphrase()?, now)?;
                super::say("The bundle opens and holds these keys.")
            }
            Self::Restore(Bundle { file }) => {
                make_folder(&config.data)?;
                keys::restore_keys(&file, &passphrase()?, &path)?;
                super::say(&format!("{} was made from the bundle.", path.display()))
            }
        }
    }
}

fn list(ring: &KeyRing, now: DateTime<Utc>) -> super::Done {
    let lines: Vec<String> = keys::list(ring, now).iter().map(line).collect();
    let backup = match keys::backup_state(ring) {
        BackupState::Never => {
            "WARNING: these keys were never backed up; run `lokaal-signaal keys backup FILE`."
        }
        BackupState::Outdated { .. } => {
            "WARNING: keys changed since the last backup; run `lokaal-signaal keys backup FILE`."
        }
        BackupState::Confirmed { .. } => "A backup of these keys was confirmed.",
    };
    super::say(&format!("{}\n{backup}", lines.join("\n")))
}

fn line(key: &KeyLine) -> String {
    let day = |moment: Option<DateTime<Utc>>| moment.map(|moment| moment.date_naive().to_string());
    let due = day(key.due_at)
        .map(|day| format!("new one due {day}"))
        .unwrap_or_default();
    let made = day(key.created_at)
        .map(|day| format!("made {day}"))
        .unwrap_or_default();
    format!("{}\t{}\t{:?}\t{made}\t{due}", key.kind, key.id, key.state)
}

/// A KEK that still wraps something must stay; other keys wrap nothing.
fn wrapped_rows(config: &Config, id: &str) -> Result<u64, Box<dyn std::error::Error>> {
    let Some(version) = id
        .strip_prefix("kek-")
        .and_then(|version| version.parse().ok())
    else {
        return Ok(0);
    };
    Ok(Store::source(&store_address(config))?.wrapped_with(version)?)
}

/// One line of standard input: a passphrase on the command line would stand in the history of the shell.
fn passphrase() -> Result<String, std::io::Error> {
    use std::io::Write;
    write!(std::io::stderr(), "Passphrase: ")?;
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line)?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}
