//! What background work needs beside the database.

use std::path::PathBuf;
use std::sync::Arc;

use shared::push::Reach;

use crate::Analyst;
use crate::language_model::LanguageModelClient;
use crate::mail::{Folder, Mailer, Smtp, SmtpError};
use crate::push::Bell;

/// How background work is configured.
#[derive(Clone)]
pub struct Settings {
    /// `smtp://…` or `smtps://…`; letters land in `mail_folder` when absent.
    pub smtp_url: Option<String>,
    /// Sender of letters.
    pub mail_from: String,
    /// Where letters land without SMTP.
    pub mail_folder: PathBuf,
    /// How the world reaches us, without a slash at its end: letters link there.
    pub public_base_url: String,
    /// Which push services may be rung at.
    pub push_reach: Reach,
    /// Looks at signals; without it nothing is proposed.
    pub analyst: Option<Arc<Analyst>>,
    /// Writes drafts of summaries, where whoever runs the server set one up.
    pub language_model: Option<Arc<LanguageModelClient>>,
}

/// What background work holds in its hands.
#[derive(Clone)]
pub struct Tools {
    /// Sends letters.
    pub mailer: Arc<dyn Mailer>,
    /// How the world reaches us, without a slash at its end.
    pub base_url: String,
    /// Rings at push services.
    pub bell: Arc<Bell>,
    /// Looks at signals; nobody does when it is switched off.
    pub analyst: Option<Arc<Analyst>>,
    /// Writes drafts of summaries, where whoever runs the server set one up.
    pub language_model: Option<Arc<LanguageModelClient>>,
}

impl Tools {
    /// Lays out the tools; refuses an address of a mail server that cannot be one.
    pub fn of(settings: &Settings) -> Result<Self, SmtpError> {
        let base_url = settings.public_base_url.trim_end_matches('/').to_owned();
        let from = settings.mail_from.parse().map_err(|_| SmtpError::Sender)?;
        let mailer: Arc<dyn Mailer> = match &settings.smtp_url {
            Some(url) => Arc::new(Smtp::open(url, from, &base_url)?),
            None => Arc::new(Folder::new(settings.mail_folder.clone(), from, &base_url)),
        };
        let bell = Arc::new(Bell::new(settings.push_reach, &base_url));
        Ok(Self {
            mailer,
            base_url,
            bell,
            analyst: settings.analyst.clone(),
            language_model: settings.language_model.clone(),
        })
    }
}
