//! Configuration: defaults that work, then `lokaal-signaal.toml`, then environment (`LOKAAL_…`), then flags. An unknown
//! key is an error.

use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::time::Duration;

use jobs::language_model::LanguageModelSettings;
use serde::{Deserialize, Serialize};
use shared::push::Reach;

/// What an operator can set. `docs/guide/operate.md` explains each.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch that an operator sets"
)]
pub struct Config {
    /// Address to listen on.
    pub bind: IpAddr,
    /// Port to listen on.
    pub port: u16,
    /// Where the figures for Prometheus are served; never to the world.
    pub metrics: Option<SocketAddr>,
    /// How the world reaches this server, without slash at the end; made from `bind` and `port` when absent.
    pub public_base_url: Option<String>,
    /// Folder of everything this server keeps itself: SQLite file, keys, mails without SMTP, certificates.
    pub data: PathBuf,
    /// `sqlite:PATH` or `postgres://…` as role `ls_app`; a file in `data` when absent.
    pub database_url: Option<String>,
    /// The same database as role `ls_owner`, for migrations.
    pub database_owner_url: Option<String>,
    /// The same database as role `ls_maintenance`, for backup, restore and port.
    pub database_maintenance_url: Option<String>,
    /// The key file; `keys.json` in `data` when absent.
    pub keys: Option<PathBuf>,
    /// `smtp://…` or `smtps://…`; mails land in a folder when absent.
    pub smtp_url: Option<String>,
    /// Sender of mails.
    pub mail_from: String,
    /// Rings browsers at push services inside this network too, also without TLS: for tests and development only.
    pub push_anywhere: bool,
    /// Certificate chain and key, when this server ends TLS itself.
    pub tls_certificate: Option<PathBuf>,
    /// Private key of the certificate.
    pub tls_key: Option<PathBuf>,
    /// Makes a certificate of its own, for a room or a demo: phones need a secure context.
    pub tls_self_signed: bool,
    /// Addresses of proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// How many instances share the load: rate limits are divided by it.
    pub instances: u32,
    /// Looks at signals in the background and proposes; off: nothing is proposed.
    pub analysis: bool,
    /// Folder of the model that turns texts into vectors; empty: none. Where a model may lie when absent.
    pub model_folder: Option<PathBuf>,
    /// A language model that may write drafts of summaries: address with version (`https://llm.example.be/v1`) of a server
    /// that speaks `/chat/completions`; none when absent. Nothing is sent before an authority allows it.
    pub language_model_url: Option<String>,
    /// Its name there.
    pub language_model: String,
    /// What it wants to see before it answers.
    pub language_model_key: Option<String>,
    /// Machines that texts of signals may be sent to, personal data hidden.
    pub language_model_hosts: Vec<String>,
    /// Seconds that its answer may take.
    pub language_model_patience: u16,
    /// Leaves background work to other instances.
    pub no_jobs: bool,
    /// Answers reads and turns writes away (503): while a database is moved, or to look at a restored one.
    pub read_only: bool,
    /// Starts on a PostgreSQL that may lose acknowledged writes: for tests only.
    pub allow_unsafe_database: bool,
    /// Multiplies every rate limit: for load tests only.
    pub rate_factor: u32,
    /// Seeds fictional authorities when the database is empty.
    pub demo: bool,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            bind: IpAddr::from([127, 0, 0, 1]),
            port: 8080,
            metrics: None,
            public_base_url: None,
            data: PathBuf::from("var"),
            database_url: None,
            database_owner_url: None,
            database_maintenance_url: None,
            keys: None,
            smtp_url: None,
            mail_from: "Lokaal Signaal <geen-antwoord@localhost>".to_owned(),
            push_anywhere: false,
            tls_certificate: None,
            tls_key: None,
            tls_self_signed: false,
            trusted_proxies: Vec::new(),
            instances: 1,
            analysis: true,
            model_folder: None,
            language_model_url: None,
            language_model: String::new(),
            language_model_key: None,
            language_model_hosts: Vec::new(),
            language_model_patience: 20,
            no_jobs: false,
            read_only: false,
            allow_unsafe_database: false,
            rate_factor: 1,
            demo: false,
        }
    }
}

/// Where `cargo xtask models` puts the model, and where a release has it beside the program.
const MADE_MODEL: &str = "var/models/multilingual-e5-small";
const SHIPPED_MODEL: &str = "models/multilingual-e5-small";

/// Configuration that cannot be used, with the remedy.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("{0}: {1}")]
    File(PathBuf, String),
    /// A variable has another shape than asked, or is unknown.
    #[error("environment variable {0}: {1}")]
    Variable(String, String),
}

/// Prefix of every variable.
const PREFIX: &str = "LOKAAL_";
/// Variables that tests and tools use beside the server's own.
const NOT_OURS: [&str; 2] = ["LOKAAL_TEST_", "LOKAAL_LOG"];

impl Config {
    /// Reads the file (when it is there) and the environment.
    pub fn read(
        file: Option<&Path>,
        variables: impl Iterator<Item = (String, String)>,
    ) -> Result<Self, ConfigError> {
        let mut table =
            match file.or(Some(Path::new("lokaal-signaal.toml")).filter(|file| file.exists())) {
                None => toml::Table::new(),
                Some(path) => {
                    let failed = |error: &dyn std::fmt::Display| {
                        ConfigError::File(path.to_owned(), error.to_string())
                    };
                    let text = std::fs::read_to_string(path).map_err(|error| failed(&error))?;
                    text.parse()
                        .map_err(|error: toml::de::Error| failed(&error))?
                }
            };
        // Our own name wins over the alias, in whatever order the system lists them.
        let (mut alias, mut own) = (None, Vec::new());
        for (name, value) in variables {
            match own_key(&name) {
                Some(key) => own.push((key, value)),
                None if name == "DATABASE_URL" => alias = Some(("database_url".to_owned(), value)),
                None => {}
            }
        }
        for (key, value) in alias.into_iter().chain(own) {
            table.insert(key.clone(), typed(&key, &value));
        }
        table.try_into().map_err(|error: toml::de::Error| {
            ConfigError::Variable(
                "or lokaal-signaal.toml".to_owned(),
                error.message().to_owned(),
            )
        })
    }

    /// The database's address.
    pub fn database_url(&self) -> String {
        let file = self.data.join("lokaal-signaal.sqlite");
        self.database_url
            .clone()
            .unwrap_or_else(|| format!("sqlite:{}", file.display()))
    }

    /// The key file.
    pub fn keys(&self) -> PathBuf {
        self.keys
            .clone()
            .unwrap_or_else(|| self.data.join("keys.json"))
    }

    /// Folder of the model.
    pub fn model_folder(&self) -> PathBuf {
        let shipped = || {
            let program = std::env::current_exe().ok()?;
            Some(program.parent()?.join(SHIPPED_MODEL)).filter(|folder| folder.is_dir())
        };
        let made = PathBuf::from(MADE_MODEL);
        match &self.model_folder {
            Some(folder) => folder.clone(),
            None if made.is_dir() => made,
            None => shipped().unwrap_or(made),
        }
    }

    /// The language model, where one is set up.
    pub fn language_model(&self) -> Option<LanguageModelSettings> {
        Some(LanguageModelSettings {
            url: self.language_model_url.clone()?,
            model: self.language_model.clone(),
            key: self.language_model_key.clone(),
            hosts: self.language_model_hosts.clone(),
            patience: Duration::from_secs(self.language_model_patience.max(1).into()),
        })
    }

    /// How the world reaches this server.
    pub fn public_base_url(&self) -> String {
        let scheme = if self.ends_tls() { "https" } else { "http" };
        let host = if self.bind.is_loopback() {
            "localhost".to_owned()
        } else {
            self.bind.to_string()
        };
        self.public_base_url
            .clone()
            .unwrap_or_else(|| format!("{scheme}://{host}:{}", self.port))
    }

    /// Which push services browsers are rung at.
    pub fn push_reach(&self) -> Reach {
        if self.push_anywhere {
            Reach::Anywhere
        } else {
            Reach::Internet
        }
    }

    /// True when this instance does background work.
    pub fn runs_jobs(&self) -> bool {
        !self.no_jobs && !self.read_only
    }

    /// True when this server ends TLS itself.
    pub fn ends_tls(&self) -> bool {
        self.tls_self_signed || self.tls_certificate.is_some()
    }

    /// The effective values as TOML, without secrets.
    pub fn shown(&self) -> String {
        let hide = |url: &Option<String>| url.as_ref().map(|url| without_password(url));
        let shown = Self {
            database_url: hide(&self.database_url),
            database_owner_url: hide(&self.database_owner_url),
            database_maintenance_url: hide(&self.database_maintenance_url),
            smtp_url: hide(&self.smtp_url),
            language_model_url: hide(&self.language_model_url),
            language_model_key: self.language_model_key.as_ref().map(|_| "…".to_owned()),
            ..self.clone()
        };
        toml::to_string_pretty(&shown).unwrap_or_default()
    }
}

fn own_key(name: &str) -> Option<String> {
    let is_ours = name.starts_with(PREFIX) && !NOT_OURS.iter().any(|other| name.starts_with(other));
    is_ours.then(|| name.trim_start_matches(PREFIX).to_ascii_lowercase())
}

/// A variable is text; numbers, yes-or-no and lists are told from the field's default.
fn typed(key: &str, value: &str) -> toml::Value {
    let text = || toml::Value::String(value.to_owned());
    let defaults = toml::Table::try_from(Config::default()).unwrap_or_default();
    match defaults.get(key) {
        Some(toml::Value::Integer(_)) => {
            value.parse().map_or_else(|_| text(), toml::Value::Integer)
        }
        Some(toml::Value::Boolean(_)) => {
            value.parse().map_or_else(|_| text(), toml::Value::Boolean)
        }
        Some(toml::Value::Array(_)) => toml::Value::Array(
            value
                .split(',')
                .map(|part| toml::Value::String(part.trim().to_owned()))
                .collect(),
        ),
        _ => text(),
    }
}

fn without_password(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else {
        return url.to_owned();
    };
    // A password may hold `@`, `:`, `/` and `?`, and parameters may hold a password (`?password=…`).
    let place_only = |place: &str| match place.split_once('?') {
        Some((place, _)) => format!("{place}?…"),
        None => place.to_owned(),
    };
    match rest.rsplit_once('@') {
        Some((who, place)) => {
            let user = who.split([':', '?']).next().unwrap_or_default();
            let hidden = if user == who { "" } else { ":…" };
            format!("{scheme}://{user}{hidden}@{}", place_only(place))
        }
        None => format!("{scheme}://{}", place_only(rest)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(variables: &[(&str, &str)]) -> Result<Config, ConfigError> {
        Config::read(
            None,
            variables
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
        )
    }

    #[test]
    fn nothing_set_is_a_server_on_this_machine_with_sqlite() {
        let config = read(&[]).unwrap();
        assert_eq!(config.database_url(), "sqlite:var/lokaal-signaal.sqlite");
        assert_eq!(config.public_base_url(), "http://localhost:8080");
    }

    #[test]
    fn a_variable_wins_over_the_default() {
        let config = read(&[
            ("LOKAAL_PORT", "9000"),
            ("LOKAAL_TRUSTED_PROXIES", "10.0.0.1, 10.0.0.2"),
        ])
        .unwrap();
        assert_eq!((config.port, config.trusted_proxies.len()), (9000, 2));
    }

    #[test]
    fn a_variable_nobody_knows_is_an_error() {
        assert!(
            read(&[("LOKAAL_COLOUR", "red")])
                .unwrap_err()
                .to_string()
                .contains("colour")
        );
        assert!(read(&[("LOKAAL_PORT", "many")]).is_err());
    }

    #[test]
    fn our_own_name_wins_over_the_alias_in_any_order() {
        let ours = ("LOKAAL_DATABASE_URL", "sqlite:ours");
        let alias = ("DATABASE_URL", "sqlite:alias");
        for variables in [[ours, alias], [alias, ours]] {
            assert_eq!(read(&variables).unwrap().database_url(), "sqlite:ours");
        }
        assert_eq!(read(&[alias]).unwrap().database_url(), "sqlite:alias");
    }

    #[test]
    fn no_part_of_a_password_is_shown() {
        for (url, shown) in [
            ("postgres://a:b@c@db/ls", "postgres://a:…@db/ls"),
            (
                "postgres://a:b:c/d@e@db:5432/ls",
                "postgres://a:…@db:5432/ls",
            ),
            ("postgres://a:b?c@db/ls", "postgres://a:…@db/ls"),
            (
                "postgres://db/ls?user=a&password=b@c",
                "postgres://db/ls:…@c",
            ),
            ("postgres://a@db/ls?password=b", "postgres://a@db/ls?…"),
            (
                "smtps://u%40x:p@mail.example",
                "smtps://u%40x:…@mail.example",
            ),
            ("sqlite:var/a@b:c.sqlite", "sqlite:var/a@b:c.sqlite"),
        ] {
            assert_eq!(without_password(url), shown);
        }
    }

    #[test]
    fn passwords_are_not_shown() {
        let config = read(&[(
            "DATABASE_URL",
            "postgres://ls_app:hemelsblauw@db.example/ls",
        )])
        .unwrap();
        assert!(!config.shown().contains("hemelsblauw") && config.shown().contains("db.example"));
    }
}
