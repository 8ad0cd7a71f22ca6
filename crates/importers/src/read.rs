//! From the bytes of a file to a table.

use shared::problem::Code;
use thiserror::Error;

use crate::limits::MAX_FILE_BYTES;
use crate::table::Table;
use crate::{delimited, encoding, workbook};

/// Why a file is no table that we take. No variant holds content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ReadError {
    /// The file, or what it inflates to, is larger than its limit.
    #[error("the file is larger than {limit} bytes, or inflates to more than is allowed")]
    TooLarge {
        /// The limit in bytes.
        limit: u64,
    },
    /// More rows than the limit.
    #[error("the table has more than {limit} rows")]
    TooManyRows {
        /// The limit.
        limit: usize,
    },
    /// More columns than the limit.
    #[error("the table has more than {limit} columns")]
    TooManyColumns {
        /// The limit.
        limit: usize,
    },
    /// No header with a row below it.
    #[error("the file has no header with rows below it")]
    Empty,
    /// An XLS of before 2007, or a workbook with a password.
    #[error("the workbook is encrypted or older than 2007; save it as .xlsx without a password")]
    OldOrEncrypted,
    /// Neither CSV nor XLSX, or damaged.
    #[error("the file is neither CSV nor XLSX, or it is damaged")]
    Unreadable,
}

impl From<ReadError> for Code {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::TooLarge { .. } => Self::PayloadTooLarge,
            ReadError::TooManyRows { .. }
            | ReadError::TooManyColumns { .. }
            | ReadError::Empty
            | ReadError::OldOrEncrypted
            | ReadError::Unreadable => Self::FileUnreadable,
        }
    }
}

/// Reads CSV or XLSX; which of them the first bytes say.
pub fn read(file: &[u8]) -> Result<Table, ReadError> {
    if file.len() > MAX_FILE_BYTES {
        return Err(ReadError::TooLarge {
            limit: u64::try_from(MAX_FILE_BYTES).unwrap_or(u64::MAX),
        });
    }
    if file.starts_with(b"PK\x03\x04") {
        return workbook::read(file);
    }
    // The compound file of old Excel, and of new Excel with a password.
    if file.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return Err(ReadError::OldOrEncrypted);
    }
    delimited::read(&encoding::decode(file).ok_or(ReadError::Unreadable)?)
}
