//! What a seal is the hash of. The form of these bytes is for ever: old seals are verified with it.

use identity::audit_head::hash;
use shared::codes::ClosedList;
use storage::records::{AuditRecord, AuditSealRecord};
use uuid::Uuid;

/// What stands before an authority's first seal: bound to the authority, so that no chain can be moved.
pub(super) fn genesis(authority: Uuid) -> [u8; 32] {
    hash(&[b"lokaal-signaal audit genesis\0", authority.as_bytes()])
}

/// The hash of a seal's entries, in order.
pub(super) fn rows_hash<'r>(rows: impl IntoIterator<Item = &'r AuditRecord>) -> [u8; 32] {
    let mut bytes = Vec::new();
    for row in rows {
        write_row(&mut bytes, row);
    }
    hash(&[&bytes])
}

/// `SHA-256(prev ‖ no ‖ count ‖ rows_hash ‖ sealed_at)`.
pub(super) fn seal_hash(seal: &AuditSealRecord) -> [u8; 32] {
    hash(&[
        &seal.prev_hash,
        &seal.seal_no.to_be_bytes(),
        &seal.rows_count.to_be_bytes(),
        &seal.rows_hash,
        &seal.sealed_at.micros().to_be_bytes(),
    ])
}

/// Every column, each with its length, so that no two entries give the same bytes.
fn write_row(bytes: &mut Vec<u8>, row: &AuditRecord) {
    let field = |bytes: &mut Vec<u8>, value: Option<&[u8]>| match value {
        None => bytes.push(0),
        Some(value) => {
            bytes.push(1);
            bytes.extend(u32::try_from(value.len()).unwrap_or(u32::MAX).to_be_bytes());
            bytes.extend(value);
        }
    };
    field(bytes, Some(row.authority_id.uuid().as_bytes()));
    field(bytes, Some(row.id.uuid().as_bytes()));
    field(bytes, Some(&row.at.micros().to_be_bytes()));
    let actor = row.actor_ref.map(|actor| actor.uuid());
    field(
        bytes,
        actor.as_ref().map(|actor| actor.as_bytes().as_slice()),
    );
    field(bytes, row.role.map(|role| role.code().as_bytes()));
    field(bytes, Some(row.operation.as_bytes()));
    field(bytes, row.object_type.as_deref().map(str::as_bytes));
    field(bytes, row.object_id.as_deref().map(str::as_bytes));
    field(bytes, Some(row.outcome.code().as_bytes()));
    field(bytes, row.reason_code.as_deref().map(str::as_bytes));
}
