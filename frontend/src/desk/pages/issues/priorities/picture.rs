//! The picture of impact and feasibility. The table below has the same numbers.

use shared::priority::Weights;
use web_sys::KeyboardEvent;

use super::matrix::{self, BELOW, EDGE, HEIGHT, LEFT, Mark, WIDTH};
use super::model::{Row, shown};
use crate::prelude::*;

/// Impact up, feasibility across. Arrow keys read one issue after the other.
#[component]
pub(super) fn Picture(rows: Vec<Row>, weights: Weights) -> impl IntoView {
    let marks = matrix::marks(&rows, &weights);
    let drawn: Vec<Row> = rows
        .into_iter()
        .filter(|row| row.impact.is_some() && row.feasibility.is_some())
        .collect();
    let Some(first) = drawn.first() else {
        return view! { <p class="meta">{t!(priorities.no_picture)}</p> }.into_any();
    };
    let sentence = t!(
        priorities.sentence,
        number = first.issue.number.clone(),
        impact = shown(first.impact),
        feasibility = shown(first.feasibility)
    );
    let last = drawn.len() - 1;
    let read = RwSignal::new(None::<usize>);
    let on_key = move |event: KeyboardEvent| {
        let now = read.get_untracked();
        let next = match event.key().as_str() {
            "ArrowLeft" | "ArrowUp" => now.map_or(0, |now| now.saturating_sub(1)),
            "ArrowRight" | "ArrowDown" => now.map_or(0, |now| (now + 1).min(last)),
            "Home" => 0,
            "End" => last,
            _ => return,
        };
        event.prevent_default();
        read.set(Some(next));
    };
    let told: Vec<(f64, f64, String)> = drawn.iter().enumerate().map(told).collect();
    let places = told.clone();
    let cursor = move || {
        let (x, y, _) = places.get(read.get()?)?.clone();
        Some(view! { <circle class="chart__here" cx=x cy=y r="9"></circle> })
    };
    let readout = move || told.get(read.get()?).map(|(_, _, words)| words.clone());
    view! {
        <figure class="chart matrix">
            <figcaption class="chart__says">{sentence.clone()}</figcaption>
            <svg class="matrix__picture" role="img" aria-label=sentence tabindex="0"
                viewBox=format!("0 0 {WIDTH} {HEIGHT}") on:keydown=on_key>
                {ground()}
                {marks.iter().map(spread).collect_view()}
                {marks.iter().map(dot).collect_view()}
                {cursor}
            </svg>
            <p class="meta">{t!(priorities.picture_hint)}</p>
            <p class="chart__readout" role="status">{readout}</p>
        </figure>
    }
    .into_any()
}

/// Where an issue lies, and what is read there.
fn told((position, row): (usize, &Row)) -> (f64, f64, String) {
    let place = row.calculated.map_or(position + 1, |place| place);
    let words = t!(
        priorities.readout,
        number = row.issue.number.clone(),
        title = row.issue.title.clone(),
        place = place,
        impact = shown(row.impact),
        feasibility = shown(row.feasibility)
    );
    let value = |weighed: Option<shared::priority::Weighed>| {
        weighed.map_or(1.0, shared::priority::Weighed::value)
    };
    (
        matrix::across(value(row.feasibility)),
        matrix::up(value(row.impact)),
        words,
    )
}

/// Axes with their numbers, and what each quarter means.
fn ground() -> impl IntoView {
    let (floor, right) = (HEIGHT - BELOW, WIDTH - EDGE);
    let (middle, centre) = (matrix::across(3.0), matrix::up(3.0));
    let step = |step: u8| {
        let (x, y) = (matrix::across(step.into()), matrix::up(step.into()));
        view! {
            <text class="chart__number" x=x y={floor + 18.0} text-anchor="middle">{step}</text>
            <text class="chart__number" x={LEFT - 10.0} y={y + 4.0} text-anchor="end">{step}</text>
        }
    };
    let quarter = |x: f64, y: f64, anchor: &'static str, words: &'static str| {
        view! { <text class="matrix__quarter" x=x y=y text-anchor=anchor>{words}</text> }
    };
    view! {
        <rect class="matrix__first" x=middle y=EDGE width={right - middle} height={centre - EDGE}></rect>
        <path class="chart__level" d=format!("M{LEFT} {centre}H{right}M{middle} {EDGE}V{floor}")></path>
        <path class="matrix__axes" d=format!("M{LEFT} {EDGE}V{floor}H{right}")></path>
        {(1..=5).map(step).collect_view()}
        {quarter(right - 8.0, EDGE + 18.0, "end", t!(priorities.quarter_first))}
        {quarter(LEFT + 8.0, EDGE + 18.0, "start", t!(priorities.quarter_big))}
        {quarter(right - 8.0, floor - 8.0, "end", t!(priorities.quarter_easy))}
        {quarter(LEFT + 8.0, floor - 8.0, "start", t!(priorities.quarter_later))}
        <text class="chart__number" x={LEFT.midpoint(right)} y={HEIGHT - 6.0} text-anchor="middle">{t!(priorities.col_feasibility)}</text>
        <text class="chart__number" transform=format!("translate(14 {centre}) rotate(-90)") text-anchor="middle">{t!(priorities.col_impact)}</text>
    }
}

fn spread(mark: &Mark) -> impl IntoView + use<> {
    let (rx, ry) = mark.spread;
    // One person, or one opinion: nothing lies apart.
    (rx > 0.0 || ry > 0.0).then(|| {
        view! { <ellipse class="matrix__spread" cx=mark.x cy=mark.y rx={rx.max(6.0)} ry={ry.max(6.0)}></ellipse> }
    })
}

fn dot(mark: &Mark) -> impl IntoView + use<> {
    let anchor = if mark.is_left { "end" } else { "start" };
    view! {
        <circle class="matrix__dot" cx=mark.x cy=mark.y r="6"></circle>
        <text class="matrix__label" x=mark.label_x y=mark.label_y text-anchor=anchor>{mark.label.clone()}</text>
    }
}
