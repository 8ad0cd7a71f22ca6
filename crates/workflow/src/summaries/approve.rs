//! A person read a draft and approves it.

use policy::{ApproveSummary, Permit};
use shared::id::IssueId;
use shared::summary::{DraftState, SummaryDraft};
use storage::{At, Stored, Tx};

use super::compose::read_for;
use super::{draft_in, told};
use crate::{Refusal, Sources, Stop};

/// From now on it is no longer marked as the words of a machine.
pub fn approve_summary(
    tx: &mut Tx<'_>,
    permit: &Permit<ApproveSummary>,
    sources: &Sources,
    issue: IssueId,
    expected: u64,
) -> Result<SummaryDraft, Stop> {
    let (issue, mut draft) = draft_in(tx, permit, issue, expected)?;
    if draft.state.0 != DraftState::Made {
        return Err(Refusal::WrongState.into());
    }
    draft.state = Stored(DraftState::Approved);
    draft.approved_at = Some(At(sources.now()));
    draft.version += 1;
    tx.put_summary_draft(permit.scope(), &draft)?;
    tx.touches("issue", issue.public_id.0);
    let reading = read_for(tx, permit.scope(), sources, &issue)?;
    Ok(told(draft, &reading))
}
