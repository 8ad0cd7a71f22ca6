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
use workflow::analysis::{Looks, backlog};

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
    limits(&mut registry, state);
    keys(&mut registry, state);
    if let Err(stop) = work(&mut registry, state).await {
        tracing::warn!(cause = ?stop, "background work could not be counted");
    }
    if let Err(stop) = analysis(&mut registry, state).await {
        tracing::warn!(cause = ?stop, "what waits for the analysis could not be counted");
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

/// Who asked too much: requests by the limit that turned them away, and networks that guessed follow-up codes.
fn limits(registry: &mut Registry, state: &AppState) {
    let reached = Count::default();
    for (limit, count) in state.limits.reached() {
        let of = Of {
            of: limit.to_owned(),
        };
        let counter = reached.get_or_create(&of);
        counter.inner().store(count, Ordering::Relaxed);
    }
    registry.register(
        "limits_reached",
        "How often each limit was reached",
        reached,
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

/// Signals that a model has still to look at, for the first time or anew.
async fn analysis(registry: &mut Registry, state: &AppState) -> Result<(), Stop> {
    let model = match state.looks() {
        Looks::Off => return Ok(()),
        Looks::Elsewhere => None,
        Looks::Here(looking) => Some(looking.model),
    };
    let (waiting, outdated) = (Gauge::<i64>::default(), Gauge::<i64>::default());
    for authority in state.sources.directory.all() {
        let scope = Scope::looking_up(authority.id);
        let (own, model) = (scope.clone(), model.clone());
        let read = move |tx: &mut Tx<'_>| backlog(tx, &own, model.as_deref());
        let found = state.db.read(&scope, read).await?;
        waiting.inc_by(found.waiting);
        outdated.inc_by(found.outdated);
    }
    registry.register(
        "analysis_waiting",
        "Signals that no model looked at yet",
        waiting,
    );
    if model.is_some() {
        registry.register(
            "analysis_outdated",
            "Signals that another model looked at than the one that is there now",
            outdated,
        );
    }
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

#[cfg(test)]
pub(crate) mod tests {
    use std::sync::Arc;

    use identity::SystemRandomness;
    use identity::keys::{KeyRing, LiveKeys};
    use shared::id::JobId;
    use shared::sources::Clock;
    use storage::records::JobRecord;
    use storage::{Db, Settings};
    use uuid::Uuid;
    use workflow::{Directory, Sources};

    use super::*;
    use crate::sources::SystemIds;

    /// Always the same moment.
    struct Noon;

    impl Clock for Noon {
        fn now(&self) -> Moment {
            "2026-11-28T12:00:00Z".parse().unwrap()
        }
    }

    pub(crate) fn state(folder: &std::path::Path) -> AppState {
        let clock = Arc::new(Noon);
        let settings = Settings {
            url: format!("sqlite:{}", folder.join("figures.sqlite").display()),
            owner_url: None,
            allow_unsafe: false,
            migrate: true,
        };
        let db = Db::open(&settings, clock.clone(), Arc::new(SystemIds)).unwrap();
        let made_at = clock.now().minus(chrono::Duration::days(2)).utc();
        let ring = KeyRing::draw(&SystemRandomness, made_at).unwrap();
        let sources = Sources {
            clock,
            ids: Arc::new(SystemIds),
            randomness: Arc::new(SystemRandomness),
            keys: Arc::new(LiveKeys::new(ring)),
            directory: Arc::new(Directory::default()),
        };
        let config = Config {
            data: folder.to_owned(),
            ..Config::default()
        };
        let analyst = Arc::new(jobs::Analyst::unschooled());
        AppState::new(config, db, sources, Some(analyst), None)
    }

    #[tokio::test]
    async fn whoever_watches_sees_work_that_waits_and_keys_that_age() {
        let folder = tempfile::tempdir().unwrap();
        let state = state(folder.path());
        let run_at = At(Noon.now().minus(chrono::Duration::minutes(5)));
        let id = JobId::new(Uuid::from_u128(1));
        let job = JobRecord::queued(id, None, "mail", serde_json::json!({}), run_at);
        let insert = move |tx: &mut Tx<'_>| -> Result<(), Stop> { Ok(tx.insert_job(&job)?) };
        let nothing = Scope::nothing(None);
        state.db.keep_house(&nothing, insert).await.unwrap();

        let figures = text(&state).await;
        for line in [
            "lokaal_signaal_jobs{of=\"queued\"} 1",
            "lokaal_signaal_jobs{of=\"dead\"} 0",
            "lokaal_signaal_job_age_seconds{of=\"queued\"} 300.0",
            "lokaal_signaal_outbox_lag_seconds 300.0",
            "lokaal_signaal_audit_unsealed 0",
            "lokaal_signaal_analysis_waiting 0",
            "lokaal_signaal_analysis_outdated 0",
            "lokaal_signaal_database_entered_total{of=\"write\"} 1",
            "lokaal_signaal_database_breaker_total{of=\"read\"} 0",
            "lokaal_signaal_database_waiting{of=\"write\"} 0",
            "lokaal_signaal_key_age_seconds{of=\"access-token\"} 172800.0",
            "lokaal_signaal_keys_backed_up 0",
            "lokaal_signaal_limits_reached_total{of=\"signIns\"} 0",
        ] {
            assert!(figures.contains(line), "{line}\n{figures}");
        }
        assert!(figures.ends_with("# EOF\n") && figures.matches("# EOF").count() == 1);
        assert!(!figures.contains("backup_age"), "there never was one");
        std::fs::write(note_of_backup(&state.config), "").unwrap();
        assert!(
            text(&state)
                .await
                .contains("lokaal_signaal_backup_age_seconds ")
        );
    }
}
