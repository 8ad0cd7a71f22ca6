//! The marks: a copy of the text behind the text area, see-through but for its `<mark>`s, as large and as far scrolled.

use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::Guard;
use super::looked::Looked;
use crate::browser::dom;
use crate::field::prelude::*;
use crate::field::view::{Piece, listen, piece};

/// Draws the marks anew with every look; size and scroll follow the text area.
pub(super) fn follow_text(guard: Guard) {
    let area = guard.area.get_value();
    let Some(frame) = area.element().parent_element() else {
        return;
    };
    for old in dom::all(".marks") {
        old.remove();
    }
    let layer = piece("div").class("marks").attr("aria-hidden", "true");
    let _ = frame.insert_before(layer.element(), Some(area.element()));
    let fit = {
        let (layer, area) = (layer.clone(), area.clone());
        move || fit(&layer, area.element())
    };
    listen(area.element(), "scroll", {
        let fit = fit.clone();
        move |_| fit()
    });
    listen(&dom::window(), "resize", {
        let fit = fit.clone();
        move |_| fit()
    });
    follow(move || {
        guard.looked.with(|looked| draw(&layer, looked));
        fit();
    });
}

fn draw(layer: &Piece, looked: &Looked) {
    layer.element().set_text_content(None);
    if looked.spots().is_empty() {
        return;
    }
    let mut shown = layer.clone();
    for (words, spot) in looked.parts() {
        shown = match spot {
            Some(spot) => {
                let class = if spot.is_certain {
                    "marks__certain"
                } else {
                    "marks__likely"
                };
                shown.with(piece("mark").class(class).words(words))
            }
            None => shown.words(words),
        };
    }
    // The text area has room for a line after the last line feed.
    let _ = shown.words("\u{200B}");
}

fn fit(layer: &Piece, area: &web_sys::HtmlTextAreaElement) {
    let Some(layer) = layer.element().dyn_ref::<HtmlElement>() else {
        return;
    };
    if !layer.has_child_nodes() {
        return;
    }
    let style = layer.style();
    // Without the scroll bar, where it takes room.
    let _ = style.set_property("width", &format!("{}px", area.client_width()));
    let _ = style.set_property("height", &format!("{}px", area.client_height()));
    layer.set_scroll_top(area.scroll_top());
}
