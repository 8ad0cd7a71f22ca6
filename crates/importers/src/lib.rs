#![doc = include_str!("../README.md")]
#![warn(missing_docs)]

mod archive;
mod columns;
mod delimited;
mod encoding;
mod identity;
mod labels;
mod limits;
mod moments;
mod preview;
mod read;
mod row;
mod table;
mod workbook;

pub use columns::{
    BadMapping, check_columns, check_mapping, guess_columns, guess_mapping, mapping_of,
};
pub use identity::RowKeys;
pub use limits::{
    MAX_CELL_CHARS, MAX_COLUMNS, MAX_FILE_BYTES, MAX_INFLATED_BYTES, MAX_RATIO, MAX_ROWS,
    PREVIEW_ROWS,
};
pub use preview::{Preview, preview};
pub use read::{ReadError, read};
pub use row::{ImportedSignal, RowParser};
pub use table::{Cell, Row, Table};
