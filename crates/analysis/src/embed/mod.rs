//! Vectors of texts: texts about the same thing get vectors that point the same way.

#![expect(
    clippy::inline_always,
    reason = "what is not inlined is compiled for the plainest processor (lanes.rs)"
)]

mod attention;
mod convert;
mod curves;
mod encoder;
mod folder;
mod hashed;
mod lanes;
mod nano_e5;
mod product;
#[cfg(test)]
mod small_model;
#[cfg(all(feature = "small-model", not(test)))]
#[path = "small_model.rs"]
mod small_model;
mod tensors;
mod tokeniser;
mod unigram;
mod word_piece;

pub use convert::{BadConversion, convert};
pub use encoder::{Encoder, UnknownInstructions};
pub use folder::{About, BadModel, ModelFolder, Pooling};
pub use hashed::Hashed;
pub use nano_e5::BadModelFile;
pub use tensors::BadTensors;
pub use unigram::BadVocabulary;

/// A model of two layers with weights by chance.
#[cfg(all(feature = "small-model", not(test)))]
pub fn small_model() -> ModelFolder {
    small_model::folder(tensors::Kind::Floats)
}

/// Turns texts into vectors of length one. Vectors of two embedders are never compared: each is stored with its `id`.
pub trait Embedder {
    /// Names the vector space; another model, or another way of using it, has another name.
    fn id(&self) -> &str;

    /// Numbers in one vector.
    fn dim(&self) -> usize;

    /// One vector per text, in the same order. A text in which nothing is readable gets only zeros.
    fn embed(&self, texts: &[&str]) -> Vec<Vec<f32>>;
}

/// Scales to length one; a vector of zeros stays one.
fn to_unit_length(vector: &mut [f32]) {
    let length = vector.iter().map(|value| value * value).sum::<f32>().sqrt();
    if length > 0.0 {
        for value in vector {
            *value /= length;
        }
    }
}
