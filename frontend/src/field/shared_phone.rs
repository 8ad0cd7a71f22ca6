//! A phone that several people use: after ten minutes without a touch everything is hidden, and who was signed in is not
//! any more (ux.md §8, trust.md §3). The page itself looks at its clock and hides (inline/idle.js); this is the rest.

use super::device::{self, ENDING, SHARED};
use super::form::Form;
use super::prelude::*;
use super::route::Route;
use super::state::FieldState;
use super::view::{Piece, chip_set, listen, piece};
use crate::browser::task::spawn;
use crate::browser::{clock, dom, storage};

/// When somebody last touched it.
const TOUCHED: &str = "touched";
/// It was left, and the app did not do its part yet (inline/idle.js).
const LEFT: &str = "left";
/// For how long somebody stays signed in on it, whatever they do.
const LONGEST_MS: i64 = 20 * 60 * 60 * 1_000;

/// The switch.
pub(super) fn shared_part() -> Piece {
    let was = device::is_shared();
    let chosen = Live::new(if was {
        vec![SHARED.to_owned()]
    } else {
        Vec::new()
    });
    follow(move || {
        let is = !chosen.with(Vec::is_empty);
        if is == device::is_shared() {
            return;
        }
        if is {
            storage::write(TOUCHED, &clock::now_ms().to_string());
            storage::write(SHARED, "1");
        } else {
            forget();
        }
    });
    let chip = (SHARED.to_owned(), t!(shared.switch).to_owned());
    let hint = piece("p").class("field__hint").words(t!(shared.hint));
    let form = Form::new();
    let switch = chip_set(form, "/shared", t!(shared.title), vec![chip], chosen);
    piece("div").with(switch).with(hint)
}

/// One person uses it again.
pub(super) fn forget() {
    storage::remove(SHARED);
    storage::remove(TOUCHED);
    storage::remove(LEFT);
}

/// Does what hiding alone does not do, now if it was hidden before.
pub(super) fn watch(field: FieldState) {
    if storage::read(LEFT).is_some() {
        lock(field);
    }
    listen(&dom::window(), "locked", move |_| lock(field));
    listen(&dom::window(), "online", move |_| end(field));
    end(field);
    let signed_in_ms = clock::now_ms() - device::signed_in_at_ms();
    let is_shared = device::is_shared();
    if is_shared && field.is_signed_in.get_untracked() && signed_in_ms > LONGEST_MS {
        sign_out(field);
    }
}

/// Nothing of who used it last stays on the screen; texts stay where they are, on disk.
fn lock(field: FieldState) {
    if !field.is_current() {
        return;
    }
    storage::remove(LEFT);
    field.just_sent.set(None);
    field.opened.set(None);
    if field.route.get_untracked() != Route::Submit {
        field.go_instead(Route::Submit);
    }
    // Name and address of the one before do not go out with the texts of the next one.
    device::forget_profile();
    field.profile.set(None);
    if field.is_signed_in.get_untracked() {
        sign_out(field);
    }
}

/// Signs out without emptying the device: only what the account finds again goes.
fn sign_out(field: FieldState) {
    crate::api::forget_token();
    device::keep_signed_in(false);
    field.is_signed_in.set(false);
    field.forget_receipts(|kept| kept.by_account);
    storage::write(ENDING, "1");
    end(field);
}

/// Tells the server, as soon as there is a network.
fn end(field: FieldState) {
    if storage::read(ENDING).is_none() || !field.is_current() {
        return;
    }
    let client = field.client();
    spawn(async move {
        // Somebody else may have signed in meanwhile, which replaced the login.
        let is_signed_in = field.is_signed_in.try_get_untracked();
        if is_signed_in == Some(true) || client.end_provider_login().await.is_ok() {
            storage::remove(ENDING);
        }
    });
}
