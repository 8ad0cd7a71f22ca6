//! Refusals of somebody known.

use policy::{Operation, RunJob, Staff, Wanted, for_system};
use shared::audit::AuditOutcome;
use shared::id::AuditId;
use storage::records::AuditRecord;
use storage::{At, Db, Key, Stored};

use crate::{Sources, Stop};

/// Writes down that somebody was refused `A`, in a transaction of its own: the one of the request is rolled back. It
/// stands in the log of every authority of this person that was asked for.
pub async fn refused<A: Operation>(
    db: &Db,
    sources: &Sources,
    staff: &Staff,
    wanted: Wanted,
) -> Result<(), Stop> {
    let asked = staff.memberships.iter().filter(|membership| match wanted {
        Wanted::All => true,
        Wanted::One(authority) => membership.authority == authority,
    });
    for membership in asked {
        let record = AuditRecord {
            authority_id: Key(membership.authority),
            id: Key(AuditId::new(sources.ids.key())),
            at: At(sources.now()),
            actor_ref: Some(Key(membership.id)),
            role: membership.roles.first().copied().map(Stored),
            operation: A::NAME.to_owned(),
            object_type: None,
            object_id: None,
            outcome: Stored(AuditOutcome::Refused),
            reason_code: None,
        };
        let permit = for_system::<RunJob>(membership.authority);
        let scope = permit.scope().clone();
        db.keep_house(permit.scope(), move |tx| -> Result<(), Stop> {
            Ok(tx.insert_audit(&scope, &record)?)
        })
        .await?;
    }
    Ok(())
}
