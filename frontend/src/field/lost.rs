//! F9: the devices on which somebody is signed in, and emptying one that was lost (trust.md §2). And the other side of it:
//! this device was reported lost, and forgets everything.

use shared::sign_in::ProviderLogin;

use super::app::by_id;
use super::prelude::*;
use super::route::Route;
use super::settings::empty_everything;
use super::state::FieldState;
use super::view::{Kind, Piece, Reading, Tone, button, dialog, listen, notice, piece};
use crate::api::{LOST, is_lost};
use crate::browser::dom;
use crate::browser::task::spawn;
use crate::i18n::day;

/// Where somebody is signed in besides here.
pub(super) fn lost_part(field: FieldState) -> Piece {
    let logins = Reading::new(move || async move { field.client().list_provider_logins().await });
    let shown = logins.clone();
    let list = logins.shown_if_there(move |logins| {
        let rows = logins.iter().map(|login| one_device(field, login, &shown));
        vec![piece("ul").class("cards").with_all(rows)]
    });
    piece("div")
        .class("lost")
        .with(piece("h3").words(t!(lost.title)))
        .with(piece("p").class("field__hint").words(t!(lost.hint)))
        .with(list)
}

fn one_device(
    field: FieldState,
    login: &ProviderLogin,
    all: &Reading<Vec<ProviderLogin>>,
) -> Piece {
    let line = |words: &str| piece("p").class("card__line").words(words);
    let since = t!(lost.since, date = day(login.signed_in_on));
    let card = piece("li").class("card").with(piece("p").words(&since));
    let card = card.with(line(&t!(lost.used, date = day(login.last_used_on))));
    if login.is_own {
        return card.with(line(t!(lost.own)));
    }
    if let Some(wiped_on) = login.wiped_on {
        return card.with(line(&t!(lost.told, date = day(wiped_on))));
    }
    if login.wipe_asked_on.is_some() {
        return card.with(line(t!(lost.asked)));
    }
    let (open, id, all) = (Live::new(false), login.id, all.clone());
    let wipe = move || {
        open.set(false);
        let all = all.clone();
        spawn(async move {
            match field.client().wipe_provider_login(id).await {
                Ok(()) => {
                    field.toaster.say(t!(lost.asked));
                    all.again();
                }
                Err(error) => field.toaster.say(error.text()),
            }
        });
    };
    let label = t!(lost.wipe);
    let ask = button(label, Kind::Quiet, None, move || open.set(true));
    let text = || t!(lost.wipe_text).to_owned();
    card.with(ask).with(dialog(open, label, text, label, wipe))
}

/// Whoever is signed in shows itself once per visit, and hears whether this device was reported lost.
pub(super) fn watch(field: FieldState) {
    let empty = move || {
        // Another start listens itself.
        if !field.is_current() {
            return;
        }
        empty_everything(field, t!(settings.wiped));
        field.go_instead(Route::Submit);
        // For whoever finds it: as long as this page is there.
        if let Some(notes) = by_id("submit-notes") {
            let note = notice(Tone::Warn, [piece("p").words(t!(lost.wiped))]);
            let _ = notes.element().prepend_with_node_1(note.element());
        }
    };
    listen(&dom::window(), LOST, move |_| empty());
    if is_lost() {
        empty();
    } else if field.is_signed_in.get_untracked() {
        let client = field.client();
        spawn(async move { drop(client.greet().await) });
    }
}
