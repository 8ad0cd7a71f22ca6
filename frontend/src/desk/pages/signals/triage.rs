//! The inbox: list, filters and preview side by side where there is room.

use std::collections::BTreeSet;

use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};
use policy as op;
use shared::id::SignalId;
use shared::life_cycle::SignalState;
use shared::page::MAX_COUNTED;
use shared::signal::{SignalDetail, SignalSummary, TagStatus};

use super::bulk::BulkBar;
use super::filters::{ActiveFilters, FilterList, Filters};
use super::panel::SignalPanel;
use super::trail::Trail;
use super::view::{InboxView, Tab, neighbour};
use crate::api::Counted;
use crate::browser::dom;
use crate::components::{Button, ButtonKind, Icon, Loaded, Page, icon, scroll_list_to_top};
use crate::desk::components::{Forbidden, ListBody, Pager, SearchField, StateBadge};
use crate::desk::keys::{Press, use_keys};
use crate::desk::listing::Listing;
use crate::desk::query::Query;
use crate::desk::seat::{Seat, use_seat};
use crate::desk::viewport::{TWO_PANES, use_media};
use crate::desk::words;
use crate::prelude::*;

/// Rows a page: a screen and a half, and far below what makes a browser slow.
const PAGE_SIZE: u32 = 50;

/// The inbox (D2).
#[component]
pub(in crate::desk) fn InboxPage() -> impl IntoView {
    let seat = use_seat();
    if !untrack(|| seat.may::<op::ListSignals>()) {
        return view! { <Forbidden/> }.into_any();
    }
    view! { <Inbox seat/> }.into_any()
}

#[component]
fn Inbox(seat: Seat) -> impl IntoView {
    let search = use_location().search;
    let view = Memo::new(move |_| InboxView::of(&Query::parse(&search.get())));
    let asked = Memo::new(move |_| view.with(|view| (view.filter(), view.after.clone())));
    let listing = Listing::new(asked, move |(filter, after)| {
        let api = seat.api();
        async move {
            api.list_signals(&filter, PAGE_SIZE, after.as_deref(), Counted::Yes)
                .await
        }
    });
    // Another page of the list begins at its top.
    Effect::new(move |before: Option<Option<String>>| {
        let after = asked.with(|(_, after)| after.clone());
        if before.is_some_and(|before| before != after) {
            scroll_list_to_top();
        }
        after
    });
    let path = use_location().pathname;
    Effect::new(move |_| {
        let rows = listing.rows().iter().map(|row| row.id).collect();
        let view = view.get();
        // On the way to another page the address is not ours any more.
        if path.with_untracked(|path| InboxView::is_at(path)) {
            Trail::leave(view, rows);
        }
    });
    Effect::new(move |was_there: Option<()>| {
        // A signal that is neither open nor in the list: an undo came back to it.
        let is_missed = seat.told().is_some_and(|told| !told.is_listed);
        if is_missed && was_there.is_some() {
            listing.reread();
        }
    });
    let selected = RwSignal::new(BTreeSet::<SignalId>::new());
    Effect::new(move |_| {
        asked.track();
        selected.set(BTreeSet::new());
    });

    let navigate = use_navigate();
    let go = Callback::new(move |to: InboxView| {
        let options = NavigateOptions {
            scroll: false,
            ..NavigateOptions::default()
        };
        navigate(&to.address(), options);
    });
    let navigate = use_navigate();
    // Walking through rows leaves no trail of pages behind.
    let show = Callback::new(move |signal: SignalId| {
        let options = NavigateOptions {
            scroll: false,
            replace: true,
            ..NavigateOptions::default()
        };
        navigate(&view.get_untracked().beside(signal).address(), options);
        dom::focus_id(&row_id(signal));
    });
    let navigate = use_navigate();
    let open = Callback::new(move |signal: SignalId| {
        navigate(
            &InboxView::address_of_signal(signal),
            NavigateOptions::default(),
        );
    });
    let is_two_panes = use_media(TWO_PANES);
    let step = Callback::new(move |forward: bool| {
        let rows: Vec<SignalId> = listing.rows_untracked().iter().map(|row| row.id).collect();
        let current = view.with_untracked(|view| view.signal);
        match neighbour(&rows, current.as_ref(), forward) {
            Some(next) => show.run(next),
            None if forward => {
                if let Some(after) = listing.next() {
                    go.run(
                        view.get_untracked()
                            .changed(|view| view.after = Some(after)),
                    );
                }
            }
            None => {}
        }
    });
    use_keys(move |press| {
        let current = view.with_untracked(|view| view.signal);
        match (press, current) {
            (Press::Next | Press::Done, _) => step.run(true),
            (Press::Previous, _) => step.run(false),
            (Press::Open, Some(signal)) => open.run(signal),
            (Press::Select, Some(signal)) => toggle(selected, signal),
            (Press::Close, _) if !selected.with_untracked(BTreeSet::is_empty) => {
                selected.set(BTreeSet::new());
            }
            _ => return false,
        }
        true
    });
    let on_change = Callback::new(move |detail: SignalDetail| {
        let new = detail.summary;
        let states = view.with_untracked(|view| view.tab.states());
        let belongs = |state| states.is_empty() || states.contains(&state);
        let is_in = belongs(new.state);
        let mut was_in = None;
        listing.patch(|rows| {
            if let Some(row) = rows.iter_mut().find(|row| row.id == new.id) {
                was_in = Some(belongs(row.state));
                *row = SignalSummary {
                    excerpt: row.excerpt.clone(),
                    ..new
                };
            }
        });
        match (was_in, is_in) {
            (Some(true), false) => listing.count(|total| total.saturating_sub(1)),
            (Some(false), true) => listing.count(|total| total + 1),
            _ => {}
        }
        was_in.is_some()
    });
    let chosen = Memo::new(move |_| view.with(|view| view.signal).filter(|_| is_two_panes.get()));
    let body = move || {
        view! {
            <ListBody listing
                empty=move || if view.with(InboxView::is_filtered) { t!(inbox.filtered_empty).to_owned() } else { empty_words(view.get().tab) }
                empty_action=move || view.with(|view| view.is_filtered().then(|| view! {
                    <a class="button" href=view.unfiltered().address()>{t!(inbox.reset)}</a>
                }))>
                <Rows seat listing view selected is_two_panes open/>
                <Pager listing is_later=Reactive::derive(move || view.with(|view| view.after.is_some()))
                    address=Callback::new(move |after: Option<String>| view.get_untracked().changed(|view| view.after = after).address())/>
            </ListBody>
        }
    };
    view! {
        <div class="inbox">
            <section class="inbox__filters">
                <FilterList view/>
                <Filters view go/>
            </section>
            <section class="inbox__list" data-keeps-scroll="">
                <Page wide=true title=move || title(view.get().tab)
                    aside=move || view! { <p class="meta numbers" role="status">{move || listing.total().map(count_words)}</p> }>
                    // The words of what is held stand in no index.
                    <div hidden=move || view.with(|view| view.tab == Tab::Held && view.q.is_none())><SearchField label=t!(inbox.search)
                        value=Reactive::derive(move || view.with(|view| view.q.clone().unwrap_or_default()))
                        on_search=Callback::new(move |words: String| {
                            go.run(view.get_untracked().changed(|view| view.q = words::unless_blank(&words)));
                        })/></div>
                    <ActiveFilters view/>
                    <BulkBar listing selected/>
                    {body()}
                </Page>
            </section>
            {move || is_two_panes.get().then(|| view! {
                <section class="inbox__preview" aria-label=t!(signal.title)>
                    {move || match chosen.get() {
                        Some(signal) => view! { <Preview seat signal on_change step open/> }.into_any(),
                        None => view! { <p class="inbox__nothing">{t!(inbox.preview_empty)}</p> }.into_any(),
                    }}
                </section>
            })}
        </div>
    }
}

/// How many there are; the server stops counting at some point.
fn count_words(total: u64) -> String {
    if total < MAX_COUNTED {
        t!(inbox.count, count = total)
    } else {
        t!(desk.count_at_least, count = crate::i18n::number(total))
    }
}

fn title(tab: Tab) -> &'static str {
    match tab {
        Tab::New => t!(inbox.title),
        Tab::All => t!(inbox.all_title),
        other => other.label(),
    }
}

fn empty_words(tab: Tab) -> String {
    match tab {
        Tab::New => t!(inbox.empty).to_owned(),
        _ => t!(desk.tab_empty, tab = tab.label()),
    }
}

/// The link of a row, for the focus.
pub(super) fn row_id(signal: SignalId) -> String {
    format!("row-{signal}")
}

fn toggle(selected: RwSignal<BTreeSet<SignalId>>, signal: SignalId) {
    selected.update(|selected| {
        if !selected.remove(&signal) {
            selected.insert(signal);
        }
    });
}

#[component]
fn Rows(
    seat: Seat,
    listing: Listing<SignalSummary>,
    view: Memo<InboxView>,
    selected: RwSignal<BTreeSet<SignalId>>,
    is_two_panes: Memo<bool>,
    open: Callback<SignalId>,
) -> impl IntoView {
    let today = words::today();
    let row = move |row: SignalSummary| {
        let id = row.id;
        let beside = move || {
            if is_two_panes.get() {
                view.with(|view| view.beside(id).address())
            } else {
                InboxView::address_of_signal(id)
            }
        };
        let keydown = move |event: leptos::ev::KeyboardEvent| {
            if event.key() == "Enter" && !event.ctrl_key() && !event.meta_key() {
                event.prevent_default();
                open.run(id);
            }
        };
        let is_current = move || view.with(|view| view.signal == Some(id));
        let name = t!(desk.select_signal, text = first_words(&row.excerpt));
        // The row stays in its place, with the focus on it, whatever is done to its signal.
        let latest = Memo::new(move |_| listing.row(|row| row.id == id));
        let is_done = move || {
            let states = view.with_untracked(|view| view.tab.states());
            latest.with(|row| {
                let state = row.as_ref().map(|row| row.state);
                state.is_some_and(|state| !states.is_empty() && !states.contains(&state))
            })
        };
        view! {
            <li class="signal-row" class:signal-row--current=is_current class:signal-row--done=is_done
                class:signal-row--selected=move || selected.with(|selected| selected.contains(&id))>
                <label class="signal-row__tick">
                    <input type="checkbox" aria-label=name
                        prop:checked=move || selected.with(|selected| selected.contains(&id))
                        on:change=move |_| toggle(selected, id)/>
                </label>
                <a class="signal-row__link" id=row_id(id) href=beside data-noscroll=""
                    aria-current=move || is_current().then_some("true") on:keydown=keydown>
                    {move || latest.get().map(|row| view! { <RowText seat row today view/> })}
                </a>
            </li>
        }
    };
    view! {
        <ul class="signal-rows">
            <For each=move || listing.rows() key=|row| row.id let:summary>{row(summary)}</For>
        </ul>
    }
}

#[component]
fn RowText(seat: Seat, row: SignalSummary, today: Day, view: Memo<InboxView>) -> impl IntoView {
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
fn first_words(excerpt: &str) -> String {
    excerpt
        .split_whitespace()
        .take(8)
        .collect::<Vec<_>>()
        .join(" ")
}

#[component]
fn Preview(
    seat: Seat,
    signal: SignalId,
    on_change: Callback<SignalDetail, bool>,
    step: Callback<bool>,
    open: Callback<SignalId>,
) -> impl IntoView {
    // Not read ahead: the log would say that somebody read what nobody looked at.
    let detail = LocalResource::new(move || {
        let api = seat.api();
        async move { api.get_signal(signal).await.map(|read| read.value) }
    });
    view! {
        <div class="preview__bar">
            <Button label=t!(inbox.previous) icon=icon::CHEVRON_RIGHT icon_only=true kind=ButtonKind::Quiet on_press=move |()| step.run(false)/>
            <Button label=t!(inbox.next) icon=icon::CHEVRON_RIGHT icon_only=true kind=ButtonKind::Quiet on_press=move |()| step.run(true)/>
            <Button label=t!(common.open) icon=icon::EXTERNAL_LINK kind=ButtonKind::Quiet on_press=move |()| open.run(signal)/>
            <Button label=t!(inbox.done_next) icon=icon::CHECK key="e" on_press=move |()| step.run(true)/>
        </div>
        <Loaded resource=detail view=move |detail| view! { <SignalPanel detail on_change/> }/>
    }
}
