//! Telling a row again when its file is imported a second time.

use std::collections::HashMap;

use crate::row::ImportedSignal;

/// Gives each signal of a table bytes that are the same in every reading of it.
///
/// With the source's own number (a form's ID) these are number and text: two forms both start at 1. Without it they are text,
/// moment and how many equal rows came before, so that two people who wrote the same both count. The bytes hold the text:
/// store a keyed hash of them, never the bytes (decisions.md 8).
pub struct RowKeys<'a> {
    authority: &'a [u8],
    seen: HashMap<Vec<u8>, u32>,
}

impl<'a> RowKeys<'a> {
    /// For one table of one authority.
    pub fn new(authority: &'a [u8]) -> Self {
        Self {
            authority,
            seen: HashMap::new(),
        }
    }

    /// The bytes of the next signal of the table; call once per row, in order.
    pub fn next(&mut self, imported: &ImportedSignal) -> Vec<u8> {
        let moment = imported
            .received_at
            .map(|moment| moment.to_string())
            .unwrap_or_default();
        let text = imported.signal.text.reveal().as_bytes();
        let (kind, own): (u8, &[u8]) = match &imported.source_id {
            Some(id) => (b'i', id.as_bytes()),
            None => (b't', moment.as_bytes()),
        };
        let mut key = vec![kind];
        for part in [self.authority, own, text] {
            // Lengths keep "ab" + "c" apart from "a" + "bc".
            key.extend(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            key.extend(part);
        }
        let before = self.seen.entry(key.clone()).or_insert(0);
        key.extend(before.to_be_bytes());
        *before += 1;
        key
    }
}
