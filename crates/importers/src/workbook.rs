//! The first sheet of an XLSX that has rows.

use std::io::Cursor;

use calamine::{DataRef, Reader, Xlsx, XlsxError};
use chrono::NaiveDate;

use crate::archive;
use crate::moments::of_serial;
use crate::read::ReadError;
use crate::table::{Cell, Collector, Table};

pub(crate) fn read(file: &[u8]) -> Result<Table, ReadError> {
    archive::measure(file)?;
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(file)).map_err(|error| refused(&error))?;
    for name in workbook.sheet_names() {
        match sheet(&mut workbook, &name) {
            Err(ReadError::Empty) => {}
            result => return result,
        }
    }
    Err(ReadError::Empty)
}

fn refused(error: &XlsxError) -> ReadError {
    if matches!(error, XlsxError::Password) {
        ReadError::OldOrEncrypted
    } else {
        ReadError::Unreadable
    }
}

/// Cell by cell: the size that the sheet declares is not believed, and empty cells cost nothing.
fn sheet(workbook: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Result<Table, ReadError> {
    let is_1904 = workbook.has_1904_epoch();
    let mut cells = match workbook.worksheet_cells_reader(name) {
        // A sheet of charts is none of ours.
        Err(XlsxError::NotAWorksheet(_)) => return Err(ReadError::Empty),
        cells => cells.map_err(|error| refused(&error))?,
    };
    let mut collector = Collector::default();
    let (mut number, mut row) = (0, Vec::new());
    while let Some(found) = cells.next_cell().map_err(|error| refused(&error))? {
        let ((row_index, column_index), value) =
            (found.get_position(), cell(found.get_value(), is_1904));
        if matches!(value, Cell::Empty) {
            continue;
        }
        let column = usize::try_from(column_index).map_err(|_| ReadError::Unreadable)?;
        Collector::check_width(column + 1)?;
        let this = row_index.saturating_add(1);
        if this < number {
            // Rows in any other order are made to confuse.
            return Err(ReadError::Unreadable);
        }
        if this > number {
            collector.push(number, std::mem::take(&mut row))?;
            number = this;
        }
        if row.len() <= column {
            row.resize(column + 1, Cell::Empty);
        }
        if let Some(place) = row.get_mut(column) {
            *place = value;
        }
    }
    collector.push(number, row)?;
    collector.finish()
}

/// Formulas give the value that was stored with them; they are never computed.
fn cell(value: &DataRef<'_>, is_1904: bool) -> Cell {
    match value {
        DataRef::Empty => Cell::Empty,
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            Cell::text(text)
        }
        DataRef::SharedString(text) => Cell::text(text),
        DataRef::Bool(value) => Cell::text(if *value { "1" } else { "0" }),
        DataRef::Int(value) => Cell::text(&value.to_string()),
        DataRef::Float(value) => Cell::Number(*value),
        DataRef::DateTime(moment) if moment.is_duration() => Cell::Number(moment.as_f64()),
        // 1904 is the epoch of old Macs, 1,462 days later.
        DataRef::DateTime(moment) => {
            let serial = if is_1904 {
                moment.as_f64() + 1_462.0
            } else {
                moment.as_f64()
            };
            of_serial(serial).map_or(Cell::Number(moment.as_f64()), Cell::Moment)
        }
        DataRef::Error(_) => Cell::Unreadable,
    }
}

/// Day zero of a serial date, which counts a 29 February 1900 that never was.
pub(crate) const EPOCH: Option<NaiveDate> = NaiveDate::from_ymd_opt(1899, 12, 30);
