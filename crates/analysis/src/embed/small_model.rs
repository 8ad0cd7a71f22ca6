//! A model of two layers with weights by chance, and what it answers, computed the plain way with twice the precision.

use super::folder::ModelFolder;
use super::tensors::{self, Directory, Kind, Written};

pub(super) const WIDTH: usize = 32;
const HEADS: usize = 2;
const INNER: usize = 64;
const LAYERS: usize = 2;
const PIECES: [&str; 12] = [
    "<s>", "<pad>", "</s>", "<unk>", "▁a", "▁b", "▁c", "d", "e", "f", "▁", "<mask>",
];
const POSITIONS: usize = 16;

/// Numbers by chance (Knuth's MMIX generator), the same every time.
pub(super) struct Chance(pub(super) u64);

impl Chance {
    pub(super) fn byte(&mut self) -> u8 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        self.0.to_le_bytes()[6]
    }

    /// From −1 to 1.
    pub(super) fn number(&mut self) -> f32 {
        f32::from(i16::from_le_bytes([self.byte(), self.byte()])) / 32_768.0
    }
}

/// Names and sizes of the tables: rows (none of a list), width.
fn shapes() -> Vec<(String, Option<usize>, usize)> {
    let mut shapes = vec![
        (
            "embeddings.word_embeddings.weight".to_owned(),
            Some(PIECES.len()),
            WIDTH,
        ),
        (
            "embeddings.position_embeddings.weight".to_owned(),
            Some(POSITIONS),
            WIDTH,
        ),
        (
            "embeddings.token_type_embeddings.weight".to_owned(),
            Some(1),
            WIDTH,
        ),
        ("embeddings.LayerNorm.weight".to_owned(), None, WIDTH),
        ("embeddings.LayerNorm.bias".to_owned(), None, WIDTH),
    ];
    for layer in 0..LAYERS {
        for (part, rows, width) in [
            ("attention.self.query", Some(WIDTH), WIDTH),
            ("attention.self.key", Some(WIDTH), WIDTH),
            ("attention.self.value", Some(WIDTH), WIDTH),
            ("attention.output.dense", Some(WIDTH), WIDTH),
            ("attention.output.LayerNorm", None, WIDTH),
            ("intermediate.dense", Some(INNER), WIDTH),
            ("output.dense", Some(WIDTH), INNER),
            ("output.LayerNorm", None, WIDTH),
        ] {
            let name = format!("encoder.layer.{layer}.{part}");
            shapes.push((format!("{name}.weight"), rows, width));
            shapes.push((format!("{name}.bias"), None, rows.unwrap_or(width)));
        }
    }
    shapes
}

/// A model whose matrices are written as `kind`.
pub(super) fn folder(kind: Kind) -> ModelFolder {
    let mut chance = Chance(7);
    let tables: Vec<Written> = shapes()
        .into_iter()
        .map(|(name, rows, width)| {
            let is_matrix = rows.is_some() && !name.contains("position");
            let kind = if is_matrix { kind } else { Kind::Floats };
            let middle = if name.ends_with("LayerNorm.weight") {
                1.0
            } else {
                0.0
            };
            let count = rows.unwrap_or(1) * width;
            let bytes = match kind {
                // A scale between 1/64 and 1/16, then weights.
                Kind::Quarters => (0..count / 32)
                    .flat_map(|_| {
                        let scale = 0x2400 + u16::from(chance.byte()) * 8;
                        let codes: Vec<u8> = (0..16).map(|_| chance.byte()).collect();
                        [scale.to_le_bytes().to_vec(), codes].concat()
                    })
                    .collect(),
                Kind::Brains => (0..count)
                    .flat_map(|_| (chance.number() * 0.4).to_le_bytes().split_at(2).1.to_vec())
                    .collect(),
                _ => (0..count)
                    .flat_map(|_| (middle + chance.number() * 0.4).to_le_bytes())
                    .collect(),
            };
            Written {
                name,
                kind,
                rows,
                width,
                bytes,
            }
        })
        .collect();
    let scores = PIECES.map(|piece| if piece.starts_with('<') { 0.0 } else { -2.0 });
    let vocab: Vec<(&str, f32)> = PIECES.into_iter().zip(scores).collect();
    let json = |value: serde_json::Value| value.to_string().into_bytes();
    ModelFolder {
        about: b"id = \"small-1\"\ndim = 32\nprefix = \"a \"\npooling = \"mean\"\nlicence = \"MIT\"\nsource = \"chance\"\nsha256 = \"\"\n".to_vec(),
        config: json(serde_json::json!({
            "model_type": "bert", "hidden_act": "gelu", "hidden_size": WIDTH, "num_hidden_layers": LAYERS,
            "num_attention_heads": HEADS, "intermediate_size": INNER, "vocab_size": PIECES.len(),
            "max_position_embeddings": POSITIONS, "type_vocab_size": 1, "layer_norm_eps": 1e-12, "pad_token_id": 1,
            "transformers_version": "4",
        })),
        tokenizer: json(serde_json::json!({ "model": { "type": "Unigram", "unk_id": 3, "vocab": vocab } })),
        weights: tensors::write(&tables).unwrap(),
        licence: b"MIT License".to_vec(),
    }
}

/// Rows of numbers.
type Rows = Vec<Vec<f64>>;

/// The vector of these pieces, by the book. Positions begin at `first`.
pub(super) fn reference(folder: &ModelFolder, ids: &[usize], first: usize) -> Vec<f64> {
    let directory = Directory::parse(&folder.weights).unwrap();
    let table = |name: &str| -> Rows {
        let (_, rows, width) = shapes()
            .into_iter()
            .find(|(found, _, _)| found == name)
            .unwrap();
        let tensor = directory.tensor(&folder.weights, name, rows.unwrap_or(1), width);
        let values = tensor.unwrap().values();
        let rows = values.chunks(width);
        rows.map(|row| row.iter().copied().map(f64::from).collect())
            .collect()
    };
    let list = |name: &str| table(name).concat();
    let norm = |rows: Rows, name: &str| -> Rows {
        let (weight, bias) = (
            list(&format!("{name}.weight")),
            list(&format!("{name}.bias")),
        );
        rows.into_iter()
            .map(|row| normed(&row, &weight, &bias))
            .collect()
    };
    let linear = |rows: &Rows, name: &str| -> Rows {
        let (weights, bias) = (
            table(&format!("{name}.weight")),
            list(&format!("{name}.bias")),
        );
        let outputs = |row: &Vec<f64>| {
            let outputs = weights.iter().zip(&bias);
            outputs
                .map(|(weights, bias)| dot(row, weights) + bias)
                .collect()
        };
        rows.iter().map(outputs).collect()
    };
    let sum = |one: &Rows, other: &Rows| -> Rows {
        let rows = one.iter().zip(other);
        rows.map(|(one, other)| {
            one.iter()
                .zip(other)
                .map(|(one, other)| one + other)
                .collect()
        })
        .collect()
    };
    let words = table("embeddings.word_embeddings.weight");
    let places = table("embeddings.position_embeddings.weight");
    let segment = table("embeddings.token_type_embeddings.weight");
    let own: Rows = ids.iter().map(|id| words[*id].clone()).collect();
    let own_places: Rows = places[first..first + ids.len()].to_vec();
    let rows = sum(
        &sum(&own, &own_places),
        &vec![segment[0].clone(); ids.len()],
    );
    let mut rows = norm(rows, "embeddings.LayerNorm");
    for layer in 0..LAYERS {
        let part = |name: &str| format!("encoder.layer.{layer}.{name}");
        let queries = linear(&rows, &part("attention.self.query"));
        let keys = linear(&rows, &part("attention.self.key"));
        let values = linear(&rows, &part("attention.self.value"));
        let seen = looked_at(&queries, &keys, &values);
        let attended = sum(&linear(&seen, &part("attention.output.dense")), &rows);
        let attended = norm(attended, &part("attention.output.LayerNorm"));
        let mut inner = linear(&attended, &part("intermediate.dense"));
        for value in inner.iter_mut().flatten() {
            *value *= 0.5 * (1.0 + statrs::function::erf::erf(*value / 2.0_f64.sqrt()));
        }
        let outer = sum(&linear(&inner, &part("output.dense")), &attended);
        rows = norm(outer, &part("output.LayerNorm"));
    }
    let mut vector = vec![0.0; WIDTH];
    for row in rows {
        for (sum, value) in vector.iter_mut().zip(row) {
            *sum += value;
        }
    }
    let length = dot(&vector, &vector).sqrt();
    vector.iter().map(|value| value / length).collect()
}

fn normed(row: &[f64], weight: &[f64], bias: &[f64]) -> Vec<f64> {
    let width = f64::from(u32::try_from(row.len()).unwrap());
    let mean = row.iter().sum::<f64>() / width;
    let spread = row.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / width;
    let parts = row.iter().zip(weight).zip(bias);
    parts
        .map(|((value, weight), bias)| (value - mean) / (spread + 1e-12).sqrt() * weight + bias)
        .collect()
}

fn looked_at(queries: &Rows, keys: &Rows, values: &Rows) -> Rows {
    let part = WIDTH / HEADS;
    let of_query = |query: &Vec<f64>| {
        (0..WIDTH)
            .map(|number| {
                let head = number / part * part..(number / part + 1) * part;
                let scores = keys.iter().map(|key| {
                    let product = dot(&query[head.clone()], &key[head.clone()]);
                    (product / 16.0_f64.sqrt()).exp()
                });
                let scores: Vec<f64> = scores.collect();
                let seen = scores
                    .iter()
                    .zip(values)
                    .map(|(score, value)| score * value[number]);
                seen.sum::<f64>() / scores.iter().sum::<f64>()
            })
            .collect()
    };
    queries.iter().map(of_query).collect()
}

pub(super) fn dot(one: &[f64], other: &[f64]) -> f64 {
    one.iter().zip(other).map(|(one, other)| one * other).sum()
}
