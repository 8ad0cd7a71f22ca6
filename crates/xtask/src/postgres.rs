//! PostgreSQL clusters of our own: one thrown away after the tests, one kept for a developer.
//!
//! Neither touches a server that the machine already runs: own folder, own port, loopback only.

use std::fs;
use std::io::Write;
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::progress::{say, step};
use crate::{setup, shell};

/// The roles of the product (architecture.md §4): none is a superuser; only `ls_maintenance`
/// (backup, port, verification) passes row-level security.
const ROLES: &str = "
DO $$
DECLARE
  wanted text;
BEGIN
  FOREACH wanted IN ARRAY ARRAY['ls_owner', 'ls_app', 'ls_maintenance', 'ls_read'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) THEN
      EXECUTE format('CREATE ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE', wanted);
    END IF;
  END LOOP;
END
$$;
ALTER ROLE ls_maintenance BYPASSRLS;
";

const KEPT: &str = "var/postgres";
const KEPT_PORT: u16 = 54329;
const TEMPORARY_PREFIX: &str = "lokaal-postgres-";

/// A cluster that lives as long as this value.
pub(crate) struct Cluster {
    home: Home,
    server: Child,
    port: u16,
}

#[derive(Clone, Copy)]
pub(crate) enum Durability {
    /// Tests lose nothing worth keeping.
    None,
    /// As in use: for figures and for faults.
    Full,
}

impl Durability {
    fn settings(self) -> &'static [&'static str] {
        match self {
            Self::None => &[
                "-c",
                "fsync=off",
                "-c",
                "synchronous_commit=off",
                "-c",
                "full_page_writes=off",
            ],
            Self::Full => &[],
        }
    }
}

impl Cluster {
    /// Creates and starts a cluster.
    pub(crate) fn start(durability: Durability) -> Result<Self> {
        setup::database_server()?;
        remove_leftovers();
        let folder = std::env::temp_dir().join(folder_name());
        let home = Home::create(folder)?;
        home.initialise()?;
        let port = free_port()?;
        let log = fs::File::create(home.folder.join("server.log"))?;
        let server = home
            .command("postgres")?
            .arg("-D")
            .arg(home.data())
            .args(home.settings(port))
            .args(["-c", "max_connections=200"])
            .args(durability.settings())
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log)
            .spawn()
            .context("the PostgreSQL server cannot be started")?;
        let mut cluster = Self { home, server, port };
        cluster.wait_until_ready()?;
        cluster.home.create_roles(port)?;
        Ok(cluster)
    }

    /// What the test processes need to know; see [`environment`].
    pub(crate) fn environment(&self) -> Vec<(&'static str, String)> {
        environment(self.port)
    }

    fn wait_until_ready(&mut self) -> Result<()> {
        let deadline = Instant::now() + Duration::from_secs(30);
        while !accepts(self.port) {
            if self.server.try_wait()?.is_some() || Instant::now() > deadline {
                let log = fs::read_to_string(self.home.folder.join("server.log"));
                bail!("PostgreSQL does not start:\n{}", log.unwrap_or_default());
            }
            thread::sleep(Duration::from_millis(50));
        }
        Ok(())
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if self.home.stop("immediate").is_err() {
            // The folder goes below, and a server without its folder ends by itself.
            let _ = self.server.kill();
        }
        let _ = self.server.wait();
        let _ = fs::remove_dir_all(&self.home.folder);
    }
}

/// Starts the developer's cluster in `var/postgres`, or finds it running.
pub(crate) fn start_kept() -> Result<()> {
    setup::database_server()?;
    step("PostgreSQL for development", || {
        let home = Home::create(std::path::absolute(KEPT)?)?;
        if !home.data().join("PG_VERSION").exists() {
            home.initialise()?;
        }
        if home.is_running()? {
            say("already running");
        } else {
            let options = home.settings(KEPT_PORT).join(" ");
            shell::capture(
                home.command("pg_ctl")?
                    .args(["start", "--wait", "--silent", "--pgdata"])
                    .arg(home.data())
                    .arg("--log")
                    .arg(home.data().join("server.log"))
                    .args(["--options", &options]),
            )?;
        }
        home.create_roles(KEPT_PORT)
    })?;
    print_kept();
    Ok(())
}

/// Stops the developer's cluster; its data stays.
pub(crate) fn stop_kept() -> Result<()> {
    let home = Home::find(std::path::absolute(KEPT)?)?;
    if home.is_running()? {
        step("stopping PostgreSQL", || home.stop("fast"))
    } else {
        say("PostgreSQL is not running");
        Ok(())
    }
}

/// Prints the environment of the developer's cluster, ready for `export`.
pub(crate) fn print_kept() {
    for (name, url) in environment(KEPT_PORT) {
        println!("export {name}='{url}'");
    }
}

/// Addresses for the tests. `{database}` stands for the name of the database that a test creates
/// through the administrator's address; only that one is a superuser's.
fn environment(port: u16) -> Vec<(&'static str, String)> {
    let url = |role: &str, database: &str| format!("postgres://{role}@127.0.0.1:{port}/{database}");
    vec![
        ("LOKAAL_TEST_PG_ADMIN", url("postgres", "postgres")),
        ("LOKAAL_TEST_PG_OWNER", url("ls_owner", "{database}")),
        ("LOKAAL_TEST_PG_APP", url("ls_app", "{database}")),
        (
            "LOKAAL_TEST_PG_MAINTENANCE",
            url("ls_maintenance", "{database}"),
        ),
        ("LOKAAL_TEST_PG_READ", url("ls_read", "{database}")),
    ]
}

/// The folder with initdb, `pg_ctl`, postgres and psql: Debian keeps them off the PATH.
pub(crate) fn programs() -> Option<PathBuf> {
    let complete = |folder: &Path| {
        ["initdb", "pg_ctl", "postgres", "psql"]
            .iter()
            .all(|program| folder.join(program).exists())
    };
    let mut versions: Vec<(u32, PathBuf)> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| {
            let version = entry.file_name().to_str()?.parse().ok()?;
            Some((version, entry.path().join("bin")))
        })
        .filter(|(_, folder)| complete(folder))
        .collect();
    versions.sort();
    versions.pop().map(|(_, folder)| folder).or_else(|| {
        std::env::split_paths(&std::env::var_os("PATH")?).find(|folder| complete(folder))
    })
}

/// The folder of a cluster and the account that owns it: PostgreSQL refuses to run as root.
struct Home {
    folder: PathBuf,
    account: Option<Account>,
}

#[derive(Clone, Copy)]
struct Account {
    user: u32,
    group: u32,
}

impl Home {
    fn create(folder: PathBuf) -> Result<Self> {
        fs::create_dir_all(&folder)?;
        let home = Self::find(folder)?;
        if let Some(account) = home.account {
            chown(&home.folder, Some(account.user), Some(account.group))?;
        }
        Ok(home)
    }

    fn find(folder: PathBuf) -> Result<Self> {
        let account = if setup::is_root() {
            Some(postgres_account()?)
        } else {
            None
        };
        Ok(Self { folder, account })
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    fn command(&self, program: &str) -> Result<Command> {
        let programs = programs()
            .context("PostgreSQL is missing; install it with `apt-get install postgresql`")?;
        let mut command = Command::new(programs.join(program));
        command.current_dir(&self.folder);
        if let Some(account) = self.account {
            command.uid(account.user).gid(account.group);
        }
        Ok(command)
    }

    fn initialise(&self) -> Result<()> {
        shell::capture(
            self.command("initdb")?
                .args(["--no-sync", "--auth=trust", "--username=postgres"])
                .args(["--encoding=UTF8", "--locale=C.UTF-8", "--pgdata"])
                .arg(self.data()),
        )
        .with_context(|| {
            format!(
                "no cluster in {}; the account `postgres` must be able to reach that folder",
                self.folder.display()
            )
        })?;
        Ok(())
    }

    /// Loopback only; the socket stands in the cluster's folder unless the path is too long for one.
    fn settings(&self, port: u16) -> Vec<String> {
        let socket = self.folder.to_string_lossy();
        let socket = if socket.len() < 90 && !socket.contains([' ', '\'', ',']) {
            socket
        } else {
            "".into()
        };
        vec![
            "-p".into(),
            port.to_string(),
            "-c".into(),
            "listen_addresses=127.0.0.1".into(),
            "-c".into(),
            format!("unix_socket_directories={socket}"),
        ]
    }

    fn create_roles(&self, port: u16) -> Result<()> {
        let mut psql = self
            .command("psql")?
            .args(["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1"])
            .args(["--host=127.0.0.1", "--username=postgres"])
            .arg(format!("--port={port}"))
            .arg("postgres")
            .stdin(Stdio::piped())
            .spawn()?;
        if let Some(mut input) = psql.stdin.take() {
            input.write_all(ROLES.as_bytes())?;
        }
        if !psql.wait()?.success() {
            bail!("the database roles could not be created");
        }
        Ok(())
    }

    fn is_running(&self) -> Result<bool> {
        Ok(self
            .command("pg_ctl")?
            .args(["status", "--pgdata"])
            .arg(self.data())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()?
            .success())
    }

    fn stop(&self, mode: &str) -> Result<()> {
        shell::capture(
            self.command("pg_ctl")?
                .args(["stop", "--wait", "--silent", "--mode", mode, "--pgdata"])
                .arg(self.data()),
        )?;
        Ok(())
    }
}

fn postgres_account() -> Result<Account> {
    let accounts = fs::read_to_string("/etc/passwd")?;
    let account = accounts.lines().find_map(|line| {
        let mut fields = line.split(':');
        if fields.next()? != "postgres" {
            return None;
        }
        Some(Account {
            user: fields.nth(1)?.parse().ok()?,
            group: fields.next()?.parse().ok()?,
        })
    });
    account.context(
        "PostgreSQL refuses to run as root and there is no account `postgres`; create it or run as another user",
    )
}

/// Clusters whose xtask was killed: nobody else removes them.
fn remove_leftovers() {
    let Ok(entries) = fs::read_dir(std::env::temp_dir()) else {
        return;
    };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let Some(process) = name
            .to_str()
            .and_then(|name| name.strip_prefix(TEMPORARY_PREFIX))
        else {
            continue;
        };
        let process = process
            .split_once('-')
            .map_or(process, |(process, _)| process);
        if Path::new("/proc").join(process).exists() {
            continue;
        }
        say(&format!(
            "removing a leftover cluster, {}",
            entry.path().display()
        ));
        if let Ok(home) = Home::find(entry.path()) {
            // Usually it is long gone.
            let _ = home.stop("immediate");
        }
        let _ = fs::remove_dir_all(entry.path());
    }
}

/// One process may run several: kills need one that waits for the disk beside the one that does not.
fn folder_name() -> String {
    static STARTED: AtomicU32 = AtomicU32::new(0);
    let number = STARTED.fetch_add(1, Ordering::Relaxed);
    format!("{TEMPORARY_PREFIX}{}-{number}", std::process::id())
}

fn free_port() -> Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

/// A server that is starting up accepts connections but refuses sessions; asking for a session
/// needs a client, so ask psql's sibling.
fn accepts(port: u16) -> bool {
    TcpStream::connect(("127.0.0.1", port)).is_ok()
        && programs().is_some_and(|programs| {
            Command::new(programs.join("pg_isready"))
                .args(["--quiet", "--host=127.0.0.1", &format!("--port={port}")])
                .status()
                .is_ok_and(|status| status.success())
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cluster_has_the_roles_stands_beside_another_and_leaves_nothing_behind() {
        let other = Cluster::start(Durability::Full).unwrap();
        let cluster = Cluster::start(Durability::None).unwrap();
        assert_ne!(other.home.folder, cluster.home.folder);
        let folder = cluster.home.folder.clone();
        let roles = shell::capture(
            cluster
                .home
                .command("psql")
                .unwrap()
                .args(["--no-align", "--tuples-only", "--host=127.0.0.1", "--username=ls_app"])
                .arg(format!("--port={}", cluster.port))
                .args(["--command", "SELECT rolname, rolsuper, rolbypassrls FROM pg_roles WHERE rolname LIKE 'ls!_%' ESCAPE '!' ORDER BY 1"])
                .arg("postgres"),
        )
        .unwrap();
        assert_eq!(
            roles,
            "ls_app|f|f\nls_maintenance|f|t\nls_owner|f|f\nls_read|f|f\n"
        );
        drop(cluster);
        assert!(!folder.exists());
    }
}
