//! How wide the window is, where the layout changes what a link does.

use leptos::ev;

use crate::browser::dom;
use crate::prelude::*;

/// From this width a list and a preview stand side by side.
pub(super) const TWO_PANES: &str = "(min-width: 56.25rem)";
/// From this width filters stand beside them.
pub(super) const THREE_PANES: &str = "(min-width: 75rem)";

/// Follows a media query.
pub(super) fn use_media(query: &'static str) -> Memo<bool> {
    let matches = move || {
        let list = dom::window().match_media(query).ok().flatten();
        list.is_some_and(|list| list.matches())
    };
    let resized = RwSignal::new(0_u32);
    let listener = window_event_listener(ev::resize, move |_| {
        resized.update(|times| *times = times.wrapping_add(1));
    });
    on_cleanup(move || listener.remove());
    Memo::new(move |_| {
        resized.track();
        matches()
    })
}
