//! The server: opens everything, serves it, and stops without losing anything.

use std::net::TcpListener;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use actix_web::dev::{Server, ServerHandle};
use actix_web::http::Method;
use actix_web::middleware::from_fn;
use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web};
use identity::SystemRandomness;
use identity::keys::{KeyFileError, KeyRing, LiveKeys};
use jobs::Analyst;
use jobs::language_model::{BadLanguageModel, LanguageModelClient};
use shared::problem::Code;
use shared::sources::{Clock, IdSource};
use shared::time::Moment;
use storage::{Db, Settings};
use workflow::{Directory, Sources};

use crate::config::Config;
use crate::demo::{DemoClock, DemoIds};
use crate::http::ApiProblem;
use crate::http::gate::{gate, method_not_allowed};
use crate::http::watch::watch;
use crate::operations::{document, operations};
use crate::sources::{SystemClock, SystemIds};
use crate::state::AppState;
use crate::{background, clients, public_page};

/// Why the server does not start, in words for an operator.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The key file.
    #[error(transparent)]
    Keys(#[from] identity::keys::KeyFileError),
    /// The database.
    #[error(transparent)]
    Database(#[from] storage::OpenError),
    /// Anything else of the system.
    #[error("{0}")]
    Io(#[from] std::io::Error),
    /// Certificate or key of TLS.
    #[error("TLS: {0}")]
    Tls(String),
    /// The language model.
    #[error(transparent)]
    LanguageModel(#[from] BadLanguageModel),
    /// Preparing the first start.
    #[error("{0}")]
    Prepare(String),
}

/// An opened installation: what the server, the jobs and the command line work with.
#[derive(Clone)]
pub struct Installation {
    /// How it is configured.
    pub config: Config,
    /// Its database.
    pub db: Db,
    /// Its clock, ids, randomness, keys and authorities.
    pub sources: Sources,
    /// Looks at signals, where this instance does so.
    pub analyst: Option<Arc<Analyst>>,
    /// Writes drafts of summaries, where one is set up.
    pub language_model: Option<Arc<LanguageModelClient>>,
    /// The clock of a demo, which makes its own past.
    pub(crate) demo_clock: Option<Arc<DemoClock>>,
}

impl Installation {
    /// Puts together what was opened elsewhere: tests bring their own clock.
    pub fn of(config: Config, db: Db, sources: Sources) -> Self {
        Self {
            config,
            db,
            sources,
            analyst: None,
            language_model: None,
            demo_clock: None,
        }
    }

    /// The same, with somebody who looks at signals.
    #[must_use]
    pub fn looking_with(self, analyst: Arc<Analyst>) -> Self {
        Self {
            analyst: Some(analyst),
            ..self
        }
    }

    /// The same, with the language model that is configured.
    pub fn asking(self) -> Result<Self, StartError> {
        let settings = self.config.language_model();
        let open = |settings| LanguageModelClient::open(&settings).map(Arc::new);
        Ok(Self {
            language_model: settings.map(open).transpose()?,
            ..self
        })
    }

    /// Opens database and keys; makes the keys at the first start.
    pub fn open(config: Config) -> Result<Self, StartError> {
        make_folder(&config.data)?;
        let randomness = Arc::new(SystemRandomness);
        let demo_clock = config.demo.then(Arc::<DemoClock>::default);
        let (clock, ids): (Arc<dyn Clock>, Arc<dyn IdSource>) = match &demo_clock {
            Some(clock) => (clock.clone(), Arc::new(DemoIds(clock.clone()))),
            None => (Arc::new(SystemClock), Arc::new(SystemIds)),
        };
        let settings = Settings {
            url: config.database_url(),
            owner_url: config.database_owner_url.clone(),
            allow_unsafe: config.allow_unsafe_database,
            migrate: !config.read_only,
        };
        let db = Db::open(&settings, clock.clone(), ids.clone())?;
        let keys = keys_of(&config, &db, *randomness, &*clock)?;
        let directory = Arc::new(Directory::default());
        let sources = Sources {
            clock,
            ids,
            randomness,
            keys: Arc::new(LiveKeys::new(keys)),
            directory,
        };
        // Its model is read later: nothing waits for it.
        let analyst = (config.analysis && config.runs_jobs())
            .then(|| Analyst::open(config.model_folder()).keeping_in(config.data.clone()))
            .map(Arc::new);
        Self {
            config,
            db,
            sources,
            analyst,
            language_model: None,
            demo_clock,
        }
        .asking()
    }
}

/// Makes the data folder where it is missing, for its owner only: it holds keys, mails and, on SQLite, every signal.
pub(crate) fn make_folder(path: &std::path::Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(path)
}

/// Keys that are missing are made where nothing was made with others yet. Anywhere else the file is lost or looked for in
/// the wrong place, and new keys would open no follow-up code, no address and no login.
fn keys_of(
    config: &Config,
    db: &Db,
    randomness: SystemRandomness,
    clock: &dyn Clock,
) -> Result<KeyRing, StartError> {
    let path = config.keys();
    match KeyRing::load(&path) {
        Err(KeyFileError::Missing { .. }) => {}
        loaded => return Ok(loaded?),
    }
    let is_unused = db
        .is_unused()
        .map_err(|error| StartError::Prepare(error.to_string()))?;
    if !is_unused {
        return Err(KeyFileError::Missing { path }.into());
    }
    let keys = identity::keys::init(&path, &randomness, since(clock, config).utc())?;
    tracing::warn!(path = %path.display(), "made the key file; back it up with `lokaal-signaal keys backup`");
    Ok(keys)
}

/// From when on new keys hold: those of a demo also for its past.
fn since(clock: &dyn Clock, config: &Config) -> Moment {
    if config.demo {
        clock.now().minus(crate::demo::PAST)
    } else {
        clock.now()
    }
}

/// Open connections per instance (trust.md §5.2); Actix counts them per worker.
const MAX_CONNECTIONS: usize = 4_096;
/// TLS connections that one worker sets up at a time: shaking hands is what costs.
const MAX_HANDSHAKES: usize = 256;
/// Between telling that this server is not ready and taking no more connections: who balances the load must notice.
const NOTICE: Duration = Duration::from_secs(2);
/// How long what runs may take to end.
const DRAIN_SECONDS: u64 = 20;

/// Everything that answers, in the order in which addresses are tried.
macro_rules! app {
    ($state:expr) => {
        App::new()
            .app_data($state.clone())
            .app_data(web::PayloadConfig::new(crate::http::input::MAX_BODY_BYTES))
            .app_data(
                web::PathConfig::default()
                    .error_handler(|_, _| ApiProblem::new(Code::ResourceNotFound).into()),
            )
            .wrap(from_fn(gate))
            .wrap(from_fn(watch))
            .service(web::scope("/api/v1").configure(|config| operations(config)))
            .configure(outside_the_api)
            .configure(clients::pages)
            .configure(public_page::routes)
            .default_service(web::to(nothing_here))
    };
}

/// Serves until it is told to stop by the system.
pub async fn serve(installation: Installation) -> Result<(), StartError> {
    let config = &installation.config;
    let listener = TcpListener::bind((config.bind, config.port))?;
    let metrics_address = config.metrics;
    let running = start(installation, listener).await?;
    let stopping = tokio::spawn(stop_on_signal(
        running.server.handle(),
        running.state.clone(),
    ));
    if let Some(address) = metrics_address {
        actix_web::rt::spawn(metrics(running.state.clone(), address));
    }
    tracing::info!(address = running.state.config.public_base_url(), "ready");
    running.until_stopped().await?;
    stopping.abort();
    Ok(())
}

/// A server that answers.
pub struct Running {
    server: Server,
    state: web::Data<AppState>,
    background: background::Background,
}

impl Running {
    /// For stopping it from elsewhere.
    pub fn handle(&self) -> ServerHandle {
        self.server.handle()
    }

    /// Waits until it is stopped; then puts down what it held.
    pub async fn until_stopped(self) -> Result<(), StartError> {
        let served = self.server.await;
        self.background.stop().await;
        if let Err(error) = self.state.db.checkpoint().await {
            tracing::warn!(cause = %error, "the write-ahead log could not be emptied; the next start does it");
        }
        Ok(served?)
    }
}

/// Prepares the installation and answers on a listener. It runs once awaited by [`Running::until_stopped`].
pub async fn start(
    installation: Installation,
    listener: TcpListener,
) -> Result<Running, StartError> {
    let Installation {
        config,
        db,
        sources,
        analyst,
        language_model,
        demo_clock,
    } = installation;
    let state = web::Data::new(AppState::new(config, db, sources, analyst, language_model));
    let failed = |problem: ApiProblem| StartError::Prepare(problem.to_string());
    state.renew_directory().await.map_err(failed)?;
    // Before the first request: what was revoked while this server was away is over.
    state.poll_revocations().await.map_err(failed)?;
    crate::first_start::prepare(&state, demo_clock.as_ref())
        .await
        .map_err(StartError::Prepare)?;
    if state.config.read_only {
        state
            .db
            .set_read_only(Some("this server was started to be read only"));
    }
    let background = background::start(&state);
    let served = state.clone();
    let workers = std::thread::available_parallelism().map_or(1, std::num::NonZeroUsize::get);
    let server = HttpServer::new(move || app!(served))
        .tcp_nodelay(true)
        .keep_alive(Duration::from_secs(75))
        .client_request_timeout(Duration::from_secs(5))
        .workers(workers)
        .max_connections(MAX_CONNECTIONS / workers)
        .max_connection_rate(MAX_HANDSHAKES)
        .shutdown_timeout(DRAIN_SECONDS)
        .disable_signals();
    let server = match crate::tls::of(&state.config, &state.sources)? {
        Some(tls) => server.listen_rustls_0_23(listener, tls)?,
        None => server.listen(listener)?,
    };
    Ok(Running {
        server: server.run(),
        state,
        background,
    })
}

fn outside_the_api(config: &mut web::ServiceConfig) {
    config
        .route("/", web::get().to(clients::front_door))
        .route("/health", web::get().to(crate::meta::health))
        .route("/ready", web::get().to(crate::meta::ready))
        .route("/.well-known/jwks.json", web::get().to(public_keys))
        .route("/doc/openapi.yaml", web::get().to(contract))
        .route("/doc/openapi.json", web::get().to(contract_of_the_page))
        .service(utoipa_swagger_ui::SwaggerUi::new("/doc/{_:.*}").config(
            // Nothing is asked of a validator elsewhere.
            utoipa_swagger_ui::Config::from("/doc/openapi.json").validator_url("none"),
        ));
}

/// Pages and files are read only; what the API does at an address, the gate knows.
async fn nothing_here(request: HttpRequest) -> Result<HttpResponse, actix_web::Error> {
    let is_known = request.match_pattern().is_some();
    if is_known && request.method() != Method::GET {
        return Err(method_not_allowed("GET"));
    }
    Err(ApiProblem::new(Code::ResourceNotFound).into())
}

/// Keys with which others check our access tokens.
async fn public_keys(app: crate::http::App) -> HttpResponse {
    let keys = app
        .sources
        .keys()
        .access_token()
        .jwks(app.sources.now().utc());
    HttpResponse::Ok()
        .insert_header(("cache-control", "public, max-age=300"))
        .json(keys)
}

/// Made when somebody first asks: most servers never are.
async fn contract() -> HttpResponse {
    static YAML: LazyLock<String> = LazyLock::new(|| document().to_yaml().unwrap_or_default());
    HttpResponse::Ok()
        .content_type("application/yaml")
        .body(YAML.as_str())
}

/// The same for the documentation page.
async fn contract_of_the_page() -> HttpResponse {
    static JSON: LazyLock<String> = LazyLock::new(|| document().to_json().unwrap_or_default());
    HttpResponse::Ok()
        .content_type("application/json")
        .body(JSON.as_str())
}

/// SIGTERM and Ctrl-C: say so, finish what runs, take nothing new (trust.md §9). Leases and the write-ahead log follow in
/// [`Running::until_stopped`].
async fn stop_on_signal(handle: ServerHandle, state: web::Data<AppState>) {
    let mut terminate =
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(terminate) => terminate,
            Err(error) => {
                tracing::error!(cause = %error, "signals of the system cannot be heard");
                return;
            }
        };
    tokio::select! {
        _ = terminate.recv() => {
            state.readiness.stop();
            tracing::info!("stopping: not ready from now on");
            tokio::time::sleep(NOTICE).await;
        }
        // Somebody at a terminal balances no load.
        _ = tokio::signal::ctrl_c() => state.readiness.stop(),
    }
    tracing::info!("stopping: finishing what runs");
    handle.stop(true).await;
}

/// Figures for Prometheus, on a port of their own.
async fn metrics(state: web::Data<AppState>, address: std::net::SocketAddr) {
    let text = |state: web::Data<AppState>| async move {
        HttpResponse::Ok()
            .content_type("application/openmetrics-text; version=1.0.0")
            .body(crate::figures::text(&state).await)
    };
    let server = HttpServer::new(move || {
        App::new()
            .app_data(state.clone())
            .route("/metrics", web::get().to(text))
    });
    match server.workers(1).disable_signals().bind(address) {
        Ok(server) => drop(server.run().await),
        Err(error) => tracing::error!(cause = %error, "the port for figures cannot be opened"),
    }
}
