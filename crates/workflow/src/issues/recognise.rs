//! An organisation says that it sees an issue too, or takes that back.

use policy::{Permit, RecogniseIssue, WithdrawRecognition};
use shared::id::{IssueId, OrganisationId};
use shared::issue::IssueDetail;
use shared::text::Note;
use storage::records::RecognitionRecord;
use storage::{At, Key, Tx};

use super::find::{issue_in, organisation_in};
use super::neutral::neutral;
use super::step::save;
use super::view::issue_detail;
use crate::{Refusal, Sources, Stop};

/// Records that an organisation recognises the issue. A second time changes the comment only.
pub fn recognise_issue(
    tx: &mut Tx<'_>,
    permit: &Permit<RecogniseIssue>,
    sources: &Sources,
    issue: IssueId,
    expected: u64,
    organisation: OrganisationId,
    comment: Option<&Note>,
) -> Result<IssueDetail, Stop> {
    let record = issue_in(tx, permit, issue, expected)?;
    if !record.state.is_editable() {
        return Err(Refusal::WrongState.into());
    }
    organisation_in(tx, permit, ("/organisation", organisation), ("", None))?;
    if let Some(comment) = comment {
        neutral("/comment", comment.reveal())?;
    }
    let recognition = RecognitionRecord {
        authority_id: record.authority_id,
        issue_id: record.id,
        organisation_id: Key(organisation),
        at: At(sources.now()),
        membership_id: permit
            .seat(record.authority_id.0)
            .map(|(member, _)| Key(member)),
        comment: comment.map(|comment| comment.reveal().to_owned()),
    };
    tx.put_recognition(permit.scope(), &recognition)?;
    let record = save(tx, permit, sources, record)?;
    issue_detail(tx, permit, sources, record)
}

/// Takes a recognition back. One that is not there is gone already.
pub fn withdraw_recognition(
    tx: &mut Tx<'_>,
    permit: &Permit<WithdrawRecognition>,
    sources: &Sources,
    issue: IssueId,
    expected: u64,
    organisation: OrganisationId,
) -> Result<IssueDetail, Stop> {
    let record = issue_in(tx, permit, issue, expected)?;
    if !record.state.is_editable() {
        return Err(Refusal::WrongState.into());
    }
    let record = if tx.delete_recognition(permit.scope(), record.id.0, organisation)? {
        save(tx, permit, sources, record)?
    } else {
        record
    };
    issue_detail(tx, permit, sources, record)
}
