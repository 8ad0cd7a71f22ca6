//! Whether this server can serve: found out once a second in the background, so that whoever asks never waits for a
//! database that does not answer (trust.md §11).

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use actix_web::web;
use tokio::sync::watch;

use crate::state::AppState;

/// How often is looked.
const EVERY: Duration = Duration::from_secs(1);
/// How long a look may take, and how old what it found may be.
const FRESH: Duration = Duration::from_secs(1);
/// `/health` waits for nobody; what it tells is older than this only when the looking itself hangs.
const STALE: Duration = Duration::from_secs(3);
/// With less room than this on the disk of the data folder the next write may fail.
const LEAST_FREE_BYTES: u64 = 64 * 1_024 * 1_024;

/// What was found last.
pub(crate) struct Readiness {
    found: watch::Sender<Found>,
    stopping: AtomicBool,
}

#[derive(Clone, Copy)]
struct Found {
    at: Instant,
    fault: Option<Fault>,
}

/// Why requests cannot be served.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Nobody looked yet.
    Starting,
    /// The database does not answer, or migrations wait.
    Database,
    /// The disk is full.
    Disk,
    /// The server was told to stop.
    Stopping,
}

impl Default for Readiness {
    fn default() -> Self {
        let found = Found {
            at: Instant::now(),
            fault: Some(Fault::Starting),
        };
        Self {
            found: watch::Sender::new(found),
            stopping: AtomicBool::new(false),
        }
    }
}

impl Readiness {
    /// For `/health`: what was found last. Never waits.
    pub(crate) fn is_up(&self) -> bool {
        let found = *self.found.borrow();
        found.fault.is_none() && found.at.elapsed() < STALE
    }

    /// For `/ready`: what was found within the last second, waiting up to a second for it.
    pub(crate) async fn check(&self) -> Result<(), Fault> {
        if self.is_stopping() {
            return Err(Fault::Stopping);
        }
        let mut news = self.found.subscribe();
        let known = *news.borrow_and_update();
        let settled = known.fault != Some(Fault::Starting) && known.at.elapsed() <= FRESH;
        if !settled && tokio::time::timeout(FRESH, news.changed()).await.is_err() {
            return Err(Fault::Database);
        }
        let found = *news.borrow();
        found.fault.map_or(Ok(()), Err)
    }

    /// From now on requests go elsewhere; those that come are still served.
    pub(crate) fn stop(&self) {
        self.stopping.store(true, Ordering::Relaxed);
    }

    /// True once the server was told to stop.
    pub(crate) fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::Relaxed)
    }

    fn note(&self, fault: Option<Fault>) {
        let at = Instant::now();
        let before = self.found.send_replace(Found { at, fault });
        match (before.fault, fault) {
            (None, Some(fault)) => tracing::warn!(?fault, "not ready"),
            (Some(before), None) if before != Fault::Starting => {
                tracing::info!(?before, "ready again");
            }
            _ => {}
        }
    }
}

/// Looks until the server stops. One look at a time: a database that hangs holds one connection for it, not one a second.
pub(crate) async fn keep_looking(state: web::Data<AppState>, mut stopped: watch::Receiver<bool>) {
    loop {
        let look = look(&state);
        tokio::pin!(look);
        let in_time = tokio::time::timeout(FRESH, &mut look).await;
        let fault = if let Ok(fault) = in_time {
            fault
        } else {
            state.readiness.note(Some(Fault::Database));
            look.await
        };
        state.readiness.note(fault);
        tokio::select! {
            _ = stopped.changed() => return,
            () = tokio::time::sleep(EVERY) => {}
        }
    }
}

async fn look(state: &AppState) -> Option<Fault> {
    if state.db.is_ready().await.is_err() {
        return Some(Fault::Database);
    }
    let folder = state.config.data.clone();
    let has_room = tokio::task::spawn_blocking(move || has_room(&folder)).await;
    (!has_room.unwrap_or(false)).then_some(Fault::Disk)
}

fn has_room(folder: &Path) -> bool {
    rustix::fs::statvfs(folder)
        .is_ok_and(|disk| disk.f_bavail.saturating_mul(disk.f_frsize) >= LEAST_FREE_BYTES)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn nobody_is_told_ready_before_the_first_look() {
        let readiness = Readiness::default();
        assert!(!readiness.is_up());
        assert_eq!(readiness.check().await, Err(Fault::Database));
        readiness.note(None);
        assert!(readiness.is_up());
        assert_eq!(readiness.check().await, Ok(()));
    }

    #[tokio::test]
    async fn who_asks_at_the_start_waits_for_the_first_look() {
        let readiness = Readiness::default();
        let (answer, ()) = tokio::join!(readiness.check(), async { readiness.note(None) });
        assert_eq!(answer, Ok(()));
    }

    #[tokio::test]
    async fn a_server_that_stops_is_alive_and_not_ready() {
        let readiness = Readiness::default();
        readiness.note(None);
        readiness.stop();
        assert!(readiness.is_up());
        assert_eq!(readiness.check().await, Err(Fault::Stopping));
    }

    #[test]
    fn a_folder_that_is_not_there_has_no_room() {
        assert!(has_room(&std::env::temp_dir()));
        assert!(!has_room(Path::new("/nowhere/at/all")));
    }
}
