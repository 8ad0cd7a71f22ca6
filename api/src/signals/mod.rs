//! Signals over HTTP, one operation a file.

mod answer_question;
mod ask_question;
mod cancel_question;
mod change_contact;
mod change_disclosure;
mod change_signals;
mod compare_signals;
mod end_signal;
mod enrich_signal;
mod follow_signals;
mod get_signal;
mod link_signal;
mod list_my_signals;
mod list_signal_ids;
mod list_signals;
mod list_similar_signals;
mod locate_signal;
mod recall_submission;
mod reconsider_signal;
mod redact_signal;
mod redirect_signal;
mod release_signal;
mod reveal_disclosure;
mod reveal_held_text;
mod submit_signal;
mod tag_signal;
mod unlink_signal;
mod withdraw_signal;

pub(crate) use list_signal_ids::FilterParams;

use actix_web::HttpRequest;
use shared::problem::{FieldError, Invalid};
use shared::signal::SignalDetail;
use shared::text::SignalText;
use workflow::{Refusal, Stop};

use crate::http::{ApiProblem, App, Versioned};
use crate::operations::Register;

pub(crate) fn operations(config: &mut impl Register) {
    config
        .service(answer_question::answer_question)
        .service(ask_question::ask_question)
        .service(cancel_question::cancel_question)
        .service(change_contact::change_contact)
        .service(change_disclosure::change_disclosure)
        .service(change_signals::change_signals)
        .service(compare_signals::compare_signals)
        .service(end_signal::end_signal)
        .service(enrich_signal::enrich_signal)
        .service(follow_signals::follow_signals)
        .service(get_signal::get_signal)
        .service(link_signal::link_signal)
        .service(list_my_signals::list_my_signals)
        .service(list_signal_ids::list_signal_ids)
        .service(list_signals::list_signals)
        .service(list_similar_signals::list_similar_signals)
        .service(recall_submission::recall_submission)
        .service(reconsider_signal::reconsider_signal)
        .service(redact_signal::redact_signal)
        .service(redirect_signal::redirect_signal)
        .service(release_signal::release_signal)
        .service(reveal_disclosure::reveal_disclosure)
        .service(reveal_held_text::reveal_held_text)
        .service(submit_signal::submit_signal)
        .service(tag_signal::tag_signal)
        .service(locate_signal::locate_signal)
        .service(unlink_signal::unlink_signal)
        .service(withdraw_signal::withdraw_signal);
}

/// A detail with its `ETag`.
fn versioned(detail: SignalDetail) -> Versioned<SignalDetail> {
    Versioned {
        version: detail.summary.version,
        body: detail,
    }
}

/// A text that replaces another one.
fn parse_text(typed: &str) -> Result<SignalText, Invalid> {
    let mut check = shared::draft::Check::default();
    let text = check.field("/text", SignalText::parse(typed));
    check.finish(text)
}

/// Pointers of a draft that stands below `/body`.
fn in_body(invalid: Invalid) -> Invalid {
    let below = |error: &FieldError| FieldError {
        pointer: format!("/body{}", error.pointer),
        ..error.clone()
    };
    let mut errors = invalid.errors().iter().map(below);
    match errors.next() {
        Some(first) => Invalid::new(first, errors.collect()),
        None => invalid,
    }
}

/// Counts wrong follow-up codes, so that guessing is slow (trust.md §5.2).
pub(crate) fn noting_misses<T>(
    app: &App,
    request: &HttpRequest,
    done: Result<T, Stop>,
) -> Result<T, ApiProblem> {
    if let Err(Stop::Refused(Refusal::ReceiptsUnknown { misses })) = &done {
        app.limits.note_receipt_misses(request, *misses);
    }
    Ok(done?)
}
