//! A processor words an issue: neutrally, so that it can be shown.

use policy::{DescribeIssue, Permit};
use shared::id::IssueId;
use shared::issue::{IssueDetail, NewWords};
use storage::{Json, Many, Stored, Tx};

use super::find::issue_in;
use super::kind::keep_shown;
use super::neutral::neutral;
use super::step::save;
use super::view::issue_detail;
use crate::{Refusal, Sources, Stop};

/// Changes what is given; the rest stays.
pub fn describe_issue(
    tx: &mut Tx<'_>,
    permit: &Permit<DescribeIssue>,
    sources: &Sources,
    issue: IssueId,
    expected: u64,
    words: &NewWords,
) -> Result<IssueDetail, Stop> {
    let mut record = issue_in(tx, permit, issue, expected)?;
    if !record.state.is_editable() {
        return Err(Refusal::WrongState.into());
    }
    if let Some(title) = &words.title {
        neutral("/title", title.reveal())?;
        title.reveal().clone_into(&mut record.title);
    }
    if let Some(description) = &words.description {
        neutral("/description", description.reveal())?;
        record.description = Some(description.reveal().to_owned());
    }
    if let Some(themes) = &words.themes {
        record.themes = Json(themes.clone());
    }
    if let Some(level) = &words.governance_level {
        record.governance_level = Some(level.to_string());
    }
    if let Some(criteria) = &words.criteria {
        let mut criteria = criteria.clone();
        criteria.sort_unstable();
        criteria.dedup();
        record.criteria = Many(criteria);
    }
    if let Some(kind) = words.kind {
        keep_shown(tx, permit.scope(), sources, &record)?;
        record.kind = Some(Stored(kind));
    }
    let record = save(tx, permit, sources, record)?;
    issue_detail(tx, permit, sources, record)
}
