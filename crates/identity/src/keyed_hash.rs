//! HMAC-SHA-256 and SHA-256 over parts, in the shapes the other files need.

use aws_lc_rs::{digest, hmac};

/// HMAC-SHA-256 of the parts one after the other. The caller sees to it that no two meanings give the same bytes.
pub(crate) fn hmac_sha256(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    let mut context = hmac::Context::with_key(&hmac::Key::new(hmac::HMAC_SHA256, key));
    for part in parts {
        context.update(part);
    }
    first(context.sign().as_ref())
}

pub(crate) fn sha256(bytes: &[u8]) -> [u8; 32] {
    first(digest::digest(&digest::SHA256, bytes).as_ref())
}

/// The first `N` bytes; zeros behind a shorter input, which no caller has.
pub(crate) fn first<const N: usize>(bytes: &[u8]) -> [u8; N] {
    let mut start = [0; N];
    for (target, source) in start.iter_mut().zip(bytes) {
        *target = *source;
    }
    start
}

#[cfg(test)]
mod tests {
    use super::*;
    use data_encoding::HEXLOWER;

    // RFC 4231, test case 2.
    #[test]
    fn hmac_agrees_with_the_rfc() {
        let tag = hmac_sha256(b"Jefe", &[b"what do ya want ", b"for nothing?"]);
        assert_eq!(
            HEXLOWER.encode(&tag),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
    }
}
