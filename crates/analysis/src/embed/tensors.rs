//! Tables of numbers in a file in the safetensors layout: the length of a description (eight bytes, little-endian),
//! the description (JSON: name → kind, shape, place), the numbers.
//!
//! Beside the kinds of that layout there is one of ours: a table of bytes (`U8`) whose rows are blocks of 32 weights in
//! 18 bytes, a scale of half precision and 32 times four bits. Nothing in a file is trusted.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::lanes::BLOCK;

/// A scale of two bytes and 32 weights of four bits.
pub(super) const BLOCK_BYTES: usize = 18;

/// Longest description that is read. That of multilingual-e5-small has 25 kB.
const MAX_DESCRIPTION: usize = 10_000_000;

/// Why a file holds no tables.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadTensors {
    /// The file ends inside the description or has none.
    #[error("the file of {0} bytes ends before its description does; copy it again")]
    Cut(usize),
    /// The description is no JSON of the expected shape.
    #[error("its description is unreadable: {0}")]
    Description(String),
    /// A table that is missing, or does not fit its description.
    #[error("tensor {name}: {wrong}")]
    Tensor {
        /// Its name.
        name: String,
        /// What was expected.
        wrong: &'static str,
    },
}

/// How numbers are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Four bytes a number.
    Floats,
    /// Two bytes, IEEE 754 binary16.
    Halves,
    /// Two bytes, the upper half of four.
    Brains,
    /// Blocks of 32: a scale (half precision), then 16 bytes of which the low halves are the first 16 weights.
    Quarters,
}

/// Numbers, still as in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tensor<'a> {
    pub(super) kind: Kind,
    pub(super) bytes: &'a [u8],
}

/// Where the tables lie.
#[derive(Debug)]
pub(super) struct Directory {
    /// Where the numbers begin.
    start: usize,
    places: BTreeMap<String, Entry>,
}

#[derive(Debug, Deserialize, Serialize)]
struct Entry {
    dtype: Cow<'static, str>,
    shape: Vec<usize>,
    data_offsets: [usize; 2],
}

impl Directory {
    /// Reads the description and holds each place against the length of the file.
    pub(super) fn parse(file: &[u8]) -> Result<Self, BadTensors> {
        let cut = || BadTensors::Cut(file.len());
        let (length, rest) = file.split_first_chunk().ok_or_else(cut)?;
        let length = usize::try_from(u64::from_le_bytes(*length)).map_err(|_| cut())?;
        if length > MAX_DESCRIPTION {
            return Err(cut());
        }
        let (description, numbers) = rest.split_at_checked(length).ok_or_else(cut)?;
        let unreadable = |error: serde_json::Error| BadTensors::Description(error.to_string());
        let all: BTreeMap<String, serde_json::Value> =
            serde_json::from_slice(description).map_err(unreadable)?;
        let mut places = BTreeMap::new();
        for (name, entry) in all {
            if name == "__metadata__" {
                continue;
            }
            let entry: Entry = serde_json::from_value(entry).map_err(unreadable)?;
            let [from, to] = entry.data_offsets;
            if numbers.get(from..to).is_none() {
                let wrong = "lies outside the file; copy the file again";
                return Err(BadTensors::Tensor { name, wrong });
            }
            places.insert(name, entry);
        }
        Ok(Self {
            start: file.len() - numbers.len(),
            places,
        })
    }

    /// Whether there is a table of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.places.contains_key(name)
    }

    /// Where in the file the table of `rows` times `width` numbers lies, and how it is written.
    pub(super) fn place(
        &self,
        name: &str,
        rows: usize,
        width: usize,
    ) -> Result<(Kind, Range<usize>), BadTensors> {
        let wrong = |wrong| BadTensors::Tensor {
            name: name.to_owned(),
            wrong,
        };
        let entry = self.places.get(name).ok_or_else(|| wrong("is missing"))?;
        let kind = match &*entry.dtype {
            "F32" => Kind::Floats,
            "F16" => Kind::Halves,
            "BF16" => Kind::Brains,
            "U8" if width.is_multiple_of(BLOCK) => Kind::Quarters,
            _ => return Err(wrong("is of a kind that is not read; F32, F16 or BF16 are")),
        };
        let columns = match kind {
            Kind::Quarters => width / BLOCK * BLOCK_BYTES,
            _ => width,
        };
        let fits = match *entry.shape.as_slice() {
            [found_rows, found_columns] => found_rows == rows && found_columns == columns,
            [found] => rows == 1 && found == columns,
            _ => false,
        };
        if !fits {
            return Err(wrong("has another shape than config.json says"));
        }
        let [from, to] = entry.data_offsets;
        let bytes = rows.checked_mul(row_bytes(kind, width));
        if bytes != Some(to - from) {
            return Err(wrong("has another length than its shape"));
        }
        Ok((kind, self.start + from..self.start + to))
    }

    /// The table, if all its numbers are numbers.
    pub(super) fn tensor<'a>(
        &self,
        file: &'a [u8],
        name: &str,
        rows: usize,
        width: usize,
    ) -> Result<Tensor<'a>, BadTensors> {
        let (kind, place) = self.place(name, rows, width)?;
        let bytes = file.get(place).unwrap_or_default();
        let tensor = Tensor { kind, bytes };
        if !tensor.is_finite() {
            return Err(BadTensors::Tensor {
                name: name.to_owned(),
                wrong: "holds something that is no number; the file is damaged",
            });
        }
        Ok(tensor)
    }
}

/// A table to be written.
pub(super) struct Written {
    pub(super) name: String,
    pub(super) kind: Kind,
    pub(super) rows: Option<usize>,
    pub(super) width: usize,
    pub(super) bytes: Vec<u8>,
}

/// The file of these tables, in this order.
pub(super) fn write(tensors: &[Written]) -> Result<Vec<u8>, BadTensors> {
    let mut places = BTreeMap::new();
    let mut end = 0;
    for tensor in tensors {
        let (dtype, columns) = match tensor.kind {
            Kind::Floats => ("F32", tensor.width),
            Kind::Halves => ("F16", tensor.width),
            Kind::Brains => ("BF16", tensor.width),
            Kind::Quarters => ("U8", tensor.width / BLOCK * BLOCK_BYTES),
        };
        let entry = Entry {
            dtype: dtype.into(),
            shape: tensor.rows.into_iter().chain([columns]).collect(),
            data_offsets: [end, end + tensor.bytes.len()],
        };
        end += tensor.bytes.len();
        places.insert(&tensor.name, entry);
    }
    let mut description =
        serde_json::to_vec(&places).map_err(|error| BadTensors::Description(error.to_string()))?;
    // The layout asks for a multiple of eight.
    description.resize(description.len().next_multiple_of(8), b' ');
    let length =
        u64::try_from(description.len()).map_err(|_| BadTensors::Cut(description.len()))?;
    let mut file = Vec::with_capacity(8 + description.len() + end);
    file.extend(length.to_le_bytes());
    file.append(&mut description);
    for tensor in tensors {
        file.extend(&tensor.bytes);
    }
    Ok(file)
}

impl Tensor<'_> {
    /// Numbers in it.
    pub(super) fn len(&self) -> usize {
        match self.kind {
            Kind::Floats => self.bytes.len() / 4,
            Kind::Halves | Kind::Brains => self.bytes.len() / 2,
            Kind::Quarters => self.bytes.len() / BLOCK_BYTES * BLOCK,
        }
    }

    /// All numbers.
    pub(super) fn values(&self) -> Vec<f32> {
        self.row(0, self.len())
    }

    /// `width` numbers, the `row`th time; of blocks, `width` is a multiple of 32. Nothing outside the tensor.
    pub(super) fn row(&self, row: usize, width: usize) -> Vec<f32> {
        let bytes = part(self.bytes, row, row_bytes(self.kind, width));
        match self.kind {
            Kind::Floats => {
                let numbers = bytes.as_chunks().0.iter();
                numbers.map(|bytes| f32::from_le_bytes(*bytes)).collect()
            }
            Kind::Halves => {
                let numbers = bytes.as_chunks().0.iter();
                numbers
                    .map(|bytes| half(u16::from_le_bytes(*bytes)))
                    .collect()
            }
            Kind::Brains => {
                let numbers = bytes.as_chunks().0.iter();
                numbers
                    .map(|[low, high]| f32::from_le_bytes([0, 0, *low, *high]))
                    .collect()
            }
            Kind::Quarters => {
                let blocks = bytes.as_chunks().0.iter();
                blocks
                    .flat_map(|block| {
                        let (codes, scale) = block_codes(block);
                        codes.map(|code| f32::from(code) * scale)
                    })
                    .collect()
            }
        }
    }

    /// The same row as whole numbers of eight bits, each 32 with their scale.
    pub(super) fn blocks(
        &self,
        row: usize,
        width: usize,
    ) -> impl Iterator<Item = ([i8; BLOCK], f32)> {
        let (small, rounded) = match self.kind {
            Kind::Quarters => {
                let bytes = part(self.bytes, row, row_bytes(self.kind, width));
                (bytes.as_chunks().0, Vec::new())
            }
            _ => (&[][..], self.row(row, width)),
        };
        let small = small.iter().map(block_codes);
        let blocks = rounded.len() / BLOCK;
        let rounded = (0..blocks).map(move |block| {
            let values = rounded.as_chunks().0.get(block);
            values.map_or(([0; BLOCK], 0.0), rounded_block)
        });
        small.chain(rounded)
    }

    fn is_finite(&self) -> bool {
        let half_is_finite = |[_, high]: [u8; 2]| high & 0x7C != 0x7C;
        match self.kind {
            Kind::Quarters => {
                let mut blocks = self.bytes.as_chunks::<BLOCK_BYTES>().0.iter();
                blocks.all(|[low, high, ..]| half_is_finite([*low, *high]))
            }
            Kind::Halves => {
                let mut numbers = self.bytes.as_chunks().0.iter();
                numbers.all(|bytes| half_is_finite(*bytes))
            }
            Kind::Floats | Kind::Brains => self.values().iter().all(|value| value.is_finite()),
        }
    }
}

/// Bytes of `width` numbers.
fn row_bytes(kind: Kind, width: usize) -> usize {
    match kind {
        Kind::Floats => width.saturating_mul(4),
        Kind::Halves | Kind::Brains => width.saturating_mul(2),
        Kind::Quarters => (width / BLOCK).saturating_mul(BLOCK_BYTES),
    }
}

/// `width` bytes, the `row`th time; none where that lies outside.
fn part(bytes: &[u8], row: usize, width: usize) -> &[u8] {
    let start = row.checked_mul(width);
    let end = start.and_then(|start| start.checked_add(width));
    let range = start.zip(end);
    range
        .and_then(|(start, end)| bytes.get(start..end))
        .unwrap_or_default()
}

/// The weights of a block, −8 to 7, and their scale.
fn block_codes(block: &[u8; BLOCK_BYTES]) -> ([i8; BLOCK], f32) {
    let [low, high, weights @ ..] = block;
    let scale = half(u16::from_le_bytes([*low, *high]));
    let mut codes = [0; BLOCK];
    let (first, second) = codes.split_at_mut(BLOCK / 2);
    for ((byte, first), second) in weights.iter().zip(first).zip(second) {
        *first = (byte & 15).cast_signed() - 8;
        *second = (byte >> 4).cast_signed() - 8;
    }
    (codes, scale)
}

/// The nearest whole numbers of eight bits with a scale for all.
fn rounded_block(values: &[f32; BLOCK]) -> ([i8; BLOCK], f32) {
    let largest = values
        .iter()
        .fold(0.0_f32, |largest, value| largest.max(value.abs()));
    let scale = largest / f32::from(i8::MAX);
    if scale <= 0.0 {
        return ([0; BLOCK], 0.0);
    }
    let codes = values.map(|value| {
        let [lowest, ..] = (value / scale + super::product::ROUNDING)
            .to_bits()
            .to_le_bytes();
        lowest.cast_signed()
    });
    (codes, scale)
}

/// Half precision (IEEE 754 binary16) as a number; exact.
fn half(bits: u16) -> f32 {
    let sign = u32::from(bits >> 15) << 31;
    let exponent = u32::from(bits >> 10) & 31;
    let fraction = u32::from(bits & 0x3ff);
    let size = match exponent {
        0 => f32::from(bits & 0x3ff) * 2.0_f32.powi(-24),
        31 => f32::from_bits(0x7f80_0000 | (fraction << 13)),
        _ => f32::from_bits(((exponent + 112) << 23) | (fraction << 13)),
    };
    f32::from_bits(size.to_bits() | sign)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_precision_is_exact() {
        for (bits, value) in [
            (0x3C00, 1.0),
            (0xC000, -2.0),
            (0x7BFF, 65504.0),
            (0x0001, 5.960_464_5e-8),
            (0x03FF, 6.097_555e-5),
            (0x0400, 6.103_515_6e-5),
            (0x8000, -0.0),
        ] {
            assert_eq!(half(bits).to_bits(), f32::to_bits(value), "{bits:x}");
        }
        assert!(half(0x7C01).is_nan() && half(0xFC00) == f32::NEG_INFINITY);
    }
}
