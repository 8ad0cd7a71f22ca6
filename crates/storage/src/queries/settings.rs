//! What a connection is set to.

use diesel::prelude::*;

use super::{Conn, dialect};

/// A setting of this connection as the engine itself tells it: a pragma of SQLite, a parameter of PostgreSQL.
pub fn setting(conn: &mut Conn, name: &'static str) -> QueryResult<Option<String>> {
    dialect::setting(conn, name)
}
