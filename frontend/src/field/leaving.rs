//! Everything that this device keeps goes: asked about once, with what is lost by it. Signing out and emptying the device
//! are the same here.

use std::rc::Rc;

use shared::outbox::{Item, ItemKind, Outbox};

use super::prelude::*;
use super::route::Route;
use super::state::FieldState;
use super::view::{Kind, Piece, button, dialog};
use super::waiting;
use crate::browser::task::spawn;
use crate::browser::{clock, dom, timer};
use crate::offline::change_outbox;

/// For how long leaving waits until what was taken back before is told (decisions.md 1).
const TELL_MS: i32 = 8_000;
/// How often it looks meanwhile.
const LOOK_MS: i32 = 100;

/// The dialog: its title and its act, and what it says besides what is lost.
#[derive(Clone, Copy)]
pub(super) struct Leaving {
    pub(super) title: &'static str,
    pub(super) act: &'static str,
    pub(super) hint: &'static str,
}

/// Asks, and leaves when told to. Who has texts that wait and a network may send them first.
pub(super) fn leaving(
    field: FieldState,
    open: Live<bool>,
    words: Leaving,
    leave: impl Fn() + 'static,
) -> Piece {
    let leave = Rc::new(leave);
    let act = move || {
        let leave = leave.clone();
        open.set(false);
        spawn(async move {
            tell_recalls(field).await;
            leave();
        });
    };
    let online = Live::new(dom::is_online());
    follow(move || {
        if open.get() {
            online.set(dom::is_online());
        }
    });
    let lost = move || what_is_lost(field, online.get(), words.hint);
    let dialog = dialog(open, words.title, lost, words.act, act);
    let first = button(t!(outbox.send_first), Kind::Plain, None, move || {
        open.set(false);
        let now_ms = clock::now_ms();
        field.tries_anyway.set_value(true);
        field.arrange(move |outbox| {
            outbox.signed_in();
            outbox.hurry(now_ms);
        });
        field.go(Route::Mine);
    });
    let first = first.live_attr("hidden", move || {
        (unsent(field) == 0 || !online.get()).then(String::new)
    });
    if let Ok(Some(choices)) = dialog.element().query_selector(".dialog__choices") {
        let _ = Piece::of(choices).with(first);
    }
    dialog
}

/// What somebody loses by it, counted.
fn what_is_lost(field: FieldState, is_online: bool, hint: &str) -> String {
    let mut said = vec![hint.to_owned()];
    match unsent(field) {
        0 => {}
        unsent => said.push(format!("{}.", t!(outbox.logout, count = unsent))),
    }
    match field.receipts.with(Vec::len) {
        0 => {}
        lost => said.push(t!(settings.wipe_lost, count = lost)),
    }
    match field.outbox.with(Outbox::recalls) {
        0 => {}
        recalls if is_online => said.push(t!(leaving.recalls, count = recalls)),
        recalls => said.push(t!(leaving.stays, count = recalls)),
    }
    said.join(" ")
}

/// Texts that no server has.
fn unsent(field: FieldState) -> usize {
    let is_text = |item: &Item| matches!(item.kind, ItemKind::Submit | ItemKind::Answer);
    let waiting = field.outbox.with(waiting::of);
    waiting.into_iter().filter(is_text).count()
}

/// Texts go unsent from here on; what was taken back before is told first, where there is a network.
async fn tell_recalls(field: FieldState) {
    let now_ms = clock::now_ms();
    let recalls = change_outbox(Outbox::keep_recalls, None).await;
    if recalls.is_none_or(|recalls| recalls == 0) || !dom::is_online() {
        return;
    }
    field.tries_anyway.set_value(true);
    field.arrange(move |outbox| outbox.hurry(now_ms));
    for _ in 0..TELL_MS / LOOK_MS {
        timer::after(LOOK_MS).await;
        if field.outbox.with_untracked(Outbox::recalls) == 0 {
            return;
        }
    }
    field.toaster.say(t!(leaving.failed));
}
