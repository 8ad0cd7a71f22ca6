//! Writes readings of text down every few seconds, and seals the log every second.

use std::time::Duration;

use actix_web::web;
use storage::Tx;
use tokio::sync::watch;
use workflow::Stop;
use workflow::audit::{must_seal, seal};

use crate::state::AppState;

/// How often what can be sealed is sealed.
const EVERY: Duration = Duration::from_secs(1);
/// Readings wait at most this many rounds (decisions.md 15).
const ROUNDS_PER_FLUSH: u32 = 5;

/// Keeps the log until the server stops; what was read by then is still written.
pub(crate) async fn keep_log(state: web::Data<AppState>, mut stopped: watch::Receiver<bool>) {
    let mut round: u32 = 0;
    loop {
        tokio::select! {
            _ = stopped.changed() => break,
            () = tokio::time::sleep(EVERY) => {}
        }
        round = round.wrapping_add(1);
        if round.is_multiple_of(ROUNDS_PER_FLUSH) {
            flush(&state).await;
        }
        if !state.config.no_jobs {
            seal_all(&state).await;
        }
    }
    flush(&state).await;
}

async fn flush(state: &AppState) {
    if let Err(stop) = state.reads.flush(&state.db).await {
        tracing::error!(cause = ?stop, "readings of texts wait: they could not be written to the log");
    }
}

async fn seal_all(state: &AppState) {
    for authority in state.sources.directory.all() {
        let permit = policy::for_system::<policy::RunJob>(authority.id);
        let (sources, id) = (state.sources.clone(), authority.id);
        let ask = move |tx: &mut Tx<'_>| must_seal(tx, &sources, id);
        let sources = state.sources.clone();
        let bind = move |tx: &mut Tx<'_>| seal(tx, &sources, id).map(drop);
        let sealed: Result<(), Stop> = match state.db.read(permit.scope(), ask).await {
            Ok(true) => state.db.keep_house(permit.scope(), bind).await,
            Ok(false) => Ok(()),
            Err(stop) => Err(stop),
        };
        match sealed {
            // Another instance sealed at the same moment; its seal counts.
            Ok(()) | Err(Stop::Storage(storage::StorageError::Duplicate)) => {}
            Err(stop) => tracing::warn!(cause = ?stop, "the audit log could not be sealed"),
        }
    }
}
