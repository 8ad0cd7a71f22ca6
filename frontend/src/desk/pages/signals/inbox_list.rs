//! The list of the inbox: all ids that match, in their order, and the rows that somebody has seen. The ids stay as they
//! were read, so nothing jumps when signals come or change meanwhile.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

use shared::id::SignalId;
use shared::signal::{SignalFilter, SignalSummary};
use wasm_bindgen_futures::spawn_local;

use super::window;
use crate::api::ApiError;
use crate::browser::timer;
use crate::desk::seat::Seat;
use crate::prelude::*;

/// Rows that are read at once: what a screen holds, and some more.
const ROWS: u32 = 50;
/// The server answers for so many ids at once; a very high screen shows more.
const MOST_ROWS: usize = 100;
/// Whoever scrolls on within this time passes rows that nobody wants to read.
const REST_MS: i32 = 60;

/// A row, and in which reading of the list it came.
struct Kept {
    row: SignalSummary,
    round: u32,
}

/// The list of the inbox. `Copy`.
#[derive(Clone, Copy)]
pub(super) struct InboxList {
    seat: Seat,
    filter: Memo<SignalFilter>,
    ids: RwSignal<Arc<[SignalId]>>,
    rows: RwSignal<HashMap<SignalId, Kept>>,
    /// Rows in the document, by position.
    window: RwSignal<Range<usize>>,
    /// Rows that came since the list was last read, and were shown on wish.
    fresh: RwSignal<HashSet<SignalId>>,
    state: RwSignal<ListState>,
    error: RwSignal<Option<ApiError>>,
    asked: RwSignal<u32>,
    round: StoredValue<u32>,
    on_the_way: StoredValue<BTreeSet<SignalId>>,
    /// The first rows of this reading did not come yet.
    waits_for_first: StoredValue<bool>,
}

/// How much of the list is known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Known {
    #[default]
    Nothing,
    /// The first rows, or the list of the filter before.
    FirstRows,
    /// The ids of all.
    All,
    /// The ids of so many as the server names; there are more.
    Most,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct ListState {
    known: Known,
    is_reading: bool,
    /// So many left the list since it was read, by what was done here.
    left: u64,
}

impl InboxList {
    /// Reads the list, and again whenever the filter changes.
    pub(super) fn new(seat: Seat, filter: Memo<SignalFilter>) -> Self {
        let list = Self {
            seat,
            filter,
            ids: RwSignal::new(Arc::from([])),
            rows: RwSignal::new(HashMap::new()),
            window: RwSignal::new(window::FIRST),
            fresh: RwSignal::new(HashSet::new()),
            state: RwSignal::new(ListState::default()),
            error: RwSignal::new(None),
            asked: RwSignal::new(0),
            round: StoredValue::new(0),
            on_the_way: StoredValue::new(BTreeSet::new()),
            waits_for_first: StoredValue::new(false),
        };
        Effect::new(move |before: Option<SignalFilter>| {
            let filter = filter.get();
            list.asked.track();
            if before.as_ref() != Some(&filter) {
                list.fresh.set(HashSet::new());
                list.window.set(window::FIRST);
                list.state.update(|state| {
                    if state.known != Known::Nothing {
                        state.known = Known::FirstRows;
                    }
                });
            }
            list.read(filter.clone());
            filter
        });
        Effect::new(move |_| {
            list.window.track();
            list.ids.track();
            list.read_rows();
        });
        list
    }

    /// Reads it again, in the same place.
    pub(super) fn reread(self) {
        let _ = self
            .asked
            .try_update(|asked| *asked = asked.wrapping_add(1));
    }

    /// Reads it again and marks these as new.
    pub(super) fn reread_with(self, fresh: HashSet<SignalId>) {
        self.fresh.set(fresh);
        self.reread();
    }

    /// Whether it came after the list was first read.
    pub(super) fn is_fresh(self, id: SignalId) -> bool {
        self.fresh.with(|fresh| fresh.contains(&id))
    }

    /// Every id, in order.
    pub(super) fn ids(self) -> Arc<[SignalId]> {
        self.ids.get()
    }

    /// Every id, without following them.
    pub(super) fn ids_untracked(self) -> Arc<[SignalId]> {
        self.ids.get_untracked()
    }

    /// Every id, also when the page may have been left.
    pub(super) fn try_ids(self) -> Option<Arc<[SignalId]>> {
        self.ids.try_get_untracked()
    }

    /// How many rows it has.
    pub(super) fn len(self) -> usize {
        self.ids.with(|ids| ids.len())
    }

    /// How many match; `None` until that is known.
    pub(super) fn total(self) -> Option<u64> {
        let state = self.state.get();
        let all = u64::try_from(self.len()).ok()?;
        let is_counted = matches!(state.known, Known::All | Known::Most);
        is_counted.then(|| all.saturating_sub(state.left))
    }

    /// The same, without following it.
    pub(super) fn total_untracked(self) -> Option<u64> {
        untrack(|| self.total())
    }

    /// True when the server names only the first of them.
    pub(super) fn is_cut(self) -> bool {
        self.state.with(|state| state.known == Known::Most)
    }

    /// True once something came.
    pub(super) fn is_there(self) -> bool {
        self.state.with(|state| state.known != Known::Nothing)
    }

    /// True when it is known that nothing matches.
    pub(super) fn is_empty(self) -> bool {
        self.is_there() && self.len() == 0
    }

    /// True while it is being read.
    pub(super) fn is_reading(self) -> bool {
        self.state.with(|state| state.is_reading)
    }

    /// Why the last reading failed.
    pub(super) fn error(self) -> Option<ApiError> {
        self.error.get()
    }

    /// The filter that it shows.
    pub(super) fn filter_untracked(self) -> SignalFilter {
        self.filter.get_untracked()
    }

    /// Which rows are in the document.
    pub(super) fn window(self) -> Range<usize> {
        self.window.get()
    }

    /// Other rows came into sight.
    pub(super) fn look_at(self, rows: Range<usize>) {
        if self.window.with_untracked(|window| *window != rows) {
            self.window.set(rows);
        }
    }

    /// One row, once it came.
    pub(super) fn row(self, id: SignalId) -> Option<SignalSummary> {
        self.rows
            .with(|rows| rows.get(&id).map(|kept| kept.row.clone()))
    }

    /// The same, without following it.
    pub(super) fn row_untracked(self, id: SignalId) -> Option<SignalSummary> {
        self.rows
            .with_untracked(|rows| rows.get(&id).map(|kept| kept.row.clone()))
    }

    /// The one authority of these; `None` for several, and when one of them was not seen yet.
    pub(super) fn authority_of(self, signals: &BTreeSet<SignalId>) -> Option<String> {
        self.rows.with(|rows| {
            let kept = signals.iter().map(|id| rows.get(id));
            only_authority(kept.map(|kept| kept.map(|kept| kept.row.authority.as_str())))
        })
    }

    /// Takes over what an answer told of one signal; `None` when it is not in the list, else the state of its row before.
    pub(super) fn put(self, new: SignalSummary) -> Option<SignalSummary> {
        let mut before = None;
        let _ = self.rows.try_update(|rows| {
            if let Some(kept) = rows.get_mut(&new.id) {
                before = Some(kept.row.clone());
                kept.row = SignalSummary {
                    // Of the list: an excerpt, where the answer has the whole text.
                    excerpt: kept.row.excerpt.clone(),
                    ..new
                };
            }
        });
        before
    }

    /// Counts a signal that leaves the list, or comes back into it, by what was done here.
    pub(super) fn count_out(self, is_out: bool) {
        let _ = self.state.try_update(|state| {
            state.left = if is_out {
                state.left + 1
            } else {
                state.left.saturating_sub(1)
            };
        });
    }

    /// Two answers: the ids of all, and the first rows, which are on the screen as soon as they come.
    fn read(self, filter: SignalFilter) {
        let this = self.round.get_value().wrapping_add(1);
        self.round.set_value(this);
        self.on_the_way.set_value(BTreeSet::new());
        self.state.update(|state| state.is_reading = true);
        let (api, same) = (self.seat.api(), filter.clone());
        spawn_local(async move {
            let answer = api.list_signal_ids(&same).await;
            if !self.is_current(this) {
                return;
            }
            match answer {
                Ok(all) => {
                    self.error.set(None);
                    self.ids.set(all.items.into());
                    self.state.set(ListState {
                        known: if all.more { Known::Most } else { Known::All },
                        ..ListState::default()
                    });
                }
                Err(error) => {
                    self.state.update(|state| state.is_reading = false);
                    self.error.set(Some(error));
                }
            }
        });
        // A search is counted, so it is done once: its rows are read by their ids.
        let is_at_the_top = self.window.with_untracked(|rows| rows.start == 0);
        let reads_first = filter.q.is_none() && is_at_the_top;
        self.waits_for_first.set_value(reads_first);
        if reads_first {
            self.read_first_rows(filter, this);
        }
    }

    fn read_first_rows(self, filter: SignalFilter, this: u32) {
        let api = self.seat.api();
        spawn_local(async move {
            let page = api.list_signals(&filter, ROWS, None).await;
            if !self.is_current(this) {
                return;
            }
            self.waits_for_first.set_value(false);
            if let Ok(page) = page {
                let ids: Vec<SignalId> = page.items.iter().map(|row| row.id).collect();
                self.keep(page.items, this);
                // Until all ids are there, these are the list.
                if !self.has_ids() {
                    self.ids.set(ids.into());
                    self.state.update(|state| state.known = Known::FirstRows);
                }
            }
            self.read_rows();
        });
    }

    /// Reads the rows in the document that are not there yet, once nobody scrolls any more.
    fn read_rows(self) {
        let is_early = !self.has_ids() || self.waits_for_first.get_value();
        if is_early || self.missing().is_empty() {
            return;
        }
        let window = self.window.get_untracked();
        spawn_local(async move {
            timer::after(REST_MS).await;
            let is_still_there = self
                .window
                .try_with_untracked(|now| *now == window)
                .unwrap_or(false);
            if is_still_there {
                self.read_missing().await;
            }
        });
    }

    async fn read_missing(self) {
        let mut missing = self.missing();
        missing.truncate(MOST_ROWS);
        if missing.is_empty() {
            return;
        }
        let this = self.round.get_value();
        self.on_the_way
            .update_value(|on_the_way| on_the_way.extend(missing.iter().copied()));
        let only = SignalFilter {
            id: missing.clone(),
            ..SignalFilter::default()
        };
        let size = u32::try_from(missing.len()).unwrap_or(ROWS);
        let answer = self.seat.api().list_signals(&only, size, None).await;
        if !self.is_current(this) {
            return;
        }
        match answer {
            Ok(page) => {
                self.error.set(None);
                self.keep(page.items, this);
                self.read_rows();
            }
            Err(error) => {
                self.on_the_way
                    .update_value(|on_the_way| on_the_way.retain(|id| !missing.contains(id)));
                self.error.set(Some(error));
            }
        }
    }

    /// Ids in the document whose row did not come in this reading of the list.
    fn missing(self) -> Vec<SignalId> {
        let (window, this) = (self.window.get_untracked(), self.round.get_value());
        let is_there = |id: &SignalId| {
            let is_new = |rows: &HashMap<SignalId, Kept>| {
                rows.get(id).is_some_and(|kept| kept.round == this)
            };
            self.rows.with_untracked(is_new)
                || self.on_the_way.with_value(|asked| asked.contains(id))
        };
        self.ids.with_untracked(|ids| {
            let shown = ids.iter().skip(window.start).take(window.len());
            shown.filter(|id| !is_there(id)).copied().collect()
        })
    }

    /// True once the ids came, not only the first rows.
    fn has_ids(self) -> bool {
        let known = self.state.with_untracked(|state| state.known);
        matches!(known, Known::All | Known::Most)
    }

    fn keep(self, items: Vec<SignalSummary>, round: u32) {
        self.rows.update(|rows| {
            for row in items {
                rows.insert(row.id, Kept { row, round });
            }
        });
    }

    /// False when a later question overtook this one, or the page was left.
    fn is_current(self, round: u32) -> bool {
        self.round.try_get_value() == Some(round)
    }
}

/// The one authority of what is chosen; `None` for several, and when nobody knows.
fn only_authority<'a>(mut chosen: impl Iterator<Item = Option<&'a str>>) -> Option<String> {
    let first = chosen.next()??;
    chosen
        .all(|authority| authority == Some(first))
        .then(|| first.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signals_of_two_authorities_are_never_worked_on_together() {
        let of = |chosen: &[Option<&str>]| only_authority(chosen.iter().copied());
        assert_eq!(of(&[Some("linde"), Some("linde")]), Some("linde".into()));
        assert_eq!(of(&[Some("linde"), Some("beek")]), None);
        assert_eq!(of(&[Some("linde"), None]), None, "not seen yet");
        assert_eq!(of(&[]), None);
    }
}
