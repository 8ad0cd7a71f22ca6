//! Rows on their way: out, one after the other, and in, some hundreds at a time.

use diesel::connection::{DefaultLoadingMode, SimpleConnection};
use diesel::prelude::*;
use diesel::sql_types::Text;
use serde_json::Value;

use super::PortError;
use super::manifest::{Summing, TableSum};
use super::sql::Table;
use super::store::{Store, StoreConn};
use crate::schema::ColumnType;

/// Rows per statement when they go in.
const BATCH: usize = 500;
/// Rows per fetch when they come out of PostgreSQL, which would otherwise send the whole table at once.
const FETCH: usize = 2_000;

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

/// Gives every row of a table to `each` as a line of neutral JSON; answers their sum.
pub(super) fn each_row(
    store: &mut Store,
    table: Table,
    each: &mut dyn FnMut(&str) -> Result<(), PortError>,
) -> Result<TableSum, PortError> {
    let mut summing = Summing::new();
    let query = table.select(store.engine());
    each_line(store, &query, &mut |line| {
        let line = canonical(line, table.types)?;
        summing.add(&line);
        each(&line)
    })?;
    Ok(summing.sum())
}

/// Runs a query of one column `line` and gives every answer to `each`, without holding them all. PostgreSQL needs a
/// transaction around it.
pub(super) fn each_line(
    store: &mut Store,
    query: &str,
    each: &mut dyn FnMut(&str) -> Result<(), PortError>,
) -> Result<(), PortError> {
    match &mut store.conn {
        StoreConn::Sqlite(conn) => {
            for line in diesel::sql_query(query).load_iter::<Line, DefaultLoadingMode>(conn)? {
                each(&line?.line)?;
            }
        }
        StoreConn::Postgres(conn) => {
            conn.batch_execute(&format!(
                "DECLARE rows_out NO SCROLL CURSOR WITH HOLD FOR {query}"
            ))?;
            let fetch = format!("FETCH {FETCH} FROM rows_out");
            loop {
                let lines: Vec<Line> = diesel::sql_query(&fetch).load(conn)?;
                for line in &lines {
                    each(&line.line)?;
                }
                if lines.len() < FETCH {
                    break;
                }
            }
            conn.batch_execute("CLOSE rows_out")?;
        }
    }
    Ok(())
}

/// Both engines write JSON in their own way; this is the one that is hashed and kept.
fn canonical(line: &str, types: &[ColumnType]) -> Result<String, PortError> {
    let damaged = |error: serde_json::Error| PortError::Damaged(error.to_string());
    let mut values: Vec<Value> = serde_json::from_str(line).map_err(damaged)?;
    for (value, kind) in values.iter_mut().zip(types) {
        if let (ColumnType::Json, Value::String(document)) = (kind, &*value) {
            let document: Value = serde_json::from_str(document).map_err(damaged)?;
            *value = Value::String(document.to_string());
        }
    }
    serde_json::to_string(&values).map_err(damaged)
}

/// Puts rows into a table, some hundreds per statement.
pub(super) struct Inserting {
    table: Table,
    lines: Vec<String>,
}

impl Inserting {
    pub(super) fn new(table: Table) -> Self {
        Self {
            table,
            lines: Vec::with_capacity(BATCH),
        }
    }

    pub(super) fn add(&mut self, store: &mut Store, line: &str) -> Result<(), PortError> {
        self.lines.push(line.to_owned());
        if self.lines.len() == BATCH {
            self.flush(store)
        } else {
            Ok(())
        }
    }

    pub(super) fn flush(&mut self, store: &mut Store) -> Result<(), PortError> {
        if self.lines.is_empty() {
            return Ok(());
        }
        let rows = format!("[{}]", self.lines.join(","));
        self.lines.clear();
        let statement = self.table.insert(store.engine());
        store.execute_with(&statement, &[&rows])?;
        Ok(())
    }
}
