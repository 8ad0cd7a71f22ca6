//! Signing in, which nobody must: then what somebody sends is found back on another device (ux.md F9).

use shared::draft::Check;
use shared::outbox::Outbox;
use shared::problem::{Code, Invalid};
use shared::text::Email;

use super::device::{self, KeptReceipt, Profile};
use super::form::Form;
use super::leaving::{Leaving, leaving};
use super::lost::lost_part;
use super::passkeys::{offer_part, passkeys_part, sign_in_part};
use super::prelude::*;
use super::route::Route;
use super::settings::empty_device;
use super::state::FieldState;
use super::view::{
    Kind, Line, Piece, Tone, button, button_link, error_summary, notice, page, piece, section,
    submit_button, text_field,
};
use crate::api::{ApiError, OpenedLink};
use crate::browser::clock;
use crate::browser::task::spawn;

/// Signing in and out, in the settings.
pub(super) fn account_part(field: FieldState) -> Piece {
    let asked = Live::new(false);
    let part = piece("div").class("stack").live(move || {
        if field.is_signed_in.get() {
            return vec![
                piece("p").words(t!(account.signed_in)),
                passkeys_part(field),
                sign_out(field),
                lost_part(field),
            ];
        }
        let mut parts = vec![
            piece("p").words(t!(account.why)),
            sign_in_part(field),
            ask(field, asked),
        ];
        if asked.get() {
            parts.push(piece("p").attr("role", "status").words(t!(account.asked)));
            parts.push(digits(field));
        }
        parts
    });
    section(t!(account.title)).with(part)
}

/// Asks for a link. The answer is the same whoever asks.
fn ask(field: FieldState, asked: Live<bool>) -> Piece {
    let (form, email, busy) = (Form::new(), Live::new(String::new()), Live::new(false));
    form.word("/email", Code::Required, t!(problem.invalidEmail));
    let line = Line {
        form,
        at: "/email",
        label: t!(profile.email),
        hint: t!(account.privacy),
        is_optional: false,
        kind: "email",
        autocomplete: "email",
        class: "control medium",
    };
    one_line(form, line, email, t!(account.ask), busy, move |typed| {
        let Some(email) = form.accept(parse_email(&typed)) else {
            return;
        };
        busy.set(true);
        spawn(async move {
            let language = crate::i18n::language();
            let answer = field
                .client()
                .ask_sign_in_link(email.reveal(), language)
                .await;
            busy.set(false);
            match answer {
                Ok(()) => asked.set(true),
                Err(error) => form.show(&error),
            }
        });
    })
}

fn parse_email(typed: &str) -> Result<Email, Invalid> {
    let mut check = Check::default();
    let email = check.field("/email", Email::parse(typed));
    check.finish(email)
}

/// For whoever opened the link on another device.
fn digits(field: FieldState) -> Piece {
    let (form, digits, busy) = (Form::new(), Live::new(String::new()), Live::new(false));
    form.word("/digits", Code::InvalidValue, t!(account.wrong));
    let line = Line {
        form,
        at: "/digits",
        label: t!(account.digits),
        hint: t!(account.digits_hint),
        is_optional: false,
        kind: "text",
        autocomplete: "one-time-code",
        class: "control medium code",
    };
    one_line(
        form,
        line,
        digits,
        t!(account.confirm),
        busy,
        move |typed| {
            busy.set(true);
            spawn(async move {
                let answer = field.client().confirm_sign_in(&typed).await;
                busy.set(false);
                match answer {
                    Ok(()) => signed_in(field),
                    Err(error) if is_unknown(&error) => {
                        form.accept::<()>(Err(Invalid::one("/digits", Code::InvalidValue)));
                    }
                    Err(error) => form.show(&error),
                }
            });
        },
    )
}

fn is_unknown(error: &ApiError) -> bool {
    matches!(error, ApiError::Refused(problem) if problem.code() == Some(Code::CodeUnknown))
}

fn one_line(
    form: Form,
    line: Line,
    value: Live<String>,
    act: &'static str,
    busy: Live<bool>,
    send: impl Fn(String) + 'static,
) -> Piece {
    piece("form")
        .attr("novalidate", "")
        .on("submit", move |event| {
            event.prevent_default();
            form.clear();
            send(value.get_untracked());
        })
        .with(error_summary(form))
        .with(text_field(line, value))
        .with(
            piece("div")
                .class("form-end")
                .with(submit_button(act, Kind::Plain, busy)),
        )
}

/// The link of a mail was opened: a button, since whoever scans mails opens links too.
pub(super) fn link_page(field: FieldState, token: String) -> Piece {
    let result: Live<Option<Result<String, ApiError>>> = Live::new(None);
    let press = move || {
        let token = token.clone();
        spawn(async move {
            match field.client().use_sign_in_link(&token).await {
                Ok(OpenedLink::SignedIn) => {
                    signed_in(field);
                    field.go_instead(Route::Settings);
                }
                Ok(OpenedLink::Digits(digits)) => result.set(Some(Ok(digits))),
                Err(error) => result.set(Some(Err(error))),
            }
        });
    };
    let act = button(t!(account.confirm), Kind::Primary, None, press);
    let said = piece("div")
        .attr("role", "status")
        .live(move || match result.get() {
            None => Vec::new(),
            Some(Ok(digits)) => vec![
                piece("p").words(t!(account.show)),
                piece("p").class("code").words(&digits),
                piece("p").words(t!(account.show_warn)),
            ],
            Some(Err(error)) => vec![notice(Tone::Warn, [piece("p").words(&error.text())])],
        });
    page(t!(account.link_title))
        .with(piece("p").words(t!(account.link_text)))
        .with(piece("p").with(act))
        .with(said)
}

/// The link of an invitation was opened: a button, for the same reason. Who is in is offered a passkey, and may leave it.
pub(super) fn invitation_page(field: FieldState, code: String) -> Piece {
    let result: Live<Option<Result<(), ApiError>>> = Live::new(None);
    let busy = Live::new(false);
    let part = piece("div").class("stack").live(move || {
        if let Some(Ok(())) = result.get() {
            return vec![
                piece("p").attr("role", "status").words(t!(account.joined)),
                offer_part(field),
                piece("p").with(button_link(
                    t!(account.start),
                    &Route::Submit.href(),
                    Kind::Primary,
                )),
            ];
        }
        let code = code.clone();
        let press = move || {
            if busy.get_untracked() {
                return;
            }
            busy.set(true);
            let code = code.clone();
            spawn(async move {
                let joined = field.client().join_as_provider(&code).await;
                busy.set(false);
                if joined.is_ok() {
                    signed_in(field);
                    field.link.update_untracked(|link| *link = None);
                }
                result.set(Some(joined));
            });
        };
        let act = button(t!(account.join), Kind::Primary, None, press);
        let mut parts = vec![
            piece("p").words(t!(account.join_text)),
            piece("p").with(act),
        ];
        if let Some(Err(error)) = result.get() {
            let said = notice(Tone::Warn, [piece("p").words(&error.text())]);
            parts.push(piece("div").attr("role", "status").with(said));
        }
        parts
    });
    page(t!(account.join_title)).with(part)
}

/// From now on what is sent here is sent with the account, until somebody chooses otherwise.
pub(super) fn signed_in(field: FieldState) {
    device::keep_signed_in(true);
    field.is_signed_in.set(true);
    if let Some(profile) = field.profile.get_untracked() {
        field.keep_profile(Profile {
            by_account: true,
            ..profile
        });
    }
    field.arrange(Outbox::signed_in);
    field.toaster.say(t!(account.signed_in));
}

/// Takes the signals of the account over to this device. A login that is over ends here too, and nothing is lost by it.
pub(super) async fn read_mine(field: FieldState) {
    match field.client().list_my_signals().await {
        Ok(timelines) => {
            for timeline in timelines.iter().rev() {
                let Some(receipt) = timeline.receipt.as_deref() else {
                    continue;
                };
                if field.receipt_of(timeline.id).is_none() {
                    field.keep_receipt(KeptReceipt {
                        by_account: true,
                        ..KeptReceipt::of_timeline(timeline, receipt, clock::today())
                    });
                } else {
                    field.update_receipt(timeline.id, |kept| kept.by_account = true);
                }
            }
        }
        Err(ApiError::Refused(problem)) if problem.status == 401 => {
            device::keep_signed_in(false);
            field.is_signed_in.set(false);
        }
        Err(_) => {}
    }
}

/// Signing out empties the device, so it asks first; what was not sent goes first, or goes.
fn sign_out(field: FieldState) -> Piece {
    let open = Live::new(false);
    let end = move || {
        spawn(async move {
            match field.client().end_provider_login().await {
                Ok(()) => empty_device(field, t!(account.signed_out)),
                Err(error) => field.toaster.say(error.text()),
            }
        });
    };
    let words = Leaving {
        title: t!(account.sign_out),
        act: t!(outbox.erase),
        hint: t!(account.out_hint),
    };
    let dialog = leaving(field, open, words, end);
    let ask = button(t!(account.sign_out), Kind::Quiet, None, move || {
        open.set(true);
    });
    piece("p").with(ask).with(dialog)
}
