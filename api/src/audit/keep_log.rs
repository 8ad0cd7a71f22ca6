//! Writes readings of text down every few seconds, and seals the log every second.

use std::time::{Duration, Instant};

use actix_web::web;
use jobs::Trouble;
use storage::Tx;
use tokio::sync::watch;
use workflow::Stop;
use workflow::audit::{must_seal, seal};

use crate::state::AppState;

/// How often what can be sealed is sealed.
const EVERY: Duration = Duration::from_secs(1);
/// Entries that wait longer for their seal are an alarm (trust.md §7).
const ALARM: Duration = Duration::from_secs(10);
/// Readings wait at most this many rounds (decisions.md 15).
const ROUNDS_PER_FLUSH: u32 = 5;

/// Keeps the log until the server stops; what was read by then is still written.
pub(crate) async fn keep_log(state: web::Data<AppState>, mut stopped: watch::Receiver<bool>) {
    let mut round: u32 = 0;
    let mut sealed_at = Instant::now();
    let mut trouble = Trouble::default();
    loop {
        tokio::select! {
            _ = stopped.changed() => break,
            () = tokio::time::sleep(EVERY) => {}
        }
        round = round.wrapping_add(1);
        if round.is_multiple_of(ROUNDS_PER_FLUSH) {
            flush(&state).await;
        }
        if state.config.runs_jobs() {
            let sealed = seal_all(&state).await;
            if trouble.has_changed(sealed.as_ref()) {
                match &sealed {
                    Ok(()) => tracing::info!("the audit log can be sealed again"),
                    Err(stop) => {
                        tracing::warn!(cause = ?stop, "the audit log cannot be sealed; every second is a new try");
                    }
                }
            }
            if sealed.is_ok() {
                sealed_at = Instant::now();
            } else if sealed_at.elapsed() > ALARM && round.is_multiple_of(ROUNDS_PER_FLUSH) {
                let waiting_s = sealed_at.elapsed().as_secs();
                tracing::error!(
                    waiting_s,
                    "entries of the audit log wait for their seal: look at the database"
                );
            }
        }
    }
    flush(&state).await;
}

async fn flush(state: &AppState) {
    if let Err(stop) = state.reads.flush(&state.db).await {
        tracing::error!(cause = ?stop, "readings of texts wait: they could not be written to the log");
    }
}

/// Seals what waits everywhere; afterwards tells the first cause why it could not somewhere.
async fn seal_all(state: &AppState) -> Result<(), Stop> {
    let mut all = Ok(());
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
            Err(stop) => all = all.and(Err(stop)),
        }
    }
    all
}
