//! Brings the database to this version.

use std::sync::Arc;

use storage::{Db, Settings};

use crate::config::Config;
use crate::sources::{SystemClock, SystemIds};

/// Migrates; a database of this version stays as it is. On PostgreSQL this runs as `ls_owner`.
pub(crate) fn run(config: &Config) -> super::Done {
    let settings = Settings {
        url: config.database_url(),
        owner_url: config.database_owner_url.clone(),
        allow_unsafe: config.allow_unsafe_database,
        migrate: true,
    };
    if settings.url.starts_with("postgres") && settings.owner_url.is_none() {
        return Err(
            "set LOKAAL_DATABASE_OWNER_URL: on PostgreSQL only ls_owner may migrate".into(),
        );
    }
    drop(Db::open(
        &settings,
        Arc::new(SystemClock),
        Arc::new(SystemIds),
    )?);
    super::say("The database is at this version.")
}
