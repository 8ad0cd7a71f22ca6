//! Parts whose code comes after the first paint, or when somebody first goes there (docs/adr/0010).

use std::cell::Cell;
use std::rc::Rc;

use web_sys::HtmlTextAreaElement;

use super::app::by_id;
use super::chunks;
use super::copies::Heard;
use super::device::KeptReceipt;
use super::guard::Guarding;
use super::pages::Pages;
use super::prelude::*;
use super::route::Route;
use super::sent::Sent;
use super::state::FieldState;
use super::submit::Submit;
use super::view::{Kind, Piece, button, listen, loading, page, piece};
use crate::api::{Answer, ApiError};
use crate::browser::chunk::{Missing, explained};
use crate::browser::task::spawn;
use crate::browser::{dom, timer};
use crate::i18n;
use crate::parts::icon;

/// How long the client leaves the network to what somebody waits for.
const QUIET_MS: i32 = 2_000;

/// Where the page names the file of the words that come later (field.html).
pub(super) const TEXTS: &str = "data-texts";

thread_local! {
    // What is there stays, also when the client changes its language.
    static GUARD: Cell<Option<Guarding>> = const { Cell::new(None) };
    static PAGES: Cell<Option<Pages>> = const { Cell::new(None) };
}

/// Fetches what looks over the text, as soon as the form works. A form without it is a form all the same.
pub(super) fn guard(submit: Submit) {
    let is_there = Live::new(false);
    spawn(async move {
        if texts().await.is_ok()
            && let Ok(guarding) = chunks::guard().await
        {
            GUARD.set(Some(guarding));
            is_there.set(true);
        }
    });
    follow(move || {
        if is_there.get()
            && let Some(guarding) = GUARD.get()
        {
            untrack(|| (guarding.form)(submit));
        }
    });
}

/// Looks over a smaller text, when the code for it is there already.
pub(super) fn note(area: &HtmlTextAreaElement, text: Live<String>) -> Option<Piece> {
    let guarding = GUARD.get()?;
    Some((guarding.note)(area.clone(), text))
}

/// Fetches what comes later while nobody waits for it. What does not come is asked for again when it is needed.
pub(super) fn start(field: FieldState) {
    // Another language is another start, which asks for itself.
    let alive = Kept::new(());
    let is_there = Live::new(false);
    // Who has a profession, or a team around her, reads something above Send.
    let profile = field.profile.get_untracked().unwrap_or_default();
    let is_urgent = field.team.is_on.get_untracked() || !profile.profession.is_empty();
    spawn(async move {
        if !is_urgent {
            timer::after(QUIET_MS).await;
        }
        if pages(field).await.is_ok()
            && alive.try_get_value().is_some()
            && let Some(pages) = PAGES.get()
        {
            is_there.set(true);
            (pages.keep_up)(field);
        }
    });
    follow(move || {
        if is_there.get()
            && let Some(pages) = PAGES.get()
        {
            untrack(|| (pages.who)(field));
        }
    });
}

/// Fetches the pages and their words, and tells who waits for them.
async fn pages(field: FieldState) -> Result<(), Missing> {
    let was_there = shows().is_some();
    texts().await?;
    let pages = chunks::pages().await?;
    PAGES.set(Some(pages));
    // Made anew, a page would forget what was typed in it.
    if !was_there {
        field.missing.set(None);
    }
    Ok(())
}

fn shows() -> Option<Pages> {
    PAGES.get().filter(|_| i18n::has_later())
}

/// Fetches the words of what comes later, in the language of the page.
async fn texts() -> Result<(), Missing> {
    if i18n::has_later() {
        return Ok(());
    }
    let language = i18n::language();
    let file = by_id("app").and_then(|app| app.element().get_attribute(TEXTS));
    let file = dom::fetch_text(&file.unwrap_or_default()).await;
    let texts = file.as_deref().and_then(i18n::read_texts);
    // Another language may have been chosen meanwhile: then the words of that one are on their way.
    if let Some(texts) = texts
        && i18n::language() == language
    {
        i18n::add_later(texts);
        return Ok(());
    }
    Err(Missing::Unexplained)
}

/// The page at this place, or why it did not come; `None` as long as it is on its way. Whoever reads it follows that.
pub(super) fn page_at(field: FieldState, route: &Route) -> Option<Piece> {
    if let Some(pages) = shows() {
        return Some(untrack(|| (pages.page)(field, route)));
    }
    let missing = field.missing.get()?;
    Some(untrack(|| missing_page(field, missing)))
}

/// What became of the signals on this device, as soon as the code that asks is there.
pub(super) async fn news(field: FieldState) -> Answer<Heard> {
    let _ = pages(field).await;
    match PAGES.get() {
        Some(pages) => (pages.news)(field).await,
        None => Err(ApiError::Unreachable),
    }
}

/// The questions below the first signal, as soon as their code is there.
pub(super) fn profile(field: FieldState, sent: Sent) -> Piece {
    part(field, move |pages| (pages.profile)(field, sent.clone()))
}

/// Ways to a signal on another device, as soon as their code is there.
pub(super) fn receipt(field: FieldState, kept: KeptReceipt) -> Piece {
    part(field, move |pages| (pages.receipt)(&kept))
}

fn part(field: FieldState, make: impl Fn(Pages) -> Piece + 'static) -> Piece {
    piece("div").live(move || {
        if let Some(pages) = shows() {
            return vec![untrack(|| make(pages))];
        }
        let _ = field.missing.get();
        Vec::new()
    })
}

/// What stands in its place until then.
pub(super) fn on_its_way(field: FieldState) -> Piece {
    fetch(field, false);
    loading(Rc::new(move || fetch(field, true)))
}

fn fetch(field: FieldState, may_start_anew: bool) {
    spawn(async move {
        match explained(pages(field).await).await {
            // Only a new start brings a client and chunks that belong together; what is typed is kept (inline/keep.js).
            Err(Missing::Outdated) if may_start_anew => dom::reload(),
            Err(missing) => field.missing.set(Some(missing)),
            Ok(()) => {}
        }
    });
}

/// Says plainly that the page is not there; the rest of the client works on.
fn missing_page(field: FieldState, missing: Missing) -> Piece {
    let (title, text) = match missing {
        Missing::Unreachable => (t!(error.offline_title), t!(error.page_unreachable)),
        Missing::Outdated | Missing::Unexplained => (t!(error.title), t!(error.page_outdated)),
    };
    if missing == Missing::Unreachable {
        listen(&dom::window(), "online", move |_| fetch(field, false));
    }
    let again = button(
        t!(common.retry),
        Kind::Plain,
        Some(icon::REFRESH_CW),
        move || fetch(field, true),
    );
    page(title).with(
        piece("div")
            .class("problem")
            .with(piece("p").words(text))
            .with(again),
    )
}
