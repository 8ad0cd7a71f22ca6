//! Issues, their links to signals, lineage and recognitions.

use diesel::prelude::*;
use diesel::sql_types::Bool;
use policy::Scope;
use shared::id::{AuthorityId, IssueId, IssueKey, LineageId, OrganisationId, SignalKey};
use shared::life_cycle::IssueState;

use super::conditions::{HasTheme, HasWords};
use super::{Backend, Conn, is_readable, is_writable};
use crate::records::{
    IssueEventRecord, IssueRecord, IssueSignalRecord, LineageRecord, LineageSignalRecord,
    RecognitionRecord,
};
use crate::schema::{
    feedback, issue_counters, issue_events, issue_signals, issues, lineage, lineage_signals, notes,
    organisations, recognitions, signals,
};
use crate::tx::query_types::{IssueFeedbackRow, IssueQuery, LinkedSignalRow};
use crate::{At, Key, Stored};

/// One issue by the id that the world knows.
pub fn issue(conn: &mut Conn, scope: &Scope, id: IssueId) -> QueryResult<Option<IssueRecord>> {
    issues::table
        .filter(is_readable(issues::authority_id, scope))
        .filter(issues::public_id.eq(Key(id)))
        .select(IssueRecord::as_select())
        .first(conn)
        .optional()
}

/// Writes an issue back, unless somebody else did since it was read; false then. The record carries the new version.
pub fn update_issue(conn: &mut Conn, scope: &Scope, record: &IssueRecord) -> QueryResult<bool> {
    let query = issues::table
        .filter(is_writable(issues::authority_id, scope))
        .filter(issues::id.eq(record.id))
        .filter(issues::version.eq(record.version - 1));
    Ok(diesel::update(query).set(record).execute(conn)? > 0)
}

/// Links a signal to an issue, for the first time or again.
pub fn put_issue_signal(
    conn: &mut Conn,
    _scope: &Scope,
    record: &IssueSignalRecord,
) -> QueryResult<()> {
    diesel::insert_into(issue_signals::table)
        .values(record)
        .on_conflict((
            issue_signals::authority_id,
            issue_signals::issue_id,
            issue_signals::signal_id,
        ))
        .do_update()
        .set((
            issue_signals::linked_at.eq(record.linked_at),
            issue_signals::membership_id.eq(record.membership_id),
            issue_signals::unlinked_at.eq(None::<At>),
        ))
        .execute(conn)?;
    Ok(())
}

/// Ends a link; the row stays as history.
pub fn end_issue_signal(
    conn: &mut Conn,
    scope: &Scope,
    issue: IssueKey,
    signal: SignalKey,
    at: At,
) -> QueryResult<()> {
    let query = issue_signals::table
        .filter(is_writable(issue_signals::authority_id, scope))
        .filter(issue_signals::issue_id.eq(Key(issue)))
        .filter(issue_signals::signal_id.eq(Key(signal)));
    diesel::update(query)
        .set(issue_signals::unlinked_at.eq(at))
        .execute(conn)?;
    Ok(())
}

/// One issue by its key.
pub fn issue_by_key(
    conn: &mut Conn,
    scope: &Scope,
    key: IssueKey,
) -> QueryResult<Option<IssueRecord>> {
    issues::table
        .filter(is_readable(issues::authority_id, scope))
        .filter(issues::id.eq(Key(key)))
        .select(IssueRecord::as_select())
        .first(conn)
        .optional()
}

/// Several issues by their keys.
pub fn issues_by_keys(
    conn: &mut Conn,
    scope: &Scope,
    keys: &[IssueKey],
) -> QueryResult<Vec<IssueRecord>> {
    let keys: Vec<Key<IssueKey>> = keys.iter().copied().map(Key).collect();
    issues::table
        .filter(is_readable(issues::authority_id, scope))
        .filter(issues::id.eq_any(keys))
        .order(issues::number)
        .select(IssueRecord::as_select())
        .load(conn)
}

/// The next issues in the order in which they were made, which no change moves: for reading all of them in parts.
pub fn issues_after(
    conn: &mut Conn,
    scope: &Scope,
    after: Option<IssueKey>,
    most: i64,
) -> QueryResult<Vec<IssueRecord>> {
    let mut query = issues::table
        .filter(is_readable(issues::authority_id, scope))
        .order((issues::authority_id, issues::id))
        .limit(most)
        .select(IssueRecord::as_select())
        .into_boxed::<Backend>();
    if let Some(after) = after {
        query = query.filter(issues::id.gt(Key(after)));
    }
    query.load(conn)
}

/// Takes the next number of an authority: its counter row is locked until the transaction ends, so no number is given
/// twice, and one that is rolled back is given again.
pub fn next_issue_number(
    conn: &mut Conn,
    _scope: &Scope,
    authority: AuthorityId,
) -> QueryResult<i32> {
    let following: i32 = diesel::insert_into(issue_counters::table)
        .values((
            issue_counters::authority_id.eq(Key(authority)),
            issue_counters::next_number.eq(2),
        ))
        .on_conflict(issue_counters::authority_id)
        .do_update()
        .set(issue_counters::next_number.eq(issue_counters::next_number + 1))
        .returning(issue_counters::next_number)
        .get_result(conn)?;
    Ok(following - 1)
}

/// Adds an issue.
pub fn insert_issue(conn: &mut Conn, _scope: &Scope, record: &IssueRecord) -> QueryResult<()> {
    diesel::insert_into(issues::table)
        .values(record)
        .execute(conn)?;
    Ok(())
}

/// One page of issues, the latest changed first.
pub fn list_issues(
    conn: &mut Conn,
    scope: &Scope,
    query: &IssueQuery,
) -> QueryResult<Vec<IssueRecord>> {
    let mut statement = matching(scope, query)
        .select(IssueRecord::as_select())
        .order((issues::changed_at.desc(), issues::public_id))
        .limit(query.most);
    if let Some((at, id)) = query.after {
        statement = statement.filter(
            issues::changed_at.lt(At(at)).or(issues::changed_at
                .eq(At(at))
                .and(issues::public_id.gt(Key(id)))),
        );
    }
    statement.load(conn)
}

/// What everybody may read now, the latest published first.
pub fn published_issues(
    conn: &mut Conn,
    scope: &Scope,
    most: i64,
) -> QueryResult<Vec<IssueRecord>> {
    issues::table
        .filter(is_readable(issues::authority_id, scope))
        .filter(issues::published_at.is_not_null())
        .filter(issues::withdrawn_at.is_null())
        .filter(issues::merged_into.is_null())
        .select(IssueRecord::as_select())
        .order((issues::published_at.desc(), issues::number))
        .limit(most)
        .load(conn)
}

/// How many issues match.
pub fn count_issues(conn: &mut Conn, scope: &Scope, query: &IssueQuery) -> QueryResult<i64> {
    matching(scope, query).count().get_result(conn)
}

fn matching<'a>(scope: &Scope, query: &IssueQuery) -> issues::BoxedQuery<'a, Backend> {
    let mut statement = issues::table
        .into_boxed::<Backend>()
        .filter(is_readable(issues::authority_id, scope));
    if !query.state.is_empty() {
        let states: Vec<_> = query.state.iter().copied().map(Stored).collect();
        statement = statement.filter(issues::state.eq_any(states));
    }
    if !query.theme.is_empty() {
        statement = statement.filter(HasTheme::of(&query.theme));
    }
    if !query.clauses.is_empty() {
        // People search while they type: any of the words may be the beginning of a longer one.
        statement = statement.filter(HasWords::of("issues", &query.clauses, |_| true));
    }
    if let Some(number) = query.number {
        statement = statement.filter(issues::number.eq(number));
    }
    if query.review {
        statement = statement.filter(is_back());
    }
    statement
}

/// Back from being parked: the day stands on the row until somebody takes the next step.
pub(super) fn is_back<'a>() -> Condition<'a> {
    Box::new(
        issues::state
            .ne(Stored(IssueState::Parked))
            .and(issues::review_on.is_not_null()),
    )
}

type Condition<'a> = Box<dyn BoxableExpression<issues::table, Backend, SqlType = Bool> + 'a>;

/// Signals that belong to an issue now, with what is needed to know who is owed an answer.
pub fn linked_signals(
    conn: &mut Conn,
    scope: &Scope,
    issue: IssueKey,
) -> QueryResult<Vec<LinkedSignalRow>> {
    issue_signals::table
        .inner_join(
            signals::table.on(signals::authority_id
                .eq(issue_signals::authority_id)
                .and(signals::id.eq(issue_signals::signal_id))),
        )
        .filter(is_readable(issue_signals::authority_id, scope))
        .filter(issue_signals::issue_id.eq(Key(issue)))
        .filter(issue_signals::unlinked_at.is_null())
        .order(signals::id)
        .select((
            signals::id,
            signals::state,
            signals::contact,
            signals::provider_ref,
            signals::sector,
        ))
        .load(conn)
}

/// What is owed and was sent about an issue.
pub fn feedback_about(
    conn: &mut Conn,
    scope: &Scope,
    issue: IssueKey,
) -> QueryResult<Vec<IssueFeedbackRow>> {
    feedback::table
        .filter(is_readable(feedback::authority_id, scope))
        .filter(feedback::issue_id.eq(Key(issue)))
        .select((
            feedback::signal_id,
            feedback::moment,
            feedback::state,
            feedback::sent_at,
        ))
        .load(conn)
}

/// Adds a line to the history of an issue.
pub fn insert_issue_event(
    conn: &mut Conn,
    _scope: &Scope,
    record: &IssueEventRecord,
) -> QueryResult<()> {
    diesel::insert_into(issue_events::table)
        .values(record)
        .execute(conn)?;
    Ok(())
}

/// What happened to issues, oldest first, with the words of its notes.
pub fn issue_history(
    conn: &mut Conn,
    scope: &Scope,
    issues: &[IssueKey],
) -> QueryResult<Vec<(IssueEventRecord, Option<String>)>> {
    let issues: Vec<Key<IssueKey>> = issues.iter().copied().map(Key).collect();
    issue_events::table
        .left_join(
            notes::table.on(notes::authority_id
                .eq(issue_events::authority_id)
                .and(notes::id.nullable().eq(issue_events::note_id))),
        )
        .filter(is_readable(issue_events::authority_id, scope))
        .filter(issue_events::issue_id.eq_any(issues))
        .order((issue_events::at, issue_events::id))
        .select((IssueEventRecord::as_select(), notes::text.nullable()))
        .load(conn)
}

/// Writes down that an organisation recognises an issue; a second time changes its comment.
pub fn put_recognition(
    conn: &mut Conn,
    _scope: &Scope,
    record: &RecognitionRecord,
) -> QueryResult<()> {
    diesel::insert_into(recognitions::table)
        .values(record)
        .on_conflict((
            recognitions::authority_id,
            recognitions::issue_id,
            recognitions::organisation_id,
        ))
        .do_update()
        .set(recognitions::comment.eq(record.comment.clone()))
        .execute(conn)?;
    Ok(())
}

/// Takes a recognition back; true when there was one.
pub fn delete_recognition(
    conn: &mut Conn,
    scope: &Scope,
    issue: IssueKey,
    organisation: OrganisationId,
) -> QueryResult<bool> {
    let query = recognitions::table
        .filter(is_writable(recognitions::authority_id, scope))
        .filter(recognitions::issue_id.eq(Key(issue)))
        .filter(recognitions::organisation_id.eq(Key(organisation)));
    Ok(diesel::delete(query).execute(conn)? > 0)
}

/// Who recognises an issue, by the name of the organisation.
pub fn recognitions_of(
    conn: &mut Conn,
    scope: &Scope,
    issue: IssueKey,
) -> QueryResult<Vec<(RecognitionRecord, String)>> {
    recognitions::table
        .inner_join(
            organisations::table.on(organisations::authority_id
                .eq(recognitions::authority_id)
                .and(organisations::id.eq(recognitions::organisation_id))),
        )
        .filter(is_readable(recognitions::authority_id, scope))
        .filter(recognitions::issue_id.eq(Key(issue)))
        .order((organisations::name, organisations::id))
        .select((RecognitionRecord::as_select(), organisations::name))
        .load(conn)
}

/// Names of organisations, also of those that ended.
pub fn organisation_names(
    conn: &mut Conn,
    scope: &Scope,
    organisations: &[OrganisationId],
) -> QueryResult<Vec<(Key<OrganisationId>, String)>> {
    let ids: Vec<Key<OrganisationId>> = organisations.iter().copied().map(Key).collect();
    organisations::table
        .filter(is_readable(organisations::authority_id, scope))
        .filter(organisations::id.eq_any(ids))
        .select((organisations::id, organisations::name))
        .load(conn)
}

/// Writes down a merge or a split with the signals that it moves.
pub fn insert_lineage(
    conn: &mut Conn,
    _scope: &Scope,
    record: &LineageRecord,
    signals: &[LineageSignalRecord],
) -> QueryResult<()> {
    diesel::insert_into(lineage::table)
        .values(record)
        .execute(conn)?;
    for signal in signals {
        diesel::insert_into(lineage_signals::table)
            .values(signal)
            .execute(conn)?;
    }
    Ok(())
}

/// Merges and splits that an issue gave signals to or took them from, oldest first.
pub fn lineage_of(
    conn: &mut Conn,
    scope: &Scope,
    issue: IssueKey,
) -> QueryResult<Vec<LineageRecord>> {
    lineage::table
        .filter(is_readable(lineage::authority_id, scope))
        .filter(
            lineage::from_issue_id
                .eq(Key(issue))
                .or(lineage::into_issue_id.eq(Key(issue))),
        )
        .order((lineage::at, lineage::id))
        .select(LineageRecord::as_select())
        .load(conn)
}

/// The signals that merges and splits moved.
pub fn lineage_signals(
    conn: &mut Conn,
    scope: &Scope,
    lineages: &[LineageId],
) -> QueryResult<Vec<LineageSignalRecord>> {
    let ids: Vec<Key<LineageId>> = lineages.iter().copied().map(Key).collect();
    lineage_signals::table
        .filter(is_readable(lineage_signals::authority_id, scope))
        .filter(lineage_signals::lineage_id.eq_any(ids))
        .order((lineage_signals::lineage_id, lineage_signals::signal_id))
        .select(LineageSignalRecord::as_select())
        .load(conn)
}

/// Writes down that a merge or a split was undone; its row stays.
pub fn end_lineage(conn: &mut Conn, scope: &Scope, id: LineageId, at: At) -> QueryResult<()> {
    let query = lineage::table
        .filter(is_writable(lineage::authority_id, scope))
        .filter(lineage::id.eq(Key(id)));
    diesel::update(query)
        .set(lineage::undone_at.eq(at))
        .execute(conn)?;
    Ok(())
}

/// Changes whether a merge found a signal in the receiving issue already: undoing an earlier move can make a later one
/// answer for the link, or free it from that.
pub fn answer_for_link(
    conn: &mut Conn,
    scope: &Scope,
    id: LineageId,
    signal: SignalKey,
    was_linked: bool,
) -> QueryResult<()> {
    let query = lineage_signals::table
        .filter(is_writable(lineage_signals::authority_id, scope))
        .filter(lineage_signals::lineage_id.eq(Key(id)))
        .filter(lineage_signals::signal_id.eq(Key(signal)));
    diesel::update(query)
        .set(lineage_signals::was_linked.eq(i32::from(was_linked)))
        .execute(conn)?;
    Ok(())
}
