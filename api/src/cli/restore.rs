//! Puts a backup into an empty database, and forgets again what was erased since.

use std::fs::File;
use std::io::BufReader;
use std::path::PathBuf;

use age::Decryptor;
use age::x25519::Identity;
use clap::Args;
use identity::keys::KeyRing;
use storage::port::{ErasureList, Store, read_erasures};

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
    /// Goes on although there is no such list: whatever was erased since the backup comes back.
    #[arg(long, conflicts_with = "erasures")]
    without_erasures: bool,
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
        let (path, list) = self.list(config)?;
        let decryptor = Decryptor::new_buffered(BufReader::new(File::open(&self.file)?))?;
        let identities = identities
            .iter()
            .map(|identity| -> &dyn age::Identity { identity });
        let mut backup = BufReader::new(decryptor.decrypt(identities)?);
        let mut store = Store::target(&store_address(config))?;
        let (manifest, forgotten) =
            storage::port::restore(&mut backup, &mut store, &list.erasures)?;
        super::say(&format!(
            "{} rows in {} tables were restored; counts and hashes are those of the backup.\n\
             {forgotten} of {} erasures in {} came after it and were done again.{}",
            manifest.rows(),
            manifest.tables.len(),
            list.erasures.len(),
            path.display(),
            unreadable(&list)
        ))
    }

    /// What was erased since. Restoring without it would bring back what people were promised to be rid of, so that is
    /// never done by mistake.
    fn list(&self, config: &Config) -> Result<(PathBuf, ErasureList), Box<dyn std::error::Error>> {
        let own = crate::erasures::list_of(config);
        let path = self.erasures.clone().unwrap_or(own);
        match read_erasures(&path)? {
            Some(list) => Ok((path, list)),
            None if self.without_erasures => Ok((path, ErasureList::default())),
            None => Err(format!(
                "there is no list of erasures at {}: what was erased since the backup would come back. \
                 Name the newest copy with --erasures FILE; if there is none anywhere, use --without-erasures",
                path.display()
            )
            .into()),
        }
    }
}

fn unreadable(list: &ErasureList) -> String {
    match list.unreadable {
        0 => String::new(),
        lines => format!(
            "\nWARNING: {lines} lines of the list could not be read. A power cut leaves one half a line and repeats it; \
             more than that is a damaged file: look for another copy."
        ),
    }
}
