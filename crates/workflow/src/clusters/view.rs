//! What a processor sees of a cluster.

use std::collections::BTreeMap;

use policy::{GetCluster, Operation, Permit};
use shared::cluster::{ClusterDetail, ClusterIssue, ClusterMember, ClusterSummary};
use shared::id::{ClusterId, SignalKey};
use shared::signal::IssueLink;
use storage::records::{ClusterRecord, SignalRecord};
use storage::{KEYS_AT_A_TIME, Tx};

use crate::issues::link;
use crate::signals::{own_sector_if_shared, summaries};
use crate::{Refusal, Sources, Stop};

/// How many signals of a cluster are shown.
const MOST_MEMBERS: usize = 500;

/// One cluster with its signals.
pub fn get_cluster(
    tx: &mut Tx<'_>,
    permit: &Permit<GetCluster>,
    sources: &Sources,
    cluster: ClusterId,
) -> Result<ClusterDetail, Stop> {
    let record = tx
        .cluster(permit.scope(), cluster)?
        .ok_or(Refusal::NotFound)?;
    cluster_detail(tx, permit, sources, record)
}

/// A cluster that was just loaded or changed.
pub(super) fn cluster_detail<A: Operation>(
    tx: &mut Tx<'_>,
    permit: &Permit<A>,
    sources: &Sources,
    record: ClusterRecord,
) -> Result<ClusterDetail, Stop> {
    let scope = permit.scope();
    let mut rows = tx.cluster_members(scope, record.id.0)?;
    rows.truncate(MOST_MEMBERS);
    let keys: Vec<SignalKey> = rows.iter().map(|(_, signal)| signal.id.0).collect();
    let mut texts: BTreeMap<SignalKey, String> = BTreeMap::new();
    for keys in keys.chunks(KEYS_AT_A_TIME) {
        let found = tx.signal_texts(scope, keys)?.into_iter();
        texts.extend(found.filter_map(|row| Some((row.signal_id.0, row.text?))));
    }
    let mut sectors = crate::signals::SharedSectors::default();
    for sector in one_of_each_sector(&rows.iter().map(|(_, signal)| signal).collect::<Vec<_>>()) {
        sectors.extend(own_sector_if_shared(tx, scope, sector)?);
    }
    let (members, signals): (Vec<_>, Vec<_>) = rows.into_iter().unzip();
    let with_texts = signals
        .into_iter()
        .map(|signal| {
            let text = texts.remove(&signal.id.0);
            (signal, text)
        })
        .collect();
    let signals = summaries(tx, scope, sources, &sectors, with_texts)?;
    let mut issues: BTreeMap<String, ClusterIssue> = BTreeMap::new();
    for link in signals.iter().flat_map(|signal| &signal.issues) {
        let issue = issues.entry(link.number.clone()).or_insert(ClusterIssue {
            issue: link.clone(),
            signals: 0,
        });
        issue.signals += 1;
    }
    let mut issues: Vec<ClusterIssue> = issues.into_values().collect();
    issues.sort_by_key(|issue| std::cmp::Reverse(issue.signals));
    let members = members
        .into_iter()
        .zip(signals)
        .map(|(member, signal)| ClusterMember {
            signal,
            standing: member.status.0,
            fit: u8::try_from(member.fit).unwrap_or_default(),
            part: u32::try_from(member.part).unwrap_or_default(),
        })
        .collect();
    let own_issue = issue_of(tx, permit, &record)?;
    Ok(ClusterDetail {
        members,
        issues,
        split_from: record.split_from.map(|id| id.0),
        merged_into: record.merged_into.map(|id| id.0),
        gone: record.gone_at.is_some(),
        summary: summary(sources, record, own_issue),
    })
}

/// A cluster in a list.
pub(super) fn summary(
    sources: &Sources,
    record: ClusterRecord,
    issue: Option<IssueLink>,
) -> ClusterSummary {
    let authority = record.authority_id.0;
    ClusterSummary {
        href: format!("/api/v1/clusters/{}", record.id.0),
        id: record.id.0,
        authority: sources.slug(authority),
        name: record.name,
        words: record.words.0,
        locked: record.locked_at.is_some(),
        issue,
        model: record.model,
        since: sources.day_of(record.born_at.0, authority),
        facts: record.facts.0,
        version: u64::try_from(record.version).unwrap_or_default(),
    }
}

/// The issue that was made of a cluster.
pub(super) fn issue_of<A: Operation>(
    tx: &mut Tx<'_>,
    permit: &Permit<A>,
    record: &ClusterRecord,
) -> Result<Option<IssueLink>, Stop> {
    let Some(key) = record.issue_id else {
        return Ok(None);
    };
    let issue = tx.issue_by_key(permit.scope(), key.0)?;
    Ok(issue.as_ref().map(link))
}

fn one_of_each_sector<'a>(signals: &[&'a SignalRecord]) -> Vec<&'a SignalRecord> {
    let mut one_of_each: BTreeMap<&str, &SignalRecord> = BTreeMap::new();
    for signal in signals {
        if let Some(sector) = signal.sector.as_deref() {
            one_of_each.entry(sector).or_insert(signal);
        }
    }
    one_of_each.into_values().collect()
}
