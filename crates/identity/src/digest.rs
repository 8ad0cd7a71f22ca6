//! SHA-256 of files, as people compare it.

use data_encoding::{BASE64, HEXLOWER};

use crate::keyed_hash::sha256;

/// In hexadecimal digits, as `sha256sum` prints it.
pub fn in_hex(content: &[u8]) -> String {
    HEXLOWER.encode(&sha256(content))
}

/// In base64, as a content policy names a style or a script.
pub fn in_base64(content: &[u8]) -> String {
    BASE64.encode(&sha256(content))
}

#[cfg(test)]
mod tests {
    #[test]
    fn it_is_what_sha256sum_prints() {
        assert_eq!(
            super::in_hex(b"abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }
}
