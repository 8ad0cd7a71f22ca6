//! A card whose heading link covers it.

use super::piece::{Piece, piece};
use crate::field::prelude::*;

/// A card: the whole of it follows the link of its heading.
pub(in crate::field) fn card(
    title: &str,
    href: &str,
    is_new: bool,
    lines: impl IntoIterator<Item = Piece>,
) -> Piece {
    let link = piece("a")
        .class("card__link")
        .attr("href", href)
        .words(title);
    let title = piece("h2").class("card__title").with(link);
    let title = if is_new {
        let badge = piece("span").class("badge badge--new");
        title.words(" ").with(badge.words(t!(common.new)))
    } else {
        title
    };
    let class = if is_new { "card card--new" } else { "card" };
    piece("article").class(class).with(title).with_all(lines)
}
