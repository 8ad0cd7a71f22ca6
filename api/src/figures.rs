//! Figures that are counted when somebody asks: connections, background work, seals, keys and backups (trust.md §11). No
//! label tells who or where.

use std::sync::atomic::{AtomicU64, Ordering};

use identity::keys::{BackupState, KeyState};
use policy::Scope;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;
use shared::codes::{ClosedList, JobState};
use shared::time::Moment;
use storage::{At, Tx};
use workflow::Stop;

use crate::config::Config;
use crate::state::AppState;

/// What a figure is about: a door, a state of work, a kind of key.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Of {
    of: String,
}

type Count = Family<Of, Counter>;
type Seconds = Family<Of, Gauge<f64, AtomicU64>>;
type Number = Family<Of, Gauge>;

/// Everything that Prometheus reads: what was counted all along, and what is counted now.
pub(crate) async fn text(state: &AppState) -> String {
    let mut registry = Registry::with_prefix("lokaal_signaal");
    doors(&mut registry, state);
    keys(&mut registry, state);
    if let Err(stop) = work(&mut registry, state).await {
        tracing::warn!(cause = ?stop, "background work could not be counted");
    }
    let mut now = String::new();
    if prometheus_client::encoding::text::encode(&mut now, &registry).is_err() {
        return state.metrics.text();
    }
    let counted = state.metrics.text();
    format!("{}{now}", counted.trim_end_matches("# EOF\n"))
}

/// Before the connections: who waits, how long it took, who was turned away.
fn doors(registry: &mut Registry, state: &AppState) {
    let (entered, turned_away, opened) = (Count::default(), Count::default(), Count::default());
    let (waited, waiting) = (Seconds::default(), Number::default());
    for (door, figures) in state.db.doors() {
        let of = Of {
            of: door.to_owned(),
        };
        let set = |count: &Count, value: u64| {
            let counter = count.get_or_create(&of);
            counter.inner().store(value, Ordering::Relaxed);
        };
        set(&entered, figures.entered);
        set(&turned_away, figures.turned_away);
        set(&opened, figures.opened);
        waited.get_or_create(&of).set(figures.waited.as_secs_f64());
        waiting.get_or_create(&of).set(i64::from(figures.waiting));
    }
    registry.register(
        "database_entered",
        "Transactions that got a connection",
        entered,
    );
    registry.register(
        "database_waited_seconds",
        "How long all of them waited for it",
        waited,
    );
    registry.register(
        "database_waiting",
        "Requests that wait for a connection",
        waiting,
    );
    registry.register(
        "database_turned_away",
        "Requests that got no connection and were told to come back",
        turned_away,
    );
    registry.register(
        "database_breaker",
        "How often everybody was turned away because the database did not answer",
        opened,
    );
}

/// Keys by age, and whether they would survive a lost disk.
fn keys(registry: &mut Registry, state: &AppState) {
    let now = state.sources.now().utc();
    let ring = state.sources.keys();
    let ages = Seconds::default();
    for key in identity::keys::list(&ring, now) {
        if let (KeyState::InUse, Some(created_at)) = (key.state, key.created_at) {
            let of = Of {
                of: key.kind.to_string(),
            };
            let age = now.signed_duration_since(created_at);
            ages.get_or_create(&of).set(age.as_seconds_f64());
        }
    }
    registry.register("key_age_seconds", "Age of the keys in use", ages);
    let backed_up = Gauge::<i64>::default();
    let is_safe = matches!(
        identity::keys::backup_state(&ring),
        BackupState::Confirmed { .. }
    );
    backed_up.set(i64::from(is_safe));
    registry.register(
        "keys_backed_up",
        "1 when a backup of exactly these keys was confirmed",
        backed_up,
    );
    if let Some(at) = last_backup(&state.config) {
        let age = Gauge::<f64, AtomicU64>::default();
        age.set(state.sources.now().since(at).as_seconds_f64());
        registry.register(
            "backup_age_seconds",
            "Time since `lokaal-signaal backup` last ended well on this machine",
            age,
        );
    }
}

/// Background work by state and age, and entries of the log that wait for a seal.
async fn work(registry: &mut Registry, state: &AppState) -> Result<(), Stop> {
    let now = state.sources.now();
    let read = |tx: &mut Tx<'_>| -> Result<_, Stop> {
        let counts = tx.count_jobs()?;
        let mut oldest = Vec::new();
        for state in JobState::ALL {
            oldest.extend(tx.jobs_in(*state, 1)?);
        }
        Ok((counts, oldest))
    };
    let (counts, oldest) = state.db.read(&Scope::nothing(None), read).await?;
    let jobs = Number::default();
    for of in JobState::ALL {
        let count = counts.iter().find(|(state, _)| state == of);
        let of = Of {
            of: of.code().to_owned(),
        };
        jobs.get_or_create(&of)
            .set(count.map_or(0, |(_, count)| *count));
    }
    let (ages, lag) = (Seconds::default(), Gauge::<f64, AtomicU64>::default());
    for job in oldest {
        let of = Of {
            of: job.state.0.code().to_owned(),
        };
        let age = now.since(job.created_at.0);
        ages.get_or_create(&of).set(age.as_seconds_f64());
        if job.state.0 == JobState::Queued {
            let late = now.since(job.run_at.0).as_seconds_f64();
            lag.set(late.max(0.0));
        }
    }
    registry.register("jobs", "Background work by state", jobs);
    registry.register(
        "job_age_seconds",
        "Age of the work that is next in each state",
        ages,
    );
    registry.register(
        "outbox_lag_seconds",
        "How long the work that is next should have begun",
        lag,
    );
    let waiting = Gauge::<i64>::default();
    waiting.set(unsealed(state, now).await?);
    registry.register(
        "audit_unsealed",
        "Entries of the log that should be sealed by now; counted up to 1,000 per authority",
        waiting,
    );
    Ok(())
}

/// Entries that are older than the sealer may take; those of providers stand at midnight, so they count at once.
async fn unsealed(state: &AppState, now: Moment) -> Result<i64, Stop> {
    const MOST: i64 = 1_000;
    let before = At(now.minus(chrono::Duration::seconds(10)));
    let from = At(now.minus(chrono::Duration::days(2)));
    let mut waiting = 0;
    for authority in state.sources.directory.all() {
        let scope = Scope::looking_up(authority.id);
        let own = scope.clone();
        let read = move |tx: &mut Tx<'_>| -> Result<_, Stop> {
            Ok(tx.unsealed_audit(&own, from, before, MOST)?.len())
        };
        waiting += i64::try_from(state.db.read(&scope, read).await?).unwrap_or(MOST);
    }
    Ok(waiting)
}

/// Where `lokaal-signaal backup` notes that it ended well.
pub(crate) fn note_of_backup(config: &Config) -> std::path::PathBuf {
    config.data.join("last-backup")
}

fn last_backup(config: &Config) -> Option<Moment> {
    let changed_at = std::fs::metadata(note_of_backup(config)).ok()?.modified();
    Some(Moment::new(changed_at.ok()?.into()))
}
