//! A language model that whoever runs the server set up: any server that speaks `/chat/completions`, best one of your own.

mod answer;
mod place;

use std::time::Duration;

use reqwest::{Client, Url, redirect};
use shared::summary::{DraftTrouble, LanguageModel};

pub use place::BadLanguageModel;

/// A draft is some thousand bytes; whoever sends more is not answering.
const MOST_BYTES: usize = 256 * 1_024;

/// How a language model is set up.
#[derive(Clone)]
pub struct LanguageModelSettings {
    /// Where it is, up to and with the version: `https://llm.example.be/v1`.
    pub url: String,
    /// Its name there.
    pub model: String,
    /// What it wants to see before it answers.
    pub key: Option<String>,
    /// Machines that texts may be sent to.
    pub hosts: Vec<String>,
    /// How long an answer may take.
    pub patience: Duration,
}

/// Asks a language model.
pub struct LanguageModelClient {
    client: Client,
    completions: Url,
    key: Option<String>,
    told: LanguageModel,
}

impl LanguageModelClient {
    /// Refuses an address that is not on the list, and one that texts would travel to in the open.
    pub fn open(settings: &LanguageModelSettings) -> Result<Self, BadLanguageModel> {
        let (completions, host) = place::completions(&settings.url, &settings.hosts)?;
        if settings.model.trim().is_empty() {
            return Err(BadLanguageModel::Name);
        }
        // A redirect or a proxy would be a machine that nobody put on the list.
        let client = Client::builder()
            .redirect(redirect::Policy::none())
            .no_proxy()
            .timeout(settings.patience)
            .build()
            .map_err(|_| BadLanguageModel::Tls)?;
        Ok(Self {
            client,
            completions,
            key: settings.key.clone(),
            told: LanguageModel {
                model: settings.model.clone(),
                host,
            },
        })
    }

    /// Which one it is.
    pub fn told(&self) -> &LanguageModel {
        &self.told
    }

    /// Asks once; answers the text that it wrote.
    pub async fn ask(&self, question: &serde_json::Value) -> Result<String, DraftTrouble> {
        let mut request = self
            .client
            .post(self.completions.clone())
            .header("content-type", "application/json")
            .body(question.to_string());
        if let Some(key) = &self.key {
            request = request.bearer_auth(key);
        }
        let mut response = request.send().await.map_err(|error| trouble(&error))?;
        if !response.status().is_success() {
            return Err(DraftTrouble::Unreachable);
        }
        let mut body = Vec::new();
        while let Some(part) = response.chunk().await.map_err(|error| trouble(&error))? {
            if body.len() + part.len() > MOST_BYTES {
                return Err(DraftTrouble::TooLong);
            }
            body.extend_from_slice(&part);
        }
        answer::written(&body).ok_or(DraftTrouble::Unreadable)
    }
}

fn trouble(error: &reqwest::Error) -> DraftTrouble {
    if error.is_timeout() {
        DraftTrouble::TooSlow
    } else {
        DraftTrouble::Unreachable
    }
}
