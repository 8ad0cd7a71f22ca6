//! What is known of one code: three steps, from no decision to many.

use super::calibration::{Calibration, LATEST, Score, remember};
use super::linear::{OfMeaning, OfWords};

/// From so many confirmed texts on a code has a regression of its own.
pub const ENOUGH: u32 = 8;
/// Confirmed texts that weigh as much as what was thought before any.
const HALF: f32 = 2.0;
/// How much a likeness above the usual says, in log odds per spread, and where doubt begins.
const SLOPE: f32 = 1.5;
const FEW_DOUBT: f32 = 2.0;
/// A likeness to what was rejected.
const AGAINST: f32 = 0.5;

/// Where a code stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    /// Only what the taxonomy says, and what ships.
    None,
    /// The mean of what was confirmed.
    Few,
    /// A regression.
    Many,
}

impl Step {
    pub(super) const ALL: [Self; 3] = [Self::None, Self::Few, Self::Many];
}

/// A text, ready to be scored.
pub(super) struct View<'a> {
    pub(super) vector: &'a [f32],
    pub(super) words: &'a [(u32, f32)],
}

/// How near texts usually are to what they have nothing to do with.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Usual {
    pub(super) middle: f32,
    pub(super) spread: f32,
}

impl Usual {
    /// In spreads above the usual.
    pub(super) fn above(self, cosine: f32) -> f32 {
        (cosine - self.middle) / self.spread
    }
}

/// What people decided on one code, and what was learnt from it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Model {
    pub(super) yes: u32,
    pub(super) no: u32,
    pub(super) yes_sum: Vec<f32>,
    pub(super) no_sum: Vec<f32>,
    pub(super) meaning: OfMeaning,
    pub(super) words: OfWords,
    pub(super) calibration: Calibration,
    /// Scores before each of the latest decisions, and the decisions.
    pub(super) latest: Vec<(Score, bool)>,
}

impl Default for Model {
    fn default() -> Self {
        Self {
            yes: 0,
            no: 0,
            yes_sum: Vec::new(),
            no_sum: Vec::new(),
            meaning: OfMeaning::default(),
            words: OfWords::default(),
            calibration: Calibration::NONE,
            latest: Vec::new(),
        }
    }
}

impl Model {
    /// `enough` is [`ENOUGH`], or less where a part of the texts is left out.
    pub(super) const fn step(&self, enough: u32) -> Step {
        if self.yes >= enough {
            Step::Many
        } else if self.yes + self.no > 0 {
            Step::Few
        } else {
            Step::None
        }
    }

    /// Not calibrated yet. `prior` is what was thought before any decision.
    pub(super) fn score(&self, view: &View<'_>, prior: f32, usual: Usual) -> Score {
        match self.step(ENOUGH) {
            Step::None => Score::one(prior),
            Step::Few => Score::one(self.near(view.vector, prior, usual)),
            Step::Many => Score {
                meaning: self.meaning.score(view.vector, prior),
                words: self.words.score(view.words, prior),
            },
        }
    }

    pub(super) fn near(&self, vector: &[f32], prior: f32, usual: Usual) -> f32 {
        let yes = count(self.yes);
        let share = yes / (yes + HALF);
        let like = SLOPE * (usual.above(cosine(vector, &self.yes_sum)) - FEW_DOUBT);
        let unlike = AGAINST * usual.above(cosine(vector, &self.no_sum)).max(0.0);
        let against = if self.no > 0 { unlike } else { 0.0 };
        (1.0 - share) * prior + share * like - against
    }

    pub(super) fn count(&mut self, vector: &[f32], is_yes: bool) {
        let (count, sum) = if is_yes {
            (&mut self.yes, &mut self.yes_sum)
        } else {
            (&mut self.no, &mut self.no_sum)
        };
        *count += 1;
        if sum.is_empty() {
            *sum = vec![0.0; vector.len()];
        }
        for (sum, value) in sum.iter_mut().zip(vector) {
            *sum += value;
        }
    }

    pub(super) fn remember(&mut self, score: Score, is_yes: bool) {
        remember(&mut self.latest, score, is_yes, LATEST);
    }
}

pub(super) fn count(number: u32) -> f32 {
    crate::numbers::single(usize::try_from(number).unwrap_or(usize::MAX))
}

/// 0 where either is nothing.
pub(super) fn cosine(one: &[f32], other: &[f32]) -> f32 {
    let product = |one: &[f32], other: &[f32]| -> f32 {
        one.iter().zip(other).map(|(one, other)| one * other).sum()
    };
    let lengths = (product(one, one) * product(other, other)).sqrt();
    if lengths.is_normal() {
        product(one, other) / lengths
    } else {
        0.0
    }
}
