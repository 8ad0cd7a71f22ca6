//! A running server with a database, a clock and a folder of its own.

use std::collections::BTreeMap;
use std::net::TcpListener;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use api::config::Config;
use api::server::Installation;
use identity::SystemRandomness;
use identity::keys::LiveKeys;
use jobs::push::Bell;
use jobs::{Analyst, Tools};
use shared::id::{AuthorityId, OrganisationId};
use shared::push::Reach;
use shared::sources::{Clock, IdSource};
use shared::time::Day;
use storage::{Db, Settings};
use tempfile::TempDir;
use workflow::{Directory, Sources};

use crate::answer::Answer;
use crate::call::Call;
use crate::clock::{TestClock, TestIds};
use crate::command::{self, Elsewhere};
use crate::database::Database;
use crate::line::Line;
use crate::recorder;
use crate::world::{self, World};

/// The base address in links and tokens; the server itself listens on a random port.
const PUBLIC_BASE_URL: &str = "https://signaal.test";

/// A running server. Clones are the same app.
#[derive(Clone)]
pub struct TestApp {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) url: String,
    pub(crate) client: reqwest::Client,
    pub(crate) installation: Installation,
    pub(crate) world: World,
    pub(crate) clock: TestClock,
    tools: Tools,
    // Dropped last: the database first, then its folder.
    database: Database,
    folder: TempDir,
}

impl TestApp {
    /// Starts one with the authorities `linde` and `heidebeek`.
    pub async fn start() -> Self {
        Self::configured(|_| {}).await
    }

    /// Starts one after a change of its configuration.
    pub async fn configured(change: impl FnOnce(&mut Config)) -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let database = Database::fresh(folder.path());
        let settings = database.settings();
        Self::on(folder, database, &settings, change).await
    }

    /// Starts one whose line to its database can go silent; there is none to a file (SQLite).
    pub async fn on_a_line() -> (Self, Option<Line>) {
        let folder = TempDir::new().expect("a temporary folder");
        let database = Database::fresh(folder.path());
        let settings = database.settings();
        if database.is_sqlite() {
            return (Self::on(folder, database, &settings, |_| {}).await, None);
        }
        let (line, settings) = Line::to(settings);
        let app = Self::on(folder, database, &settings, |_| {}).await;
        (app, Some(line))
    }

    async fn on(
        folder: TempDir,
        database: Database,
        settings: &Settings,
        change: impl FnOnce(&mut Config),
    ) -> Self {
        recorder::watch();
        let clock = TestClock::default();
        let installation = install(folder.path(), settings, &clock, change);
        let world = world::seed(&installation).await;
        let url = serve(installation.clone()).await;
        let tools = tools(&installation);
        // One connection per request in flight, as many clients would have.
        let client = reqwest::Client::builder()
            .timeout(Duration::from_secs(20))
            .build()
            .expect("a client");
        Self {
            inner: Arc::new(Inner {
                url,
                client,
                installation,
                world,
                clock,
                tools,
                database,
                folder,
            }),
        }
    }

    /// Starts a second instance on the same database (PostgreSQL only: a SQLite file has one server).
    pub async fn second_instance(&self) -> String {
        let inner = &self.inner;
        let ids = Arc::new(TestIds::new(inner.clock.clone()));
        let settings = inner.database.settings();
        let db = Db::open(&settings, Arc::new(inner.clock.clone()), ids).expect("a database");
        let directory = Arc::new(Directory::default());
        let sources = Sources {
            directory,
            ..inner.installation.sources.clone()
        };
        let config = inner.installation.config.clone();
        serve(Installation::of(config, db, sources)).await
    }

    /// Starts a server that knows nothing yet, beside this one on the same connections; answers where.
    pub async fn starts_anew(&self) -> String {
        let installation = self.inner.installation.clone();
        let sources = Sources {
            directory: Arc::new(Directory::default()),
            ..installation.sources
        };
        serve(Installation::of(
            installation.config,
            installation.db,
            sources,
        ))
        .await
    }

    /// The same server started anew, with somebody else who looks at signals; answers where.
    pub async fn starts_looking_with(&self, analyst: Analyst) -> String {
        let analyst = Arc::new(analyst);
        analyst.load();
        serve(self.inner.installation.clone().looking_with(analyst)).await
    }

    /// Begins with what waited when the server stopped, as every start does.
    pub async fn resumes_looking(&self) {
        let Installation { db, sources, .. } = &self.inner.installation;
        if let Some(analyst) = &self.inner.tools.analyst {
            let resumed = jobs::resume(db, sources, analyst).await;
            resumed.expect("what waits can be counted");
        }
        // It begins a second later.
        self.advance(chrono::Duration::seconds(2));
    }

    /// Where it answers.
    pub fn url(&self) -> &str {
        &self.inner.url
    }

    /// What `/ready` answers.
    pub async fn ready(&self) -> u16 {
        self.at_the_root("/ready").await.status
    }

    /// What stands at an address outside the API.
    pub async fn at_the_root(&self, path: &str) -> Answer {
        self.at_the_root_of(&self.inner.url, path).await
    }

    /// A request to an address outside the API, for headers of its own.
    pub fn asks_the_root(&self, path: &str) -> Call {
        Call::new(
            &self.inner.client,
            "GET",
            format!("{}{path}", self.inner.url),
        )
    }

    /// The same of another instance.
    pub async fn at_the_root_of(&self, instance: &str, path: &str) -> Answer {
        Call::new(&self.inner.client, "GET", format!("{instance}{path}")).await
    }

    /// What a form gets that is posted to an address outside the API, without any login.
    pub async fn posts_form(&self, path: &str, form: &str) -> Answer {
        let url = format!("{}{path}", self.inner.url);
        Call::new(&self.inner.client, "POST", url)
            .bytes("application/x-www-form-urlencoded", form)
            .await
    }

    /// The keys that it publishes, as text.
    pub async fn public_keys(&self) -> String {
        let url = format!("{}/.well-known/jwks.json", self.inner.url);
        let answer = self.inner.client.get(url).send().await;
        answer.expect("an answer").text().await.expect("keys")
    }

    /// Its database, for looking past the server.
    pub fn database(&self) -> &Database {
        &self.inner.database
    }

    /// What the server itself works with.
    pub fn installation(&self) -> &Installation {
        &self.inner.installation
    }

    /// Its folder of keys, mails and, on SQLite, the database.
    pub fn folder(&self) -> &Path {
        self.inner.folder.path()
    }

    /// An operator's command beside this running server: what it says.
    pub fn command(&self, arguments: &[&str]) -> String {
        let done = self.try_command(arguments);
        done.unwrap_or_else(|error| panic!("{arguments:?}: {error}"))
    }

    /// The same, or what it complains of.
    pub fn try_command(&self, arguments: &[&str]) -> Result<String, String> {
        command::run(self.folder(), self.database(), arguments)
    }

    /// An empty database with a copy of this one's keys, as an operator has it who restores.
    pub fn another_database(&self) -> Elsewhere {
        Elsewhere::with_keys(&self.inner.installation.config.keys())
    }

    /// The list of erasures, once the server wrote all of them down.
    pub async fn list_of_erasures(&self) -> std::path::PathBuf {
        let path = self.folder().join("erasures.jsonl");
        let expected = self.database().count("erasure_log");
        let began = std::time::Instant::now();
        loop {
            let text = std::fs::read_to_string(&path).unwrap_or_default();
            let lines = text.lines().filter(|line| !line.is_empty());
            if i64::try_from(lines.count()).is_ok_and(|lines| lines >= expected) {
                return path;
            }
            assert!(
                began.elapsed() < Duration::from_secs(30),
                "the list is not kept"
            );
            self.ready().await;
        }
    }

    /// Moves the clock forward.
    pub fn advance(&self, span: chrono::Duration) {
        self.inner.clock.advance(span);
    }

    /// Now, as the clock of the test says.
    pub fn now(&self) -> chrono::DateTime<chrono::Utc> {
        self.inner.clock.now().utc()
    }

    /// Today, as the clock of the test says.
    pub fn today(&self) -> Day {
        Day::new(self.inner.clock.now().utc().date_naive())
    }

    /// Moves an authority to another time zone, as the server learns it when it rereads its list.
    pub async fn moves_to_time_zone(&self, slug: &str, time_zone: &str) {
        self.database().execute(&format!(
            "UPDATE authorities SET time_zone = '{time_zone}' WHERE slug = '{slug}'"
        ));
        let Installation { db, sources, .. } = &self.inner.installation;
        let nothing = policy::Scope::nothing(None);
        let all: Result<_, workflow::Stop> = db.read(&nothing, workflow::authorities::all).await;
        sources.directory.renew(all.expect("the authorities"));
    }

    /// Queues what every day brings, as the runner does each minute; answers how much is new.
    pub async fn begins_the_day(&self) -> usize {
        let Installation { db, sources, .. } = &self.inner.installation;
        jobs::queue_rounds(db, sources)
            .await
            .expect("the work of the day")
    }

    /// Lets the disk forget what was erased, as the work of every day does (trust.md §8.3).
    pub async fn forgets_erased(&self) {
        let forgotten = self.inner.installation.db.forget_erased().await;
        forgotten.expect("the disk forgets");
    }

    /// Does all background work that is due, and what that causes; fails when a piece of it does.
    pub async fn run_jobs(&self) -> Vec<String> {
        let ran = self.try_jobs().await;
        let failed: Vec<_> = ran.iter().filter(|ran| ran.failed.is_some()).collect();
        assert!(failed.is_empty(), "background work failed: {failed:?}");
        ran.into_iter().map(|ran| ran.kind).collect()
    }

    /// The same, by an instance that may ring at other push services than this one.
    pub async fn try_jobs_reaching(&self, reach: Reach) -> Vec<jobs::Ran> {
        let Installation { db, sources, .. } = &self.inner.installation;
        let tools = Tools {
            bell: Arc::new(Bell::new(reach, PUBLIC_BASE_URL)),
            ..self.inner.tools.clone()
        };
        let ran = jobs::run_due(db, sources, &tools).await;
        but_looking(ran.expect("the queue can be read"))
    }

    /// The same, and tells what failed.
    pub async fn try_jobs(&self) -> Vec<jobs::Ran> {
        let Installation { db, sources, .. } = &self.inner.installation;
        let ran = jobs::run_due(db, sources, &self.inner.tools).await;
        but_looking(ran.expect("the queue can be read"))
    }

    /// Mails that landed in the folder, when no SMTP server is configured.
    pub fn mails_in_folder(&self) -> Vec<String> {
        let files = std::fs::read_dir(self.folder().join("mail"));
        let mut mails: Vec<_> = files
            .into_iter()
            .flatten()
            .flatten()
            .map(|file| file.path())
            .collect();
        mails.sort();
        mails
            .iter()
            .map(|path| std::fs::read_to_string(path).expect("a mail"))
            .collect()
    }

    /// The id of an authority.
    pub fn authority(&self, slug: &str) -> AuthorityId {
        self.inner.world.of(slug).id
    }

    /// The token of an authority's entry link.
    pub fn entry_token(&self, slug: &str) -> &str {
        &self.inner.world.of(slug).entry_token
    }

    /// Organisations of an authority.
    pub fn organisations(&self, slug: &str) -> &[OrganisationId] {
        &self.inner.world.of(slug).organisations
    }

    /// What stands in the database now; equal before and after means that nothing was changed.
    pub fn fingerprint(&self) -> BTreeMap<&'static str, String> {
        self.inner.database.fingerprint()
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        let findings = recorder::findings();
        if self.database.is_sqlite() && !std::thread::panicking() {
            assert!(
                findings.is_empty(),
                "statements that ask for no authority:\n{}",
                findings.join("\n")
            );
        }
    }
}

fn install(
    folder: &Path,
    settings: &Settings,
    clock: &TestClock,
    change: impl FnOnce(&mut Config),
) -> Installation {
    let mut config = Config {
        data: folder.to_owned(),
        public_base_url: Some(PUBLIC_BASE_URL.to_owned()),
        // Background work happens when a test says so.
        no_jobs: true,
        rate_factor: 10_000,
        ..Config::default()
    };
    change(&mut config);
    let ids = Arc::new(TestIds::new(clock.clone()));
    installed(config, settings, Arc::new(clock.clone()), ids)
}

/// Makes keys and opens a database.
pub(crate) fn installed(
    config: Config,
    settings: &Settings,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn IdSource>,
) -> Installation {
    let randomness = Arc::new(SystemRandomness);
    let keys =
        identity::keys::init(&config.keys(), &*randomness, clock.now().utc()).expect("a key file");
    let db = Db::open(settings, clock.clone(), ids.clone()).expect("a database");
    let sources = Sources {
        clock,
        ids,
        randomness,
        keys: Arc::new(LiveKeys::new(keys)),
        directory: Arc::new(Directory::default()),
    };
    // What ships takes seconds to learn, which most stories are not about.
    let installation =
        Installation::of(config, db, sources).looking_with(Arc::new(Analyst::unschooled()));
    installation.asking().expect("a language model, or none")
}

/// Every signal causes a look at it, and every day a run over all, which few stories are about; what failed is told.
fn but_looking(mut ran: Vec<jobs::Ran>) -> Vec<jobs::Ran> {
    ran.retain(|ran| !["analyse", "group"].contains(&&*ran.kind) || ran.failed.is_some());
    ran
}

fn tools(installation: &Installation) -> Tools {
    let config = &installation.config;
    let settings = jobs::Settings {
        smtp_url: config.smtp_url.clone(),
        mail_from: config.mail_from.clone(),
        push_reach: config.push_reach(),
        mail_folder: config.data.join("mail"),
        public_base_url: config.public_base_url(),
        analyst: installation.analyst.clone(),
        language_model: installation.language_model.clone(),
    };
    Tools::of(&settings).expect("a mailer")
}

async fn serve(installation: Installation) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("an address");
    let running = api::server::start(installation, listener)
        .await
        .expect("a server");
    tokio::spawn(running.until_stopped());
    format!("http://{address}")
}
