//! A tagger as bytes: so that it need not be trained anew at every start.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::vectors::Quantised;

use super::calibration::Score;
use super::features::{BUCKETS, hash, mixed};
use super::linear::{Ground, OfMeaning, OfWords, Weight};
use super::model::{Model, Step};
use super::tagger::{Concept, Head, Learnt, Tagger};

/// First byte; whatever changes a number or its meaning gets the next one, and taggers are trained anew.
const LAYOUT: u8 = 2;

const LARGEST: f32 = 1e9;

/// Why bytes are no tagger. Each is answered by training anew from the decisions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadTagger {
    /// Written by another version.
    #[error("expected a tagger of layout {LAYOUT}, found {0}")]
    Layout(u8),
    /// The taxonomy, its descriptions or the model changed.
    #[error("the taxonomy or the model is another one than when this tagger was kept")]
    Taxonomy,
    /// Cut off or damaged.
    #[error("the bytes of a tagger are damaged")]
    Damaged,
}

impl Tagger {
    /// What was learnt, without the taxonomy and without what ships.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Bytes(vec![LAYOUT]);
        bytes.u64(fingerprint(&self.concepts));
        bytes.u32(self.rarity.texts);
        bytes.many(&self.rarity.counts, |bytes, (bucket, count)| {
            bytes.u32(*bucket);
            bytes.u32(*count);
        });
        bytes.many(&self.heads, |bytes, ((head, step), outcomes)| {
            bytes.u8(place_in(&Head::ALL, head));
            bytes.u8(place_in(&Step::ALL, step));
            bytes.outcomes(outcomes);
        });
        let nothing = Model::default();
        let used: Vec<(usize, &Model)> = self
            .models
            .iter()
            .enumerate()
            .filter(|(_, model)| **model != nothing)
            .collect();
        bytes.many(&used, |bytes, (place, model)| {
            bytes.place(*place);
            bytes.model(model);
        });
        bytes.many(&self.learnt, |bytes, learnt| {
            bytes.u64(learnt.whole);
            let vector = learnt
                .vector
                .as_ref()
                .map(Quantised::to_bytes)
                .unwrap_or_default();
            bytes.many(&vector, |bytes, byte| bytes.u8(*byte));
            for places in [&learnt.yes, &learnt.no] {
                bytes.many(places, |bytes, place| bytes.place(*place));
            }
        });
        bytes.0
    }

    /// Reads what [`Self::to_bytes`] wrote, with the same taxonomy and on the same base. Nothing in it is trusted.
    pub fn from_bytes(
        bytes: &[u8],
        concepts: &[Concept],
        base: Option<Arc<Self>>,
    ) -> Result<Self, BadTagger> {
        let mut tagger = Self::new(concepts, base);
        let mut reader = Reader(bytes);
        let layout = reader.u8()?;
        if layout != LAYOUT {
            return Err(BadTagger::Layout(layout));
        }
        if reader.u64()? != fingerprint(&tagger.concepts) {
            return Err(BadTagger::Taxonomy);
        }
        let count = tagger.concepts.len();
        tagger.rarity.texts = reader.u32()?;
        tagger.rarity.counts = reader
            .in_order(|reader| Ok((reader.bucket()?, reader.u32()?)))?
            .into_iter()
            .collect();
        let heads = reader.many(|reader| {
            let head = *Head::ALL
                .get(usize::from(reader.u8()?))
                .ok_or(BadTagger::Damaged)?;
            let step = *Step::ALL
                .get(usize::from(reader.u8()?))
                .ok_or(BadTagger::Damaged)?;
            Ok(((head, step), reader.outcomes()?))
        })?;
        tagger.heads = heads.into_iter().collect::<BTreeMap<_, _>>();
        for (place, model) in reader.many(|reader| Ok((reader.place(count)?, reader.model()?)))? {
            if let Some(kept) = tagger.models.get_mut(place) {
                *kept = model;
            }
        }
        tagger.learnt = reader.many(|reader| {
            let whole = reader.u64()?;
            let vector = reader.many(Reader::u8)?;
            let vector = if vector.is_empty() {
                None
            } else {
                Some(Quantised::from_bytes(&vector).map_err(|_| BadTagger::Damaged)?)
            };
            let places = |reader: &mut Reader<'_>| -> Result<BTreeSet<usize>, BadTagger> {
                Ok(reader
                    .many(|reader| reader.place(count))?
                    .into_iter()
                    .collect())
            };
            Ok(Learnt {
                whole,
                vector,
                yes: places(reader)?,
                no: places(reader)?,
            })
        })?;
        if reader.0.is_empty() {
            // Calibrations follow from the decisions that are kept.
            tagger.calibrate();
            Ok(tagger)
        } else {
            Err(BadTagger::Damaged)
        }
    }
}

/// Changes with whatever a taxonomy or a model says.
fn fingerprint(concepts: &[Concept]) -> u64 {
    let mut print = hash(&["tagger"]);
    for Concept {
        label,
        words,
        meaning,
    } in concepts
    {
        let head = place_in(&Head::ALL, &label.head);
        print = mixed(print ^ u64::from(head)) ^ hash(&[&label.code]);
        for word in words {
            print = mixed(print) ^ hash(&[word]);
        }
        for value in meaning.iter().flatten() {
            print = mixed(print ^ u64::from(value.to_bits()));
        }
        print = mixed(print);
    }
    print
}

fn place_in<T: PartialEq>(all: &[T], one: &T) -> u8 {
    let place = all.iter().position(|other| other == one);
    place
        .and_then(|place| u8::try_from(place).ok())
        .unwrap_or(u8::MAX)
}

struct Bytes(Vec<u8>);

impl Bytes {
    fn u8(&mut self, value: u8) {
        self.0.push(value);
    }

    fn u32(&mut self, value: u32) {
        self.0.extend(value.to_le_bytes());
    }

    fn u64(&mut self, value: u64) {
        self.0.extend(value.to_le_bytes());
    }

    fn f32(&mut self, value: f32) {
        self.0.extend(value.to_le_bytes());
    }

    /// No slice here has 2^32 elements.
    fn place(&mut self, place: usize) {
        self.u32(u32::try_from(place).unwrap_or(u32::MAX));
    }

    fn many<T>(
        &mut self,
        items: impl IntoIterator<Item = T, IntoIter: ExactSizeIterator>,
        mut write: impl FnMut(&mut Self, T),
    ) {
        let items = items.into_iter();
        self.place(items.len());
        for item in items {
            write(self, item);
        }
    }

    fn weight(&mut self, weight: Weight) {
        self.f32(weight.value);
        self.f32(weight.squares);
    }

    fn model(&mut self, model: &Model) {
        self.u32(model.yes);
        self.u32(model.no);
        for sum in [&model.yes_sum, &model.no_sum] {
            self.many(sum, |bytes, value| bytes.f32(*value));
        }
        for ground in [&model.meaning.ground, &model.words.ground] {
            self.weight(ground.bias);
            self.weight(ground.prior);
        }
        self.many(&model.meaning.weights, |bytes, weight| {
            bytes.weight(*weight);
        });
        self.many(&model.words.weights, |bytes, (bucket, weight)| {
            bytes.u32(*bucket);
            bytes.weight(*weight);
        });
        self.outcomes(&model.latest);
    }

    fn outcomes(&mut self, outcomes: &[(Score, bool)]) {
        self.many(outcomes, |bytes, (score, is_yes)| {
            bytes.f32(score.meaning);
            bytes.f32(score.words);
            bytes.u8(u8::from(*is_yes));
        });
    }
}

struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn array<const N: usize>(&mut self) -> Result<[u8; N], BadTagger> {
        let (array, rest) = self.0.split_first_chunk().ok_or(BadTagger::Damaged)?;
        self.0 = rest;
        Ok(*array)
    }

    fn u8(&mut self) -> Result<u8, BadTagger> {
        self.array().map(u8::from_le_bytes)
    }

    fn u32(&mut self) -> Result<u32, BadTagger> {
        self.array().map(u32::from_le_bytes)
    }

    fn u64(&mut self) -> Result<u64, BadTagger> {
        self.array().map(u64::from_le_bytes)
    }

    fn f32(&mut self) -> Result<f32, BadTagger> {
        let value = f32::from_le_bytes(self.array()?);
        // Nothing that is learnt comes near; sums of more would be infinite.
        if value.abs() < LARGEST {
            Ok(value)
        } else {
            Err(BadTagger::Damaged)
        }
    }

    fn bool(&mut self) -> Result<bool, BadTagger> {
        match self.u8()? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(BadTagger::Damaged),
        }
    }

    fn place(&mut self, below: usize) -> Result<usize, BadTagger> {
        let place = usize::try_from(self.u32()?).ok();
        place
            .filter(|place| *place < below)
            .ok_or(BadTagger::Damaged)
    }

    fn bucket(&mut self) -> Result<u32, BadTagger> {
        let bucket = self.u32()?;
        if bucket < BUCKETS {
            Ok(bucket)
        } else {
            Err(BadTagger::Damaged)
        }
    }

    /// No room is reserved: the count is not held against anything yet.
    fn many<T>(
        &mut self,
        mut read: impl FnMut(&mut Self) -> Result<T, BadTagger>,
    ) -> Result<Vec<T>, BadTagger> {
        let count = self.u32()?;
        let mut items = Vec::new();
        for _ in 0..count {
            items.push(read(self)?);
        }
        Ok(items)
    }

    fn in_order<T>(
        &mut self,
        read: impl FnMut(&mut Self) -> Result<(u32, T), BadTagger>,
    ) -> Result<Vec<(u32, T)>, BadTagger> {
        let items = self.many(read)?;
        if items.is_sorted_by(|(one, _), (other, _)| one < other) {
            Ok(items)
        } else {
            Err(BadTagger::Damaged)
        }
    }

    fn weight(&mut self) -> Result<Weight, BadTagger> {
        Ok(Weight {
            value: self.f32()?,
            squares: self.f32()?.max(0.0),
        })
    }

    fn ground(&mut self) -> Result<Ground, BadTagger> {
        Ok(Ground {
            bias: self.weight()?,
            prior: self.weight()?,
        })
    }

    fn outcomes(&mut self) -> Result<Vec<(Score, bool)>, BadTagger> {
        self.many(|reader| {
            let score = Score {
                meaning: reader.f32()?,
                words: reader.f32()?,
            };
            Ok((score, reader.bool()?))
        })
    }

    fn model(&mut self) -> Result<Model, BadTagger> {
        let (yes, no) = (self.u32()?, self.u32()?);
        let (yes_sum, no_sum) = (self.many(Self::f32)?, self.many(Self::f32)?);
        let (of_meaning, of_words) = (self.ground()?, self.ground()?);
        let meaning = OfMeaning {
            ground: of_meaning,
            weights: self.many(Self::weight)?,
        };
        let words = OfWords {
            ground: of_words,
            weights: self.in_order(|reader| Ok((reader.bucket()?, reader.weight()?)))?,
        };
        let latest = self.outcomes()?;
        Ok(Model {
            yes,
            no,
            yes_sum,
            no_sum,
            meaning,
            words,
            latest,
            ..Model::default()
        })
    }
}
