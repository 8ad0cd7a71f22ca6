//! A list that the server hands out page by page. Which page is shown stands in the address (`after`), so the number of
//! rows on a screen stays small however long the list is.

use shared::page::Page;
use wasm_bindgen_futures::spawn_local;

use crate::api::{Answer, ApiError};
use crate::prelude::*;

/// A list that grows at its end: whoever chooses from it keeps sight of what came before.
pub(super) struct Growing<T: Send + Sync + 'static> {
    rows: RwSignal<Vec<T>>,
    next: RwSignal<Option<String>>,
    /// Reads on from where it ends.
    asked: RwSignal<Option<String>>,
    state: RwSignal<GrowingState>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum GrowingState {
    Reading,
    There,
    Failed(ApiError),
}

impl<T: Send + Sync + 'static> Clone for Growing<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Growing<T> {}

impl<T: Clone + Send + Sync + 'static> Growing<T> {
    /// Begins with the first page of what `key` names, and anew whenever that changes.
    pub(super) fn new<K, F, A>(key: Memo<K>, read: F) -> Self
    where
        K: Clone + PartialEq + Send + Sync + 'static,
        F: Fn(K, Option<String>) -> A + 'static,
        A: Future<Output = Answer<Page<T>>> + 'static,
    {
        let list = Self {
            rows: RwSignal::new(Vec::new()),
            next: RwSignal::new(None),
            asked: RwSignal::new(None),
            state: RwSignal::new(GrowingState::Reading),
        };
        let round = StoredValue::new(0_u32);
        Effect::new(move |before: Option<K>| {
            let (key, asked) = (key.get(), list.asked.get());
            // Another list begins at its first page.
            let after = asked.filter(|_| before.as_ref() == Some(&key));
            let this = round.get_value().wrapping_add(1);
            round.set_value(this);
            list.state.set(GrowingState::Reading);
            let call = read(key.clone(), after.clone());
            spawn_local(async move {
                let answer = call.await;
                // A later question overtook this one, or the page was left.
                if round.try_get_value() != Some(this) {
                    return;
                }
                match answer {
                    Ok(page) => {
                        list.rows.update(|rows| {
                            if after.is_none() {
                                rows.clear();
                            }
                            rows.extend(page.items);
                        });
                        list.next.set(page.next);
                        list.state.set(GrowingState::There);
                    }
                    Err(error) => list.state.set(GrowingState::Failed(error)),
                }
            });
            key
        });
        list
    }

    /// Rows so far.
    pub(super) fn rows(self) -> Vec<T> {
        self.rows.get()
    }

    /// How many there are so far.
    pub(super) fn count(self) -> usize {
        self.rows.with(Vec::len)
    }

    /// True when it is known that there are none.
    pub(super) fn is_empty(self) -> bool {
        self.state.get() == GrowingState::There && self.rows.with(Vec::is_empty)
    }

    /// True while rows are being read.
    pub(super) fn is_reading(self) -> bool {
        self.state.get() == GrowingState::Reading
    }

    /// True when there are more.
    pub(super) fn has_more(self) -> bool {
        self.next.with(Option::is_some)
    }

    /// Why the last reading failed.
    pub(super) fn error(self) -> Option<ApiError> {
        match self.state.get() {
            GrowingState::Failed(error) => Some(error),
            GrowingState::Reading | GrowingState::There => None,
        }
    }

    /// Reads on; after a failure once more.
    pub(super) fn read_on(self) {
        let next = self.next.get_untracked();
        self.asked.set(next);
    }
}

/// One page of a list, kept on the screen while the next one is read.
pub(super) struct Listing<T: Send + Sync + 'static> {
    page: RwSignal<Option<Page<T>>>,
    error: RwSignal<Option<ApiError>>,
    is_reading: RwSignal<bool>,
    asked: RwSignal<u32>,
}

impl<T: Send + Sync + 'static> Clone for Listing<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Listing<T> {}

impl<T: Clone + Send + Sync + 'static> Listing<T> {
    /// Reads the page that `key` names, and again whenever it changes.
    pub(super) fn new<K, F, A>(key: Memo<K>, read: F) -> Self
    where
        K: Clone + PartialEq + Send + Sync + 'static,
        F: Fn(K) -> A + 'static,
        A: Future<Output = Answer<Page<T>>> + 'static,
    {
        let listing = Self {
            page: RwSignal::new(None),
            error: RwSignal::new(None),
            is_reading: RwSignal::new(false),
            asked: RwSignal::new(0),
        };
        let round = StoredValue::new(0_u32);
        Effect::new(move |_| {
            let key = key.get();
            listing.asked.track();
            let this = round.get_value().wrapping_add(1);
            round.set_value(this);
            listing.is_reading.set(true);
            let call = read(key);
            spawn_local(async move {
                let answer = call.await;
                // A later question overtook this one, or the page was left.
                if round.try_get_value() != Some(this) {
                    return;
                }
                listing.is_reading.set(false);
                match answer {
                    Ok(page) => {
                        listing.error.set(None);
                        listing.page.set(Some(page));
                    }
                    Err(error) => listing.error.set(Some(error)),
                }
            });
        });
        listing
    }

    /// Reads the same page again.
    pub(super) fn reread(self) {
        let _ = self
            .asked
            .try_update(|asked| *asked = asked.wrapping_add(1));
    }

    /// Rows on the screen.
    pub(super) fn rows(self) -> Vec<T> {
        self.page.with(|page| {
            page.as_ref()
                .map(|page| page.items.clone())
                .unwrap_or_default()
        })
    }

    /// Rows on the screen, without following them.
    pub(super) fn rows_untracked(self) -> Vec<T> {
        self.page.with_untracked(|page| {
            page.as_ref()
                .map(|page| page.items.clone())
                .unwrap_or_default()
        })
    }

    /// True once a first page came.
    pub(super) fn is_there(self) -> bool {
        self.page.with(Option::is_some)
    }

    /// True while a page is being read.
    pub(super) fn is_reading(self) -> bool {
        self.is_reading.get()
    }

    /// True when a page came and it holds nothing.
    pub(super) fn is_empty(self) -> bool {
        self.page
            .with(|page| page.as_ref().is_some_and(|page| page.items.is_empty()))
    }

    /// Why the last reading failed.
    pub(super) fn error(self) -> Option<ApiError> {
        self.error.get()
    }

    /// Where the next page begins.
    pub(super) fn next(self) -> Option<String> {
        self.page
            .with(|page| page.as_ref().and_then(|page| page.next.clone()))
    }

    /// How many rows match in all.
    pub(super) fn total(self) -> Option<u64> {
        self.page
            .with(|page| page.as_ref().and_then(|page| page.total))
    }

    /// Changes rows in place, after an answer that told their new state.
    pub(super) fn patch(self, change: impl FnOnce(&mut Vec<T>)) {
        let _ = self.page.try_update(|page| {
            if let Some(page) = page {
                change(&mut page.items);
            }
        });
    }
}
