//! F9: signing in with what unlocks this device, which nobody must either (docs/adr/0013). What goes wrong is said in a
//! sentence beside the button, and costs nothing but another press.

use std::future::Future;

use shared::passkey::{MAX_PASSKEYS, Passkey};
use shared::problem::Code;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::account::signed_in;
use super::prelude::*;
use super::state::FieldState;
use super::view::{Kind, Piece, Tone, button, dialog, notice, piece};
use crate::api::ApiError;
use crate::browser::dom;
use crate::browser::passkey::{self, Failure};
use crate::browser::task::spawn;
use crate::i18n;
use crate::parts::icon;

/// What went wrong, in words; none while nothing did.
type Trouble = Live<Option<String>>;

/// Signing in by a passkey, for who is not signed in.
pub(super) fn sign_in_part(field: FieldState) -> Piece {
    if !passkey::is_possible() {
        return piece("p").class("field__hint").words(t!(passkey.absent));
    }
    let trouble: Trouble = Live::new(None);
    let act = action(t!(passkey.sign_in), Kind::Primary, trouble, move || {
        sign_in(field)
    });
    piece("div")
        .class("stack")
        .with(piece("p").with(act))
        .with(said(trouble))
}

async fn sign_in(field: FieldState) -> Result<(), String> {
    let question = field.client().ask_passkey().await;
    let question = question.map_err(|error| error.text())?;
    let signed = passkey::sign(&question).await.map_err(words)?;
    let used = field.client().use_passkey(&signed).await;
    used.map_err(|error| words_of(&error, t!(passkey.unknown)))?;
    signed_in(field);
    Ok(())
}

/// The passkeys of who is signed in: adding one, and removing one.
pub(super) fn passkeys_part(field: FieldState) -> Piece {
    let title = piece("h3").words(t!(passkey.title));
    let part = piece("div").class("stack").with(title);
    if !passkey::is_possible() {
        return part.with(piece("p").class("field__hint").words(t!(passkey.absent)));
    }
    let kept: Live<Vec<Passkey>> = Live::new(Vec::new());
    let trouble: Trouble = Live::new(None);
    spawn(read(field, kept, trouble));
    let list = piece("div").attr("tabindex", "-1");
    let focus: HtmlElement = list.element().clone().unchecked_into();
    let list = list.live(move || {
        let focus = focus.clone();
        let line = |one| piece("li").with(line(field, one, kept, trouble, focus.clone()));
        let lines: Vec<Piece> = kept.get().into_iter().map(line).collect();
        if lines.is_empty() {
            return Vec::new();
        }
        vec![piece("ul").class("cards").with_all(lines)]
    });
    let is_full = move || kept.with(|kept| kept.len() >= MAX_PASSKEYS);
    let add = add_button(field, trouble, move || {
        field.toaster.say(t!(passkey.added));
        spawn(read(field, kept, trouble));
    });
    let add = add.live_attr("hidden", move || is_full().then(String::new));
    part.with(piece("p").words(t!(passkey.why)))
        .with(list)
        .with(piece("p").with(add))
        .with(said(trouble))
}

/// Offers a passkey to somebody who just came in; nothing depends on it.
pub(super) fn offer_part(field: FieldState) -> Piece {
    let (trouble, is_done): (Trouble, _) = (Live::new(None), Live::new(false));
    let part = piece("div").class("stack").live(move || {
        if is_done.get() {
            return vec![piece("p").attr("role", "status").words(t!(passkey.added))];
        }
        let add = add_button(field, trouble, move || is_done.set(true));
        vec![
            piece("p").words(t!(passkey.why)),
            piece("p").with(add),
            said(trouble),
        ]
    });
    if passkey::is_possible() {
        part
    } else {
        piece("p").class("field__hint").words(t!(passkey.absent))
    }
}

async fn read(field: FieldState, kept: Live<Vec<Passkey>>, trouble: Trouble) {
    match field.client().list_my_passkeys().await {
        Ok(passkeys) => kept.set(passkeys),
        Err(error) => trouble.set(Some(error.text())),
    }
}

fn add_button(field: FieldState, trouble: Trouble, done: impl Fn() + Clone + 'static) -> Piece {
    action(t!(passkey.add), Kind::Plain, trouble, move || {
        let done = done.clone();
        async move {
            add(field).await?;
            done();
            Ok(())
        }
    })
}

async fn add(field: FieldState) -> Result<(), String> {
    let offer = field.client().begin_passkey().await;
    let offer = offer.map_err(|error| error.text())?;
    let made = passkey::make(&offer).await.map_err(words)?;
    let name = match passkey::device() {
        "" => t!(passkey.device),
        device => device,
    };
    let added = field.client().add_passkey(name, &made).await;
    added.map_err(|error| words_of(&error, t!(passkey.expired)))
}

/// One passkey: the device, the days, and the way out, which asks first.
fn line(
    field: FieldState,
    one: Passkey,
    kept: Live<Vec<Passkey>>,
    trouble: Trouble,
    focus: HtmlElement,
) -> Piece {
    let open = Live::new(false);
    let days = match one.last_used_on {
        Some(used) => t!(
            passkey.used,
            date = i18n::day(one.created_on),
            used = i18n::day(used)
        ),
        None => t!(passkey.made, date = i18n::day(one.created_on)),
    };
    let name = one.name.clone();
    let remove = move || {
        open.set(false);
        // The button that has the focus goes away with its line.
        dom::focus(&focus);
        let one = one.clone();
        spawn(async move {
            match field.client().remove_passkey(&one).await {
                Ok(()) => {
                    kept.update(|kept| kept.retain(|other| other.id != one.id));
                    field.toaster.say(t!(passkey.removed));
                }
                Err(error) => trouble.set(Some(error.text())),
            }
        });
    };
    let label = t!(passkey.remove, name = &name);
    let ask = button(t!(passkey.remove_short), Kind::Quiet, None, move || {
        open.set(true);
    });
    let ask = ask.attr("aria-label", &label);
    let sure = dialog(
        open,
        &label,
        || t!(passkey.remove_hint).to_owned(),
        t!(passkey.remove_short),
        remove,
    );
    piece("div")
        .class("passkey")
        .with(piece("p").with(piece("strong").words(&name)))
        .with(piece("p").class("field__hint").words(&days))
        .with(piece("p").with(ask))
        .with(sure)
}

/// A button that does one thing at a time and says what went wrong.
fn action<W>(
    label: &'static str,
    kind: Kind,
    trouble: Trouble,
    work: impl Fn() -> W + 'static,
) -> Piece
where
    W: Future<Output = Result<(), String>> + 'static,
{
    let busy = Live::new(false);
    let press = move || {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        trouble.set(None);
        let work = work();
        spawn(async move {
            if let Err(words) = work.await {
                trouble.set(Some(words));
            }
            busy.set(false);
        });
    };
    button(label, kind, Some(icon::KEY), press).live_attr("aria-disabled", move || {
        busy.get().then(|| "true".to_owned())
    })
}

fn said(trouble: Trouble) -> Piece {
    piece("div").attr("role", "status").live(move || {
        let words = trouble.get();
        let line = |words: String| notice(Tone::Warn, [piece("p").words(&words)]);
        words.map(line).into_iter().collect()
    })
}

/// What somebody reads when the device gave no answer.
fn words(failure: Failure) -> String {
    let words = match failure {
        Failure::Cancelled => t!(passkey.cancelled),
        Failure::AlreadyThere => t!(passkey.already),
        Failure::Impossible => t!(passkey.impossible),
    };
    words.to_owned()
}

/// The server tells of no answer what was wrong with it.
fn words_of(error: &ApiError, unknown: &str) -> String {
    match error.code() {
        Some(Code::CodeUnknown) => unknown.to_owned(),
        _ => error.text(),
    }
}
