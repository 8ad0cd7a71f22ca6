//! One issue is two: some of its signals become a new candidate.

use std::collections::BTreeSet;

use policy::{Permit, SplitIssue};
use shared::id::{IssueId, SignalId, SignalKey};
use shared::issue::IssueDetail;
use shared::lineage::LineageKind;
use shared::problem::Code;
use shared::text::Title;
use storage::Tx;

use super::create::{insert, signals_in};
use super::find::issue_in;
use super::merge::remember;
use super::moving;
use super::step::save;
use super::view::issue_detail;
use crate::{Refusal, Sources, Stop};

/// Splits signals off into a new issue, which has the themes of the old one. At least one moves and one stays.
pub fn split_issue(
    tx: &mut Tx<'_>,
    permit: &Permit<SplitIssue>,
    sources: &Sources,
    issue: IssueId,
    expected: u64,
    title: &Title,
    signals: &[SignalId],
) -> Result<IssueDetail, Stop> {
    let mut from = issue_in(tx, permit, issue, expected)?;
    if !from.state.takes_signals() {
        return Err(Refusal::WrongState.into());
    }
    let linked: BTreeSet<SignalKey> = moving::linked(tx, permit, &from)?.into_iter().collect();
    let moved = signals_in(tx, permit, signals)?;
    if moved.iter().any(|signal| !linked.contains(&signal.id.0)) {
        return Err(Refusal::field("/signals", Code::UnknownValue).into());
    }
    if moved.len() == linked.len() {
        return Err(Refusal::field("/signals", Code::OutOfRange).into());
    }
    let mut into = insert(tx, permit, sources, from.authority_id.0, title)?;
    into.themes = from.themes.clone();
    let keys: Vec<SignalKey> = moved.iter().map(|signal| signal.id.0).collect();
    let nothing = BTreeSet::new();
    remember(
        tx,
        permit,
        sources,
        LineageKind::Split,
        (&from, &into),
        &keys,
        &nothing,
    )?;
    for signal in moved {
        let signal = moving::put(tx, permit, sources, signal, &mut into)?;
        moving::take(tx, permit, sources, signal, &mut from, &into)?;
    }
    save(tx, permit, sources, from)?;
    let into = save(tx, permit, sources, into)?;
    issue_detail(tx, permit, sources, into)
}
