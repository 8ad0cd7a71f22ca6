//! SHA-256 in the two spellings that file names and content security policies want.

use data_encoding::{BASE64, HEXLOWER};
use sha2::{Digest, Sha256};

pub(crate) fn hex_digest(content: &[u8]) -> String {
    HEXLOWER.encode(&Sha256::digest(content))
}

/// 64 bits are plenty to tell the versions of one file apart.
pub(crate) fn short_digest(content: &[u8]) -> String {
    let mut digest = hex_digest(content);
    digest.truncate(16);
    digest
}

/// `sha256-…` as a content security policy spells it.
pub(crate) fn policy_digest(content: &[u8]) -> String {
    format!("sha256-{}", BASE64.encode(&Sha256::digest(content)))
}
