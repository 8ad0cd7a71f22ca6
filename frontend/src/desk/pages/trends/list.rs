//! All series: what rises first, then the rest by kind.

use std::marker::PhantomData;

use leptos_router::hooks::use_location;
use policy as op;
use shared::trend::{TrendAge, TrendKind, TrendList, TrendSummary};

use super::follow::Following;
use super::meaning::{Meaning, counted_line};
use super::sentence::{chance, name, sentence};
use super::view::TrendsView;
use crate::components::{EmptyState, Loaded, Page};
use crate::desk::charts::TrendChart;
use crate::desk::components::OneAuthority;
use crate::desk::query::Query;
use crate::desk::seat::use_seat;
use crate::prelude::*;

/// Pictures that are drawn before somebody asks for all.
const FIRST: usize = 12;

/// The page (D7).
#[component]
pub(in crate::desk) fn TrendsPage() -> impl IntoView {
    view! {
        <Page wide=true title=t!(nav.trends)>
            <OneAuthority operation={PhantomData::<op::ListTrends>} let:authority>
                <Trends authority/>
            </OneAuthority>
        </Page>
    }
}

#[component]
fn Trends(authority: String) -> impl IntoView {
    let seat = use_seat();
    let of = authority.clone();
    let listed = LocalResource::new(move || {
        let api = seat.api_at(&of);
        async move { api.list_trends(None, false).await }
    });
    view! {
        <Loaded resource=listed view=move |list| {
            let authority = authority.clone();
            let age = list.ages.first().cloned();
            view! {
                {match age.as_ref().and_then(|age| age.look_again_on) {
                    Some(on) => view! { <EmptyState text=t!(chart.not_enough, date = crate::i18n::day(on))/> }.into_any(),
                    None => view! { <Counts list/> }.into_any(),
                }}
                <Following authority/>
                <Meaning age/>
            }
        }/>
    }
}

#[component]
fn Counts(list: TrendList) -> impl IntoView {
    let age: Option<TrendAge> = list.ages.into_iter().next();
    let Some(counted) = age.as_ref().and_then(counted_line) else {
        return view! { <EmptyState text=t!(trend.not_counted)/> }.into_any();
    };
    let is_rise = |trend: &TrendSummary| trend.last.rise_began_on.is_some();
    let rises: Vec<TrendSummary> = list
        .items
        .iter()
        .filter(|it| is_rise(it))
        .cloned()
        .collect();
    let search = use_location().search;
    let view = Memo::new(move |_| TrendsView::of(&Query::parse(&search.get())));
    let kinds: Vec<TrendKind> = TrendKind::ALL
        .iter()
        .copied()
        .filter(|kind| list.items.iter().any(|item| item.kind == *kind))
        .collect();
    let choice = move |kind: TrendKind| {
        let is_it = move || (view.get().kind == kind).then_some("true");
        let href = TrendsView { kind }.address();
        view! {
            <a class="choice" data-noscroll="" href=href aria-current=is_it>{kind.label()}</a>
        }
    };
    let is_whole = RwSignal::new(false);
    let items = list.items;
    let shown = move || {
        let kind = view.get().kind;
        let of_kind: Vec<TrendSummary> = items
            .iter()
            .filter(|item| item.kind == kind)
            .cloned()
            .collect();
        if of_kind.is_empty() {
            return view! { <p>{t!(trend.none)}</p> }.into_any();
        }
        let count = of_kind.len();
        let most = if is_whole.get() { count } else { FIRST };
        let cards = of_kind.into_iter().take(most);
        let cards = cards.map(|trend| view! { <Card trend/> }).collect_view();
        view! {
            <ul class="trend-cards">{cards}</ul>
            {(count > most).then(|| view! {
                <crate::components::Button label=t!(trend.show_all, count = count.to_string())
                    on_press=move |()| is_whole.set(true)/>
            })}
        }
        .into_any()
    };
    view! {
        <p class="meta">{counted}</p>
        <section class="trends__part">
            <h2 class="part-title">{t!(trend.rises)}</h2>
            {if rises.is_empty() {
                view! { <p>{t!(trend.no_rise)}</p> }.into_any()
            } else {
                let cards = rises.into_iter().map(|trend| view! { <Card trend/> });
                view! { <ul class="trend-cards">{cards.collect_view()}</ul> }.into_any()
            }}
        </section>
        <section class="trends__part">
            <h2 class="part-title">{t!(trend.others)}</h2>
            <nav class="choices" aria-label=t!(trend.kinds)>{kinds.into_iter().map(choice).collect_view()}</nav>
            {shown}
        </section>
    }
    .into_any()
}

/// One small picture with its sentence.
#[component]
fn Card(trend: TrendSummary) -> impl IntoView {
    let seat = use_seat();
    let href = format!("/desk/trends/{}", trend.id);
    let said = sentence(&trend.last);
    let rise = trend.last.rise_began_on.map(|_| {
        let chance = trend.q_value.map(chance);
        view! {
            <p>
                <span class="badge badge--warn">{t!(trend.rise)}</span>" "
                {chance.map(|chance| view! { <span class="meta">{t!(trend.chance, chance = chance)}</span> })}
            </p>
        }
    });
    let points = trend.points.clone();
    let words = move || name(seat, &trend);
    view! {
        <li class="trend-card">
            <h3 class="trend-card__name"><a href=href>{words}</a></h3>
            {rise}
            <TrendChart sentence=said points/>
        </li>
    }
}
