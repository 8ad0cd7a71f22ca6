//! F9: whether this device rings when there is news. It is told nothing else (docs/adr/0012).

use shared::problem::Code;
use shared::timeline::MAX_RECEIPTS;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::prelude::*;
use super::state::FieldState;
use super::view::{Kind, Piece, button, piece, section};
use crate::api::Answer;
use crate::browser::push::{self, Permission};
use crate::browser::task::spawn;
use crate::browser::{clock, dom, storage};

/// Where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stand {
    Impossible,
    Off,
    Denied,
    On,
}

impl Stand {
    fn now(authority: &str) -> Self {
        match push::permission() {
            Permission::Impossible => Self::Impossible,
            Permission::Denied => Self::Denied,
            Permission::Granted if storage::read(&mark_of(authority)).is_some() => Self::On,
            Permission::Unasked | Permission::Granted => Self::Off,
        }
    }
}

/// A switch, and what it means. The browser asks only after a press.
pub(super) fn push_part(field: FieldState) -> Piece {
    let authority = field.authority.get_untracked();
    let stand = Live::new(Stand::now(&authority));
    let busy = Live::new(false);
    let place = piece("div").attr("tabindex", "-1").class("push");
    let focus: HtmlElement = place.element().clone().unchecked_into();
    let place = place.live(move || {
        let words = |words: &str| piece("p").words(words);
        let focus = focus.clone();
        let switch = |label: &str, turns_on: bool| {
            let press = move || {
                if busy.get_untracked() {
                    return;
                }
                busy.set(true);
                // The button that has the focus goes away.
                dom::focus(&focus);
                spawn(async move {
                    if turns_on {
                        turn_on(field).await;
                    } else {
                        turn_off(field).await;
                    }
                    busy.set(false);
                    if let Some(authority) = field.authority.try_get_untracked() {
                        stand.set(Stand::now(&authority));
                    }
                });
            };
            piece("p").with(button(label, Kind::Plain, None, press))
        };
        match stand.get() {
            Stand::Impossible => vec![words(t!(push.impossible))],
            Stand::Denied => vec![words(t!(push.denied))],
            Stand::Off => vec![switch(t!(push.turn_on), true)],
            Stand::On => vec![words(t!(push.is_on)), switch(t!(push.turn_off), false)],
        }
    });
    section(t!(push.title))
        .with(piece("p").words(t!(push.why)))
        .with(piece("p").class("field__hint").words(t!(push.maker)))
        .with(place)
}

async fn turn_on(field: FieldState) {
    if push::ask().await != Permission::Granted {
        return;
    }
    let authority = field.authority.get_untracked();
    if subscribe(field, &authority).await.is_none() {
        field.toaster.say(t!(push.failed));
    }
}

/// Nothing counts before the server knows as well: a phone that never rings must not say that it does.
async fn subscribe(field: FieldState, authority: &str) -> Option<()> {
    let meta = field.client_of(authority).get_meta().await.ok()?;
    let endpoint = push::subscribe(&meta.push_key).await?;
    let receipts = codes_of(field, authority);
    if tell(field, authority, &receipts, &endpoint).await.is_err() {
        push::unsubscribe().await;
        return None;
    }
    storage::write(&mark_of(authority), &mark(&receipts));
    Some(())
}

async fn turn_off(field: FieldState) {
    let authority = field.authority.get_untracked();
    let receipts = codes_of(field, &authority);
    end(field, authority, receipts).await;
}

/// The browser first: whatever becomes of the request, it rings no more, and its push service tells the server so.
async fn end(field: FieldState, authority: String, receipts: Vec<String>) {
    storage::remove(&mark_of(&authority));
    let endpoint = push::endpoint().await.flatten();
    push::unsubscribe().await;
    let Some(endpoint) = endpoint else { return };
    let client = field.client_of(&authority);
    for some in receipts.chunks(MAX_RECEIPTS) {
        let _ = client.unsubscribe_push(some.to_vec(), &endpoint).await;
    }
}

/// The device is emptied: its codes are still known for this one last request.
pub(super) fn forget(field: FieldState) {
    let authority = field.authority.get_untracked();
    if storage::read(&mark_of(&authority)).is_some() {
        let receipts = codes_of(field, &authority);
        spawn(end(field, authority, receipts));
    }
}

/// Tells the server of signals that were sent since, and once a day that this device is still there.
pub(super) fn keep_up(field: FieldState) {
    follow(move || {
        field.receipts.with(|_| ());
        untrack(|| renew(field));
    });
}

fn renew(field: FieldState) {
    let authority = field.authority.get_untracked();
    let name = mark_of(&authority);
    let Some(told) = storage::read(&name) else {
        return;
    };
    let receipts = codes_of(field, &authority);
    if receipts.is_empty() || told == mark(&receipts) {
        return;
    }
    spawn(async move {
        match push::endpoint().await {
            Some(Some(endpoint)) => {
                let told = tell(field, &authority, &receipts, &endpoint).await;
                if told.is_ok() {
                    storage::write(&name, &mark(&receipts));
                }
            }
            // Taken back in the settings of the browser.
            Some(None) => storage::remove(&name),
            None => {}
        }
    });
}

async fn tell(
    field: FieldState,
    authority: &str,
    receipts: &[String],
    endpoint: &str,
) -> Answer<()> {
    let client = field.client_of(authority);
    for some in receipts.chunks(MAX_RECEIPTS) {
        match client.subscribe_push(some.to_vec(), endpoint).await {
            // All of them unknown: erased since, so there is nothing to hear of.
            Err(error) if error.code() != Some(Code::ReceiptUnknown) => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

fn codes_of(field: FieldState, authority: &str) -> Vec<String> {
    field.receipts.with_untracked(|receipts| {
        let own = receipts.iter().filter(|kept| kept.authority == authority);
        own.map(|kept| kept.receipt.clone()).collect()
    })
}

/// A worker, and so a push subscription, belongs to one authority.
fn mark_of(authority: &str) -> String {
    format!("push.{authority}")
}

/// When the server was told, and of how many signals; no code stands in it.
fn mark(receipts: &[String]) -> String {
    format!("{} {}", clock::today(), receipts.len())
}
