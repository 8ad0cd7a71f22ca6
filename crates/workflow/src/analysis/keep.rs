//! Findings are written down, unless the signal became another one meanwhile.

use std::collections::{BTreeMap, BTreeSet};

use policy::{Permit, RunJob};
use shared::analysis::{LEAST_CONFIDENCE, Likeness, Reasons};
use shared::codes::KindOfProblem;
use shared::id::SignalKey;
use shared::signal::{TagOrigin, TagStatus};
use shared::taxonomy::{Code, Scheme};
use storage::records::{
    SignalLikeRecord, SignalTagRecord, SignalVectorRecord, TagSuggestionRecord,
};
use storage::{At, Json, Key, Stored, Tx};

use crate::{Sources, Stop};

/// What a model found out about one signal.
#[derive(Debug)]
pub struct Findings {
    /// The signal.
    pub signal: SignalKey,
    /// The text that was looked at.
    pub text: String,
    /// The model.
    pub model: String,
    /// The vector, as `analysis::vectors` writes it.
    pub vector: Vec<u8>,
    /// The kind of problem that it sees, and how sure it is in percent.
    pub kind: Option<(KindOfProblem, u8)>,
    /// Codes it proposes.
    pub proposals: Vec<Proposed>,
    /// Signals it is like.
    pub likes: Vec<Like>,
    /// Its nearest neighbours with their cosines.
    pub near: Vec<(SignalKey, f32)>,
}

/// A code that a model proposes.
#[derive(Debug)]
pub struct Proposed {
    /// Theme, tag or target group.
    pub scheme: Scheme,
    /// The code.
    pub code: Code,
    /// How sure, in percent.
    pub confidence: u8,
    /// Why.
    pub reasons: Reasons,
}

/// A signal that another one is like.
#[derive(Debug)]
pub struct Like {
    /// The other signal.
    pub other: SignalKey,
    /// In which way.
    pub likeness: Likeness,
    /// How much, in percent.
    pub score: u8,
}

/// Keeps what was found out; how many signals it still was about. One that was taken back, held or rewritten since waits
/// for the next look, or for none.
pub fn keep_findings(
    tx: &mut Tx<'_>,
    permit: &Permit<RunJob>,
    sources: &Sources,
    findings: &[Findings],
) -> Result<usize, Stop> {
    let scope = permit.scope();
    let keys: Vec<SignalKey> = findings.iter().map(|finding| finding.signal).collect();
    let records: BTreeMap<SignalKey, _> = tx
        .signals_by_keys(scope, &keys)?
        .into_iter()
        .map(|record| (record.id.0, record))
        .collect();
    let texts: BTreeMap<SignalKey, Option<String>> = tx
        .signal_texts(scope, &keys)?
        .into_iter()
        .map(|text| (text.signal_id.0, text.text))
        .collect();
    let tags = tx.tags_of(scope, &keys)?;
    let others: Vec<SignalKey> = findings
        .iter()
        .flat_map(|finding| finding.likes.iter().map(|like| like.other))
        .collect();
    let readable: BTreeSet<SignalKey> = tx
        .signals_by_keys(scope, &others)?
        .into_iter()
        .filter(|record| record.state.0.is_readable())
        .map(|record| record.id.0)
        .collect();
    let mut kept = 0;
    for finding in findings {
        let Some(record) = records.get(&finding.signal) else {
            continue;
        };
        let text = texts.get(&finding.signal).and_then(Option::as_ref);
        if !record.state.0.is_readable() || text != Some(&finding.text) {
            continue;
        }
        let is_decided = |proposed: &Proposed| {
            tags.iter().any(|tag| {
                tag.signal_id == record.id
                    && tag.status.0 != TagStatus::Proposed
                    && tag.scheme.0 == proposed.scheme
                    && tag.code == proposed.code.as_str()
            })
        };
        let vector = SignalVectorRecord {
            authority_id: record.authority_id,
            signal_id: record.id,
            model: finding.model.clone(),
            vector: finding.vector.clone(),
            kind: finding.kind.map(|(kind, _)| Stored(kind)),
            kind_confidence: finding.kind.map(|(_, confidence)| i32::from(confidence)),
        };
        let proposals: Vec<_> = finding
            .proposals
            .iter()
            .filter(|proposed| proposed.confidence >= LEAST_CONFIDENCE && !is_decided(proposed))
            .map(|proposed| rows(sources, &vector, proposed))
            .collect();
        let likes: Vec<SignalLikeRecord> = finding
            .likes
            .iter()
            .filter(|like| readable.contains(&like.other))
            .map(|like| SignalLikeRecord {
                authority_id: record.authority_id,
                signal_id: record.id,
                other_id: Key(like.other),
                likeness: Stored(like.likeness),
                score: i32::from(like.score),
            })
            .collect();
        tx.put_analysis(scope, &vector, &proposals, &likes, At(sources.now()))?;
        kept += 1;
    }
    Ok(kept)
}

fn rows(
    sources: &Sources,
    vector: &SignalVectorRecord,
    proposed: &Proposed,
) -> (SignalTagRecord, TagSuggestionRecord) {
    let at = At(sources.now());
    let tag = SignalTagRecord {
        authority_id: vector.authority_id,
        signal_id: vector.signal_id,
        scheme: Stored(proposed.scheme),
        code: proposed.code.to_string(),
        origin: Stored(TagOrigin::Machine),
        status: Stored(TagStatus::Proposed),
        membership_id: None,
        at,
    };
    let suggestion = TagSuggestionRecord {
        authority_id: vector.authority_id,
        signal_id: vector.signal_id,
        scheme: Stored(proposed.scheme),
        code: proposed.code.to_string(),
        model: vector.model.clone(),
        confidence: i32::from(proposed.confidence),
        reasons: Json(proposed.reasons.clone()),
        at,
    };
    (tag, suggestion)
}
