//! Reading and replacing the key file.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, ErrorKind, Write as _},
    path::{Path, PathBuf},
};

use zeroize::Zeroize as _;

use super::{KeyRing, SigningKey, ring};
use crate::Secret;

/// Why there are no keys. Each message ends with what to do.
#[derive(Debug, thiserror::Error)]
pub enum KeyFileError {
    #[error(
        "there is no key file at {path}. Make one with `lokaal-signaal keys init`, or point LOKAAL_KEYS to it; \
         if this installation already holds data, restore the file from its backup instead"
    )]
    Missing { path: PathBuf },
    #[error(
        "there already is a key file at {path}; it was left as it is. Use `lokaal-signaal keys rotate` for new keys"
    )]
    AlreadyThere { path: PathBuf },
    #[error(
        "the key file {path} can be read by others (mode {mode:04o}, expected 0600). Run `chmod 600 {path}`, \
         and rotate the keys if others may have read it"
    )]
    ReadableByOthers { path: PathBuf, mode: u32 },
    #[error(
        "the key file {path} holds example keys that everybody knows. Make own keys with `lokaal-signaal keys init`"
    )]
    Example { path: PathBuf },
    #[error("the key file {path} cannot be understood: {reason}. Restore it from its backup")]
    Unreadable { path: PathBuf, reason: String },
    #[error(
        "the key file {path} cannot be used: {source}. Check that the folder exists and belongs to this user"
    )]
    Io { path: PathBuf, source: io::Error },
    #[error("the crypto library refused to make a key ({reason}); try again")]
    NotDrawn { reason: &'static str },
}

pub(crate) fn read(path: &Path) -> Result<KeyRing, KeyFileError> {
    let mut file = match File::open(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            return Err(KeyFileError::Missing {
                path: path.to_owned(),
            });
        }
        opened => opened.map_err(|source| io_error(path, source))?,
    };
    refuse_readable_by_others(path, &file)?;
    let mut text = String::new();
    io::Read::read_to_string(&mut file, &mut text).map_err(|source| io_error(path, source))?;
    let ring = parse(path, &text);
    text.zeroize();
    ring
}

pub(crate) fn parse(path: &Path, text: &str) -> Result<KeyRing, KeyFileError> {
    let ring: KeyRing = serde_json::from_str(text).map_err(|error| KeyFileError::Unreadable {
        path: path.to_owned(),
        reason: error.to_string(),
    })?;
    if ring.version != ring::LAYOUT {
        let reason = format!(
            "its layout is version {}, this program knows {}",
            ring.version,
            ring::LAYOUT
        );
        return Err(KeyFileError::Unreadable {
            path: path.to_owned(),
            reason,
        });
    }
    if ring.purpose != ring::PURPOSE || has_made_up_key(&ring) {
        return Err(KeyFileError::Example {
            path: path.to_owned(),
        });
    }
    Ok(ring)
}

fn has_made_up_key(ring: &KeyRing) -> bool {
    let signing = ring
        .access_token
        .all()
        .iter()
        .chain(ring.audit_head.all())
        .map(SigningKey::seed);
    let keks = ring.kek.all().iter().map(|kek| &kek.secret);
    let hmac = [
        ring.receipt.secret(),
        ring.index.secret(),
        ring.pseudonym.secret(),
        ring.publication.secret(),
        ring.idempotency.secret(),
        &ring.vapid.scalar,
    ];
    signing.chain(keks).chain(hmac).any(Secret::looks_made_up)
}

/// Writes a file that was not there.
pub(crate) fn create(path: &Path, bytes: &[u8]) -> Result<(), KeyFileError> {
    let mut file = match private().create_new(true).open(path) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            return Err(KeyFileError::AlreadyThere {
                path: path.to_owned(),
            });
        }
        opened => opened.map_err(|source| io_error(path, source))?,
    };
    file.write_all(bytes)
        .and_then(|()| file.sync_all())
        .and_then(|()| sync_folder(path))
        .map_err(|source| io_error(path, source))
}

/// Reads, changes and replaces the key file while holding its lock, so that two commands never lose each other's keys.
pub(crate) fn change<T, E: From<KeyFileError>>(
    path: &Path,
    change: impl FnOnce(&mut KeyRing) -> Result<T, E>,
) -> Result<T, E> {
    let lock_path = beside(path, "lock");
    let lock = private()
        .create(true)
        .truncate(false)
        .open(&lock_path)
        .map_err(|source| io_error(&lock_path, source))?;
    lock.lock().map_err(|source| io_error(&lock_path, source))?;
    let mut ring = read(path)?;
    let outcome = change(&mut ring)?;
    replace(path, &ring)?;
    Ok(outcome)
}

/// Readers see the old file or the new one, never a part: the new one is complete on disk before it takes the name.
fn replace(path: &Path, ring: &KeyRing) -> Result<(), KeyFileError> {
    let new_path = beside(path, "new");
    let mut text = text_of(path, ring)?;
    let written = (|| {
        let mut file = private().create(true).truncate(true).open(&new_path)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(&new_path, path)?;
        sync_folder(path)
    })();
    text.zeroize();
    written.map_err(|source| io_error(path, source))
}

pub(crate) fn text_of(path: &Path, ring: &KeyRing) -> Result<String, KeyFileError> {
    serde_json::to_string_pretty(ring).map_err(|error| KeyFileError::Unreadable {
        path: path.to_owned(),
        reason: error.to_string(),
    })
}

pub(crate) fn io_error(path: &Path, source: io::Error) -> KeyFileError {
    KeyFileError::Io {
        path: path.to_owned(),
        source,
    }
}

fn beside(path: &Path, extension: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(extension);
    PathBuf::from(name)
}

/// For writing, readable by the owner only from its first moment.
fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

fn sync_folder(path: &Path) -> io::Result<()> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}

#[cfg(unix)]
fn refuse_readable_by_others(path: &Path, file: &File) -> Result<(), KeyFileError> {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = file
        .metadata()
        .map_err(|source| io_error(path, source))?
        .permissions()
        .mode()
        & 0o777;
    let for_others = mode & 0o077;
    if for_others == 0 {
        Ok(())
    } else {
        Err(KeyFileError::ReadableByOthers {
            path: path.to_owned(),
            mode,
        })
    }
}

#[cfg(not(unix))]
fn refuse_readable_by_others(_path: &Path, _file: &File) -> Result<(), KeyFileError> {
    Ok(())
}
