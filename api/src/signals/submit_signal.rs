//! A provider sends a signal.

use actix_web::post;
use policy::SubmitSignal;
use shared::codes::Source;
use shared::problem::Code;
use shared::signal::{Contact, SignalDraft, SubmittedSignal};
use storage::StorageError;
use workflow::signals::Submission;
use workflow::{Attempt, Stop};

use crate::http::{ApiProblem, App, Created, Input, Permitted, Refusals, RepeatKey};

/// Receives a signal.
///
/// Stored exactly once per `Idempotency-Key`, however often it is sent; the answer is the same each time. Certain
/// personal data holds it until a processor redacts it. The receipt is shown only here.
#[utoipa::path(
    tag = "Signals",
    operation_id = "submitSignal",
    request_body(content = SignalDraft, example = json!({
        "text": "Wachtlijst voor kinderopvang in de wijk",
        "frequency": "weekly",
        "contact": {"choice": "code"}
    })),
    responses((status = 201, body = SubmittedSignal), Refusals),
    security(("EntryToken" = []), ("Bearer" = []))
)]
#[post("/signals")]
pub(crate) async fn submit_signal(
    permit: Permitted<SubmitSignal>,
    app: App,
    RepeatKey(key): RepeatKey,
    draft: Input<SignalDraft>,
) -> Result<Created<SubmittedSignal>, ApiProblem> {
    let authority = permit.written_authority(&app)?;
    let lists = app.taxonomy(authority.id).await?;
    let signal = draft.value.parse(&*lists)?;
    if signal.contact == Contact::Account && permit.staff.is_none() {
        // Nobody would ever find it: whoever chose this waits until she signed in again.
        return Err(Code::NoAccessToken.into());
    }
    let submission = Submission {
        signal,
        attempt: Attempt {
            key,
            body: draft.bytes.to_vec(),
        },
        source: Source::Form,
        entry_link: permit.entry_link.as_ref().map(|link| link.id.0),
        organisation: permit
            .entry_link
            .as_ref()
            .and_then(|link| link.organisation_id)
            .map(|id| id.0),
        sector_of_link: permit
            .entry_link
            .as_ref()
            .and_then(|link| link.sector.clone()),
        account: permit.staff.as_ref().map(|staff| staff.user),
        written_on: None,
    };
    let (sources, attempt, permit) = (
        app.sources.clone(),
        submission.attempt.clone(),
        permit.permit(),
    );
    let (first, again) = (permit.clone(), permit.clone());
    let replay_sources = sources.clone();
    let submit = move |tx: &mut storage::Tx<'_>| {
        workflow::signals::submit_signal(tx, &first, &sources, &authority, &submission)
    };
    let replay = move |tx: &mut storage::Tx<'_>| {
        workflow::signals::replay_submission(tx, &again, &replay_sources, &attempt)
    };
    let body = match app.db.write(&permit, submit).await {
        // The key is in already: read what was answered the first time.
        Err(Stop::Storage(StorageError::Duplicate)) => app.db.read(permit.scope(), replay).await?,
        other => other?,
    };
    Ok(Created {
        href: body.href.clone(),
        version: Some(1),
        body,
    })
}
