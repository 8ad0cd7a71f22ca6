//! F9: how often a mail comes. Chosen with the address, in the settings, and by the link at the end of each mail.

use shared::codes::{ClosedList, MailPace};
use shared::problem::Code;
use shared::timeline::MAX_RECEIPTS;

use super::device::Profile;
use super::form::Form;
use super::prelude::*;
use super::state::FieldState;
use super::view::{Kind, Piece, Tone, button, choice_set, notice, page, piece};
use crate::api::{Answer, ApiError};
use crate::browser::task::spawn;

/// The three ways, with their words.
fn ways() -> [(MailPace, &'static str); 3] {
    [
        (MailPace::AtOnce, t!(mail_pace.at_once)),
        (MailPace::Weekly, t!(mail_pace.weekly)),
        (MailPace::Never, t!(mail_pace.never)),
    ]
}

/// The question below an address.
pub(super) fn pace_choice(form: Form, chosen: Live<Vec<String>>) -> Piece {
    let choices = ways().map(|(pace, words)| (pace.code().to_owned(), words.to_owned()));
    choice_set(
        form,
        "/contact/pace",
        t!(mail_pace.title),
        choices.to_vec(),
        false,
        chosen,
    )
}

/// What was chosen in the settings counts for the signals that were sent from here as well. Those without an address stay
/// without.
pub(super) fn tell(field: FieldState, before: &Profile, now: &Profile) {
    if now.email.is_empty() || before.pace == now.pace {
        return;
    }
    let (authority, pace) = (
        field.authority.get_untracked(),
        now.pace.unwrap_or(MailPace::AtOnce),
    );
    let receipts: Vec<String> = field.receipts.with_untracked(|receipts| {
        let own = receipts.iter().filter(|kept| kept.authority == authority);
        own.map(|kept| kept.receipt.clone()).collect()
    });
    spawn(async move {
        if send(field, &authority, &receipts, pace).await.is_err() {
            field.toaster.say(t!(mail_pace.failed));
        }
    });
}

async fn send(
    field: FieldState,
    authority: &str,
    receipts: &[String],
    pace: MailPace,
) -> Answer<()> {
    let client = field.client_of(authority);
    for some in receipts.chunks(MAX_RECEIPTS) {
        match client.change_mail_pace(some.to_vec(), pace).await {
            // All of them unknown: erased since, so no mail comes anyway.
            Err(error) if error.code() != Some(Code::ReceiptUnknown) => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

/// The link of a mail was opened: buttons, since whoever scans mails opens links too.
pub(super) fn pace_page(field: FieldState, token: &str) -> Piece {
    let result: Live<Option<Result<MailPace, ApiError>>> = Live::new(None);
    let choose = |(pace, words): (MailPace, &'static str)| {
        let token = token.to_owned();
        let press = move || {
            let token = token.clone();
            spawn(async move {
                let done = field.client().choose_mail_pace(&token, pace).await;
                result.set(Some(done.map(|()| pace)));
            });
        };
        piece("p").with(button(words, Kind::Plain, None, press))
    };
    let said = piece("div")
        .attr("role", "status")
        .live(move || match result.get() {
            None => Vec::new(),
            Some(Ok(pace)) => {
                let words = match pace {
                    MailPace::AtOnce => t!(mail_pace.done_at_once),
                    MailPace::Weekly => t!(mail_pace.done_weekly),
                    MailPace::Never => t!(mail_pace.done_never),
                };
                vec![notice(Tone::Info, [piece("p").words(words)])]
            }
            Some(Err(error)) => vec![notice(Tone::Warn, [piece("p").words(&error.text())])],
        });
    page(t!(mail_pace.title))
        .with(piece("p").words(t!(mail_pace.text)))
        .with_all(ways().map(choose))
        .with(said)
}
