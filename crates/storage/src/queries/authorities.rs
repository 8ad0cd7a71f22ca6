//! Authorities and what they configure.

use diesel::prelude::*;
use policy::Scope;
use shared::id::{AuthorityId, EntryLinkId, OrganisationId};
use shared::time::Moment;

use super::{Backend, Conn, is_readable, is_writable};
use crate::records::{AuthorityRecord, EntryLinkRecord, OrganisationRecord, TaxonomyRecord};
use crate::schema::{authorities, authority_successors, entry_links, organisations, taxonomies};
use crate::{At, Key};

/// Every authority; a reference list.
pub fn authorities(conn: &mut Conn) -> QueryResult<Vec<AuthorityRecord>> {
    authorities::table
        .select(AuthorityRecord::as_select())
        .order(authorities::slug)
        .load(conn)
}

/// The authority with this name in addresses.
pub fn authority_by_slug(conn: &mut Conn, slug: &str) -> QueryResult<Option<AuthorityRecord>> {
    let query = authorities::table.filter(authorities::slug.eq(slug));
    query
        .select(AuthorityRecord::as_select())
        .first(conn)
        .optional()
}

/// Authorities that took over from this one.
pub fn successors(conn: &mut Conn, authority: AuthorityId) -> QueryResult<Vec<AuthorityId>> {
    let query =
        authority_successors::table.filter(authority_successors::authority_id.eq(Key(authority)));
    let keys: Vec<Key<AuthorityId>> = query
        .select(authority_successors::successor_id)
        .load(conn)?;
    Ok(keys.into_iter().map(|key| key.0).collect())
}

/// Adds an authority.
pub fn insert_authority(conn: &mut Conn, record: &AuthorityRecord) -> QueryResult<()> {
    diesel::insert_into(authorities::table)
        .values(record)
        .execute(conn)?;
    Ok(())
}

/// The newest taxonomy of an authority.
pub fn taxonomy(
    conn: &mut Conn,
    scope: &Scope,
    authority: AuthorityId,
) -> QueryResult<Option<TaxonomyRecord>> {
    taxonomies::table
        .filter(is_readable(taxonomies::authority_id, scope))
        .filter(taxonomies::authority_id.eq(Key(authority)))
        .order(taxonomies::revision.desc())
        .select(TaxonomyRecord::as_select())
        .first(conn)
        .optional()
}

/// Adds a revision of the taxonomy.
pub fn insert_taxonomy(
    conn: &mut Conn,
    _scope: &Scope,
    record: &TaxonomyRecord,
) -> QueryResult<()> {
    diesel::insert_into(taxonomies::table)
        .values(record)
        .execute(conn)?;
    Ok(())
}

/// The entry link with this token, also when it was revoked: the caller tells why it does not open.
pub fn entry_link_by_token(
    conn: &mut Conn,
    scope: &Scope,
    token: &str,
) -> QueryResult<Option<EntryLinkRecord>> {
    entry_links::table
        .filter(is_readable(entry_links::authority_id, scope))
        .filter(entry_links::token.eq(token))
        .select(EntryLinkRecord::as_select())
        .first(conn)
        .optional()
}

/// One page of entry links, newest first.
pub fn entry_links(
    conn: &mut Conn,
    scope: &Scope,
    after: Option<(Moment, EntryLinkId)>,
    most: i64,
) -> QueryResult<Vec<EntryLinkRecord>> {
    let mut query = entry_links::table
        .filter(is_readable(entry_links::authority_id, scope))
        .order((entry_links::created_at.desc(), entry_links::id))
        .limit(most)
        .select(EntryLinkRecord::as_select())
        .into_boxed::<Backend>();
    if let Some((at, id)) = after {
        query = query.filter(
            entry_links::created_at
                .lt(At(at))
                .or(entry_links::created_at
                    .eq(At(at))
                    .and(entry_links::id.gt(Key(id)))),
        );
    }
    query.load(conn)
}

/// One entry link.
pub fn entry_link(
    conn: &mut Conn,
    scope: &Scope,
    id: EntryLinkId,
) -> QueryResult<Option<EntryLinkRecord>> {
    entry_links::table
        .filter(is_readable(entry_links::authority_id, scope))
        .filter(entry_links::id.eq(Key(id)))
        .select(EntryLinkRecord::as_select())
        .first(conn)
        .optional()
}

/// Adds an entry link.
pub fn insert_entry_link(
    conn: &mut Conn,
    _scope: &Scope,
    record: &EntryLinkRecord,
) -> QueryResult<()> {
    diesel::insert_into(entry_links::table)
        .values(record)
        .execute(conn)?;
    Ok(())
}

/// Ends an entry link; true when there was one to end.
pub fn revoke_entry_link(
    conn: &mut Conn,
    scope: &Scope,
    id: EntryLinkId,
    at: At,
) -> QueryResult<bool> {
    let query = entry_links::table
        .filter(is_writable(entry_links::authority_id, scope))
        .filter(entry_links::id.eq(Key(id)))
        .filter(entry_links::revoked_at.is_null());
    Ok(diesel::update(query)
        .set(entry_links::revoked_at.eq(at))
        .execute(conn)?
        > 0)
}

/// One page of the organisations that did not end, by name.
pub fn organisations(
    conn: &mut Conn,
    scope: &Scope,
    after: Option<(String, OrganisationId)>,
    most: i64,
) -> QueryResult<Vec<OrganisationRecord>> {
    let mut query = organisations::table
        .filter(is_readable(organisations::authority_id, scope))
        .filter(organisations::ended_at.is_null())
        .order((organisations::name, organisations::id))
        .limit(most)
        .select(OrganisationRecord::as_select())
        .into_boxed::<Backend>();
    if let Some((name, id)) = after {
        query = query.filter(
            organisations::name.gt(name.clone()).or(organisations::name
                .eq(name)
                .and(organisations::id.gt(Key(id)))),
        );
    }
    query.load(conn)
}

/// One organisation.
pub fn organisation(
    conn: &mut Conn,
    scope: &Scope,
    id: OrganisationId,
) -> QueryResult<Option<OrganisationRecord>> {
    organisations::table
        .filter(is_readable(organisations::authority_id, scope))
        .filter(organisations::id.eq(Key(id)))
        .select(OrganisationRecord::as_select())
        .first(conn)
        .optional()
}

/// Adds an organisation.
pub fn insert_organisation(
    conn: &mut Conn,
    _scope: &Scope,
    record: &OrganisationRecord,
) -> QueryResult<()> {
    diesel::insert_into(organisations::table)
        .values(record)
        .execute(conn)?;
    Ok(())
}
