//! What a person sees before anything is imported.

use std::fmt;

use privacy::{find, mask};
use shared::import::{ImportColumn, ImportField};

use crate::columns::guess_columns;
use crate::limits::PREVIEW_ROWS;
use crate::table::{Cell, Table};

/// Columns with what they seem to hold, and the first rows.
#[derive(Clone, PartialEq, Eq)]
pub struct Preview {
    /// In the order of the file. `personal` ones are never imported.
    pub columns: Vec<ImportColumn>,
    /// Cell by cell; personal columns are blank, personal data elsewhere is masked.
    pub rows: Vec<Vec<String>>,
}

/// Never shows content.
impl fmt::Debug for Preview {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Preview({:?}, {} rows)", self.columns, self.rows.len())
    }
}

/// The first ten rows under guessed columns.
pub fn preview(table: &Table) -> Preview {
    let columns = guess_columns(table);
    let shown = |column: &ImportColumn, cell: &Cell| match cell {
        _ if column.personal => String::new(),
        // A serial number under a header that speaks of time is shown as the time that it is.
        Cell::Number(serial) if column.field == Some(ImportField::ReceivedAt) => {
            crate::moments::of_serial(*serial)
                .map_or_else(|| cell.shown(), |moment| moment.to_string())
        }
        cell => {
            let text = cell.shown();
            mask(&text, &find(&text))
        }
    };
    let row = |row: &crate::table::Row| {
        columns
            .iter()
            .enumerate()
            .map(|(place, column)| shown(column, row.cell(place)))
            .collect::<Vec<_>>()
    };
    let rows = table.rows.iter().take(PREVIEW_ROWS).map(row).collect();
    Preview { columns, rows }
}
