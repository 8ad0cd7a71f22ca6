//! Texts with their vectors, however many.

use analysis::vectors::Quantised;
use policy::Scope;
use shared::id::SignalKey;
use storage::tx::query_types::TextWithVector;
use storage::{KEYS_AT_A_TIME, Tx};

use crate::Stop;

/// Of signals that may be read and that this model looked at.
pub(crate) fn texts_with_vectors(
    tx: &mut Tx<'_>,
    scope: &Scope,
    model: &str,
    keys: &[SignalKey],
) -> Result<Vec<TextWithVector>, Stop> {
    let mut rows = Vec::with_capacity(keys.len());
    for keys in keys.chunks(KEYS_AT_A_TIME) {
        rows.extend(tx.texts_with_vectors(scope, model, keys)?);
    }
    Ok(rows)
}

/// One vector for each row; an empty one where it cannot be read, so that places in both lists mean the same.
pub(crate) fn vectors_of(rows: &[TextWithVector]) -> Vec<Vec<f32>> {
    let vector = |(_, bytes): &TextWithVector| {
        let read = Quantised::from_bytes(bytes);
        read.map_or_else(|_| Vec::new(), |vector| vector.to_vector())
    };
    rows.iter().map(vector).collect()
}
