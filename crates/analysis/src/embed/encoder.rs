//! An encoder (BERT: Devlin et al. 2019, arXiv 1810.04805; E5: Wang et al. 2024, arXiv 2402.05672): pieces become
//! numbers, some layers let each piece look at the others, the mean is the vector.
//!
//! The same text gives the same bytes: alone or among others, on every processor (`lanes.rs`).

use super::attention::attention;
use super::curves::{gelu, sum_of};
use super::folder::{About, BadModel, Config, ModelFolder, Pooling};
use super::lanes::{Instructions, Lanes, Work};
use super::product::{Packed, Product};
use super::tensors::{BadTensors, Directory, Kind, Tensor};
use super::tokeniser::Tokeniser;
use super::{Embedder, to_unit_length};

/// Pieces that go through a layer together. More would leave the second cache, fewer read the weights too often.
const PIECES_AT_ONCE: usize = 128;

/// A loaded model.
pub struct Encoder {
    about: About,
    config: Config,
    tokeniser: Tokeniser,
    instructions: Instructions,
    words: Words,
    places: Vec<f32>,
    segment: Vec<f32>,
    norm: Norm,
    layers: Vec<Layer>,
}

/// Instructions that this processor does not have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the instructions {found} are not there; {} are", .known.join(", "))]
pub struct UnknownInstructions {
    found: String,
    known: Vec<&'static str>,
}

/// The largest part of a model, left as it was written: a text needs few of its rows.
struct Words {
    kind: Kind,
    bytes: Vec<u8>,
}

struct Layer {
    query: Product,
    key: Product,
    value: Product,
    attended: Product,
    attended_norm: Norm,
    inner: Product,
    outer: Product,
    outer_norm: Norm,
}

struct Norm {
    weight: Vec<f32>,
    bias: Vec<f32>,
    epsilon: f32,
}

impl Encoder {
    /// Reads the files of a model folder; whoever cannot is told which file, and what is wrong with it.
    pub fn load(folder: ModelFolder) -> Result<Self, BadModel> {
        let about = About::parse(&folder.about)?;
        if folder.licence.trim_ascii().is_empty() {
            return Err(BadModel::NoLicence);
        }
        let config = Config::parse(&folder.config)?;
        if about.dim != config.hidden_size {
            return Err(BadModel::Dim {
                said: about.dim,
                found: config.hidden_size,
            });
        }
        let tokeniser = Tokeniser::parse(&folder.tokenizer, config.vocab_size)?;
        drop(folder.tokenizer);
        let mut file = folder.weights;
        let source = Source::new(&file, &config)?;
        let layers = (0..config.num_hidden_layers)
            .map(|number| Layer::load(&source, number))
            .collect::<Result<_, _>>()?;
        let width = config.hidden_size;
        let table =
            |name: &str, rows| source.tensor(&format!("embeddings.{name}.weight"), rows, width);
        let positions = table("position_embeddings", config.max_position_embeddings)?;
        let places = positions
            .values()
            .split_off(config.first_position() * width);
        let segment = table("token_type_embeddings", config.type_vocab_size)?.row(0, width);
        let norm = Norm::load(&source, "embeddings.LayerNorm")?;
        table("word_embeddings", config.vocab_size)?;
        let (kind, range) = source.words()?;
        // What the layers hold by now is let go of, without a second copy of the rest.
        file.truncate(range.end);
        file.drain(..range.start);
        file.shrink_to_fit();
        Ok(Self {
            about,
            config,
            tokeniser,
            instructions: Instructions::best(),
            words: Words { kind, bytes: file },
            places,
            segment,
            norm,
            layers,
        })
    }

    /// Instructions of the processor that are used, for people.
    pub fn instructions(&self) -> &'static str {
        self.instructions.name()
    }

    /// Uses these instructions instead of the widest, to compare them.
    pub fn restrict(&mut self, name: &str) -> Result<(), UnknownInstructions> {
        let all = Instructions::all();
        let found = all.iter().find(|instructions| instructions.name() == name);
        self.instructions = *found.ok_or_else(|| UnknownInstructions {
            found: name.to_owned(),
            known: all.iter().map(|instructions| instructions.name()).collect(),
        })?;
        Ok(())
    }

    /// Pieces that the model sees of a text, its marks of start and end among them.
    pub fn pieces(&self, text: &str) -> usize {
        self.ids(text).len()
    }

    /// Ids of a text as the model gets them: prefix, marks of start and end; what is too long loses its end. None of a
    /// text in which nothing is readable.
    fn ids(&self, text: &str) -> Vec<usize> {
        let readable = text
            .chars()
            .any(|char| !char.is_whitespace() && !char.is_control());
        if !readable {
            return Vec::new();
        }
        let pieces = self.tokeniser.ids(&format!("{}{text}", self.about.prefix));
        let room = (self.places.len() / self.config.hidden_size).saturating_sub(2);
        let pieces = pieces
            .into_iter()
            .take(room)
            .filter_map(|id| usize::try_from(id).ok());
        std::iter::once(self.tokeniser.start)
            .chain(pieces)
            .chain([self.tokeniser.end])
            .collect()
    }

    /// Pieces as the first layer gets them.
    fn embedded(&self, texts: &[Vec<usize>]) -> Vec<f32> {
        let width = self.config.hidden_size;
        let words = Tensor {
            kind: self.words.kind,
            bytes: &self.words.bytes,
        };
        let mut rows = Vec::with_capacity(texts.iter().map(Vec::len).sum::<usize>() * width);
        for ids in texts {
            for (id, place) in ids.iter().zip(self.places.chunks_exact(width)) {
                let mut row = words.row(*id, width);
                add(&mut row, place);
                add(&mut row, &self.segment);
                rows.append(&mut row);
            }
        }
        rows
    }
}

impl Embedder for Encoder {
    fn id(&self) -> &str {
        &self.about.id
    }

    fn dim(&self) -> usize {
        self.config.hidden_size
    }

    fn embed(&self, texts: &[&str]) -> Vec<Vec<f32>> {
        // All texts are cut first: the vocabulary then stays in the cache, which the weights would empty.
        let texts: Vec<Vec<usize>> = texts.iter().map(|text| self.ids(text)).collect();
        let mut vectors = Vec::with_capacity(texts.len());
        let mut rest = texts.as_slice();
        while !rest.is_empty() {
            let (texts, others) = rest.split_at_checked(together(rest)).unwrap_or((rest, &[]));
            let batch = Batch {
                encoder: self,
                texts,
            };
            vectors.append(&mut self.instructions.run(batch));
            rest = others;
        }
        vectors
    }
}

/// How many of the first texts go through the layers together: at least one.
fn together(texts: &[Vec<usize>]) -> usize {
    let mut pieces = 0;
    let fitting = texts.iter().take_while(|ids| {
        pieces += ids.len();
        pieces <= PIECES_AT_ONCE
    });
    fitting.count().max(1)
}

/// Texts that go through the layers together, one after the other, without anything in between.
struct Batch<'a> {
    encoder: &'a Encoder,
    texts: &'a [Vec<usize>],
}

impl Work for Batch<'_> {
    type Answer = Vec<Vec<f32>>;

    #[inline(always)]
    fn run(self, lanes: impl Lanes) -> Vec<Vec<f32>> {
        let encoder = self.encoder;
        let width = encoder.config.hidden_size;
        let lengths: Vec<usize> = self.texts.iter().map(|ids| ids.len() * width).collect();
        let mut state = State {
            rows: encoder.embedded(self.texts),
            ..State::default()
        };
        encoder.norm.apply(&mut state.rows);
        for layer in &encoder.layers {
            layer.apply(
                lanes,
                &lengths,
                encoder.config.num_attention_heads,
                &mut state,
            );
        }
        let texts = split(&state.rows, &lengths);
        texts
            .map(|rows| pooled(rows, width, encoder.about.pooling))
            .collect()
    }
}

/// What a layer works on; the room is used again by the next.
#[derive(Default)]
struct State {
    rows: Vec<f32>,
    packed: Packed,
    queries: Vec<f32>,
    keys: Vec<f32>,
    values: Vec<f32>,
    inner: Vec<f32>,
}

/// One vector of the rows of a text; zeros of none.
#[inline(always)]
fn pooled(rows: &[f32], width: usize, pooling: Pooling) -> Vec<f32> {
    let mut vector = vec![0.0; width];
    let count = match pooling {
        Pooling::Mean => rows.len(),
        Pooling::Cls => rows.len().min(width),
    };
    for row in rows.get(..count).unwrap_or_default().chunks_exact(width) {
        add(&mut vector, row);
    }
    // The mean, but for its length, which becomes one anyway.
    to_unit_length(&mut vector);
    vector
}

/// Parts of these lengths, after each other.
fn split<'a>(rows: &'a [f32], lengths: &[usize]) -> impl Iterator<Item = &'a [f32]> {
    lengths.iter().scan(rows, |rest, length| {
        let (text, others) = rest.split_at_checked(*length)?;
        *rest = others;
        Some(text)
    })
}

/// The same, to be written to.
fn split_mut<'a>(rows: &'a mut [f32], lengths: &[usize]) -> impl Iterator<Item = &'a mut [f32]> {
    lengths.iter().scan(rows, |rest, length| {
        let (text, others) = std::mem::take(rest).split_at_mut_checked(*length)?;
        *rest = others;
        Some(text)
    })
}

/// Where a model's tables are found.
struct Source<'a> {
    file: &'a [u8],
    directory: Directory,
    config: &'a Config,
    /// Of all names in the file.
    prefix: &'static str,
}

impl<'a> Source<'a> {
    fn new(file: &'a [u8], config: &'a Config) -> Result<Self, BadTensors> {
        let directory = Directory::parse(file)?;
        let prefix = ["bert.", "roberta."]
            .into_iter()
            .find(|prefix| directory.has(&format!("{prefix}{WORDS}")));
        Ok(Self {
            file,
            directory,
            config,
            prefix: prefix.unwrap_or_default(),
        })
    }

    fn words(&self) -> Result<(Kind, std::ops::Range<usize>), BadTensors> {
        let (rows, width) = (self.config.vocab_size, self.config.hidden_size);
        self.directory
            .place(&format!("{}{WORDS}", self.prefix), rows, width)
    }

    fn tensor(&self, name: &str, rows: usize, width: usize) -> Result<Tensor<'a>, BadTensors> {
        let name = format!("{}{name}", self.prefix);
        self.directory.tensor(self.file, &name, rows, width)
    }

    fn product(&self, name: &str, inputs: usize, outputs: usize) -> Result<Product, BadTensors> {
        let weights = self.tensor(&format!("{name}.weight"), outputs, inputs)?;
        let bias = self.tensor(&format!("{name}.bias"), 1, outputs)?;
        Ok(Product::new(&weights, inputs, bias.values()))
    }
}

const WORDS: &str = "embeddings.word_embeddings.weight";

impl Layer {
    fn load(source: &Source<'_>, number: usize) -> Result<Self, BadTensors> {
        let (width, inner) = (source.config.hidden_size, source.config.intermediate_size);
        let product = |name: &str, inputs, outputs| {
            source.product(&format!("encoder.layer.{number}.{name}"), inputs, outputs)
        };
        let norm =
            |name: &str| Norm::load(source, &format!("encoder.layer.{number}.{name}.LayerNorm"));
        Ok(Self {
            query: product("attention.self.query", width, width)?,
            key: product("attention.self.key", width, width)?,
            value: product("attention.self.value", width, width)?,
            attended: product("attention.output.dense", width, width)?,
            attended_norm: norm("attention.output")?,
            inner: product("intermediate.dense", width, inner)?,
            outer: product("output.dense", inner, width)?,
            outer_norm: norm("output")?,
        })
    }

    /// `texts` holds the length of each.
    #[inline(always)]
    fn apply<L: Lanes>(&self, lanes: L, texts: &[usize], heads: usize, state: &mut State) {
        let width = self.outer_norm.weight.len();
        let State {
            rows,
            packed,
            queries,
            keys,
            values,
            inner,
        } = state;
        packed.fill(rows, width);
        self.query.apply(lanes, packed, queries);
        self.key.apply(lanes, packed, keys);
        self.value.apply(lanes, packed, values);
        let parts = split_mut(queries, texts)
            .zip(split(keys, texts))
            .zip(split(values, texts));
        for ((queries, keys), values) in parts {
            attention(queries, keys, values, width, heads);
        }
        let seen = queries;
        packed.fill(seen, width);
        let attended = keys;
        self.attended.apply(lanes, packed, attended);
        add(rows, attended);
        self.attended_norm.apply(rows);
        packed.fill(rows, width);
        self.inner.apply(lanes, packed, inner);
        for value in inner.iter_mut() {
            *value = gelu(*value);
        }
        packed.fill(inner, self.inner.outputs());
        let outer = values;
        self.outer.apply(lanes, packed, outer);
        add(rows, outer);
        self.outer_norm.apply(rows);
    }
}

impl Norm {
    fn load(source: &Source<'_>, name: &str) -> Result<Self, BadTensors> {
        let part =
            |part: &str| source.tensor(&format!("{name}.{part}"), 1, source.config.hidden_size);
        Ok(Self {
            weight: part("weight")?.values(),
            bias: part("bias")?.values(),
            epsilon: source.config.layer_norm_eps,
        })
    }

    #[inline(always)]
    fn apply(&self, rows: &mut [f32]) {
        let width = count(self.weight.len());
        for row in rows.chunks_exact_mut(self.weight.len()) {
            let mean = sum_of(row, |value| value) / width;
            for value in row.iter_mut() {
                *value -= mean;
            }
            let spread = sum_of(row, |value| value * value) / width;
            let scale = 1.0 / (spread + self.epsilon).sqrt();
            for ((value, weight), bias) in row.iter_mut().zip(&self.weight).zip(&self.bias) {
                *value = *value * scale * weight + bias;
            }
        }
    }
}

#[inline(always)]
fn add(sums: &mut [f32], values: &[f32]) {
    for (sum, value) in sums.iter_mut().zip(values) {
        *sum += value;
    }
}

pub(super) fn count(number: usize) -> f32 {
    u16::try_from(number).map_or(f32::from(u16::MAX), f32::from)
}

#[cfg(test)]
mod tests {
    use super::super::small_model::{dot, folder, reference};
    use super::*;

    const TEXTS: [&str; 6] = [
        "b",
        "cdef a b",
        "",
        "fed fed fed",
        "unknown ? b c",
        "a b c d e f a b c d e f a b c d e f a b c",
    ];

    fn cosine(vector: &[f32], expected: &[f64]) -> f64 {
        let vector: Vec<f64> = vector.iter().copied().map(f64::from).collect();
        dot(&vector, expected)
    }

    #[test]
    fn every_text_gets_the_vector_that_the_book_says() {
        for (kind, least) in [
            (Kind::Quarters, 0.999_999_9),
            (Kind::Floats, 0.9999),
            (Kind::Brains, 0.9999),
        ] {
            let encoder = Encoder::load(folder(kind)).unwrap();
            for (text, vector) in TEXTS.iter().zip(encoder.embed(&TEXTS)) {
                let ids = encoder.ids(text);
                if ids.is_empty() {
                    assert_eq!(vector, [0.0; 32]);
                    continue;
                }
                let found = cosine(&vector, &reference(&folder(kind), &ids, 0));
                assert!(found > least, "{kind:?}, {text:?}: {found}");
            }
        }
    }

    #[test]
    fn a_text_gets_prefix_and_marks_and_loses_its_end_when_too_long() {
        let encoder = Encoder::load(folder(Kind::Quarters)).unwrap();
        assert_eq!(encoder.ids("b"), [0, 4, 5, 2]);
        assert_eq!(encoder.ids("cd xé"), [0, 4, 6, 7, 10, 3, 2]);
        assert_eq!(encoder.ids(" \n\u{0}"), [0_usize; 0]);
        let long = encoder.ids(&"b ".repeat(100));
        assert_eq!((long.len(), long.last()), (16, Some(&2)));
    }

    #[test]
    fn a_text_gets_the_same_bytes_alone_and_among_others_and_on_every_kind_of_processor() {
        let mut encoder = Encoder::load(folder(Kind::Quarters)).unwrap();
        let bytes = |vectors: Vec<Vec<f32>>| {
            vectors
                .concat()
                .into_iter()
                .map(f32::to_bits)
                .collect::<Vec<_>>()
        };
        let many: Vec<&str> = TEXTS.into_iter().cycle().take(60).collect();
        let expected = bytes(encoder.embed(&many));
        for instructions in Instructions::all() {
            encoder.instructions = instructions;
            assert_eq!(
                bytes(encoder.embed(&many)),
                expected,
                "{}",
                encoder.instructions()
            );
            let alone = many.iter().flat_map(|text| encoder.embed(&[text]));
            assert_eq!(
                bytes(alone.collect()),
                expected,
                "{} alone",
                encoder.instructions()
            );
        }
    }

    #[test]
    fn positions_of_xlm_roberta_begin_after_its_padding() {
        let mut other = folder(Kind::Quarters);
        let config = String::from_utf8(other.config).unwrap();
        other.config = config.replace("\"bert\"", "\"xlm-roberta\"").into_bytes();
        let expected = reference(&folder(Kind::Quarters), &[0, 4, 5, 2], 2);
        let encoder = Encoder::load(other).unwrap();
        assert!(cosine(&encoder.embed(&["b"])[0], &expected) > 0.999_999_9);
        assert_eq!(encoder.ids(&"b ".repeat(100)).len(), 14);
    }

    #[test]
    fn the_row_of_the_start_alone_can_be_the_vector() {
        let mut other = folder(Kind::Quarters);
        let about = String::from_utf8(other.about).unwrap();
        other.about = about.replace("mean", "cls").into_bytes();
        let by_start = Encoder::load(other).unwrap().embed(&["b c"]);
        let by_mean = Encoder::load(folder(Kind::Quarters))
            .unwrap()
            .embed(&["b c"]);
        let length = by_start[0].iter().map(|value| value * value).sum::<f32>();
        assert!((length - 1.0).abs() < 1e-5);
        assert_ne!(by_start, by_mean);
    }
}
