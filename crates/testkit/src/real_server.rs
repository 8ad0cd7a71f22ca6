//! The real program in a process of its own, with a seeded database: for what cannot be done to a part of the test, such
//! as `kill -9`.

use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use api::config::Config;
use api::sources::{SystemClock, SystemIds};
use identity::tokens::AccessToken;
use shared::codes::Role;
use shared::id::AuthorityId;
use shared::sources::{Clock, IdSource};
use storage::Db;
use tempfile::TempDir;
use uuid::Uuid;
use workflow::Sources;

use crate::app::installed;
use crate::database::Database;
use crate::world::{self, Person};

/// Everything that a real server needs, and what its callers must know.
pub struct Prepared {
    /// The database, while no server has it.
    pub database: Database,
    /// Token of `linde`'s entry link.
    pub entry_token: String,
    /// The authority `linde`.
    pub authority: AuthorityId,
    /// A processor of `linde`.
    pub processor: Person,
    sources: Sources,
    config: Config,
    // Dropped last.
    folder: TempDir,
}

/// A running server.
pub struct RealServer {
    child: Child,
    /// Where it answers, such as `127.0.0.1:40123`.
    pub address: String,
    /// How long it took from its start to the first answer.
    pub ready_after: Duration,
}

impl Prepared {
    /// Makes keys and a database with two authorities; `fill` writes more before the server starts.
    pub async fn with<F: Future<Output = ()>>(
        fill: impl FnOnce(Db, Sources, AuthorityId) -> F,
    ) -> Self {
        Self::on(Arc::new(SystemClock), Arc::new(SystemIds), fill).await
    }

    /// The same by another clock while the database is filled.
    pub async fn on<F: Future<Output = ()>>(
        clock: Arc<dyn Clock>,
        ids: Arc<dyn IdSource>,
        fill: impl FnOnce(Db, Sources, AuthorityId) -> F,
    ) -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let database = Database::fresh(folder.path());
        let port = free_port();
        let config = Config {
            data: folder.path().to_owned(),
            port,
            public_base_url: Some(format!("http://127.0.0.1:{port}")),
            ..Config::default()
        };
        let installation = installed(config.clone(), &database.settings(), clock, ids);
        let seeded = world::seed(&installation).await;
        let roles = [Role::Processor];
        let processor = world::add_person(&installation, &seeded, &[("linde", &roles)]).await;
        let linde = seeded.of("linde");
        let (entry_token, authority) = (linde.entry_token.clone(), linde.id);
        let (db, sources) = (installation.db.clone(), installation.sources.clone());
        drop(installation);
        fill(db, sources.clone(), authority).await;
        Self {
            database,
            entry_token,
            authority,
            processor,
            sources,
            config,
            folder,
        }
    }

    /// How a server on it is configured.
    pub fn config(&self) -> Config {
        let settings = self.database.settings();
        Config {
            database_url: Some(settings.url),
            database_owner_url: settings.owner_url,
            allow_unsafe_database: settings.allow_unsafe,
            ..self.config.clone()
        }
    }

    /// Recomputes every seal of the audit log, while no server runs; what is wrong when something is.
    pub fn verify_audit(&self) -> Result<(), String> {
        let verified = self.command("verify-audit").stdout(Stdio::piped()).output();
        let verified = verified.expect("the server's program");
        if verified.status.success() {
            return Ok(());
        }
        let said = [verified.stdout, verified.stderr].concat();
        Err(String::from_utf8_lossy(&said).into_owned())
    }

    fn command(&self, name: &str) -> Command {
        let settings = self.database.settings();
        let mut command = Command::new(program());
        command
            .arg(name)
            .env("LOKAAL_DATA", self.folder.path())
            .env("LOKAAL_DATABASE_URL", &settings.url)
            .env("LOKAAL_PORT", self.config.port.to_string())
            .env("LOKAAL_PUBLIC_BASE_URL", self.config.public_base_url())
            .env("LOKAAL_RATE_FACTOR", "100000")
            .env("LOKAAL_ALLOW_UNSAFE_DATABASE", "true")
            .env("LOKAAL_LOG", "error")
            .stdin(Stdio::null())
            .stdout(Stdio::null());
        if let Some(owner) = &settings.owner_url {
            command.env("LOKAAL_DATABASE_OWNER_URL", owner);
        }
        command
    }

    /// Starts the program that `LOKAAL_TEST_SERVER` names, or the one beside this program.
    pub fn start(&self) -> RealServer {
        self.started(self.command("serve"))
    }

    /// The same with these variables beside the usual ones.
    pub fn start_with(&self, variables: &[(&str, &str)]) -> RealServer {
        let mut command = self.command("serve");
        command.envs(variables.iter().copied());
        self.started(command)
    }

    /// The same, told to write everything it can into its log, which stands in the file.
    pub fn start_talkative(&self) -> (RealServer, PathBuf) {
        let path = self.folder.path().join("everything.log");
        let log = std::fs::File::create(&path).expect("a log");
        let mut command = self.command("serve");
        command.env("LOKAAL_LOG", "trace").stderr(log);
        (self.started(command), path)
    }

    fn started(&self, mut command: Command) -> RealServer {
        let address = format!("127.0.0.1:{}", self.config.port);
        let began = Instant::now();
        let child = command.spawn().expect("the server's program");
        let mut server = RealServer {
            child,
            address,
            ready_after: Duration::ZERO,
        };
        server.wait_until_ready(began);
        server
    }

    /// An access token of the processor, good for ten minutes.
    pub fn access_token(&self) -> String {
        let token = AccessToken::issue(
            self.sources.keys().access_token(),
            &*self.sources.randomness,
            SystemClock.now().utc(),
            &self.config.public_base_url(),
            self.processor.user.uuid(),
            Uuid::from_u128(1),
        );
        token.expect("a token").reveal().to_owned()
    }
}

impl RealServer {
    /// Its process id.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Tells it to stop (SIGTERM).
    pub fn terminate(&self) {
        let pid = self.child.id().to_string();
        let told = Command::new("kill").args(["-TERM", &pid]).status();
        assert!(told.is_ok_and(|status| status.success()), "no signal");
    }

    /// Waits until it ended by itself; true when it did so without an error.
    pub fn ends(mut self) -> bool {
        self.child.wait().expect("a process").success()
    }

    /// Takes its life without a word of warning (SIGKILL).
    pub fn kill(mut self) {
        self.child.kill().expect("killed");
        self.child.wait().expect("dead");
    }

    fn wait_until_ready(&mut self, began: Instant) {
        let asked = format!(
            "GET /ready HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n",
            self.address
        );
        loop {
            if crate::wire::answers_200(&self.address, &asked) {
                self.ready_after = began.elapsed();
                return;
            }
            let ended = self.child.try_wait().expect("a process");
            assert!(ended.is_none(), "the server ended: {ended:?}");
            assert!(
                began.elapsed() < Duration::from_mins(1),
                "the server is not ready"
            );
            std::thread::sleep(Duration::from_millis(1));
        }
    }
}

impl Drop for RealServer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub(crate) fn program() -> PathBuf {
    if let Some(named) = std::env::var_os("LOKAAL_TEST_SERVER") {
        return named.into();
    }
    let own = std::env::current_exe().expect("this program");
    let beside = own.with_file_name("lokaal-signaal");
    assert!(
        beside.exists(),
        "LOKAAL_TEST_SERVER names no server, and {} does not exist",
        beside.display()
    );
    beside
}

fn free_port() -> u16 {
    let probe = TcpListener::bind("127.0.0.1:0").expect("a free port");
    probe.local_addr().expect("an address").port()
}
