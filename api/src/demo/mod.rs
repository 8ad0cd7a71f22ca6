//! Two fictional authorities with eighteen months behind them, for `serve --demo` on an empty database. Everything
//! happens through the same functions as requests do, on a clock that is put back, so that every history is real.

mod accounts;
mod announce;
mod clock;
mod content;
mod issues;
mod signals;
mod story;
mod world;

use std::sync::Arc;

use announce::announce;
use storage::Db;
use workflow::{Sources, Stop};

pub(crate) use accounts::code_now;
pub(crate) use clock::{DemoClock, DemoIds};

/// The demo's past, with some days to spare.
pub(crate) const PAST: chrono::Duration = chrono::Duration::days(world::FIRST_DAY + 10);

/// Why the demo cannot be made: a mistake of ours, or the database.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DemoError {
    #[error("demo content: {0}")]
    Content(#[from] serde_json::Error),
    #[error("demo content: no {0} {1}")]
    Missing(&'static str, String),
    #[error("demo: {0}")]
    Unfit(String),
    #[error("demo: {0} is denied: {1:?}")]
    Denied(&'static str, policy::Denied),
    #[error("demo: {0}: {1:?}")]
    Refused(&'static str, Stop),
    #[error("demo content, {0}: {1:?}")]
    Broken(String, shared::draft::Broken),
    #[error("--demo needs an empty database or one that it made; this one has other authorities")]
    NotADemo,
    #[error("demo: {0}: {1}")]
    While(String, Box<DemoError>),
}

impl DemoError {
    fn missing(what: &'static str, key: &str) -> Self {
        Self::Missing(what, key.to_owned())
    }

    /// Says at which step of the story it happened.
    fn during(self, what: impl std::fmt::Display) -> Self {
        Self::While(what.to_string(), Box::new(self))
    }
}

/// Makes everything. The database must be empty.
async fn seed(
    db: Db,
    sources: Sources,
    clock: Arc<DemoClock>,
    password: &str,
) -> Result<(), DemoError> {
    let content = content::Content::read()?;
    let made = world::World::make(db, sources, Arc::clone(&clock), &content.people, password).await;
    let told = match made {
        Ok(world) => story::tell(world, content).await,
        Err(error) => Err(error),
    };
    clock.release();
    told
}

/// Seeds an empty database, gives a demo's accounts this run's password, and says how to get in.
pub(crate) async fn prepare(
    config: &crate::config::Config,
    db: &Db,
    sources: &Sources,
    clock: &Arc<DemoClock>,
) -> Result<String, DemoError> {
    let password = accounts::password(&*sources.randomness, config.bind.is_loopback());
    if sources.directory.all().is_empty() {
        seed(db.clone(), sources.clone(), Arc::clone(clock), &password).await?;
    } else if !set_passwords(db, sources, &password).await? {
        return Err(DemoError::NotADemo);
    }
    announce(config, db, sources, &password).await
}

/// False when this is no demo: nobody's password is touched then.
async fn set_passwords(db: &Db, sources: &Sources, password: &str) -> Result<bool, DemoError> {
    let people = content::people()?;
    let Some(authority) = people
        .authorities
        .first()
        .and_then(|first| sources.directory.by_slug(&first.slug))
    else {
        return Ok(false);
    };
    let password = identity::password::Password::parse(password, &[]);
    let password = password.map_err(|fault| DemoError::Unfit(fault.to_string()))?;
    let hash = password
        .hash(&*sources.randomness)
        .map_err(|fault| DemoError::Unfit(fault.to_string()))?;
    let emails: Vec<String> = people
        .persons
        .into_iter()
        .map(|person| person.email)
        .collect();
    let permit = policy::for_system::<policy::SetUp>(authority.id);
    let sources = sources.clone();
    let work = move |tx: &mut storage::Tx<'_>| -> Result<bool, Stop> {
        let mut known = true;
        for email in &emails {
            known &= workflow::people::set_password(tx, &sources, email, hash.to_stored())?;
        }
        Ok(known)
    };
    db.write(&permit, work)
        .await
        .map_err(|stop| DemoError::Refused("setUp", stop))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use identity::SystemRandomness;
    use identity::keys::{KeyRing, LiveKeys};
    use shared::codes::ClosedList;
    use shared::life_cycle::{IssueState, SignalState};
    use shared::sources::Clock;
    use shared::trend::TrendKind;
    use storage::{IssueQuery, Settings, SignalQuery};
    use workflow::Directory;

    use super::*;

    /// Seeds a fresh SQLite file and reads back what came of it.
    #[tokio::test(flavor = "multi_thread")]
    async fn the_demo_reaches_every_state_of_an_issue() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("demo.sqlite").display());
        let clock = Arc::new(DemoClock::default());
        let ids = Arc::new(DemoIds(Arc::clone(&clock)));
        let settings = Settings {
            url,
            owner_url: None,
            allow_unsafe: false,
            migrate: true,
        };
        let db = Db::open(&settings, clock.clone(), ids.clone()).unwrap();
        let randomness = Arc::new(SystemRandomness);
        let ring = KeyRing::draw(&*randomness, clock.now().minus(PAST).utc()).unwrap();
        let keys = Arc::new(LiveKeys::new(ring));
        let directory = Arc::new(Directory::default());
        let sources = Sources {
            clock: clock.clone(),
            ids,
            randomness,
            keys,
            directory,
        };
        let config = crate::config::Config {
            data: folder.path().to_owned(),
            ..crate::config::Config::default()
        };

        let told = prepare(&config, &db, &sources, &clock).await.unwrap();

        let (mut issues, mut signals) = (BTreeSet::new(), BTreeSet::new());
        for authority in sources.directory.all() {
            let scope = policy::Scope::looking_up(authority.id);
            let of = scope.clone();
            let all = move |tx: &mut storage::Tx<'_>| -> Result<_, Stop> {
                let issues = tx.list_issues(
                    &of,
                    &IssueQuery {
                        most: 1_000,
                        ..IssueQuery::default()
                    },
                )?;
                Ok((
                    issues,
                    tx.list_signals(
                        &of,
                        &SignalQuery {
                            most: 1_000,
                            ..SignalQuery::default()
                        },
                    )?,
                ))
            };
            let (found, sent) = db.read(&scope, all).await.unwrap();
            issues.extend(found.iter().map(|issue| issue.state.0));
            signals.extend(sent.iter().map(|(signal, _)| signal.state.0));
            assert!(
                sent.iter()
                    .all(|(signal, _)| signal.received_at.0 < clock.now())
            );
        }
        // The city began small and grew everywhere; a neighbourhood or a target group of the burst may stand out beside it.
        let risen = rises(&db, &sources, "linde").await;
        let themes = risen.iter().filter(|(kind, _)| *kind == TrendKind::Theme);
        let themes: Vec<&str> = themes.map(|(_, code)| code.as_str()).collect();
        assert_eq!(themes, ["energy-water"], "{risen:?}");
        assert_eq!(rises(&db, &sources, "heidebeek").await, []);
        assert_eq!(issues, IssueState::ALL.iter().copied().collect());
        for state in [
            SignalState::Held,
            SignalState::QuestionOpen,
            SignalState::Duplicate,
            SignalState::Redirected,
        ] {
            assert!(signals.contains(&state), "{state}");
        }
        assert!(
            told.contains("/linde/m/#e=") && told.contains("it is over"),
            "{told}"
        );

        let again = prepare(&config, &db, &sources, &clock).await.unwrap();
        assert!(
            again.contains("nora@linde.example"),
            "a second start tells again how to get in"
        );
    }

    /// Codes of what rises in an authority, as its first look would say.
    async fn rises(db: &Db, sources: &Sources, slug: &str) -> Vec<(TrendKind, String)> {
        let authority = sources.directory.by_slug(slug).unwrap().id;
        let permit = policy::for_system::<policy::RunJob>(authority);
        let (from, scope) = (sources.clone(), permit.scope().clone());
        let look = move |tx: &mut storage::Tx<'_>| -> Result<_, Stop> {
            let counts = workflow::trends::count_weeks(tx, &permit, &from, authority)?;
            let mut records = workflow::trends::judge_weeks(&counts);
            workflow::trends::tell_rises(tx, &permit, &counts, &mut records)?;
            Ok(records)
        };
        let records = db.read(&scope, look).await.unwrap();
        let last = records.iter().map(|record| record.week).max();
        let now = records
            .into_iter()
            .filter(|record| Some(record.week) == last && record.rise_began_on.is_some());
        now.map(|record| (record.kind.0, record.code)).collect()
    }

    #[test]
    fn every_statement_of_others_says_where_it_stands() {
        let content = content::Content::read().unwrap();
        assert_eq!(content.published.len(), 44);
        assert!(
            content
                .published
                .iter()
                .all(|statement| statement.url.starts_with("http"))
        );
    }
}
