//! What the signals of an issue say: sentences of their own, and, where an authority allows it, the draft of a language
//! model. A draft is measured against the signals before anybody reads it, and stays one until a person approves it.

mod approve;
mod ask;
mod compose;
mod discard;
mod get;
mod keep;
mod language_model;

pub use approve::approve_summary;
pub use ask::draft_summary;
pub use compose::{Asked, Reading, compose_question, measured};
pub use discard::discard_summary;
pub use get::get_summary;
pub use keep::{keep_draft, note_asking};
pub use language_model::{change_language_model, get_language_model};

use policy::{Operation, Permit, Scope};
use shared::id::{IssueId, IssueKey, SignalKey};
use shared::summary::{LanguageModel, SummaryDraft};
use storage::Tx;
use storage::records::{IssueRecord, SummaryDraftRecord};

use crate::issues::is_current;
use crate::{Refusal, Stop};

/// Signals that are read for it, the latest; a sixth thousand says nothing that the first five did not.
const MOST_SIGNALS: usize = 5_000;

/// The signals of an issue, the latest first.
fn signals_of(tx: &mut Tx<'_>, scope: &Scope, issue: IssueKey) -> Result<Vec<SignalKey>, Stop> {
    let links = tx.linked_signals(scope, issue)?;
    let mut keys: Vec<SignalKey> = links.into_iter().map(|(key, ..)| key.0).collect();
    keys.sort_unstable_by(|one, other| other.cmp(one));
    keys.truncate(MOST_SIGNALS);
    Ok(keys)
}

/// The issue, and its draft in the version that the client saw; 0 is none.
fn draft_in<A: Operation>(
    tx: &mut Tx<'_>,
    permit: &Permit<A>,
    issue: IssueId,
    expected: u64,
) -> Result<(IssueRecord, SummaryDraftRecord), Stop> {
    let scope = permit.scope();
    let issue = tx.issue(scope, issue)?.ok_or(Refusal::NotFound)?;
    let draft = tx.summary_draft(scope, issue.id.0)?;
    is_current(draft.as_ref().map_or(0, |draft| draft.version), expected)?;
    Ok((issue, draft.ok_or(Refusal::NotFound)?))
}

/// As a person reads it; `reading` are the signals as they are now.
fn told(record: SummaryDraftRecord, reading: &Reading) -> SummaryDraft {
    let language_model = LanguageModel {
        model: record.model,
        host: record.host,
    };
    let outdated =
        record.content.is_some() && record.content_hash != reading.content_hash(&language_model);
    SummaryDraft {
        state: record.state.0,
        cause: record.cause.map(|cause| cause.0),
        language_model,
        outdated,
        content: record.content.map(|content| content.0),
        asked_at: record.asked_at.0,
        version: u64::try_from(record.version).unwrap_or_default(),
    }
}
