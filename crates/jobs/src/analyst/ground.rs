//! What ships with the product: what each code means, and examples written for it, in the numbers of one model.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Instant;

use analysis::embed::Embedder;
use analysis::tagging::{
    Concept, Description, EXAMPLES, Example, Features, MEANINGS, Tagger, descriptions, written,
};
use analysis::vectors::Mean;
use shared::taxonomy::{DEFAULT, Taxonomy};

use super::shelf::Shelf;

/// No code means more than its labels.
const NO_MEANINGS: &str = "{}";

/// What every authority begins with.
pub(crate) struct Ground {
    /// Of what ships: what a tagger reads is centred by it.
    pub(crate) mean: Mean,
    meanings: &'static str,
    /// Texts about codes of the default taxonomy with their centred vectors.
    told: BTreeMap<String, Vec<f32>>,
    base: Option<Arc<Tagger>>,
}

impl Ground {
    /// Nothing but the labels of a taxonomy.
    pub(super) fn bare(dim: usize) -> Self {
        Self {
            mean: Mean::new(dim),
            meanings: NO_MEANINGS,
            told: BTreeMap::new(),
            base: None,
        }
    }

    /// As an earlier start left it on the shelf; or else embeds what ships, learns the examples, and leaves it there.
    pub(super) fn prepare(embedder: &dyn Embedder, shelf: Option<&Shelf>) -> Self {
        let kept = shelf.and_then(Shelf::take);
        if let Some(ground) = kept.and_then(|kept| Self::from_bytes(&kept, embedder)) {
            return ground;
        }
        let began = Instant::now();
        let ground = Self::learn(embedder);
        tracing::info!(
            seconds = began.elapsed().as_secs(),
            "what ships with the product is learnt"
        );
        if let Some(shelf) = shelf {
            shelf.put(&ground.to_bytes());
        }
        ground
    }

    /// What cannot be read is left out; tests see to it that all can.
    fn learn(embedder: &dyn Embedder) -> Self {
        let mut ground = Self {
            meanings: MEANINGS,
            ..Self::bare(embedder.dim())
        };
        let examples = written(EXAMPLES).unwrap_or_default();
        let texts: Vec<&str> = examples.iter().map(|example| example.text).collect();
        let vectors = embedder.embed(&texts);
        ground.mean = Mean::of(embedder.dim(), vectors.iter().map(Vec::as_slice));
        let described = shipped_descriptions();
        let concepts = ground.concepts(described.clone(), embedder);
        let mut base = Tagger::new(&concepts, None);
        let examples: Vec<Example> = examples
            .into_iter()
            .zip(&vectors)
            .map(|(example, vector)| {
                let features = Features::of(example.text, &ground.mean.centred(vector));
                example.example(features, &concepts)
            })
            .collect();
        base.train(&examples);
        ground.base = Some(Arc::new(base));
        ground.told = described
            .into_iter()
            .zip(concepts)
            .flat_map(|(description, concept)| description.texts.into_iter().zip(concept.meaning))
            .collect();
        ground
    }

    /// The mean, the vectors in the order of their texts, and what was learnt.
    fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.mean.to_bytes();
        let numbers = self.told.values().flatten();
        bytes.extend(numbers.flat_map(|number| number.to_le_bytes()));
        bytes.extend(self.base.iter().flat_map(|base| base.to_bytes()));
        bytes
    }

    fn from_bytes(bytes: &[u8], embedder: &dyn Embedder) -> Option<Self> {
        let dim = embedder.dim();
        let described = shipped_descriptions();
        let texts: BTreeSet<String> = described
            .iter()
            .flat_map(|description| description.texts.iter().cloned())
            .collect();
        let (mean, rest) = bytes.split_at_checked(Mean::new(dim).to_bytes().len())?;
        let (numbers, learnt) = rest.split_at_checked(texts.len() * dim * size_of::<f32>())?;
        let (numbers, _) = numbers.as_chunks();
        let numbers: Vec<f32> = numbers
            .iter()
            .map(|number| f32::from_le_bytes(*number))
            .collect();
        let vectors = numbers.chunks_exact(dim).map(<[f32]>::to_vec);
        let mut ground = Self {
            mean: Mean::from_bytes(mean, dim).ok()?,
            meanings: MEANINGS,
            told: texts.into_iter().zip(vectors).collect(),
            base: None,
        };
        let concepts = ground.concepts(described, embedder);
        let base = Tagger::from_bytes(learnt, &concepts, None).ok()?;
        ground.base = Some(Arc::new(base));
        Some(ground)
    }

    /// A tagger for the taxonomy of an authority that nobody taught yet.
    pub(super) fn tagger(&self, taxonomy: &Taxonomy, embedder: &dyn Embedder) -> Tagger {
        let described = descriptions(taxonomy, self.meanings).unwrap_or_default();
        Tagger::new(&self.concepts(described, embedder), self.base.clone())
    }

    fn concepts(&self, described: Vec<Description>, embedder: &dyn Embedder) -> Vec<Concept> {
        let concept = |description: Description| {
            let vectors = description
                .texts
                .iter()
                .map(|text| self.vector(text, embedder))
                .collect();
            description.concept(vectors)
        };
        described.into_iter().map(concept).collect()
    }

    fn vector(&self, text: &str, embedder: &dyn Embedder) -> Vec<f32> {
        let embedded = || {
            let raw = embedder.embed(&[text]).pop().unwrap_or_default();
            self.mean.centred(&raw)
        };
        self.told.get(text).cloned().unwrap_or_else(embedded)
    }
}

/// Of the default taxonomy.
fn shipped_descriptions() -> Vec<Description> {
    let taxonomy = serde_json::from_str::<Taxonomy>(DEFAULT).ok();
    let described = taxonomy.and_then(|taxonomy| descriptions(&taxonomy, MEANINGS).ok());
    described.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use analysis::embed::Hashed;

    use super::*;

    const TEXT: &str = "Ouders vinden geen opvang en betalen de factuur van de school niet.";

    fn proposals(ground: &Ground) -> String {
        let taxonomy = serde_json::from_str(DEFAULT).unwrap();
        let raw = Hashed.embed(&[TEXT]).pop().unwrap();
        let features = Features::of(TEXT, &ground.mean.centred(&raw));
        format!(
            "{:?}",
            ground.tagger(&taxonomy, &Hashed).propose(&features, TEXT)
        )
    }

    #[test]
    fn what_was_learnt_once_is_the_same_after_a_start_and_not_learnt_again() {
        let folder = tempfile::tempdir().unwrap();
        let shelf = Shelf::of(folder.path(), &Hashed);
        let first = Ground::prepare(&Hashed, Some(&shelf));
        let kept = shelf.take().unwrap();
        assert!(Ground::from_bytes(&kept, &Hashed).is_some());
        let again = Ground::prepare(&Hashed, Some(&shelf));
        assert_eq!(again.to_bytes(), first.to_bytes());
        assert!(proposals(&first).len() > 2, "something is proposed");
        assert_eq!(proposals(&again), proposals(&first));
        // Cut off anywhere, it is learnt anew.
        for length in [0, 10, 5_000, kept.len() - 1] {
            assert!(Ground::from_bytes(kept.get(..length).unwrap(), &Hashed).is_none());
        }
    }
}
