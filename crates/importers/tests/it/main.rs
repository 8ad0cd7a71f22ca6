//! Files as people and attackers send them.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

mod builder;
mod forms_export;
mod hostile;
mod shapes;

use chrono_tz::Tz;
use importers::{ImportedSignal, RowParser, Table, guess_columns, mapping_of, read};
use shared::import::ImportError;
use shared::taxonomy::{DEFAULT, Taxonomy};

pub(crate) fn taxonomy() -> Taxonomy {
    serde_json::from_str(DEFAULT).unwrap()
}

pub(crate) type Parsed = Vec<Result<ImportedSignal, Vec<ImportError>>>;

/// Every row, with the mapping that is guessed.
pub(crate) fn imported(table: &Table) -> Parsed {
    let (mapping, taxonomy) = (mapping_of(&guess_columns(table)), taxonomy());
    let parser = RowParser::new(table, &mapping, &taxonomy, Tz::Europe__Brussels).unwrap();
    table.rows.iter().map(|row| parser.parse(row)).collect()
}

/// "row column code" of every error.
pub(crate) fn errors(parsed: &Parsed) -> Vec<String> {
    let errors = parsed.iter().filter_map(|row| row.as_ref().err()).flatten();
    errors
        .map(|error| {
            format!(
                "{} {} {}",
                error.row,
                error.column.as_deref().unwrap_or("-"),
                error.code
            )
        })
        .collect()
}

pub(crate) fn table(file: &[u8]) -> Table {
    read(file).unwrap()
}
