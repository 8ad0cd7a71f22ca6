//! Learning anew from all decisions: after an erasure that touches one, and every night.

use std::collections::BTreeSet;

use super::calibration::{LATEST_OF_HEAD, remember};
use super::features::BUCKETS;
use super::linear::{self, Ground, OfMeaning, OfWords, Weight};
use super::model::{ENOUGH, Model, Step, View};
use super::tagger::{Example, Head, Tagger};

/// Passes over all examples.
const EPOCHS: usize = 12;
/// Parts of which each is judged once by what was learnt from the others, for the calibration.
const FOLDS: usize = 4;
/// A code with enough confirmed texts has at least so many without one part.
const ENOUGH_WITHOUT_A_FOLD: u32 = ENOUGH * 3 / 4;

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
        let folds: Vec<Model> = (0..FOLDS)
            .map(|fold| learnt_from(own, Some(fold), scratch))
            .collect();
        let mut outcomes = Vec::with_capacity(own.len());
        for decision in own {
            let Some(fold) = folds.get(decision.number % FOLDS) else {
                continue;
            };
            let score = fold.score(&decision.view(), decision.prior, self.usual(), enough);
            let key = (concept.label.head, fold.step(enough));
            if key.1 == step {
                model.remember(score, decision.is_yes);
            }
            outcomes.push(Outcome {
                number: decision.number,
                key,
                score,
                is_yes: decision.is_yes,
            });
        }
        outcomes
    }
}

struct Outcome {
    number: usize,
    key: (Head, Step),
    score: f32,
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

    const fn step(&self, among: usize) -> linear::Step {
        linear::Step {
            prior: self.prior,
            is_yes: self.is_yes,
            importance: self.importance,
            among,
        }
    }

    fn view(&self) -> View<'_> {
        View {
            vector: &self.prepared.vector,
            words: &self.prepared.words,
        }
    }
}

/// A model of these decisions without those of one fold.
fn learnt_from(own: &[Decision<'_>], without: Option<usize>, scratch: &mut Scratch) -> Model {
    let mut model = Model::default();
    let mut used: Vec<&Decision<'_>> = own
        .iter()
        .filter(|decision| without.is_none_or(|fold| decision.number % FOLDS != fold))
        .collect();
    for decision in used.iter().filter(|decision| !decision.is_silent()) {
        model.count(&decision.prepared.vector, decision.is_yes);
    }
    if model.yes == 0 {
        return model;
    }
    let mut dice = SEED;
    let mut meaning = OfMeaning::default();
    scratch.begin(&used);
    let among = used.len();
    for _ in 0..EPOCHS {
        shuffle(&mut used, &mut dice);
        for decision in &used {
            let step = decision.step(among);
            meaning.learn(&decision.prepared.vector, &step);
            scratch.learn(&decision.prepared.words, &step);
        }
    }
    model.meaning = meaning;
    model.words = scratch.finish();
    model
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

    fn begin(&mut self, decisions: &[&Decision<'_>]) {
        self.ground = Ground::default();
        for decision in decisions.iter().filter(|decision| decision.is_yes) {
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
