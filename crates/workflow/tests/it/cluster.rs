//! A PostgreSQL database of its own, where `LOKAAL_TEST_PG_…` name a cluster (`cargo xtask postgres`).

use diesel::Connection;
use diesel::connection::SimpleConnection;
use storage::{Settings, postgres};
use uuid::{Builder, Uuid};

/// A database that goes when the test ends.
pub(crate) struct Database(String);

impl Database {
    /// A fresh one, or nothing where no cluster is named.
    pub(crate) fn fresh() -> Option<Self> {
        let admin = std::env::var("LOKAAL_TEST_PG_ADMIN").ok()?;
        let name = format!("workflow_{}", Uuid::simple(random()));
        let create = format!("CREATE DATABASE {name} OWNER ls_owner");
        let mut conn = postgres::Conn::establish(&admin).expect("PostgreSQL answers");
        conn.batch_execute(&create).expect("a database");
        Some(Self(name))
    }

    /// As the product opens it: never as superuser.
    pub(crate) fn settings(&self) -> Settings {
        let address = |role: &str| {
            let variable = format!("LOKAAL_TEST_PG_{role}");
            let address = std::env::var(&variable).unwrap_or_else(|_| panic!("{variable} is set"));
            address.replace("{database}", &self.0)
        };
        Settings {
            url: address("APP"),
            owner_url: Some(address("OWNER")),
            // The cluster of the tests does not wait for the disk.
            allow_unsafe: true,
            migrate: true,
        }
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let Ok(admin) = std::env::var("LOKAAL_TEST_PG_ADMIN") else {
            return;
        };
        if let Ok(mut conn) = postgres::Conn::establish(&admin) {
            // Left behind when it fails: the cluster of the tests goes after them.
            let drop = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.0);
            let _ = conn.batch_execute(&drop);
        }
    }
}

fn random() -> Uuid {
    let mut bytes = [0; 16];
    identity::Randomness::fill(&identity::SystemRandomness, &mut bytes);
    Builder::from_random_bytes(bytes).into_uuid()
}
