//! The log as people read it.

use std::str::FromStr;

use policy::{ListAuditEntries, Permit};
use shared::audit::AuditEntry;
use shared::id::{AuditId, MembershipId};
use shared::page::Page;
use shared::time::{Day, Moment};
use storage::records::AuditRecord;
use storage::{At, Key, Tx};

use crate::{Sources, Stop, people};

/// Where a page of the log begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EntryCursor {
    at: Moment,
    id: AuditId,
}

impl FromStr for EntryCursor {
    type Err = ();

    fn from_str(typed: &str) -> Result<Self, ()> {
        let (at, id) = typed.split_once('.').ok_or(())?;
        Ok(Self {
            at: Moment::from_micros(at.parse().map_err(|_| ())?),
            id: id.parse().map_err(|_| ())?,
        })
    }
}

/// One page of the log, newest first: names of staff, and of providers the day alone.
pub fn list_audit_entries(
    tx: &mut Tx<'_>,
    permit: &Permit<ListAuditEntries>,
    sources: &Sources,
    after: Option<EntryCursor>,
    size: u32,
) -> Result<Page<AuditEntry>, Stop> {
    let scope = permit.scope();
    let before = after.map(|cursor| (At(cursor.at), Key(cursor.id)));
    let rows = tx.audit_entries(scope, before, i64::from(size) + 1)?;
    let page = Page::cut(rows, size, |row| {
        format!("{}.{}", row.at.micros(), row.id.0)
    });
    let members: Vec<MembershipId> = page
        .items
        .iter()
        .filter_map(|row| row.actor_ref.map(|member| member.0))
        .collect();
    let names = people::names(tx, scope, sources, &members)?;
    let ids: Vec<AuditId> = page.items.iter().map(|row| row.id.0).collect();
    let sealed = tx.sealed_among(scope, &ids)?;
    let entry = |row: AuditRecord| AuditEntry {
        id: row.id.0,
        at: shown(&row),
        by: row
            .actor_ref
            .and_then(|member| names.get(&member.0).cloned()),
        role: row.role.map(|role| role.0),
        sealed: sealed.contains(&row.id),
        operation: row.operation,
        object_type: row.object_type,
        object_id: row.object_id,
        outcome: row.outcome.0,
    };
    Ok(page.map(entry))
}

/// The moment; the day alone of what providers did, which is all that is stored of them.
fn shown(row: &AuditRecord) -> String {
    if is_of_a_day(row) {
        Day::new(row.at.utc().date_naive()).to_string()
    } else {
        row.at.to_string()
    }
}

/// True for entries of providers: stored at midnight, without actor.
pub(super) fn is_of_a_day(row: &AuditRecord) -> bool {
    let midnight = Day::new(row.at.utc().date_naive()).midnight();
    row.actor_ref.is_none() && row.at.0 == midnight
}
