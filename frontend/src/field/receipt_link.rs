//! The link to one signal, for another device: to share, and as a code to scan.

use js_sys::{Function, Object, Reflect};
use qrcodegen::{QrCode, QrCodeEcc};
use wasm_bindgen::{JsCast, JsValue};

use super::device::KeptReceipt;
use super::prelude::*;
use super::sent::personal_link;
use super::view::{Kind, Piece, button, piece, svg};
use crate::browser::dom;
use crate::parts::icon;

/// Light modules around the code, which readers need.
const QUIET: i32 = 4;

/// Ways to the signal on another device, and what to know about them.
pub(super) fn receipt_link(kept: &KeptReceipt) -> Piece {
    let address = personal_link(kept);
    let picture = qr(&address).map(|picture| {
        piece("details")
            .class("disclosure")
            .with(piece("summary").words(t!(receipt.qr)))
            .with(picture)
    });
    piece("div")
        .class("receipt-link")
        .with(piece("p").words(t!(receipt.warn)))
        .with_all(share_button(address))
        .with_all(picture)
}

/// Where the device can share, its own way of it. The link goes alone: words beside it would end up in messages.
fn share_button(address: String) -> Option<Piece> {
    let navigator = dom::window().navigator();
    let share = Reflect::get(&navigator, &"share".into()).ok()?;
    let share: Function = share.dyn_into().ok()?;
    Some(button(
        t!(receipt.share),
        Kind::Plain,
        Some(icon::SHARE),
        move || {
            let what = Object::new();
            let _ = Reflect::set(&what, &"url".into(), &JsValue::from_str(&address));
            // Somebody who closes the list of apps wants nothing more.
            if let Ok(shared) = share.call1(&navigator, &what)
                && let Ok(shared) = shared.dyn_into::<js_sys::Promise>()
            {
                crate::browser::task::spawn(async move {
                    let _ = wasm_bindgen_futures::JsFuture::from(shared).await;
                });
            }
        },
    ))
}

/// The address as a picture with a name.
fn qr(address: &str) -> Option<Piece> {
    let code = QrCode::encode_text(address, QrCodeEcc::Medium).ok()?;
    let size = code.size() + 2 * QUIET;
    let picture = svg("qr", &format!("0 0 {size} {size}"), &[&outline(&code)]);
    let _ = picture.element().remove_attribute("aria-hidden");
    Some(
        picture
            .attr("role", "img")
            .attr("aria-label", t!(receipt.qr_label))
            .attr("shape-rendering", "crispEdges"),
    )
}

/// The dark modules: one stroke for each run in a row.
fn outline(code: &QrCode) -> String {
    use std::fmt::Write;
    let mut path = String::new();
    for y in 0..code.size() {
        let mut x = 0;
        while x < code.size() {
            let start = x;
            while x < code.size() && code.get_module(x, y) {
                x += 1;
            }
            if x > start {
                let (left, top, run) = (start + QUIET, y + QUIET, x - start);
                let _ = write!(path, "M{left} {top}h{run}v1h-{run}z");
            }
            x += 1;
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_dark_module_is_drawn_once() {
        let code = QrCode::encode_text("https://ls.example/linde/m/#r=KX7Q", QrCodeEcc::Medium);
        let code = code.unwrap();
        let path = outline(&code);
        let drawn: i32 = path
            .split('M')
            .skip(1)
            .map(|run| {
                let run = run.split('h').nth(1).unwrap();
                run.trim_end_matches("v1").parse::<i32>().unwrap()
            })
            .sum();
        let dark = (0..code.size())
            .flat_map(|y| (0..code.size()).map(move |x| (x, y)))
            .filter(|(x, y)| code.get_module(*x, *y))
            .count();
        assert_eq!(drawn, i32::try_from(dark).unwrap());
        assert!(
            path.starts_with("M4 4h7v1h-7z"),
            "the corner stands inside its margin"
        );
    }
}
