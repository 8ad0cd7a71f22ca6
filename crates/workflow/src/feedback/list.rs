//! The queue: who is owed an answer, batch by batch, the longest waiting first.

use policy::{ListFeedback, Permit};
use shared::codes::{ClosedList, ContactChoice, FeedbackMoment, Language};
use shared::feedback::{FeedbackBatch, LocaleCount};
use shared::id::{IssueId, SignalId, SignalKey};
use shared::page::Page;
use shared::time::Day;
use storage::records::FeedbackTextRecord;
use storage::tx::query_types::{BatchRow, FeedbackSubject, OwedRow};
use storage::{Key, Tx};
use uuid::Uuid;

use super::batch::{BatchId, Subject, due_on, is_contactable};
use super::words::{Background, excerpt_of, words};
use crate::{Refusal, Sources, Stop};

/// Where a page begins and how long it is.
#[derive(Debug, Clone, Copy)]
pub struct PageOf {
    /// The batch after which it begins, with the day on which it fell due.
    pub after: Option<(Day, BatchId)>,
    /// How many batches.
    pub size: u32,
}

/// One page of what is owed, in every authority of the scope: the first due first. At most nine statements, however
/// many batches it has.
pub fn list_feedback(
    tx: &mut Tx<'_>,
    permit: &Permit<ListFeedback>,
    sources: &Sources,
    page: PageOf,
) -> Result<Page<FeedbackBatch>, Stop> {
    let scope = permit.scope();
    let after = page
        .after
        .map(|(due_on, batch)| (due_on, batch.about(), batch.moment()));
    let rows = tx.feedback_batches(scope, after, i64::from(page.size) + 1)?;
    let subjects = Subject::load(tx, scope, &rows)?;
    let keys: Vec<FeedbackSubject> = subjects.iter().map(Subject::key).collect();
    let owed = tx.owed_feedback(scope, &keys)?;
    let drafts = tx.drafted_texts(scope, &keys)?;
    let background = Background::of(tx, scope, &subjects.iter().collect::<Vec<_>>())?;
    let cursor = |row: &BatchRow| format!("{}.{}", row.4.0, batch_of(row));
    let page = Page::cut(rows, page.size, cursor).map(|row| {
        let (key, moment) = (subject_of(&row), row.3.0);
        let subject = subjects.iter().find(|subject| subject.key() == key)?;
        let rows: Vec<&OwedRow> = owed.iter().filter(|row| is_in(row, key, moment)).collect();
        let draft = drafts.iter().find(|draft| is_about(draft, key, moment));
        view(&background, sources, subject, moment, &rows, draft).ok()
    });
    // What somebody sent since this began is owed no more (PostgreSQL shows each statement what is there by then).
    Ok(page.present())
}

/// Reads where a page begins, as `next` of the page before told.
pub fn after(cursor: &str) -> Option<(Day, BatchId)> {
    let (day, batch) = cursor.split_once('.')?;
    Some((day.parse().ok()?, batch.parse().ok()?))
}

/// The name of a row of the queue.
fn batch_of((issue, _, about, moment, _): &BatchRow) -> BatchId {
    match issue {
        Some(_) => BatchId::Issue(IssueId::new(about.0), moment.0),
        None => BatchId::Signal(SignalId::new(about.0), moment.0),
    }
}

/// What a row of the queue is about; a signal that does not exist when it is about nothing.
fn subject_of((issue, signal, _, _, _): &BatchRow) -> FeedbackSubject {
    match (issue, signal) {
        (Some(issue), _) => FeedbackSubject::Issue(issue.0),
        (None, Some(signal)) => FeedbackSubject::Signal(signal.0),
        (None, None) => FeedbackSubject::Signal(SignalKey::new(Uuid::nil())),
    }
}

/// True when this is owed in this batch.
pub(super) fn is_in((row, ..): &OwedRow, subject: FeedbackSubject, moment: FeedbackMoment) -> bool {
    row.moment.0 == moment
        && match subject {
            FeedbackSubject::Issue(issue) => row.issue_id == Some(Key(issue)),
            FeedbackSubject::Signal(signal) => {
                row.issue_id.is_none() && row.signal_id == Key(signal)
            }
        }
}

/// One batch as the queue shows it.
pub(super) fn view(
    background: &Background,
    sources: &Sources,
    subject: &Subject,
    moment: FeedbackMoment,
    rows: &[&OwedRow],
    draft: Option<&FeedbackTextRecord>,
) -> Result<FeedbackBatch, Refusal> {
    let authority = subject.authority();
    let due_on = due_on(rows).ok_or(Refusal::NotFound)?;
    let locales = locales(rows);
    let language = locales
        .iter()
        .max_by_key(|count| count.providers)
        .map_or(Language::Nl, |count| count.locale);
    let by_mail = rows
        .iter()
        .filter(|(_, _, contact, _, dead, _)| is_contactable(contact.0, *dead))
        .count();
    let undeliverable = rows
        .iter()
        .filter(|(_, _, contact, _, dead, _)| contact.0 != ContactChoice::Code && dead.is_some())
        .count();
    let written = draft.and_then(|draft| draft.text.clone());
    let (issue, signal, title) = match subject {
        Subject::Issue(issue) => (Some(issue.public_id.0), None, issue.title.clone()),
        Subject::Signal(signal) => (
            None,
            Some(signal.public_id.0),
            background
                .text_of(signal)
                .map(excerpt_of)
                .unwrap_or_default(),
        ),
    };
    Ok(FeedbackBatch {
        id: subject.batch(moment).to_string(),
        authority: sources.slug(authority),
        moment,
        issue,
        signal,
        title,
        due_on,
        late: due_on < sources.today(authority),
        by_mail: count(by_mail),
        by_receipt: count(rows.len() - by_mail),
        undeliverable: count(undeliverable),
        drafted: written.is_some(),
        text: match written {
            Some(text) => text,
            None => words(background, sources, subject, moment, language),
        },
        locales,
        version: draft.map_or(0, |draft| u64::try_from(draft.version).unwrap_or_default()),
    })
}

/// True when these words were written for this batch.
pub(super) fn is_about(
    draft: &FeedbackTextRecord,
    subject: FeedbackSubject,
    moment: FeedbackMoment,
) -> bool {
    draft.moment.0 == moment
        && match subject {
            FeedbackSubject::Issue(issue) => draft.issue_id == Some(Key(issue)),
            FeedbackSubject::Signal(signal) => draft.signal_id == Some(Key(signal)),
        }
}

pub(super) fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn locales(rows: &[&OwedRow]) -> Vec<LocaleCount> {
    let providers = |locale: Language| {
        count(
            rows.iter()
                .filter(|(_, _, _, of, _, _)| of.0 == locale)
                .count(),
        )
    };
    let counts = Language::ALL.iter().map(|locale| LocaleCount {
        locale: *locale,
        providers: providers(*locale),
    });
    counts.filter(|count| count.providers > 0).collect()
}
