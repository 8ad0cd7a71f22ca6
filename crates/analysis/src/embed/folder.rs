//! A folder with a model: who made it and how it is used (`model.toml`), its shape (`config.json`), its vocabulary
//! (`tokenizer.json`), its numbers (`model.safetensors`), and the text of its licence (`LICENSE`).
//!
//! All but the first are what is published for every model of this kind. Nothing in a folder is trusted.

use serde::{Deserialize, Serialize};

use super::lanes::{BLOCK, WIDTH};
use super::tensors::BadTensors;
use super::unigram::BadVocabulary;

/// Licences that let a government use a model and pass it on.
const LICENCES: [&str; 9] = [
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "CC-BY-4.0",
    "CC0-1.0",
    "EUPL-1.2",
    "ISC",
    "MIT",
];

/// Widest row, most layers, longest text: beyond every encoder there is, and small enough to add up without overflow.
const MAX_WIDTH: usize = 16_384;
const MAX_LAYERS: usize = 64;
const MAX_POSITIONS: usize = 32_768;

/// Why a model cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadModel {
    /// A file that is not there or cannot be read.
    #[error("{file} of the model folder cannot be read: {wrong}")]
    Missing {
        /// Which.
        file: &'static str,
        /// What the system says.
        wrong: String,
    },
    /// A file that is no TOML or JSON, or without something it must have.
    #[error("{file} of the model folder is unreadable: {wrong}")]
    Unreadable {
        /// Which.
        file: &'static str,
        /// Where, and what was expected.
        wrong: String,
    },
    /// A licence that is not accepted.
    #[error("the model is under the licence {0:?}; accepted are {accepted}", accepted = LICENCES.join(", "))]
    Licence(String),
    /// The folder has no text of the licence.
    #[error("LICENSE of the model folder is empty; copy the text of the licence into it")]
    NoLicence,
    /// `model.toml` and `config.json` are not about the same model.
    #[error("model.toml says {said} numbers in a vector, config.json {found}")]
    Dim {
        /// By model.toml.
        said: usize,
        /// By config.json.
        found: usize,
    },
    /// An encoder of another kind.
    #[error("{field} in config.json is {found}; {expected}")]
    Config {
        /// Which field.
        field: &'static str,
        /// What it says.
        found: String,
        /// What it may say.
        expected: &'static str,
    },
    /// The numbers.
    #[error("model.safetensors: {0}")]
    Tensors(#[from] BadTensors),
    /// The vocabulary.
    #[error("tokenizer.json: {0}")]
    Vocabulary(#[from] BadVocabulary),
}

/// The content of the files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModelFolder {
    /// `model.toml`.
    pub about: Vec<u8>,
    /// `config.json`.
    pub config: Vec<u8>,
    /// `tokenizer.json`.
    pub tokenizer: Vec<u8>,
    /// `model.safetensors`.
    pub weights: Vec<u8>,
    /// `LICENSE`.
    pub licence: Vec<u8>,
}

impl ModelFolder {
    /// Names of the files, in the order in which they are read: the smallest first.
    pub const FILES: [&str; 5] = [
        "model.toml",
        "LICENSE",
        "config.json",
        "tokenizer.json",
        "model.safetensors",
    ];

    /// Asks `read` for each file; this crate opens none.
    pub fn gather<E: std::fmt::Display>(
        mut read: impl FnMut(&'static str) -> Result<Vec<u8>, E>,
    ) -> Result<Self, BadModel> {
        let mut read = |file| {
            read(file).map_err(|error| BadModel::Missing {
                file,
                wrong: error.to_string(),
            })
        };
        let [about, licence, config, tokenizer, weights] = Self::FILES;
        Ok(Self {
            about: read(about)?,
            licence: read(licence)?,
            config: read(config)?,
            tokenizer: read(tokenizer)?,
            weights: read(weights)?,
        })
    }

    /// Their contents, in the order of [`Self::FILES`].
    pub fn files(&self) -> [&[u8]; 5] {
        [
            &self.about,
            &self.licence,
            &self.config,
            &self.tokenizer,
            &self.weights,
        ]
    }
}

/// `model.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct About {
    /// Names the vector space.
    pub id: String,
    /// Numbers in a vector.
    pub dim: usize,
    /// Put before each text.
    pub prefix: String,
    /// How the rows of a text become one vector.
    pub pooling: Pooling,
    /// SPDX.
    pub licence: String,
    /// Where the model comes from.
    pub source: String,
    /// Of `model.safetensors`, in hexadecimal digits. Whoever reads the files can hold them against it.
    pub sha256: String,
}

/// How the rows of a text become one vector.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Pooling {
    /// Their mean.
    Mean,
    /// The row of the mark of the start.
    Cls,
}

impl About {
    /// Checks the licence as well.
    pub fn parse(file: &[u8]) -> Result<Self, BadModel> {
        let unreadable = |wrong: String| BadModel::Unreadable {
            file: "model.toml",
            wrong,
        };
        let text = str::from_utf8(file).map_err(|error| unreadable(error.to_string()))?;
        let about: Self = toml::from_str(text).map_err(|error| unreadable(error.to_string()))?;
        if about.id.is_empty() {
            return Err(unreadable("the id is empty".to_owned()));
        }
        if !LICENCES.contains(&&*about.licence) {
            return Err(BadModel::Licence(about.licence));
        }
        Ok(about)
    }
}

/// The part of `config.json` that matters.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
pub(super) struct Config {
    pub(super) model_type: String,
    pub(super) hidden_act: String,
    pub(super) hidden_size: usize,
    pub(super) num_hidden_layers: usize,
    pub(super) num_attention_heads: usize,
    pub(super) intermediate_size: usize,
    pub(super) vocab_size: usize,
    pub(super) max_position_embeddings: usize,
    pub(super) type_vocab_size: usize,
    pub(super) layer_norm_eps: f32,
    #[serde(default)]
    pub(super) pad_token_id: Option<usize>,
}

impl Config {
    pub(super) fn parse(file: &[u8]) -> Result<Self, BadModel> {
        let config: Self = serde_json::from_slice(file).map_err(|error| BadModel::Unreadable {
            file: "config.json",
            wrong: error.to_string(),
        })?;
        config.check()?;
        Ok(config)
    }

    fn check(&self) -> Result<(), BadModel> {
        let wrong = |field, found: &dyn ToString, expected| {
            Err(BadModel::Config {
                field,
                found: found.to_string(),
                expected,
            })
        };
        if !["bert", "xlm-roberta"].contains(&&*self.model_type) {
            let expected = "encoders of the kinds bert and xlm-roberta can be used";
            return wrong("model_type", &self.model_type, expected);
        }
        if self.hidden_act != "gelu" {
            return wrong("hidden_act", &self.hidden_act, "gelu is expected");
        }
        let widths = [
            ("hidden_size", self.hidden_size),
            ("intermediate_size", self.intermediate_size),
        ];
        for (field, found) in widths {
            if !found.is_multiple_of(BLOCK) || !(BLOCK..=MAX_WIDTH).contains(&found) {
                let expected = "a multiple of 32 up to 16,384 is expected";
                return wrong(field, &found, expected);
            }
        }
        let heads = self.num_attention_heads;
        if heads == 0 || !self.hidden_size.is_multiple_of(heads.saturating_mul(WIDTH)) {
            let expected = "heads of a multiple of sixteen numbers are expected";
            return wrong("num_attention_heads", &heads, expected);
        }
        let layers = self.num_hidden_layers;
        if !(1..=MAX_LAYERS).contains(&layers) {
            return wrong("num_hidden_layers", &layers, "1 to 64 are expected");
        }
        let positions = self.max_position_embeddings;
        if positions > MAX_POSITIONS || positions < self.first_position().saturating_add(3) {
            let expected = "room for a text is expected, up to 32,768 pieces";
            return wrong("max_position_embeddings", &positions, expected);
        }
        if self.type_vocab_size == 0 {
            return wrong("type_vocab_size", &0, "at least 1 is expected");
        }
        if !self.layer_norm_eps.is_finite() || self.layer_norm_eps < 0.0 {
            let expected = "a small number is expected";
            return wrong("layer_norm_eps", &self.layer_norm_eps, expected);
        }
        Ok(())
    }

    /// Row of the table of positions for the start of a text. XLM-RoBERTa counts on from its padding.
    pub(super) fn first_position(&self) -> usize {
        match &*self.model_type {
            "xlm-roberta" => self.pad_token_id.unwrap_or_default().saturating_add(1),
            _ => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::small_model::{Chance, folder};
    use super::super::tensors::Kind;
    use super::super::{Embedder, Encoder};
    use super::*;

    /// What is said about a folder with one thing changed.
    fn refused(change: impl FnOnce(&mut ModelFolder)) -> String {
        let mut folder = folder(Kind::Quarters);
        change(&mut folder);
        let error = Encoder::load(folder).err();
        error.map_or_else(|| "nothing".to_owned(), |error| error.to_string())
    }

    fn replaced(file: &mut Vec<u8>, from: &str, to: &str) {
        let text = String::from_utf8(std::mem::take(file)).unwrap();
        assert!(text.contains(from), "{from}");
        *file = text.replacen(from, to, 1).into_bytes();
    }

    /// The description alone is text.
    fn described(folder: &mut ModelFolder, from: &str, to: &str) {
        let (length, rest) = folder.weights.split_first_chunk().unwrap();
        let length = usize::try_from(u64::from_le_bytes(*length)).unwrap();
        let (description, numbers) = rest.split_at(length);
        let mut description = description.to_vec();
        replaced(&mut description, from, to);
        let length = u64::try_from(description.len()).unwrap().to_le_bytes();
        folder.weights = [&length, &*description, numbers].concat();
    }

    #[test]
    fn a_file_that_is_missing_is_named() {
        for missing in ModelFolder::FILES {
            let read = |name| {
                if name == missing {
                    Err("not found")
                } else {
                    Ok(Vec::new())
                }
            };
            let error = ModelFolder::gather(read).unwrap_err().to_string();
            assert_eq!(
                error,
                format!("{missing} of the model folder cannot be read: not found")
            );
        }
        let whole = folder(Kind::Quarters);
        let named = ModelFolder::FILES.into_iter().zip(whole.files());
        let named: Vec<(&str, &[u8])> = named.collect();
        let read = |name| {
            let found = named.iter().find(|(found, _)| *found == name);
            found
                .map(|(_, content)| content.to_vec())
                .ok_or("not found")
        };
        assert_eq!(ModelFolder::gather(read).unwrap(), whole);
    }

    #[test]
    fn a_licence_that_a_government_cannot_use_is_refused() {
        let said = refused(|folder| replaced(&mut folder.about, "MIT", "CC-BY-NC-4.0"));
        assert!(
            said.contains("\"CC-BY-NC-4.0\"; accepted are 0BSD, Apache-2.0"),
            "{said}"
        );
        assert!(
            refused(|folder| replaced(&mut folder.about, "licence", "license"))
                .contains("model.toml")
        );
        assert!(refused(|folder| folder.licence = b" \n".to_vec()).contains("LICENSE"));
    }

    #[test]
    fn what_model_toml_says_must_be_complete_and_fit() {
        for (from, to, expected) in [
            ("small-1", "", "the id is empty"),
            (
                "dim = 32",
                "dim = 64",
                "model.toml says 64 numbers in a vector, config.json 32",
            ),
            (
                "dim = 32",
                "dim = -1",
                "model.toml of the model folder is unreadable",
            ),
            ("mean", "max", "expected `mean` or `cls`"),
            ("prefix", "surprise", "unknown field `surprise`"),
            ("sha256 = \"\"\n", "", "missing field `sha256`"),
        ] {
            let said = refused(|folder| replaced(&mut folder.about, from, to));
            assert!(said.contains(expected), "{from} to {to}: {said}");
        }
        assert!(refused(|folder| folder.about = vec![0xFF]).contains("model.toml"));
    }

    #[test]
    fn an_encoder_of_another_shape_is_refused_by_the_name_of_the_field() {
        for (from, to, field) in [
            ("\"bert\"", "\"gpt2\"", "model_type"),
            ("\"gelu\"", "\"relu\"", "hidden_act"),
            ("\"hidden_size\":32", "\"hidden_size\":40", "hidden_size"),
            ("\"hidden_size\":32", "\"hidden_size\":0", "hidden_size"),
            (
                "\"intermediate_size\":64",
                "\"intermediate_size\":1048576",
                "intermediate_size",
            ),
            (
                "\"num_attention_heads\":2",
                "\"num_attention_heads\":0",
                "num_attention_heads",
            ),
            (
                "\"num_attention_heads\":2",
                "\"num_attention_heads\":4",
                "num_attention_heads",
            ),
            (
                "\"num_hidden_layers\":2",
                "\"num_hidden_layers\":0",
                "num_hidden_layers",
            ),
            (
                "\"num_hidden_layers\":2",
                "\"num_hidden_layers\":65",
                "num_hidden_layers",
            ),
            (
                "\"max_position_embeddings\":16",
                "\"max_position_embeddings\":2",
                "max_position_embeddings",
            ),
            (
                "\"type_vocab_size\":1",
                "\"type_vocab_size\":0",
                "type_vocab_size",
            ),
            (
                "\"layer_norm_eps\":1e-12",
                "\"layer_norm_eps\":-1.0",
                "layer_norm_eps",
            ),
            (
                "\"vocab_size\":12",
                "\"vocab_size\":18446744073709551615",
                "word_embeddings",
            ),
            (
                "\"num_hidden_layers\":2",
                "\"num_hidden_layers\":3",
                "encoder.layer.2.attention.self.query.weight: is missing",
            ),
            (
                "\"hidden_size\"",
                "\"hidden\"",
                "missing field `hidden_size`",
            ),
            ("{", "[", "config.json of the model folder is unreadable"),
        ] {
            let said = refused(|folder| replaced(&mut folder.config, from, to));
            assert!(said.contains(field), "{from} to {to}: {said}");
        }
    }

    #[test]
    fn a_vocabulary_of_another_kind_or_without_its_marks_is_refused() {
        for (from, to, expected) in [
            (
                "Unigram",
                "BPE",
                "its model is BPE; Unigram and WordPiece can be read",
            ),
            ("\"<s>\"", "\"<z>\"", "the piece <s> is missing"),
            ("\"</s>\"", "\"</z>\"", "the piece </s> is missing"),
            (
                "\"unk_id\":3",
                "\"unk_id\":12",
                "the unknown piece has the number 12",
            ),
            ("-2.0", "1e300", "tokenizer.json"),
            (
                "[[\"<s>\"",
                "[[\"x\",-1.0],[\"<s>\"",
                "there are 13 pieces; 1 to 12 are expected",
            ),
            (
                "}}",
                "}",
                "tokenizer.json of the model folder is unreadable",
            ),
        ] {
            let said = refused(|folder| replaced(&mut folder.tokenizer, from, to));
            assert!(said.contains(expected), "{from} to {to}: {said}");
        }
    }

    #[test]
    fn numbers_that_are_not_as_described_are_refused() {
        for (from, to, expected) in [
            ("\"U8\"", "\"I64\"", "is of a kind that is not read"),
            ("[32]", "[33]", "has another shape than config.json says"),
            (
                "[32]",
                "[1,1,32]",
                "has another shape than config.json says",
            ),
            (
                "embeddings.LayerNorm.bias",
                "embeddings.LayerNorm.beta",
                "embeddings.LayerNorm.bias: is missing",
            ),
            (
                "\"data_offsets\":[",
                "\"data_offsets\":[9",
                "lies outside the file",
            ),
            ("\"data_offsets\"", "\"offsets\"", "unreadable"),
            ("\"F32\"", "\"F16\"", "has another length than its shape"),
        ] {
            let said = refused(|folder| described(folder, from, to));
            assert!(said.contains(expected), "{from} to {to}: {said}");
        }
        for byte in 0..8 {
            let said = refused(|folder| folder.weights[byte] = 0xFF);
            assert!(said.starts_with("model.safetensors: "), "{byte}: {said}");
        }
        // The last number is a bias; after it the scale of the last block of a matrix.
        let said = refused(|folder| {
            let end = folder.weights.len();
            folder.weights[end - 4..].copy_from_slice(&f32::NAN.to_le_bytes());
        });
        assert!(said.contains("holds something that is no number"), "{said}");
    }

    #[test]
    fn files_cut_anywhere_are_refused() {
        let whole = folder(Kind::Quarters);
        let cut = |number: usize, size: usize| {
            refused(|folder| {
                let files = [
                    &mut folder.about,
                    &mut folder.config,
                    &mut folder.tokenizer,
                    &mut folder.weights,
                ];
                files.into_iter().nth(number).unwrap().truncate(size);
            })
        };
        let sizes = [
            whole.about.len(),
            whole.config.len(),
            whole.tokenizer.len(),
            whole.weights.len(),
        ];
        for (number, size) in sizes.into_iter().enumerate() {
            // A line end at the end of model.toml may go.
            let shortest = size - usize::from(number == 0);
            for size in (0..shortest.min(6_000)).chain((6_000..shortest).step_by(61)) {
                assert_ne!(
                    cut(number, size),
                    "nothing",
                    "file {number} of {size} bytes"
                );
            }
        }
    }

    #[test]
    fn damaged_bytes_never_bring_the_program_down() {
        let mut chance = Chance(11);
        let mut loaded = 0;
        for round in 0..3_000 {
            let mut folder = folder(Kind::Quarters);
            let files = [
                &mut folder.about,
                &mut folder.config,
                &mut folder.tokenizer,
                &mut folder.weights,
            ];
            let file = files.into_iter().nth(round % 4).unwrap();
            for _ in 0..=round % 3 {
                let place = usize::from(chance.byte()) * 256 + usize::from(chance.byte());
                let place = place % file.len();
                file[place] ^= 1 << (chance.byte() % 8);
            }
            if let Ok(encoder) = Encoder::load(folder) {
                loaded += 1;
                assert_eq!(encoder.embed(&["a b c", "?"]).concat().len(), 64);
            }
        }
        // Some damage is a change of a number.
        assert!(loaded > 100, "{loaded}");
    }
}
