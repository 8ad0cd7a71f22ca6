//! What a group is about, in words of its own signals.

use std::collections::{BTreeMap, BTreeSet};

use shared::codes::Language;

/// Shorter stems say little.
const SHORTEST_WORD: usize = 3;

/// The words that set each group apart (class-based TF-IDF over stems; Grootendorst 2022, arXiv:2203.05794), at most `most`
/// each, as they are written most often. Words that only hold sentences together, figures and `left_out` (folded names of
/// places) are none. A word of one signal is none either: it would quote one person. `groups` is the group of each text.
pub fn labels(
    texts: &[(&str, Language)],
    groups: &[Option<usize>],
    left_out: &BTreeSet<String>,
    most: usize,
) -> Vec<Vec<String>> {
    let count = groups.iter().flatten().max().map_or(0, |last| last + 1);
    let mut written: BTreeMap<String, BTreeMap<String, u32>> = BTreeMap::new();
    // In how many signals of the group each stem stands: who repeats a word does not shout louder.
    let mut of_groups: Vec<BTreeMap<String, u32>> = vec![BTreeMap::new(); count];
    for ((text, language), group) in texts.iter().zip(groups) {
        let Some(own) = group.and_then(|group| of_groups.get_mut(group)) else {
            continue;
        };
        let mut seen = BTreeSet::new();
        for word in text::words(text) {
            let folded = text::fold(word.written);
            let is_word = folded.chars().count() >= SHORTEST_WORD
                && folded.chars().all(char::is_alphabetic)
                && !text::is_function_word(&folded)
                && !left_out.contains(&folded);
            if !is_word {
                continue;
            }
            let stem = text::stem(&folded, *language);
            let surfaces = written.entry(stem.clone()).or_default();
            *surfaces.entry(word.written.to_lowercase()).or_insert(0) += 1;
            if seen.insert(stem.clone()) {
                *own.entry(stem).or_insert(0) += 1;
            }
        }
    }
    let mut everywhere: BTreeMap<&str, f64> = BTreeMap::new();
    for (stem, times) in of_groups.iter().flatten() {
        *everywhere.entry(stem).or_insert(0.0) += f64::from(*times);
    }
    let average = everywhere.values().sum::<f64>() / crate::numbers::real(count.max(1));
    let label = |own: &BTreeMap<String, u32>| {
        let weight = |(stem, times): (&String, &u32)| {
            let all = everywhere.get(stem.as_str()).copied().unwrap_or(1.0);
            (f64::from(*times) * (1.0 + average / all).ln(), stem.clone())
        };
        let mut words: Vec<(f64, String)> = own
            .iter()
            .filter(|(_, times)| **times > 1)
            .map(weight)
            .collect();
        words.sort_by(|one, other| other.0.total_cmp(&one.0).then_with(|| one.1.cmp(&other.1)));
        let surface = |(_, stem): (f64, String)| {
            // Equally frequent: the first in the alphabet.
            let all = written.get(&stem)?.iter().rev();
            all.max_by_key(|(_, times)| **times)
                .map(|(word, _)| word.clone())
        };
        words.into_iter().take(most).filter_map(surface).collect()
    };
    of_groups.iter().map(label).collect()
}

/// Signals that show what a group is: the most central first (a proposal for the title), then those that are central and
/// tell something else (maximal marginal relevance; Carbonell and Goldstein 1998, doi:10.1145/290941.291025). And how much
/// the group hangs together: the mean cosine to its centre, 0 to 1. `vectors` are the unit vectors of its signals.
pub fn typical(vectors: &[&[f32]], most: usize) -> (Vec<usize>, f64) {
    /// Being central weighs this much, being different the rest; with .7 a copy of the title would be the second quote.
    const CENTRAL: f64 = 0.5;
    let width = vectors.first().map_or(0, |first| first.len());
    let mut centre = vec![0.0_f64; width];
    for vector in vectors {
        for (sum, value) in centre.iter_mut().zip(*vector) {
            *sum += f64::from(*value);
        }
    }
    let length = centre.iter().map(|value| value * value).sum::<f64>().sqrt();
    let to_centre: Vec<f64> = vectors
        .iter()
        .map(|vector| {
            let along = vector
                .iter()
                .zip(&centre)
                .map(|(value, sum)| f64::from(*value) * sum);
            along.sum::<f64>() / length.max(f64::MIN_POSITIVE)
        })
        .collect();
    let coherence = to_centre.iter().sum::<f64>() / crate::numbers::real(vectors.len().max(1));
    let mut chosen: Vec<usize> = Vec::new();
    let mut closest = vec![0.0_f64; vectors.len()];
    while chosen.len() < most {
        let value = |signal: usize| {
            let (centre, near) = (to_centre.get(signal), closest.get(signal));
            CENTRAL * centre.copied().unwrap_or_default()
                - (1.0 - CENTRAL) * near.copied().unwrap_or_default()
        };
        let open = (0..vectors.len())
            .rev()
            .filter(|signal| !chosen.contains(signal));
        let Some(best) = open.max_by(|one, other| value(*one).total_cmp(&value(*other))) else {
            break;
        };
        chosen.push(best);
        let Some(taken) = vectors.get(best) else {
            break;
        };
        for (near, vector) in closest.iter_mut().zip(vectors) {
            let cosine = vector
                .iter()
                .zip(*taken)
                .map(|(one, other)| f64::from(*one) * f64::from(*other));
            *near = near.max(cosine.sum());
        }
    }
    (chosen, coherence.clamp(0.0, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_says_what_sets_a_group_apart_without_places_and_small_words() {
        let texts = [
            "De wachtlijst voor een woning in Lier is te lang",
            "Gezinnen staan op de wachtlijst voor woningen in Lier",
            "Wachtlijsten voor een sociale woning in Lier",
            "De bus naar school rijdt niet in Lier",
            "Geen bussen naar de school in Lier",
            "De bus is te duur voor gezinnen",
        ]
        .map(|text| (text, Language::Nl));
        let groups = [Some(0), Some(0), Some(0), Some(1), Some(1), Some(1)];
        let found = labels(&texts, &groups, &BTreeSet::from(["lier".to_owned()]), 3);
        assert_eq!(found, [["wachtlijst", "woning"], ["bus", "school"]]);
    }

    #[test]
    fn the_title_is_the_most_central_and_a_quote_tells_something_else() {
        let vectors: [&[f32]; 4] = [&[1.0, 0.0], &[0.8, 0.6], &[0.8, 0.6], &[0.0, 1.0]];
        let (chosen, coherence) = typical(&vectors, 2);
        assert_eq!(chosen, [1, 3]);
        assert!(coherence > 0.8 && coherence < 0.95, "{coherence}");
        assert_eq!(typical(&[], 3).0, Vec::<usize>::new());
    }
}
