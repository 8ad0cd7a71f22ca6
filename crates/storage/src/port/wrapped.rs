//! Columns that hold a key or a secret wrapped with the KEK: read out and replaced one by one, when the KEK is renewed.

use uuid::Uuid;

use super::PortError;
use super::rows;
use super::store::Store;
use crate::Engine;

/// Every such column. A new one belongs here, or the KEK that wraps it could be dropped.
pub(super) const WRAPPED: [(&str, &str); 9] = [
    ("users", "data_key"),
    ("users", "totp_sealed"),
    ("invitations", "data_key"),
    ("invitations", "totp_sealed"),
    ("provider_contacts", "data_key"),
    ("push_subscriptions", "data_key"),
    ("sign_in_links", "data_key"),
    ("passkey_challenges", "state_sealed"),
    ("disclosures", "data_key"),
];

/// Tables of that list whose rows belong to no authority.
const OF_NOBODY: [&str; 2] = ["users", "passkey_challenges"];

/// One wrapped value and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrapped {
    /// The table.
    pub table: &'static str,
    /// The column.
    pub column: &'static str,
    /// The authority of the row; nil where rows belong to none.
    pub authority: Uuid,
    /// The id of the row.
    pub id: Uuid,
    /// KEK version, nonce, what is wrapped.
    pub value: Vec<u8>,
}

impl Store {
    /// Every wrapped value.
    pub fn wrapped(&mut self) -> Result<Vec<Wrapped>, PortError> {
        let mut found = Vec::new();
        for (table, column) in WRAPPED {
            let authority = if OF_NOBODY.contains(&table) {
                "id"
            } else {
                "authority_id"
            };
            let line = match self.engine() {
                Engine::Sqlite => {
                    format!("hex({authority}) || ' ' || hex(id) || ' ' || hex({column})")
                }
                Engine::Postgres => {
                    format!(
                        "{authority}::text || ' ' || id::text || ' ' || encode({column}, 'hex')"
                    )
                }
            };
            let query = format!("SELECT {line} AS line FROM {table} WHERE {column} IS NOT NULL");
            rows::each_line(self, &query, &mut |line| {
                let value = parse(table, column, line);
                found.push(value.ok_or_else(|| PortError::Damaged(format!("{table}.{column}")))?);
                Ok(())
            })?;
        }
        Ok(found)
    }

    /// Puts values in place of those that were read, all or none; leaves out what was changed or deleted meanwhile. How
    /// many were replaced.
    pub fn replace_wrapped(&mut self, replaced: &[(Wrapped, Vec<u8>)]) -> Result<usize, PortError> {
        self.begin_writing()?;
        let mut done = 0;
        for (wrapped, value) in replaced {
            let Wrapped { table, column, .. } = wrapped;
            let statement = match self.engine() {
                Engine::Sqlite => format!(
                    "UPDATE {table} SET {column} = unhex(?) WHERE id = unhex(?) AND {column} = unhex(?)"
                ),
                Engine::Postgres => format!(
                    "UPDATE {table} SET {column} = decode($1, 'hex') \
                     WHERE id = $2::text::uuid AND {column} = decode($3, 'hex')"
                ),
            };
            let (new, id, old) = (
                hex(value),
                wrapped.id.simple().to_string(),
                hex(&wrapped.value),
            );
            match self.execute_with(&statement, &[&new, &id, &old]) {
                Ok(rows) => done += rows,
                Err(error) => {
                    self.execute("ROLLBACK")?;
                    return Err(error);
                }
            }
        }
        self.execute("COMMIT")?;
        Ok(done)
    }
}

fn parse(table: &'static str, column: &'static str, line: &str) -> Option<Wrapped> {
    let mut parts = line.split(' ');
    let authority = Uuid::parse_str(parts.next()?).ok()?;
    let id = Uuid::parse_str(parts.next()?).ok()?;
    Some(Wrapped {
        table,
        column,
        authority: if OF_NOBODY.contains(&table) {
            Uuid::nil()
        } else {
            authority
        },
        id,
        value: bytes(parts.next()?)?,
    })
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut hex, byte| {
        // Writing to a text never fails.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

fn bytes(hex: &str) -> Option<Vec<u8>> {
    let pairs = hex.as_bytes().chunks(2);
    pairs
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok())
        .collect()
}
