//! The page: per kind and model a sentence, a picture and a table, twice.

use std::marker::PhantomData;

use leptos_router::hooks::use_location;
use policy as op;
use shared::learning::{Calibration, KindRecord, SuggestionKind, SuggestionPeriod};

use super::dots::{self, Dot, dots};
use super::language_model::LanguageModelChoiceOf;
use crate::components::{EmptyState, Loaded, Page};
use crate::desk::components::OneAuthority;
use crate::desk::query::Query;
use crate::desk::seat::use_seat;
use crate::desk::words::today;
use crate::prelude::*;

const PATH: &str = "/desk/suggestions";
/// How far back may be looked, in days; all when absent.
const PERIODS: [Option<i64>; 4] = [None, Some(30), Some(90), Some(365)];

/// The page.
#[component]
pub(in crate::desk) fn SuggestionRecordPage() -> impl IntoView {
    let search = use_location().search;
    let days = Memo::new(move |_| days_in(&search.get()));
    let choice = move |period: Option<i64>| {
        let address = Query::default().with_all("days", period).at(PATH);
        view! {
            <a class="choice" data-noscroll="" href=address
                aria-current=move || (days.get() == period).then_some("true")>{words_of(period)}</a>
        }
    };
    view! {
        <Page wide=true title=t!(record.title)>
            <p class="lead">{t!(record.intro)}</p>
            <nav class="choices" aria-label=t!(record.period)>{PERIODS.map(choice).collect_view()}</nav>
            <OneAuthority operation={PhantomData::<op::GetSuggestionRecord>} let:authority>
                <Record authority=authority.clone() days/>
                <LanguageModelChoiceOf authority/>
            </OneAuthority>
        </Page>
    }
}

#[component]
fn Record(authority: String, days: Memo<Option<i64>>) -> impl IntoView {
    let seat = use_seat();
    let record = LocalResource::new(move || {
        let period = SuggestionPeriod {
            from: days.get().map(|days| today().plus_days(-days)),
            to: None,
        };
        let api = seat.api_at(&authority);
        async move { api.get_suggestion_record(period).await }
    });
    view! {
        <Loaded resource=record view=move |record| {
            let told: Vec<KindRecord> = record.kinds.into_iter().filter(|kind| kind.acceptance.is_some()).collect();
            if told.is_empty() {
                view! { <EmptyState text=t!(record.empty)><p>{t!(record.empty_hint)}</p></EmptyState> }.into_any()
            } else {
                told.into_iter().map(|kind| view! { <Kind kind/> }).collect_view().into_any()
            }
        }/>
    }
}

/// One kind and one model.
#[component]
fn Kind(kind: KindRecord) -> impl IntoView {
    let is_code = kind.kind != SuggestionKind::Similar;
    view! {
        <section class="panel record">
            <h2 class="part-title">{kind.kind.label()}</h2>
            <p class="record__model">{t!(suggestion.model, model = kind.model.clone())}</p>
            <div class="record__pictures">
                <Acceptance kind=kind.clone()/>
                {is_code.then(|| view! { <Sureness groups=kind.calibration/> })}
            </div>
        </section>
    }
}

/// What people made of it.
#[component]
fn Acceptance(kind: KindRecord) -> impl IntoView {
    let fates = kind.fates;
    let (percent, decided) = (kind.acceptance.unwrap_or_default(), fates.decided());
    let sentence = match kind.kind {
        SuggestionKind::Similar => t!(record.belong_together, percent = percent, count = decided),
        _ => t!(record.accepted_of, percent = percent, count = decided),
    };
    let width = f32::from(percent) * 3.0;
    let is_code = kind.kind != SuggestionKind::Similar;
    let rows = [
        (t!(record.shown), fates.shown),
        (t!(record.accepted), fates.accepted),
        (t!(record.rejected), fates.rejected),
        (t!(record.corrected), fates.corrected),
        (t!(record.open), fates.open),
    ];
    let row = |(words, count): (&'static str, u32)| {
        view! { <tr><th scope="row">{words}</th><td>{crate::i18n::number(count.into())}</td></tr> }
    };
    let rows = rows
        .into_iter()
        .filter(move |(words, _)| is_code || *words != t!(record.corrected));
    view! {
        <figure class="chart">
            <figcaption>{sentence.clone()}</figcaption>
            <svg class="chart__bar" viewBox="0 0 300 20" role="img" aria-label=sentence preserveAspectRatio="none">
                <rect class="chart__rest" x="0" y="0" width="300" height="20"></rect>
                <rect class="chart__part" x="0" y="0" width=width.to_string() height="20"></rect>
            </svg>
            <details>
                <summary>{t!(chart.table)}</summary>
                <table class="table"><tbody>{rows.map(row).collect_view()}</tbody></table>
            </details>
        </figure>
    }
}

/// Whether it was as right as it said.
#[component]
fn Sureness(groups: Vec<Calibration>) -> impl IntoView {
    let Some(most) = groups.iter().max_by_key(|group| group.decisions) else {
        return view! { <p class="hint">{t!(record.sure_few)}</p> }.into_any();
    };
    let sentence = t!(record.sure_of, said = most.said, right = most.right);
    let across = |said: u8| {
        let x = dots::across(said);
        view! { <text class="chart__tick" x=x.to_string() y=(dots::up(0) + 18).to_string() text-anchor="middle">{format!("{said} %")}</text> }
    };
    let up = |right: u8| {
        let y = dots::up(right);
        view! {
            <line class="chart__grid" x1=dots::across(40).to_string() x2=dots::across(100).to_string() y1=y.to_string() y2=y.to_string()></line>
            <text class="chart__tick" x=(dots::across(40) - 6).to_string() y=(y + 4).to_string() text-anchor="end">{right.to_string()}</text>
        }
    };
    let dot = |dot: Dot| {
        view! {
            <circle class="chart__dot" cx=dot.x.to_string() cy=dot.y.to_string() r=dot.radius.to_string()></circle>
            <text class="chart__value" x=dot.x.to_string() y=dot.label_y.to_string() text-anchor="middle">{dot.right.to_string()}</text>
        }
    };
    let row = |group: &Calibration| {
        view! {
            <tr>
                <th scope="row">{format!("{} %", group.said)}</th>
                <td>{format!("{} %", group.right)}</td>
                <td>{crate::i18n::number(group.decisions.into())}</td>
            </tr>
        }
    };
    view! {
        <figure class="chart">
            <figcaption>{sentence.clone()}</figcaption>
            <svg class="chart__dots" viewBox=format!("0 0 {} {}", dots::WIDTH, dots::HEIGHT) role="img" aria-label=sentence>
                {[0, 50, 100].map(up).collect_view()}
                <line class="chart__line" x1=dots::across(40).to_string() y1=dots::up(40).to_string()
                    x2=dots::across(100).to_string() y2=dots::up(100).to_string()></line>
                {[40, 60, 80, 100].map(across).collect_view()}
                <text class="chart__axis" x=dots::across(70).to_string() y=(dots::HEIGHT - 6).to_string() text-anchor="middle">{t!(record.said)}</text>
                <text class="chart__axis" transform=format!("translate(12 {}) rotate(-90)", dots::up(50)) text-anchor="middle">{t!(record.right)}</text>
                {dots(&groups).into_iter().map(dot).collect_view()}
            </svg>
            <p class="hint">{t!(record.line)}</p>
            <details>
                <summary>{t!(chart.table)}</summary>
                <table class="table">
                    <thead><tr>
                        <th scope="col">{t!(record.said)}</th>
                        <th scope="col">{t!(record.right)}</th>
                        <th scope="col">{t!(record.decisions)}</th>
                    </tr></thead>
                    <tbody>{groups.iter().map(row).collect_view()}</tbody>
                </table>
            </details>
        </figure>
    }
    .into_any()
}

/// Only what can be chosen.
fn days_in(search: &str) -> Option<i64> {
    let days = Query::parse(search).get("days")?.parse().ok();
    days.filter(|days| PERIODS.contains(&Some(*days)))
}

fn words_of(period: Option<i64>) -> &'static str {
    match period {
        Some(30) => t!(record.period_month),
        Some(90) => t!(record.period_quarter),
        Some(_) => t!(record.period_year),
        None => t!(record.period_all),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_holds_the_period_and_nothing_that_cannot_be_chosen() {
        assert_eq!(days_in("?days=90"), Some(90));
        for search in ["", "?days=", "?days=7", "?days=x", "?days=-30"] {
            assert_eq!(days_in(search), None, "{search}");
        }
    }
}
