//! A database as an operator's command holds it: one connection, one transaction, no request beside it.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Text};

use super::PortError;
use super::rows;
use super::sql::{Table, tables};
use super::wrapped::WRAPPED;
use crate::open::engine_of;
use crate::{Engine, OpenError, migrate, postgres, sqlite};

/// Where a database is.
#[derive(Debug, Clone)]
pub struct StoreAddress {
    /// `sqlite:PATH`, or `postgres://…` as role `ls_maintenance`.
    pub url: String,
    /// The same database as role `ls_owner`, for migrating a target.
    pub owner_url: Option<String>,
}

/// An open database.
pub struct Store {
    pub(super) conn: StoreConn,
}

pub(super) enum StoreConn {
    Sqlite(sqlite::Conn),
    Postgres(postgres::Conn),
}

impl Store {
    /// Opens a database to take rows out. A missing file is an error, never a new database.
    pub fn source(address: &StoreAddress) -> Result<Self, PortError> {
        if let (Engine::Sqlite, path) = engine_of(&address.url)?
            && !std::path::Path::new(path).exists()
        {
            return Err(OpenError::Failed(format!("{path}: there is no such file")).into());
        }
        Self::open(address)
    }

    /// Opens a database to put rows in, brings it to this version and makes sure that it is empty.
    pub fn target(address: &StoreAddress) -> Result<Self, PortError> {
        migrated(address)?;
        let mut store = Self::open(address)?;
        for table in tables() {
            if store.holds_rows(table)? {
                return Err(PortError::NotEmpty(table.name));
            }
        }
        Ok(store)
    }

    fn open(address: &StoreAddress) -> Result<Self, PortError> {
        let failed = |error: &dyn std::fmt::Display| OpenError::Failed(error.to_string());
        let conn = match engine_of(&address.url)? {
            (Engine::Sqlite, path) => {
                StoreConn::Sqlite(sqlite::open(path).map_err(|error| failed(&error))?)
            }
            (Engine::Postgres, url) => {
                let url = postgres::with_limits(url);
                let mut conn = postgres::Conn::establish(&url).map_err(|error| failed(&error))?;
                check_role(&mut conn)?;
                // The session's zone decides how days and moments are read.
                conn.batch_execute("SET timezone = 'UTC'; SET datestyle = 'ISO';")?;
                StoreConn::Postgres(conn)
            }
        };
        Ok(Self { conn })
    }

    /// How many data keys and secrets are wrapped with one version of the KEK, which stands in their first two bytes.
    pub fn wrapped_with(&mut self, kek_version: u16) -> Result<u64, PortError> {
        let beginning = match self.engine() {
            Engine::Sqlite => "lower(hex(substr({column}, 1, 2)))",
            Engine::Postgres => "encode(substr({column}, 1, 2), 'hex')",
        };
        let mut rows = 0;
        for (table, column) in WRAPPED {
            let beginning = beginning.replace("{column}", column);
            let query =
                format!("SELECT '[]' AS line FROM {table} WHERE {beginning} = '{kek_version:04x}'");
            rows::each_line(self, &query, &mut |_| {
                rows += 1;
                Ok(())
            })?;
        }
        Ok(rows)
    }

    pub(super) fn engine(&self) -> Engine {
        match self.conn {
            StoreConn::Sqlite(_) => Engine::Sqlite,
            StoreConn::Postgres(_) => Engine::Postgres,
        }
    }

    /// Runs statements that answer nothing.
    pub(super) fn execute(&mut self, statements: &str) -> Result<(), PortError> {
        match &mut self.conn {
            StoreConn::Sqlite(conn) => conn.batch_execute(statements)?,
            StoreConn::Postgres(conn) => conn.batch_execute(statements)?,
        }
        Ok(())
    }

    /// Runs a statement with texts bound.
    pub(super) fn execute_with(
        &mut self,
        statement: &str,
        texts: &[&str],
    ) -> Result<usize, PortError> {
        Ok(match &mut self.conn {
            StoreConn::Sqlite(conn) => {
                let mut query = diesel::sql_query(statement).into_boxed();
                for text in texts {
                    query = query.bind::<Text, _>((*text).to_owned());
                }
                query.execute(conn)?
            }
            StoreConn::Postgres(conn) => {
                let mut query = diesel::sql_query(statement).into_boxed();
                for text in texts {
                    query = query.bind::<Text, _>((*text).to_owned());
                }
                query.execute(conn)?
            }
        })
    }

    /// A snapshot that nothing written meanwhile changes.
    pub(super) fn begin_reading(&mut self) -> Result<(), PortError> {
        let begin = match self.engine() {
            Engine::Sqlite => "BEGIN",
            Engine::Postgres => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        };
        self.execute(begin)
    }

    pub(super) fn begin_writing(&mut self) -> Result<(), PortError> {
        let begin = match self.engine() {
            Engine::Sqlite => "BEGIN IMMEDIATE",
            Engine::Postgres => "BEGIN",
        };
        self.execute(begin)
    }

    fn holds_rows(&mut self, table: Table) -> Result<bool, PortError> {
        let mut found = false;
        let query = format!("SELECT '[]' AS line FROM {} LIMIT 1", table.name);
        rows::each_line(self, &query, &mut |_| {
            found = true;
            Ok(())
        })?;
        Ok(found)
    }
}

fn migrated(address: &StoreAddress) -> Result<(), PortError> {
    let failed = |error: &dyn std::fmt::Display| OpenError::Failed(error.to_string());
    match engine_of(&address.url)? {
        (Engine::Sqlite, path) => {
            let folder = std::path::Path::new(path)
                .parent()
                .filter(|folder| !folder.as_os_str().is_empty());
            if let Some(folder) = folder {
                std::fs::create_dir_all(folder)?;
            }
            migrate::sqlite(&mut sqlite::open(path).map_err(|error| failed(&error))?)?;
        }
        (Engine::Postgres, url) => {
            // ls_maintenance may make no tables: without an owner they must be there.
            let by = address.owner_url.as_deref().unwrap_or(url);
            let mut conn = postgres::Conn::establish(&postgres::with_limits(by))
                .map_err(|error| failed(&error))?;
            if address.owner_url.is_some() {
                migrate::postgres(&mut conn)?;
            } else if migrate::pending_postgres(&mut conn)? > 0 {
                return Err(OpenError::NoTables.into());
            }
        }
    }
    Ok(())
}

/// `ls_app` would see nothing and call it a backup; a superuser would hide missing grants (decisions.md 21).
fn check_role(conn: &mut postgres::Conn) -> Result<(), PortError> {
    #[derive(QueryableByName)]
    struct Role {
        #[diesel(sql_type = Text)]
        name: String,
        #[diesel(sql_type = Bool)]
        is_superuser: bool,
        #[diesel(sql_type = Bool)]
        sees_all: bool,
    }
    let role: Role = diesel::sql_query(
        "SELECT rolname::text AS name, rolsuper AS is_superuser, rolbypassrls AS sees_all FROM pg_roles WHERE rolname = current_user",
    )
    .get_result(conn)?;
    if role.is_superuser {
        return Err(PortError::MayTooMuch(role.name));
    }
    if !role.sees_all {
        return Err(PortError::SeesTooLittle(role.name));
    }
    Ok(())
}
