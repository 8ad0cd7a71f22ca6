//! Whether a PostgreSQL server may be trusted with what people send.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use crate::OpenError;

/// What decides whether a PostgreSQL server keeps what it acknowledged.
#[derive(QueryableByName)]
pub(crate) struct Soundness {
    #[diesel(sql_type = BigInt)]
    version: i64,
    #[diesel(sql_type = Text)]
    fsync: String,
    #[diesel(sql_type = Text)]
    full_page_writes: String,
    #[diesel(sql_type = Text)]
    synchronous_commit: String,
}

/// Refuses a server that is too old, or may lose what it acknowledged.
pub(crate) fn judge(server: Soundness, allow_unsafe: bool) -> Result<(), OpenError> {
    if server.version < 15 {
        return Err(OpenError::TooOld(server.version));
    }
    let settings = [
        ("fsync", server.fsync),
        ("full_page_writes", server.full_page_writes),
        ("synchronous_commit", server.synchronous_commit),
    ];
    match settings.into_iter().find(|(_, value)| value == "off") {
        Some((name, _)) if !allow_unsafe => Err(OpenError::Unsafe(name)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A sound server, but for one thing.
    fn judged(changed: &str, value: &str) -> Result<(), OpenError> {
        let of = |name: &str| if name == changed { value } else { "on" }.to_owned();
        let server = Soundness {
            version: of("version").parse().unwrap_or(15),
            fsync: of("fsync"),
            full_page_writes: of("full_page_writes"),
            synchronous_commit: of("synchronous_commit"),
        };
        judge(server, false)
    }

    #[test]
    fn a_server_that_loses_acknowledged_writes_is_refused_by_name() {
        assert!(judged("", "").is_ok());
        for name in ["fsync", "full_page_writes", "synchronous_commit"] {
            let error = judged(name, "off").unwrap_err();
            assert!(
                matches!(error, OpenError::Unsafe(found) if found == name),
                "{error}"
            );
        }
        assert!(judged("synchronous_commit", "local").is_ok());
    }

    #[test]
    fn a_server_from_before_fifteen_is_refused() {
        assert!(matches!(
            judged("version", "14"),
            Err(OpenError::TooOld(14))
        ));
        assert!(judged("version", "18").is_ok());
    }
}
