//! A language model is asked for a draft. Whatever goes wrong ends in the draft, for the person who asked to read and to
//! try again; only the database is tried again by itself.

use policy::{Permit, RunJob};
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
    let Some(mut reading) = db.read(permit.scope(), compose).await? else {
        return Ok(());
    };
    let found = match &tools.language_model {
        Some(client) => answered(db, sources, client, permit, asked, &mut reading).await?,
        None => Err(DraftTrouble::Unreachable),
    };
    let sent = reading.sent();
    within(db, sources, permit, move |tx, permit, sources| {
        let found = found.as_ref().map_err(|trouble| *trouble);
        keep_draft(tx, permit, sources, asked, &sent, found)
    })
    .await
}

type Found = Result<analysis::summariser::Grounded, DraftTrouble>;

async fn answered(
    db: &Db,
    sources: &Sources,
    client: &LanguageModelClient,
    permit: &Permit<RunJob>,
    asked: Asked,
    reading: &mut Reading,
) -> Result<Found, Failure> {
    let model = client.told().model.clone();
    let mut held = std::mem::take(reading);
    let (question, held) = aside(move || (held.question(&model), held)).await?;
    *reading = held;
    let question = match question {
        Ok(question) => question,
        Err(trouble) => return Ok(Err(trouble)),
    };
    // Written before anything leaves: a crash must not leave a sending that nobody can read about.
    within(db, sources, permit, move |tx, permit, sources| {
        note_asking(tx, permit, sources, asked)
    })
    .await?;
    let answer = match client.ask(&question).await {
        Ok(answer) => answer,
        Err(trouble) => return Ok(Err(trouble)),
    };
    let held = std::mem::take(reading);
    let (found, held) = aside(move || (measured(&held, &answer), held)).await?;
    *reading = held;
    Ok(found)
}
