//! A signal that belongs to another municipality: this device sends it anew there and takes it back here after that; the
//! server moves nothing (decisions.md 12). Both stand in the outbox from one moment on, so a page that dies loses nothing,
//! and however often somebody asks, it goes once.

use shared::id::{IdempotencyKey, SignalId};
use shared::outbox::{Item, ItemKind};
use shared::timeline::Timeline;

use super::device::EntryPoint;
use super::entry::add_link;
use super::prelude::*;
use super::route::Route;
use super::state::FieldState;
use super::submit;
use super::timeline::Following;
use super::view::{Kind, Piece, button, dialog, piece};
use crate::api::{Parcel, account_mark};
use crate::browser::clock;
use crate::browser::task::spawn;
use crate::offline;

/// Where else it could go; nothing when it went somewhere already, or ended.
pub(super) fn send_on_part(following: Following, timeline: &Timeline) -> Piece {
    let (field, here) = (following.field, following.authority());
    let Some(text) = timeline.text.clone() else {
        return piece("div");
    };
    let has_left = field
        .receipt_of(timeline.id)
        .is_some_and(|kept| kept.state.is_ended());
    if timeline.state.is_ended() || has_left {
        return piece("div");
    }
    let leaving = leaving_key(timeline.id);
    let target: Live<Option<EntryPoint>> = Live::new(None);
    let open = Live::new(false);
    let choices = piece("div").live(move || {
        if field.outbox.with(|outbox| outbox.item(leaving).is_some()) {
            let said = piece("p").attr("role", "status");
            return vec![said.words(t!(send_on.on_its_way))];
        }
        let points = field.entry_points.get();
        let others = points.into_iter().filter(|point| point.authority != here);
        let ways: Vec<Piece> = others
            .map(|point| {
                let label = t!(send_on.to, authority = point.shown_name());
                let press = move || {
                    target.set(Some(point.clone()));
                    open.set(true);
                };
                piece("p").with(button(&label, Kind::Plain, None, press))
            })
            .collect();
        let none = ways.is_empty();
        let none = none.then(|| piece("p").words(t!(send_on.no_link)));
        let more = piece("div").with_all(none).with(add_link(field));
        ways.into_iter().chain([more]).collect()
    });
    let asked = move || {
        let name = target.with(|target| Some(target.as_ref()?.shown_name().to_owned()));
        t!(send_on.ask, authority = name.unwrap_or_default())
    };
    let act = move || {
        open.set(false);
        if let Some(point) = target.get_untracked() {
            spawn(send_on(following, leaving, point, text.clone()));
        }
    };
    let sure = dialog(open, t!(send_on.ask_title), asked, t!(send_on.send), act);
    piece("details")
        .class("disclosure send-on")
        .with(piece("summary").words(t!(send_on.title)))
        .with(piece("p").class("field__hint").words(t!(send_on.hint)))
        .with(choices)
        .with(sure)
}

/// The same each time, so that two tabs that send it on send it once.
fn leaving_key(signal: SignalId) -> IdempotencyKey {
    IdempotencyKey::new(signal.uuid())
}

async fn send_on(following: Following, leaving: IdempotencyKey, to: EntryPoint, text: String) {
    let field: FieldState = following.field;
    let (_, receipt) = following.client();
    let (key, now_ms) = (clock::new_key(), clock::now_ms());
    let draft = submit::complete(field, &to.authority, text);
    let parcels = [
        (
            key,
            Parcel::submit_signal(&draft).written_by(account_mark()),
        ),
        (leaving, Parcel::withdraw_signal().about(&receipt)),
    ];
    let mut bodies = Vec::new();
    for (key, parcel) in parcels {
        bodies.extend(offline::seal_parcel(key, &parcel, None).await);
    }
    let anew = Item::new(key, ItemKind::Submit, to.authority, now_ms);
    let leave = Item::new(leaving, ItemKind::Leave, following.authority(), now_ms);
    let is_whole = bodies.len() == 2;
    let is_on_its_way = is_whole
        && offline::change_outbox_if(move |outbox| outbox.send_on(anew, leave), bodies).await;
    field.read_outbox().await;
    field.send_waiting();
    if is_on_its_way {
        field.go(Route::Sent(key));
    } else {
        field.toaster.say(t!(send_on.failed));
    }
}
