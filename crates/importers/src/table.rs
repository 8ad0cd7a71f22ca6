//! A table as it stands in the file.

use std::fmt;

use chrono::NaiveDateTime;

use crate::limits::{MAX_CELL_CHARS, MAX_COLUMNS, MAX_INFLATED_BYTES, MAX_ROWS, MAX_TABLE_BYTES};
use crate::read::ReadError;

/// Rows that may stand above the header: a title, a note, an empty line.
const HEADER_WITHIN: usize = 10;

/// Headers and the rows below them.
pub struct Table {
    /// One name per column, none twice; columns without a name are called by their letter.
    pub headers: Vec<String>,
    /// Rows with at least one value.
    pub rows: Vec<Row>,
}

/// Never shows content: it may be a signal.
impl fmt::Debug for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Table({} columns, {} rows)",
            self.headers.len(),
            self.rows.len()
        )
    }
}

/// One row.
pub struct Row {
    /// Its number in the file, as spreadsheets count: the first row is 1.
    pub number: u32,
    /// Its cells; missing ones at the end are empty.
    pub cells: Vec<Cell>,
}

impl Row {
    /// The cell of a column.
    pub fn cell(&self, column: usize) -> &Cell {
        self.cells.get(column).unwrap_or(&Cell::Empty)
    }
}

impl fmt::Debug for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Row({}, {} cells)", self.number, self.cells.len())
    }
}

/// One value.
#[derive(Clone, PartialEq)]
pub enum Cell {
    /// Nothing, or only spaces.
    Empty,
    /// Text, trimmed.
    Text(String),
    /// A number.
    Number(f64),
    /// A date with its time, as the clock on the wall showed it.
    Moment(NaiveDateTime),
    /// More characters than a cell may have; how many.
    TooLong(usize),
    /// An error of the spreadsheet, such as #REF!.
    Unreadable,
}

impl Cell {
    pub(crate) fn text(text: &str) -> Self {
        // Bytes bound the characters from above; only then is counting worth it.
        let text = text.trim_matches(|letter: char| letter.is_whitespace() || letter == '\u{FEFF}');
        let chars = if text.len() > MAX_CELL_CHARS {
            text.chars().count()
        } else {
            0
        };
        match chars {
            _ if text.is_empty() => Self::Empty,
            0..=MAX_CELL_CHARS => Self::Text(text.to_owned()),
            _ => Self::TooLong(chars),
        }
    }

    /// The value as a person would type it.
    pub fn shown(&self) -> String {
        match self {
            Self::Empty | Self::TooLong(_) | Self::Unreadable => String::new(),
            Self::Text(text) => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::Moment(moment) => moment.to_string(),
        }
    }

    fn bytes(&self) -> usize {
        size_of::<Self>()
            + if let Self::Text(text) = self {
                text.len()
            } else {
                0
            }
    }
}

impl fmt::Debug for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "Empty",
            Self::Text(_) => "Text(…)",
            Self::Number(_) => "Number(…)",
            Self::Moment(_) => "Moment(…)",
            Self::TooLong(_) => "TooLong",
            Self::Unreadable => "Unreadable",
        })
    }
}

/// Takes rows as they are read and stops at the first limit.
#[derive(Default)]
pub(crate) struct Collector {
    rows: Vec<Row>,
    bytes: usize,
}

impl Collector {
    /// Cells worth making of a row: one more than allowed.
    pub(crate) const WIDEST: usize = MAX_COLUMNS + 1;

    pub(crate) fn check_width(columns: usize) -> Result<(), ReadError> {
        if columns > MAX_COLUMNS {
            Err(ReadError::TooManyColumns { limit: MAX_COLUMNS })
        } else {
            Ok(())
        }
    }

    /// Keeps a row, unless it is empty.
    pub(crate) fn push(&mut self, number: u32, mut cells: Vec<Cell>) -> Result<(), ReadError> {
        while cells.last() == Some(&Cell::Empty) {
            cells.pop();
        }
        if cells.is_empty() {
            return Ok(());
        }
        Self::check_width(cells.len())?;
        if self.rows.len() > MAX_ROWS + HEADER_WITHIN {
            return Err(ReadError::TooManyRows { limit: MAX_ROWS });
        }
        self.bytes += cells.iter().map(Cell::bytes).sum::<usize>();
        if self.bytes > MAX_TABLE_BYTES {
            return Err(ReadError::TooLarge {
                limit: MAX_INFLATED_BYTES,
            });
        }
        self.rows.push(Row { number, cells });
        Ok(())
    }

    pub(crate) fn finish(self) -> Result<Table, ReadError> {
        let filled = |row: &Row| {
            row.cells
                .iter()
                .filter(|cell| **cell != Cell::Empty)
                .count()
        };
        let widest = self
            .rows
            .iter()
            .take(HEADER_WITHIN)
            .map(filled)
            .max()
            .unwrap_or(0);
        // A title in one merged cell is narrower than the header below it.
        let header = self
            .rows
            .iter()
            .position(|row| filled(row) * 2 > widest)
            .ok_or(ReadError::Empty)?;
        let mut rows = self.rows.into_iter().skip(header);
        let header = rows.next().ok_or(ReadError::Empty)?;
        let rows: Vec<Row> = rows.collect();
        if rows.is_empty() {
            return Err(ReadError::Empty);
        }
        if rows.len() > MAX_ROWS {
            return Err(ReadError::TooManyRows { limit: MAX_ROWS });
        }
        let width = rows
            .iter()
            .map(|row| row.cells.len())
            .max()
            .unwrap_or(0)
            .max(header.cells.len());
        Ok(Table {
            headers: headers(&header, width),
            rows,
        })
    }
}

/// Names of the columns: what is typed, else the letter (as under a merged header); a repeated name gets its letter too.
fn headers(row: &Row, width: usize) -> Vec<String> {
    let mut headers: Vec<String> = Vec::with_capacity(width);
    for column in 0..width {
        let typed = row
            .cell(column)
            .shown()
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        let name = match typed.as_str() {
            "" => letters(column),
            typed if headers.iter().any(|header| header == typed) => {
                format!("{typed} ({})", letters(column))
            }
            typed => typed.to_owned(),
        };
        headers.push(name);
    }
    headers
}

/// A, B, … Z, AA, AB …, as spreadsheets name columns.
fn letters(column: usize) -> String {
    let letter = u8::try_from(column % 26).map_or('A', |place| char::from(b'A' + place));
    match column / 26 {
        0 => letter.to_string(),
        before => format!("{}{letter}", letters(before - 1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_named_as_spreadsheets_name_them() {
        assert_eq!(
            [0, 25, 26, 51, 52, 199].map(letters),
            ["A", "Z", "AA", "AZ", "BA", "GR"]
        );
    }

    #[test]
    fn debug_never_shows_content() {
        let row = Row {
            number: 1,
            cells: vec![Cell::text("geheim")],
        };
        assert!(!format!("{row:?} {:?}", row.cells).contains("geheim"));
    }
}
