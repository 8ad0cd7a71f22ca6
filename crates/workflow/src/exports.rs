//! Everything of one authority, read in parts so that no transaction is long.

use policy::{ExportSignals, GetIssue, GetSignal, ListIssues, ListSignals, Permit};
use shared::id::SignalId;
use shared::issue::IssueDetail;
use shared::signal::{SignalDetail, SignalFilter};
use shared::signal_export::ExportedSignal;
use shared::time::Day;
use storage::Tx;

use crate::{PageOf, Sources, Stop, issues, signals};

/// How many things one part holds.
pub const PART: u32 = 50;

/// The next part of the signals, and where the one after begins.
pub fn signals(
    tx: &mut Tx<'_>,
    list: &Permit<ListSignals>,
    open: &Permit<GetSignal>,
    sources: &Sources,
    after: Option<&str>,
) -> Result<(Vec<SignalDetail>, Option<String>), Stop> {
    let page = PageOf {
        after: after.and_then(signals::after),
        size: PART,
    };
    let sectors = signals::SharedSectors::new();
    let part = signals::list_signals(
        tx,
        list,
        sources,
        &sectors,
        &SignalFilter::default(),
        page,
        false,
    )?;
    let details = part
        .items
        .iter()
        .map(|signal| signals::get_signal(tx, open, sources, signal.id));
    Ok((details.collect::<Result<_, _>>()?, part.next))
}

/// Signals without their words, and where the part after begins.
pub type PartOfSignals = (Vec<ExportedSignal>, Option<String>);

/// The next part of a list of signals.
pub fn list_of_signals(
    tx: &mut Tx<'_>,
    permit: &Permit<ExportSignals>,
    sources: &Sources,
    sectors: &signals::SharedSectors,
    filter: &SignalFilter,
    page: PageOf<(Day, SignalId)>,
) -> Result<PartOfSignals, Stop> {
    let part = signals::list_signals(tx, permit, sources, sectors, filter, page, false)?;
    let items = part.items.into_iter().map(ExportedSignal::from);
    Ok((items.collect(), part.next))
}

/// The next part of the issues, and where the one after begins. They come in the order in which they were made: what
/// somebody changes between two parts moves ahead in every other list, and would be missed or come twice.
pub fn issues(
    tx: &mut Tx<'_>,
    list: &Permit<ListIssues>,
    open: &Permit<GetIssue>,
    sources: &Sources,
    after: Option<&str>,
) -> Result<(Vec<IssueDetail>, Option<String>), Stop> {
    let after = after.and_then(|key| key.parse().ok());
    let records = tx.issues_after(list.scope(), after, i64::from(PART))?;
    let is_whole = u32::try_from(records.len()).is_ok_and(|read| read == PART);
    let last = records.last().filter(|_| is_whole);
    let next = last.map(|record| record.id.to_string());
    let details = records
        .iter()
        .map(|record| issues::get_issue(tx, open, sources, record.public_id.0));
    Ok((details.collect::<Result<_, _>>()?, next))
}
