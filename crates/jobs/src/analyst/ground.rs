//! What ships with the product: what each code means, and examples written for it, in the numbers of one model.

use std::collections::BTreeMap;
use std::sync::Arc;

use analysis::embed::Embedder;
use analysis::tagging::{
    Concept, Description, EXAMPLES, Example, Features, MEANINGS, Tagger, descriptions, written,
};
use analysis::vectors::Mean;
use shared::taxonomy::{DEFAULT, Taxonomy};

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
    /// Embeds what ships and learns the examples. What cannot be read is left out; tests see to it that all can.
    pub(super) fn prepare(embedder: &dyn Embedder, is_schooled: bool) -> Self {
        let mut ground = Self {
            mean: Mean::new(embedder.dim()),
            meanings: NO_MEANINGS,
            told: BTreeMap::new(),
            base: None,
        };
        if !is_schooled {
            return ground;
        }
        ground.meanings = MEANINGS;
        let examples = written(EXAMPLES).unwrap_or_default();
        let texts: Vec<&str> = examples.iter().map(|example| example.text).collect();
        let vectors = embedder.embed(&texts);
        ground.mean = Mean::of(embedder.dim(), vectors.iter().map(Vec::as_slice));
        let Ok(taxonomy) = serde_json::from_str::<Taxonomy>(DEFAULT) else {
            return ground;
        };
        let described = descriptions(&taxonomy, ground.meanings).unwrap_or_default();
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
