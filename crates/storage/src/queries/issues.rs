//! Issues, their links to signals, lineage and recognitions.

use diesel::prelude::*;
use policy::Scope;
use shared::id::IssueId;

use super::{Conn, readable};
use crate::Key;
use crate::records::IssueRecord;
use crate::schema::issues;

/// One issue by the id that the world knows.
pub fn issue(conn: &mut Conn, scope: &Scope, id: IssueId) -> QueryResult<Option<IssueRecord>> {
    issues::table
        .filter(issues::authority_id.eq_any(readable(scope)))
        .filter(issues::public_id.eq(Key(id)))
        .select(IssueRecord::as_select())
        .first(conn)
        .optional()
}
