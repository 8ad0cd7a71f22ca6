//! The keys that a running process works with: replaced whole when the key file changes, so that `keys rotate` and
//! `keys revoke` take effect without a restart.

use std::{
    fs,
    path::Path,
    sync::{Arc, PoisonError, RwLock},
    time::SystemTime,
};

use super::{KeyFileError, KeyRing, file};

/// The newest keys that were read. Whoever takes them keeps them for one piece of work.
pub struct LiveKeys {
    ring: RwLock<Arc<KeyRing>>,
}

impl LiveKeys {
    pub fn new(ring: KeyRing) -> Self {
        Self {
            ring: RwLock::new(Arc::new(ring)),
        }
    }

    /// The keys of this moment.
    pub fn current(&self) -> Arc<KeyRing> {
        Arc::clone(&self.ring.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// From now on these.
    pub fn renew(&self, ring: KeyRing) {
        *self.ring.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(ring);
    }
}

/// What tells one version of the key file from the next without reading it. `keys …` replaces the file, so its inode
/// changes too: two changes within one tick of the file system's clock do not look alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyFileStamp {
    changed_at: SystemTime,
    bytes: u64,
    inode: u64,
}

impl KeyFileStamp {
    pub fn of(path: &Path) -> Result<Self, KeyFileError> {
        let found = fs::metadata(path).map_err(|source| file::io_error(path, source))?;
        let changed_at = found
            .modified()
            .map_err(|source| file::io_error(path, source))?;
        #[cfg(unix)]
        let inode = std::os::unix::fs::MetadataExt::ino(&found);
        #[cfg(not(unix))]
        let inode = 0;
        Ok(Self {
            changed_at,
            bytes: found.len(),
            inode,
        })
    }
}
