//! Learning anew from all decisions: after an erasure that touches one, and every night.

use std::collections::BTreeSet;

use crate::numbers::single;

use super::calibration::{LATEST_OF_HEAD, Score, remember};
use super::features::BUCKETS;
use super::linear::{self, Ground, OfWords, Weight};
use super::model::{ENOUGH, Model, Step};
use super::tagger::{Example, Head, Tagger};

/// Passes over all examples.
const EPOCHS: usize = 12;
/// Parts of which each is judged once by what was learnt from the others, for the calibration.
const FOLDS: usize = 4;
/// A code with enough confirmed texts has at least so many without one part.
const ENOUGH_WITHOUT_A_FOLD: u32 = ENOUGH * 3 / 4;

/// So many that nobody gave, per confirmed one and at least, teach as much as all of them (docs/adr/0020).
const SILENT_PER_YES: usize = 8;
const FEWEST_SILENT: usize = 64;

/// An example as the regression sees it.
struct Prepared {
    vector: Vec<f32>,
    words: Vec<(u32, f32)>,
    priors: Vec<f32>,
    /// By place in the taxonomy.
    decisions: Vec<(usize, bool, f32)>,
}

impl Tagger {
    /// Forgets all decisions and learns these, in this order. What is not among them leaves no trace.
    pub fn train(&mut self, examples: &[Example]) {
        self.models = vec![Model::default(); self.concepts.len()];
        self.rarity = super::features::Rarity::default();
        self.heads.clear();
        self.learnt.clear();
        for example in examples {
            self.rarity.add(&example.features);
        }
        let mut prepared = Vec::with_capacity(examples.len());
        for example in examples {
            self.keep(example);
            prepared.push(Prepared {
                vector: example.features.vector.clone(),
                words: self.weighted(&example.features),
                priors: self.priors(&example.features),
                decisions: self.decisions(example),
            });
        }
        let mut scratch = Scratch::new();
        let mut outcomes = Vec::new();
        for place in 0..self.concepts.len() {
            let own: Vec<Decision<'_>> = prepared
                .iter()
                .enumerate()
                .filter_map(|(number, prepared)| Decision::of(number, prepared, place))
                .collect();
            let mut model = learnt_from(&own, None, &mut scratch);
            model.words = scratch.finish();
            outcomes.extend(self.judge_folds(place, &own, &mut model, &mut scratch));
            if let Some(kept) = self.models.get_mut(place) {
                *kept = model;
            }
        }
        // As they came, so that the oldest go first.
        outcomes.sort_by_key(|outcome| outcome.number);
        for outcome in outcomes {
            let head = self.heads.entry(outcome.key).or_default();
            remember(head, outcome.score, outcome.is_yes, LATEST_OF_HEAD);
        }
        self.calibrate();
    }

    /// Scores that the calibration is fitted to: each example by a model that has not seen it.
    fn judge_folds(
        &self,
        place: usize,
        own: &[Decision<'_>],
        model: &mut Model,
        scratch: &mut Scratch,
    ) -> Vec<Outcome> {
        let Some(concept) = self.concepts.get(place) else {
            return Vec::new();
        };
        let step = model.step(ENOUGH);
        let enough = if step == Step::Many {
            ENOUGH_WITHOUT_A_FOLD
        } else {
            ENOUGH
        };
        let mut outcomes = Vec::with_capacity(own.len());
        for fold in 0..FOLDS {
            let learnt = learnt_from(own, Some(fold), scratch);
            let step = learnt.step(enough);
            for decision in own
                .iter()
                .filter(|decision| decision.number % FOLDS == fold)
            {
                let (vector, prior) = (&decision.prepared.vector, decision.prior);
                let score = match step {
                    Step::None => Score::one(prior),
                    Step::Few => Score::one(learnt.near(vector, prior, self.usual())),
                    Step::Many => Score {
                        meaning: learnt.meaning.score(vector, prior),
                        words: scratch.score(&decision.prepared.words, prior),
                    },
                };
                outcomes.push(Outcome {
                    number: decision.number,
                    key: (concept.label.head, step),
                    score,
                    is_yes: decision.is_yes,
                });
            }
            scratch.clear();
        }
        outcomes.sort_by_key(|outcome| outcome.number);
        for outcome in outcomes.iter().filter(|outcome| outcome.key.1 == step) {
            model.remember(outcome.score, outcome.is_yes);
        }
        outcomes
    }
}

struct Outcome {
    number: usize,
    key: (Head, Step),
    score: Score,
    is_yes: bool,
}

struct Decision<'a> {
    number: usize,
    prepared: &'a Prepared,
    prior: f32,
    is_yes: bool,
    importance: f32,
}

impl<'a> Decision<'a> {
    fn of(number: usize, prepared: &'a Prepared, place: usize) -> Option<Self> {
        let found = prepared
            .decisions
            .binary_search_by_key(&place, |(place, ..)| *place)
            .ok()?;
        let (_, is_yes, importance) = *prepared.decisions.get(found)?;
        Some(Self {
            number,
            prepared,
            prior: *prepared.priors.get(place)?,
            is_yes,
            importance,
        })
    }

    const fn is_silent(&self) -> bool {
        self.importance < 1.0
    }
}

/// A model of these decisions without those of one fold; its words are left in the scratch.
fn learnt_from(own: &[Decision<'_>], without: Option<usize>, scratch: &mut Scratch) -> Model {
    let mut model = Model::default();
    let used: Vec<&Decision<'_>> = own
        .iter()
        .filter(|decision| without.is_none_or(|fold| decision.number % FOLDS != fold))
        .collect();
    for decision in used.iter().filter(|decision| !decision.is_silent()) {
        model.count(&decision.prepared.vector, decision.is_yes);
    }
    if model.yes == 0 {
        return model;
    }
    let among = used.len();
    let mut used = chosen(used, model.yes);
    let mut dice = SEED;
    scratch.begin(&used);
    for _ in 0..EPOCHS {
        shuffle(&mut used, &mut dice);
        for (decision, importance) in &used {
            let step = linear::Step {
                prior: decision.prior,
                is_yes: decision.is_yes,
                importance: *importance,
                among,
            };
            model.meaning.learn(&decision.prepared.vector, &step);
            scratch.learn(&decision.prepared.words, &step);
        }
    }
    model
}

/// All that was decided, and of the silent ones as many as teach something; these count for the others too.
fn chosen<'a, 'b>(used: Vec<&'a Decision<'b>>, yes: u32) -> Vec<(&'a Decision<'b>, f32)> {
    let silent = used.iter().filter(|decision| decision.is_silent()).count();
    let yes = usize::try_from(yes).unwrap_or(usize::MAX);
    let most = FEWEST_SILENT
        .max(yes.saturating_mul(SILENT_PER_YES))
        .min(silent);
    let weight = single(silent) / single(most.max(1));
    let mut seen = 0;
    used.into_iter()
        .filter_map(|decision| {
            if !decision.is_silent() {
                return Some((decision, decision.importance));
            }
            // Evenly over time: the how manieth so far, before and with this one.
            let before = seen * most / silent;
            seen += 1;
            let is_chosen = seen * most / silent > before;
            is_chosen.then_some((decision, decision.importance * weight))
        })
        .collect()
}

const SEED: u64 = 0x9e37_79b9_7f4a_7c15;

/// Fisher–Yates with `SplitMix64`: the same order every time.
fn shuffle<T>(items: &mut [T], dice: &mut u64) {
    for last in (1..items.len()).rev() {
        *dice = dice.wrapping_add(SEED);
        let bits = super::features::mixed(*dice);
        let among = u64::try_from(last + 1).unwrap_or(u64::MAX);
        items.swap(last, usize::try_from(bits % among).unwrap_or_default());
    }
}

/// Weights of words in their places, so that learning need not search.
struct Scratch {
    ground: Ground,
    weights: Vec<Option<Weight>>,
    used: BTreeSet<u32>,
}

impl Scratch {
    fn new() -> Self {
        let places = usize::try_from(BUCKETS).unwrap_or_default();
        Self {
            ground: Ground::default(),
            weights: vec![None; places],
            used: BTreeSet::new(),
        }
    }

    fn begin(&mut self, decisions: &[(&Decision<'_>, f32)]) {
        self.clear();
        for (decision, _) in decisions.iter().filter(|(decision, _)| decision.is_yes) {
            for (bucket, _) in &decision.prepared.words {
                if let Some(weight) = slot(&mut self.weights, *bucket) {
                    *weight = Some(Weight::default());
                    self.used.insert(*bucket);
                }
            }
        }
    }

    fn learn(&mut self, words: &[(u32, f32)], step: &linear::Step) {
        linear::learn_words(&mut self.ground, &mut self.weights, words, step);
    }

    fn score(&mut self, words: &[(u32, f32)], prior: f32) -> f32 {
        linear::score_of_words(&self.ground, &mut self.weights, words, prior)
    }

    fn clear(&mut self) {
        self.finish();
    }

    fn finish(&mut self) -> OfWords {
        let mut weights = Vec::with_capacity(self.used.len());
        for bucket in std::mem::take(&mut self.used) {
            if let Some(weight) = slot(&mut self.weights, bucket).and_then(Option::take) {
                weights.push((bucket, weight));
            }
        }
        OfWords {
            ground: std::mem::take(&mut self.ground),
            weights,
        }
    }
}

fn slot(weights: &mut [Option<Weight>], bucket: u32) -> Option<&mut Option<Weight>> {
    usize::try_from(bucket)
        .ok()
        .and_then(|place| weights.get_mut(place))
}
