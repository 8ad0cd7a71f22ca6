#![doc = include_str!("../README.md")]

pub mod adapters;
mod admission;
mod db;
mod dispatch;
mod error;
mod migrate;
mod open;
pub mod port;
#[path = "engine/postgres.rs"]
pub mod postgres;
pub mod records;
#[cfg_attr(
    not(test),
    expect(
        clippy::wildcard_imports,
        reason = "diesel's table! takes its types that way"
    )
)]
pub mod schema;
mod soundness;
pub mod sql_types;
#[path = "engine/sqlite.rs"]
pub mod sqlite;
pub mod tx;

/// SQLite takes so many values in one question.
pub const KEYS_AT_A_TIME: usize = 500;

pub use adapters::{At, Json, Key, Many, On, Stored};
pub use admission::DoorFigures;
pub use db::{Db, Engine, Forgotten, Settings};
pub use error::{OpenError, StorageError};
pub use tx::{
    Tx,
    query_types::{ActionQuery, IssueQuery, SignalQuery},
};
