//! A mail goes out.

use policy::{Permit, RunJob};
use storage::records::JobRecord;
use storage::{At, Db};
use workflow::outbox::{Letter, Mail, compose_mail};
use workflow::{Sources, Stop};

use super::{Failure, payload};
use crate::Tools;
use crate::mail::MailError;

/// Composes the letter, which unseals the address, and hands it over. Nobody left to write to is success.
pub(super) async fn send(
    db: &Db,
    sources: &Sources,
    tools: &Tools,
    permit: &Permit<RunJob>,
    job: &JobRecord,
) -> Result<(), Failure> {
    let mail: Mail = payload(job)?;
    let (own, from, base_url, id) = (
        permit.clone(),
        sources.clone(),
        tools.base_url.clone(),
        job.id.uuid(),
    );
    let compose =
        move |tx: &mut storage::Tx<'_>| compose_mail(tx, &own, &from, &base_url, id, &mail);
    let Some(letter) = db.read(permit.scope(), compose).await? else {
        return Ok(());
    };
    match tools.mailer.send(&letter, sources.now()).await {
        Ok(()) if letter.was_given_up => Ok(arrived(db, permit, &letter).await?),
        Ok(()) => Ok(()),
        Err(MailError::Refused(code)) => {
            tracing::info!(job = %job.id.uuid(), code, "an address takes no mail: its provider reads by receipt");
            Ok(give_up_address(db, sources, permit, &letter).await?)
        }
        Err(MailError::Again(cause)) => Err(Failure::Again(cause)),
    }
}

/// The address is not written to again; the feedback shows that it did not arrive by mail.
async fn give_up_address(
    db: &Db,
    sources: &Sources,
    permit: &Permit<RunJob>,
    letter: &Letter,
) -> Result<(), Stop> {
    let (contacts, feedback) = (letter.contacts.clone(), letter.feedback.clone());
    if contacts.is_empty() {
        return Ok(());
    }
    let (scope, now) = (permit.scope().clone(), At(sources.now()));
    let mark = move |tx: &mut storage::Tx<'_>| -> Result<(), Stop> {
        for contact in &contacts {
            tx.mark_undeliverable(&scope, Some(*contact), None, now)?;
        }
        for feedback in &feedback {
            tx.mark_undeliverable(&scope, None, Some(*feedback), now)?;
        }
        Ok(())
    };
    db.write(permit, mark).await
}

/// An operator sent the mail again after it was given up: the queue no longer shows that it did not arrive.
async fn arrived(db: &Db, permit: &Permit<RunJob>, letter: &Letter) -> Result<(), Stop> {
    let (scope, feedback) = (permit.scope().clone(), letter.feedback.clone());
    let mark = move |tx: &mut storage::Tx<'_>| -> Result<(), Stop> {
        for feedback in &feedback {
            tx.mark_delivered(&scope, *feedback)?;
        }
        Ok(())
    };
    db.write(permit, mark).await
}

/// The mail was given up after its last try: the queue shows that this feedback did not arrive by mail.
pub(crate) async fn gave_up(
    db: &Db,
    sources: &Sources,
    permit: &Permit<RunJob>,
    job: &JobRecord,
) -> Result<(), Stop> {
    let Ok(mail) = payload::<Mail>(job) else {
        return Ok(());
    };
    if !matches!(mail, Mail::FeedbackReady { .. } | Mail::Weekly { .. }) {
        return Ok(());
    }
    let (own, from, id, now) = (
        permit.clone(),
        sources.clone(),
        job.id.uuid(),
        At(sources.now()),
    );
    let mark = move |tx: &mut storage::Tx<'_>| -> Result<(), Stop> {
        let told = match &mail {
            Mail::FeedbackReady { feedback } => vec![*feedback],
            // Which answers it would have told of stands nowhere: it is made once more, for nobody.
            mail => compose_mail(tx, &own, &from, "", id, mail)?
                .map(|letter| letter.feedback)
                .unwrap_or_default(),
        };
        for feedback in told {
            tx.mark_undeliverable(own.scope(), None, Some(feedback), now)?;
        }
        Ok(())
    };
    db.write(permit, mark).await
}
