//! A language model is asked for a draft. Whatever goes wrong ends in the draft, for the person who asked to read and to
//! try again; only the database is tried again by itself.

use analysis::summariser::Grounded;
use policy::{Permit, RunJob};
use shared::id::SignalKey;
use shared::summary::DraftTrouble;
use storage::records::JobRecord;
use storage::{Db, Tx};
use workflow::Sources;
use workflow::summaries::{Asked, Reading, compose_question, keep_draft, measured, note_asking};

use super::analyse::aside;
use super::{Failure, payload, within};
use crate::Tools;
use crate::language_model::LanguageModelClient;

/// Hides what is personal, asks, measures the answer against what was sent, and keeps what holds.
pub(super) async fn summarise(
    db: &Db,
    sources: &Sources,
    tools: &Tools,
    permit: &Permit<RunJob>,
    job: &JobRecord,
) -> Result<(), Failure> {
    let asked: Asked = payload(job)?;
    let (own, from) = (permit.clone(), sources.clone());
    let compose = move |tx: &mut Tx<'_>| compose_question(tx, &own, &from, asked);
    let Some(reading) = db.read(permit.scope(), compose).await? else {
        return Ok(());
    };
    let (found, sent) = match &tools.language_model {
        Some(client) => answered(db, sources, client, permit, asked, reading).await?,
        None => (Err(DraftTrouble::Unreachable), Vec::new()),
    };
    within(db, sources, permit, move |tx, permit, sources| {
        let found = found.as_ref().map_err(|trouble| *trouble);
        keep_draft(tx, permit, sources, asked, &sent, found)
    })
    .await
}

/// What holds of the answer, and the signals that it counts.
type Found = (Result<Grounded, DraftTrouble>, Vec<SignalKey>);

async fn answered(
    db: &Db,
    sources: &Sources,
    client: &LanguageModelClient,
    permit: &Permit<RunJob>,
    asked: Asked,
    mut reading: Reading,
) -> Result<Found, Failure> {
    let model = client.told().model.clone();
    let (question, reading) = aside(move || (reading.question(&model), reading)).await?;
    let sent = reading.sent();
    let question = match question {
        Ok(question) => question,
        Err(trouble) => return Ok((Err(trouble), sent)),
    };
    // Written before anything leaves: a crash must not leave a sending that nobody can read about.
    within(db, sources, permit, move |tx, permit, sources| {
        note_asking(tx, permit, sources, asked)
    })
    .await?;
    let found = match client.ask(&question).await {
        Ok(answer) => aside(move || measured(&reading, &answer)).await?,
        Err(trouble) => Err(trouble),
    };
    Ok((found, sent))
}
