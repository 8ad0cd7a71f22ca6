//! A page with its heading.

use super::piece::{Piece, piece};
use crate::browser::dom;

/// A page: title of the window and heading. Whoever puts it in place moves the focus to the heading.
pub(in crate::field) fn page(title: &str) -> Piece {
    dom::set_title(title);
    let heading = piece("h1").class("page__title").attr("tabindex", "-1");
    let head = piece("div").class("page__head").with(heading.words(title));
    piece("div").class("page").with(head)
}
