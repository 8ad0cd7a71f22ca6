//! Imported files. The file itself is read apart from its row, which is asked for its progress every second.

use diesel::prelude::*;
use policy::Scope;
use shared::id::{IdempotencyKey, ImportId};
use shared::import::ImportState;

use super::{Conn, is_readable, is_writable};
use crate::records::ImportRecord;
use crate::schema::{imports, signals};
use crate::{At, Key, Stored};

/// Keeps a file until its rows are signals.
pub fn insert_import(
    conn: &mut Conn,
    _scope: &Scope,
    record: &ImportRecord,
    file: &[u8],
) -> QueryResult<()> {
    diesel::insert_into(imports::table)
        .values((record, imports::file.eq(file)))
        .execute(conn)?;
    Ok(())
}

/// Where an import stands.
pub fn import(conn: &mut Conn, scope: &Scope, id: ImportId) -> QueryResult<Option<ImportRecord>> {
    imports::table
        .filter(is_readable(imports::authority_id, scope))
        .filter(imports::id.eq(Key(id)))
        .select(ImportRecord::as_select())
        .first(conn)
        .optional()
}

/// The file of an import; nothing once its rows were read.
pub fn import_file(conn: &mut Conn, scope: &Scope, id: ImportId) -> QueryResult<Option<Vec<u8>>> {
    let found: Option<Option<Vec<u8>>> = imports::table
        .filter(is_readable(imports::authority_id, scope))
        .filter(imports::id.eq(Key(id)))
        .select(imports::file)
        .first(conn)
        .optional()?;
    Ok(found.flatten())
}

/// Writes progress, unless another worker read further or ended it since; false then.
pub fn update_import(
    conn: &mut Conn,
    scope: &Scope,
    record: &ImportRecord,
    read_before: i32,
) -> QueryResult<bool> {
    let query = imports::table
        .filter(is_writable(imports::authority_id, scope))
        .filter(imports::id.eq(record.id))
        .filter(imports::rows_read.eq(read_before))
        .filter(imports::finished_at.is_null());
    Ok(diesel::update(query).set(record).execute(conn)? > 0)
}

/// Drops the file of an import.
pub fn delete_import_file(conn: &mut Conn, scope: &Scope, id: ImportId) -> QueryResult<()> {
    let query = imports::table
        .filter(is_writable(imports::authority_id, scope))
        .filter(imports::id.eq(Key(id)));
    diesel::update(query)
        .set(imports::file.eq(None::<Vec<u8>>))
        .execute(conn)?;
    Ok(())
}

/// Gives up imports whose columns nobody confirmed since a moment, and drops their files.
pub fn abandon_imports(conn: &mut Conn, scope: &Scope, before: At, now: At) -> QueryResult<usize> {
    let query = imports::table
        .filter(is_writable(imports::authority_id, scope))
        .filter(imports::state.eq(Stored(ImportState::Mapping)))
        .filter(imports::started_at.lt(before));
    diesel::update(query)
        .set((
            imports::state.eq(Stored(ImportState::Failed)),
            imports::file.eq(None::<Vec<u8>>),
            imports::finished_at.eq(now),
        ))
        .execute(conn)
}

/// Which of these keys signals have already.
pub fn known_client_keys(
    conn: &mut Conn,
    scope: &Scope,
    keys: &[IdempotencyKey],
) -> QueryResult<Vec<Key<IdempotencyKey>>> {
    let keys: Vec<Key<IdempotencyKey>> = keys.iter().copied().map(Key).collect();
    signals::table
        .filter(is_readable(signals::authority_id, scope))
        .filter(signals::client_key.eq_any(keys))
        .select(signals::client_key)
        .load(conn)
}
