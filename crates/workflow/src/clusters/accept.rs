//! A cluster becomes an issue, or part of one.

use policy::{AcceptCluster, Permit};
use shared::cluster::{Accepted, ClusterStanding};
use shared::id::ClusterId;
use shared::issue::IssueDetail;
use shared::problem::Code;
use storage::Tx;

use super::find::{cluster_in, save};
use crate::issues::{insert, issue_detail};
use crate::signals::membership::attach;
use crate::{Refusal, Sources, Stop};

/// How many signals one request may move.
const MOST: usize = shared::issue::MAX_SIGNALS_PER_REQUEST;

/// Links every signal of the cluster that is not over; those that are proposed for it stay out. The cluster remembers its
/// issue. Answers the issue.
pub fn accept_cluster(
    tx: &mut Tx<'_>,
    permit: &Permit<AcceptCluster>,
    sources: &Sources,
    cluster: ClusterId,
    expected: u64,
    accepted: &Accepted,
) -> Result<IssueDetail, Stop> {
    let mut record = cluster_in(tx, permit, cluster, expected)?;
    let scope = permit.scope();
    let mut issue = match accepted {
        Accepted::New(title) => insert(tx, permit, sources, record.authority_id.0, title)?,
        Accepted::Into(id) => tx
            .issue(scope, *id)?
            .filter(|issue| issue.authority_id == record.authority_id)
            .ok_or_else(|| Refusal::field("/issue", Code::UnknownValue))?,
    };
    let rows = tx.cluster_members(scope, record.id.0)?.into_iter();
    let mut signals: Vec<_> = rows
        .filter(|(member, signal)| {
            member.status.0 == ClusterStanding::Member && !signal.state.0.is_ended()
        })
        .map(|(_, signal)| signal)
        .collect();
    signals.truncate(MOST);
    signals.reverse();
    if signals.is_empty() {
        return Err(Refusal::WrongState.into());
    }
    for signal in signals {
        attach(tx, permit, sources, signal, &mut issue)?;
    }
    record.issue_id = Some(issue.id);
    save(tx, permit, record)?;
    tx.touches("issue", issue.public_id.0);
    issue_detail(tx, permit, sources, issue)
}
