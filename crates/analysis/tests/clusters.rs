//! What `analysis::clusters` promises: groups that are there are found, twice the same, and what people decided holds.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "helpers of tests: what is not there fails the test"
)]

use analysis::clusters::{Edits, Graph, Groups, MIDDLE, Yesterday, group, leiden, modularity};
use proptest::prelude::*;

/// Zachary's karate club (1977, doi:10.1086/jar.33.4.3629752): who met whom outside.
const KARATE: [(usize, &[usize]); 26] = [
    (1, &[2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14, 18, 20, 22, 32]),
    (2, &[3, 4, 8, 14, 18, 20, 22, 31]),
    (3, &[4, 8, 9, 10, 14, 28, 29, 33]),
    (4, &[8, 13, 14]),
    (5, &[7, 11]),
    (6, &[7, 11, 17]),
    (7, &[17]),
    (9, &[31, 33, 34]),
    (10, &[34]),
    (14, &[34]),
    (15, &[33, 34]),
    (16, &[33, 34]),
    (19, &[33, 34]),
    (20, &[34]),
    (21, &[33, 34]),
    (23, &[33, 34]),
    (24, &[26, 28, 30, 33, 34]),
    (25, &[26, 28, 32]),
    (26, &[32]),
    (27, &[30, 34]),
    (28, &[34]),
    (29, &[32, 34]),
    (30, &[33, 34]),
    (31, &[33, 34]),
    (32, &[33, 34]),
    (33, &[34]),
];

#[test]
fn the_karate_club_is_cut_as_well_as_can_be() {
    let edges = KARATE
        .iter()
        .flat_map(|(one, others)| others.iter().map(move |other| (one - 1, other - 1, 1.0)));
    let graph = Graph::of_edges(34, edges);
    let found = leiden(&graph, 1.0, &[None; 34], &Edits::default());
    // The largest modularity there is: 0.4198 (Brandes et al. 2008, doi:10.1109/TKDE.2007.190689).
    let quality = modularity(&graph, &found.groups, 1.0);
    assert!(quality >= 0.99 * 0.419_789_6, "{quality}");
    assert_eq!(found, leiden(&graph, 1.0, &[None; 34], &Edits::default()));
}

#[test]
fn groups_are_as_good_as_those_of_leidenalg() {
    for line in include_str!("goldens/leiden_quality.csv").lines() {
        let [name, resolution, best] =
            <[&str; 3]>::try_from(line.split(',').collect::<Vec<_>>()).unwrap();
        let (resolution, best): (f64, f64) = (resolution.parse().unwrap(), best.parse().unwrap());
        let edges: Vec<(usize, usize, f64)> = include_str!("goldens/leiden_graphs.csv")
            .lines()
            .map(|line| line.split(',').collect::<Vec<_>>())
            .filter(|edge| edge[0] == name)
            .map(|edge| {
                let [one, other] = [1, 2].map(|end| edge[end].parse().unwrap());
                (one, other, edge[3].parse().unwrap())
            })
            .collect();
        let count = 1 + edges.iter().map(|edge| edge.0.max(edge.1)).max().unwrap();
        let graph = Graph::of_edges(count, edges);
        let found = leiden(&graph, resolution, &vec![None; count], &Edits::default());
        let quality = modularity(&graph, &found.groups, resolution);
        println!(
            "{name} at {resolution}: {quality:.6}, leidenalg {best:.6}: {:.4}",
            quality / best
        );
        assert!(
            quality >= 0.99 * best,
            "{name} at {resolution}: {quality} {best}"
        );
    }
}

/// A ring of six groups of ten, each signal tied to three of its own and seldom to others.
fn ring() -> Graph {
    let near = (0..60).flat_map(|signal: usize| {
        let own = signal / 10 * 10;
        (1..=3).map(move |step| (signal, own + (signal + step) % 10, 1.0))
    });
    let far = (0..6).map(|group: usize| (group * 10, (group * 10 + 15) % 60, 0.3));
    Graph::of_edges(60, near.chain(far))
}

#[test]
fn planted_groups_are_found_from_nothing_and_from_yesterday() {
    let graph = ring();
    let found = leiden(&graph, 1.0, &[None; 60], &Edits::default());
    let planted: Vec<usize> = (0..60).map(|signal| signal / 10).collect();
    assert_eq!(found.groups, planted);
    let yesterday: Vec<Option<usize>> = planted.iter().map(|group| Some(group + 40)).collect();
    assert_eq!(leiden(&graph, 1.0, &yesterday, &Edits::default()), found);
}

fn some() -> impl Strategy<Value = Vec<usize>> {
    prop::collection::vec(0..60_usize, 1..5)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_people_decided_holds_in_every_later_run(
        steps in prop::collection::vec((some(), some(), 0..3_u8, 0..3_usize), 1..12),
    ) {
        let graph = ring();
        let mut edits = Edits::default();
        let mut yesterday = vec![None; 60];
        for (ones, others, kind, resolution) in steps {
            match kind {
                0 => edits.together.push(ones),
                1 => edits.apart.push((ones, others)),
                _ => edits.locked.push(ones),
            }
            let found = leiden(&graph, [0.5, 1.0, 1.5][resolution], &yesterday, &edits);
            prop_assert_eq!(&found, &leiden(&graph, [0.5, 1.0, 1.5][resolution], &yesterday, &edits));
            let groups: Vec<Option<usize>> = found.groups.iter().map(|group| Some(*group)).collect();
            let contradictions: Vec<(usize, usize)> = found.contradictions.iter().map(|pair| (pair.0, pair.1)).collect();
            honoured(&edits, &groups, &contradictions)?;
            yesterday = groups;
        }
    }
}

/// Every edit holds among groups that are shown; a loose signal is with nobody.
fn honoured(
    edits: &Edits,
    groups: &[Option<usize>],
    contradictions: &[(usize, usize)],
) -> Result<(), TestCaseError> {
    for bound in edits.together.iter().chain(&edits.locked) {
        prop_assert!(
            bound
                .iter()
                .all(|signal| groups[*signal] == groups[bound[0]])
        );
    }
    for (ones, others) in &edits.apart {
        for one in ones {
            for other in others {
                let is_known = contradictions.contains(&(*one.min(other), *one.max(other)));
                let is_with = groups[*one].is_some() && groups[*one] == groups[*other];
                prop_assert!(is_known || !is_with, "{one} is with {other}");
                prop_assert!(!is_known || groups[*one] == groups[*other]);
            }
        }
    }
    for locked in edits
        .locked
        .iter()
        .filter(|locked| groups[locked[0]].is_some())
    {
        // Only signals that were bound to it by hand are with it.
        let mut bound: Vec<usize> = locked.clone();
        loop {
            let before = bound.len();
            for group in edits.together.iter().chain(&edits.locked) {
                if group.iter().any(|signal| bound.contains(signal)) {
                    bound.extend(
                        group
                            .iter()
                            .filter(|signal| !bound.contains(signal))
                            .copied()
                            .collect::<Vec<_>>(),
                    );
                }
            }
            if bound.len() == before {
                break;
            }
        }
        let mut with_it = (0..groups.len()).filter(|signal| groups[*signal] == groups[locked[0]]);
        prop_assert!(with_it.all(|signal| bound.contains(&signal)));
    }
    Ok(())
}

/// Each signal of another provider than the one before.
fn providers(count: usize) -> Vec<usize> {
    (0..count).map(|signal| signal % 7).collect()
}

fn yesterday(groups: &Groups) -> Yesterday<'_> {
    Yesterday {
        resolution: groups.resolution,
        groups: [0, 1, 2].map(|zoom: usize| groups.zooms[zoom].as_slice()),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_people_decided_holds_at_every_zoom(
        steps in prop::collection::vec((some(), some(), 0..3_u8), 1..9),
    ) {
        let vectors = cloud(60, 6, 1.2);
        let mut edits = Edits::default();
        let mut before = group(&vectors, &providers(60), &edits, None);
        for (ones, others, kind) in steps {
            match kind {
                0 => edits.together.push(ones),
                1 => edits.apart.push((ones, others)),
                _ => edits.locked.push(ones),
            }
            let found = group(&vectors, &providers(60), &edits, Some(&yesterday(&before)));
            prop_assert_eq!(&found, &group(&vectors, &providers(60), &edits, Some(&yesterday(&before))));
            let contradictions: Vec<(usize, usize)> = found.contradictions.iter().map(|pair| (pair.0, pair.1)).collect();
            for groups in &found.zooms {
                honoured(&edits, groups, &contradictions)?;
            }
            before = found;
        }
    }

    #[test]
    fn any_vectors_are_grouped_without_a_panic(
        vectors in prop::collection::vec(prop::collection::vec(any::<f32>(), 0..4), 0..20),
        (ones, others) in (some(), some()),
        resolution in any::<f64>(),
        before in prop::collection::vec(prop::option::of(any::<usize>()), 0..30),
    ) {
        let edits = Edits { together: vec![ones.clone()], apart: vec![(ones, others.clone())], locked: vec![others] };
        let yesterday = Yesterday { resolution, groups: [&before, &before, &before] };
        for providers in [Vec::new(), providers(vectors.len())] {
            let found = group(&vectors, &providers, &edits, Some(&yesterday));
            prop_assert!(found.zooms.iter().all(|groups| groups.len() == vectors.len()));
        }
    }
}

#[test]
fn planted_subjects_are_found_from_vectors_and_the_zooms_go_from_few_to_many() {
    for (count, subjects) in [(60, 6), (400, 8), (800, 40)] {
        let found = group(
            &cloud(count, subjects, 1.0),
            &providers(count),
            &Edits::default(),
            None,
        );
        let planted: Vec<usize> = (0..count).map(|signal| signal % subjects).collect();
        let (own, said): (Vec<usize>, Vec<usize>) = found.zooms[MIDDLE]
            .iter()
            .zip(&planted)
            .filter_map(|(group, subject)| Some(((*group)?, *subject)))
            .unzip();
        let alike = agreement(&own, &said);
        println!(
            "{count} of {subjects}: {alike:.3}, {} covered, at {:.2}",
            own.len(),
            found.resolution
        );
        assert!(
            alike >= 0.8 && own.len() * 10 >= count * 9,
            "{alike} {}",
            own.len()
        );
        let many = [0, 1, 2].map(|zoom: usize| found.zooms[zoom].iter().flatten().max());
        assert!(many.is_sorted(), "{many:?}");
    }
}

#[test]
fn what_is_no_vector_is_loose_and_does_not_spoil_the_others() {
    let mut vectors = cloud(60, 6, 1.2);
    let clean = group(&vectors, &providers(60), &Edits::default(), None);
    vectors.extend([vec![f32::NAN; 24], vec![0.0; 24], vec![1.0]]);
    let found = group(&vectors, &providers(63), &Edits::default(), None);
    assert_eq!(found.zooms[MIDDLE][..60], clean.zooms[MIDDLE]);
    assert_eq!(found.zooms[MIDDLE][60..], [None; 3]);
}

#[test]
fn nothing_one_signal_and_signals_that_are_all_the_same() {
    let run =
        |vectors: &[Vec<f32>]| group(vectors, &providers(vectors.len()), &Edits::default(), None);
    assert_eq!(run(&[]).zooms, [const { Vec::new() }; 3]);
    assert_eq!(run(&[vec![0.6, 0.8]]).zooms[MIDDLE], [None]);
    assert_eq!(run(&[const { Vec::new() }; 3]).zooms[MIDDLE], [None; 3]);
    assert_eq!(run(&vec![vec![0.0; 8]; 9]).zooms[MIDDLE], [None; 9]);
    let same = run(&vec![vec![0.5; 4]; 40]);
    assert_eq!(same.zooms[MIDDLE].len(), 40);
    assert_eq!(same, run(&vec![vec![0.5; 4]; 40]));
}

#[test]
fn a_hundredth_more_signals_leaves_the_groups_at_each_zoom_as_they_were() {
    let vectors = cloud(808, 40, 1.2);
    let before = group(&vectors[..800], &providers(800), &Edits::default(), None);
    let after = group(
        &vectors,
        &providers(808),
        &Edits::default(),
        Some(&yesterday(&before)),
    );
    for (old, new) in before.zooms.iter().zip(&after.zooms) {
        let alone = |groups: &[Option<usize>]| -> Vec<usize> {
            groups
                .iter()
                .enumerate()
                .map(|(signal, group)| group.unwrap_or(10_000 + signal))
                .collect()
        };
        let kept = agreement(&alone(old), &alone(&new[..800]));
        assert!(kept >= 0.95, "{kept}");
    }
}

/// Signals of subjects in a space of 24 dimensions, with noise dimension by dimension.
fn cloud(count: usize, subjects: usize, noise: f32) -> Vec<Vec<f32>> {
    let mut state = 7_u64;
    let mut even = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        f32::from(u16::try_from(state >> 48).unwrap()) / 65_536.0 - 0.5
    };
    let subjects: Vec<Vec<f32>> = (0..subjects)
        .map(|_| (0..24).map(|_| even()).collect())
        .collect();
    (0..count)
        .map(|signal| {
            let near = subjects[signal % subjects.len()]
                .iter()
                .map(|value| value + noise * even());
            let vector: Vec<f32> = near.collect();
            let length = vector.iter().map(|value| value * value).sum::<f32>().sqrt();
            vector.iter().map(|value| value / length).collect()
        })
        .collect()
}

fn neighbours(vectors: &[Vec<f32>]) -> Vec<Vec<(usize, f32)>> {
    let cosine =
        |one: &[f32], other: &[f32]| one.iter().zip(other).map(|(a, b)| a * b).sum::<f32>();
    let near = |(signal, own): (usize, &Vec<f32>)| {
        let others = vectors
            .iter()
            .enumerate()
            .filter(|(other, _)| *other != signal);
        let mut all: Vec<(usize, f32)> = others
            .map(|(other, vector)| (other, cosine(own, vector)))
            .collect();
        all.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
        all.truncate(15);
        all
    };
    vectors.iter().enumerate().map(near).collect()
}

/// Adjusted Rand index (Hubert and Arabie 1985, doi:10.1007/BF01908075).
fn agreement(ones: &[usize], others: &[usize]) -> f64 {
    let pairs = |counts: &std::collections::BTreeMap<(usize, usize), f64>| {
        counts
            .values()
            .map(|count| count * (count - 1.0) / 2.0)
            .sum::<f64>()
    };
    let count = |key: &dyn Fn(usize, usize) -> (usize, usize)| {
        let mut counts = std::collections::BTreeMap::new();
        for (one, other) in ones.iter().zip(others) {
            *counts.entry(key(*one, *other)).or_insert(0.0) += 1.0;
        }
        pairs(&counts)
    };
    let both = count(&|one, other| (one, other));
    let (left, right, all) = (
        count(&|one, _| (one, 0)),
        count(&|_, other| (other, 0)),
        count(&|_, _| (0, 0)),
    );
    let chance = left * right / all;
    (both - chance) / (f64::midpoint(left, right) - chance)
}

#[test]
fn a_hundredth_more_signals_leaves_the_groups_as_they_were() {
    let vectors = cloud(808, 40, 1.8);
    let fewer = Graph::of_neighbours(&neighbours(&vectors[..800]));
    let more = Graph::of_neighbours(&neighbours(&vectors));
    let before = leiden(&fewer, 1.0, &[None; 800], &Edits::default()).groups;
    let yesterday: Vec<Option<usize>> = before
        .iter()
        .map(|group| Some(*group))
        .chain([None; 8])
        .collect();
    let after = leiden(&more, 1.0, &yesterday, &Edits::default()).groups;
    let from_nothing = leiden(&more, 1.0, &[None; 808], &Edits::default()).groups;
    let (kept, anew) = (
        agreement(&before, &after[..800]),
        agreement(&before, &from_nothing[..800]),
    );
    println!("from yesterday {kept:.4}, from nothing {anew:.4}");
    assert!(kept >= 0.95, "{kept}");
}
