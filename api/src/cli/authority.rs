//! Makes an authority and the one-time link of its first administrator.

use clap::{Args, Subcommand};
use shared::codes::{ClosedList, Language, Level, WorkMode};
use shared::text::{Email, Name};
use workflow::authorities::NewAuthority;

use super::beside::{self, Beside, wait};
use crate::config::Config;
use crate::server::Installation;

/// What to do with authorities.
#[derive(Subcommand)]
pub(crate) enum Authority {
    /// Makes an authority with the default taxonomy, and prints its administrator's one-time link.
    Add(Add),
    /// Prints a new one-time link for the first administrator, when the first one was lost before it was used.
    AdminLink(AdminLink),
    /// Prints a one-time link with which a member sets another password and authenticator app: for an only administrator who
    /// lost one of them. Others are helped by their administrator.
    ResetLink(ResetLink),
    /// Sets in which languages an authority's public page is offered, the first one first. Without languages it offers what
    /// its municipality owes: Dutch, and French beside it in the municipalities with facilities.
    PageLanguages(PageLanguages),
    /// Lists the authorities.
    List,
}

/// Whose link.
#[derive(Args)]
pub(crate) struct AdminLink {
    /// The authority's name in addresses.
    slug: String,
    /// Name of the first administrator.
    #[arg(long)]
    admin_name: String,
    /// E-mail address of the first administrator.
    #[arg(long)]
    admin_email: String,
}

/// Who gets another password.
#[derive(Args)]
pub(crate) struct ResetLink {
    /// The authority's name in addresses.
    slug: String,
    /// E-mail address of the member.
    #[arg(long)]
    email: String,
}

/// Which languages.
#[derive(Args)]
pub(crate) struct PageLanguages {
    /// The authority's name in addresses.
    slug: String,
    /// Such as `nl,fr`.
    #[arg(value_delimiter = ',')]
    languages: Vec<String>,
}

/// A new authority.
#[derive(Args)]
pub(crate) struct Add {
    /// Its name in addresses: lower-case letters, digits, hyphens.
    slug: String,
    /// Its name.
    #[arg(long)]
    name: String,
    /// Statbel's code, for municipalities.
    #[arg(long)]
    nis_code: Option<String>,
    /// Works in rounds rather than day by day, for small authorities.
    #[arg(long)]
    rounds: bool,
    /// Within how many days a provider gets an answer.
    #[arg(long, default_value_t = 30)]
    answer_term_days: u16,
    /// Languages of the interface, the default first.
    #[arg(long, value_delimiter = ',', default_value = "nl,fr,en,de")]
    languages: Vec<String>,
    /// Languages of the public page, the first one first; otherwise those that the municipality owes.
    #[arg(long, value_delimiter = ',')]
    page_languages: Vec<String>,
    /// Neighbourhoods that a provider can choose from.
    #[arg(long, value_delimiter = ',')]
    places: Vec<String>,
    /// Name of the first administrator.
    #[arg(long)]
    admin_name: String,
    /// E-mail address of the first administrator.
    #[arg(long)]
    admin_email: String,
}

impl Authority {
    /// Does it.
    pub(crate) fn run(self, config: Config) -> super::Done {
        match self {
            Self::Add(add) => {
                let installation = Installation::open(config)?;
                let runtime = tokio::runtime::Runtime::new()?;
                let base = installation.config.public_base_url();
                let new = add.parse()?;
                let slug = new.slug.clone();
                let added =
                    workflow::authorities::add(&installation.db, &installation.sources, &base, new);
                let link = runtime.block_on(added).map_err(explained)?;
                super::say(&format!(
                    "{link}\n\nThis link works once. It makes the first administrator of {slug}."
                ))
            }
            Self::AdminLink(AdminLink {
                slug,
                admin_name,
                admin_email,
            }) => {
                let Beside { db, sources } = beside::installation(&config)?;
                let name = Name::parse(&admin_name).map_err(|_| broken("--admin-name"))?;
                let email = Email::parse(&admin_email).map_err(|_| broken("--admin-email"))?;
                let base = config.public_base_url();
                let link =
                    workflow::authorities::first_link(&db, &sources, &base, &slug, (name, email));
                let link = wait(link)?.map_err(beside::explained)?;
                let link = link.ok_or_else(|| {
                    format!("{slug} has an administrator already, or there is no such authority")
                })?;
                super::say(&format!(
                    "{link}\n\nThis link works once. Links that were made before it no longer do."
                ))
            }
            Self::ResetLink(ResetLink { slug, email }) => {
                let Beside { db, sources } = beside::installation(&config)?;
                let email = Email::parse(&email).map_err(|_| broken("--email"))?;
                let base = config.public_base_url();
                let link =
                    workflow::authorities::reset_sign_in_link(&db, &sources, &base, &slug, email);
                let link = wait(link)?.map_err(beside::explained)?;
                let link = link.ok_or_else(|| format!("nobody at {slug} has this address"))?;
                super::say(&format!(
                    "{link}\n\nThis link works once, for two days. Hand it over to this person alone."
                ))
            }
            Self::PageLanguages(PageLanguages { slug, languages }) => {
                let Beside { db, sources } = beside::installation(&config)?;
                let languages = page_languages(&languages)?;
                let set =
                    workflow::authorities::set_page_languages(&db, &sources, &slug, languages);
                if !wait(set)?.map_err(beside::explained)? {
                    return Err(format!("there is no authority {slug}").into());
                }
                super::say(&format!(
                    "the public page of {slug} offers them from now on"
                ))
            }
            Self::List => {
                let Beside { db, .. } = beside::installation(&config)?;
                let scope = policy::Scope::nothing(None);
                let all: Result<_, workflow::Stop> =
                    wait(db.read(&scope, workflow::authorities::all))?;
                let lines: Vec<String> = all
                    .map_err(explained)?
                    .iter()
                    .map(|one| format!("{}\t{}", one.slug, one.name))
                    .collect();
                super::say(&lines.join("\n"))
            }
        }
    }
}

impl Add {
    fn parse(self) -> Result<NewAuthority, String> {
        let shaped =
            |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
        let taken = [
            "api", "assets", "desk", "doc", "health", "id", "metrics", "ready", "sw",
        ];
        if self.slug.is_empty()
            || self.slug.len() > 40
            || !self.slug.chars().all(shaped)
            || taken.contains(&self.slug.as_str())
        {
            return Err("the slug has 1 to 40 lower-case letters, digits or hyphens, and is no address of the server".into());
        }
        let languages: Option<Vec<Language>> = self
            .languages
            .iter()
            .map(|code| Language::of_code(code))
            .collect();
        Ok(NewAuthority {
            slug: self.slug,
            name: Name::parse(&self.name).map_err(|_| broken("--name"))?,
            level: Level::Municipality,
            nis_code: self.nis_code,
            languages: languages
                .filter(|list| !list.is_empty())
                .ok_or_else(|| broken("--languages (nl, fr, en, de)"))?,
            answer_term_days: self.answer_term_days,
            work_mode: if self.rounds {
                WorkMode::Rounds
            } else {
                WorkMode::Continuous
            },
            page_languages: page_languages(&self.page_languages)?,
            places: self.places,
            administrator: (
                Name::parse(&self.admin_name).map_err(|_| broken("--admin-name"))?,
                Email::parse(&self.admin_email).map_err(|_| broken("--admin-email"))?,
            ),
        })
    }
}

/// None where none is given.
fn page_languages(codes: &[String]) -> Result<Option<Vec<Language>>, String> {
    let mut languages: Vec<Language> = Vec::new();
    for code in codes {
        let language = Language::of_code(code).filter(|language| !languages.contains(language));
        languages.push(language.ok_or_else(|| broken("the list of languages (nl, fr, en, de)"))?);
    }
    Ok((!languages.is_empty()).then_some(languages))
}

fn broken(what: &str) -> String {
    format!("{what} cannot be used")
}

/// Why it was not done, in words for an operator.
fn explained(stop: workflow::Stop) -> String {
    match stop {
        workflow::Stop::Storage(storage::StorageError::Duplicate) => {
            "there is an authority with this slug".to_owned()
        }
        other => format!("{other:?}"),
    }
}
