//! A person throws a draft away.

use policy::{DiscardSummary, Permit};
use shared::id::IssueId;
use storage::Tx;

use super::draft_in;
use crate::{Refusal, Stop};

/// It is gone; an answer that is on its way finds nobody waiting.
pub fn discard_summary(
    tx: &mut Tx<'_>,
    permit: &Permit<DiscardSummary>,
    issue: IssueId,
    expected: u64,
) -> Result<(), Stop> {
    let (issue, draft) = draft_in(tx, permit, issue, expected)?;
    if !tx.delete_summary_draft(permit.scope(), issue.id.0, draft.version)? {
        return Err(Refusal::NotFound.into());
    }
    tx.touches("issue", issue.public_id.0);
    Ok(())
}
