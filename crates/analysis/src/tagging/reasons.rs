//! Which words of a text speak for a code.

use std::collections::BTreeMap;
use std::ops::Range;

use super::cues::Hit;
use super::features::{Seen, of_word, words_of};
use super::linear::OfWords;

const MOST: usize = 3;
/// A word that carries less than this share of the heaviest is no reason.
const LEAST_SHARE: f32 = 0.35;
/// What a cue carries, beside weights that were learnt.
const CUE: f32 = 1.0;
/// Below this nothing was carried at all.
const LEAST: f32 = 0.01;

/// From and up to which character, in order. Words between two reasons that only hold them together belong to them.
pub(super) fn phrases(
    text: &str,
    words: &[(u32, f32)],
    weights: &[&OfWords],
    hits: &[Hit],
) -> Vec<Range<usize>> {
    let seen = words_of(text);
    let mut carried = carried_by(&seen, words, weights);
    add_cues(&seen, hits, &mut carried);
    let most = carried.iter().copied().fold(0.0, f32::max);
    if most < LEAST {
        return Vec::new();
    }
    let least = (LEAST_SHARE * most).max(LEAST);
    let mut runs = runs(&seen, &carried, least);
    runs.sort_by(|one, other| other.1.total_cmp(&one.1));
    runs.truncate(MOST);
    runs.sort_by_key(|(words, _)| words.start);
    let range = |(words, _): &(Range<usize>, f32)| {
        let first = seen.get(words.start)?.start;
        let last = seen.get(words.end.checked_sub(1)?)?.end;
        let start = text.get(..first)?.chars().count();
        Some(start..start + text.get(first..last)?.chars().count())
    };
    runs.iter().filter_map(range).collect()
}

/// What each word adds to the score of the words.
fn carried_by(seen: &[Seen], words: &[(u32, f32)], weights: &[&OfWords]) -> Vec<f32> {
    let values: BTreeMap<u32, f32> = words.iter().copied().collect();
    let worth = |bucket: u32| {
        let value = values.get(&bucket).copied().unwrap_or_default();
        value
            * weights
                .iter()
                .map(|weights| weights.weight(bucket))
                .sum::<f32>()
    };
    seen.iter()
        .enumerate()
        .map(|(place, word)| {
            if !word.is_telling() {
                return 0.0;
            }
            let previous = place.checked_sub(1).and_then(|before| seen.get(before));
            let mut sum = 0.0;
            of_word(word, previous, |bucket, _| sum += worth(bucket));
            sum
        })
        .collect()
}

/// Places of hits count only words that say something.
fn add_cues(seen: &[Seen], hits: &[Hit], carried: &mut [f32]) {
    let telling = seen
        .iter()
        .zip(carried)
        .filter(|(word, _)| word.is_telling());
    for (place, (_, carried)) in telling.enumerate() {
        let is_inside = |hit: &&Hit| (hit.place..hit.place + hit.length).contains(&place);
        if hits.iter().any(|hit| is_inside(&hit)) {
            *carried += CUE;
        }
    }
}

/// Runs of words that carry enough, with what they carry.
fn runs(seen: &[Seen], carried: &[f32], least: f32) -> Vec<(Range<usize>, f32)> {
    let mut runs: Vec<(Range<usize>, f32)> = Vec::new();
    for (place, carried) in carried
        .iter()
        .enumerate()
        .filter(|(_, carried)| **carried >= least)
    {
        if let Some((words, sum)) = runs.last_mut() {
            let between = seen.get(words.end..place).unwrap_or_default();
            if between.len() <= 2 && between.iter().all(|word| !word.is_telling()) {
                words.end = place + 1;
                *sum += carried;
                continue;
            }
        }
        runs.push((place..place + 1, *carried));
    }
    runs
}
