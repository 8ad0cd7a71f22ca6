//! What is found by its words: issues, actions and feedback. Signals have an index of their own ([`super::signals`]).
//!
//! Of these an authority has hundreds, at most some thousands: their words are read one by one, quicker than an index is
//! kept, and the same on both engines. They come from crate `text`, in lower case, without anything that means something
//! in a pattern.

use diesel::prelude::*;
use policy::Scope;
use shared::codes::ClosedList;
use shared::life_cycle::{ActionState, IssueState};
use shared::signal::TagStatus;
use shared::taxonomy::Scheme;

use super::conditions::{HasTheme, HasWords};
use super::counted::Counted;
use super::{Backend, Conn, dialect, is_readable, is_writable};
use crate::records::{
    ActionRecord, FeedbackTextRecord, IssueRecord, SignalRecord, SignalTextRecord,
};
use crate::schema::{actions, feedback_texts, issues, signal_tags, signal_texts, signals};
use crate::tx::query_types::{FoundActionRow, FoundFeedbackRow, FoundQuery};
use crate::{At, Key, Stored};

/// One page of issues, the latest made first.
pub fn found_issues(
    conn: &mut Conn,
    scope: &Scope,
    query: &FoundQuery,
) -> QueryResult<Vec<IssueRecord>> {
    let mut statement = matching_issues(scope, query)
        .select(IssueRecord::as_select())
        .order((issues::created_at.desc(), issues::public_id))
        .limit(query.most);
    if let Some((at, id)) = query.after {
        statement = statement.filter(
            issues::created_at.lt(At(at)).or(issues::created_at
                .eq(At(at))
                .and(issues::public_id.gt(Key(id)))),
        );
    }
    statement.load(conn)
}

/// How many issues match; counting stops at `most`.
pub fn count_found_issues(
    conn: &mut Conn,
    scope: &Scope,
    query: &FoundQuery,
    most: i64,
) -> QueryResult<i64> {
    let some = matching_issues(scope, query).select(issues::id).limit(most);
    Counted(some).get_result(conn)
}

fn matching_issues<'a>(scope: &Scope, query: &FoundQuery) -> issues::BoxedQuery<'a, Backend> {
    let mut statement = issues::table
        .into_boxed::<Backend>()
        .filter(is_readable(issues::authority_id, scope));
    let has_words = has_words("issues", query);
    statement = match query.number {
        Some(number) => statement.filter(issues::number.eq(number).or(has_words)),
        None => statement.filter(has_words),
    };
    if let Some(is_over) = query.is_over {
        let states = IssueState::ALL.iter().copied();
        let states = states
            .filter(|state| state.is_open() != is_over)
            .map(Stored);
        statement = statement.filter(issues::state.eq_any(states.collect::<Vec<_>>()));
    }
    if !query.theme.is_empty() {
        statement = statement.filter(HasTheme::of(&query.theme));
    }
    if let Some(from) = query.from {
        statement = statement.filter(issues::created_at.ge(At(from)));
    }
    if let Some(before) = query.before {
        statement = statement.filter(issues::created_at.lt(At(before)));
    }
    statement
}

/// All words that were asked for; the last one may be the beginning of a longer one.
fn has_words(table: &'static str, query: &FoundQuery) -> HasWords {
    let last = query.clauses.len();
    HasWords::of(table, &query.clauses, |place| {
        query.goes_on && place + 1 == last
    })
}

/// One page of actions, the latest planned first.
pub fn found_actions(
    conn: &mut Conn,
    scope: &Scope,
    query: &FoundQuery,
) -> QueryResult<Vec<FoundActionRow>> {
    let mut statement = matching_actions(scope, query)
        .select((ActionRecord::as_select(), issues::public_id, issues::number))
        .order((actions::created_at.desc(), actions::id))
        .limit(query.most);
    if let Some((at, id)) = query.after {
        statement = statement.filter(
            actions::created_at
                .lt(At(at))
                .or(actions::created_at.eq(At(at)).and(actions::id.gt(Key(id)))),
        );
    }
    statement.load(conn)
}

/// How many actions match; counting stops at `most`.
pub fn count_found_actions(
    conn: &mut Conn,
    scope: &Scope,
    query: &FoundQuery,
    most: i64,
) -> QueryResult<i64> {
    let some = matching_actions(scope, query)
        .select(actions::id)
        .limit(most);
    Counted(some).get_result(conn)
}

#[diesel::dsl::auto_type]
fn with_their_issues() -> _ {
    let of_issue = issues::authority_id
        .eq(actions::authority_id)
        .and(issues::id.eq(actions::issue_id));
    actions::table.inner_join(issues::table.on(of_issue))
}

type MatchingActions<'a> = diesel::dsl::IntoBoxed<'a, with_their_issues, Backend>;

fn matching_actions<'a>(scope: &Scope, query: &FoundQuery) -> MatchingActions<'a> {
    let mut statement = with_their_issues()
        .into_boxed::<Backend>()
        .filter(is_readable(actions::authority_id, scope))
        .filter(has_words("actions", query));
    if let Some(is_over) = query.is_over {
        let states = ActionState::ALL.iter().copied();
        let states = states
            .filter(|state| is_done(*state) == is_over)
            .map(Stored);
        statement = statement.filter(actions::state.eq_any(states.collect::<Vec<_>>()));
    }
    if !query.theme.is_empty() {
        statement = statement.filter(HasTheme::of(&query.theme));
    }
    if let Some(from) = query.from {
        statement = statement.filter(actions::created_at.ge(At(from)));
    }
    if let Some(before) = query.before {
        statement = statement.filter(actions::created_at.lt(At(before)));
    }
    statement
}

fn is_done(state: ActionState) -> bool {
    matches!(state, ActionState::Done | ActionState::Cancelled)
}

/// One page of what was written to providers, the latest written first: its keys are in that order.
pub fn found_feedback(
    conn: &mut Conn,
    scope: &Scope,
    query: &FoundQuery,
) -> QueryResult<Vec<FoundFeedbackRow>> {
    let mut statement = matching_feedback(scope, query)
        .select((
            FeedbackTextRecord::as_select(),
            issues::public_id.nullable(),
            issues::number.nullable(),
            issues::title.nullable(),
            signals::public_id.nullable(),
        ))
        .order(feedback_texts::id.desc())
        .limit(query.most);
    if let Some((_, id)) = query.after {
        statement = statement.filter(feedback_texts::id.lt(Key(id)));
    }
    statement.load(conn)
}

/// How many texts to providers match; counting stops at `most`.
pub fn count_found_feedback(
    conn: &mut Conn,
    scope: &Scope,
    query: &FoundQuery,
    most: i64,
) -> QueryResult<i64> {
    let some = matching_feedback(scope, query)
        .select(feedback_texts::id)
        .limit(most);
    Counted(some).get_result(conn)
}

#[diesel::dsl::auto_type]
fn with_their_subjects() -> _ {
    let of_issue = issues::authority_id
        .eq(feedback_texts::authority_id)
        .and(issues::id.nullable().eq(feedback_texts::issue_id));
    let of_signal = signals::authority_id
        .eq(feedback_texts::authority_id)
        .and(signals::id.nullable().eq(feedback_texts::signal_id));
    feedback_texts::table
        .left_join(issues::table.on(of_issue))
        .left_join(signals::table.on(of_signal))
}

type MatchingFeedback<'a> = diesel::dsl::IntoBoxed<'a, with_their_subjects, Backend>;

fn matching_feedback<'a>(scope: &Scope, query: &FoundQuery) -> MatchingFeedback<'a> {
    let mut statement = with_their_subjects()
        .into_boxed::<Backend>()
        .filter(is_readable(feedback_texts::authority_id, scope))
        .filter(has_words("feedback_texts", query));
    match query.is_over {
        Some(true) => statement = statement.filter(feedback_texts::sent_at.is_not_null()),
        Some(false) => statement = statement.filter(feedback_texts::sent_at.is_null()),
        None => {}
    }
    if !query.theme.is_empty() {
        let of_the_signal = signal_tags::table
            .filter(signal_tags::authority_id.eq(feedback_texts::authority_id))
            .filter(
                signal_tags::signal_id
                    .nullable()
                    .eq(feedback_texts::signal_id),
            )
            .filter(signal_tags::scheme.eq(Stored(Scheme::Theme)))
            .filter(signal_tags::status.ne(Stored(TagStatus::Rejected)))
            .filter(signal_tags::code.eq_any(query.theme.clone()));
        let of_the_issue = HasTheme::of(&query.theme);
        statement = statement.filter(diesel::dsl::exists(of_the_signal).or(of_the_issue));
    }
    if let Some(from) = query.from {
        statement = statement.filter(feedback_texts::created_at.ge(At(from)));
    }
    if let Some(before) = query.before {
        statement = statement.filter(feedback_texts::created_at.lt(At(before)));
    }
    statement
}

/// Words of the newest signals that may be read: those of others are empty.
pub fn newest_words_of_signals(
    conn: &mut Conn,
    scope: &Scope,
    most: i64,
) -> QueryResult<Vec<String>> {
    signal_texts::table
        .filter(is_readable(signal_texts::authority_id, scope))
        .order(signal_texts::search_row.desc())
        .limit(most)
        .select(signal_texts::search_terms)
        .load(conn)
}

/// Words of what was last written to providers.
pub fn newest_words_of_feedback(
    conn: &mut Conn,
    scope: &Scope,
    most: i64,
) -> QueryResult<Vec<String>> {
    feedback_texts::table
        .filter(is_readable(feedback_texts::authority_id, scope))
        .order(feedback_texts::id.desc())
        .limit(most)
        .select(feedback_texts::search_terms)
        .load(conn)
}

/// Words of the newest issues.
pub fn newest_words_of_issues(
    conn: &mut Conn,
    scope: &Scope,
    most: i64,
) -> QueryResult<Vec<String>> {
    issues::table
        .filter(is_readable(issues::authority_id, scope))
        .order(issues::number.desc())
        .limit(most)
        .select(issues::search_terms)
        .load(conn)
}

/// Words of the newest actions.
pub fn newest_words_of_actions(
    conn: &mut Conn,
    scope: &Scope,
    most: i64,
) -> QueryResult<Vec<String>> {
    actions::table
        .filter(is_readable(actions::authority_id, scope))
        .order(actions::created_at.desc())
        .limit(most)
        .select(actions::search_terms)
        .load(conn)
}

/// Signals whose words were made by an earlier release.
pub fn signals_with_old_words(
    conn: &mut Conn,
    scope: &Scope,
    most: i64,
) -> QueryResult<Vec<(SignalRecord, SignalTextRecord)>> {
    let of_text = signals::authority_id
        .eq(signal_texts::authority_id)
        .and(signals::id.eq(signal_texts::signal_id));
    signal_texts::table
        .inner_join(signals::table.on(of_text))
        .filter(is_writable(signal_texts::authority_id, scope))
        .filter(signal_texts::words_due_at.is_not_null())
        .limit(most)
        .select((SignalRecord::as_select(), SignalTextRecord::as_select()))
        .load(conn)
}

/// Writes new words of a signal, unless its text or its words changed since they were read: whoever changed it, or set it
/// free, made words as well.
pub fn renew_words_of_signal(
    conn: &mut Conn,
    scope: &Scope,
    text: &SignalTextRecord,
    before: &str,
) -> QueryResult<()> {
    let due = signal_texts::table
        .filter(is_writable(signal_texts::authority_id, scope))
        .filter(signal_texts::signal_id.eq(text.signal_id));
    let unchanged = due
        .clone()
        .filter(signal_texts::text.eq(&text.text))
        .filter(signal_texts::search_terms.eq(before))
        .filter(signal_texts::erased_at.is_null());
    let renewed = diesel::update(unchanged)
        .set(signal_texts::search_terms.eq(&text.search_terms))
        .execute(conn)?;
    diesel::update(due)
        .set(signal_texts::words_due_at.eq(None::<At>))
        .execute(conn)?;
    if renewed == 0 {
        return Ok(());
    }
    dialect::index_words(
        conn,
        text.authority_id.0,
        text.search_row,
        &text.search_terms,
    )
}

/// Issues whose words were made by an earlier release.
pub fn issues_with_old_words(
    conn: &mut Conn,
    scope: &Scope,
    most: i64,
) -> QueryResult<Vec<IssueRecord>> {
    issues::table
        .filter(is_writable(issues::authority_id, scope))
        .filter(issues::words_due_at.is_not_null())
        .limit(most)
        .select(IssueRecord::as_select())
        .load(conn)
}

/// Writes new words of an issue, unless somebody changed it since they were made.
pub fn renew_words_of_issue(
    conn: &mut Conn,
    scope: &Scope,
    record: &IssueRecord,
) -> QueryResult<()> {
    let due = issues::table
        .filter(is_writable(issues::authority_id, scope))
        .filter(issues::id.eq(record.id))
        .filter(issues::version.eq(record.version));
    diesel::update(due)
        .set((
            issues::search_terms.eq(&record.search_terms),
            issues::words_due_at.eq(None::<At>),
        ))
        .execute(conn)?;
    Ok(())
}

/// Actions whose words were made by an earlier release, which had none.
pub fn actions_with_old_words(
    conn: &mut Conn,
    scope: &Scope,
    most: i64,
) -> QueryResult<Vec<ActionRecord>> {
    actions::table
        .filter(is_writable(actions::authority_id, scope))
        .filter(actions::words_due_at.is_not_null())
        .limit(most)
        .select(ActionRecord::as_select())
        .load(conn)
}

/// Writes new words of an action, unless somebody changed it since they were made.
pub fn renew_words_of_action(
    conn: &mut Conn,
    scope: &Scope,
    record: &ActionRecord,
) -> QueryResult<()> {
    let due = actions::table
        .filter(is_writable(actions::authority_id, scope))
        .filter(actions::id.eq(record.id))
        .filter(actions::version.eq(record.version));
    diesel::update(due)
        .set((
            actions::search_terms.eq(&record.search_terms),
            actions::words_due_at.eq(None::<At>),
        ))
        .execute(conn)?;
    Ok(())
}

/// Texts to providers whose words were made by an earlier release, which had none.
pub fn feedback_with_old_words(
    conn: &mut Conn,
    scope: &Scope,
    most: i64,
) -> QueryResult<Vec<FeedbackTextRecord>> {
    feedback_texts::table
        .filter(is_writable(feedback_texts::authority_id, scope))
        .filter(feedback_texts::words_due_at.is_not_null())
        .limit(most)
        .select(FeedbackTextRecord::as_select())
        .load(conn)
}

/// Writes new words of a text to providers, unless somebody changed it since they were made.
pub fn renew_words_of_feedback(
    conn: &mut Conn,
    scope: &Scope,
    record: &FeedbackTextRecord,
) -> QueryResult<()> {
    let due = feedback_texts::table
        .filter(is_writable(feedback_texts::authority_id, scope))
        .filter(feedback_texts::id.eq(record.id))
        .filter(feedback_texts::version.eq(record.version));
    diesel::update(due)
        .set((
            feedback_texts::search_terms.eq(&record.search_terms),
            feedback_texts::words_due_at.eq(None::<At>),
        ))
        .execute(conn)?;
    Ok(())
}
