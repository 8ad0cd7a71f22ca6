//! Draws a band with its line: a sentence, a picture, a table, and a point that arrow keys move.

use leptos::ev::KeyboardEvent;
use shared::trend::{TrendAction, TrendPoint};

use super::band::{LARGE, SMALL, Shapes, Size, band};
use crate::prelude::*;

/// A chart of weeks with the sentence that says what it shows.
#[component]
pub(in crate::desk) fn TrendChart(
    /// What the picture says.
    sentence: String,
    /// The weeks, the oldest first.
    points: Vec<TrendPoint>,
    /// What was done about it.
    #[prop(optional)]
    actions: Vec<TrendAction>,
    /// Alone on its page: with numbers, days, and a point that arrow keys move.
    #[prop(optional)]
    is_large: bool,
) -> impl IntoView {
    let size = if is_large { LARGE } else { SMALL };
    let days: Vec<Day> = actions.iter().map(|action| action.on).collect();
    let shapes = band(&points, &days, size);
    let read = RwSignal::new(points.len().saturating_sub(1));
    let is_read = RwSignal::new(false);
    let most = points.len().saturating_sub(1);
    let on_key = move |event: KeyboardEvent| {
        let now = read.get_untracked();
        let next = match event.key().as_str() {
            "ArrowLeft" => now.saturating_sub(1),
            "ArrowRight" => (now + 1).min(most),
            "Home" => 0,
            "End" => most,
            _ => return,
        };
        event.prevent_default();
        is_read.set(true);
        read.set(next);
    };
    let places = shapes.points.clone();
    let cursor = move || {
        let (x, y) = places.get(read.get()).copied().unwrap_or_default();
        is_read.get().then(|| {
            view! {
                <path class="chart__cursor" d=format!("M{x} 8V{}", size.height - size.below)></path>
                <circle class="chart__here" cx=x cy=y r="5"></circle>
            }
        })
    };
    let told = points.clone();
    let readout = move || {
        let point = told.get(read.get());
        is_read.get().then(|| point.map(readout)).flatten()
    };
    let picture = view! {
        <svg class="chart__picture" class:chart__picture--large=is_large role="img" aria-label=sentence.clone()
            viewBox=format!("0 0 {} {}", size.width, size.height)
            tabindex=is_large.then_some("0") on:keydown=move |event| { if is_large { on_key(event) } }>
            {drawn(&shapes, size, is_large)}
            {is_large.then_some(cursor)}
        </svg>
    };
    let is_open = RwSignal::new(false);
    let rows = move || is_open.get().then(|| table(&points, &actions));
    view! {
        <figure class="chart">
            <figcaption class="chart__says">{sentence}</figcaption>
            {picture}
            {is_large.then(|| view! {
                <p class="meta">{t!(trend.chart_hint)}</p>
                <p class="chart__readout" role="status">{readout}</p>
            })}
            <details class="chart__table" on:toggle=move |_| is_open.set(true)>
                <summary>{t!(chart.table)}</summary>
                {rows}
            </details>
        </figure>
    }
}

/// "6 maart 2026: 34 geteld, 22 verwacht".
fn readout(point: &TrendPoint) -> String {
    let week = crate::i18n::day(point.week);
    match point.observed {
        Some(observed) => t!(
            trend.readout,
            week = week,
            observed = crate::i18n::number(observed.into()),
            expected = whole(point.expected)
        ),
        None => t!(trend.readout_hidden, week = week),
    }
}

/// As people count.
pub(in crate::desk) fn whole(expected: f64) -> String {
    let rounded = format!("{:.0}", expected.max(0.0));
    rounded.parse().map_or(rounded, crate::i18n::number)
}

fn drawn(shapes: &Shapes, size: Size, is_large: bool) -> impl IntoView + use<> {
    let (right, floor) = (size.width - 8.0, size.height - size.below);
    let level = |(y, level): &(f64, u32)| {
        view! {
            <path class="chart__level" d={format!("M{} {y}H{right}", size.left)}></path>
            <text class="chart__number" x={size.left - 6.0} y={y + 4.0} text-anchor="end">{*level}</text>
        }
    };
    let day = |(x, day): &(f64, Day)| {
        let short = short_day(*day);
        view! { <text class="chart__number" x=*x y={size.height - 8.0} text-anchor="middle">{short}</text> }
    };
    let note = |x: &f64| view! { <path class="chart__note" d=format!("M{x} 8V{floor}")></path> };
    let at = |index: &usize| shapes.points.get(*index).copied().unwrap_or_default();
    let rise = |index: &usize| {
        let (x, y) = at(index);
        view! { <circle class="chart__rise" cx=x cy=y r={if is_large { "6" } else { "4" }}></circle> }
    };
    // A bar with lines through it: something is there and not shown.
    let hidden = |index: &usize| {
        let (x, _) = at(index);
        view! { <path class="chart__hidden" d=format!("M{x} 8V{floor}")></path> }
    };
    view! {
        {is_large.then(|| shapes.levels.iter().map(level).collect_view())}
        {is_large.then(|| shapes.days.iter().map(day).collect_view())}
        <path class="chart__band" d=shapes.band.clone()></path>
        <path class="chart__expected" d=shapes.expected.clone()></path>
        {shapes.hidden.iter().map(hidden).collect_view()}
        {shapes.notes.iter().map(note).collect_view()}
        <path class="chart__line" d=shapes.observed.clone()></path>
        {shapes.rises.iter().map(rise).collect_view()}
    }
}

/// "23/11", read from its long form: the formatter of chrono is large.
fn short_day(day: Day) -> String {
    let written = day.to_string();
    let mut parts = written.rsplit('-');
    let (day, month) = (
        parts.next().unwrap_or_default(),
        parts.next().unwrap_or_default(),
    );
    format!("{day}/{month}")
}

/// The same numbers, the newest first.
fn table(points: &[TrendPoint], actions: &[TrendAction]) -> impl IntoView + use<> {
    let done = |point: &TrendPoint| {
        let ends = point.week.plus_days(7);
        let here = |action: &&TrendAction| action.on >= point.week && action.on < ends;
        let titles = actions
            .iter()
            .filter(here)
            .map(|action| action.title.clone());
        titles.collect::<Vec<_>>().join(", ")
    };
    let has_actions = !actions.is_empty();
    let row = |point: &TrendPoint| {
        let observed = point.observed.map_or_else(
            || t!(trend.hidden).to_owned(),
            |count| crate::i18n::number(count.into()),
        );
        let usual = format!("{} – {}", point.lower, point.upper);
        let rise = point.rise_began_on.map(|_| t!(trend.rise));
        view! {
            <tr>
                <th scope="row">{crate::i18n::day(point.week)}</th>
                <td class="numbers">{observed}</td>
                <td class="numbers">{whole(point.expected)}</td>
                <td class="numbers">{usual}</td>
                <td>{rise}</td>
                {has_actions.then(|| view! { <td>{done(point)}</td> })}
            </tr>
        }
    };
    view! {
        <div class="table-region" role="region" tabindex="0" aria-label=t!(chart.table)>
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">{t!(trend.week)}</th>
                        <th scope="col">{t!(trend.observed)}</th>
                        <th scope="col">{t!(trend.expected)}</th>
                        <th scope="col">{t!(trend.usual)}</th>
                        <th scope="col">{t!(trend.flag)}</th>
                        {has_actions.then(|| view! { <th scope="col">{t!(trend.actions)}</th> })}
                    </tr>
                </thead>
                <tbody>{points.iter().rev().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
}
