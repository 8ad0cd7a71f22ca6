//! Cards about time: lead time, first response, stages.

use shared::indicator::{Figures, Stage, StageTime, Waiting};

use super::card::{Bar, Card, Picture, Row, percent};
use super::steps::last_day;
use crate::i18n::number;
use crate::prelude::*;

/// How long until an action.
pub(super) fn lead_time(now: &Figures, before: &Figures) -> Card {
    times(
        t!(indicator.lead),
        t!(indicator.lead_meaning),
        &now.lead_time_action,
        &before.lead_time_action,
    )
}

/// How long until somebody answers.
pub(super) fn first_response(now: &Figures, before: &Figures) -> Card {
    times(
        t!(indicator.response),
        t!(indicator.response_meaning),
        &now.first_response,
        &before.first_response,
    )
}

fn times(title: &'static str, meaning: &'static str, now: &Waiting, before: &Waiting) -> Card {
    let picture = if now.curve.is_empty() {
        Picture::None
    } else {
        Picture::Steps {
            now: now.curve.clone(),
            before: before.curve.clone(),
            last: last_day([&now.curve[..], &before.curve[..]]),
        }
    };
    Card {
        title,
        sentence: said(now),
        beside: Some(t!(indicator.compared, value = said(before))),
        meaning,
        picture,
        columns: vec![t!(indicator.column_now), t!(indicator.column_before)],
        rows: rows(now, before),
        links: Vec::new(),
    }
}

/// "De helft is er binnen 34 dagen. 62 van 210 lopen nog."
fn said(times: &Waiting) -> String {
    if times.all == 0 {
        return t!(indicator.nothing).to_owned();
    }
    let half = match times.median_days {
        Some(days) => t!(indicator.half, days = in_days(days)),
        None => t!(indicator.no_half).to_owned(),
    };
    let open = t!(
        indicator.running,
        open = number(times.open.into()),
        all = number(times.all.into())
    );
    format!("{half} {open}")
}

fn rows(now: &Waiting, before: &Waiting) -> Vec<Row> {
    let both = |name: &'static str, value: &dyn Fn(&Waiting) -> String| {
        Row::new(name, [value(now), value(before)])
    };
    let mut rows = vec![
        both(t!(indicator.row_median), &|it| day_or_none(it.median_days)),
        both(t!(indicator.row_p90), &|it| day_or_none(it.p90_days)),
        both(t!(indicator.row_open_share), &|it| {
            it.open_share.map_or_else(none, percent)
        }),
        both(t!(indicator.row_all), &|it| number(it.all.into())),
        both(t!(indicator.row_reached), &|it| number(it.reached.into())),
        both(t!(indicator.row_open), &|it| number(it.open.into())),
        both(t!(indicator.row_joined), &|it| {
            number(it.joined_later.into())
        }),
    ];
    for how in shared::indicator::Ending::ALL {
        let count = |times: &Waiting| {
            let ended = times.ended.iter().find(|ended| ended.how == *how);
            ended.map_or(0, |ended| ended.count)
        };
        if count(now) + count(before) > 0 {
            rows.push(both(how.label(), &|it| number(count(it).into())));
        }
    }
    rows
}

/// Where signals and issues stay longest.
pub(super) fn stages(now: &Figures, before: &Figures) -> Card {
    let median = |time: &StageTime| time.waiting.median_days;
    let longest = now.stages.iter().max_by_key(|time| median(time));
    let told = longest.and_then(|time| Some((time.stage, median(time)?)));
    let most = told.map_or(1, |(_, days)| days.max(1));
    let bar = |time: &StageTime| {
        let days = median(time)?;
        Some(Bar {
            name: time.stage.label().to_owned(),
            share: f64::from(days) / f64::from(most),
            value: in_days(days),
            is_merged: false,
        })
    };
    let bars: Vec<Bar> = now.stages.iter().filter_map(bar).collect();
    let earlier = |stage: Stage| {
        let time = before.stages.iter().find(|time| time.stage == stage);
        time.map_or_else(none, |time| day_or_none(median(time)))
    };
    let row = |time: &StageTime| {
        Row::new(
            time.stage.label(),
            [
                day_or_none(median(time)),
                number(time.waiting.open.into()),
                earlier(time.stage),
            ],
        )
    };
    Card {
        title: t!(indicator.stages),
        sentence: match told {
            Some((stage, days)) => {
                t!(
                    indicator.stages_longest,
                    stage = stage.label(),
                    days = in_days(days)
                )
            }
            None => t!(indicator.nothing).to_owned(),
        },
        beside: None,
        meaning: t!(indicator.stages_meaning),
        picture: if bars.is_empty() {
            Picture::None
        } else {
            Picture::Bars(bars)
        },
        columns: vec![
            t!(indicator.row_median),
            t!(indicator.row_open),
            t!(indicator.column_before),
        ],
        rows: now.stages.iter().map(row).collect(),
        links: Vec::new(),
    }
}

fn day_or_none(days: Option<u32>) -> String {
    days.map_or_else(none, in_days)
}

fn in_days(days: u32) -> String {
    t!(indicator.days, count = days)
}

/// Nothing to say.
pub(super) fn none() -> String {
    "–".to_owned()
}
