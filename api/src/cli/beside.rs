//! Opening an installation beside the server that may be running on it.

use std::sync::Arc;

use identity::SystemRandomness;
use identity::keys::{KeyRing, LiveKeys};
use storage::port::StoreAddress;
use storage::{Db, Settings};
use workflow::{Directory, Sources, Stop};

use crate::config::Config;
use crate::server::StartError;
use crate::sources::{SystemClock, SystemIds};

/// What a command works with.
pub(crate) struct Beside {
    pub(crate) db: Db,
    pub(crate) sources: Sources,
}

/// Opens keys and database as they are: nothing is made, nothing migrated, and a running server keeps its file.
pub(crate) fn installation(config: &Config) -> Result<Beside, StartError> {
    let keys = Arc::new(LiveKeys::new(KeyRing::load(&config.keys())?));
    let settings = Settings {
        url: config.database_url(),
        owner_url: None,
        allow_unsafe: config.allow_unsafe_database,
        migrate: false,
    };
    let clock = Arc::new(SystemClock);
    let db = Db::beside(&settings, clock.clone(), Arc::new(SystemIds))?;
    let sources = Sources {
        clock,
        ids: Arc::new(SystemIds),
        randomness: Arc::new(SystemRandomness),
        keys,
        directory: Arc::new(Directory::default()),
    };
    Ok(Beside { db, sources })
}

/// Runs the asynchronous part of a command.
pub(crate) fn wait<T>(work: impl Future<Output = T>) -> Result<T, std::io::Error> {
    Ok(tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?
        .block_on(work))
}

/// The database as the commands for maintenance reach it.
pub(crate) fn store_address(config: &Config) -> StoreAddress {
    StoreAddress {
        url: config
            .database_maintenance_url
            .clone()
            .unwrap_or_else(|| config.database_url()),
        owner_url: config.database_owner_url.clone(),
    }
}

/// A refusal or a fault in words for an operator.
pub(crate) fn explained(stop: Stop) -> String {
    match stop {
        Stop::Refused(refusal) => format!("refused: {refusal:?}"),
        Stop::Storage(error) => error.to_string(),
        Stop::Sealed(error) => error.to_string(),
    }
}
