//! Signals that come while the inbox is open. They are told, not pushed in: nothing moves under the pointer. And they are
//! told by five at least, or every quarter of an hour, so that no moment points at a person (decisions.md 10).

use std::collections::HashSet;

use shared::id::SignalId;
use shared::signal::SignalFilter;
use wasm_bindgen_futures::spawn_local;

use super::inbox_list::InboxList;
use crate::browser::{clock, dom, timer};
use crate::components::{Button, icon, scroll_list_to_top};
use crate::desk::seat::Seat;
use crate::desk::words;
use crate::prelude::*;

/// How often the server is asked.
const EVERY_MS: i32 = 60_000;
/// So many are told at once.
const ENOUGH: usize = 5;
/// After this also fewer are told.
const LONG_MS: i64 = 15 * 60_000;

/// Says how many came, and shows them on wish.
#[component]
pub(super) fn Arrivals(seat: Seat, list: InboxList) -> impl IntoView {
    let arrived = RwSignal::new(HashSet::<SignalId>::new());
    let told = RwSignal::new(0_usize);
    let since = StoredValue::new(clock::now_ms());
    let read_on = StoredValue::new(words::today());
    // Another list, or the same one read again: whatever came before is in it.
    Effect::new(move |_| {
        let _ = list.ids();
        arrived.set(HashSet::new());
        told.set(0);
        since.set_value(clock::now_ms());
        read_on.set_value(words::today());
    });
    spawn_local(async move {
        loop {
            timer::after(EVERY_MS).await;
            let Some(begun) = since.try_get_value() else {
                return;
            };
            let filter = list.filter_untracked();
            let is_asked =
                dom::is_visible() && dom::is_online() && list.total_untracked().is_some();
            let Some(recent) = read_on
                .try_get_value()
                .filter(|_| is_asked)
                .and_then(|read_on| recent(&filter, read_on))
            else {
                continue;
            };
            let Ok(answer) = seat.api().list_signal_ids(&recent).await else {
                continue;
            };
            // The list was read again meanwhile, or another one.
            if since.try_get_value() != Some(begun) {
                continue;
            }
            let known: HashSet<SignalId> = list.ids_untracked().iter().copied().collect();
            let new: HashSet<SignalId> = answer
                .items
                .into_iter()
                .filter(|id| !known.contains(id))
                .collect();
            if is_due(new.len(), told.get_untracked(), clock::now_ms() - begun) {
                told.set(new.len());
                since.set_value(clock::now_ms());
                arrived.set(new);
            }
        }
    });
    let show = move |()| {
        list.reread_with(arrived.get_untracked());
        scroll_list_to_top();
        let _ = dom::focus_in(super::rows::PANE, "h1");
    };
    view! {
        <div class="arrivals" role="status">
            {move || {
                let count = arrived.with(HashSet::len);
                (count > 0).then(|| view! {
                    <p class="arrivals__pill">
                        <span>{t!(inbox.arrived, count = count)}</span>
                        <Button label=t!(inbox.show_arrived) icon=icon::CHEVRON_RIGHT on_press=show/>
                    </p>
                })
            }}
        </div>
    }
}

/// Of the same filter, what came since the day before the list was read: who sits near midnight misses nothing. `None` when
/// nothing new can come into it.
fn recent(filter: &SignalFilter, read_on: Day) -> Option<SignalFilter> {
    let from = read_on.plus_days(-1);
    if filter.to.is_some_and(|to| to < from) {
        return None;
    }
    Some(SignalFilter {
        from: Some(filter.from.map_or(from, |asked| asked.max(from))),
        ..filter.clone()
    })
}

/// Whether to tell of so many, of which so many are told already, this long after the last time.
fn is_due(new: usize, told: usize, since_ms: i64) -> bool {
    let untold = new.saturating_sub(told);
    untold >= ENOUGH || (untold > 0 && since_ms >= LONG_MS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_moment_of_a_single_signal_is_told() {
        assert!(!is_due(0, 0, LONG_MS));
        assert!(!is_due(4, 0, LONG_MS - 1), "four may be one person");
        assert!(is_due(5, 0, 0));
        assert!(is_due(1, 0, LONG_MS));
        assert!(!is_due(6, 5, 0), "one more is a moment again");
        assert!(is_due(10, 5, 0));
    }

    #[test]
    fn only_recent_days_are_asked_for_and_only_where_something_can_come() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        let of = |from: Option<&str>, to: Option<&str>| SignalFilter {
            from: from.map(day),
            to: to.map(day),
            ..SignalFilter::default()
        };
        let from = |filter| recent(&filter, day("2026-11-30")).map(|recent| recent.from);
        assert_eq!(from(of(None, None)), Some(Some(day("2026-11-29"))));
        assert_eq!(
            from(of(Some("2026-01-01"), None)),
            Some(Some(day("2026-11-29")))
        );
        assert_eq!(
            from(of(Some("2026-12-24"), None)),
            Some(Some(day("2026-12-24")))
        );
        assert_eq!(from(of(None, Some("2026-11-01"))), None);
    }
}
