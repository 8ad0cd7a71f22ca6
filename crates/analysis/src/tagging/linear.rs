//! A regression for one code: over the meaning, and over the words, each for itself.

/// How fast it learns; found on the train part of SIB-200 by folds, as [`FREEDOM`] (docs/adr/0020).
const RATE: f32 = 0.2;
/// Squared gradients that every weight begins with: without them the first text would move all weights equally far.
const FIRST_SQUARES: f32 = 0.01;
/// How far weights may go for the sake of all texts together: the C of textbooks.
const FREEDOM: f32 = 10.0;

/// One decision, as a regression sees it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Step {
    /// What was thought before any decision, in log odds.
    pub(super) prior: f32,
    /// What was decided.
    pub(super) is_yes: bool,
    /// How much it counts; a decision that was made counts 1.
    pub(super) importance: f32,
    /// How many decisions there are: the more, the less each pulls weights back.
    pub(super) among: usize,
}

impl Step {
    fn pull(&self) -> f32 {
        1.0 / (FREEDOM * crate::numbers::single(self.among.max(1)))
    }

    /// How far a score is from the decision: the slope of the logistic loss.
    fn wrong(&self, score: f32) -> f32 {
        let share = 1.0 / (1.0 + (-score).exp());
        self.importance * (share - if self.is_yes { 1.0 } else { 0.0 })
    }
}

/// A weight and the sum of its squared gradients: what was moved often moves less (`AdaGrad`; Duchi, Hazan and Singer 2011).
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Weight {
    pub(super) value: f32,
    pub(super) squares: f32,
}

impl Weight {
    pub(super) const fn of(value: f32) -> Self {
        Self {
            value,
            squares: 0.0,
        }
    }

    fn step(&mut self, slope: f32, pull: f32) {
        let gradient = slope + pull * self.value;
        self.squares += gradient * gradient;
        self.value -= RATE * gradient / (FIRST_SQUARES + self.squares).sqrt();
    }
}

/// What both families know beside their own numbers.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Ground {
    pub(super) bias: Weight,
    /// Of what was thought before any decision.
    pub(super) prior: Weight,
}

impl Default for Ground {
    fn default() -> Self {
        Self {
            bias: Weight::default(),
            prior: Weight::of(1.0),
        }
    }
}

impl Ground {
    fn score(&self, prior: f32) -> f32 {
        self.bias.value + self.prior.value * prior
    }

    fn step(&mut self, wrong: f32, prior: f32) {
        self.bias.step(wrong, 0.0);
        self.prior.step(wrong * prior, 0.0);
        // What was thought before may turn out worthless, never the contrary.
        self.prior.value = self.prior.value.max(0.0);
    }
}

/// Over the vector.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct OfMeaning {
    pub(super) ground: Ground,
    pub(super) weights: Vec<Weight>,
}

impl OfMeaning {
    pub(super) fn score(&self, vector: &[f32], prior: f32) -> f32 {
        let pairs = self.weights.iter().zip(vector);
        let sum: f32 = pairs.map(|(weight, value)| weight.value * value).sum();
        sum + self.ground.score(prior)
    }

    pub(super) fn learn(&mut self, vector: &[f32], step: &Step) {
        if self.weights.is_empty() {
            self.weights = vec![Weight::default(); vector.len()];
        }
        let (wrong, pull) = (step.wrong(self.score(vector, step.prior)), step.pull());
        for (weight, value) in self.weights.iter_mut().zip(vector) {
            weight.step(wrong * value, pull);
        }
        self.ground.step(wrong, step.prior);
    }
}

/// Over words and pieces of words; only those that a text with the code had.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct OfWords {
    pub(super) ground: Ground,
    /// By number, in order.
    pub(super) weights: Vec<(u32, Weight)>,
}

impl OfWords {
    pub(super) fn score(&self, words: &[(u32, f32)], prior: f32) -> f32 {
        let sum: f32 = words
            .iter()
            .map(|(bucket, value)| self.weight(*bucket) * value)
            .sum();
        sum + self.ground.score(prior)
    }

    pub(super) fn weight(&self, bucket: u32) -> f32 {
        let place = self.weights.binary_search_by_key(&bucket, |(own, _)| *own);
        place
            .ok()
            .and_then(|place| self.weights.get(place))
            .map_or(0.0, |(_, weight)| weight.value)
    }

    pub(super) fn learn(&mut self, words: &[(u32, f32)], step: &Step) {
        if step.is_yes {
            self.make_room(words);
        }
        learn_words(&mut self.ground, &mut self.weights, words, step);
    }

    /// Both are in order.
    pub(super) fn make_room(&mut self, words: &[(u32, f32)]) {
        let mut all: Vec<(u32, Weight)> = Vec::with_capacity(self.weights.len() + words.len());
        let mut own = self.weights.iter().copied().peekable();
        for (bucket, _) in words {
            while let Some(before) = own.next_if(|(own, _)| own < bucket) {
                all.push(before);
            }
            all.push(
                own.next_if(|(own, _)| own == bucket)
                    .unwrap_or((*bucket, Weight::default())),
            );
        }
        all.extend(own);
        self.weights = all;
    }
}

/// Where the weights of words lie.
pub(super) trait Places {
    /// None for a word that no text with the code had.
    fn weight(&mut self, bucket: u32) -> Option<&mut Weight>;
}

/// In order: little room, and a search.
impl Places for Vec<(u32, Weight)> {
    fn weight(&mut self, bucket: u32) -> Option<&mut Weight> {
        let place = self.binary_search_by_key(&bucket, |(own, _)| *own).ok()?;
        self.get_mut(place).map(|(_, weight)| weight)
    }
}

/// Each at its number: while training, where searching would take most of the time.
impl Places for Vec<Option<Weight>> {
    fn weight(&mut self, bucket: u32) -> Option<&mut Weight> {
        self.get_mut(usize::try_from(bucket).ok()?)?.as_mut()
    }
}

/// Wherever the weights lie.
pub(super) fn score_of_words(
    ground: &Ground,
    weights: &mut impl Places,
    words: &[(u32, f32)],
    prior: f32,
) -> f32 {
    let mut sum = 0.0;
    for (bucket, value) in words {
        sum += weights
            .weight(*bucket)
            .map_or(0.0, |weight| weight.value * value);
    }
    sum + ground.score(prior)
}

/// One step, wherever the weights lie.
pub(super) fn learn_words(
    ground: &mut Ground,
    weights: &mut impl Places,
    words: &[(u32, f32)],
    step: &Step,
) {
    let score = score_of_words(ground, weights, words, step.prior);
    let (wrong, pull) = (step.wrong(score), step.pull());
    for (bucket, value) in words {
        if let Some(weight) = weights.weight(*bucket) {
            weight.step(wrong * value, pull);
        }
    }
    ground.step(wrong, step.prior);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(is_yes: bool, prior: f32) -> Step {
        Step {
            prior,
            is_yes,
            importance: 1.0,
            among: 100,
        }
    }

    #[test]
    fn a_line_between_two_kinds_is_learnt() {
        let mut meaning = OfMeaning::default();
        let mut words = OfWords::default();
        for _ in 0..40 {
            meaning.learn(&[0.8, 0.6], &step(true, 0.0));
            meaning.learn(&[-0.8, 0.6], &step(false, 0.0));
            words.learn(&[(3, 0.7), (9, 0.7)], &step(true, 0.0));
            words.learn(&[(5, 0.7), (9, 0.7)], &step(false, 0.0));
        }
        assert!(meaning.score(&[0.8, 0.6], 0.0) > 1.5);
        assert!(meaning.score(&[-0.8, 0.6], 0.0) < -1.5);
        assert!(words.score(&[(3, 1.0)], 0.0) > 1.0);
        // What only stood in other texts gets no weight; what stood in both gets less.
        assert!(words.weight(5).abs() < f32::EPSILON && words.weights.len() == 2);
        assert!(words.weight(3) > words.weight(9));
    }

    #[test]
    fn what_was_thought_before_counts_until_it_turns_out_wrong() {
        let mut meaning = OfMeaning::default();
        assert!((meaning.score(&[1.0], 2.0) - 2.0).abs() < f32::EPSILON);
        for _ in 0..50 {
            meaning.learn(&[1.0], &step(false, 2.0));
        }
        assert!(meaning.score(&[1.0], 2.0) < -1.0);
        assert!(meaning.ground.prior.value >= 0.0);
    }
}
