//! Reading the rows in the background, a few hundred per transaction, so that a kill loses none and doubles none.

use std::collections::BTreeSet;
use std::sync::Arc;

use policy::{Permit, RunJob, SubmitSignal, for_system};
use shared::authority::Authority;
use shared::id::{AuthorityId, IdempotencyKey, ImportId};
use shared::import::{ImportError, ImportState};
use shared::life_cycle::SignalState;
use shared::problem::Code;
use storage::records::ImportRecord;
use storage::{At, Db, StorageError, Stored, Tx};

use super::rows::{RowResult, rows};
use super::start::job;
use crate::signals::submit_signal;
use crate::{Refusal, Sources, Stop, authorities};

/// Rows per transaction: a tenth of a second, in which others wait for their turn to write (SQLite).
const CHUNK: usize = 200;
/// Chunks per run: the job ends long before its lease does and queues the next one.
const CHUNKS_PER_RUN: usize = 25;
/// So many errors are kept; nobody reads more.
const MAX_ERRORS: usize = 1_000;
/// Another import of the same rows can come between; then the keys are asked again.
const TRIES: usize = 3;

/// Reads on where the import stands; returns where it stands then. Harmless when it ended already.
pub async fn run_import(
    db: &Db,
    sources: &Sources,
    authority: AuthorityId,
    import: ImportId,
) -> Result<ImportState, Stop> {
    let permit = for_system::<RunJob>(authority);
    let authority = sources
        .directory
        .by_id(authority)
        .ok_or(Refusal::NotFound)?;
    let (reader, of) = (sources.clone(), Arc::clone(&authority));
    let scope = permit.scope().clone();
    let read = db
        .read(permit.scope(), move |tx| {
            read_rows(tx, &scope, &reader, &of, import)
        })
        .await;
    let (mut record, rows) = match read {
        Ok(Some(read)) => read,
        Ok(None) => return Ok(ImportState::Done),
        Err(Stop::Refused(Refusal::Code(Code::FileUnreadable))) => {
            return give_up(db, &permit, sources, import).await;
        }
        Err(stop) => return Err(stop),
    };
    let rows = Arc::new(rows);
    for left in (0..CHUNKS_PER_RUN).rev() {
        record = chunk(db, &permit, sources, &authority, record, &rows, left == 0).await?;
        if record.state.0 != ImportState::Running {
            break;
        }
    }
    Ok(record.state.0)
}

/// What a running import still has to read; nothing when it ended or never began.
fn read_rows(
    tx: &mut Tx<'_>,
    scope: &policy::Scope,
    sources: &Sources,
    authority: &Authority,
    import: ImportId,
) -> Result<Option<(ImportRecord, Vec<RowResult>)>, Stop> {
    let record = tx
        .import(scope, import)?
        .filter(|record| record.state.0 == ImportState::Running);
    let Some(record) = record else {
        return Ok(None);
    };
    let unreadable = Refusal::Code(Code::FileUnreadable);
    let file = tx.import_file(scope, import)?.ok_or(unreadable.clone())?;
    let mapping = record.mapping.as_deref().ok_or(unreadable.clone())?;
    let taxonomy = authorities::taxonomy(tx, scope, authority.id)?;
    let table = importers::read(&file).map_err(|_| unreadable)?;
    let rows = rows(sources, authority, &table, mapping, &taxonomy)?;
    Ok(Some((record, rows)))
}

/// One transaction: signals and progress together.
async fn chunk(
    db: &Db,
    permit: &Permit<RunJob>,
    sources: &Sources,
    authority: &Arc<Authority>,
    record: ImportRecord,
    rows: &Arc<Vec<RowResult>>,
    is_last_of_run: bool,
) -> Result<ImportRecord, Stop> {
    let mut tries = 0;
    loop {
        let (sources, authority, rows) = (sources.clone(), Arc::clone(authority), Arc::clone(rows));
        let (of, before) = (permit.clone(), record.clone());
        let work = move |tx: &mut Tx<'_>| {
            let record = take_rows(tx, &of, &sources, &authority, before.clone(), &rows)?;
            if is_last_of_run && record.state.0 == ImportState::Running {
                tx.insert_job(&job(&sources, &record))?;
            }
            if record.state.0 != ImportState::Running || is_last_of_run {
                crate::analysis::wake(tx, &sources, authority.id)?;
            }
            tx.touches("import", record.id.0);
            Ok(record)
        };
        match db.write(permit, work).await {
            Err(Stop::Storage(StorageError::Duplicate)) if tries < TRIES => tries += 1,
            done => return done,
        }
    }
}

/// Submits the next rows and writes down how far it came.
fn take_rows(
    tx: &mut Tx<'_>,
    permit: &Permit<RunJob>,
    sources: &Sources,
    authority: &Authority,
    mut record: ImportRecord,
    rows: &[RowResult],
) -> Result<ImportRecord, Stop> {
    let read_before = record.rows_read;
    let start = usize::try_from(read_before).unwrap_or_default();
    let next = rows.get(start..).unwrap_or_default();
    let next = next.get(..CHUNK).unwrap_or(next);
    let mut known = known_keys(tx, permit, next)?;
    let submit = for_system::<SubmitSignal>(authority.id);
    for row in next {
        record.rows_read += 1;
        match row {
            RowResult::Broken(errors) => keep(&mut record.errors.0, errors),
            RowResult::Signal(submission) if !known.insert(submission.attempt.key) => {
                record.known += 1;
            }
            RowResult::Signal(submission) => {
                let submitted = submit_signal(tx, &submit, sources, authority, submission)?;
                record.created += 1;
                record.held += i32::from(submitted.state == SignalState::Held);
            }
        }
    }
    if start + next.len() >= rows.len() {
        end(&mut record, sources, ImportState::Done);
        tx.delete_import_file(permit.scope(), record.id.0)?;
    }
    if tx.update_import(permit.scope(), &record, read_before)? {
        Ok(record)
    } else {
        // Another worker took this job over: it goes on, and what was done here vanishes.
        Err(Refusal::WrongState.into())
    }
}

fn known_keys(
    tx: &mut Tx<'_>,
    permit: &Permit<RunJob>,
    rows: &[RowResult],
) -> Result<BTreeSet<IdempotencyKey>, Stop> {
    let key = |row: &RowResult| match row {
        RowResult::Signal(submission) => Some(submission.attempt.key),
        RowResult::Broken(_) => None,
    };
    let keys: Vec<IdempotencyKey> = rows.iter().filter_map(key).collect();
    Ok(tx
        .known_client_keys(permit.scope(), &keys)?
        .into_iter()
        .map(|key| key.0)
        .collect())
}

fn keep(errors: &mut Vec<ImportError>, more: &[ImportError]) {
    let room = MAX_ERRORS.saturating_sub(errors.len());
    errors.extend(more.iter().take(room).cloned());
}

fn end(record: &mut ImportRecord, sources: &Sources, state: ImportState) {
    record.state = Stored(state);
    record.finished_at = Some(At(sources.now()));
}

/// The file cannot be read after all: it ends as failed, without the file.
async fn give_up(
    db: &Db,
    permit: &Permit<RunJob>,
    sources: &Sources,
    import: ImportId,
) -> Result<ImportState, Stop> {
    let (sources, of) = (sources.clone(), permit.clone());
    let work = move |tx: &mut Tx<'_>| {
        let scope = of.scope();
        let mut record = tx.import(scope, import)?.ok_or(Refusal::NotFound)?;
        let read_before = record.rows_read;
        end(&mut record, &sources, ImportState::Failed);
        tx.delete_import_file(scope, import)?;
        tx.update_import(scope, &record, read_before)?;
        tx.touches("import", import);
        Ok(ImportState::Failed)
    };
    db.write(permit, work).await
}
