//! What the signals of an issue say, in sentences of their own.

use std::collections::BTreeMap;

use analysis::summary::quotes;
use analysis::vectors::Quantised;
use policy::{GetSummary, Permit};
use shared::analysis::{Quote, Summary};
use shared::id::{AuthorityId, IssueId, SignalKey};
use storage::Tx;
use storage::tx::query_types::TextWithVector;

use crate::{Refusal, Stop};

/// Sentences of a summary.
const MOST: usize = 5;
/// Signals that are read for it, the latest; a sixth thousand says nothing that the first five did not.
const MOST_SIGNALS: usize = 5_000;
/// SQLite takes so many values in one question.
const KEYS_AT_A_TIME: usize = 500;

/// Nothing while no model looked at its signals yet. With the authority that the issue belongs to.
pub fn get_summary(
    tx: &mut Tx<'_>,
    permit: &Permit<GetSummary>,
    issue: IssueId,
) -> Result<(AuthorityId, Summary), Stop> {
    let scope = permit.scope();
    let issue = tx.issue(scope, issue)?.ok_or(Refusal::NotFound)?;
    let authority = issue.authority_id.0;
    let mut keys: Vec<SignalKey> = tx
        .linked_signals(scope, issue.id.0)?
        .into_iter()
        .map(|(key, ..)| key.0)
        .collect();
    keys.sort_unstable_by(|one, other| other.cmp(one));
    keys.truncate(MOST_SIGNALS);
    let Some(model) = tx.model_of_most(scope, &keys)? else {
        return Ok((authority, Summary::default()));
    };
    let mut rows: Vec<TextWithVector> = Vec::new();
    for keys in keys.chunks(KEYS_AT_A_TIME) {
        rows.extend(tx.texts_with_vectors(scope, &model, keys)?);
    }
    let raw: Vec<Vec<f32>> = rows
        .iter()
        .map(|(_, bytes)| {
            Quantised::from_bytes(bytes).map_or_else(|_| Vec::new(), |it| it.to_vector())
        })
        .collect();
    // Not centred: what all of them have in common is what is wanted here.
    let vectors: Vec<&[f32]> = raw.iter().map(Vec::as_slice).collect();
    let texts: Vec<_> = rows
        .iter()
        .map(|(row, _)| (row.text.as_str(), row.language))
        .collect();
    let found = quotes(&texts, &vectors, MOST);
    let quoted: Vec<SignalKey> = found
        .iter()
        .filter_map(|quote| rows.get(quote.signal).map(|(row, _)| row.key))
        .collect();
    let records: BTreeMap<SignalKey, _> = tx
        .signals_by_keys(scope, &quoted)?
        .into_iter()
        .map(|record| (record.id.0, record))
        .collect();
    let quotes = found.iter().zip(&quoted).filter_map(|(quote, key)| {
        let record = records.get(key)?;
        Some(Quote {
            signal: record.public_id.0,
            sentence: quote.sentence.to_owned(),
            language: record.language.clone(),
        })
    });
    let summary = Summary {
        signals: u32::try_from(rows.len()).unwrap_or(u32::MAX),
        quotes: quotes.collect(),
        model: Some(model),
    };
    Ok((authority, summary))
}
