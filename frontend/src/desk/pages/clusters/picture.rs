//! Clusters as circles: how large, and what lies near what. The table says the same.

use shared::cluster::ClusterSummary;

use super::packed::{Weight, packed};
use super::view::{address_of, name_of};
use crate::prelude::*;

/// More circles than that nobody tells apart; the table has all.
const MOST: usize = 80;
/// A circle this large has room for a word.
const ROOM_FOR_A_WORD: f64 = 24.0;
/// Letters that fit per unit of radius.
const LETTERS: f64 = 0.28;

/// The picture. Each circle is a link with a name.
#[component]
pub(super) fn Picture(clusters: Vec<ClusterSummary>) -> impl IntoView {
    let mut clusters = clusters;
    clusters.sort_by_key(|cluster| std::cmp::Reverse(cluster.facts.signals));
    clusters.truncate(MOST);
    let weights: Vec<Weight> = clusters
        .iter()
        .map(|cluster| Weight {
            size: f64::from(cluster.facts.signals),
            region: cluster.facts.region,
        })
        .collect();
    let (circles, [left, top, width, height]) = packed(&weights);
    let circle = |(cluster, circle): (ClusterSummary, super::packed::Circle)| {
        let name = name_of(&cluster);
        let title = format!(
            "{name}: {}",
            t!(issue.signals, count = cluster.facts.signals)
        );
        let word = (circle.r >= ROOM_FOR_A_WORD).then(|| fitting(&name, circle.r));
        let (now, before) = cluster.facts.growth();
        let is_rising = now > before;
        view! {
            <a href=address_of(&cluster) aria-label=title.clone() class="packed__link" class:packed__link--rising=is_rising>
                <circle cx=circle.x.to_string() cy=circle.y.to_string() r=circle.r.to_string()><title>{title.clone()}</title></circle>
                {word.map(|word| view! {
                    <text x=circle.x.to_string() y=circle.y.to_string() text-anchor="middle" dominant-baseline="central">{word}</text>
                })}
            </a>
        }
    };
    let shapes = clusters.into_iter().zip(circles).map(circle).collect_view();
    view! {
        <figure class="packed">
            <figcaption class="meta">{t!(cluster.picture_hint)}</figcaption>
            <svg viewBox=format!("{left} {top} {width} {height}") role="group" aria-label=t!(cluster.title)>{shapes}</svg>
        </figure>
    }
}

/// As many letters of the first word as fit into a circle.
fn fitting(name: &str, r: f64) -> String {
    let first = name.split(" · ").next().unwrap_or_default();
    let count = first.chars().count();
    let mut room = 0_usize;
    while f64::from(u32::try_from(room + 1).unwrap_or(u32::MAX)) <= r * LETTERS {
        room += 1;
    }
    if count <= room {
        return first.to_owned();
    }
    let kept: String = first.chars().take(room.saturating_sub(1)).collect();
    format!("{kept}…")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_shortened_to_its_circle() {
        assert_eq!(fitting("bus · zondag", 30.0), "bus");
        assert_eq!(fitting("kinderopvang · plaats", 25.0), "kinder…");
        assert_eq!(fitting("kinderopvang", 60.0), "kinderopvang");
    }
}
