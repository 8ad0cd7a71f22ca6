//! The lead processor shows an issue to everybody, or takes it back (decisions.md 27).

use policy::{Permit, PublishIssue, Scope, UnpublishIssue};
use shared::id::{AuthorityId, IssueId};
use shared::issue::{IssueDetail, PublishedIssue};
use storage::records::IssueRecord;
use storage::{At, Tx};

use super::find::issue_in;
use super::neutral::neutral;
use super::step::save;
use super::view::{issue_detail, number};
use crate::{Refusal, Sources, Stop};

/// A phone keeps so many at most, to hold a text against them without network (ux.md §4.1).
const MOST_PUBLISHED: i64 = 200;

/// Everybody may read the issue from now on. Its words are looked at once more: they may be older than the detector.
pub fn publish_issue(
    tx: &mut Tx<'_>,
    permit: &Permit<PublishIssue>,
    sources: &Sources,
    issue: IssueId,
    expected: u64,
) -> Result<IssueDetail, Stop> {
    let mut record = issue_in(tx, permit, issue, expected)?;
    if !is_publishable(&record) || is_published(&record) {
        return Err(Refusal::WrongState.into());
    }
    neutral("/title", &record.title)?;
    neutral(
        "/description",
        record.description.as_deref().unwrap_or_default(),
    )?;
    record.published_at = Some(At(sources.now()));
    record.withdrawn_at = None;
    let record = save(tx, permit, sources, record)?;
    issue_detail(tx, permit, sources, record)
}

/// Nobody reads the issue any more but the staff. When it was published stays known.
pub fn unpublish_issue(
    tx: &mut Tx<'_>,
    permit: &Permit<UnpublishIssue>,
    sources: &Sources,
    issue: IssueId,
    expected: u64,
) -> Result<IssueDetail, Stop> {
    let mut record = issue_in(tx, permit, issue, expected)?;
    if !is_published(&record) {
        return Err(Refusal::WrongState.into());
    }
    record.withdrawn_at = Some(At(sources.now()));
    let record = save(tx, permit, sources, record)?;
    issue_detail(tx, permit, sources, record)
}

/// What an authority shows, the latest published first.
pub fn list_published_issues(
    tx: &mut Tx<'_>,
    sources: &Sources,
    authority: AuthorityId,
) -> Result<Vec<PublishedIssue>, Stop> {
    let records = tx.published_issues(&Scope::looking_up(authority), MOST_PUBLISHED)?;
    Ok(records
        .into_iter()
        .filter_map(|record| published(sources, record))
        .collect())
}

/// Whether everybody may read it now.
pub(crate) fn is_published(record: &IssueRecord) -> bool {
    record.published_at.is_some() && record.withdrawn_at.is_none() && record.merged_into.is_none()
}

/// Recognised, in neutral words, and standing on its own.
pub(super) fn is_publishable(record: &IssueRecord) -> bool {
    record.validated_at.is_some() && record.description.is_some() && record.merged_into.is_none()
}

fn published(sources: &Sources, record: IssueRecord) -> Option<PublishedIssue> {
    Some(PublishedIssue {
        id: record.public_id.0,
        number: number(record.number),
        published_on: sources.day_of(record.published_at?.0, record.authority_id.0),
        title: record.title,
        description: record.description?,
        state: record.state.0,
        themes: record.themes.0,
    })
}
