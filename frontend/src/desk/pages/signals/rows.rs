//! The rows of the inbox. Only those in sight are in the document, each at its place in a list that is as high as if all
//! were there.

use std::collections::BTreeSet;
use std::ops::Range;

use leptos::ev;
use shared::id::SignalId;
use shared::life_cycle::SignalState;
use shared::signal::{SignalSummary, TagStatus};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, HtmlElement};

use super::inbox_list::InboxList;
use super::view::{InboxView, neighbour};
use super::window::{self, Sight};
use crate::browser::{dom, timer};
use crate::components::{Icon, icon};
use crate::desk::components::StateBadge;
use crate::desk::seat::Seat;
use crate::desk::words;
use crate::prelude::*;

/// What scrolls, where the list has a pane of its own.
pub(super) const PANE: &str = "inbox-pane";
const LIST: &str = "inbox-rows";
/// How often a row is looked for that was just brought into sight.
const TRIES: usize = 20;

/// The link of a row, for the focus.
pub(super) fn row_id(signal: SignalId) -> String {
    format!("row-{signal}")
}

/// Chooses a row, or chooses it no more.
pub(super) fn toggle(selected: RwSignal<BTreeSet<SignalId>>, signal: SignalId) {
    selected.update(|selected| {
        if !selected.remove(&signal) {
            selected.insert(signal);
        }
    });
}

/// Measures what is in sight now.
pub(super) fn look(list: InboxList) {
    let count = list.ids_untracked().len();
    if let Some((sight, _)) = measure() {
        list.look_at(window::rows_for(sight, count));
    }
}

/// Brings a row into sight and moves the focus to it.
pub(super) fn go_to(list: InboxList, signal: SignalId) {
    let ids = list.ids_untracked();
    let position = ids.iter().position(|id| *id == signal);
    if let (Some(position), Some((sight, scroller))) = (position, measure()) {
        if let Some(above) = window::above_for(position, sight, ids.len()) {
            scroller.set_scroll_top(scroller.scroll_top() + above - sight.above);
        }
        look(list);
    }
    let row = row_id(signal);
    spawn_local(async move {
        for _ in 0..TRIES {
            if dom::focus_id(&row) {
                return;
            }
            timer::after(10).await;
        }
    });
}

/// How the list lies in what scrolls: its pane, or else the page.
fn measure() -> Option<(Sight, Element)> {
    let list: HtmlElement = dom::by_id(LIST)?;
    let pane: HtmlElement = dom::by_id(PANE)?;
    // On a narrow screen the pane is as high as what is in it, and the page scrolls.
    let pane_scrolls = pane.scroll_height() > pane.client_height() + 1;
    let scroller: Element = if pane_scrolls {
        pane.clone().unchecked_into()
    } else {
        dom::document().scrolling_element()?
    };
    let mut begins = 0;
    let mut part: Option<HtmlElement> = Some(list.clone());
    while let Some(element) = part {
        if pane_scrolls && element == pane {
            break;
        }
        begins += element.offset_top();
        part = element
            .offset_parent()
            .and_then(|parent| parent.dyn_into().ok());
    }
    let sight = Sight {
        above: scroller.scroll_top() - begins,
        height: scroller.client_height(),
        whole: list.offset_height(),
    };
    Some((sight, scroller))
}

/// Which rows are in the document: those in sight, and the one with the focus, which would lose it otherwise.
fn shown(window: Range<usize>, focused: Option<usize>) -> Vec<usize> {
    let before = focused.filter(|position| *position < window.start);
    let after = focused.filter(|position| *position >= window.end);
    before.into_iter().chain(window).chain(after).collect()
}

/// The rows.
#[component]
pub(super) fn Rows(
    seat: Seat,
    list: InboxList,
    view: Memo<InboxView>,
    selected: RwSignal<BTreeSet<SignalId>>,
    is_two_panes: Memo<bool>,
    open: Callback<SignalId>,
) -> impl IntoView {
    let focused = RwSignal::new(None::<SignalId>);
    let count = Memo::new(move |_| list.len());
    Effect::new(move |_| {
        count.track();
        look(list);
    });
    for listener in [
        window_event_listener(ev::scroll, move |_| look(list)),
        window_event_listener(ev::resize, move |_| look(list)),
    ] {
        on_cleanup(move || listener.remove());
    }
    let rows = Memo::new(move |_| {
        let (ids, focused) = (list.ids(), focused.get());
        let position = focused.and_then(|focused| ids.iter().position(|id| *id == focused));
        let positions = shown(list.window(), position).into_iter();
        positions
            .filter_map(|position| Some((position, *ids.get(position)?)))
            .collect::<Vec<_>>()
    });
    // One row can be reached with Tab; arrows lead to the others.
    let stop = Memo::new(move |_| {
        let ids = list.ids();
        let current = view.with(|view| view.signal);
        let known = [focused.get(), current].into_iter().flatten();
        let mut known = known.filter(|id| ids.contains(id));
        known
            .next()
            .or_else(|| ids.get(list.window().start).copied())
    });
    let keydown = move |event: ev::KeyboardEvent| {
        let ids = list.ids_untracked();
        let from = focused.get_untracked();
        let to = match event.key().as_str() {
            "ArrowDown" => neighbour(&ids, from.as_ref(), true),
            "ArrowUp" => neighbour(&ids, from.as_ref(), false),
            "Home" => ids.first().copied(),
            "End" => ids.last().copied(),
            _ => return,
        };
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        event.prevent_default();
        if let Some(to) = to {
            go_to(list, to);
        }
    };
    let today = words::today();
    view! {
        <ul class="signal-rows" id=LIST style=("--count", move || count.get().to_string()) on:keydown=keydown>
            <For each=move || rows.get() key=|row| row.1 let:row>
                <Row seat list view selected is_two_panes open focused stop today rows id=row.1/>
            </For>
        </ul>
    }
}

#[component]
fn Row(
    seat: Seat,
    list: InboxList,
    view: Memo<InboxView>,
    selected: RwSignal<BTreeSet<SignalId>>,
    is_two_panes: Memo<bool>,
    open: Callback<SignalId>,
    focused: RwSignal<Option<SignalId>>,
    stop: Memo<Option<SignalId>>,
    today: Day,
    rows: Memo<Vec<(usize, SignalId)>>,
    id: SignalId,
) -> impl IntoView {
    // The list may be read again around it.
    let position = Memo::new(move |before: Option<&usize>| {
        let now = rows.with(|rows| {
            let row = rows.iter().find(|(_, known)| *known == id);
            row.map(|(position, _)| *position)
        });
        now.or(before.copied()).unwrap_or_default()
    });
    let beside = move || {
        if is_two_panes.get() {
            view.with(|view| view.beside(id).address())
        } else {
            InboxView::address_of_signal(id)
        }
    };
    let keydown = move |event: ev::KeyboardEvent| {
        if event.key() == "Enter" && !event.ctrl_key() && !event.meta_key() {
            event.prevent_default();
            open.run(id);
        }
    };
    let is_current = Memo::new(move |_| view.with(|view| view.signal == Some(id)));
    let is_selected = Memo::new(move |_| selected.with(|selected| selected.contains(&id)));
    // The row stays in its place, with the focus on it, whatever is done to its signal.
    let latest = Memo::new(move |_| list.row(id));
    let is_done = move || {
        let states = view.with_untracked(|view| view.tab.states());
        latest.with(|row| {
            let state = row.as_ref().map(|row| row.state);
            state.is_some_and(|state| !states.is_empty() && !states.contains(&state))
        })
    };
    let name = move || {
        let text = latest.with(|row| row.as_ref().map(|row| first_words(&row.excerpt)));
        match text {
            Some(text) => t!(desk.select_signal, text = text),
            None => t!(inbox.select_row).to_owned(),
        }
    };
    let tabindex = move || if stop.get() == Some(id) { "0" } else { "-1" };
    view! {
        <li class="signal-row" class:signal-row--current=is_current class:signal-row--done=is_done
            class:signal-row--selected=is_selected style=("--at", move || position.get().to_string())
            aria-setsize=move || list.len().to_string() aria-posinset=move || (position.get() + 1).to_string()
            on:focusin=move |_| focused.set(Some(id))>
            <label class="signal-row__tick">
                <input type="checkbox" aria-label=name tabindex=tabindex prop:checked=is_selected
                    on:change=move |_| toggle(selected, id)/>
            </label>
            <a class="signal-row__link" id=row_id(id) href=beside data-noscroll="" tabindex=tabindex
                aria-current=move || is_current.get().then_some("true") on:keydown=keydown>
                {move || match latest.get() {
                    Some(row) => view! { <RowText seat row today view is_fresh=list.is_fresh(id)/> }.into_any(),
                    None => view! { <span class="signal-row__text signal-row__text--waiting">{t!(common.loading)}</span> }.into_any(),
                }}
            </a>
        </li>
    }
}

#[component]
fn RowText(
    seat: Seat,
    row: SignalSummary,
    today: Day,
    view: Memo<InboxView>,
    is_fresh: bool,
) -> impl IntoView {
    let SignalSummary {
        authority,
        state,
        excerpt,
        language,
        received_on,
        promised_on,
        late,
        place,
        tags,
        issues,
        ..
    } = row;
    // Where a tab is one state, its name says it, until something is done.
    let states = view.with_untracked(|view| view.tab.states());
    // The number of its issue says that it is linked.
    let shows_state = states != [state] && issues.is_empty();
    // As long as nobody did anything with it: afterwards the state tells.
    let is_promised = matches!(state, SignalState::Received | SignalState::Held);
    let promise = t!(signal.promise, date = crate::i18n::day(promised_on));
    let proposed = tags
        .iter()
        .filter(|tag| tag.status == TagStatus::Proposed)
        .count();
    let of = authority.clone();
    let confirmed: Vec<_> = tags
        .into_iter()
        .filter(|tag| tag.status == TagStatus::Confirmed)
        .take(3)
        .collect();
    let tag_words = move || {
        confirmed
            .iter()
            .map(|tag| {
                let words = seat.words(&authority, tag.scheme, tag.code.as_str());
                view! { <span class="tag">{words}</span> }
            })
            .collect_view()
    };
    let pool = move || seat.is_pool().then(|| seat.name_of(&of));
    view! {
        <span class="signal-row__text" lang=language>{excerpt}</span>
        <span class="signal-row__meta">
            {move || pool().map(|name| view! { <span class="signal-row__authority">{name}</span> })}
            {is_fresh.then(|| view! { <span class="badge badge--new">{t!(common.new)}</span> })}
            {shows_state.then(|| view! { <StateBadge state/> })}
            {late.then(|| view! { <span class="badge badge--bad">{t!(inbox.flag_late)}</span> })}
            {(is_promised && !late).then(|| view! {
                <span class="signal-row__promise">
                    <span class="signal-row__short" aria-hidden="true"><Icon shape=icon::CLOCK/>{words::short_term(promised_on, today)}</span>
                    <span class="signal-row__long">{promise}</span>
                </span>
            })}
            {issues.into_iter().map(|issue| view! { <span class="badge badge--ok">{issue.number}</span> }).collect_view()}
            {tag_words}
            {(proposed > 0).then(|| view! {
                <span class="tag tag--proposed">
                    <span class="signal-row__short" aria-hidden="true"><Icon shape=icon::TAG/>{proposed}</span>
                    <span class="signal-row__long">{t!(desk.proposals, count = proposed)}</span>
                </span>
            })}
            {place.map(|place| view! { <span class="signal-row__place">{place}</span> })}
            <time class="signal-row__age" datetime=received_on.to_string()>
                <span class="signal-row__short" aria-hidden="true">{words::short_age(received_on, today)}</span>
                <span class="signal-row__long">{words::age(received_on, today)}</span>
            </time>
        </span>
    }
}

/// Enough to tell rows apart by ear.
pub(super) fn first_words(excerpt: &str) -> String {
    excerpt
        .split_whitespace()
        .take(8)
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_row_with_the_focus_stays_in_the_document_wherever_somebody_scrolls() {
        assert_eq!(shown(5..8, None), [5, 6, 7]);
        assert_eq!(shown(5..8, Some(6)), [5, 6, 7]);
        assert_eq!(shown(5..8, Some(2)), [2, 5, 6, 7]);
        assert_eq!(shown(5..8, Some(8)), [5, 6, 7, 8]);
    }

    #[test]
    fn a_row_is_told_apart_by_its_first_words() {
        assert_eq!(
            first_words("een twee drie vier vijf zes zeven acht negen"),
            "een twee drie vier vijf zes zeven acht"
        );
    }
}
