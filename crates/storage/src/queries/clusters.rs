//! Clusters, who is in them, what people decided about them, and the runs that found them.

use diesel::prelude::*;
use policy::Scope;
use shared::cluster::ClusterEditKind;
use shared::codes::Language;
use shared::id::{ClusterId, ProviderRef, SignalId, SignalKey};
use shared::life_cycle::SignalState;
use shared::time::Day;

use super::analysis::unreadable;
use super::{Conn, is_readable, is_writable};
use crate::records::{
    ClusterEditRecord, ClusterEditSignalRecord, ClusterMemberRecord, ClusterRecord,
    ClusterRunRecord, SignalRecord, spoken,
};
use crate::schema::{
    cluster_edit_signals, cluster_edits, cluster_members, cluster_runs, clusters,
    signal_differences, signal_texts, signal_vectors, signals,
};
use crate::tx::query_types::{ClusterEditRow, GroupableRow, MemberRow, TextRow};
use crate::{Json, KEYS_AT_A_TIME, Key, On, Stored};

/// Clusters that are there, the oldest first.
pub fn clusters(conn: &mut Conn, scope: &Scope, most: i64) -> QueryResult<Vec<ClusterRecord>> {
    clusters::table
        .filter(is_readable(clusters::authority_id, scope))
        .filter(clusters::gone_at.is_null())
        .order((clusters::born_at, clusters::id))
        .limit(most)
        .select(ClusterRecord::as_select())
        .load(conn)
}

/// One cluster, also one that is gone.
pub fn cluster(
    conn: &mut Conn,
    scope: &Scope,
    id: ClusterId,
) -> QueryResult<Option<ClusterRecord>> {
    clusters::table
        .filter(is_readable(clusters::authority_id, scope))
        .filter(clusters::id.eq(Key(id)))
        .select(ClusterRecord::as_select())
        .first(conn)
        .optional()
}

/// Adds a cluster.
pub fn insert_cluster(conn: &mut Conn, _scope: &Scope, record: &ClusterRecord) -> QueryResult<()> {
    diesel::insert_into(clusters::table)
        .values(record)
        .execute(conn)?;
    Ok(())
}

/// Writes a cluster whose version is one higher than the stored one; false when somebody else changed it.
pub fn update_cluster(conn: &mut Conn, scope: &Scope, record: &ClusterRecord) -> QueryResult<bool> {
    let query = clusters::table
        .filter(is_writable(clusters::authority_id, scope))
        .filter(clusters::id.eq(record.id))
        .filter(clusters::version.eq(record.version - 1));
    Ok(diesel::update(query).set(record).execute(conn)? > 0)
}

/// Signals of a cluster that may be read, the latest first; proposed ones as well.
pub fn cluster_members(
    conn: &mut Conn,
    scope: &Scope,
    cluster: ClusterId,
) -> QueryResult<Vec<MemberRow>> {
    cluster_members::table
        .inner_join(
            signals::table.on(signals::authority_id
                .eq(cluster_members::authority_id)
                .and(signals::id.eq(cluster_members::signal_id))),
        )
        .filter(is_readable(cluster_members::authority_id, scope))
        .filter(cluster_members::cluster_id.eq(Key(cluster)))
        .filter(signals::state.ne_all(unreadable()))
        .order(cluster_members::signal_id.desc())
        .select((ClusterMemberRecord::as_select(), SignalRecord::as_select()))
        .load(conn)
}

/// Every signal that is in a cluster or proposed for one.
pub fn clustered(conn: &mut Conn, scope: &Scope) -> QueryResult<Vec<ClusterMemberRecord>> {
    cluster_members::table
        .filter(is_readable(cluster_members::authority_id, scope))
        .order(cluster_members::signal_id)
        .select(ClusterMemberRecord::as_select())
        .load(conn)
}

/// Those among some signals that are in a cluster or proposed for one.
pub fn clustered_among(
    conn: &mut Conn,
    scope: &Scope,
    keys: &[SignalKey],
) -> QueryResult<Vec<ClusterMemberRecord>> {
    let mut found = Vec::new();
    for keys in keys.chunks(KEYS_AT_A_TIME) {
        let keys: Vec<Key<SignalKey>> = keys.iter().copied().map(Key).collect();
        let rows: Vec<ClusterMemberRecord> = cluster_members::table
            .filter(is_readable(cluster_members::authority_id, scope))
            .filter(cluster_members::signal_id.eq_any(keys))
            .order(cluster_members::signal_id)
            .select(ClusterMemberRecord::as_select())
            .load(conn)?;
        found.extend(rows);
    }
    Ok(found)
}

/// Puts signals into clusters; one that is in another leaves it.
pub fn put_cluster_members(
    conn: &mut Conn,
    scope: &Scope,
    records: &[ClusterMemberRecord],
) -> QueryResult<()> {
    let keys: Vec<SignalKey> = records.iter().map(|record| record.signal_id.0).collect();
    drop_cluster_members(conn, scope, &keys)?;
    for record in records {
        diesel::insert_into(cluster_members::table)
            .values(record)
            .execute(conn)?;
    }
    Ok(())
}

/// Takes signals out of whatever cluster they are in.
pub fn drop_cluster_members(conn: &mut Conn, scope: &Scope, keys: &[SignalKey]) -> QueryResult<()> {
    for keys in keys.chunks(KEYS_AT_A_TIME) {
        let keys: Vec<Key<SignalKey>> = keys.iter().copied().map(Key).collect();
        let query = cluster_members::table
            .filter(is_writable(cluster_members::authority_id, scope))
            .filter(cluster_members::signal_id.eq_any(keys));
        diesel::delete(query).execute(conn)?;
    }
    Ok(())
}

/// The text of a signal is another one, or gone: it is in no cluster until it is looked at again, and a cluster that it was
/// in has no words until the next run. What people decided stays.
pub(super) fn forget_in_clusters(
    conn: &mut Conn,
    scope: &Scope,
    key: SignalKey,
) -> QueryResult<()> {
    let of: Vec<Key<ClusterId>> = cluster_members::table
        .filter(is_readable(cluster_members::authority_id, scope))
        .filter(cluster_members::signal_id.eq(Key(key)))
        .select(cluster_members::cluster_id)
        .load(conn)?;
    if of.is_empty() {
        return Ok(());
    }
    let clusters = clusters::table
        .filter(is_writable(clusters::authority_id, scope))
        .filter(clusters::id.eq_any(of));
    diesel::update(clusters)
        .set(clusters::words.eq(Json(Vec::<String>::new())))
        .execute(conn)?;
    drop_cluster_members(conn, scope, &[key])
}

/// What people decided, signal by signal, the oldest decision first.
pub fn cluster_edits(conn: &mut Conn, scope: &Scope) -> QueryResult<Vec<ClusterEditRow>> {
    cluster_edit_signals::table
        .inner_join(
            cluster_edits::table.on(cluster_edits::authority_id
                .eq(cluster_edit_signals::authority_id)
                .and(cluster_edits::id.eq(cluster_edit_signals::edit_id))),
        )
        .filter(is_readable(cluster_edit_signals::authority_id, scope))
        .order((
            cluster_edits::at,
            cluster_edits::id,
            cluster_edit_signals::signal_id,
        ))
        .select((
            cluster_edits::id,
            cluster_edits::kind,
            cluster_edit_signals::signal_id,
            cluster_edit_signals::side,
        ))
        .load(conn)
}

/// Those among some signals about which a person decided in this way.
pub fn edited_among(
    conn: &mut Conn,
    scope: &Scope,
    kind: ClusterEditKind,
    keys: &[SignalKey],
) -> QueryResult<Vec<Key<SignalKey>>> {
    let keys: Vec<Key<SignalKey>> = keys.iter().copied().map(Key).collect();
    cluster_edit_signals::table
        .inner_join(
            cluster_edits::table.on(cluster_edits::authority_id
                .eq(cluster_edit_signals::authority_id)
                .and(cluster_edits::id.eq(cluster_edit_signals::edit_id))),
        )
        .filter(is_readable(cluster_edit_signals::authority_id, scope))
        .filter(cluster_edits::kind.eq(Stored(kind)))
        .filter(cluster_edit_signals::signal_id.eq_any(keys))
        .select(cluster_edit_signals::signal_id)
        .distinct()
        .load(conn)
}

/// Adds a decision.
pub fn insert_cluster_edit(
    conn: &mut Conn,
    _scope: &Scope,
    record: &ClusterEditRecord,
    signals: &[ClusterEditSignalRecord],
) -> QueryResult<()> {
    diesel::insert_into(cluster_edits::table)
        .values(record)
        .execute(conn)?;
    for signal in signals {
        diesel::insert_into(cluster_edit_signals::table)
            .values(signal)
            .execute(conn)?;
    }
    Ok(())
}

/// Signals about which a person decides otherwise now: these decisions no longer hold for them.
pub fn drop_from_cluster_edits(
    conn: &mut Conn,
    scope: &Scope,
    edits: &[Key<uuid::Uuid>],
    keys: &[SignalKey],
) -> QueryResult<()> {
    for edits in edits.chunks(KEYS_AT_A_TIME) {
        for keys in keys.chunks(KEYS_AT_A_TIME) {
            let keys: Vec<Key<SignalKey>> = keys.iter().copied().map(Key).collect();
            let query = cluster_edit_signals::table
                .filter(is_writable(cluster_edit_signals::authority_id, scope))
                .filter(cluster_edit_signals::edit_id.eq_any(edits.to_vec()))
                .filter(cluster_edit_signals::signal_id.eq_any(keys));
            diesel::delete(query).execute(conn)?;
        }
    }
    Ok(())
}

/// Pairs of signals of which a person said that they are not the same.
pub fn differences(
    conn: &mut Conn,
    scope: &Scope,
) -> QueryResult<Vec<(Key<SignalKey>, Key<SignalKey>)>> {
    signal_differences::table
        .filter(is_readable(signal_differences::authority_id, scope))
        .order((signal_differences::signal_id, signal_differences::other_id))
        .select((signal_differences::signal_id, signal_differences::other_id))
        .load(conn)
}

/// States in which a signal is somebody's own case, or another signal once more: it belongs to no cluster.
fn of_no_cluster() -> impl Iterator<Item = Stored<SignalState>> {
    let ended = [
        SignalState::Redirected,
        SignalState::NotStructural,
        SignalState::Duplicate,
    ];
    unreadable().chain(ended.map(Stored))
}

/// Signals that a run looks at, with their vectors of one model, in the order in which they came.
pub fn groupable_signals(
    conn: &mut Conn,
    scope: &Scope,
    model: &str,
    since: Day,
) -> QueryResult<Vec<GroupableRow>> {
    /// As the columns of three tables hold it.
    type Columns = (
        Key<SignalKey>,
        Key<SignalId>,
        Key<ProviderRef>,
        Option<String>,
        On,
        (Option<String>, Stored<Language>),
        Option<String>,
        Vec<u8>,
    );
    let rows: Vec<Columns> = signals::table
        .inner_join(
            signal_texts::table.on(signal_texts::authority_id
                .eq(signals::authority_id)
                .and(signal_texts::signal_id.eq(signals::id))),
        )
        .inner_join(
            signal_vectors::table.on(signal_vectors::authority_id
                .eq(signals::authority_id)
                .and(signal_vectors::signal_id.eq(signals::id))),
        )
        .filter(is_readable(signals::authority_id, scope))
        .filter(signals::received_on.ge(On(since)))
        .filter(signals::state.ne_all(of_no_cluster()))
        .filter(signal_vectors::model.eq(model))
        .order(signals::id)
        .select((
            signals::id,
            signals::public_id,
            signals::provider_ref,
            signals::sector,
            signals::received_on,
            (signals::language, signals::locale),
            signal_texts::text,
            signal_vectors::vector,
        ))
        .load(conn)?;
    let row =
        |(key, id, provider, sector, on, (language, locale), text, vector): Columns| GroupableRow {
            id: id.0,
            provider: provider.0,
            sector,
            received_on: on.0,
            text: TextRow {
                key: key.0,
                language: spoken(language.as_deref(), locale.0),
                text: text.unwrap_or_default(),
            },
            vector,
        };
    Ok(rows.into_iter().map(row).collect())
}

/// Adds a run.
pub fn insert_cluster_run(
    conn: &mut Conn,
    _scope: &Scope,
    record: &ClusterRunRecord,
) -> QueryResult<()> {
    diesel::insert_into(cluster_runs::table)
        .values(record)
        .execute(conn)?;
    Ok(())
}

/// The latest run.
pub fn last_cluster_run(conn: &mut Conn, scope: &Scope) -> QueryResult<Option<ClusterRunRecord>> {
    cluster_runs::table
        .filter(is_readable(cluster_runs::authority_id, scope))
        .order((cluster_runs::at.desc(), cluster_runs::id.desc()))
        .select(ClusterRunRecord::as_select())
        .first(conn)
        .optional()
}
