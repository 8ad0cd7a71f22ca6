//! Who changed a thing last, for whoever finds it changed while typing.

use policy::{Effect, Operation, Permit, TABLE};
use shared::audit::AuditOutcome;
use shared::id::{AuthorityId, MembershipId};
use storage::records::AuditRecord;
use storage::{StorageError, Tx};

/// So many readings in a row hide who changed it.
const LOOKED_AT: i64 = 50;

/// The person behind a request that changes it; else as the log tells.
pub(crate) fn changer<A: Operation>(
    tx: &mut Tx<'_>,
    permit: &Permit<A>,
    authority: AuthorityId,
    object_id: &str,
) -> Result<Option<MembershipId>, StorageError> {
    if A::EFFECT == Effect::Writes {
        return Ok(permit.seat(authority).map(|(member, _)| member));
    }
    let rows = tx.audit_entries_about(permit.scope(), object_id, LOOKED_AT)?;
    let newest = rows.into_iter().find(is_change);
    Ok(newest.and_then(|row| row.actor_ref.map(|member| member.0)))
}

/// True for what was done, and not only looked at.
fn is_change(row: &AuditRecord) -> bool {
    let known = TABLE.iter().find(|known| known.name == row.operation);
    row.outcome.0 == AuditOutcome::Done && known.is_some_and(|known| known.effect == Effect::Writes)
}

#[cfg(test)]
mod tests {
    use shared::id::{AuditId, AuthorityId};
    use shared::time::Moment;
    use storage::{At, Key, Stored};
    use uuid::Uuid;

    use super::*;

    fn row(operation: &str, outcome: AuditOutcome) -> AuditRecord {
        AuditRecord {
            authority_id: Key(AuthorityId::new(Uuid::nil())),
            id: Key(AuditId::new(Uuid::nil())),
            at: At(Moment::from_micros(0)),
            actor_ref: None,
            role: None,
            operation: operation.to_owned(),
            object_type: None,
            object_id: None,
            outcome: Stored(outcome),
            reason_code: None,
        }
    }

    #[test]
    fn whoever_only_looked_or_was_refused_changed_nothing() {
        assert!(is_change(&row("describeIssue", AuditOutcome::Done)));
        assert!(!is_change(&row("getIssue", AuditOutcome::Done)));
        assert!(!is_change(&row("describeIssue", AuditOutcome::Refused)));
        assert!(!is_change(&row("somethingOlder", AuditOutcome::Done)));
    }
}
