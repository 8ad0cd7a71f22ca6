//! The PostgreSQL side: aliases for the query files, and how a connection is opened.

use diesel::connection::SimpleConnection;

/// The connection that the query files are compiled for.
pub type Conn = diesel::pg::PgConnection;
/// Its backend.
pub type Backend = diesel::pg::Pg;

#[path = "../dialect/postgres.rs"]
pub mod dialect;
#[path = "../queries/mod.rs"]
#[expect(
    clippy::duplicate_mod,
    reason = "compiled once per engine on purpose (docs/adr/0001)"
)]
pub mod queries;

/// Adds the limits of a connection attempt to an address (trust.md §9).
pub fn with_limits(url: &str) -> String {
    let glue = if url.contains('?') { '&' } else { '?' };
    format!(
        "{url}{glue}connect_timeout=3&keepalives_idle=5&keepalives_interval=2&keepalives_count=2&tcp_user_timeout=5000"
    )
}

/// Gives pooled connections their time limits.
#[derive(Debug)]
pub(crate) struct Customizer;

impl diesel::r2d2::CustomizeConnection<Conn, diesel::r2d2::Error> for Customizer {
    fn on_acquire(&self, conn: &mut Conn) -> Result<(), diesel::r2d2::Error> {
        conn.batch_execute(
            "SET statement_timeout = '5s'; SET lock_timeout = '3s'; \
             SET idle_in_transaction_session_timeout = '10s'; SET timezone = 'UTC';",
        )
        .map_err(diesel::r2d2::Error::QueryError)
    }
}
