//! SQL types that both engines have under different names.

pub use diesel::sql_types::{BigInt, Binary, Date, Integer, Nullable, Text};

/// A UUID: `UUID` in PostgreSQL, sixteen bytes in SQLite.
#[derive(
    Debug, Clone, Copy, Default, diesel::sql_types::SqlType, diesel::query_builder::QueryId,
)]
#[diesel(sqlite_type(name = "Binary"))]
#[diesel(postgres_type(oid = 2950, array_oid = 2951))]
pub struct Id;

/// A moment in UTC: `TIMESTAMPTZ` in PostgreSQL, microseconds since 1970 in SQLite.
#[derive(
    Debug, Clone, Copy, Default, diesel::sql_types::SqlType, diesel::query_builder::QueryId,
)]
#[diesel(sqlite_type(name = "Long"))]
#[diesel(postgres_type(oid = 1184, array_oid = 1185))]
pub struct TimestampUtc;

/// A small document: `JSONB` in PostgreSQL, text in SQLite.
#[derive(
    Debug, Clone, Copy, Default, diesel::sql_types::SqlType, diesel::query_builder::QueryId,
)]
#[diesel(sqlite_type(name = "Text"))]
#[diesel(postgres_type(oid = 3802, array_oid = 3807))]
pub struct Json;

impl diesel::sql_types::SqlOrd for TimestampUtc {}
impl diesel::sql_types::SqlOrd for Id {}
