//! What a run works on: signals with their vectors, yesterday's clusters, and what people decided.

use std::collections::BTreeSet;

use chrono::Months;
use policy::{Permit, RunJob};
use shared::id::{AuthorityId, SignalKey};
use shared::time::Day;
use storage::records::{ClusterMemberRecord, ClusterRecord};
use storage::tx::query_types::{ClusterEditRow, GroupableRow};
use storage::{Key, Tx};

use crate::analysis::backlog;
use crate::{Sources, Stop};

/// What is older tells of another time (as the term in which new signals reopen an issue).
const LOOKS_BACK: Months = Months::new(24);
/// More clusters than anybody looks through.
pub(super) const MOST_CLUSTERS: i64 = 10_000;

/// What a run works on.
pub struct Material {
    /// Signals, in the order in which they came.
    pub rows: Vec<GroupableRow>,
    /// Yesterday's clusters.
    pub clusters: Vec<ClusterRecord>,
    /// Who was in them.
    pub members: Vec<ClusterMemberRecord>,
    /// At which resolution the last run found groups, in thousandths.
    pub resolution: Option<i32>,
    /// What people decided.
    pub edits: Vec<ClusterEditRow>,
    /// Pairs that are not the same.
    pub differences: Vec<(Key<SignalKey>, Key<SignalKey>)>,
    /// Folded names of places, which label nothing.
    pub places: BTreeSet<String>,
    /// Today.
    pub today: Day,
    /// Signals that wait for a model: a run without them would be out of date at once.
    pub waiting: i64,
}

/// What people may change while a run works; when it is another one afterwards, the run works again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// How many signals decisions are about, and the latest decision.
    edits: (usize, Option<Key<uuid::Uuid>>),
    locked: Vec<(Key<shared::id::ClusterId>, bool, bool)>,
    differences: usize,
}

impl Material {
    /// As it was read.
    pub fn mark(&self) -> Mark {
        mark(&self.clusters, &self.edits, self.differences.len())
    }
}

fn mark(clusters: &[ClusterRecord], edits: &[ClusterEditRow], differences: usize) -> Mark {
    let mut locked: Vec<_> = clusters
        .iter()
        .map(|cluster| {
            (
                cluster.id,
                cluster.locked_at.is_some(),
                cluster.gone_at.is_some(),
            )
        })
        .collect();
    locked.sort_unstable();
    Mark {
        edits: (edits.len(), edits.last().map(|(edit, ..)| *edit)),
        locked,
        differences,
    }
}

/// As it is now, with these clusters.
pub(super) fn mark_now(
    tx: &mut Tx<'_>,
    permit: &Permit<RunJob>,
    clusters: &[ClusterRecord],
) -> Result<Mark, Stop> {
    let scope = permit.scope();
    let edits = tx.cluster_edits(scope)?;
    let differences = tx.differences(scope)?.len();
    Ok(mark(clusters, &edits, differences))
}

/// Reads it.
pub fn material(
    tx: &mut Tx<'_>,
    permit: &Permit<RunJob>,
    sources: &Sources,
    authority: AuthorityId,
    model: &str,
) -> Result<Material, Stop> {
    let scope = permit.scope();
    let today = sources.today(authority);
    let since = today.date().checked_sub_months(LOOKS_BACK);
    Ok(Material {
        rows: tx.groupable_signals(scope, model, since.map_or(today, Day::new))?,
        clusters: tx.clusters(scope, MOST_CLUSTERS)?,
        members: tx.clustered(scope)?,
        resolution: tx.last_cluster_run(scope)?.map(|run| run.resolution),
        edits: tx.cluster_edits(scope)?,
        differences: tx.differences(scope)?,
        places: place_names(sources, authority),
        today,
        waiting: backlog(tx, scope, Some(model))?.waiting,
    })
}

/// Folded words of the names of an authority and its places.
pub(super) fn place_names(sources: &Sources, authority: AuthorityId) -> BTreeSet<String> {
    let Some(authority) = sources.directory.by_id(authority) else {
        return BTreeSet::new();
    };
    let names = authority.places.iter().chain([&authority.name]);
    names
        .flat_map(|name| {
            text::words(name)
                .map(|word| text::fold(word.written))
                .collect::<Vec<_>>()
        })
        .collect()
}
