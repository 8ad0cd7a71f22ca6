//! Somebody writes the words of a batch.

use policy::{ComposeFeedback, Permit, Scope};
use privacy::Severity;
use shared::codes::FeedbackMoment;
use shared::feedback::FeedbackBatch;
use shared::id::{IssueKey, SignalKey};
use shared::life_cycle::{FeedbackEvent, LifeCycle};
use shared::problem::Code;
use shared::text::Description;
use storage::records::FeedbackTextRecord;
use storage::tx::query_types::{FeedbackSubject, OwedRow};
use storage::{At, Key, StorageError, Stored, Tx};

use super::batch::{BatchId, Subject};
use super::list::{is_about, is_in, view};
use super::words::Background;
use crate::issues::is_current;
use crate::search::terms::of_feedback;
use crate::{Refusal, Sources, Stop};

/// Keeps the words for every provider of the batch, unless somebody else wrote some since they were read. They may be
/// changed until they are sent; certain personal data is refused, because many people read them.
pub fn compose_feedback(
    tx: &mut Tx<'_>,
    permit: &Permit<ComposeFeedback>,
    sources: &Sources,
    batch: BatchId,
    expected: u64,
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
    let mut rows = owed(tx, scope, subject.key(), moment)?;
    if rows.is_empty() {
        return Err(Refusal::NotFound.into());
    }
    let draft = keep(tx, permit, sources, &subject, batch, expected, text)?;
    draft_rows(tx, permit, &mut rows, &draft)?;
    tx.touches("feedback", batch);
    let background = Background::of(tx, scope, &[&subject])?;
    let rows: Vec<&OwedRow> = rows.iter().collect();
    Ok(view(
        &background,
        sources,
        &subject,
        moment,
        &rows,
        Some(&draft),
    )?)
}

/// What is owed in one batch.
pub(super) fn owed(
    tx: &mut Tx<'_>,
    scope: &Scope,
    subject: FeedbackSubject,
    moment: FeedbackMoment,
) -> Result<Vec<OwedRow>, StorageError> {
    let mut rows = tx.owed_feedback(scope, &[subject])?;
    rows.retain(|row| is_in(row, subject, moment));
    Ok(rows)
}

fn keep(
    tx: &mut Tx<'_>,
    permit: &Permit<ComposeFeedback>,
    sources: &Sources,
    subject: &Subject,
    batch: BatchId,
    expected: u64,
    text: &Description,
) -> Result<FeedbackTextRecord, Stop> {
    let scope = permit.scope();
    let earlier = drafted(tx, scope, subject.key(), batch.moment())?;
    is_current(
        earlier.as_ref().map_or(0, |earlier| earlier.version),
        expected,
    )?;
    let member = permit
        .seat(subject.authority())
        .map(|(member, _)| Key(member));
    if let Some(earlier) = earlier {
        let mut draft = FeedbackTextRecord {
            text: Some(text.reveal().to_owned()),
            membership_id: member,
            version: earlier.version + 1,
            ..earlier
        };
        draft.search_terms = of_feedback(sources, &draft);
        if tx.update_feedback_text(scope, &draft)? {
            return Ok(draft);
        }
        // Somebody wrote other words or sent the batch, at the same moment.
        let now = drafted(tx, scope, subject.key(), batch.moment())?.ok_or(Refusal::NotFound)?;
        is_current(now.version, expected)?;
        return Err(Refusal::NotFound.into());
    }
    let (issue_id, signal_id) = columns(subject.key());
    let mut draft = FeedbackTextRecord {
        authority_id: Key(subject.authority()),
        id: Key(sources.ids.key()),
        issue_id,
        signal_id,
        moment: Stored(batch.moment()),
        text: Some(text.reveal().to_owned()),
        membership_id: member,
        created_at: At(sources.now()),
        sent_at: None,
        version: 1,
        search_terms: String::new(),
    };
    draft.search_terms = of_feedback(sources, &draft);
    match tx.insert_feedback_text(scope, &draft) {
        // Somebody wrote the first words at the same moment.
        Err(StorageError::Duplicate) => Err(Refusal::Stale { current: 1 }.into()),
        inserted => Ok(inserted.map(|()| draft)?),
    }
}

/// The words that somebody wrote for a batch and nobody sent.
pub(super) fn drafted(
    tx: &mut Tx<'_>,
    scope: &Scope,
    subject: FeedbackSubject,
    moment: FeedbackMoment,
) -> Result<Option<FeedbackTextRecord>, StorageError> {
    let drafts = tx.drafted_texts(scope, &[subject])?;
    Ok(drafts
        .into_iter()
        .find(|draft| is_about(draft, subject, moment)))
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
