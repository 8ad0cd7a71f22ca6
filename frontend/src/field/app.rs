//! The root: from address to place, and the parts of the page that were there before us.

use std::cell::RefCell;

use leptos::ev;
use leptos::mount::mount_to;
use web_sys::HtmlElement;

use super::device::EntryPoint;
use super::follow::FollowPage;
use super::help::HelpPage;
use super::language;
use super::mine::MinePage;
use super::picker::PickerPage;
use super::route::Route;
use super::sent::SentPage;
use super::settings::SettingsPage;
use super::state::FieldState;
use super::statements::{AccessibilityPage, PrivacyPage};
use super::submit::SubmitPart;
use super::timeline::{SignalPage, SignalSource};
use crate::browser::{dom, storage};
use crate::components::{Toasts, first_page_was_shown, provide_toaster};
use crate::prelude::*;

thread_local! {
    /// Dropping it takes the app off the page: when another language is chosen.
    static MOUNTED: RefCell<Option<Box<dyn std::any::Any>>> = const { RefCell::new(None) };
}

/// Starts the client.
pub fn start() {
    if !language::load_texts_of_page() {
        return;
    }
    mount();
    // From the second visit on the font is in the cache (ux.md §5).
    storage::write("font", "1");
}

/// Puts the app on the page.
pub(super) fn mount() {
    let Some(place) = dom::by_id::<HtmlElement>("app") else {
        return;
    };
    MOUNTED.take();
    place.set_text_content(None);
    let handle = mount_to(place, App);
    MOUNTED.set(Some(Box::new(handle)));
}

#[component]
fn App() -> impl IntoView {
    provide_toaster();
    let field = FieldState::provide();
    follow_address(field);
    let changed = window_event_listener(ev::popstate, move |_| follow_address(field));
    on_cleanup(move || changed.remove());
    Effect::new(move |_| shell(field));
    Effect::new(move |_| name_authority(field));
    view! {
        <SubmitPart/>
        {move || place(field)}
        <Toasts/>
    }
}

/// Reads the address. A fragment that names no place is a heading's or the skip link's: stay.
fn follow_address(field: FieldState) {
    match Route::of_fragment(&dom::fragment()) {
        // The token does not stay in the address bar, where it would be copied and shown by accident.
        Some(Route::Entry(token)) => {
            field.keep_entry_point(EntryPoint {
                authority: field.authority.get_untracked(),
                name: String::new(),
                token,
            });
            field.go_instead(Route::Submit);
        }
        Some(route) if field.route.get_untracked() != route => field.route.set(route),
        _ => {}
    }
}

fn place(field: FieldState) -> AnyView {
    match field.route.get() {
        Route::Submit | Route::Entry(_) => ().into_any(),
        Route::Sent(id) => view! { <SentPage id/> }.into_any(),
        Route::Mine => view! { <MinePage/> }.into_any(),
        Route::Signal(id) => view! { <SignalPage source=SignalSource::Kept(id)/> }.into_any(),
        Route::Receipt(code) => view! { <SignalPage source=SignalSource::Code(code)/> }.into_any(),
        Route::Follow => view! { <FollowPage/> }.into_any(),
        Route::Settings => view! { <SettingsPage/> }.into_any(),
        Route::Authorities => view! { <PickerPage/> }.into_any(),
        Route::Help => view! { <HelpPage/> }.into_any(),
        Route::Privacy => view! { <PrivacyPage/> }.into_any(),
        Route::Accessibility => view! { <AccessibilityPage/> }.into_any(),
    }
}

/// Brings the static parts of the page in line with the place: form shown or not, menu closed, current link marked.
fn shell(field: FieldState) {
    let route = field.route.get();
    let is_submit = route == Route::Submit;
    if let Some(form) = dom::by_id::<HtmlElement>("submit") {
        let was_hidden = form.hidden();
        form.set_hidden(!is_submit);
        if is_submit {
            dom::set_title(t!(submit.title));
            if was_hidden {
                dom::window().scroll_to_with_x_and_y(0.0, 0.0);
                dom::focus_id("submit-title");
            }
            first_page_was_shown();
        }
    }
    let here = route.href();
    for link in dom::all("#menu-panel a") {
        if link.get_attribute("href").as_deref() == Some(here.as_str()) {
            let _ = link.set_attribute("aria-current", "page");
        } else {
            let _ = link.remove_attribute("aria-current");
        }
    }
    if let Some(menu) = dom::by_id::<HtmlElement>("menu") {
        let _ = menu.remove_attribute("open");
    }
}

/// The name of the authority in the top bar, and beside its entry link.
fn name_authority(field: FieldState) {
    let name = field.authority_name();
    if name.is_empty() {
        return;
    }
    if let Some(element) = dom::by_id::<HtmlElement>("authority") {
        element.set_text_content(Some(&name));
    }
    if let Some(point) = field.entry_point().filter(|point| point.name != name) {
        field.keep_entry_point(EntryPoint { name, ..point });
    }
}
