//! What the signals of an issue say, in sentences of their own, and beside them what a language model wrote.

use std::collections::BTreeMap;

use analysis::summary::quotes;
use policy::{GetSummary, Permit};
use shared::analysis::{Quote, Summary};
use shared::id::{AuthorityId, IssueId, SignalKey};
use shared::summary::LanguageModel;
use storage::Tx;

use super::compose::read_for;
use super::language_model::is_allowed;
use super::told;
use crate::analysis::vectors_of;
use crate::{Refusal, Sources, Stop};

/// Sentences of a summary.
const MOST: usize = 5;

/// No sentence while no model looked at its signals yet. With the authority that the issue belongs to.
pub fn get_summary(
    tx: &mut Tx<'_>,
    permit: &Permit<GetSummary>,
    sources: &Sources,
    set_up: Option<&LanguageModel>,
    issue: IssueId,
) -> Result<(AuthorityId, Summary), Stop> {
    let scope = permit.scope();
    let issue = tx.issue(scope, issue)?.ok_or(Refusal::NotFound)?;
    let authority = issue.authority_id.0;
    let reading = read_for(tx, scope, sources, &issue)?;
    let draft = tx.summary_draft(scope, issue.id.0)?;
    let draft = draft.map(|draft| told(draft, &reading));
    let language_model = match set_up {
        Some(set_up) if is_allowed(tx, permit, authority)? => Some(set_up.clone()),
        _ => None,
    };
    let raw = vectors_of(reading.rows());
    // Not centred: what all of them have in common is what is wanted here.
    let vectors: Vec<&[f32]> = raw.iter().map(Vec::as_slice).collect();
    let texts: Vec<_> = reading
        .rows()
        .iter()
        .map(|(row, _)| (row.text.as_str(), row.language))
        .collect();
    let found = quotes(&texts, &vectors, MOST);
    let quoted: Vec<SignalKey> = found
        .iter()
        .filter_map(|quote| reading.rows().get(quote.signal).map(|(row, _)| row.key))
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
        signals: u32::try_from(reading.rows().len()).unwrap_or(u32::MAX),
        quotes: quotes.collect(),
        model: reading.model().map(str::to_owned),
        language_model,
        draft,
    };
    Ok((authority, summary))
}
