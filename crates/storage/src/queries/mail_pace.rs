//! How often addresses are written to.

use diesel::prelude::*;
use policy::Scope;
use shared::codes::MailPace;
use shared::life_cycle::SignalState;
use uuid::Uuid;

use super::{Conn, is_readable, is_writable};
use crate::records::{ProviderContactRecord, SignalRecord};
use crate::schema::{feedback, provider_contacts, questions, signals};
use crate::{At, Key, Stored};

/// Every contact with one address, by its keyed index, the oldest first.
pub fn contacts_of_address(
    conn: &mut Conn,
    scope: &Scope,
    email_index: &[u8],
) -> QueryResult<Vec<ProviderContactRecord>> {
    provider_contacts::table
        .filter(is_readable(provider_contacts::authority_id, scope))
        .filter(provider_contacts::email_index.eq(email_index))
        .order((provider_contacts::created_at, provider_contacts::id))
        .select(ProviderContactRecord::as_select())
        .load(conn)
}

/// Writes a contact back.
pub fn update_contact(
    conn: &mut Conn,
    scope: &Scope,
    record: &ProviderContactRecord,
) -> QueryResult<()> {
    let query = provider_contacts::table
        .filter(is_writable(provider_contacts::authority_id, scope))
        .filter(provider_contacts::id.eq(record.id));
    diesel::update(query).set(record).execute(conn)?;
    Ok(())
}

/// Signals of these contacts, in the order in which they came in.
pub fn signals_of_contacts(
    conn: &mut Conn,
    scope: &Scope,
    contacts: &[Uuid],
) -> QueryResult<Vec<SignalRecord>> {
    let contacts: Vec<Key<Uuid>> = contacts.iter().copied().map(Key).collect();
    signals::table
        .filter(is_readable(signals::authority_id, scope))
        .filter(signals::contact_id.eq_any(contacts))
        .order(signals::id)
        .select(SignalRecord::as_select())
        .load(conn)
}

/// Contacts that get a mail a week and have an unread answer or an open question of before a moment that no mail told of,
/// with the keyed index of their address. One may be there more than once.
pub fn weekly_with_news(
    conn: &mut Conn,
    scope: &Scope,
    before: At,
) -> QueryResult<Vec<(Key<Uuid>, Vec<u8>)>> {
    let of_contact = provider_contacts::authority_id
        .eq(signals::authority_id)
        .and(provider_contacts::id.nullable().eq(signals::contact_id));
    let of_answer = feedback::authority_id
        .eq(signals::authority_id)
        .and(feedback::signal_id.eq(signals::id));
    let untold = provider_contacts::told_until
        .is_null()
        .or(feedback::sent_at.gt(provider_contacts::told_until));
    let mut found: Vec<(Key<Uuid>, Vec<u8>)> = signals::table
        .inner_join(provider_contacts::table.on(of_contact))
        .inner_join(feedback::table.on(of_answer))
        .filter(is_readable(signals::authority_id, scope))
        .filter(provider_contacts::pace.eq(Stored(MailPace::Weekly)))
        .filter(provider_contacts::undeliverable_at.is_null())
        .filter(feedback::read_at.is_null())
        .filter(feedback::sent_at.lt(before))
        .filter(untold)
        .select((provider_contacts::id, provider_contacts::email_index))
        .load(conn)?;
    let of_contact = provider_contacts::authority_id
        .eq(signals::authority_id)
        .and(provider_contacts::id.nullable().eq(signals::contact_id));
    let of_question = questions::authority_id
        .eq(signals::authority_id)
        .and(questions::signal_id.eq(signals::id));
    let untold = provider_contacts::told_until
        .is_null()
        .or(questions::asked_at
            .nullable()
            .gt(provider_contacts::told_until));
    let asked: Vec<(Key<Uuid>, Vec<u8>)> = signals::table
        .inner_join(provider_contacts::table.on(of_contact))
        .inner_join(questions::table.on(of_question))
        .filter(is_readable(signals::authority_id, scope))
        .filter(signals::state.eq(Stored(SignalState::QuestionOpen)))
        .filter(provider_contacts::pace.eq(Stored(MailPace::Weekly)))
        .filter(provider_contacts::undeliverable_at.is_null())
        .filter(questions::answered_at.is_null())
        .filter(questions::cancelled_at.is_null())
        .filter(questions::asked_at.lt(before))
        .filter(untold)
        .select((provider_contacts::id, provider_contacts::email_index))
        .load(conn)?;
    found.extend(asked);
    Ok(found)
}

/// Notes up to when contacts were told.
pub fn note_told(conn: &mut Conn, scope: &Scope, contacts: &[Uuid], until: At) -> QueryResult<()> {
    let contacts: Vec<Key<Uuid>> = contacts.iter().copied().map(Key).collect();
    let query = provider_contacts::table
        .filter(is_writable(provider_contacts::authority_id, scope))
        .filter(provider_contacts::id.eq_any(contacts));
    diesel::update(query)
        .set(provider_contacts::told_until.eq(until))
        .execute(conn)?;
    Ok(())
}

/// Keyed indexes of the addresses that were told up to a moment, or later.
pub fn addresses_told(conn: &mut Conn, scope: &Scope, until: At) -> QueryResult<Vec<Vec<u8>>> {
    provider_contacts::table
        .filter(is_readable(provider_contacts::authority_id, scope))
        .filter(provider_contacts::told_until.ge(until))
        .select(provider_contacts::email_index)
        .distinct()
        .load(conn)
}
