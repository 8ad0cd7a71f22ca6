//! Which authority the next signal goes to, for who works in several.

use super::device::EntryPoint;
use super::prelude::*;
use super::route::Route;
use super::state::FieldState;
use super::view::{Piece, link, page, piece};
use crate::parts::icon;

/// The authorities whose entry links are on this device.
pub(super) fn picker_page(field: FieldState) -> Piece {
    let current = field.authority.get_untracked();
    let points = field.entry_points.get_untracked();
    let links = points.into_iter().map(|point| {
        let is_current = point.authority == current;
        piece("li").with(one(field, point, is_current))
    });
    page(t!(settings.links))
        .with(
            piece("p")
                .class("field__hint")
                .words(t!(settings.links_hint)),
        )
        .with(piece("ul").class("cards").with_all(links))
        .with(piece("p").with(link(t!(common.back), &Route::Submit.href())))
}

fn one(field: FieldState, point: EntryPoint, is_current: bool) -> Piece {
    let EntryPoint {
        authority, name, ..
    } = point;
    let name = if name.is_empty() {
        authority.clone()
    } else {
        name
    };
    let button = piece("button")
        .attr("type", "button")
        .class("pick")
        .with(piece("span").words(&name))
        .on("click", move |_| {
            field.choose_authority(authority.clone());
            field.go(Route::Submit);
        });
    if is_current {
        button.attr("aria-current", "true").icon(icon::CHECK)
    } else {
        button
    }
}
