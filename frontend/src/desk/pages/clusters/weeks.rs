//! Signals of a cluster week by week.

use shared::cluster::ClusterFacts;

use crate::prelude::*;

/// Drawn this wide and high.
const WIDTH: f64 = 120.0;
const HEIGHT: f64 = 28.0;

/// A line through the weeks, for a row; the words beside it say the same.
#[component]
pub(super) fn Sparkline(weeks: Vec<u32>) -> impl IntoView {
    view! {
        <svg class="sparkline" viewBox=format!("0 0 {WIDTH} {HEIGHT}") aria-hidden="true">
            <polyline points=points(&weeks)></polyline>
        </svg>
    }
}

/// Bars, with the sentence and the table.
#[component]
pub(super) fn Weeks(facts: ClusterFacts) -> impl IntoView {
    let (now, _) = facts.growth();
    let count: u32 = facts.weeks.iter().sum();
    let sentence = t!(cluster.weeks_sentence, count = count, now = now);
    let weeks = facts.weeks;
    let most = weeks.iter().copied().max().unwrap_or_default().max(1);
    let width = WIDTH / real(weeks.len().max(1));
    let bar = |(place, signals): (usize, &u32)| {
        let height = HEIGHT * f64::from(*signals) / f64::from(most);
        view! {
            <rect x=(real(place) * width).to_string() y=(HEIGHT - height).to_string() width=(width * 0.8).to_string() height=height.to_string()></rect>
        }
    };
    let bars = weeks.iter().enumerate().map(bar).collect_view();
    let last = weeks.len();
    let row = move |(place, signals): (usize, u32)| {
        view! { <tr><th scope="row" class="numbers">{last - 1 - place}</th><td class="numbers">{signals}</td></tr> }
    };
    let rows = weeks.into_iter().enumerate().map(row).collect_view();
    view! {
        <figure class="chart">
            <figcaption>{sentence.clone()}</figcaption>
            <svg class="chart__bars" viewBox=format!("0 0 {WIDTH} {HEIGHT}") preserveAspectRatio="none" role="img" aria-label=sentence>{bars}</svg>
            <details>
                <summary>{t!(chart.table)}</summary>
                <table class="table">
                    <thead><tr><th scope="col" class="numbers">{t!(cluster.weeks_ago)}</th><th scope="col" class="numbers">{t!(cluster.col_signals)}</th></tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </details>
        </figure>
    }
}

fn points(weeks: &[u32]) -> String {
    let most = weeks.iter().copied().max().unwrap_or_default().max(1);
    let step = WIDTH / real(weeks.len().saturating_sub(1).max(1));
    let point = |(place, signals): (usize, &u32)| {
        let height = (HEIGHT - 4.0) * f64::from(*signals) / f64::from(most);
        format!("{:.1},{:.1}", real(place) * step, HEIGHT - 2.0 - height)
    };
    let points: Vec<String> = weeks.iter().enumerate().map(point).collect();
    points.join(" ")
}

fn real(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_goes_from_the_left_to_the_right_and_up_where_more_came() {
        assert_eq!(points(&[0, 2, 1]), "0.0,26.0 60.0,2.0 120.0,14.0");
        assert_eq!(points(&[]), "");
        assert_eq!(points(&[0, 0]), "0.0,26.0 120.0,26.0");
    }
}
