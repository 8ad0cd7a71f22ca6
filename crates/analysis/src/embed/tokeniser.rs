//! Reads `tokenizer.json` as it is published with models: Unigram (XLM-RoBERTa, E5) and `WordPiece` (BERT).

use std::borrow::Cow;
use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::folder::BadModel;
use super::unigram::{BadVocabulary, Unigram};
use super::word_piece::WordPiece;

/// Cuts a text into pieces that the model knows.
pub(super) struct Tokeniser {
    /// Before each text.
    pub(super) start: usize,
    /// After each text.
    pub(super) end: usize,
    pieces: Pieces,
}

enum Pieces {
    Unigram(Unigram),
    Words(WordPiece),
}

/// What kind of vocabulary it is; the rest is passed over.
#[derive(Deserialize)]
struct KindFile<'a> {
    #[serde(borrow)]
    model: Kind<'a>,
}

#[derive(Deserialize)]
struct Kind<'a> {
    #[serde(borrow)]
    r#type: Cow<'a, str>,
}

#[derive(Deserialize, Serialize)]
pub(super) struct UnigramFile<'a> {
    #[serde(borrow)]
    pub(super) model: UnigramModel<'a>,
}

#[derive(Deserialize, Serialize)]
pub(super) struct UnigramModel<'a> {
    pub(super) r#type: Cow<'a, str>,
    pub(super) unk_id: usize,
    /// Pieces with their log-probabilities, in the order of their ids.
    #[serde(borrow)]
    pub(super) vocab: Vec<(Cow<'a, str>, f32)>,
}

#[derive(Deserialize)]
struct WordFile {
    normalizer: Normalizer,
    model: WordModel,
}

#[derive(Deserialize)]
struct Normalizer {
    lowercase: bool,
    strip_accents: Option<bool>,
}

#[derive(Deserialize)]
struct WordModel {
    unk_token: String,
    continuing_subword_prefix: String,
    vocab: HashMap<String, u32>,
}

impl Tokeniser {
    /// No id that it gives is `limit` or more.
    pub(super) fn parse(file: &[u8], limit: usize) -> Result<Self, BadModel> {
        let kind: KindFile<'_> =
            serde_json::from_slice(file).map_err(|error| unreadable(&error))?;
        match &*kind.model.r#type {
            "Unigram" => {
                let file: UnigramFile<'_> =
                    serde_json::from_slice(file).map_err(|error| unreadable(&error))?;
                unigram(&file.model, limit)
            }
            "WordPiece" => words(
                serde_json::from_slice(file).map_err(|error| unreadable(&error))?,
                limit,
            ),
            other => Err(unreadable(&format!(
                "its model is {other}; Unigram and WordPiece can be read"
            ))),
        }
    }

    /// Ids without marks of start and end.
    pub(super) fn ids(&self, text: &str) -> Vec<u32> {
        match &self.pieces {
            Pieces::Unigram(unigram) => unigram.ids(text),
            Pieces::Words(words) => words.ids(text),
        }
    }
}

fn unigram(model: &UnigramModel<'_>, limit: usize) -> Result<Tokeniser, BadModel> {
    let vocab = &model.vocab;
    if vocab.len() > limit {
        let found = vocab.len();
        return Err(BadVocabulary::Count { found, limit }.into());
    }
    let mark = |name: &'static str| {
        let place = vocab.iter().position(|(piece, _)| piece == name);
        place.ok_or(BadVocabulary::Mark(name))
    };
    let pieces = vocab.iter().map(|(piece, score)| (&**piece, *score));
    Ok(Tokeniser {
        start: mark("<s>")?,
        end: mark("</s>")?,
        pieces: Pieces::Unigram(Unigram::parse(pieces, model.unk_id)?),
    })
}

fn words(file: WordFile, limit: usize) -> Result<Tokeniser, BadModel> {
    let vocab = file.model.vocab;
    let largest = vocab.values().copied().max().unwrap_or_default();
    if usize::try_from(largest).is_ok_and(|largest| largest >= limit) {
        let found = vocab.len();
        return Err(BadVocabulary::Count { found, limit }.into());
    }
    let mark = |name: &'static str| {
        let id = vocab.get(name).copied().map(usize::try_from);
        id.and_then(Result::ok).ok_or(BadVocabulary::Mark(name))
    };
    let unknown = vocab.get(&file.model.unk_token).copied();
    Ok(Tokeniser {
        start: mark("[CLS]")?,
        end: mark("[SEP]")?,
        pieces: Pieces::Words(WordPiece {
            unknown: unknown.ok_or(BadVocabulary::Mark("[UNK]"))?,
            continued: file.model.continuing_subword_prefix,
            is_lowered: file.normalizer.lowercase,
            // Without a word of its own, as in BERT: whoever lowers also takes accents off.
            is_stripped: file
                .normalizer
                .strip_accents
                .unwrap_or(file.normalizer.lowercase),
            pieces: vocab,
        }),
    })
}

fn unreadable(wrong: &dyn ToString) -> BadModel {
    BadModel::Unreadable {
        file: "tokenizer.json",
        wrong: wrong.to_string(),
    }
}
