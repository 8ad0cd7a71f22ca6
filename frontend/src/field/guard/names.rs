//! The lists by which names are known: fetched after everything else, once for all text areas.

use std::cell::{Cell, RefCell};

use privacy::Names;

use super::super::app::by_id;
use super::super::prelude::*;
use crate::browser::dom;
use crate::browser::task::spawn;

thread_local! {
    static NAMES: RefCell<Option<Names>> = const { RefCell::new(None) };
    static IS_ASKED: Cell<bool> = const { Cell::new(false) };
}

/// Looks at the lists; without them names are found by the words around them only.
pub(super) fn with<R>(look: impl FnOnce(&Names) -> R) -> R {
    NAMES.with_borrow(|names| match names {
        Some(names) => look(names),
        None => look(&Names::none()),
    })
}

/// Fetches the lists unless they are there; changes when they come.
pub(super) fn lists() -> Live<bool> {
    let is_there = Live::new(NAMES.with_borrow(Option::is_some));
    if !is_there.get_untracked() && !IS_ASKED.replace(true) {
        spawn(async move {
            let names = fetch().await.and_then(|file| Names::load(file).ok());
            IS_ASKED.set(names.is_some());
            if names.is_some() {
                NAMES.set(names);
                is_there.set(true);
            }
        });
    }
    is_there
}

async fn fetch() -> Option<String> {
    let address = by_id("guard")?.element().get_attribute("data-names")?;
    dom::fetch_text(&address).await
}
