//! Which authority the next signal goes to, for who works in several: the links on this device, the last one first.

use super::device::{self, EntryPoint};
use super::entry::add_link;
use super::prelude::*;
use super::route::Route;
use super::state::FieldState;
use super::view::{Kind, Piece, button, link, page, piece, section};
use crate::browser::task::spawn;
use crate::browser::{dom, timer};
use crate::parts::icon;

/// For how long a removed link can come back (ux.md §3).
const UNDO_MS: i32 = 10_000;
const UNDO: &str = "links-undo";

/// A link that was taken off this device a moment ago, and where it stood.
type Removed = Live<Option<(usize, EntryPoint)>>;

/// The authorities whose entry links are on this device.
pub(super) fn picker_page(field: FieldState) -> Piece {
    let removed: Removed = Live::new(None);
    let links = piece("ul").class("cards").live(move || {
        let current = field.authority.get();
        let points = field.entry_points.get().into_iter().enumerate();
        let row = |(place, point): (usize, EntryPoint)| {
            let is_current = point.authority == current;
            let remove = remove_button(field, removed, place, &point);
            piece("li")
                .class("link-row")
                .with(one(field, point, is_current))
                .with(remove)
        };
        points.map(row).collect()
    });
    let undo = piece("div").attr("role", "status").live(move || {
        let Some((place, point)) = removed.get() else {
            return Vec::new();
        };
        let gone = t!(links.removed, authority = point.shown_name());
        let back = move || {
            removed.set(None);
            let mut points = field.entry_points.get_untracked();
            points.insert(place.min(points.len()), point.clone());
            keep(field, points);
        };
        let back = button(t!(sent.undo), Kind::Quiet, Some(icon::UNDO_2), back);
        vec![
            piece("div")
                .class("row")
                .with(piece("span").words(&gone))
                .with(back.attr("id", UNDO)),
        ]
    });
    let parts = piece("div")
        .class("stack-wide settings")
        .with(links)
        .with(undo)
        .with(section(t!(links.add_title)).with(add_link(field)))
        .with(piece("p").with(link(t!(common.back), &Route::Submit.href())));
    page(t!(settings.links))
        .with(
            piece("p")
                .class("field__hint")
                .words(t!(settings.links_hint)),
        )
        .with(parts)
}

fn keep(field: FieldState, points: Vec<EntryPoint>) {
    device::keep_entry_points(&points);
    field.entry_points.set(points);
}

fn one(field: FieldState, point: EntryPoint, is_current: bool) -> Piece {
    let button = piece("button")
        .attr("type", "button")
        .class("pick")
        .with(piece("span").words(point.shown_name()))
        .on("click", move |_| {
            // The last one stands first.
            field.keep_entry_point(point.clone());
            field.choose_authority(point.authority.clone());
            field.go(Route::Submit);
        });
    if is_current {
        button.attr("aria-current", "true").icon(icon::CHECK)
    } else {
        button
    }
}

fn remove_button(field: FieldState, removed: Removed, place: usize, point: &EntryPoint) -> Piece {
    let label = t!(links.remove, authority = point.shown_name());
    let point = point.clone();
    let remove = move || {
        let mut points = field.entry_points.get_untracked();
        points.retain(|known| known.authority != point.authority);
        keep(field, points);
        removed.set(Some((place, point.clone())));
        let gone = point.authority.clone();
        spawn(async move {
            // Its button went away with it.
            timer::after(0).await;
            dom::focus_id(UNDO);
            timer::after(UNDO_MS).await;
            let is_it = |(_, point): &(usize, EntryPoint)| point.authority == gone;
            if removed
                .try_get_untracked()
                .flatten()
                .as_ref()
                .is_some_and(is_it)
            {
                removed.set(None);
            }
        });
    };
    button("", Kind::Quiet, Some(icon::TRASH_2), remove).attr("aria-label", &label)
}
