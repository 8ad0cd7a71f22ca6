//! An issue waits until a day, and comes back: by hand, or by itself on that day.

use policy::{Operation, ParkIssue, Permit, RunJob, UnparkIssue};
use shared::codes::{ClosedList, ParkReason};
use shared::id::{IssueId, JobId};
use shared::issue::IssueDetail;
use shared::life_cycle::{IssueEvent, IssueState};
use shared::text::Note;
use shared::time::Day;
use storage::records::{IssueRecord, JobRecord};
use storage::{At, On, Tx};

use super::facts::Facts;
use super::find::issue_in;
use super::neutral::neutral;
use super::step::{Step, take_step};
use super::view::issue_detail;
use crate::{Sources, Stop};

/// The job that brings it back.
pub(crate) const UNPARK: &str = "unpark";

/// Parks the issue until its review day.
pub fn park_issue(
    tx: &mut Tx<'_>,
    permit: &Permit<ParkIssue>,
    sources: &Sources,
    issue: IssueId,
    expected: u64,
    park: (ParkReason, Option<&Note>, Day),
) -> Result<IssueDetail, Stop> {
    let (reason, note, review_on) = park;
    let note = note.map(Note::reveal);
    if let Some(note) = note {
        neutral("/note", note)?;
    }
    let mut record = issue_in(tx, permit, issue, expected)?;
    let facts = Facts::load(tx, permit.scope(), sources, &record)?;
    record.parked_from = Some(record.state);
    record.review_on = Some(On(review_on));
    let step = Step::because(IssueEvent::Park, reason.code(), note);
    let record = take_step(tx, permit, sources, &facts, record, step)?;
    queue_return(tx, sources, &record, review_on)?;
    issue_detail(tx, permit, sources, record)
}

/// Brings the issue back by hand.
pub fn unpark_issue(
    tx: &mut Tx<'_>,
    permit: &Permit<UnparkIssue>,
    sources: &Sources,
    issue: IssueId,
    expected: u64,
) -> Result<IssueDetail, Stop> {
    let mut record = issue_in(tx, permit, issue, expected)?;
    // It is in somebody's hands: nothing has to remind of it.
    record.review_on = None;
    let record = come_back(tx, permit, sources, record)?;
    issue_detail(tx, permit, sources, record)
}

/// Brings the issue back on its day. Done already, parked again until later, or gone: nothing happens.
pub fn return_parked(
    tx: &mut Tx<'_>,
    permit: &Permit<RunJob>,
    sources: &Sources,
    issue: IssueId,
) -> Result<(), Stop> {
    let Some(record) = tx.issue(permit.scope(), issue)? else {
        return Ok(());
    };
    let today = sources.today(record.authority_id.0);
    let is_due = record.review_on.is_some_and(|on| on.0 <= today);
    if record.state.0 == IssueState::Parked && is_due {
        // The day stays on the row: it tells that this one came back for a review.
        come_back(tx, permit, sources, record)?;
    }
    Ok(())
}

fn come_back<A: Operation>(
    tx: &mut Tx<'_>,
    permit: &Permit<A>,
    sources: &Sources,
    record: IssueRecord,
) -> Result<IssueRecord, Stop> {
    let facts = Facts::load(tx, permit.scope(), sources, &record)?;
    take_step(
        tx,
        permit,
        sources,
        &facts,
        record,
        Step::plain(IssueEvent::Unpark),
    )
}

fn queue_return(
    tx: &mut Tx<'_>,
    sources: &Sources,
    record: &IssueRecord,
    review_on: Day,
) -> Result<(), Stop> {
    let authority = record.authority_id.0;
    let id = JobId::new(sources.ids.key());
    let payload = serde_json::json!({ "issue": record.public_id.0 });
    let now = At(sources.now());
    let job = JobRecord {
        run_at: At(sources.start_of(review_on, authority)),
        ..JobRecord::queued(id, Some(authority), UNPARK, payload, now)
    };
    Ok(tx.insert_job(&job)?)
}
