//! Judges a model by what people of an authority decided.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use jobs::{Analyst, Evaluation, Foretold, evaluate};
use shared::codes::ClosedList;

use super::beside::{self, Beside, explained, wait};
use crate::config::Config;

/// Whose decisions, and which model.
#[derive(Args)]
pub(crate) struct Evaluate {
    /// Name of the authority in addresses.
    #[arg(long)]
    authority: String,
    /// Folder of the model; the one that serves when absent, `""` for words alone.
    #[arg(long, value_parser = super::folder)]
    model: Option<PathBuf>,
    /// Prints JSON.
    #[arg(long)]
    json: bool,
}

impl Evaluate {
    /// Reads only; a running server goes on. Prints no text, no code and no name of a person.
    pub(crate) fn run(self, config: &Config) -> super::Done {
        let folder = self.model.clone();
        let folder = folder.unwrap_or_else(|| config.model_folder());
        let analyst = Analyst::open(folder).keeping_in(config.data.clone());
        analyst.load();
        let looking = analyst.looking().ok_or("the model was not read")?;
        // Who names a model wants to hear of that one, and nobody wants to judge a substitute by mistake.
        if let Some(without) = looking.without.filter(|without| without.kind.is_some()) {
            return Err(without.why.into());
        }
        let installation = beside::installation(config)?;
        let found = wait(self.evaluate(&installation, analyst))??;
        if self.json {
            let json = serde_json::json!({
                "authority": self.authority,
                "model": looking.model,
                "evaluation": found,
            });
            return super::say(&serde_json::to_string_pretty(&json)?);
        }
        super::say(&table(&self.authority, &looking.model, &found))
    }

    async fn evaluate(
        &self,
        installation: &Beside,
        analyst: Analyst,
    ) -> Result<Evaluation, String> {
        let Beside { db, sources } = installation;
        let nothing = policy::Scope::nothing(None);
        let all = db.read(&nothing, workflow::authorities::all).await;
        sources.directory.renew(all.map_err(explained)?);
        let authority = sources.directory.by_slug(&self.authority);
        let authority =
            authority.ok_or_else(|| format!("{}: no such authority", self.authority))?;
        let found = evaluate(db, &Arc::new(analyst), authority.id).await;
        found.map_err(explained)
    }
}

fn table(authority: &str, model: &str, found: &Evaluation) -> String {
    let mut text = format!(
        "{authority}: {} signals with decisions, foretold in the order in which they were decided by {model}\n\n\
         {:<12}{:>10}{:>7}{:>7}{:>10}{:>10}  {}\n",
        found.signals, "", "decisions", "right", "wrong", "abstained", "undecided", "right by word",
    );
    for kind in &found.kinds {
        let _ = writeln!(
            text,
            "{:<12}{:>10}{:>7}{:>7}{:>10}{:>10}  {}",
            kind.kind.code(),
            kind.decisions,
            kind.right,
            kind.wrong,
            kind.abstained,
            kind.undecided,
            words(kind)
        );
    }
    text.push_str(
        "\nsaid and right, of proposals with a confidence from one to the other percent\n",
    );
    for kind in &found.kinds {
        for group in &kind.calibration {
            let _ = writeln!(
                text,
                "{:<12}{:>3} to {:>3}: said {:>3} %, right {:>3} %, {} decisions",
                kind.kind.code(),
                group.from,
                group.to,
                group.said,
                group.right,
                group.decisions
            );
        }
    }
    let is_calibrated = found.kinds.iter().any(|kind| !kind.calibration.is_empty());
    if !is_calibrated {
        text.push_str("too few decisions yet: a group needs five\n");
    }
    text
}

fn words(kind: &Foretold) -> String {
    let word = |word: &jobs::Word| match word.right {
        Some(right) => format!("{} {right} % of {}", word.certainty, word.decisions),
        None => format!("{} –", word.certainty),
    };
    let words: Vec<String> = kind.words.iter().map(word).collect();
    words.join(", ")
}
