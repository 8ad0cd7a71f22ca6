//! Tabs and filters of the inbox.

use shared::authority::Authority;
use shared::taxonomy::{CodeList as _, Scheme};

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
    let tags = Reactive::derive(move || {
        let theme = view.with(|view| view.theme.clone());
        taxonomy()
            .map(|taxonomy| choices::tags(&taxonomy, theme.as_deref()))
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
                    value=of(|view| view.theme.clone()) on_change=change(|view, value| {
                        view.theme = value;
                        // A tag belongs to a theme.
                        view.tag = None;
                    })/>
                <FilterSelect id="filter-tag" label=t!(inbox.filter_tag) options=tags
                    value=of(|view| view.tag.clone()) on_change=change(|view, value| view.tag = value)/>
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
                <FilterTick label=t!(inbox.filter_late)
                    is_on=Reactive::derive(move || view.with(|view| view.is_late))
                    on_change=Callback::new(move |is_on| go.run(view.get_untracked().changed(|view| view.is_late = is_on)))/>
                <FilterTick label=t!(desk.filter_answered)
                    is_on=Reactive::derive(move || view.with(|view| view.is_answered))
                    on_change=Callback::new(move |is_on| go.run(view.get_untracked().changed(|view| view.is_answered = is_on)))/>
                {move || view.with(|view| view.is_filtered().then(|| view! {
                    <a class="button" href=view.unfiltered().address() data-noscroll="">{t!(inbox.reset)}</a>
                }))}
            </div>
        </details>
    }
}

/// What narrows a list, in words, and how it is taken off.
type Narrowing = (Option<String>, fn(&mut InboxView));

/// What narrows the list, each with a way to take it off: also where the list is empty for that reason.
#[component]
pub(super) fn ActiveFilters(view: Memo<InboxView>) -> impl IntoView {
    let seat = use_seat();
    let of = move |scheme: Scheme, code: &str| {
        let all = seat.memberships().into_iter().map(|(slug, _)| slug);
        let looked_at: Vec<String> = match seat.chosen() {
            Some(slug) => vec![slug],
            None => all.collect(),
        };
        let knows = |slug: &&String| {
            seat.taxonomy(slug)
                .is_some_and(|taxonomy| taxonomy.code(scheme, code).is_ok())
        };
        let is_read = looked_at.iter().all(|slug| seat.taxonomy(slug).is_some());
        match looked_at.iter().find(knows).or(looked_at.first()) {
            None => code.to_owned(),
            // A kept view may name what left the taxonomy since: it still finds what it stands on.
            Some(slug) if is_read && !knows(&slug) => t!(inbox.filter_gone, name = code),
            Some(slug) => seat.words(slug, scheme, code),
        }
    };
    let chips = move || {
        let now = view.get();
        let day = |name: &str, day: Option<Day>| {
            day.map(|day| format!("{name} {}", crate::i18n::day(day)))
        };
        let all: [Narrowing; 10] = [
            (now.q.clone().map(|q| format!("‘{q}’")), |view| {
                view.q = None;
            }),
            (
                now.theme.as_ref().map(|code| of(Scheme::Theme, code)),
                |view| view.theme = None,
            ),
            (now.tag.as_ref().map(|code| of(Scheme::Tag, code)), |view| {
                view.tag = None;
            }),
            (
                now.target_group
                    .as_ref()
                    .map(|code| of(Scheme::TargetGroup, code)),
                |view| view.target_group = None,
            ),
            (now.place.clone(), |view| view.place = None),
            (day(t!(inbox.filter_from), now.from), |view| {
                view.from = None;
            }),
            (day(t!(inbox.filter_until), now.to), |view| view.to = None),
            (
                now.is_late.then(|| t!(inbox.filter_late).to_owned()),
                |view| view.is_late = false,
            ),
            (
                now.is_answered.then(|| t!(desk.filter_answered).to_owned()),
                |view| view.is_answered = false,
            ),
            (
                now.issue.map(|_| t!(desk.filter_issue).to_owned()),
                |view| view.issue = None,
            ),
        ];
        all.into_iter()
            .filter_map(|(words, off)| Some((words?, now.changed(off).address())))
            .map(|(words, without)| {
                let name = t!(inbox.filter_remove, name = words.clone());
                view! {
                    <li>
                        <a class="filter-chip" href=without data-noscroll="" aria-label=name>
                            <span>{words}</span><Icon shape=icon::X/>
                        </a>
                    </li>
                }
            })
            .collect_view()
    };
    let is_filtered = Memo::new(move |_| view.with(InboxView::is_filtered));
    move || {
        is_filtered.get().then(
            || view! { <ul class="filter-chips" aria-label=t!(inbox.filter_title)>{chips}</ul> },
        )
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
                {move || {
                    let now = value.get();
                    let is_gone = options.with(|all| !all.is_empty() && !all.iter().any(|(code, _)| *code == now));
                    (is_gone && !now.is_empty()).then(|| {
                        let words = t!(inbox.filter_gone, name = now.clone());
                        view! { <option value=now selected=true>{words}</option> }
                    })
                }}
                {move || options.get().into_iter().map(option).collect_view()}
            </select>
        </div>
    }
}

/// A filter that is on or off.
#[component]
fn FilterTick(
    label: &'static str,
    is_on: Reactive<bool>,
    on_change: Callback<bool>,
) -> impl IntoView {
    view! {
        <label class="tick">
            <input type="checkbox" prop:checked=move || is_on.get()
                on:change=move |event| on_change.run(event_target_checked(&event))/>
            <span>{label}</span>
        </label>
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
