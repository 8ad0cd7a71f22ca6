//! A batch goes out to every provider in it.

use policy::{Permit, SendFeedback};
use shared::codes::{ContactChoice, Language, MailPace};
use shared::feedback::SentFeedback;
use shared::life_cycle::{FeedbackEvent, LifeCycle};
use shared::time::Moment;
use storage::records::FeedbackTextRecord;
use storage::tx::query_types::OwedRow;
use storage::{At, Key, Stored, Tx};
use uuid::Uuid;

use super::batch::{BatchId, Subject, is_contactable};
use super::compose::{columns, drafted, owed};
use super::list::count;
use super::words::{Background, words};
use crate::once::{Attempt, once};
use crate::outbox::{self, Mail};
use crate::search::terms::of_feedback;
use crate::{Refusal, Sources, Stop};

/// Makes the answer readable by receipt and account at once, for everybody in the batch, and queues a mail without its
/// words for who left an address. The same attempt again sends nothing and answers the same.
pub fn send_feedback(
    tx: &mut Tx<'_>,
    permit: &Permit<SendFeedback>,
    sources: &Sources,
    attempt: &Attempt,
    batch: BatchId,
) -> Result<SentFeedback, Stop> {
    let subject = Subject::find(tx, permit.scope(), batch)?;
    tx.touches("feedback", batch);
    once(
        tx,
        permit,
        sources,
        attempt,
        |tx| {
            let now = sources.now();
            let sent = send(tx, permit, sources, &subject, batch, now)?;
            Ok((sent, now.to_string()))
        },
        |tx, sent_at| {
            let sent_at = sent_at.parse().map_err(|_| Refusal::NotFound)?;
            counted(tx, permit, &subject, batch, sent_at)
        },
    )
}

fn send(
    tx: &mut Tx<'_>,
    permit: &Permit<SendFeedback>,
    sources: &Sources,
    subject: &Subject,
    batch: BatchId,
    now: Moment,
) -> Result<SentFeedback, Stop> {
    let rows = owed(tx, permit.scope(), subject.key(), batch.moment())?;
    if rows.is_empty() {
        return Err(Refusal::NotFound.into());
    }
    let texts = Texts::of(tx, permit, sources, subject, batch, &rows, now)?;
    let keys: Vec<_> = rows.iter().map(|(row, ..)| row.signal_id.0).collect();
    let (total, mut by_mail, mut told) = (rows.len(), 0, Vec::new());
    for (mut row, _, contact, locale, dead, pace) in rows {
        let from = row.state.0;
        row.state = Stored(from.after(FeedbackEvent::Send, |_| true)?);
        row.text_id = texts.in_language(locale.0).map(Key);
        row.sent_at = Some(At(now));
        row.undeliverable_at = dead.map(|_| At(now));
        // False: the other one who pressed the button at the same time sent this one.
        if !tx.update_feedback(permit.scope(), &row, from)? {
            continue;
        }
        told.push(row.signal_id.0);
        if is_contactable(contact.0, dead) {
            by_mail += 1;
        }
        // Who wants one mail a week is told on Monday.
        let at_once = pace.is_some_and(|pace| pace.0 == MailPace::AtOnce);
        if contact.0 == ContactChoice::Email && dead.is_none() && at_once {
            outbox::post(
                tx,
                sources,
                row.authority_id.0,
                &Mail::FeedbackReady { feedback: row.id.0 },
            )?;
        }
    }
    crate::push::ring(tx, permit, sources, subject.authority(), &told)?;
    tx.note_first_response(permit.scope(), &keys, At(now))?;
    Ok(SentFeedback {
        by_mail: count(by_mail),
        by_receipt: count(total - by_mail),
    })
}

fn counted(
    tx: &mut Tx<'_>,
    permit: &Permit<SendFeedback>,
    subject: &Subject,
    batch: BatchId,
    sent_at: Moment,
) -> Result<SentFeedback, Stop> {
    let rows = tx.sent_feedback(permit.scope(), subject.key(), batch.moment(), At(sent_at))?;
    // What bounced since was on its way when this was first answered.
    let was_dead = |at: &Option<At>| at.filter(|at| at.0 == sent_at);
    let by_mail = rows
        .iter()
        .filter(|(contact, dead)| is_contactable(contact.0, was_dead(dead)))
        .count();
    Ok(SentFeedback {
        by_mail: count(by_mail),
        by_receipt: count(rows.len() - by_mail),
    })
}

/// The words that go out: those that somebody wrote, or the template in each provider's language.
enum Texts {
    Written(Uuid),
    Templates(Vec<(Language, Uuid)>),
}

impl Texts {
    fn of(
        tx: &mut Tx<'_>,
        permit: &Permit<SendFeedback>,
        sources: &Sources,
        subject: &Subject,
        batch: BatchId,
        rows: &[OwedRow],
        now: Moment,
    ) -> Result<Self, Stop> {
        let scope = permit.scope();
        if let Some(draft) = drafted(tx, scope, subject.key(), batch.moment())? {
            let sent = FeedbackTextRecord {
                sent_at: Some(At(now)),
                version: draft.version + 1,
                ..draft
            };
            if tx.update_feedback_text(scope, &sent)? {
                return Ok(Self::Written(sent.id.0));
            }
            // Somebody sent it, or wrote words that nobody here has read, at the same moment.
            let now =
                drafted(tx, scope, subject.key(), batch.moment())?.ok_or(Refusal::NotFound)?;
            let current = u64::try_from(now.version).unwrap_or_default();
            return Err(Refusal::Stale { current }.into());
        }
        let mut languages: Vec<Language> = rows
            .iter()
            .map(|(_, _, _, locale, _, _)| locale.0)
            .collect();
        languages.sort_unstable();
        languages.dedup();
        let mut templates = Vec::new();
        let background = Background::of(tx, scope, &[subject])?;
        for language in languages {
            let text = words(&background, sources, subject, batch.moment(), language);
            let (issue_id, signal_id) = columns(subject.key());
            let mut record = FeedbackTextRecord {
                authority_id: Key(subject.authority()),
                id: Key(sources.ids.key()),
                issue_id,
                signal_id,
                moment: Stored(batch.moment()),
                text: Some(text),
                membership_id: permit
                    .seat(subject.authority())
                    .map(|(member, _)| Key(member)),
                created_at: At(now),
                sent_at: Some(At(now)),
                version: 1,
                search_terms: String::new(),
            };
            record.search_terms = of_feedback(sources, &record);
            tx.insert_feedback_text(scope, &record)?;
            templates.push((language, record.id.0));
        }
        Ok(Self::Templates(templates))
    }

    fn in_language(&self, language: Language) -> Option<Uuid> {
        match self {
            Self::Written(id) => Some(*id),
            Self::Templates(texts) => texts
                .iter()
                .find(|(of, _)| *of == language)
                .map(|(_, id)| *id),
        }
    }
}
