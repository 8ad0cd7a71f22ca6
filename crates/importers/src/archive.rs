//! Measuring a workbook's zip before anything reads its content.

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use crate::limits::{
    MAX_CELL_XML_BYTES, MAX_INFLATED_BYTES, MAX_PARTS, MAX_RATIO, MAX_SHARED_STRINGS,
    MAX_SHARED_STRINGS_BYTES, RATIO_FROM_BYTES,
};
use crate::read::ReadError;

/// Refuses bombs: by what the directory declares, and then by what really comes out, since a directory may lie.
pub(crate) fn measure(file: &[u8]) -> Result<(), ReadError> {
    let mut archive = ZipArchive::new(Cursor::new(file)).map_err(|_| ReadError::Unreadable)?;
    if archive.len() > MAX_PARTS {
        return Err(TOO_LARGE);
    }
    let mut declared = 0_u64;
    for place in 0..archive.len() {
        let part = archive
            .by_index_raw(place)
            .map_err(|error| refused(&error))?;
        declared = declared.saturating_add(part.size());
        let name = part.name().map_err(|error| refused(&error))?;
        check(&name, part.size(), part.compressed_size(), declared)?;
    }
    let mut inflated = 0_u64;
    for place in 0..archive.len() {
        let part = archive.by_index(place).map_err(|error| refused(&error))?;
        let (name, packed) = (
            part.name().map_err(|error| refused(&error))?.into_owned(),
            part.compressed_size(),
        );
        inflate(part, &name, packed, &mut inflated)?;
    }
    Ok(())
}

const TOO_LARGE: ReadError = ReadError::TooLarge {
    limit: MAX_INFLATED_BYTES,
};

fn refused(error: &ZipError) -> ReadError {
    match error {
        ZipError::UnsupportedArchive(reason) if *reason == ZipError::PASSWORD_REQUIRED => {
            ReadError::OldOrEncrypted
        }
        _ => ReadError::Unreadable,
    }
}

fn check(name: &str, size: u64, packed: u64, total: u64) -> Result<(), ReadError> {
    let ratio = size > RATIO_FROM_BYTES && size / packed.max(1) > MAX_RATIO;
    let strings = name == "xl/sharedStrings.xml" && size > MAX_SHARED_STRINGS_BYTES;
    if ratio || strings || total > MAX_INFLATED_BYTES {
        Err(TOO_LARGE)
    } else {
        Ok(())
    }
}

/// Inflates one part into a small buffer that is thrown away.
fn inflate(mut part: impl Read, name: &str, packed: u64, total: &mut u64) -> Result<(), ReadError> {
    let holds_cells = name.starts_with("xl/worksheets/") || name == "xl/sharedStrings.xml";
    let (mut buffer, mut size, mut cells) = ([0; 16 * 1_024], 0_u64, CellLengths::default());
    loop {
        let count = part.read(&mut buffer).map_err(|_| ReadError::Unreadable)?;
        if count == 0 {
            return Ok(());
        }
        let more = u64::try_from(count).unwrap_or(u64::MAX);
        (size, *total) = (size.saturating_add(more), total.saturating_add(more));
        check(name, size, packed, *total)?;
        let read = buffer.get(..count).unwrap_or_default();
        if holds_cells && !read.iter().all(|byte| cells.take(*byte)) {
            return Err(TOO_LARGE);
        }
    }
}

/// How much text stands in the cell that is being read, whatever number of runs it is spread over.
#[derive(Default)]
struct CellLengths {
    in_tag: bool,
    /// Bytes of the tag, or of the cell's text so far.
    tag: usize,
    text: usize,
    /// The last four bytes: `/c>` and `/si>`, or with a prefix `:c>` and `:si>`, end a cell or a shared string.
    last: [u8; 4],
    /// Ends of shared strings so far.
    strings: usize,
}

impl CellLengths {
    /// False when the cell or a tag is longer than a cell may be, or there are too many strings.
    fn take(&mut self, byte: u8) -> bool {
        let [_, second, third, fourth] = self.last;
        self.last = [second, third, fourth, byte];
        match (self.in_tag, byte) {
            (false, b'<') => (self.in_tag, self.tag) = (true, 0),
            (false, _) => self.text += 1,
            (true, b'>') => {
                self.in_tag = false;
                let ends_string = matches!(self.last, [b'/' | b':', b's', b'i', _]);
                if ends_string || matches!(self.last, [_, b'/' | b':', b'c', _]) {
                    self.text = 0;
                    self.strings += usize::from(ends_string);
                }
            }
            (true, _) => self.tag += 1,
        }
        self.text <= MAX_CELL_XML_BYTES
            && self.tag <= MAX_CELL_XML_BYTES
            && self.strings <= MAX_SHARED_STRINGS
    }
}
