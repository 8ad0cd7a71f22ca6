//! The key file: every secret of an installation, in one file of mode 0600 outside the database.
//!
//! `init`, `rotate`, `revoke`, `list` and `backup` are what `lokaal-signaal keys …` calls. A server reads the file
//! with [`KeyRing::load`], and again when it changed: it is replaced whole by a rename, so a reader never sees half of one.

mod backup;
mod file;
mod hmac_key;
mod init;
mod kek;
mod kind;
mod list;
mod live;
mod revoke;
mod ring;
mod rotate;
mod signing;
#[cfg(test)]
mod tests;

pub use backup::{BackupError, BackupState, backup, backup_state, confirm_backup, restore_keys};
pub use file::KeyFileError;
pub use hmac_key::{
    HmacKey, IdempotencyHmacKey, IndexKey, PseudonymKey, PublicationKey, ReceiptKey,
};
pub use init::init;
pub use kek::{Kek, Keks};
pub use kind::{KeyKind, UnknownKeyKind};
pub use list::{KeyLine, KeyState, list};
pub use live::{KeyFileStamp, LiveKeys};
pub use revoke::{RevokeError, revoke};
pub use ring::{BackupKey, KeyRing, VapidKey};
#[cfg(test)]
pub(crate) use rotate::rotate_in;
pub use rotate::{RotateError, rotate};
pub use signing::{PREANNOUNCED_SECONDS, SigningKey, SigningKeys};
