//! Keeps the list of what was erased in a file outside the database, so that a restored backup forgets it again
//! (trust.md §8.3). Copy it to another place often: it holds ids and times, nothing else.

use std::path::PathBuf;
use std::time::Duration;

use actix_web::web;
use shared::time::Moment;
use storage::port::{Erasure, append_erasures};
use storage::{At, Tx};
use tokio::sync::watch;
use workflow::Stop;

use crate::config::Config;
use crate::state::AppState;

/// How often the list is brought up to date.
const EVERY: Duration = Duration::from_secs(10);
/// Transactions that began earlier may end later; this far is looked back.
const OVERLAP_MINUTES: i64 = 10;

/// Where the list lies.
pub(crate) fn list_of(config: &Config) -> PathBuf {
    config.data.join("erasures.jsonl")
}

/// Keeps the list until the server stops, and once more then.
pub(crate) async fn keep_list(state: web::Data<AppState>, mut stopped: watch::Receiver<bool>) {
    let mut since = Moment::from_micros(0);
    loop {
        let now = state.sources.now();
        match bring_up_to_date(&state, since).await {
            Ok(()) => since = now.minus(chrono::Duration::minutes(OVERLAP_MINUTES)),
            Err(cause) => tracing::error!(cause, "the list of erasures could not be written"),
        }
        if *stopped.borrow() {
            return;
        }
        tokio::select! {
            _ = stopped.changed() => {}
            () = tokio::time::sleep(EVERY) => {}
        }
    }
}

async fn bring_up_to_date(state: &AppState, since: Moment) -> Result<(), String> {
    let mut erasures: Vec<Erasure> = Vec::new();
    for authority in state.sources.directory.all() {
        let scope = policy::Scope::looking_up(authority.id);
        let own = scope.clone();
        let read =
            move |tx: &mut Tx<'_>| -> Result<_, Stop> { Ok(tx.erasures_since(&own, At(since))?) };
        let records = state
            .db
            .read(&scope, read)
            .await
            .map_err(|stop| format!("{stop:?}"))?;
        erasures.extend(records.into_iter().map(Erasure::from));
    }
    if erasures.is_empty() {
        return Ok(());
    }
    let path = list_of(&state.config);
    let written = tokio::task::spawn_blocking(move || append_erasures(&path, &erasures));
    let written = written.await.map_err(|error| error.to_string())?;
    written.map(drop).map_err(|error| error.to_string())
}
