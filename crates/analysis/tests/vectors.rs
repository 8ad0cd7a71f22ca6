//! What `analysis::vectors` promises: the nearest are the nearest, and bytes that are none are refused.
#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests: what is not there fails the test"
)]

use analysis::vectors::{Quantised, Store};
use proptest::prelude::*;

fn vectors(dim: usize, most: usize) -> impl Strategy<Value = Vec<Vec<f32>>> {
    prop::collection::vec(prop::collection::vec(-1.0_f32..1.0, dim), 1..most)
}

/// All against all, the slow way.
fn by_hand(
    vectors: &[Vec<f32>],
    query: &[f32],
    without: Option<usize>,
    k: usize,
) -> Vec<(usize, f32)> {
    let query = Quantised::of(query).unwrap();
    let mut all: Vec<(usize, f32)> = vectors
        .iter()
        .enumerate()
        .filter(|(index, _)| Some(*index) != without)
        .map(|(index, vector)| (index, Quantised::of(vector).unwrap().cosine(&query)))
        .collect();
    all.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
    all.truncate(k);
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_graph_has_exactly_the_nearest_of_each(vectors in vectors(33, 150), k in 1_usize..17) {
        let mut store = Store::new(33);
        for vector in &vectors {
            store.push(vector).unwrap();
        }
        let graph = store.knn_graph(k);
        prop_assert_eq!(graph.len(), vectors.len());
        for (index, near) in graph.iter().enumerate() {
            let expected = by_hand(&vectors, &vectors[index], Some(index), k);
            prop_assert_eq!(near.len(), expected.len());
            for ((found, cosine), (wanted, exact)) in near.iter().zip(&expected) {
                prop_assert!((cosine - exact).abs() < 1e-5);
                // Two that are equal to the last bit but one may change places.
                prop_assert!(found == wanted || (cosine - exact).abs() < 1e-6);
            }
        }
    }

    #[test]
    fn the_nearest_of_few_are_exact_and_the_forgotten_are_gone(
        vectors in vectors(20, 60), gone in any::<prop::sample::Index>(), k in 1_usize..8,
    ) {
        let mut store = Store::new(20);
        for vector in &vectors {
            store.push(vector).unwrap();
        }
        let gone = gone.index(vectors.len());
        let before = store.nearest(&vectors[gone], 1).unwrap();
        prop_assert!(before[0].1 > 0.999);
        store.forget(gone);
        let found = store.nearest(&vectors[gone], k).unwrap();
        let expected = by_hand(&vectors, &vectors[gone], Some(gone), k);
        prop_assert_eq!(found.len(), expected.len());
        prop_assert!(found.iter().zip(&expected).all(|(one, other)| (one.1 - other.1).abs() < 1e-5));
        prop_assert!(store.knn_graph(k).iter().flatten().all(|(index, _)| *index != gone));
    }

    #[test]
    fn no_bytes_make_it_stumble(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
        if let Ok(vector) = Quantised::from_bytes(&bytes) {
            prop_assert_eq!(vector.to_bytes(), bytes);
        }
    }

    #[test]
    fn a_byte_a_number_is_enough_for_a_cosine(vectors in vectors(384, 3)) {
        let exact = |one: &[f32], other: &[f32]| {
            let product = |one: &[f32], other: &[f32]| -> f32 { one.iter().zip(other).map(|(one, other)| one * other).sum() };
            product(one, other) / (product(one, one) * product(other, other)).sqrt()
        };
        let other = vectors.last().unwrap();
        let cosine = Quantised::of(&vectors[0]).unwrap().cosine(&Quantised::of(other).unwrap());
        prop_assert!((cosine - exact(&vectors[0], other)).abs() < 0.01);
    }
}

#[test]
fn equal_vectors_stand_in_the_order_in_which_they_came() {
    let mut store = Store::new(3);
    for _ in 0..70 {
        store.push(&[0.5, -0.5, 0.1]).unwrap();
    }
    let graph = store.knn_graph(3);
    let indices = |near: &[(usize, f32)]| near.iter().map(|(index, _)| *index).collect::<Vec<_>>();
    assert_eq!(indices(&graph[0]), [1, 2, 3]);
    assert_eq!(indices(&graph[69]), [0, 1, 2]);
    assert_eq!(
        indices(&store.nearest(&[0.5, -0.5, 0.1], 2).unwrap()),
        [0, 1]
    );
}

#[test]
fn a_text_without_words_is_nobodys_neighbour() {
    let mut store = Store::new(2);
    for vector in [[1.0, 0.0], [0.0, 0.0], [0.8, 0.6]] {
        store.push(&vector).unwrap();
    }
    let graph = store.knn_graph(2);
    let indices: Vec<Vec<usize>> = graph
        .iter()
        .map(|near| near.iter().map(|(index, _)| *index).collect())
        .collect();
    assert_eq!(indices, [vec![2], vec![], vec![0]]);
    assert_eq!(store.nearest(&[0.0, 0.0], 2).unwrap(), []);
    assert!(store.nearest(&[1.0], 2).is_err());
}
