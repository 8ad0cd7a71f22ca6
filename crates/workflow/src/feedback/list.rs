//! The queue: who is owed an answer, batch by batch, the longest waiting first.

use policy::{ListFeedback, Permit, Scope};
use shared::codes::{ClosedList, FeedbackMoment, Language};
use shared::feedback::{FeedbackBatch, LocaleCount};
use storage::records::FeedbackTextRecord;
use storage::tx::query_types::{FeedbackSubject, OwedRow};
use storage::{Key, Tx};

use super::batch::{Subject, due_on, is_contactable};
use super::words::{excerpt_of, words};
use crate::{Refusal, Sources, Stop};

/// Everything that is owed, in every authority of the scope.
pub fn list_feedback(
    tx: &mut Tx<'_>,
    permit: &Permit<ListFeedback>,
    sources: &Sources,
) -> Result<Vec<FeedbackBatch>, Stop> {
    let scope = permit.scope();
    let drafts = tx.drafted_texts(scope)?;
    let mut batches = Vec::new();
    for (subject, moment, rows) in grouped(tx.owed_feedback(scope, None)?) {
        // An issue or signal that vanished meanwhile owes nothing.
        let Some(subject) = load(tx, scope, subject)? else {
            continue;
        };
        let draft = drafts
            .iter()
            .find(|draft| is_about(draft, subject.key(), moment));
        batches.push(view(tx, scope, sources, &subject, moment, &rows, draft)?);
    }
    Ok(batches)
}

/// One batch as the queue shows it.
pub(super) fn view(
    tx: &mut Tx<'_>,
    scope: &Scope,
    sources: &Sources,
    subject: &Subject,
    moment: FeedbackMoment,
    rows: &[OwedRow],
    draft: Option<&FeedbackTextRecord>,
) -> Result<FeedbackBatch, Stop> {
    let authority = subject.authority();
    let due_on = due_on(rows).ok_or(Refusal::NotFound)?;
    let locales = locales(rows);
    let language = locales
        .iter()
        .max_by_key(|count| count.providers)
        .map_or(Language::Nl, |count| count.locale);
    let by_mail = rows
        .iter()
        .filter(|(_, _, contact, _, dead)| is_contactable(contact.0, *dead))
        .count();
    let written = draft.and_then(|draft| draft.text.clone());
    let (issue, signal, title) = match subject {
        Subject::Issue(issue) => (Some(issue.public_id.0), None, issue.title.clone()),
        Subject::Signal(signal) => {
            let text = tx
                .signal_text(scope, signal.id.0)?
                .and_then(|texts| texts.text);
            let readable = text.filter(|_| signal.state.is_readable());
            (
                None,
                Some(signal.public_id.0),
                readable.map(|text| excerpt_of(&text)).unwrap_or_default(),
            )
        }
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
        drafted: written.is_some(),
        text: match written {
            Some(text) => text,
            None => words(tx, scope, sources, subject, moment, language)?,
        },
        locales,
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

type Group = (FeedbackSubject, FeedbackMoment, Vec<OwedRow>);

fn grouped(rows: Vec<OwedRow>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for row in rows {
        let subject = match row.0.issue_id {
            Some(issue) => FeedbackSubject::Issue(issue.0),
            None => FeedbackSubject::Signal(row.0.signal_id.0),
        };
        let moment = row.0.moment.0;
        // Rows come first due first, so batches do too.
        match groups
            .iter_mut()
            .find(|(known, at, _)| *known == subject && *at == moment)
        {
            Some((_, _, rows)) => rows.push(row),
            None => groups.push((subject, moment, vec![row])),
        }
    }
    groups
}

fn load(tx: &mut Tx<'_>, scope: &Scope, subject: FeedbackSubject) -> Result<Option<Subject>, Stop> {
    Ok(match subject {
        FeedbackSubject::Issue(key) => tx.issue_by_key(scope, key)?.map(Subject::Issue),
        FeedbackSubject::Signal(key) => tx
            .signals_by_keys(scope, &[key])?
            .pop()
            .map(Subject::Signal),
    })
}

fn locales(rows: &[OwedRow]) -> Vec<LocaleCount> {
    let providers = |locale: Language| {
        count(
            rows.iter()
                .filter(|(_, _, _, of, _)| of.0 == locale)
                .count(),
        )
    };
    let counts = Language::ALL.iter().map(|locale| LocaleCount {
        locale: *locale,
        providers: providers(*locale),
    });
    counts.filter(|count| count.providers > 0).collect()
}
