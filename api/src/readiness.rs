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
const MIB: u64 = 1_024 * 1_024;
/// With less room than this on the disk of the data folder the next write may fail.
const LEAST_FREE_BYTES: u64 = 64 * MIB;
/// With less than a twentieth of the disk free what comes in is turned away while there is still room for what is under
/// way; on a large disk this many bytes are enough.
const ENOUGH_FREE_BYTES: u64 = 1_024 * MIB;

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
    let folder = state.config.data.clone();
    let room = tokio::task::spawn_blocking(move || Room::of(&folder)).await;
    let room = room.unwrap_or(Room::None);
    welcome_writes(state, room);
    if state.db.is_ready().await.is_err() {
        return Some(Fault::Database);
    }
    (room == Room::None).then_some(Fault::Disk)
}

/// Reads go on when the disk is nearly full; writes wait until somebody made room (trust.md §10).
fn welcome_writes(state: &AppState, room: Room) {
    if !state.config.read_only {
        let reason = (room != Room::Enough).then_some("the disk is nearly full");
        state.db.set_read_only(reason);
    }
}

/// How much is free on the disk of the data folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Room {
    Enough,
    Little,
    None,
}

impl Room {
    fn of(folder: &Path) -> Self {
        rustix::fs::statvfs(folder).map_or(Self::None, |disk| {
            let bytes = |blocks: u64| blocks.saturating_mul(disk.f_frsize);
            Self::with(bytes(disk.f_bavail), bytes(disk.f_blocks))
        })
    }

    fn with(free: u64, all: u64) -> Self {
        if free < LEAST_FREE_BYTES {
            Self::None
        } else if free < (all / 20).min(ENOUGH_FREE_BYTES) {
            Self::Little
        } else {
            Self::Enough
        }
    }
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
    fn a_twentieth_of_a_disk_or_a_gibibyte_is_enough() {
        const GIB: u64 = 1_024 * MIB;
        for (free, all, room) in [
            (GIB, 10 * GIB, Room::Enough),
            (GIB / 2, 10 * GIB, Room::Enough),
            (GIB / 2 - 1, 10 * GIB, Room::Little),
            (GIB, 4_000 * GIB, Room::Enough),
            (GIB - 1, 4_000 * GIB, Room::Little),
            (64 * MIB - 1, GIB, Room::None),
        ] {
            assert_eq!(Room::with(free, all), room, "{free} of {all} bytes");
        }
        assert_eq!(Room::of(Path::new("/nowhere/at/all")), Room::None);
    }

    #[tokio::test]
    async fn a_disk_that_fills_up_turns_writes_away_until_there_is_room_again() {
        let folder = tempfile::tempdir().unwrap();
        let state = crate::figures::tests::state(folder.path());
        let nothing = policy::Scope::nothing(None);
        let write = || {
            state
                .db
                .keep_house(&nothing, |_| Ok::<_, workflow::Stop>(()))
        };
        let read = || state.db.read(&nothing, |_| Ok::<_, workflow::Stop>(()));
        for room in [Room::Little, Room::None] {
            welcome_writes(&state, room);
            assert!(write().await.is_err());
            assert!(read().await.is_ok());
        }
        welcome_writes(&state, Room::Enough);
        assert!(write().await.is_ok());
    }
}
