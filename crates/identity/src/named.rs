//! Ids that whoever makes them up makes up alike, and that tell nothing.

use uuid::{Builder, Uuid};

use crate::keyed_hash::{first, sha256};

/// The id of what these parts name together. Of a fixed number of parts, so that no two lists give the same bytes.
pub fn named_id<const N: usize>(parts: [&[u8]; N]) -> Uuid {
    let mut bytes = Vec::new();
    for part in parts {
        bytes.extend_from_slice(&sha256(part));
    }
    Builder::from_custom_bytes(first(&sha256(&bytes))).into_uuid()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_parts_have_one_id_and_others_have_another() {
        let id = named_id([b"theme", b"housing"]);
        assert_eq!(id, named_id([b"theme", b"housing"]));
        assert_ne!(id, named_id([b"themeh", b"ousing"]));
        assert_ne!(id, named_id([b"tag", b"housing"]));
    }
}
