//! The lead processor shows scores to everybody, also to who scored nothing.

use policy::{OpenScores, Permit};
use shared::id::IssueId;
use shared::life_cycle::IssueState;
use storage::records::OpenedScoresRecord;
use storage::{At, Tx};

use crate::{Refusal, Sources, Stop};

/// Opens them; what is open stays open until the issue has its place.
pub fn open_scores(
    tx: &mut Tx<'_>,
    permit: &Permit<OpenScores>,
    sources: &Sources,
    issues: &[IssueId],
) -> Result<(), Stop> {
    for issue in issues {
        let record = tx.issue(permit.scope(), *issue)?.ok_or(Refusal::NotFound)?;
        if record.state.0 != IssueState::Validated {
            return Err(Refusal::WrongState.into());
        }
        let opened = OpenedScoresRecord {
            authority_id: record.authority_id,
            issue_id: record.id,
            at: At(sources.now()),
        };
        tx.open_scores(permit.scope(), &opened)?;
    }
    if let Some(authority) = permit.scope().writes() {
        tx.touches("authority", authority);
    }
    Ok(())
}
