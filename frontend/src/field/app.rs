//! The root: from address to place, and the parts of the page that were there before us.

use std::cell::RefCell;

use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlElement};

use super::device::EntryPoint;
use super::hide;
use super::language;
use super::lazy;
use super::live::Root;
use super::mine::mine_page;
use super::outbox;
use super::prelude::*;
use super::receipt::{parse_link, parse_receipt};
use super::route::Route;
use super::sent::sent_page;
use super::state::{FieldState, OpenedLink};
use super::submit;
use super::view::{Piece, listen, toasts};
use crate::browser::{dom, storage};

thread_local! {
    /// Everything that follows a signal belongs to it. Replaced when another language is chosen.
    static MOUNTED: RefCell<Option<Root>> = const { RefCell::new(None) };
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

/// Puts the app on the page, in the place of what was there.
pub(super) fn mount() {
    MOUNTED.take();
    MOUNTED.set(Some(Root::new(run)));
}

fn run() {
    let field = FieldState::new();
    read_address(field);
    listen(&dom::window(), "popstate", move |_| {
        field.history.enter();
        read_address(field);
    });
    listen(&dom::window(), "scroll", move |_| field.history.scrolled());
    submit::take_over(field);
    hide::start();
    outbox::start(field);
    lazy::start(field);
    follow(move || name_authority(field));
    if let Some(place) = by_id("app") {
        follow(move || show(field, &place));
    }
    if let Some(place) = by_id("messages") {
        place.element().set_text_content(None);
        place.with(toasts(field.toaster));
    }
    listen_to_languages();
}

pub(super) fn by_id(id: &str) -> Option<Piece> {
    dom::by_id(id).map(Piece::of)
}

/// Reads the address. A fragment that names no place is a heading's or the skip link's: stay.
fn read_address(field: FieldState) {
    match Route::of_fragment(&dom::fragment()) {
        // The token does not stay in the address bar, where it would be copied and shown by accident.
        Some(Route::Entry(token)) => {
            field.is_link_dead.set(false);
            let authority = field.authority.get_untracked();
            field.keep_entry_point(EntryPoint {
                authority: authority.clone(),
                name: String::new(),
                token,
                knows_sector: false,
            });
            // What waited for a new link goes out with this one.
            field.arrange(move |outbox| outbox.link_renewed(&authority));
            field.go_instead(Route::Submit);
        }
        Some(Route::Receipt(rest)) => {
            let (code, chosen) = parse_link(&rest);
            field.chosen.set_value(chosen);
            let code = parse_receipt(code).unwrap_or_else(|| code.to_owned());
            field.go_instead(field.place_of_code(code));
        }
        Some(Route::Link(token)) => {
            field.link.set(Some(OpenedLink::SignIn(token)));
            field.go_instead(Route::SignIn);
        }
        Some(Route::Invitation(code)) => {
            field.link.set(Some(OpenedLink::Invitation(code)));
            field.go_instead(Route::SignIn);
        }
        Some(Route::Pace(token)) => {
            field.link.set(Some(OpenedLink::Mails(token)));
            field.go_instead(Route::MailPace);
        }
        Some(route) if field.route.get_untracked() != route => field.route.set(route),
        _ => {}
    }
}

/// Shows the place and moves the focus to its heading; the first one is left to the browser.
fn show(field: FieldState, place: &Piece) {
    let route = match field.route.get() {
        // The code is kept nowhere: after a new start it has to be typed again.
        Route::Opened if field.opened.with_untracked(Option::is_none) => Route::Follow,
        route => route,
    };
    let late = route.comes_later().then(|| lazy::page_at(field, &route));
    untrack(|| {
        let is_submit = route == Route::Submit;
        let form = dom::by_id::<HtmlElement>("submit");
        let is_first = !place.element().has_attribute("data-shown");
        place.element().set_text_content(None);
        if let Some(form) = form {
            form.set_hidden(!is_submit);
        }
        mark_menu(&route);
        // Whoever opened the menu before the app came goes on with it.
        if !is_first {
            close_menu();
        }
        let part = match late {
            Some(Some(page)) => Some(page),
            Some(None) => {
                let _ = place.clone().with(lazy::on_its_way(field));
                return;
            }
            None => {
                field.missing.update_untracked(|missing| *missing = None);
                part_of(field, &route)
            }
        };
        if is_submit {
            dom::set_title(t!(submit.title));
        }
        let _ = place.clone().with_all(part);
        let _ = place.element().set_attribute("data-shown", "");
        if !is_first {
            focus_heading(field, is_submit);
        }
        field.history.scroll_back();
    });
}

fn focus_heading(field: FieldState, is_submit: bool) {
    // In a team meeting the next one types at once.
    if is_submit && field.team.is_on.get_untracked() && dom::focus_id(submit::AREA) {
        return;
    }
    let heading = if is_submit { "#submit h1" } else { "#app h1" };
    if let Some(heading) = dom::all(heading)
        .first()
        .and_then(|found| found.dyn_ref::<HtmlElement>())
    {
        dom::focus(heading);
    }
}

/// What is there from the start.
fn part_of(field: FieldState, route: &Route) -> Option<Piece> {
    match route {
        Route::Sent(key) => Some(sent_page(field, *key)),
        Route::Mine => Some(mine_page(field)),
        _ => None,
    }
}

/// Marks the link to this place.
fn mark_menu(route: &Route) {
    let here = route.href();
    for link in dom::all("#menu-panel a") {
        let _ = if link.get_attribute("href").as_deref() == Some(here.as_str()) {
            link.set_attribute("aria-current", "page")
        } else {
            link.remove_attribute("aria-current")
        };
    }
}

fn close_menu() {
    if let Some(menu) = dom::by_id::<HtmlElement>("menu") {
        let _ = menu.remove_attribute("open");
    }
}

/// Marks the language of the page among the others.
fn mark_language() {
    let tag = crate::i18n::language().code();
    for link in dom::all("#languages a") {
        let _ = if link.get_attribute("lang").as_deref() == Some(tag) {
            link.set_attribute("aria-current", "true")
        } else {
            link.remove_attribute("aria-current")
        };
    }
}

/// The name of the authority in the top bar, and beside its entry link.
fn name_authority(field: FieldState) {
    let name = field.authority_name();
    if name.is_empty() {
        return;
    }
    let shown = if field.team.is_on.get() {
        format!("{name} ({})", t!(team.title))
    } else {
        name.clone()
    };
    if let Some(element) = by_id("authority") {
        element.element().set_text_content(Some(&shown));
    }
    if let Some(point) = field.entry_point().filter(|point| point.name != name) {
        field.keep_entry_point(EntryPoint { name, ..point });
    }
}

fn listen_to_languages() {
    mark_language();
    let choose = |event: Event| {
        let target = event.target();
        let target = target.and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let link = target.and_then(|target| target.closest("a[lang]").ok().flatten());
        let tag = link.and_then(|link| link.get_attribute("lang"));
        if let Some(chosen) = tag.and_then(|tag| tag.parse().ok()) {
            event.prevent_default();
            language::choose(chosen);
        }
    };
    // Chosen before we came; the first script kept it because text was typed already.
    if let Some(form) = by_id("submit-form") {
        let waiting = form.element().get_attribute("data-language");
        let _ = form.element().remove_attribute("data-language");
        if let Some(chosen) = waiting.and_then(|tag| tag.parse().ok()) {
            language::choose(chosen);
        }
    }
    if let Some(languages) = by_id("languages") {
        listen(languages.element(), "click", choose);
    }
}
