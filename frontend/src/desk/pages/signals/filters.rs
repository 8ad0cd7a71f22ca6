//! Tabs and filters of the inbox.

use shared::authority::Authority;

use super::view::{InboxView, Tab};
use crate::components::{Icon, icon};
use crate::desk::choices::{self, Options};
use crate::desk::seat::use_seat;
use crate::desk::viewport::{THREE_PANES, use_media};
use crate::prelude::*;

/// The tabs, as links: each has an address.
#[component]
pub(super) fn FilterList(view: Memo<InboxView>) -> impl IntoView {
    let tab = move |tab: Tab| {
        let address = move || view.with(|view| view.changed(|view| view.tab = tab).address());
        let is_current = move || view.with(|view| view.tab == tab);
        view! {
            <li>
                <a class="tab" href=address data-noscroll="" aria-current=move || is_current().then_some("true")>{tab.label()}</a>
            </li>
        }
    };
    view! {
        <nav class="tabs" aria-label=t!(inbox.filter_state)>
            <ul class="tabs__list">{Tab::ALL.iter().copied().map(tab).collect_view()}</ul>
        </nav>
    }
}

/// The filters: beside the list where there is room, else behind a button.
#[component]
pub(super) fn Filters(view: Memo<InboxView>, go: Callback<InboxView>) -> impl IntoView {
    let seat = use_seat();
    let is_wide = use_media(THREE_PANES);
    let authority = move || {
        let chosen = seat.chosen();
        chosen.or_else(|| seat.memberships().into_iter().map(|(slug, _)| slug).next())
    };
    let taxonomy = move || seat.taxonomy(&authority()?);
    let themes = Reactive::derive(move || {
        taxonomy()
            .map(|taxonomy| choices::themes(&taxonomy))
            .unwrap_or_default()
    });
    let groups = Reactive::derive(move || {
        taxonomy()
            .map(|taxonomy| choices::target_groups(&taxonomy))
            .unwrap_or_default()
    });
    let known = LocalResource::new(move || {
        let slug = authority();
        async move {
            let slug = slug?;
            seat.api_at(&slug).get_authority(&slug).await.ok()
        }
    });
    let places = Reactive::derive(move || {
        let authority: Option<Authority> = known.get().flatten();
        let places = authority
            .map(|authority| authority.places)
            .unwrap_or_default();
        places
            .into_iter()
            .map(|place| (place.clone(), place))
            .collect::<Options>()
    });
    let change = move |change: fn(&mut InboxView, Option<String>)| {
        Callback::new(move |value: String| {
            let value = Some(value).filter(|value| !value.is_empty());
            go.run(view.get_untracked().changed(|view| change(view, value)));
        })
    };
    let of = move |get: fn(&InboxView) -> Option<String>| {
        Reactive::derive(move || view.with(get).unwrap_or_default())
    };
    view! {
        <details class="filters" open=move || is_wide.get() || view.with_untracked(InboxView::is_filtered)>
            <summary class="filters__title"><Icon shape=icon::FUNNEL/>{t!(inbox.filter_title)}</summary>
            <div class="filters__fields">
                <FilterSelect id="filter-theme" label=t!(inbox.filter_theme) options=themes
                    value=of(|view| view.theme.clone()) on_change=change(|view, value| view.theme = value)/>
                <FilterSelect id="filter-group" label=t!(inbox.filter_group) options=groups
                    value=of(|view| view.target_group.clone()) on_change=change(|view, value| view.target_group = value)/>
                <FilterSelect id="filter-place" label=t!(inbox.filter_place) options=places
                    value=of(|view| view.place.clone()) on_change=change(|view, value| view.place = value)/>
                <FilterDay id="filter-from" label=t!(inbox.filter_from)
                    value=of(|view| view.from.map(|day| day.to_string()))
                    on_change=change(|view, value| view.from = value.and_then(|day| day.parse().ok()))/>
                <FilterDay id="filter-to" label=t!(inbox.filter_until)
                    value=of(|view| view.to.map(|day| day.to_string()))
                    on_change=change(|view, value| view.to = value.and_then(|day| day.parse().ok()))/>
                {move || view.with(|view| view.is_filtered().then(|| view! {
                    <a class="button" href=view.unfiltered().address() data-noscroll="">{t!(inbox.reset)}</a>
                }))}
            </div>
        </details>
    }
}

/// A filter with a list of values.
#[component]
pub(in crate::desk) fn FilterSelect(
    id: &'static str,
    label: &'static str,
    options: Reactive<Options>,
    value: Reactive<String>,
    on_change: Callback<String>,
    #[prop(optional)] empty: Option<&'static str>,
) -> impl IntoView {
    let empty = empty.unwrap_or(t!(common.all));
    let option = move |(code, words): (String, String)| {
        let own = code.clone();
        view! { <option value=code selected=move || value.with(|value| *value == own)>{words}</option> }
    };
    view! {
        <div class="filter">
            <label class="filter__label" for=id>{label}</label>
            <select class="control" id=id on:change=move |event| on_change.run(event_target_value(&event))>
                <option value="" selected=move || value.with(String::is_empty)>{empty}</option>
                {move || options.get().into_iter().map(option).collect_view()}
            </select>
        </div>
    }
}

/// A filter with a day.
#[component]
pub(in crate::desk) fn FilterDay(
    id: &'static str,
    label: &'static str,
    value: Reactive<String>,
    on_change: Callback<String>,
) -> impl IntoView {
    view! {
        <div class="filter">
            <label class="filter__label" for=id>{label}</label>
            <input class="control" id=id type="date" prop:value=move || value.get()
                on:change=move |event| on_change.run(event_target_value(&event))/>
        </div>
    }
}
