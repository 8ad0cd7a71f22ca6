//! The answer of a language model is kept, or why there is none.

use analysis::summariser::Grounded;
use policy::{Permit, RunJob};
use shared::id::SignalKey;
use shared::summary::{DraftClaim, DraftContent, DraftState, DraftTrouble};
use storage::{At, Json, Stored, Tx};

use super::Asked;
use crate::{Sources, Stop};

/// Writes into the audit log that texts go to a language model, before they do: about which issue, never a word of them.
pub fn note_asking(
    tx: &mut Tx<'_>,
    _permit: &Permit<RunJob>,
    _sources: &Sources,
    asked: Asked,
) -> Result<(), Stop> {
    tx.touches_because("issue", asked.issue, "sentToLanguageModel");
    Ok(())
}

/// Keeps it, unless nobody waits for it any more: a text may have gone meanwhile, and with it the question. `sent` are the
/// signals in the order that the answer counts them in.
pub fn keep_draft(
    tx: &mut Tx<'_>,
    permit: &Permit<RunJob>,
    sources: &Sources,
    asked: Asked,
    sent: &[SignalKey],
    found: Result<&Grounded, DraftTrouble>,
) -> Result<(), Stop> {
    let scope = permit.scope();
    tx.touches_because("issue", asked.issue, "answerOfLanguageModel");
    let Some(issue) = tx.issue(scope, asked.issue)? else {
        return Ok(());
    };
    let Some(mut draft) = tx.summary_draft(scope, issue.id.0)? else {
        return Ok(());
    };
    if draft.state.0 != DraftState::Asked || draft.version != asked.version {
        return Ok(());
    }
    let content = found.map(|found| content(tx, permit, sent, found));
    match content {
        Ok(content) => {
            draft.state = Stored(DraftState::Made);
            draft.content = Some(Json(content?));
        }
        Err(trouble) => {
            draft.state = Stored(DraftState::Failed);
            draft.cause = Some(Stored(trouble));
        }
    }
    draft.made_at = Some(At(sources.now()));
    draft.version += 1;
    Ok(tx.put_summary_draft(scope, &draft)?)
}

/// With the public ids of the signals.
fn content(
    tx: &mut Tx<'_>,
    permit: &Permit<RunJob>,
    sent: &[SignalKey],
    found: &Grounded,
) -> Result<DraftContent, Stop> {
    let records = tx.signals_by_keys(permit.scope(), sent)?;
    let public = |place: &usize| {
        let key = sent.get(*place)?;
        let record = records.iter().find(|record| record.id.0 == *key)?;
        Some(record.public_id.0)
    };
    let claims = found.claims.iter().map(|claim| DraftClaim {
        text: claim.text.clone(),
        signals: claim.passages.iter().filter_map(public).collect(),
    });
    Ok(DraftContent {
        title: found.title.clone(),
        summary: found.summary.clone(),
        claims: claims.collect(),
        signals: u32::try_from(sent.len()).unwrap_or(u32::MAX),
        dropped: found.dropped,
    })
}
