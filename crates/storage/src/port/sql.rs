//! The SQL that turns rows into their neutral form and back, per engine. A value is a text or null:
//!
//! | type | neutral |
//! |---|---|
//! | id, bytes | hexadecimal digits, lower case |
//! | text | itself |
//! | document | JSON with sorted keys and no white space |
//! | number | decimal digits |
//! | moment | microseconds since 1970 |
//! | day | `2026-12-14` |

use crate::Engine;
use crate::schema::{ColumnType, TABLES, TYPES};

/// One table as rows are copied.
#[derive(Debug, Clone, Copy)]
pub(super) struct Table {
    pub(super) name: &'static str,
    pub(super) columns: &'static [&'static str],
    pub(super) types: &'static [ColumnType],
}

/// Every table, in an order in which rows can be put in.
pub(super) fn tables() -> impl Iterator<Item = Table> {
    TABLES
        .iter()
        .zip(TYPES)
        .map(|((name, _, columns), types)| Table {
            name,
            columns,
            types,
        })
}

impl Table {
    fn typed(self) -> impl Iterator<Item = (&'static str, ColumnType)> {
        self.columns.iter().copied().zip(self.types.iter().copied())
    }

    /// Every row as one JSON array of neutral values, in the order of the keys, which is the order of bytes on both
    /// engines.
    pub(super) fn select(self, engine: Engine) -> String {
        let values: Vec<String> = self
            .typed()
            .map(|(column, kind)| taken(engine, column, kind))
            .collect();
        let array = match engine {
            Engine::Sqlite => format!("json_array({})", values.join(", ")),
            Engine::Postgres => format!("json_build_array({})::text", values.join(", ")),
        };
        let collation = if engine == Engine::Postgres {
            " COLLATE \"C\""
        } else {
            ""
        };
        let order: Vec<String> = self
            .key()
            .map(|(column, kind)| match kind {
                ColumnType::Text => format!("\"{column}\"{collation}"),
                _ => format!("\"{column}\""),
            })
            .collect();
        format!(
            "SELECT {array} AS line FROM {} ORDER BY {}",
            self.name,
            order.join(", ")
        )
    }

    /// The first columns name a row: up to `id`, and never more than the widest key has.
    fn key(self) -> impl Iterator<Item = (&'static str, ColumnType)> {
        let until_id = self
            .columns
            .iter()
            .position(|column| *column == "id")
            .map_or(4, |position| position + 1);
        self.typed()
            .take(until_id.min(4))
            .filter(|(_, kind)| *kind != ColumnType::Json)
    }

    /// Puts rows in that are bound as one JSON array of arrays.
    pub(super) fn insert(self, engine: Engine) -> String {
        let columns: Vec<String> = self
            .columns
            .iter()
            .map(|column| format!("\"{column}\""))
            .collect();
        let values: Vec<String> = self
            .typed()
            .enumerate()
            .map(|(position, (_, kind))| given(engine, position, kind))
            .collect();
        let rows = match engine {
            Engine::Sqlite => "json_each(?)",
            Engine::Postgres => "json_array_elements($1::json) AS value",
        };
        format!(
            "INSERT INTO {} ({}) SELECT {} FROM {rows}",
            self.name,
            columns.join(", "),
            values.join(", ")
        )
    }
}

fn taken(engine: Engine, column: &str, kind: ColumnType) -> String {
    match (engine, kind) {
        (Engine::Sqlite, ColumnType::Id | ColumnType::Bytes) => {
            // hex(NULL) is an empty text in SQLite.
            format!("CASE WHEN \"{column}\" IS NULL THEN NULL ELSE lower(hex(\"{column}\")) END")
        }
        (Engine::Sqlite, _) => format!("CAST(\"{column}\" AS TEXT)"),
        (Engine::Postgres, ColumnType::Id) => format!("replace(\"{column}\"::text, '-', '')"),
        (Engine::Postgres, ColumnType::Bytes) => format!("encode(\"{column}\", 'hex')"),
        (Engine::Postgres, ColumnType::Moment) => {
            format!("(extract(epoch FROM \"{column}\") * 1000000)::bigint::text")
        }
        (Engine::Postgres, ColumnType::Day) => format!("to_char(\"{column}\", 'YYYY-MM-DD')"),
        (Engine::Postgres, _) => format!("\"{column}\"::text"),
    }
}

fn given(engine: Engine, position: usize, kind: ColumnType) -> String {
    match engine {
        Engine::Sqlite => {
            let value = format!("json_extract(value, '$[{position}]')");
            match kind {
                ColumnType::Id | ColumnType::Bytes => format!("unhex({value})"),
                ColumnType::Number | ColumnType::Moment => format!("CAST({value} AS INTEGER)"),
                ColumnType::Text | ColumnType::Json | ColumnType::Day => value,
            }
        }
        Engine::Postgres => {
            let value = format!("(value ->> {position})");
            match kind {
                ColumnType::Id => format!("{value}::uuid"),
                ColumnType::Bytes => format!("decode({value}, 'hex')"),
                ColumnType::Json => format!("{value}::jsonb"),
                ColumnType::Number => format!("{value}::bigint"),
                // Exact: a double holds every microsecond until the year 2255.
                ColumnType::Moment => {
                    format!(
                        "timestamptz '1970-01-01 00:00:00+00' + {value}::bigint * interval '1 microsecond'"
                    )
                }
                ColumnType::Day => format!("{value}::date"),
                ColumnType::Text => value,
            }
        }
    }
}
