//! One question: its answer as a sentence, a picture and a table, and what the numbers mean.

use std::collections::BTreeSet;

use shared::indicator::Reached;

use super::steps::{EDGE, HEIGHT, LEFT, WIDTH, across, path, up};
use crate::prelude::*;

/// What a card says.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Card {
    /// The question.
    pub(super) title: &'static str,
    /// The answer.
    pub(super) sentence: String,
    /// How it was before, or what else there is to say.
    pub(super) beside: Option<String>,
    /// What is counted.
    pub(super) meaning: &'static str,
    /// The picture.
    pub(super) picture: Picture,
    /// Names of the columns behind the first.
    pub(super) columns: Vec<&'static str>,
    /// The table.
    pub(super) rows: Vec<Row>,
    /// Where one goes from here.
    pub(super) links: Vec<(String, &'static str)>,
}

/// A row of the table.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Row {
    pub(super) name: String,
    pub(super) cells: Vec<String>,
    /// The signals behind it, for who may read them.
    pub(super) href: Option<String>,
}

impl Row {
    /// Without a way to signals.
    pub(super) fn new(name: impl Into<String>, cells: impl IntoIterator<Item = String>) -> Self {
        Self {
            name: name.into(),
            cells: cells.into_iter().collect(),
            href: None,
        }
    }
}

/// What is drawn.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Picture {
    /// Nothing to draw.
    None,
    /// Shares that grow: this period and, dashed, the one before.
    Steps {
        now: Vec<Reached>,
        before: Vec<Reached>,
        last: u32,
    },
    /// Lengths beside each other.
    Bars(Vec<Bar>),
}

/// A length, from 0 to 1.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Bar {
    pub(super) name: String,
    pub(super) share: f64,
    pub(super) value: String,
    /// Several parts that are shown as one.
    pub(super) is_merged: bool,
}

/// The questions whose table is open: it stays open when other figures come under it.
#[derive(Debug, Clone, Copy)]
pub(super) struct OpenTables(RwSignal<BTreeSet<&'static str>>);

impl OpenTables {
    /// None is open.
    pub(super) fn new() -> Self {
        Self(RwSignal::default())
    }

    fn has(self, title: &'static str) -> bool {
        self.0.with(|open| open.contains(title))
    }

    /// The browser opened or closed it.
    fn toggled(self, title: &'static str, is_open: bool) {
        self.0.update(|open| {
            if is_open {
                open.insert(title);
            } else {
                open.remove(title);
            }
        });
    }
}

/// More bars are read in the table.
pub(super) const MOST_BARS: usize = 7;
/// Letters that find room beside a number.
const ROOM: usize = 30;
const ROW: f64 = 34.0;

/// The card.
#[component]
pub(super) fn CardView(card: Card, open: OpenTables) -> impl IntoView {
    let Card {
        title,
        sentence,
        beside,
        meaning,
        picture,
        columns,
        rows,
        links,
    } = card;
    let link =
        |(href, words): (String, &'static str)| view! { <a class="button" href=href>{words}</a> };
    let is_open = Memo::new(move |_| open.has(title));
    let toggled = move |event| {
        let details = event_target::<web_sys::Element>(&event);
        open.toggled(title, details.has_attribute("open"));
    };
    let table = move || is_open.get().then(|| table(title, &columns, &rows));
    view! {
        <article class="overview__card">
            <h2 class="overview__question">{title}</h2>
            <figure class="chart">
                <figcaption class="chart__says">{sentence.clone()}</figcaption>
                {drawn(&picture, sentence)}
                {beside.map(|beside| view! { <p class="meta">{beside}</p> })}
                <details class="chart__table" open=is_open on:toggle=toggled>
                    <summary>{t!(chart.table)}</summary>
                    {table}
                </details>
                <details class="chart__table">
                    <summary>{t!(chart.meaning)}</summary>
                    <p>{meaning}</p>
                </details>
            </figure>
            {(!links.is_empty()).then(|| view! { <p class="row">{links.into_iter().map(link).collect_view()}</p> })}
        </article>
    }
}

fn table(title: &'static str, columns: &[&'static str], rows: &[Row]) -> impl IntoView + use<> {
    let column = |name: &&'static str| view! { <th scope="col" class="numbers">{*name}</th> };
    let row = |row: &Row| {
        let name = row.name.clone();
        let name = match row.href.clone() {
            Some(href) => view! { <a href=href>{name}</a> }.into_any(),
            None => name.into_any(),
        };
        let cell = |cell: &String| view! { <td class="numbers">{cell.clone()}</td> };
        view! { <tr><th scope="row">{name}</th>{row.cells.iter().map(cell).collect_view()}</tr> }
    };
    view! {
        <div class="table-region" role="region" tabindex="0" aria-label=format!("{}: {title}", t!(chart.table))>
            <table class="table">
                <thead><tr><td></td>{columns.iter().map(column).collect_view()}</tr></thead>
                <tbody>{rows.iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
}

fn drawn(picture: &Picture, sentence: String) -> AnyView {
    match picture {
        Picture::None => ().into_any(),
        Picture::Steps { now, before, last } => steps(now, before, *last, sentence).into_any(),
        Picture::Bars(bars) => lengths(bars, sentence).into_any(),
    }
}

fn steps(
    now: &[Reached],
    before: &[Reached],
    last: u32,
    sentence: String,
) -> impl IntoView + use<> {
    let level = |share: f64| {
        let y = up(share);
        view! {
            <path class="chart__level" d=format!("M{LEFT} {y}H{}", WIDTH - EDGE)></path>
            <text class="chart__number" x={LEFT - 6.0} y={y + 4.0} text-anchor="end">{percent(share)}</text>
        }
    };
    let day = |days: u32, anchor: &'static str| {
        view! {
            <text class="chart__number" x={across(days, last)} y={HEIGHT - 6.0} text-anchor=anchor>
                {t!(indicator.days, count = days)}
            </text>
        }
    };
    view! {
        <svg class="chart__picture" role="img" aria-label=sentence viewBox=format!("0 0 {WIDTH} {HEIGHT}")>
            {[0.0, 0.5, 1.0].map(level).collect_view()}
            {day(0, "start")}
            {day(last, "end")}
            <path class="chart__expected" d=path(before, last)></path>
            <path class="chart__line" d=path(now, last)></path>
        </svg>
    }
}

fn lengths(bars: &[Bar], sentence: String) -> impl IntoView + use<> {
    let height = ROW * f64::from(u32::try_from(bars.len()).unwrap_or_default());
    let bar = |(at, bar): (u32, &Bar)| {
        let top = f64::from(at) * ROW;
        let width = (bar.share.clamp(0.0, 1.0) * WIDTH * 10.0).round() / 10.0;
        view! {
            <text class="chart__number" x="0" y={top + 13.0}>{shortened(&bar.name)}</text>
            <text class="chart__number" x=WIDTH y={top + 13.0} text-anchor="end">{bar.value.clone()}</text>
            <rect class="chart__rest" x="0" y={top + 18.0} width=WIDTH height="10"></rect>
            <rect class="chart__part" class:chart__part--merged=bar.is_merged x="0" y={top + 18.0} width=width height="10"></rect>
        }
    };
    view! {
        <svg class="chart__picture" role="img" aria-label=sentence viewBox=format!("0 0 {WIDTH} {height}")>
            {(0..).zip(bars).map(bar).collect_view()}
        </svg>
    }
}

/// As much of a name as finds room; the table has the whole.
fn shortened(name: &str) -> String {
    if name.chars().count() <= ROOM {
        return name.to_owned();
    }
    let mut kept: String = name.chars().take(ROOM - 1).collect();
    kept.push('…');
    kept
}

/// `88 %`.
pub(super) fn percent(share: f64) -> String {
    format!("{:.0}\u{A0}%", share * 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_name_keeps_its_beginning() {
        assert_eq!(shortened("Zorg"), "Zorg");
        let long = "Vereniging van wijkgezondheidscentra Linde";
        assert_eq!(shortened(long), "Vereniging van wijkgezondheid…");
    }

    #[test]
    fn shares_are_told_in_whole_percents() {
        assert_eq!(percent(0.876), "88\u{A0}%");
        assert_eq!(percent(1.0), "100\u{A0}%");
    }
}
