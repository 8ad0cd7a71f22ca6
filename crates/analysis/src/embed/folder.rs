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
    pub(super) pad_token_id: usize,
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
            "xlm-roberta" => self.pad_token_id.saturating_add(1),
            _ => 0,
        }
    }
}
