//! Somebody writes the words of a batch.

use policy::{ComposeFeedback, Permit};
use privacy::Severity;
use shared::feedback::FeedbackBatch;
use shared::id::{IssueKey, SignalKey};
use shared::life_cycle::{FeedbackEvent, LifeCycle};
use shared::problem::Code;
use shared::text::Description;
use storage::records::FeedbackTextRecord;
use storage::tx::query_types::{FeedbackSubject, OwedRow};
use storage::{At, Key, Stored, Tx};

use super::batch::{BatchId, Subject};
use super::list::{is_about, view};
use crate::{Refusal, Sources, Stop};

/// Keeps the words for every provider of the batch. They may be changed until they are sent; certain personal data
/// is refused, because many people read them.
pub fn compose_feedback(
    tx: &mut Tx<'_>,
    permit: &Permit<ComposeFeedback>,
    sources: &Sources,
    batch: BatchId,
    text: &Description,
) -> Result<FeedbackBatch, Stop> {
    if privacy::find(text.reveal())
        .iter()
        .any(|finding| finding.severity == Severity::Certain)
    {
        return Err(Refusal::field("/text", Code::PersonalData).into());
    }
    let (scope, moment) = (permit.scope(), batch.moment());
    let subject = Subject::find(tx, scope, batch)?;
    let mut rows = tx.owed_feedback(scope, Some((subject.key(), moment)))?;
    if rows.is_empty() {
        return Err(Refusal::NotFound.into());
    }
    let draft = keep(tx, permit, sources, &subject, batch, text)?;
    draft_rows(tx, permit, &mut rows, &draft)?;
    tx.touches("feedback", batch);
    view(tx, scope, sources, &subject, moment, &rows, Some(&draft))
}

fn keep(
    tx: &mut Tx<'_>,
    permit: &Permit<ComposeFeedback>,
    sources: &Sources,
    subject: &Subject,
    batch: BatchId,
    text: &Description,
) -> Result<FeedbackTextRecord, Stop> {
    let scope = permit.scope();
    let earlier = tx
        .drafted_texts(scope)?
        .into_iter()
        .find(|draft| is_about(draft, subject.key(), batch.moment()));
    let member = permit
        .seat(subject.authority())
        .map(|(member, _)| Key(member));
    if let Some(earlier) = earlier {
        let draft = FeedbackTextRecord {
            text: Some(text.reveal().to_owned()),
            membership_id: member,
            ..earlier
        };
        if tx.update_feedback_text(scope, &draft)? {
            return Ok(draft);
        }
        // Somebody sent the batch a moment ago: there is nothing left to write.
        return Err(Refusal::NotFound.into());
    }
    let (issue_id, signal_id) = columns(subject.key());
    let draft = FeedbackTextRecord {
        authority_id: Key(subject.authority()),
        id: Key(sources.ids.key()),
        issue_id,
        signal_id,
        moment: Stored(batch.moment()),
        text: Some(text.reveal().to_owned()),
        membership_id: member,
        created_at: At(sources.now()),
        sent_at: None,
    };
    tx.insert_feedback_text(scope, &draft)?;
    Ok(draft)
}

/// The columns that tell what words are about.
pub(super) fn columns(subject: FeedbackSubject) -> (Option<Key<IssueKey>>, Option<Key<SignalKey>>) {
    match subject {
        FeedbackSubject::Issue(issue) => (Some(Key(issue)), None),
        FeedbackSubject::Signal(signal) => (None, Some(Key(signal))),
    }
}

fn draft_rows(
    tx: &mut Tx<'_>,
    permit: &Permit<ComposeFeedback>,
    rows: &mut [OwedRow],
    draft: &FeedbackTextRecord,
) -> Result<(), Stop> {
    for (row, ..) in rows {
        let from = row.state.0;
        row.state = Stored(from.after(FeedbackEvent::Draft, |_| true)?);
        row.text_id = Some(draft.id);
        tx.update_feedback(permit.scope(), row, from)?;
    }
    Ok(())
}
