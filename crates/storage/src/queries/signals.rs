//! Signals, their texts, tags, history and questions.

use diesel::dsl::{exists, sql};
use diesel::prelude::*;
use diesel::sql_types::{Bool, Nullable, Text};
use policy::Scope;
use shared::id::{AuthorityId, IdempotencyKey, ProviderRef, QuestionId, SignalId, SignalKey};
use shared::life_cycle::SignalState;
use shared::signal::TagStatus;
use shared::taxonomy::Scheme;
use shared::time::Day;

use super::counted::Counted;
use super::{Backend, Conn, dialect, earlier, is_readable, is_writable, latest};
use crate::records::{
    DisclosureRecord, NoteRecord, ProviderContactRecord, QuestionRecord, SignalEventRecord,
    SignalRecord, SignalTagRecord, SignalTextRecord, search_row,
};
use crate::schema::{
    disclosures, issue_signals, issues, notes, provider_contacts, questions, signal_events,
    signal_tags, signal_texts, signals,
};
use crate::tx::query_types::{IssueLinkRow, SignalQuery};
use crate::{Key, On, Stored};

/// How much of a text the inbox shows; the workflow cuts it to graphemes.
const EXCERPT: &str = "substr(signal_texts.text, 1, 200)";

/// Adds a signal with its text and its words in the index.
pub fn insert_signal(
    conn: &mut Conn,
    _scope: &Scope,
    record: &SignalRecord,
    text: &SignalTextRecord,
) -> QueryResult<()> {
    diesel::insert_into(signals::table)
        .values(record)
        .execute(conn)?;
    diesel::insert_into(signal_texts::table)
        .values(text)
        .execute(conn)?;
    dialect::index_new_words(
        conn,
        record.authority_id.0,
        text.search_row,
        &text.search_terms,
    )
}

/// Writes a signal back, unless somebody else did since it was read; false then. The record carries the new version.
pub fn update_signal(conn: &mut Conn, scope: &Scope, record: &SignalRecord) -> QueryResult<bool> {
    let query = signals::table
        .filter(is_writable(signals::authority_id, scope))
        .filter(signals::id.eq(record.id))
        .filter(signals::version.eq(record.version - 1));
    Ok(diesel::update(query).set(record).execute(conn)? > 0)
}

/// Replaces the text beside a signal and its words in the index.
pub fn update_signal_text(
    conn: &mut Conn,
    scope: &Scope,
    text: &SignalTextRecord,
) -> QueryResult<()> {
    let query = signal_texts::table
        .filter(is_writable(signal_texts::authority_id, scope))
        .filter(signal_texts::signal_id.eq(text.signal_id));
    diesel::update(query).set(text).execute(conn)?;
    dialect::index_words(
        conn,
        text.authority_id.0,
        text.search_row,
        &text.search_terms,
    )
}

/// One signal by the id that the world knows.
pub fn signal(conn: &mut Conn, scope: &Scope, id: SignalId) -> QueryResult<Option<SignalRecord>> {
    signals::table
        .filter(is_readable(signals::authority_id, scope))
        .filter(signals::public_id.eq(Key(id)))
        .select(SignalRecord::as_select())
        .first(conn)
        .optional()
}

/// Several signals by the ids that the world knows.
pub fn signals_by_ids(
    conn: &mut Conn,
    scope: &Scope,
    ids: &[SignalId],
) -> QueryResult<Vec<SignalRecord>> {
    let ids: Vec<Key<SignalId>> = ids.iter().copied().map(Key).collect();
    signals::table
        .filter(is_readable(signals::authority_id, scope))
        .filter(signals::public_id.eq_any(ids))
        .order(signals::id)
        .select(SignalRecord::as_select())
        .load(conn)
}

/// Several signals by their keys.
pub fn signals_by_keys(
    conn: &mut Conn,
    scope: &Scope,
    keys: &[SignalKey],
) -> QueryResult<Vec<SignalRecord>> {
    let keys: Vec<Key<SignalKey>> = keys.iter().copied().map(Key).collect();
    signals::table
        .filter(is_readable(signals::authority_id, scope))
        .filter(signals::id.eq_any(keys))
        .order(signals::id)
        .select(SignalRecord::as_select())
        .load(conn)
}

/// The signal that a receipt opens.
pub fn signal_by_receipt(
    conn: &mut Conn,
    scope: &Scope,
    receipt_index: &[u8],
) -> QueryResult<Option<SignalRecord>> {
    signals::table
        .filter(is_readable(signals::authority_id, scope))
        .filter(signals::receipt_index.eq(receipt_index))
        .select(SignalRecord::as_select())
        .first(conn)
        .optional()
}

/// The signal that was submitted with this key, however long ago.
pub fn signal_by_client_key(
    conn: &mut Conn,
    scope: &Scope,
    key: IdempotencyKey,
) -> QueryResult<Option<SignalRecord>> {
    signals::table
        .filter(is_readable(signals::authority_id, scope))
        .filter(signals::client_key.eq(Key(key)))
        .select(SignalRecord::as_select())
        .first(conn)
        .optional()
}

/// One page of the signals of one provider that are not erased, newest day first.
pub fn signals_of_provider(
    conn: &mut Conn,
    scope: &Scope,
    providers: &[ProviderRef],
    after: Option<(Day, SignalId)>,
    most: i64,
) -> QueryResult<Vec<SignalRecord>> {
    let providers: Vec<Key<ProviderRef>> = providers.iter().copied().map(Key).collect();
    let mut query = signals::table
        .filter(is_readable(signals::authority_id, scope))
        .filter(signals::provider_ref.eq_any(providers))
        .filter(signals::state.ne(Stored(SignalState::Erased)))
        .order((signals::received_on.desc(), signals::public_id))
        .limit(most)
        .select(SignalRecord::as_select())
        .into_boxed::<Backend>();
    if let Some((on, id)) = after {
        query = query.filter(
            signals::received_on.lt(On(on)).or(signals::received_on
                .eq(On(on))
                .and(signals::public_id.gt(Key(id)))),
        );
    }
    query.load(conn)
}

/// The text beside a signal.
pub fn signal_text(
    conn: &mut Conn,
    scope: &Scope,
    key: SignalKey,
) -> QueryResult<Option<SignalTextRecord>> {
    signal_texts::table
        .filter(is_readable(signal_texts::authority_id, scope))
        .filter(signal_texts::signal_id.eq(Key(key)))
        .select(SignalTextRecord::as_select())
        .first(conn)
        .optional()
}

/// The texts beside several signals.
pub fn signal_texts(
    conn: &mut Conn,
    scope: &Scope,
    keys: &[SignalKey],
) -> QueryResult<Vec<SignalTextRecord>> {
    let keys: Vec<Key<SignalKey>> = keys.iter().copied().map(Key).collect();
    signal_texts::table
        .filter(is_readable(signal_texts::authority_id, scope))
        .filter(signal_texts::signal_id.eq_any(keys))
        .select(SignalTextRecord::as_select())
        .load(conn)
}

/// One page of the inbox: newest day first, within a day by random id, so that no order tells who wrote when. What is
/// found by its words comes in the same order, which its rows in the index have by themselves.
pub fn list_signals(
    conn: &mut Conn,
    scope: &Scope,
    query: &SignalQuery,
) -> QueryResult<Vec<(SignalRecord, Option<String>)>> {
    let mut statement = matching(scope, query)
        .select((SignalRecord::as_select(), sql::<Nullable<Text>>(EXCERPT)))
        .limit(query.most);
    if query.clauses.is_empty() {
        statement = statement.order((signals::received_on.desc(), signals::public_id));
        if let Some((on, id)) = query.after {
            // The first half is what an index can begin at; the second leaves out the rest of that day.
            statement = statement.filter(signals::received_on.le(On(on))).filter(
                signals::received_on
                    .lt(On(on))
                    .or(signals::public_id.gt(Key(id))),
            );
        }
    } else {
        statement = statement.order(signal_texts::search_row.desc());
        if let Some((on, id)) = query.after {
            statement = statement.filter(signal_texts::search_row.lt(search_row(on, id)));
        }
    }
    statement.load(conn)
}

/// The ids of what `list_signals` would show, in its order.
pub fn list_signal_ids(
    conn: &mut Conn,
    scope: &Scope,
    query: &SignalQuery,
) -> QueryResult<Vec<Key<SignalId>>> {
    let statement = matching(scope, query)
        .select(signals::public_id)
        .limit(query.most);
    if query.clauses.is_empty() {
        statement
            .order((signals::received_on.desc(), signals::public_id))
            .load(conn)
    } else {
        statement.order(signal_texts::search_row.desc()).load(conn)
    }
}

/// How many signals match; counting stops at `most`.
pub fn count_signals(
    conn: &mut Conn,
    scope: &Scope,
    query: &SignalQuery,
    most: i64,
) -> QueryResult<i64> {
    let some = matching(scope, query).select(signals::id).limit(most);
    Counted(some).get_result(conn)
}

type Matching<'a> = diesel::dsl::IntoBoxed<
    'a,
    diesel::dsl::InnerJoin<
        signals::table,
        diesel::dsl::On<
            signal_texts::table,
            diesel::dsl::And<
                diesel::dsl::Eq<signal_texts::authority_id, signals::authority_id>,
                diesel::dsl::Eq<signal_texts::signal_id, signals::id>,
            >,
        >,
    >,
    Backend,
>;

fn matching<'a>(scope: &Scope, query: &SignalQuery) -> Matching<'a> {
    let texts_of_signals = signal_texts::authority_id
        .eq(signals::authority_id)
        .and(signal_texts::signal_id.eq(signals::id));
    let mut statement = signals::table
        .inner_join(signal_texts::table.on(texts_of_signals))
        .into_boxed::<Backend>()
        .filter(is_readable(signals::authority_id, scope))
        // What was taken back at once is nobody's, and no list shows it.
        .filter(signals::provider_ref.ne(Key(ProviderRef::NOBODY)));
    let filter = &query.filter;
    if !filter.id.is_empty() {
        let ids: Vec<Key<SignalId>> = filter.id.iter().copied().map(Key).collect();
        statement = statement.filter(signals::public_id.eq_any(ids));
    }
    if !filter.state.is_empty() {
        statement = statement.filter(
            signals::state.eq_any(filter.state.iter().copied().map(Stored).collect::<Vec<_>>()),
        );
    }
    for (scheme, codes) in [
        (Scheme::Theme, &filter.theme),
        (Scheme::Tag, &filter.tag),
        (Scheme::TargetGroup, &filter.target_group),
    ] {
        if !codes.is_empty() {
            statement = statement.filter(exists(
                signal_tags::table
                    .filter(signal_tags::authority_id.eq(signals::authority_id))
                    .filter(signal_tags::signal_id.eq(signals::id))
                    .filter(signal_tags::scheme.eq(Stored(scheme)))
                    .filter(signal_tags::status.ne(Stored(TagStatus::Rejected)))
                    .filter(signal_tags::code.eq_any(codes.clone())),
            ));
        }
    }
    if let Some(place) = &filter.place {
        statement = statement.filter(signals::place.eq(place.clone()));
    }
    if let Some(from) = filter.from {
        statement = statement.filter(signals::received_on.ge(On(from)));
    }
    if let Some(to) = filter.to {
        statement = statement.filter(signals::received_on.le(On(to)));
    }
    if let Some(latest) = latest(&query.late_on) {
        statement = statement
            .filter(signals::promised_on.lt(On(latest)))
            .filter(signals::first_response_at.is_null())
            .filter(signals::ended_at.is_null());
        for (today, authorities) in earlier(&query.late_on) {
            let is_elsewhere = signals::authority_id.ne_all(authorities);
            statement = statement.filter(is_elsewhere.or(signals::promised_on.lt(On(today))));
        }
    }
    if filter.answered {
        statement = statement.filter(exists(
            questions::table
                .filter(questions::authority_id.eq(signals::authority_id))
                .filter(questions::signal_id.eq(signals::id))
                .filter(questions::answered_at.is_not_null())
                .filter(questions::seen_at.is_null()),
        ));
    }
    if let Some(issue) = filter.issue {
        statement = statement.filter(exists(
            issue_signals::table
                .inner_join(
                    issues::table.on(issues::authority_id
                        .eq(issue_signals::authority_id)
                        .and(issues::id.eq(issue_signals::issue_id))),
                )
                .filter(issue_signals::authority_id.eq(signals::authority_id))
                .filter(issue_signals::signal_id.eq(signals::id))
                .filter(issue_signals::unlinked_at.is_null())
                .filter(issues::public_id.eq(Key(issue))),
        ));
    }
    if !query.clauses.is_empty() {
        let (before, after) = dialect::MATCH;
        let words = dialect::match_text(scope, &query.clauses, query.goes_on);
        statement = statement.filter(sql::<Bool>(before).bind::<Text, _>(words).sql(after));
    }
    statement
}

/// Codes on several signals.
pub fn tags_of(
    conn: &mut Conn,
    scope: &Scope,
    keys: &[SignalKey],
) -> QueryResult<Vec<SignalTagRecord>> {
    let keys: Vec<Key<SignalKey>> = keys.iter().copied().map(Key).collect();
    signal_tags::table
        .filter(is_readable(signal_tags::authority_id, scope))
        .filter(signal_tags::signal_id.eq_any(keys))
        // In the order of the primary key. By scheme and code alone, another index has that order, and SQLite then walks
        // every code of the authority.
        .order((
            signal_tags::signal_id,
            signal_tags::scheme,
            signal_tags::code,
        ))
        .select(SignalTagRecord::as_select())
        .load(conn)
}

/// Puts a code on a signal, or changes what a person thinks of it.
pub fn put_tag(conn: &mut Conn, _scope: &Scope, record: &SignalTagRecord) -> QueryResult<()> {
    diesel::insert_into(signal_tags::table)
        .values(record)
        .on_conflict((
            signal_tags::authority_id,
            signal_tags::signal_id,
            signal_tags::scheme,
            signal_tags::code,
        ))
        .do_update()
        .set((
            signal_tags::status.eq(record.status),
            signal_tags::membership_id.eq(record.membership_id),
            signal_tags::at.eq(record.at),
        ))
        .execute(conn)?;
    Ok(())
}

/// Puts a code on a signal as a proposal, unless somebody decided about it already.
pub fn put_proposal(conn: &mut Conn, _scope: &Scope, record: &SignalTagRecord) -> QueryResult<()> {
    diesel::insert_into(signal_tags::table)
        .values(record)
        .on_conflict_do_nothing()
        .execute(conn)?;
    Ok(())
}

/// Takes away every code of one scheme that the provider put there, before the new ones come.
pub fn clear_provider_tags(
    conn: &mut Conn,
    scope: &Scope,
    key: SignalKey,
    scheme: Scheme,
) -> QueryResult<()> {
    let query = signal_tags::table
        .filter(is_writable(signal_tags::authority_id, scope))
        .filter(signal_tags::signal_id.eq(Key(key)))
        .filter(signal_tags::scheme.eq(Stored(scheme)))
        .filter(signal_tags::origin.eq(Stored(shared::signal::TagOrigin::Provider)))
        .filter(signal_tags::membership_id.is_null());
    diesel::delete(query).execute(conn)?;
    Ok(())
}

/// Takes every code away from a signal.
pub fn delete_tags(conn: &mut Conn, scope: &Scope, key: SignalKey) -> QueryResult<()> {
    let query = signal_tags::table
        .filter(is_writable(signal_tags::authority_id, scope))
        .filter(signal_tags::signal_id.eq(Key(key)));
    diesel::delete(query).execute(conn)?;
    Ok(())
}

/// Issues that several signals belong to now.
pub fn issues_of(
    conn: &mut Conn,
    scope: &Scope,
    keys: &[SignalKey],
) -> QueryResult<Vec<IssueLinkRow>> {
    let keys: Vec<Key<SignalKey>> = keys.iter().copied().map(Key).collect();
    issue_signals::table
        .inner_join(
            issues::table.on(issues::authority_id
                .eq(issue_signals::authority_id)
                .and(issues::id.eq(issue_signals::issue_id))),
        )
        .filter(is_readable(issue_signals::authority_id, scope))
        .filter(issue_signals::signal_id.eq_any(keys))
        .filter(issue_signals::unlinked_at.is_null())
        .order(issues::number)
        .select((
            issue_signals::signal_id,
            issues::public_id,
            issues::number,
            issues::title,
        ))
        .load(conn)
}

/// Adds a step to the history of a signal.
pub fn insert_signal_event(
    conn: &mut Conn,
    _scope: &Scope,
    record: &SignalEventRecord,
) -> QueryResult<()> {
    diesel::insert_into(signal_events::table)
        .values(record)
        .execute(conn)?;
    Ok(())
}

/// What happened to signals, oldest first, with the words that were noted.
pub fn signal_history(
    conn: &mut Conn,
    scope: &Scope,
    keys: &[SignalKey],
) -> QueryResult<Vec<(SignalEventRecord, Option<String>)>> {
    let keys: Vec<Key<SignalKey>> = keys.iter().copied().map(Key).collect();
    signal_events::table
        .left_join(
            notes::table.on(notes::authority_id
                .eq(signal_events::authority_id)
                .and(notes::id.nullable().eq(signal_events::note_id))),
        )
        .filter(is_readable(signal_events::authority_id, scope))
        .filter(signal_events::signal_id.eq_any(keys))
        .order((signal_events::at, signal_events::id))
        .select((SignalEventRecord::as_select(), notes::text.nullable()))
        .load(conn)
}

/// Keeps the words of a note beside the history, so that erasing them leaves the history whole.
pub fn insert_note(conn: &mut Conn, _scope: &Scope, record: &NoteRecord) -> QueryResult<()> {
    diesel::insert_into(notes::table)
        .values(record)
        .execute(conn)?;
    Ok(())
}

/// Adds a question.
pub fn insert_question(
    conn: &mut Conn,
    _scope: &Scope,
    record: &QuestionRecord,
) -> QueryResult<()> {
    diesel::insert_into(questions::table)
        .values(record)
        .execute(conn)?;
    Ok(())
}

/// Writes a question back, with its answer or its end.
pub fn update_question(conn: &mut Conn, scope: &Scope, record: &QuestionRecord) -> QueryResult<()> {
    let query = questions::table
        .filter(is_writable(questions::authority_id, scope))
        .filter(questions::id.eq(record.id));
    diesel::update(query).set(record).execute(conn)?;
    Ok(())
}

/// Questions about a signal, oldest first.
pub fn questions_of(
    conn: &mut Conn,
    scope: &Scope,
    key: SignalKey,
) -> QueryResult<Vec<QuestionRecord>> {
    questions::table
        .filter(is_readable(questions::authority_id, scope))
        .filter(questions::signal_id.eq(Key(key)))
        .order((questions::asked_at, questions::id))
        .select(QuestionRecord::as_select())
        .load(conn)
}

/// One question.
pub fn question(
    conn: &mut Conn,
    scope: &Scope,
    id: QuestionId,
) -> QueryResult<Option<QuestionRecord>> {
    questions::table
        .filter(is_readable(questions::authority_id, scope))
        .filter(questions::id.eq(Key(id)))
        .select(QuestionRecord::as_select())
        .first(conn)
        .optional()
}

/// Blanks every text about a signal; rows, codes and counts stay.
pub fn erase_signal_texts(
    conn: &mut Conn,
    scope: &Scope,
    key: SignalKey,
    at: crate::At,
) -> QueryResult<()> {
    let text = signal_texts::table
        .filter(is_writable(signal_texts::authority_id, scope))
        .filter(signal_texts::signal_id.eq(Key(key)));
    let rows: Vec<(Key<AuthorityId>, i64)> = text
        .clone()
        .select((signal_texts::authority_id, signal_texts::search_row))
        .load(conn)?;
    diesel::update(text)
        .set((
            signal_texts::text.eq(None::<String>),
            signal_texts::tried.eq(None::<String>),
            signal_texts::wish.eq(None::<String>),
            signal_texts::search_terms.eq(""),
            signal_texts::erased_at.eq(at),
        ))
        .execute(conn)?;
    for (authority, row) in rows {
        dialect::index_words(conn, authority.0, row, "")?;
    }
    let notes = notes::table
        .filter(is_writable(notes::authority_id, scope))
        .filter(notes::signal_id.eq(Key(key)));
    diesel::update(notes)
        .set((notes::text.eq(None::<String>), notes::erased_at.eq(at)))
        .execute(conn)?;
    let questions = questions::table
        .filter(is_writable(questions::authority_id, scope))
        .filter(questions::signal_id.eq(Key(key)));
    diesel::update(questions)
        .set((
            questions::text.eq(None::<String>),
            questions::answer.eq(None::<String>),
        ))
        .execute(conn)?;
    Ok(())
}

/// Adds who sent a signal, sealed.
pub fn insert_disclosure(
    conn: &mut Conn,
    _scope: &Scope,
    record: &DisclosureRecord,
) -> QueryResult<()> {
    diesel::insert_into(disclosures::table)
        .values(record)
        .execute(conn)?;
    Ok(())
}

/// Who sent a signal, sealed, when the provider wants that to be known.
pub fn disclosure(
    conn: &mut Conn,
    scope: &Scope,
    signal: SignalKey,
) -> QueryResult<Option<DisclosureRecord>> {
    disclosures::table
        .filter(is_readable(disclosures::authority_id, scope))
        .filter(disclosures::signal_id.eq(Key(signal)))
        .select(DisclosureRecord::as_select())
        .first(conn)
        .optional()
}

/// Forgets who sent a signal; true when that was known.
pub fn delete_disclosure(conn: &mut Conn, scope: &Scope, signal: SignalKey) -> QueryResult<bool> {
    let query = disclosures::table
        .filter(is_writable(disclosures::authority_id, scope))
        .filter(disclosures::signal_id.eq(Key(signal)));
    Ok(diesel::delete(query).execute(conn)? > 0)
}

/// Adds a sealed address.
pub fn insert_contact(
    conn: &mut Conn,
    _scope: &Scope,
    record: &ProviderContactRecord,
) -> QueryResult<()> {
    diesel::insert_into(provider_contacts::table)
        .values(record)
        .execute(conn)?;
    Ok(())
}

/// A sealed address; only the feedback job and its owner's own requests open it.
pub fn contact(
    conn: &mut Conn,
    scope: &Scope,
    id: uuid::Uuid,
) -> QueryResult<Option<ProviderContactRecord>> {
    provider_contacts::table
        .filter(is_readable(provider_contacts::authority_id, scope))
        .filter(provider_contacts::id.eq(Key(id)))
        .select(ProviderContactRecord::as_select())
        .first(conn)
        .optional()
}

/// Takes an address away for good.
pub fn delete_contact(conn: &mut Conn, scope: &Scope, id: uuid::Uuid) -> QueryResult<()> {
    let query = provider_contacts::table
        .filter(is_writable(provider_contacts::authority_id, scope))
        .filter(provider_contacts::id.eq(Key(id)));
    diesel::delete(query).execute(conn)?;
    Ok(())
}

/// Sectors with at least `enough` distinct providers who ever signalled in an authority (product.md, counts).
pub fn shared_sectors(
    conn: &mut Conn,
    scope: &Scope,
    enough: i64,
) -> QueryResult<Vec<(Key<AuthorityId>, String)>> {
    let rows: Vec<(Key<AuthorityId>, Option<String>)> = signals::table
        .filter(is_readable(signals::authority_id, scope))
        .filter(signals::sector.is_not_null())
        .group_by((signals::authority_id, signals::sector))
        .having(
            diesel::dsl::count(signals::provider_ref)
                .aggregate_distinct()
                .ge(enough),
        )
        .select((signals::authority_id, signals::sector))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .filter_map(|(authority, sector)| Some((authority, sector?)))
        .collect())
}

/// How many distinct providers of a sector ever signalled in an authority; counting stops at `most`.
pub fn providers_of_sector(
    conn: &mut Conn,
    scope: &Scope,
    authority: AuthorityId,
    sector: &str,
    most: i64,
) -> QueryResult<i64> {
    let some = signals::table
        .filter(is_readable(signals::authority_id, scope))
        .filter(signals::authority_id.eq(Key(authority)))
        .filter(signals::sector.eq(sector))
        .select(signals::provider_ref)
        .distinct()
        .limit(most);
    Counted(some).get_result(conn)
}
