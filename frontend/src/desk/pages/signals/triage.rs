//! The inbox: list, filters and preview side by side where there is room.

use std::collections::{BTreeSet, HashSet};

use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};
use policy as op;
use shared::id::SignalId;
use shared::signal::{SignalDetail, SignalFilter, SignalSummary};

use super::ahead::Ahead;
use super::arrivals::Arrivals;
use super::bulk::BulkBar;
use super::filters::{ActiveFilters, FilterList, Filters};
use super::inbox_list::InboxList;
use super::panel::SignalPanel;
use super::rows::{PANE, Rows, go_to, look, toggle};
use super::take_along::PrintList;
use super::trail::Trail;
use super::view::{InboxView, Tab, neighbour};
use super::views::SavedViews;
use crate::components::{
    Button, ButtonKind, EmptyState, Loaded, Loading, Page, ProblemView, icon, scroll_list_to_top,
};
use crate::desk::components::{Forbidden, SearchField};
use crate::desk::keys::{Press, use_keys};
use crate::desk::query::Query;
use crate::desk::seat::{Seat, use_seat};
use crate::desk::viewport::{TWO_PANES, use_media};
use crate::desk::words;
use crate::prelude::*;

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
    let path = use_location().pathname;
    // On the way to another page the address is not ours any more.
    let is_here = move || path.with_untracked(|path| InboxView::is_at(path));
    let filter = Memo::new(move |before: Option<&SignalFilter>| {
        let now = view.with(InboxView::filter);
        before.filter(|_| !is_here()).cloned().unwrap_or(now)
    });
    let list = InboxList::new(seat, filter);
    let ahead = Ahead::new(seat);
    // Another list begins at its top.
    Effect::new(move |before: Option<()>| {
        filter.track();
        if before.is_some() {
            scroll_list_to_top();
        }
    });
    Effect::new(move |_| {
        let (rows, view) = (list.ids(), view.get());
        if is_here() {
            Trail::leave(view, rows);
        }
    });
    Effect::new(move |was_there: Option<()>| {
        let told = seat.told();
        ahead.forget();
        // A signal that is neither open nor in the list: an undo came back to it.
        if told.is_some_and(|told| !told.is_listed) && was_there.is_some() {
            list.reread();
        }
    });
    let selected = RwSignal::new(BTreeSet::<SignalId>::new());
    Effect::new(move |_| {
        filter.track();
        selected.set(BTreeSet::new());
    });
    Effect::new(move |_| {
        // Whatever was read ahead may have been changed with many others.
        ahead.forget();
        let ids = list.ids();
        if selected.with_untracked(|selected| !selected.is_empty()) {
            // What left the list is not chosen any more.
            let ids: HashSet<SignalId> = ids.iter().copied().collect();
            selected.update(|selected| selected.retain(|id| ids.contains(id)));
        }
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
        go_to(list, signal);
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
        let current = view.with_untracked(|view| view.signal);
        if let Some(next) = neighbour(&list.ids_untracked(), current.as_ref(), forward) {
            ahead.walk();
            show.run(next);
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
        let before = list.put(new);
        let was_in = before.as_ref().map(|before| belongs(before.state));
        if was_in.is_some_and(|was_in| was_in != is_in) {
            list.count_out(!is_in);
        }
        was_in.is_some()
    });
    let chosen = Memo::new(move |_| view.with(|view| view.signal).filter(|_| is_two_panes.get()));
    let printed = RwSignal::new(None::<Vec<SignalSummary>>);
    view! {
        <div class="inbox">
            <section class="inbox__filters">
                <FilterList view/>
                <SavedViews view/>
                <Filters view go/>
            </section>
            <section class="inbox__list" id=PANE data-keeps-scroll="" on:scroll=move |_| look(list)>
                <Page wide=true title=move || title(view.get().tab)
                    aside=move || view! { <p class="meta numbers" role="status">{move || count_words(list)}</p> }>
                    // The words of what is held stand in no index.
                    <div hidden=move || view.with(|view| view.tab == Tab::Held && view.q.is_none())><SearchField label=t!(inbox.search)
                        value=Reactive::derive(move || view.with(|view| view.q.clone().unwrap_or_default()))
                        on_search=Callback::new(move |words: String| {
                            go.run(view.get_untracked().changed(|view| view.q = words::unless_blank(&words)));
                        })/></div>
                    <ActiveFilters view/>
                    <BulkBar list view selected printed/>
                    <InboxBody list view rows=move || view! { <Rows seat list view selected is_two_panes open/> }/>
                </Page>
            </section>
            <Arrivals seat list/>
            {move || is_two_panes.get().then(|| view! {
                <section class="inbox__preview" aria-label=t!(signal.title)>
                    {move || match chosen.get() {
                        Some(signal) => view! { <Preview list view ahead signal on_change step open/> }.into_any(),
                        None => view! { <p class="inbox__nothing">{t!(inbox.preview_empty)}</p> }.into_any(),
                    }}
                </section>
            })}
            <PrintList printed/>
        </div>
    }
}

/// The list in all its states: waiting, failed, empty, or the rows.
#[component]
fn InboxBody(list: InboxList, view: Memo<InboxView>, #[prop(into)] rows: ViewFn) -> impl IntoView {
    let retry = Callback::new(move |()| list.reread());
    // Coarse on purpose: other rows change what is inside, they do not build the list anew.
    let state = Memo::new(move |_| (list.is_there(), list.is_empty()));
    let empty = move || {
        if view.with(InboxView::is_filtered) {
            t!(inbox.filtered_empty).to_owned()
        } else {
            empty_words(view.get().tab)
        }
    };
    let way_out = move || {
        view.with(|view| {
            view.is_filtered().then(
                || view! { <a class="button" href=view.unfiltered().address()>{t!(inbox.reset)}</a> },
            )
        })
    };
    move || {
        let (is_there, is_empty) = state.get();
        let failed = move || {
            let error = list.error();
            error.map(|error| view! { <ProblemView error on_retry=retry/> })
        };
        if !is_there {
            let is_waiting = move || list.error().is_none();
            return view! {
                {failed}
                {move || is_waiting().then(|| view! { <Loading rows=6 on_retry=retry/> })}
            }
            .into_any();
        }
        if is_empty {
            return view! { {failed}<EmptyState text=empty>{way_out}</EmptyState> }.into_any();
        }
        let rows = rows.run();
        view! {
            {failed}
            <div class="listing" aria-busy=move || list.is_reading().to_string()>{rows}</div>
            {move || list.is_cut().then(|| view! { <p class="meta list-end">{t!(inbox.list_cut, count = crate::i18n::number(list.len().try_into().unwrap_or_default()))}</p> })}
        }
        .into_any()
    }
}

/// How many there are; the server stops counting at some point.
fn count_words(list: InboxList) -> Option<String> {
    let total = list.total()?;
    Some(if list.is_cut() {
        t!(desk.count_at_least, count = crate::i18n::number(total))
    } else {
        t!(inbox.count, count = total)
    })
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

#[component]
fn Preview(
    list: InboxList,
    view: Memo<InboxView>,
    ahead: Ahead,
    signal: SignalId,
    on_change: Callback<SignalDetail, bool>,
    step: Callback<bool>,
    open: Callback<SignalId>,
) -> impl IntoView {
    let detail = LocalResource::new(move || async move {
        let answer = ahead.signal(signal).await;
        ahead.look_beyond(move || {
            let is_here = view.try_with_untracked(|view| view.signal == Some(signal))?;
            let next = neighbour(&list.try_ids()?, Some(&signal), true);
            next.filter(|_| is_here)
        });
        answer
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
