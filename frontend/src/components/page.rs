//! A page: its title in the window, its heading with the focus.

use std::cell::Cell;

use leptos::text_prop::TextProp;

use super::scrolled::scroll_back;
use crate::browser::dom;
use crate::prelude::*;

thread_local! {
    /// The browser places the focus on the first page; we do on every later one.
    static IS_FIRST: Cell<bool> = const { Cell::new(true) };
}

/// What parts of a page tell it.
#[derive(Clone, Copy)]
pub(super) struct PageState {
    /// The title of the window says so.
    pub(super) is_refused: RwSignal<bool>,
}

pub(super) fn use_page() -> Option<PageState> {
    use_context()
}

/// Says that the first page of this visit is on the screen: from now on new pages take the focus.
pub fn first_page_was_shown() {
    IS_FIRST.set(false);
}

/// A page with its heading. Going to it moves the focus to the heading, which screen readers then read.
#[component]
pub fn Page(
    /// Heading, and title of the window.
    #[prop(into)]
    title: TextProp,
    /// Beside the heading.
    #[prop(optional, into)]
    aside: ViewFn,
    /// Keeps the whole width (lists of the desk).
    #[prop(optional)]
    wide: bool,
    /// Puts heading and aside on a coloured ground: something was finished.
    #[prop(optional)]
    panel: bool,
    /// The page.
    children: Children,
) -> impl IntoView {
    let state = PageState {
        is_refused: RwSignal::new(false),
    };
    provide_context(state);
    let heading = NodeRef::<leptos::html::H1>::new();
    let named = title.clone();
    Effect::new(move |_| {
        let title = named.get();
        if state.is_refused.get() {
            dom::set_title(&t!(common.page_title_error, page = title));
        } else {
            dom::set_title(&title);
        }
    });
    Effect::new(move |_| {
        let Some(heading) = heading.get() else { return };
        if IS_FIRST.replace(false) {
            return;
        }
        if scroll_back() {
            dom::focus_in_place(&heading);
        } else {
            dom::window().scroll_to_with_x_and_y(0.0, 0.0);
            dom::focus(&heading);
        }
    });
    view! {
        <div class="page" class:page--wide=wide class:page--panel=panel>
            <div class="page__head">
                <h1 class="page__title" node_ref=heading tabindex="-1">{move || title.get().to_string()}</h1>
                {aside.run()}
            </div>
            {children()}
        </div>
    }
}
