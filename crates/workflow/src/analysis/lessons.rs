//! What people decided about codes: what the tagger learns from.

use std::collections::BTreeMap;

use policy::{Permit, RunJob};
use shared::codes::KindOfProblem;
use shared::id::{SignalId, SignalKey};
use shared::signal::TagStatus;
use shared::taxonomy::Scheme;
use storage::records::SignalTagRecord;
use storage::{KEYS_AT_A_TIME, Tx};

use crate::Stop;

/// A tagger learns from so many decisions, the latest: older ones say little about today, and memory is bounded.
const MOST_DECISIONS: i64 = 20_000;

/// A signal with what people decided on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lesson {
    /// The signal.
    pub signal: SignalKey,
    /// Its public id.
    pub id: SignalId,
    /// Its text.
    pub text: String,
    /// Codes that hold.
    pub yes: Vec<(Scheme, String)>,
    /// Codes that do not.
    pub no: Vec<(Scheme, String)>,
    /// The kind of problem that a person told of its issue.
    pub kind: Option<KindOfProblem>,
}

/// Every signal with decisions whose text is there, in the order of its last decision on a code; those of which only the issue
/// was decided about first.
pub fn lessons(tx: &mut Tx<'_>, permit: &Permit<RunJob>) -> Result<Vec<Lesson>, Stop> {
    let scope = permit.scope();
    let mut decided: BTreeMap<SignalKey, (usize, Vec<SignalTagRecord>)> = BTreeMap::new();
    for (place, tag) in tx
        .tag_decisions(scope, MOST_DECISIONS)?
        .into_iter()
        .enumerate()
    {
        let entry = decided.entry(tag.signal_id.0).or_default();
        entry.0 = place;
        entry.1.push(tag);
    }
    let kinds: BTreeMap<SignalKey, KindOfProblem> = tx
        .kinds_told(scope)?
        .into_iter()
        .map(|(key, kind)| (key.0, kind.0))
        .collect();
    for key in kinds.keys() {
        decided.entry(*key).or_default();
    }
    let keys: Vec<SignalKey> = decided.keys().copied().collect();
    let mut lessons = Vec::with_capacity(keys.len());
    for keys in keys.chunks(KEYS_AT_A_TIME) {
        let mut texts: BTreeMap<SignalKey, String> = tx
            .signal_texts(scope, keys)?
            .into_iter()
            .filter_map(|row| Some((row.signal_id.0, row.text?)))
            .collect();
        for record in tx.signals_by_keys(scope, keys)? {
            let key = record.id.0;
            let (Some(text), Some((place, tags))) = (texts.remove(&key), decided.get(&key)) else {
                continue;
            };
            if !record.state.0.is_readable() {
                continue;
            }
            let with = |status| {
                let tags = tags.iter().filter(|tag| tag.status.0 == status);
                tags.map(|tag| (tag.scheme.0, tag.code.clone())).collect()
            };
            let lesson = Lesson {
                signal: key,
                id: record.public_id.0,
                text,
                yes: with(TagStatus::Confirmed),
                no: with(TagStatus::Rejected),
                kind: kinds.get(&key).copied(),
            };
            lessons.push((*place, lesson));
        }
    }
    lessons.sort_by_key(|(place, _)| *place);
    Ok(lessons.into_iter().map(|(_, lesson)| lesson).collect())
}
