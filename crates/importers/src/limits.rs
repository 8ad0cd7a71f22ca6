//! How much a file may ask of us (trust.md §5.5).

/// An import file.
pub const MAX_FILE_BYTES: usize = 10 * 1_024 * 1_024;
/// Rows below the header.
pub const MAX_ROWS: usize = 50_000;
/// Columns with a value.
pub const MAX_COLUMNS: usize = 200;
/// Characters of a cell; a longer one breaks its row, not the file.
pub const MAX_CELL_CHARS: usize = 4_000;
/// All parts of a workbook together, inflated.
pub const MAX_INFLATED_BYTES: u64 = 200 * 1_024 * 1_024;
/// Inflated to packed size.
pub const MAX_RATIO: u64 = 100;
/// Small parts pack better than 1 : 100 and harm nobody.
pub(crate) const RATIO_FROM_BYTES: u64 = 1_024 * 1_024;
/// Parts of a workbook; a form's export has about ten.
pub(crate) const MAX_PARTS: usize = 1_000;
/// The shared strings stay in memory while the sheet is read, beside the table; both together may take 128 MiB.
pub(crate) const MAX_SHARED_STRINGS_BYTES: u64 = 40 * 1_024 * 1_024;
/// Each shared string costs about 50 bytes beside its letters.
pub(crate) const MAX_SHARED_STRINGS: usize = 500_000;
/// Text of one cell in XML before anything looks at its meaning: 4,000 characters as entities such as `&#x1F600;`, twice.
pub(crate) const MAX_CELL_XML_BYTES: usize = 80 * 1_024;
/// A table in memory, cells and their text: 50,000 rows of ten answers of 60 letters.
pub(crate) const MAX_TABLE_BYTES: usize = 48 * 1_024 * 1_024;
/// Rows that a preview shows.
pub const PREVIEW_ROWS: usize = 10;
