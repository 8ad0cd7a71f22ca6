//! A processor asks a language model for a draft.

use chrono::TimeDelta;
use policy::{DraftSummary, Permit};
use shared::id::IssueId;
use shared::summary::{DraftState, LanguageModel, SummaryDraft};
use storage::records::SummaryDraftRecord;
use storage::{At, Stored, Tx};

use super::compose::read_for;
use super::language_model::{ALLOWED, SET_UP, is_allowed};
use super::told;
use crate::outbox::{JobKind, job};
use crate::{Refusal, Sources, Stop};

/// Asking again within this time is impatience: the language model is at work.
const PATIENCE: TimeDelta = TimeDelta::minutes(2);

/// Queues the question. A draft of the same signals by the same language model is there already, and stays.
pub fn draft_summary(
    tx: &mut Tx<'_>,
    permit: &Permit<DraftSummary>,
    sources: &Sources,
    set_up: Option<&LanguageModel>,
    issue: IssueId,
) -> Result<SummaryDraft, Stop> {
    let scope = permit.scope();
    let issue = tx.issue(scope, issue)?.ok_or(Refusal::NotFound)?;
    let authority = issue.authority_id.0;
    let set_up = set_up.ok_or(Refusal::Missing(vec![SET_UP]))?;
    if !is_allowed(tx, permit, authority)? {
        return Err(Refusal::Missing(vec![ALLOWED]).into());
    }
    let reading = read_for(tx, scope, sources, &issue)?;
    let content_hash = reading.content_hash(set_up);
    let before = tx.summary_draft(scope, issue.id.0)?;
    let now = sources.now();
    tx.touches("issue", issue.public_id.0);
    if let Some(before) = &before {
        let same = before.content_hash == content_hash;
        let kept = match before.state.0 {
            DraftState::Asked => now.utc() - before.asked_at.0.utc() < PATIENCE,
            DraftState::Made | DraftState::Approved => same,
            DraftState::Failed => false,
        };
        if kept {
            return Ok(told(before.clone(), &reading));
        }
    }
    let record = SummaryDraftRecord {
        authority_id: issue.authority_id,
        issue_id: issue.id,
        state: Stored(DraftState::Asked),
        cause: None,
        model: set_up.model.clone(),
        host: set_up.host.clone(),
        content_hash,
        content: None,
        asked_at: At(now),
        made_at: None,
        approved_at: None,
        version: before.map_or(0, |before| before.version) + 1,
    };
    tx.put_summary_draft(scope, &record)?;
    let asked = super::Asked {
        issue: issue.public_id.0,
        version: record.version,
    };
    let payload = serde_json::to_value(asked).unwrap_or_default();
    tx.insert_job(&job(sources, JobKind::Summarise, Some(authority), payload))?;
    Ok(told(record, &reading))
}
