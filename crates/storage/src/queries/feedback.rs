//! What providers are owed and what they were told.

use diesel::dsl::{count_star, sql};
use diesel::prelude::*;
use diesel::sql_types::{Bool, Date, Nullable, Text};
use policy::Scope;
use shared::codes::{ClosedList, FeedbackMoment};
use shared::id::{FeedbackId, IssueKey, SignalKey};
use shared::life_cycle::{FeedbackState, IssueState, SignalState};
use shared::time::Day;
use uuid::Uuid;

use super::{Backend, Conn, is_readable, is_writable};
use crate::records::{FeedbackRecord, FeedbackTextRecord};
use crate::schema::{feedback, feedback_texts, issue_signals, issues, provider_contacts, signals};
use crate::sql_types::Id;
use crate::tx::query_types::{BatchRow, FeedbackSubject, OpenLinkRow, OwedRow};
use crate::{At, Key, On, Stored};

/// States in which nothing was sent yet.
const UNSENT: [Stored<FeedbackState>; 2] =
    [Stored(FeedbackState::Due), Stored(FeedbackState::Drafted)];

/// Adds what a provider is owed.
pub fn insert_feedback(
    conn: &mut Conn,
    _scope: &Scope,
    record: &FeedbackRecord,
) -> QueryResult<()> {
    diesel::insert_into(feedback::table)
        .values(record)
        .execute(conn)?;
    Ok(())
}

/// Writes a feedback back if it still stands where it was read; false when somebody was faster.
pub fn update_feedback(
    conn: &mut Conn,
    scope: &Scope,
    record: &FeedbackRecord,
    from: FeedbackState,
) -> QueryResult<bool> {
    let query = feedback::table
        .filter(is_writable(feedback::authority_id, scope))
        .filter(feedback::id.eq(record.id))
        .filter(feedback::state.eq(Stored(from)));
    Ok(diesel::update(query).set(record).execute(conn)? > 0)
}

/// One feedback.
pub fn feedback(
    conn: &mut Conn,
    scope: &Scope,
    id: FeedbackId,
) -> QueryResult<Option<FeedbackRecord>> {
    feedback::table
        .filter(is_readable(feedback::authority_id, scope))
        .filter(feedback::id.eq(Key(id)))
        .select(FeedbackRecord::as_select())
        .first(conn)
        .optional()
}

/// Everything one provider is owed and was told about one signal, newest first, with its words.
pub fn feedback_of_signal(
    conn: &mut Conn,
    scope: &Scope,
    signal: SignalKey,
) -> QueryResult<Vec<(FeedbackRecord, Option<String>)>> {
    let of_text = feedback_texts::authority_id
        .eq(feedback::authority_id)
        .and(feedback_texts::id.nullable().eq(feedback::text_id));
    feedback::table
        .left_join(feedback_texts::table.on(of_text))
        .filter(is_readable(feedback::authority_id, scope))
        .filter(feedback::signal_id.eq(Key(signal)))
        .order((feedback::created_at.desc(), feedback::id.desc()))
        .select((FeedbackRecord::as_select(), feedback_texts::text.nullable()))
        .load(conn)
}

/// Everything that is owed and was told about one issue, oldest first.
pub fn feedback_of_issue(
    conn: &mut Conn,
    scope: &Scope,
    issue: IssueKey,
) -> QueryResult<Vec<FeedbackRecord>> {
    feedback::table
        .filter(is_readable(feedback::authority_id, scope))
        .filter(feedback::issue_id.eq(Key(issue)))
        .order((feedback::created_at, feedback::id))
        .select(FeedbackRecord::as_select())
        .load(conn)
}

/// The signal of a batch that is about no issue.
const LONE_SIGNAL: &str = "CASE WHEN feedback.issue_id IS NULL THEN feedback.signal_id END";
/// What a batch is about, by its random id: keys of signals tell when they came in, and a cursor is told to clients.
const ABOUT: &str = "COALESCE(issues.public_id, signals.public_id)";
/// When the first of a batch fell due.
const DUE_ON: &str = "MIN(feedback.due_on)";

/// One page of batches in which something is owed: the first due first, and of one day by what they are about.
pub fn feedback_batches(
    conn: &mut Conn,
    scope: &Scope,
    after: Option<(Day, Uuid, FeedbackMoment)>,
    most: i64,
) -> QueryResult<Vec<BatchRow>> {
    let of_signal = signals::authority_id
        .eq(feedback::authority_id)
        .and(signals::id.eq(feedback::signal_id));
    let of_issue = issues::authority_id
        .eq(feedback::authority_id)
        .and(issues::id.nullable().eq(feedback::issue_id));
    let (due_on, about, moment) = match after {
        Some((due_on, about, moment)) => (due_on, about, moment.code()),
        // Before everything.
        None => (Day::new(chrono::NaiveDate::default()), Uuid::nil(), ""),
    };
    let is_behind = sql::<Bool>(&format!("({DUE_ON} > "))
        .bind::<Date, _>(On(due_on))
        .sql(&format!(" OR ({DUE_ON} = "))
        .bind::<Date, _>(On(due_on))
        .sql(&format!(" AND ({ABOUT} > "))
        .bind::<Id, _>(Key(about))
        .sql(&format!(" OR ({ABOUT} = "))
        .bind::<Id, _>(Key(about))
        .sql(" AND feedback.moment > ")
        .bind::<Text, _>(moment)
        .sql("))))");
    feedback::table
        .inner_join(signals::table.on(of_signal))
        .left_join(issues::table.on(of_issue))
        .filter(is_readable(feedback::authority_id, scope))
        .filter(feedback::state.eq_any(UNSENT))
        .group_by(sql::<Text>(&format!(
            "feedback.issue_id, {LONE_SIGNAL}, {ABOUT}, feedback.moment"
        )))
        .having(is_behind)
        .order((
            sql::<Date>(DUE_ON),
            sql::<Id>(ABOUT),
            sql::<Text>("feedback.moment"),
        ))
        .limit(most)
        .select((
            sql::<Nullable<Id>>("feedback.issue_id"),
            sql::<Nullable<Id>>(LONE_SIGNAL),
            sql::<Id>(ABOUT),
            sql::<Text>("feedback.moment"),
            sql::<Date>(DUE_ON),
        ))
        .load(conn)
}

/// How many batches there are in which something is owed.
pub(super) fn count_batches(conn: &mut Conn, scope: &Scope) -> QueryResult<i64> {
    let batches: Vec<i64> = feedback::table
        .filter(is_readable(feedback::authority_id, scope))
        .filter(feedback::state.eq_any(UNSENT))
        .group_by(sql::<Text>(&format!(
            "feedback.issue_id, {LONE_SIGNAL}, feedback.moment"
        )))
        .select(count_star())
        .load(conn)?;
    Ok(i64::try_from(batches.len()).unwrap_or(i64::MAX))
}

/// The issues and the lone signals among what batches are about.
fn apart(subjects: &[FeedbackSubject]) -> (Vec<Key<IssueKey>>, Vec<Key<SignalKey>>) {
    let (mut issues, mut signals) = (Vec::new(), Vec::new());
    for subject in subjects {
        match subject {
            FeedbackSubject::Issue(issue) => issues.push(Key(*issue)),
            FeedbackSubject::Signal(signal) => signals.push(Key(*signal)),
        }
    }
    (issues, signals)
}

/// What is owed about these and not sent, first due first, with how it reaches its provider.
pub fn owed_feedback(
    conn: &mut Conn,
    scope: &Scope,
    subjects: &[FeedbackSubject],
) -> QueryResult<Vec<OwedRow>> {
    let (issues, lone) = apart(subjects);
    let of_signal = signals::authority_id
        .eq(feedback::authority_id)
        .and(signals::id.eq(feedback::signal_id));
    let of_contact = provider_contacts::authority_id
        .eq(signals::authority_id)
        .and(provider_contacts::id.nullable().eq(signals::contact_id));
    let of_lone = feedback::issue_id
        .is_null()
        .and(feedback::signal_id.eq_any(lone));
    feedback::table
        .inner_join(signals::table.on(of_signal))
        .left_join(provider_contacts::table.on(of_contact))
        .filter(is_readable(feedback::authority_id, scope))
        .filter(feedback::state.eq_any(UNSENT))
        .filter(feedback::issue_id.eq_any(issues).or(of_lone))
        .order((feedback::due_on, feedback::id))
        .select((
            FeedbackRecord::as_select(),
            signals::public_id,
            signals::contact,
            signals::locale,
            provider_contacts::undeliverable_at.nullable(),
            provider_contacts::pace.nullable(),
        ))
        .load(conn)
}

/// How many feedbacks of a batch went out at a moment: by mail or account, and by receipt.
pub fn sent_feedback(
    conn: &mut Conn,
    scope: &Scope,
    subject: FeedbackSubject,
    moment: FeedbackMoment,
    at: At,
) -> QueryResult<Vec<(Stored<shared::codes::ContactChoice>, Option<At>)>> {
    let of_signal = signals::authority_id
        .eq(feedback::authority_id)
        .and(signals::id.eq(feedback::signal_id));
    let query = feedback::table
        .inner_join(signals::table.on(of_signal))
        .filter(is_readable(feedback::authority_id, scope))
        .filter(feedback::moment.eq(Stored(moment)))
        .filter(feedback::sent_at.eq(at))
        .select((signals::contact, feedback::undeliverable_at))
        .into_boxed::<Backend>();
    match subject {
        FeedbackSubject::Issue(issue) => query.filter(feedback::issue_id.eq(Key(issue))).load(conn),
        FeedbackSubject::Signal(signal) => query
            .filter(feedback::signal_id.eq(Key(signal)))
            .filter(feedback::issue_id.is_null())
            .load(conn),
    }
}

/// Drops what one provider was still owed, because the signal ended otherwise.
pub fn drop_unsent_feedback(
    conn: &mut Conn,
    scope: &Scope,
    signal: SignalKey,
) -> QueryResult<usize> {
    let query = feedback::table
        .filter(is_writable(feedback::authority_id, scope))
        .filter(feedback::signal_id.eq(Key(signal)))
        .filter(feedback::state.eq_any(UNSENT));
    diesel::delete(query).execute(conn)
}

/// Drops words about one signal that were never sent: it was withdrawn, and they may tell what stood in it.
pub fn drop_unsent_words(conn: &mut Conn, scope: &Scope, signal: SignalKey) -> QueryResult<usize> {
    let texts = feedback_texts::table
        .filter(is_writable(feedback_texts::authority_id, scope))
        .filter(feedback_texts::signal_id.eq(Key(signal)))
        .filter(feedback_texts::sent_at.is_null());
    diesel::delete(texts).execute(conn)
}

/// Drops what one provider was still owed about one issue, because the two belong together no more.
pub fn drop_unsent_feedback_about(
    conn: &mut Conn,
    scope: &Scope,
    signal: SignalKey,
    issue: IssueKey,
) -> QueryResult<usize> {
    let query = feedback::table
        .filter(is_writable(feedback::authority_id, scope))
        .filter(feedback::signal_id.eq(Key(signal)))
        .filter(feedback::issue_id.eq(Key(issue)))
        .filter(feedback::state.eq_any(UNSENT));
    diesel::delete(query).execute(conn)
}

/// Drops what was still owed about an issue at a moment that did not come after all; its words go along.
pub fn drop_unsent_moment(
    conn: &mut Conn,
    scope: &Scope,
    issue: IssueKey,
    moment: FeedbackMoment,
) -> QueryResult<usize> {
    let texts = feedback_texts::table
        .filter(is_writable(feedback_texts::authority_id, scope))
        .filter(feedback_texts::issue_id.eq(Key(issue)))
        .filter(feedback_texts::moment.eq(Stored(moment)))
        .filter(feedback_texts::sent_at.is_null());
    diesel::delete(texts).execute(conn)?;
    let query = feedback::table
        .filter(is_writable(feedback::authority_id, scope))
        .filter(feedback::issue_id.eq(Key(issue)))
        .filter(feedback::moment.eq(Stored(moment)))
        .filter(feedback::state.eq_any(UNSENT));
    diesel::delete(query).execute(conn)
}

/// Adds the words of a feedback.
pub fn insert_feedback_text(
    conn: &mut Conn,
    _scope: &Scope,
    record: &FeedbackTextRecord,
) -> QueryResult<()> {
    diesel::insert_into(feedback_texts::table)
        .values(record)
        .execute(conn)?;
    Ok(())
}

/// Writes words back that were not sent yet, unless somebody else did since they were read; false then. The record
/// carries the new version.
pub fn update_feedback_text(
    conn: &mut Conn,
    scope: &Scope,
    record: &FeedbackTextRecord,
) -> QueryResult<bool> {
    let query = feedback_texts::table
        .filter(is_writable(feedback_texts::authority_id, scope))
        .filter(feedback_texts::id.eq(record.id))
        .filter(feedback_texts::version.eq(record.version - 1))
        .filter(feedback_texts::sent_at.is_null());
    Ok(diesel::update(query).set(record).execute(conn)? > 0)
}

/// Words about these that somebody wrote and nobody sent, at most one text per batch.
pub fn drafted_texts(
    conn: &mut Conn,
    scope: &Scope,
    subjects: &[FeedbackSubject],
) -> QueryResult<Vec<FeedbackTextRecord>> {
    let (issues, lone) = apart(subjects);
    let about = feedback_texts::issue_id
        .eq_any(issues)
        .or(feedback_texts::signal_id.eq_any(lone));
    feedback_texts::table
        .filter(is_readable(feedback_texts::authority_id, scope))
        .filter(about)
        .filter(feedback_texts::sent_at.is_null())
        .order((feedback_texts::created_at, feedback_texts::id))
        .select(FeedbackTextRecord::as_select())
        .load(conn)
}

/// Notes when providers first heard something from a person, where nobody had told them anything yet.
pub fn note_first_response(
    conn: &mut Conn,
    scope: &Scope,
    keys: &[SignalKey],
    at: At,
) -> QueryResult<()> {
    let keys: Vec<Key<SignalKey>> = keys.iter().copied().map(Key).collect();
    let query = signals::table
        .filter(is_writable(signals::authority_id, scope))
        .filter(signals::id.eq_any(keys))
        .filter(signals::first_response_at.is_null());
    diesel::update(query)
        .set(signals::first_response_at.eq(at))
        .execute(conn)?;
    Ok(())
}

/// Signals that belong to issues on which something is still owed, and since when they do.
pub fn open_links(conn: &mut Conn, scope: &Scope) -> QueryResult<Vec<OpenLinkRow>> {
    let of_issue = issues::authority_id
        .eq(issue_signals::authority_id)
        .and(issues::id.eq(issue_signals::issue_id));
    let of_signal = signals::authority_id
        .eq(issue_signals::authority_id)
        .and(signals::id.eq(issue_signals::signal_id));
    let over = [IssueState::Closed, IssueState::Merged].map(Stored);
    let gone = [SignalState::Withdrawn, SignalState::Erased].map(Stored);
    issue_signals::table
        .inner_join(issues::table.on(of_issue))
        .inner_join(signals::table.on(of_signal))
        .filter(is_readable(issue_signals::authority_id, scope))
        .filter(issue_signals::unlinked_at.is_null())
        .filter(issues::state.ne_all(over))
        .filter(signals::state.ne_all(gone))
        .order((issue_signals::issue_id, issue_signals::signal_id))
        .select((
            issue_signals::issue_id,
            issue_signals::signal_id,
            issue_signals::linked_at,
        ))
        .load(conn)
}

/// Notes that a feedback arrived by mail after all.
pub fn mark_delivered(conn: &mut Conn, scope: &Scope, about: FeedbackId) -> QueryResult<()> {
    let query = feedback::table
        .filter(is_writable(feedback::authority_id, scope))
        .filter(feedback::id.eq(Key(about)));
    diesel::update(query)
        .set(feedback::undeliverable_at.eq(None::<At>))
        .execute(conn)?;
    Ok(())
}

/// Notes that a feedback did not arrive by mail (decisions.md 18): on the feedback, and on the address when that is to
/// blame, so that nothing is sent there again.
pub fn mark_undeliverable(
    conn: &mut Conn,
    scope: &Scope,
    contact: Option<Uuid>,
    about: Option<FeedbackId>,
    at: At,
) -> QueryResult<()> {
    if let Some(contact) = contact {
        let query = provider_contacts::table
            .filter(is_writable(provider_contacts::authority_id, scope))
            .filter(provider_contacts::id.eq(Key(contact)));
        diesel::update(query)
            .set(provider_contacts::undeliverable_at.eq(at))
            .execute(conn)?;
    }
    if let Some(about) = about {
        let query = feedback::table
            .filter(is_writable(feedback::authority_id, scope))
            .filter(feedback::id.eq(Key(about)));
        diesel::update(query)
            .set(feedback::undeliverable_at.eq(at))
            .execute(conn)?;
    }
    Ok(())
}
