//! Operators' commands, by the real program.

use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use crate::database::Database;
use crate::real_server::program;

/// A database that no server has, with a data folder.
pub struct Elsewhere {
    database: Database,
    // Dropped last.
    folder: TempDir,
}

impl Elsewhere {
    pub(crate) fn with_keys(keys: &Path) -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        std::fs::copy(keys, folder.path().join("keys.json")).expect("a copy of the keys");
        let database = Database::fresh(folder.path());
        Self { database, folder }
    }

    /// Its data folder.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The database, for looking past every wall. On SQLite there is none before the first restore.
    pub fn database(&self) -> &Database {
        &self.database
    }

    /// Restores a backup into it: what the command says, or what it complains of.
    pub fn try_restore(&self, file: &Path, arguments: &[&str]) -> Result<String, String> {
        let file = file.to_string_lossy();
        let all: Vec<&str> = ["restore", &file]
            .into_iter()
            .chain(arguments.iter().copied())
            .collect();
        run(self.folder(), &self.database, &all)
    }
}

/// Runs the program that `LOKAAL_TEST_SERVER` names.
pub(crate) fn run(
    folder: &Path,
    database: &Database,
    arguments: &[&str],
) -> Result<String, String> {
    let done = Command::new(program())
        .args(arguments)
        .env("LOKAAL_DATA", folder)
        .env("LOKAAL_ALLOW_UNSAFE_DATABASE", "true")
        .env("LOKAAL_LOG", "error")
        .envs(database.environment())
        .output()
        .expect("the program");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    if done.status.success() {
        Ok(text(&done.stdout))
    } else {
        Err(text(&done.stderr))
    }
}
