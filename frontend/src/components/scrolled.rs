//! How far pages were scrolled: who goes back finds the row that was being read. The browser's own memory of it does not
//! help, because the rows come after the browser has scrolled.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_futures::spawn_local;
use web_sys::Element;

use crate::browser::{dom, timer};

/// Besides the page itself: the list that scrolls in it.
const LIST: &str = "[data-keeps-scroll]";
/// What lies open beside a list does not make it another list.
const BESIDE: [&str; 2] = ["signal=", "batch="];
const TRY_EVERY_MS: i32 = 50;
/// Rows that take longer than three seconds find somebody who reads something else by now.
const TRIES: u32 = 60;

/// Of the page, and of the list in it.
type Tops = [i32; 2];

thread_local! {
    static TOPS: RefCell<BTreeMap<String, Tops>> = const { RefCell::new(BTreeMap::new()) };
    static WANTED: RefCell<Option<(String, Tops)>> = const { RefCell::new(None) };
    static LISTENS: Cell<bool> = const { Cell::new(false) };
}

/// Begins to remember how far each page is scrolled.
pub fn remember_scrolling() {
    if LISTENS.replace(true) {
        return;
    }
    dom::leave_scrolling_to_us();
    let scrolled = Closure::<dyn Fn()>::new(|| {
        let tops = scrollers().map(|it| it.map_or(0, |it| it.scroll_top()));
        TOPS.with_borrow_mut(|known| known.insert(place(), tops));
    });
    let went_back = Closure::<dyn Fn()>::new(|| come_back_to(&address()));
    let window = dom::window();
    // What scrolls in a page tells only those who catch it on its way down.
    let _ = window.add_event_listener_with_callback_and_bool(
        "scroll",
        scrolled.as_ref().unchecked_ref(),
        true,
    );
    let _ = window.add_event_listener_with_callback("popstate", went_back.as_ref().unchecked_ref());
    scrolled.forget();
    went_back.forget();
}

/// The next page is one that was left before: it will be scrolled to where it was.
pub fn come_back_to(address: &str) {
    let place = place_of(address);
    let tops = TOPS.with_borrow(|known| known.get(&place).copied());
    WANTED.set(tops.map(|tops| (place, tops)));
}

/// Scrolls a page to where it was when somebody comes back to it; false for a page that is new.
pub(super) fn scroll_back() -> bool {
    let Some((wanted, tops)) = WANTED.take().filter(|(wanted, _)| *wanted == place()) else {
        return false;
    };
    spawn_local(async move {
        for _ in 0..TRIES {
            timer::after(TRY_EVERY_MS).await;
            if wanted != place() {
                return;
            }
            // Both, also when the first is not long enough yet.
            let are_there = scrollers().into_iter().zip(tops).map(|(scroller, top)| {
                let Some(scroller) = scroller else {
                    return top == 0;
                };
                let is_long_enough = scroller.scroll_height() - scroller.client_height() >= top;
                if is_long_enough {
                    scroller.set_scroll_top(top);
                }
                is_long_enough
            });
            if are_there.filter(|is_there| !is_there).count() == 0 {
                return;
            }
        }
    });
    true
}

/// Other rows stand in the list now.
pub fn scroll_list_to_top() {
    if let [_, Some(list)] = scrollers() {
        list.set_scroll_top(0);
    }
}

fn scrollers() -> [Option<Element>; 2] {
    let document = dom::document();
    let list = document.query_selector(LIST).ok().flatten();
    [document.scrolling_element(), list]
}

fn address() -> String {
    let location = dom::window().location();
    let search = location.search().unwrap_or_default();
    format!("{}{search}", dom::path())
}

fn place() -> String {
    place_of(&address())
}

fn place_of(address: &str) -> String {
    let (path, search) = address.split_once('?').unwrap_or((address, ""));
    let kept: Vec<&str> = search
        .split('&')
        .filter(|part| !BESIDE.iter().any(|beside| part.starts_with(beside)))
        .collect();
    format!("{path}?{}", kept.join("&"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_stays_the_same_whatever_is_open_beside_it() {
        let list = place_of("/desk/signals?tab=all&q=een");
        assert_eq!(place_of("/desk/signals?tab=all&q=een&signal=1"), list);
        assert_ne!(place_of("/desk/signals?tab=all"), list);
        assert_eq!(
            place_of("/desk/signals?signal=1"),
            place_of("/desk/signals")
        );
    }
}
