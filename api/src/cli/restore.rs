//! Puts a backup into an empty database, and forgets again what was erased since.

use std::fs::File;
use std::io::BufReader;
use std::path::PathBuf;

use age::Decryptor;
use age::x25519::Identity;
use clap::Args;
use identity::keys::KeyRing;
use storage::port::{Store, read_erasures};

use super::beside::store_address;
use crate::config::Config;

/// What from.
#[derive(Args)]
pub(crate) struct Restore {
    /// File that `backup` wrote.
    file: PathBuf,
    /// List of what was erased since; `erasures.jsonl` in the data folder when absent. Take the newest copy there is.
    #[arg(long)]
    erasures: Option<PathBuf>,
}

impl Restore {
    /// Checks every table by count and hash before anything is kept.
    pub(crate) fn run(self, config: &Config) -> super::Done {
        let keys = KeyRing::load(&config.keys())?;
        let identities: Vec<Identity> = keys
            .backup_keys()
            .iter()
            .map(|key| key.expose_identity().parse())
            .collect::<Result<_, _>>()?;
        let list = self
            .erasures
            .unwrap_or_else(|| crate::erasures::list_of(config));
        let erasures = read_erasures(&list)?;
        let decryptor = Decryptor::new_buffered(BufReader::new(File::open(&self.file)?))?;
        let identities = identities
            .iter()
            .map(|identity| -> &dyn age::Identity { identity });
        let mut backup = BufReader::new(decryptor.decrypt(identities)?);
        let mut store = Store::target(&store_address(config))?;
        let (manifest, forgotten) = storage::port::restore(&mut backup, &mut store, &erasures)?;
        super::say(&format!(
            "{} rows in {} tables were restored; counts and hashes are those of the backup.\n\
             {forgotten} of {} erasures in {} came after it and were done again.",
            manifest.rows(),
            manifest.tables.len(),
            erasures.len(),
            list.display()
        ))
    }
}
