//! The page: words, filters, and what is found while one types.

use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};
use policy as op;
use shared::search::{FoundKind, MAX_QUESTION, MOST_COUNTED, Progress, SearchResult};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;

use super::super::signals::{FilterDay, FilterSelect, neighbour};
use super::answer::Answering;
use super::found::{Group, LINKS, counted, kinds};
use super::view::SearchView;
use crate::browser::{dom, timer};
use crate::components::{EmptyState, Icon, Loading, Page, ProblemView, icon};
use crate::desk::choices;
use crate::desk::components::Forbidden;
use crate::desk::keys::{Press, use_keys};
use crate::desk::query::Query;
use crate::desk::seat::{Seat, use_seat};
use crate::desk::words;
use crate::prelude::*;

/// The field of the words.
pub(super) const FIELD: &str = "search-words";
/// How long after the last key a question is asked.
const STILL_MS: i32 = 350;

/// The page.
#[component]
pub(in crate::desk) fn SearchPage() -> impl IntoView {
    let seat = use_seat();
    if !untrack(|| seat.may::<op::Search>()) {
        return view! { <Forbidden/> }.into_any();
    }
    view! { <Searching seat/> }.into_any()
}

#[component]
fn Searching(seat: Seat) -> impl IntoView {
    let search = use_location().search;
    let view = Memo::new(move |_| SearchView::of(&Query::parse(&search.get())));
    let answering = Answering::to(view, seat);
    let navigate = use_navigate();
    let go = Callback::new(move |to: SearchView| {
        // One question is one step back, however many letters it had.
        let options = NavigateOptions {
            replace: true,
            scroll: false,
            ..NavigateOptions::default()
        };
        navigate(&to.address(), options);
    });
    use_keys(move |press| match press {
        Press::Search => dom::focus_id(FIELD),
        Press::Next => move_focus(true),
        Press::Previous => move_focus(false),
        _ => false,
    });
    let arrows = move |event: leptos::ev::KeyboardEvent| {
        let target = event.target();
        let target = target.and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        // In a list of choices or a day they choose.
        let is_ours =
            target.is_some_and(|part| part.id() == FIELD || part.matches(LINKS).unwrap_or(false));
        if !is_ours || event.ctrl_key() || event.alt_key() || event.meta_key() {
            return;
        }
        let is_handled = match event.key().as_str() {
            "ArrowDown" => move_focus(true),
            "ArrowUp" => move_focus(false) || dom::focus_id(FIELD),
            _ => false,
        };
        if is_handled {
            event.prevent_default();
        }
    };
    view! {
        <Page wide=true title=t!(search.title)>
            <div class="search" on:keydown=arrows>
                <Words view go/>
                <Filters view go seat/>
                <p class="search__count meta" role="status">{move || told(answering)}</p>
                {move || answering.error().map(|error| {
                    let again = Callback::new(move |()| answering.ask_again());
                    view! { <ProblemView error on_retry=again/> }
                })}
                <Results view answering/>
            </div>
        </Page>
    }
}

/// Moves the focus to a result, by its place.
pub(super) fn focus_result(place: usize) {
    let links = dom::all(LINKS);
    if let Some(link) = links
        .get(place)
        .and_then(|link| link.dyn_ref::<web_sys::HtmlElement>())
    {
        dom::focus(link);
    }
}

/// Moves among the links of results; true when there is one more that way.
fn move_focus(forward: bool) -> bool {
    let links = dom::all(LINKS);
    let here = dom::document().active_element();
    let position = links.iter().position(|link| Some(link) == here.as_ref());
    let places: Vec<usize> = (0..links.len()).collect();
    // Upwards from the field leads nowhere.
    if position.is_none() && !forward {
        return false;
    }
    let next = neighbour(&places, position.as_ref(), forward).and_then(|next| links.get(next));
    let Some(link) = next.and_then(|link| link.dyn_ref::<web_sys::HtmlElement>()) else {
        return false;
    };
    dom::focus(link);
    true
}

/// The field: asks when nobody typed for a moment, and at once on Enter.
#[component]
fn Words(view: Memo<SearchView>, go: Callback<SearchView>) -> impl IntoView {
    let typed = RwSignal::new(view.with_untracked(|view| view.q.clone()));
    let round = StoredValue::new(0_u32);
    let ask = move || {
        let words = typed.get_untracked();
        if view.with_untracked(|view| view.q != words) {
            go.run(view.get_untracked().with_words(&words));
        }
    };
    let input = move |event: web_sys::Event| {
        typed.set(event_target_value(&event));
        let this = round.get_value().wrapping_add(1);
        round.set_value(this);
        spawn_local(async move {
            timer::after(STILL_MS).await;
            if round.try_get_value() == Some(this) && !is_too_long(&typed.get_untracked()) {
                ask();
            }
        });
    };
    // A link that says other words: "search for the words as typed", Back.
    let asked = Memo::new(move |_| view.with(|view| view.q.clone()));
    Effect::new(move |_| {
        let words = asked.get();
        if dom::document()
            .active_element()
            .is_none_or(|element| element.id() != FIELD)
        {
            typed.set(words);
        }
    });
    let node = NodeRef::<leptos::html::Input>::new();
    Effect::new(move |_| {
        if let Some(node) = node.get() {
            // The heading takes the focus of a new page first.
            spawn_local(async move {
                timer::after(0).await;
                dom::focus(&node);
            });
        }
    });
    let error =
        Memo::new(move |_| typed.with(|typed| is_too_long(typed).then(|| typed.chars().count())));
    view! {
        <form class="search__words" role="search" on:submit=move |event: leptos::ev::SubmitEvent| {
            event.prevent_default();
            if !is_too_long(&typed.get_untracked()) {
                ask();
            }
        }>
            <label class="field__label" for=FIELD>{t!(search.label)}</label>
            <p class="field__hint" id="search-hint">{t!(search.hint)}</p>
            {move || error.get().map(|count| view! {
                <p class="field__error" id="search-error" role="alert">
                    {t!(search.too_long, limit = MAX_QUESTION.to_string(), count = count.to_string())}
                </p>
            })}
            <div class="searching">
                <input class="control" id=FIELD node_ref=node type="search" autocomplete="off" spellcheck="false"
                    aria-describedby=move || if error.get().is_some() { "search-hint search-error" } else { "search-hint" }
                    aria-invalid=move || error.get().map(|_| "true")
                    prop:value=move || typed.get()
                    on:input=input/>
                <button type="submit" class="button button--icon" aria-label=t!(common.search)><Icon shape=icon::SEARCH/></button>
            </div>
        </form>
    }
}

fn is_too_long(words: &str) -> bool {
    words.chars().count() > MAX_QUESTION
}

#[component]
fn Filters(view: Memo<SearchView>, go: Callback<SearchView>, seat: Seat) -> impl IntoView {
    let themes = Reactive::derive(move || {
        let authority = seat
            .chosen()
            .or_else(|| seat.memberships().into_iter().map(|(slug, _)| slug).next());
        authority
            .and_then(|slug| seat.taxonomy(&slug))
            .map(|taxonomy| choices::themes(&taxonomy))
            .unwrap_or_default()
    });
    let shown = move || {
        let is_there = |kind: &str| match FoundKind::of_code(kind) {
            Some(FoundKind::Signal) => seat.may::<op::ListSignals>(),
            Some(FoundKind::Feedback) => seat.may::<op::ListFeedback>(),
            _ => true,
        };
        kinds()
            .into_iter()
            .filter(|(code, _)| is_there(code))
            .collect()
    };
    let change = move |change: fn(&mut SearchView, Option<String>)| {
        Callback::new(move |value: String| {
            let value = words::unless_blank(&value);
            go.run(view.get_untracked().changed(|view| change(view, value)));
        })
    };
    let of = move |get: fn(&SearchView) -> Option<String>| {
        Reactive::derive(move || view.with(get).unwrap_or_default())
    };
    view! {
        <div class="filter-row">
            <FilterSelect id="filter-kind" label=t!(search.kind) options=Reactive::derive(shown)
                value=of(|view| view.kind.map(|kind| kind.code().to_owned()))
                on_change=change(|view, value| view.kind = value.and_then(|code| FoundKind::of_code(&code)))/>
            <FilterSelect id="filter-progress" label=t!(search.progress)
                options=Reactive::derive(choices::of_list::<Progress>)
                value=of(|view| view.progress.map(|progress| progress.code().to_owned()))
                on_change=change(|view, value| view.progress = value.and_then(|code| Progress::of_code(&code)))/>
            <FilterSelect id="filter-theme" label=t!(inbox.filter_theme) options=themes
                value=of(|view| view.theme.clone())
                on_change=change(|view, value| view.theme = value)/>
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
    }
}

/// How much was found, for the ear.
fn told(answering: Answering) -> Option<String> {
    let (_, result) = answering.found()?;
    let total: u64 = result.groups.iter().map(|group| group.total).sum();
    Some(match total {
        0 => t!(search.none_told).to_owned(),
        total if total >= MOST_COUNTED => counted(total),
        total => t!(search.found, count = total),
    })
}

#[component]
fn Results(view: Memo<SearchView>, answering: Answering) -> impl IntoView {
    let is_first = Memo::new(move |_| {
        answering.is_reading() && answering.found().is_none() && answering.error().is_none()
    });
    move || {
        if view.with(SearchView::is_blank) {
            return view! { <EmptyState text=t!(search.begin)/> }.into_any();
        }
        if is_first.get() {
            let again = Callback::new(move |()| answering.ask_again());
            return view! { <Loading rows=6 on_retry=again/> }.into_any();
        }
        let Some((asked, result)) = answering.found() else {
            return ().into_any();
        };
        view! {
            <div class="search__results" aria-busy=move || answering.is_reading().to_string()>
                <Found asked result answering/>
            </div>
        }
        .into_any()
    }
}

/// What was replaced, and everything that was found; or that nothing was.
#[component]
fn Found(asked: SearchView, result: SearchResult, answering: Answering) -> impl IntoView {
    let SearchResult {
        corrections,
        groups,
    } = result;
    let is_empty = groups.iter().all(|group| group.total == 0);
    if is_empty {
        let text = if asked.is_filtered() {
            t!(search.none_filtered, words = asked.q.trim())
        } else {
            t!(search.none, words = asked.q.trim())
        };
        let reset = asked.is_filtered().then(|| {
            view! { <a class="button" href=asked.unfiltered().address() data-noscroll="">{t!(inbox.reset)}</a> }
        });
        return view! { <EmptyState text=text>{reset}</EmptyState> }.into_any();
    }
    let literally = asked.changed(|view| view.literal = true).address();
    let corrected = corrections.into_iter().map(|correction| {
        t!(
            search.corrected,
            typed = correction.typed,
            shown = correction.shown
        )
    });
    let corrected: Vec<String> = corrected.collect();
    let notice = (!corrected.is_empty()).then(|| {
        let lines = corrected.into_iter().map(|line| view! { <p>{line}</p> });
        view! {
            <div class="notice notice--info" role="status">
                {lines.collect_view()}
                <p><a href=literally data-noscroll="">{t!(search.literally, words = asked.q.trim())}</a></p>
            </div>
        }
    });
    let groups = groups.into_iter().filter(|group| group.total > 0);
    let groups = groups.map(|group| view! { <Group group view=asked.clone() answering/> });
    view! { {notice}{groups.collect_view()} }.into_any()
}
