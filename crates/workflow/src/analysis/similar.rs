//! Signals that are like another one, and why.

use std::collections::BTreeMap;

use analysis::vectors::shared_phrases;
use policy::{ListSimilarSignals, Operation, Permit};
use shared::analysis::SimilarSignal;
use shared::id::{SignalId, SignalKey};
use storage::Tx;
use storage::records::SignalRecord;

use crate::signals::{own_sector_if_shared, summaries};
use crate::{Refusal, Sources, Stop};

/// How many a person is shown.
const MOST: usize = 8;

/// The most alike first. Nothing while the signal may not be read or was not looked at yet.
pub fn list_similar_signals(
    tx: &mut Tx<'_>,
    permit: &Permit<ListSimilarSignals>,
    sources: &Sources,
    signal: SignalId,
) -> Result<Vec<SimilarSignal>, Stop> {
    let record = tx
        .signal(permit.scope(), signal)?
        .ok_or(Refusal::NotFound)?;
    similar_to(tx, permit, sources, &record)
}

pub(super) fn similar_to<A: Operation>(
    tx: &mut Tx<'_>,
    permit: &Permit<A>,
    sources: &Sources,
    record: &SignalRecord,
) -> Result<Vec<SimilarSignal>, Stop> {
    let scope = permit.scope();
    if !record.state.0.is_readable() {
        return Ok(Vec::new());
    }
    let likes = tx.likes_of(scope, record.id.0, MOST)?;
    let keys: Vec<SignalKey> = likes.iter().map(|(other, ..)| other.0).collect();
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let own = tx.signal_text(scope, record.id.0)?;
    let own = own.and_then(|row| row.text).unwrap_or_default();
    let own_language = record.spoken();
    let mut texts: BTreeMap<SignalKey, String> = tx
        .signal_texts(scope, &keys)?
        .into_iter()
        .filter_map(|row| Some((row.signal_id.0, row.text?)))
        .collect();
    let others = tx.signals_by_keys(scope, &keys)?;
    let mut rows = Vec::new();
    let mut about = Vec::new();
    for (other, likeness, score) in likes {
        let found = others.iter().find(|record| record.id == other);
        let Some(record) = found.filter(|record| record.state.0.is_readable()) else {
            continue;
        };
        let text = texts.remove(&other.0).unwrap_or_default();
        let language = record.spoken();
        let shared = shared_phrases((&text, language), (&own, own_language));
        about.push((likeness.0, u8::try_from(score).unwrap_or_default(), shared));
        rows.push((record.clone(), Some(text)));
    }
    let mut sectors = crate::signals::SharedSectors::default();
    for (record, _) in &rows {
        sectors.extend(own_sector_if_shared(tx, scope, record)?);
    }
    let summaries = summaries(tx, scope, sources, &sectors, rows)?;
    let with_reasons = summaries.into_iter().zip(about);
    Ok(with_reasons
        .map(|(signal, (likeness, score, shared))| SimilarSignal {
            signal,
            likeness,
            score,
            shared,
        })
        .collect())
}
