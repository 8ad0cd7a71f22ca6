//! Issues over HTTP, one operation a file.

mod analyse_issue;
mod approve_summary;
mod assign_owner;
mod close_issue;
mod create_issue;
mod decide_issue;
mod describe_issue;
mod discard_summary;
mod dismiss_issue;
mod draft_summary;
mod get_issue;
mod get_summary;
mod list_issues;
mod list_published_issues;
mod merge_issues;
mod park_issue;
mod prioritise_issue;
mod publish_issue;
mod recognise_issue;
mod reconsider_issue;
mod record_escalation_answer;
mod reopen_issue;
mod resolve_issue;
mod resume_issue;
mod send_escalation;
mod split_issue;
mod stall_issue;
mod start_issue;
mod undo_lineage;
mod unpark_issue;
mod unpublish_issue;
mod validate_issue;
mod withdraw_recognition;

use shared::issue::IssueDetail;

use crate::http::{Created, Versioned};
use crate::operations::Register;

pub(crate) fn operations(config: &mut impl Register) {
    config
        .service(analyse_issue::analyse_issue)
        .service(assign_owner::assign_owner)
        .service(close_issue::close_issue)
        .service(create_issue::create_issue)
        .service(decide_issue::decide_issue)
        .service(describe_issue::describe_issue)
        .service(dismiss_issue::dismiss_issue)
        .service(get_issue::get_issue)
        .service(get_summary::get_summary)
        .service(draft_summary::draft_summary)
        .service(approve_summary::approve_summary)
        .service(discard_summary::discard_summary)
        .service(list_issues::list_issues)
        .service(list_published_issues::list_published_issues)
        .service(merge_issues::merge_issues)
        .service(park_issue::park_issue)
        .service(prioritise_issue::prioritise_issue)
        .service(publish_issue::publish_issue)
        .service(recognise_issue::recognise_issue)
        .service(reconsider_issue::reconsider_issue)
        .service(record_escalation_answer::record_escalation_answer)
        .service(reopen_issue::reopen_issue)
        .service(resolve_issue::resolve_issue)
        .service(resume_issue::resume_issue)
        .service(send_escalation::send_escalation)
        .service(split_issue::split_issue)
        .service(stall_issue::stall_issue)
        .service(start_issue::start_issue)
        .service(undo_lineage::undo_lineage)
        .service(unpark_issue::unpark_issue)
        .service(unpublish_issue::unpublish_issue)
        .service(validate_issue::validate_issue)
        .service(withdraw_recognition::withdraw_recognition);
}

/// A detail with its `ETag`.
fn versioned(detail: IssueDetail) -> Versioned<IssueDetail> {
    Versioned {
        version: detail.summary.version,
        body: detail,
    }
}

/// An issue that was made, with where it stands.
fn created(detail: IssueDetail) -> Created<IssueDetail> {
    Created {
        href: detail.summary.href.clone(),
        version: Some(detail.summary.version),
        body: detail,
    }
}
