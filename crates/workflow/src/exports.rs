//! Everything of one authority, read in parts so that no transaction is long.

use policy::{GetIssue, GetSignal, ListIssues, ListSignals, Permit};
use shared::issue::{IssueDetail, IssueFilter};
use shared::signal::{SignalDetail, SignalFilter};
use storage::Tx;

use crate::{Sources, Stop, issues, signals};

/// How many things one part holds.
pub const PART: u32 = 100;

/// The next part of the signals, and where the one after begins.
pub fn signals(
    tx: &mut Tx<'_>,
    list: &Permit<ListSignals>,
    open: &Permit<GetSignal>,
    sources: &Sources,
    after: Option<&str>,
) -> Result<(Vec<SignalDetail>, Option<String>), Stop> {
    let page = signals::PageOf {
        after: after.and_then(signals::after),
        size: PART,
        count: false,
    };
    let sectors = signals::SharedSectors::new();
    let part = signals::list_signals(tx, list, sources, &sectors, &SignalFilter::default(), page)?;
    let details = part
        .items
        .iter()
        .map(|signal| signals::get_signal(tx, open, sources, signal.id));
    Ok((details.collect::<Result<_, _>>()?, part.next))
}

/// The next part of the issues, and where the one after begins.
pub fn issues(
    tx: &mut Tx<'_>,
    list: &Permit<ListIssues>,
    open: &Permit<GetIssue>,
    sources: &Sources,
    after: Option<&str>,
) -> Result<(Vec<IssueDetail>, Option<String>), Stop> {
    let page = issues::PageOf {
        after: after.and_then(issues::after),
        size: PART,
    };
    let part = issues::list_issues(tx, list, sources, &IssueFilter::default(), page)?;
    let details = part
        .items
        .iter()
        .map(|issue| issues::get_issue(tx, open, sources, issue.id));
    Ok((details.collect::<Result<_, _>>()?, part.next))
}
