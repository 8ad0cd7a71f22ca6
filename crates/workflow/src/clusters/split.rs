//! One cluster is two.

use std::collections::BTreeSet;

use analysis::clusters::{FEWEST_PROVIDERS, FEWEST_SIGNALS, labels, typical};
use policy::{Operation, Permit, SplitCluster};
use shared::cluster::{ClusterDetail, ClusterEditKind, ClusterFacts};
use shared::id::{ClusterId, SignalId, SignalKey};
use shared::problem::Code;
use storage::records::ClusterRecord;
use storage::{At, Json, Key, Tx};

use super::find::{cluster_in, no_longer_together, remember, save, signals_in};
use super::material::place_names;
use super::members::{members_of, parted, standing_in};
use super::recount::recount;
use super::view::cluster_detail;
use crate::analysis::{texts_with_vectors, vectors_of};
use crate::{Refusal, Sources, Stop};

/// Words of a label.
pub const WORDS: usize = 4;
/// Typical signals of a cluster.
pub const QUOTES: usize = 4;

/// Signals leave for a cluster of their own, which never goes back by itself. It is locked: a run would put what has little in
/// common with something else, and a person made it. Both must have enough signals of enough providers. Answers the new one.
pub fn split_cluster(
    tx: &mut Tx<'_>,
    permit: &Permit<SplitCluster>,
    sources: &Sources,
    cluster: ClusterId,
    expected: u64,
    signals: &[SignalId],
) -> Result<ClusterDetail, Stop> {
    let mut from = cluster_in(tx, permit, cluster, expected)?;
    let signals = signals_in(tx, permit, &from, signals)?;
    let (inside, _) = standing_in(tx, permit, &from)?;
    let (leaving, staying) = parted(&signals, &inside.iter().copied().collect(), inside)?;
    let scope = permit.scope();
    let mut into = ClusterRecord {
        id: Key(ClusterId::new(sources.ids.public())),
        name: None,
        locked_at: Some(At(sources.now())),
        words: Json(Vec::new()),
        facts: Json(ClusterFacts {
            coherence: from.facts.0.coherence,
            region: from.facts.0.region,
            ..ClusterFacts::default()
        }),
        born_at: At(sources.now()),
        split_from: Some(from.id),
        gone_at: None,
        merged_into: None,
        issue_id: None,
        version: 1,
        ..from.clone()
    };
    tx.insert_cluster(scope, &into)?;
    no_longer_together(tx, permit, &leaving)?;
    let (together, apart) = (ClusterEditKind::Together, ClusterEditKind::Apart);
    remember(tx, permit, sources, &into, together, &[&leaving])?;
    remember(tx, permit, sources, &into, apart, &[&leaving, &staying])?;
    tx.put_cluster_members(scope, &members_of(&into, &leaving))?;
    let both = [(&mut from, &staying[..]), (&mut into, &leaving[..])];
    describe(tx, permit, sources, both)?;
    for record in [&mut from, &mut into] {
        recount(tx, permit, sources, record)?;
        let facts = &record.facts.0;
        let enough = |count: u32, fewest| usize::try_from(count).is_ok_and(|it| it >= fewest);
        if !enough(facts.signals, FEWEST_SIGNALS) || !enough(facts.providers, FEWEST_PROVIDERS) {
            return Err(Refusal::field("/signals", Code::OutOfRange).into());
        }
    }
    save(tx, permit, from)?;
    let into = save(tx, permit, into)?;
    tx.touches("cluster", into.id.0);
    cluster_detail(tx, permit, sources, into)
}

/// What tells the two apart, in words, and the typical signals of each.
fn describe<A: Operation>(
    tx: &mut Tx<'_>,
    permit: &Permit<A>,
    sources: &Sources,
    [one, other]: [(&mut ClusterRecord, &[SignalKey]); 2],
) -> Result<(), Stop> {
    let left_out: BTreeSet<String> = place_names(sources, one.0.authority_id.0);
    let mut rows = texts_with_vectors(tx, permit.scope(), &one.0.model, one.1)?;
    let of_one = rows.len();
    rows.extend(texts_with_vectors(
        tx,
        permit.scope(),
        &one.0.model,
        other.1,
    )?);
    let texts: Vec<_> = rows
        .iter()
        .map(|(row, _)| (row.text.as_str(), row.language))
        .collect();
    let groups: Vec<Option<usize>> = (0..rows.len())
        .map(|place| Some(usize::from(place >= of_one)))
        .collect();
    let mut words = labels(&texts, &groups, &left_out, WORDS).into_iter();
    let (rows_of_one, rows_of_other) = rows.split_at(of_one);
    for (record, rows) in [(one.0, rows_of_one), (other.0, rows_of_other)] {
        record.words = Json(words.next().unwrap_or_default());
        let vectors = vectors_of(rows);
        let slices: Vec<&[f32]> = vectors.iter().map(Vec::as_slice).collect();
        let (chosen, _) = typical(&slices, QUOTES);
        let keys: Vec<SignalKey> = chosen
            .into_iter()
            .filter_map(|place| rows.get(place).map(|(row, _)| row.key))
            .collect();
        let signals = tx.signals_by_keys(permit.scope(), &keys)?;
        record.facts.0.typical = keys
            .iter()
            .filter_map(|key| signals.iter().find(|signal| signal.id.0 == *key))
            .map(|signal| signal.public_id.0)
            .collect();
    }
    Ok(())
}
