//! What a language model gets to read, and what of its answer may be shown.

use std::fmt::Write as _;

use analysis::clusters::typical;
use analysis::summariser::{Grounded, PROMPT, Passage, Ungrounded, grounded, question};
use policy::{Permit, RunJob, Scope};
use privacy::{Finding, Names, Severity};
use serde::{Deserialize, Serialize};
use shared::codes::{ClosedList, Language};
use shared::id::{IssueId, SignalKey};
use shared::summary::{DraftState, DraftTrouble, LanguageModel};
use storage::Tx;
use storage::records::IssueRecord;
use storage::tx::query_types::TextWithVector;

use super::language_model::is_allowed;
use super::signals_of;
use crate::analysis::{texts_with_vectors, vectors_of};
use crate::{Sources, Stop};

/// Signals that a language model reads, the most typical; with more of them small models lose the thread.
const MOST_PASSAGES: usize = 40;
/// Characters that it reads in all.
const MOST_CHARACTERS: usize = 24_000;

/// A question as it waits: about which issue, and for which version of its draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// About which issue.
    pub issue: IssueId,
    /// For which version.
    pub version: i64,
}

/// What is read for a summary: texts with their vectors, and the language to write in.
pub struct Reading {
    model: Option<String>,
    rows: Vec<TextWithVector>,
    write_in: Language,
    /// Texts with everything personal hidden, each with its signal; once they were chosen.
    passages: Vec<(SignalKey, Language, String)>,
}

/// The signals of an issue that a model looked at, the latest first.
pub(super) fn read_for(
    tx: &mut Tx<'_>,
    scope: &Scope,
    sources: &Sources,
    issue: &IssueRecord,
) -> Result<Reading, Stop> {
    let keys = signals_of(tx, scope, issue.id.0)?;
    let model = tx.model_of_most(scope, &keys)?;
    let rows = match &model {
        Some(model) => texts_with_vectors(tx, scope, model, &keys)?,
        None => Vec::new(),
    };
    let authority = sources.directory.by_id(issue.authority_id.0);
    let first = authority.and_then(|authority| authority.languages.first().copied());
    Ok(Reading {
        model,
        rows,
        write_in: first.unwrap_or(Language::Nl),
        passages: Vec::new(),
    })
}

/// What there is to read for a question that waits; nothing when nobody waits for the answer any more.
pub fn compose_question(
    tx: &mut Tx<'_>,
    permit: &Permit<RunJob>,
    sources: &Sources,
    asked: Asked,
) -> Result<Option<Reading>, Stop> {
    let scope = permit.scope();
    let Some(issue) = tx.issue(scope, asked.issue)? else {
        return Ok(None);
    };
    let waits = tx
        .summary_draft(scope, issue.id.0)?
        .is_some_and(|draft| draft.state.0 == DraftState::Asked && draft.version == asked.version);
    if !waits || !is_allowed(tx, permit, issue.authority_id.0)? {
        return Ok(None);
    }
    Ok(Some(read_for(tx, scope, sources, &issue)?))
}

impl Reading {
    /// The model whose vectors they have; none while no model looked at them.
    pub(super) fn model(&self) -> Option<&str> {
        self.model.as_deref()
    }

    /// Texts with their vectors, the latest first.
    pub(super) fn rows(&self) -> &[TextWithVector] {
        &self.rows
    }

    /// Tells whether a draft still fits: another wording of the question, another language model, another language, a signal
    /// more or less or another text make another one.
    pub fn content_hash(&self, by: &LanguageModel) -> String {
        let mut all = format!(
            "{PROMPT}\n{}\n{}\n{}\n",
            by.host,
            by.model,
            self.write_in.code()
        );
        for (row, _) in &self.rows {
            let _ = writeln!(all, "{}\n{}", row.key.uuid(), row.text);
        }
        identity::digest::in_hex(all.as_bytes())
    }

    /// Chooses the most typical texts and hides what is personal in them: every finding, hints too. Takes a while.
    ///
    /// Refused when something certain is left; hiding leaves none, so this is the second lock on the door.
    pub fn question(&mut self, model: &str) -> Result<serde_json::Value, DraftTrouble> {
        let raw = vectors_of(&self.rows);
        let vectors: Vec<&[f32]> = raw.iter().map(Vec::as_slice).collect();
        let mut left = MOST_CHARACTERS;
        let (mut chosen, _) = typical(&vectors, MOST_PASSAGES);
        chosen.retain(|place| {
            let row = self.rows.get(*place);
            let length = row.map_or(usize::MAX, |(row, _)| row.text.chars().count());
            let fits = length <= left;
            left -= if fits { length } else { 0 };
            fits
        });
        chosen.sort_unstable();
        self.passages = chosen
            .into_iter()
            .filter_map(|place| self.rows.get(place))
            .map(|(row, _)| {
                let hidden = privacy::mask(&row.text, &found_in(&row.text));
                (row.key, row.language, hidden)
            })
            .collect();
        if self.passages.is_empty() {
            return Err(DraftTrouble::NothingToRead);
        }
        if self.passages.iter().any(|(.., text)| is_certain(text)) {
            return Err(DraftTrouble::PersonalData);
        }
        Ok(question(model, self.write_in, &self.shown()))
    }

    /// The signals that were sent, in the order of their labels.
    pub fn sent(&self) -> Vec<SignalKey> {
        self.passages.iter().map(|(key, ..)| *key).collect()
    }

    fn shown(&self) -> Vec<Passage<'_>> {
        let passages = self.passages.iter();
        passages
            .map(|(_, language, text)| Passage {
                text,
                language: *language,
            })
            .collect()
    }
}

/// What of an answer rests on what was sent. Nothing personal was sent, so whatever looks so is made up, and is dropped.
pub fn measured(reading: &Reading, answer: &str) -> Result<Grounded, DraftTrouble> {
    let mut found = grounded(answer, &reading.shown()).map_err(|trouble| match trouble {
        Ungrounded::Unreadable => DraftTrouble::Unreadable,
        Ungrounded::Nothing => DraftTrouble::Ungrounded,
    })?;
    let before = found.claims.len();
    found.claims.retain(|claim| !is_personal(&claim.text));
    found.dropped += u32::try_from(before - found.claims.len()).unwrap_or_default();
    if found.title.as_deref().is_some_and(is_personal) {
        found.title = None;
        found.dropped += 1;
    }
    if is_personal(&found.summary) {
        found.summary.clear();
        found.dropped += 1;
    }
    if found.claims.is_empty() {
        return Err(DraftTrouble::Ungrounded);
    }
    Ok(found)
}

fn is_certain(text: &str) -> bool {
    let found = privacy::find(text);
    found.iter().any(|it| it.severity == Severity::Certain)
}

fn is_personal(text: &str) -> bool {
    let found = found_in(text);
    found.iter().any(|it| it.severity >= Severity::Likely)
}

fn found_in(text: &str) -> Vec<Finding> {
    privacy::detect(text, Names::shipped())
}
