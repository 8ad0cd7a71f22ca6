//! What a language model may read and wrote.

use diesel::prelude::*;
use policy::Scope;
use shared::id::{AuthorityId, IssueKey, SignalKey};

use super::{Conn, is_readable, is_writable};
use crate::Key;
use crate::records::{LanguageModelRecord, SummaryDraftRecord};
use crate::schema::{issue_signals, language_models, summary_drafts};

/// Whether an authority lets a language model read; nothing while nobody decided.
pub fn language_model_of(
    conn: &mut Conn,
    scope: &Scope,
    authority: AuthorityId,
) -> QueryResult<Option<LanguageModelRecord>> {
    language_models::table
        .filter(is_readable(language_models::authority_id, scope))
        .filter(language_models::authority_id.eq(Key(authority)))
        .select(LanguageModelRecord::as_select())
        .first(conn)
        .optional()
}

/// Writes a decision whose version is one higher than the stored one, or the first; false when somebody else decided.
pub fn put_language_model(
    conn: &mut Conn,
    scope: &Scope,
    record: &LanguageModelRecord,
) -> QueryResult<bool> {
    if record.version == 1 {
        let added = diesel::insert_into(language_models::table)
            .values(record)
            .on_conflict_do_nothing()
            .execute(conn)?;
        return Ok(added > 0);
    }
    let query = language_models::table
        .filter(is_writable(language_models::authority_id, scope))
        .filter(language_models::version.eq(record.version - 1));
    Ok(diesel::update(query).set(record).execute(conn)? > 0)
}

/// What a language model wrote about an issue.
pub fn summary_draft(
    conn: &mut Conn,
    scope: &Scope,
    issue: IssueKey,
) -> QueryResult<Option<SummaryDraftRecord>> {
    summary_drafts::table
        .filter(is_readable(summary_drafts::authority_id, scope))
        .filter(summary_drafts::issue_id.eq(Key(issue)))
        .select(SummaryDraftRecord::as_select())
        .first(conn)
        .optional()
}

/// Puts it in place of whatever stood there.
pub fn put_summary_draft(
    conn: &mut Conn,
    _scope: &Scope,
    record: &SummaryDraftRecord,
) -> QueryResult<()> {
    diesel::insert_into(summary_drafts::table)
        .values(record)
        .on_conflict((summary_drafts::authority_id, summary_drafts::issue_id))
        .do_update()
        .set(record)
        .execute(conn)?;
    Ok(())
}

/// Throws it away; false when there is none of this version.
pub fn delete_summary_draft(
    conn: &mut Conn,
    scope: &Scope,
    issue: IssueKey,
    version: i64,
) -> QueryResult<bool> {
    let query = summary_drafts::table
        .filter(is_writable(summary_drafts::authority_id, scope))
        .filter(summary_drafts::issue_id.eq(Key(issue)))
        .filter(summary_drafts::version.eq(version));
    Ok(diesel::delete(query).execute(conn)? > 0)
}

/// Throws away whatever was made of a text that is no more.
pub(crate) fn forget_in_drafts(conn: &mut Conn, scope: &Scope, key: SignalKey) -> QueryResult<()> {
    let issues: Vec<Key<IssueKey>> = issue_signals::table
        .filter(is_readable(issue_signals::authority_id, scope))
        .filter(issue_signals::signal_id.eq(Key(key)))
        .select(issue_signals::issue_id)
        .load(conn)?;
    for issue in issues {
        let query = summary_drafts::table
            .filter(is_writable(summary_drafts::authority_id, scope))
            .filter(summary_drafts::issue_id.eq(issue));
        diesel::delete(query).execute(conn)?;
    }
    Ok(())
}
