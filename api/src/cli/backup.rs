//! Writes everything into one encrypted file.

use std::fs::{File, OpenOptions};
use std::io::{BufWriter, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::PathBuf;

use age::Encryptor;
use age::x25519::Recipient;
use clap::Args;
use identity::keys::KeyRing;
use storage::port::{Manifest, Store};

use super::beside::store_address;
use crate::config::Config;

/// Where to.
#[derive(Args)]
pub(crate) struct Backup {
    /// File that is written; it must not exist yet.
    file: PathBuf,
}

impl Backup {
    /// Takes one consistent snapshot, encrypts it to the newest backup key, and puts it in place whole or not at all.
    /// The server goes on meanwhile.
    pub(crate) fn run(self, config: &Config) -> super::Done {
        if self.file.exists() {
            return Err(format!(
                "{} exists already; choose another name",
                self.file.display()
            )
            .into());
        }
        let keys = KeyRing::load(&config.keys())?;
        let mut store = Store::source(&store_address(config))?;
        let unfinished = self.file.with_extension("unfinished");
        let written = write(&keys, &mut store, &unfinished);
        if written.is_err() {
            let _ = std::fs::remove_file(&unfinished);
        }
        let manifest = written?;
        put_in_place(&unfinished, &self.file)?;
        // For the figures of the server; a backup that cannot be noted is one all the same.
        let _ = std::fs::write(crate::figures::note_of_backup(config), "");
        super::say(&format!(
            "{} rows in {} tables are in {}.\nIt opens with the key file only: keep a copy of that elsewhere (`lokaal-signaal keys backup`).",
            manifest.rows(),
            manifest.tables.len(),
            self.file.display()
        ))
    }
}

fn write(
    keys: &KeyRing,
    store: &mut Store,
    path: &std::path::Path,
) -> Result<Manifest, Box<dyn std::error::Error>> {
    let key = keys
        .backup_keys()
        .last()
        .ok_or("the key file has no backup key; run `lokaal-signaal keys rotate backup`")?;
    let recipient: Recipient = key.recipient().parse()?;
    let encryptor = Encryptor::with_recipients(std::iter::once::<&dyn age::Recipient>(&recipient))?;
    let mut encrypted = encryptor.wrap_output(BufWriter::new(create(path)?))?;
    let manifest = storage::port::backup(store, &mut encrypted)?;
    let mut file = encrypted.finish()?;
    file.flush()?;
    file.get_ref().sync_all()?;
    Ok(manifest)
}

/// The new name reaches the disk too, before anybody is told that there is a backup. Nothing that came there meanwhile is
/// overwritten.
fn put_in_place(unfinished: &std::path::Path, file: &std::path::Path) -> std::io::Result<()> {
    std::fs::hard_link(unfinished, file)?;
    std::fs::remove_file(unfinished)?;
    let folder = file
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(std::path::Path::new("."));
    File::open(folder)?.sync_all()
}

/// Readable by its owner only, from its first byte.
fn create(path: &std::path::Path) -> std::io::Result<File> {
    OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(path)
}
