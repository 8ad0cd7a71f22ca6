//! What is counted for everybody, and what was published of it.

use diesel::prelude::*;
use policy::Scope;
use shared::codes::Language;
use shared::id::AuthorityId;
use shared::life_cycle::SignalState;
use shared::signal::{TagOrigin, TagStatus};
use shared::taxonomy::Scheme;
use shared::time::Day;

use super::{Conn, is_readable};
use crate::records::PublishedMonthRecord;
use crate::schema::{authorities, published_months, signal_tags, signals};
use crate::tx::query_types::{AcceptedRow, PublishedMonthRow};
use crate::{Key, Many, On, Stored};

/// Signals of some days that a processor accepted (they stand in an issue), once for each theme that a
/// person said and nobody rejected.
pub fn accepted_signals(
    conn: &mut Conn,
    scope: &Scope,
    (from, before): (Day, Day),
) -> QueryResult<Vec<AcceptedRow>> {
    signals::table
        .inner_join(
            signal_tags::table.on(signal_tags::authority_id
                .eq(signals::authority_id)
                .and(signal_tags::signal_id.eq(signals::id))),
        )
        .filter(is_readable(signals::authority_id, scope))
        .filter(signals::received_on.ge(On(from)))
        .filter(signals::received_on.lt(On(before)))
        .filter(signals::links.gt(0))
        .filter(signals::state.ne(Stored(SignalState::Withdrawn)))
        .filter(signal_tags::scheme.eq(Stored(Scheme::Theme)))
        .filter(is_said())
        .order((signals::id, signal_tags::code))
        .select((
            signals::id,
            signals::received_on,
            signal_tags::code,
            signals::contact,
            signals::provider_ref,
            signals::entry_link_id,
            signals::organisation_id,
        ))
        .load(conn)
}

/// A person said it, and nobody rejected it.
#[diesel::dsl::auto_type]
fn is_said() -> _ {
    let confirmed: Stored<TagStatus> = Stored(TagStatus::Confirmed);
    let proposed: Stored<TagStatus> = Stored(TagStatus::Proposed);
    let machine: Stored<TagOrigin> = Stored(TagOrigin::Machine);
    signal_tags::status.eq(confirmed).or(signal_tags::status
        .eq(proposed)
        .and(signal_tags::origin.ne(machine)))
}

/// What was published of one month, with the signals behind it.
pub fn published_month(
    conn: &mut Conn,
    scope: &Scope,
    month: Day,
) -> QueryResult<Option<PublishedMonthRecord>> {
    published_months::table
        .filter(is_readable(published_months::authority_id, scope))
        .filter(published_months::month.eq(On(month)))
        .select(PublishedMonthRecord::as_select())
        .first(conn)
        .optional()
}

/// Puts a month in the place of what was published of it before.
pub fn put_published_month(
    conn: &mut Conn,
    _scope: &Scope,
    record: &PublishedMonthRecord,
) -> QueryResult<()> {
    diesel::insert_into(published_months::table)
        .values(record)
        .on_conflict((published_months::authority_id, published_months::month))
        .do_update()
        .set(record)
        .execute(conn)?;
    Ok(())
}

/// The newest months as they were published: month, total, numbers by theme.
pub fn published_months(
    conn: &mut Conn,
    scope: &Scope,
    most: i64,
) -> QueryResult<Vec<PublishedMonthRow>> {
    published_months::table
        .filter(is_readable(published_months::authority_id, scope))
        .order(published_months::month.desc())
        .limit(most)
        .select((
            published_months::month,
            published_months::total,
            published_months::cells,
        ))
        .load(conn)
}

/// Sets the languages of an authority's public page; `None` takes them back.
pub fn set_page_languages(
    conn: &mut Conn,
    authority: AuthorityId,
    languages: Option<&[Language]>,
) -> QueryResult<()> {
    let query = authorities::table.filter(authorities::id.eq(Key(authority)));
    diesel::update(query)
        .set(authorities::page_languages.eq(languages.map(|list| Many(list.to_vec()))))
        .execute(conn)?;
    Ok(())
}
