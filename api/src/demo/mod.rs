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
    #[error("demo account: {0}")]
    Account(String),
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
    let password = password.map_err(|fault| DemoError::Account(fault.to_string()))?;
    let hash = password
        .hash(&*sources.randomness)
        .map_err(|fault| DemoError::Account(fault.to_string()))?;
    let emails: Vec<String> = people
        .people
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
