//! The encoder of multilingual-e5-small (BERT: Devlin et al. 2019, arXiv 1810.04805; E5: Wang et al. 2024, arXiv
//! 2402.05672): pieces become numbers, twelve layers let each piece look at the others, the mean is the vector.
//!
//! All sums in single precision and in a fixed order, so that the same text gives the same bytes.

use super::nano_e5::{BadModelFile, ModelFile, Tensor};
use super::unigram::{BadVocabulary, Unigram};
use super::{Embedder, to_unit_length};

/// E5 was trained with it; without it texts come out less well apart.
const PREFIX: &str = "query: ";

/// Rows that share one pass over the weights: as many sums as stay in registers and first cache.
const ROWS: usize = 4;

/// Why a model cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadModel {
    /// The file is damaged or another one.
    #[error(transparent)]
    File(#[from] BadModelFile),
    /// Its pieces are no vocabulary.
    #[error("the vocabulary of the model is unusable: {0:?}")]
    Vocabulary(BadVocabulary),
}

impl From<BadVocabulary> for BadModel {
    fn from(error: BadVocabulary) -> Self {
        Self::Vocabulary(error)
    }
}

/// A loaded model; borrows the table of pieces from the file, the rest is unpacked.
pub struct Encoder<'a> {
    unigram: Unigram,
    hidden: usize,
    heads: usize,
    positions: usize,
    start: usize,
    end: usize,
    words: Tensor<'a>,
    places: Vec<f32>,
    segment: Vec<f32>,
    norm: Norm,
    layers: Vec<Layer>,
}

struct Layer {
    query: Linear,
    key: Linear,
    value: Linear,
    attended: Linear,
    attended_norm: Norm,
    inner: Linear,
    outer: Linear,
    outer_norm: Norm,
}

struct Norm {
    weight: Vec<f32>,
    bias: Vec<f32>,
    epsilon: f32,
}

struct Linear {
    /// Per input the weights to all outputs: the inner loop runs over outputs, which the compiler vectorises.
    weights: Vec<f32>,
    bias: Vec<f32>,
    inputs: usize,
}

impl<'a> Encoder<'a> {
    /// Takes the weights out of the file.
    pub fn new(model: &ModelFile<'a>) -> Result<Self, BadModel> {
        let shape = model.shape;
        let width = shape.hidden;
        let unigram = Unigram::parse(model.pieces.iter().copied(), model.marks.unknown)?;
        let size = |rows: usize| rows.saturating_mul(width);
        Ok(Self {
            unigram,
            hidden: width,
            heads: shape.heads,
            positions: shape.positions,
            start: model.marks.start,
            end: model.marks.end,
            words: model.tensor("emb.word", size(shape.vocabulary))?,
            places: model.tensor("emb.pos", size(shape.positions))?.values(),
            segment: model.tensor("emb.type", size(shape.types))?.row(0, width),
            norm: Norm::load(model, "emb.ln")?,
            layers: (0..shape.layers)
                .map(|number| Layer::load(model, number))
                .collect::<Result<_, _>>()?,
        })
    }

    /// Ids of a text as the model gets them: prefix, marks of start and end; what is too long loses its end.
    fn ids(&self, text: &str) -> Vec<usize> {
        let pieces = self.unigram.ids(&format!("{PREFIX}{text}"));
        let room = self.positions.saturating_sub(2);
        let pieces = pieces
            .into_iter()
            .take(room)
            .filter_map(|id| usize::try_from(id).ok());
        std::iter::once(self.start)
            .chain(pieces)
            .chain([self.end])
            .collect()
    }

    fn vector(&self, text: &str) -> Vec<f32> {
        if self.unigram.ids(text).is_empty() {
            return vec![0.0; self.hidden];
        }
        let mut rows = self.embedded(&self.ids(text));
        for layer in &self.layers {
            rows = layer.apply(&rows, self.heads);
        }
        let mut sum = vec![0.0; self.hidden];
        for row in rows.chunks_exact(self.hidden) {
            add(&mut sum, row);
        }
        // The mean, but for its length, which becomes one anyway.
        to_unit_length(&mut sum);
        sum
    }

    fn embedded(&self, ids: &[usize]) -> Vec<f32> {
        let mut rows = Vec::with_capacity(ids.len() * self.hidden);
        for (id, place) in ids.iter().zip(self.places.chunks_exact(self.hidden)) {
            let mut row = self.words.row(*id, self.hidden);
            add(&mut row, place);
            add(&mut row, &self.segment);
            rows.append(&mut row);
        }
        self.norm.apply(&mut rows);
        rows
    }
}

impl Embedder for Encoder<'_> {
    fn id(&self) -> &'static str {
        "multilingual-e5-small-q4-1"
    }

    fn dim(&self) -> usize {
        self.hidden
    }

    fn embed(&self, texts: &[&str]) -> Vec<Vec<f32>> {
        texts.iter().map(|text| self.vector(text)).collect()
    }
}

impl Layer {
    fn load(model: &ModelFile<'_>, number: usize) -> Result<Self, BadModelFile> {
        let (width, inner) = (model.shape.hidden, model.shape.feed_forward);
        let linear = |name: &str, inputs, outputs| {
            Linear::load(model, &format!("l{number}.{name}"), inputs, outputs)
        };
        let norm = |name: &str| Norm::load(model, &format!("l{number}.{name}"));
        Ok(Self {
            query: linear("q", width, width)?,
            key: linear("k", width, width)?,
            value: linear("v", width, width)?,
            attended: linear("ao", width, width)?,
            attended_norm: norm("aln")?,
            inner: linear("fi", width, inner)?,
            outer: linear("fo", inner, width)?,
            outer_norm: norm("oln")?,
        })
    }

    fn apply(&self, rows: &[f32], heads: usize) -> Vec<f32> {
        let looked_at = attention(
            &self.query.apply(rows),
            &self.key.apply(rows),
            &self.value.apply(rows),
            self.query.bias.len(),
            heads,
        );
        let mut attended = self.attended.apply(&looked_at);
        add(&mut attended, rows);
        self.attended_norm.apply(&mut attended);
        let mut inner = self.inner.apply(&attended);
        for value in &mut inner {
            *value = gelu(*value);
        }
        let mut outer = self.outer.apply(&inner);
        add(&mut outer, &attended);
        self.outer_norm.apply(&mut outer);
        outer
    }
}

impl Norm {
    fn load(model: &ModelFile<'_>, name: &str) -> Result<Self, BadModelFile> {
        let part = |part: &str| model.tensor(&format!("{name}.{part}"), model.shape.hidden);
        Ok(Self {
            weight: part("w")?.values(),
            bias: part("b")?.values(),
            epsilon: model.shape.epsilon,
        })
    }

    fn apply(&self, rows: &mut [f32]) {
        let width = count(self.weight.len());
        for row in rows.chunks_exact_mut(self.weight.len()) {
            let mean = row.iter().sum::<f32>() / width;
            let spread = row.iter().map(|value| (value - mean).powi(2)).sum::<f32>() / width;
            let scale = 1.0 / (spread + self.epsilon).sqrt();
            for ((value, weight), bias) in row.iter_mut().zip(&self.weight).zip(&self.bias) {
                *value = (*value - mean) * scale * weight + bias;
            }
        }
    }
}

impl Linear {
    fn load(
        model: &ModelFile<'_>,
        name: &str,
        inputs: usize,
        outputs: usize,
    ) -> Result<Self, BadModelFile> {
        let size = inputs.saturating_mul(outputs);
        let stored = model.tensor(&format!("{name}.w"), size)?.values();
        let mut weights = vec![0.0; size];
        for (output, row) in stored.chunks_exact(inputs).enumerate() {
            let column = weights.iter_mut().skip(output).step_by(outputs);
            for (place, weight) in column.zip(row) {
                *place = *weight;
            }
        }
        let bias = model.tensor(&format!("{name}.b"), outputs)?.values();
        Ok(Self {
            weights,
            bias,
            inputs,
        })
    }

    fn apply(&self, rows: &[f32]) -> Vec<f32> {
        let count = rows.len() / self.inputs;
        let mut sums = self.bias.repeat(count);
        let outputs = self.bias.len();
        let groups = rows.chunks(ROWS * self.inputs);
        for (rows, sums) in groups.zip(sums.chunks_mut(ROWS * outputs)) {
            self.add_group(rows, sums);
        }
        sums
    }

    fn add_group(&self, rows: &[f32], sums: &mut [f32]) {
        let outputs = self.bias.len();
        let mut inputs = rows.chunks_exact(self.inputs);
        let mut targets = sums.chunks_exact_mut(outputs);
        if let (Some(a), Some(b), Some(c), Some(d)) =
            (inputs.next(), inputs.next(), inputs.next(), inputs.next())
            && let (Some(to_a), Some(to_b), Some(to_c), Some(to_d)) = (
                targets.next(),
                targets.next(),
                targets.next(),
                targets.next(),
            )
        {
            let values = a.iter().zip(b).zip(c).zip(d);
            for ((((a, b), c), d), weights) in values.zip(self.weights.chunks_exact(outputs)) {
                let sums = to_a
                    .iter_mut()
                    .zip(&mut *to_b)
                    .zip(&mut *to_c)
                    .zip(&mut *to_d);
                for ((((to_a, to_b), to_c), to_d), weight) in sums.zip(weights) {
                    *to_a += a * weight;
                    *to_b += b * weight;
                    *to_c += c * weight;
                    *to_d += d * weight;
                }
            }
            return;
        }
        let rows = rows.chunks_exact(self.inputs);
        for (row, sums) in rows.zip(sums.chunks_exact_mut(outputs)) {
            for (value, weights) in row.iter().zip(self.weights.chunks_exact(outputs)) {
                add_scaled(sums, weights, *value);
            }
        }
    }
}

fn attention(
    queries: &[f32],
    keys: &[f32],
    values: &[f32],
    width: usize,
    heads: usize,
) -> Vec<f32> {
    let part = width / heads;
    let scale = 1.0 / count(part).sqrt();
    let mut seen = vec![0.0; queries.len()];
    for (query, seen) in queries
        .chunks_exact(width)
        .zip(seen.chunks_exact_mut(width))
    {
        let parts = query.chunks_exact(part).zip(seen.chunks_exact_mut(part));
        for (head, (query, seen)) in parts.enumerate() {
            let of_head = |row| {
                <[f32]>::chunks_exact(row, part)
                    .nth(head)
                    .unwrap_or_default()
            };
            let mut shares: Vec<f32> = keys
                .chunks_exact(width)
                .map(|key| dot(query, of_head(key)) * scale)
                .collect();
            softmax(&mut shares);
            for (share, value) in shares.iter().zip(values.chunks_exact(width)) {
                add_scaled(seen, of_head(value), *share);
            }
        }
    }
    seen
}

/// Largest first taken off, so that no power overflows.
fn softmax(values: &mut [f32]) {
    let largest = values.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let mut sum = 0.0;
    for value in values.iter_mut() {
        *value = (*value - largest).exp();
        sum += *value;
    }
    for value in values {
        *value /= sum;
    }
}

fn gelu(value: f32) -> f32 {
    0.5 * value * (1.0 + erf(value * std::f32::consts::FRAC_1_SQRT_2))
}

/// Abramowitz and Stegun 7.1.26; |error| < 1e-6 in single precision.
fn erf(value: f32) -> f32 {
    let size = value.abs();
    let t = 1.0 / (1.0 + 0.327_591_1 * size);
    let sum = t
        * (0.254_829_6
            + t * (-0.284_496_72 + t * (1.421_413_8 + t * (-1.453_152 + t * 1.061_405_4))));
    (1.0 - sum * (-size * size).exp()).copysign(value)
}

fn dot(one: &[f32], other: &[f32]) -> f32 {
    one.iter().zip(other).map(|(one, other)| one * other).sum()
}

fn add(sums: &mut [f32], values: &[f32]) {
    for (sum, value) in sums.iter_mut().zip(values) {
        *sum += value;
    }
}

fn add_scaled(sums: &mut [f32], values: &[f32], scale: f32) {
    for (sum, value) in sums.iter_mut().zip(values) {
        *sum += scale * value;
    }
}

fn count(number: usize) -> f32 {
    u16::try_from(number).map_or(f32::from(u16::MAX), f32::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_error_function_is_near_enough() {
        // Table 7.1 of Abramowitz and Stegun.
        for (value, expected) in [
            (0.0, 0.0),
            (0.5, 0.520_499_9),
            (-1.0, -0.842_700_8),
            (2.0, 0.995_322_3),
            (9.0, 1.0),
        ] {
            assert!((erf(value) - expected).abs() < 1e-6, "{value}");
        }
    }

    #[test]
    fn the_product_of_rows_does_not_depend_on_how_they_are_grouped() {
        let linear = Linear {
            weights: vec![1.0, 2.0, 3.0, 4.0, 5.0, 6.0],
            bias: vec![0.5, 0.0, -1.0],
            inputs: 2,
        };
        let rows: Vec<f32> = (0..14_u16).map(f32::from).collect();
        let together = linear.apply(&rows);
        let apart: Vec<f32> = rows.chunks(2).flat_map(|row| linear.apply(row)).collect();
        assert_eq!(together, apart);
        // (2, 3): 2 × 1 + 3 × 4 + 0.5 and so on.
        assert_eq!(together[3..6], [14.5, 19.0, 23.0]);
    }

    #[test]
    fn attention_to_equal_keys_is_the_mean_of_the_values() {
        let seen = attention(
            &[1.0, 2.0, 3.0, 4.0],
            &[1.0; 4],
            &[0.0, 2.0, 4.0, 6.0],
            2,
            2,
        );
        assert_eq!(seen, [2.0, 4.0, 2.0, 4.0]);
    }

    #[test]
    fn shares_of_large_scores_are_numbers_and_sum_to_one() {
        let mut shares = [1000.0, 1000.0, -1000.0];
        softmax(&mut shares);
        assert_eq!(
            shares.map(f32::to_bits),
            [0.5_f32, 0.5, 0.0].map(f32::to_bits)
        );
    }
}
