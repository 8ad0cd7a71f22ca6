//! From a row to a signal.

use chrono_tz::Tz;
use shared::codes::{ClosedList, Language};
use shared::import::{ImportError, ImportField, ImportMapping};
use shared::problem::{Code, FieldError};
use shared::signal::{Chips, NewSignal, SignalDraft};
use shared::taxonomy::Taxonomy;
use shared::time::Moment;

use crate::columns::{BadMapping, check_mapping};
use crate::labels::{self, CodesByLabel};
use crate::limits::MAX_CELL_CHARS;
use crate::moments::{DateOrder, date_order, moment};
use crate::table::{Cell, Row, Table};

/// A row that keeps every rule.
#[derive(Debug)]
pub struct ImportedSignal {
    /// The signal; without contact, since names and addresses stay in the file.
    pub signal: NewSignal,
    /// When the form was filled in.
    pub received_at: Option<Moment>,
    /// The row's own number in its source.
    pub source_id: Option<String>,
}

/// Reads the rows of one table with one mapping.
pub struct RowParser<'a> {
    mapping: &'a ImportMapping,
    headers: &'a [String],
    taxonomy: &'a Taxonomy,
    sectors: CodesByLabel,
    target_groups: CodesByLabel,
    themes: CodesByLabel,
    zone: Tz,
    dates: DateOrder,
}

impl<'a> RowParser<'a> {
    /// Prepares labels and the order of dates; refuses a mapping that does not fit the table or would import names.
    pub fn new(
        table: &'a Table,
        mapping: &'a ImportMapping,
        taxonomy: &'a Taxonomy,
        zone: Tz,
    ) -> Result<Self, BadMapping> {
        check_mapping(mapping, table)?;
        let moments = column(mapping, ImportField::ReceivedAt);
        let dates = moments.map_or(DateOrder::DayFirst, |column| {
            date_order(table.rows.iter().map(|row| row.cell(column)))
        });
        Ok(Self {
            mapping,
            headers: &table.headers,
            taxonomy,
            sectors: CodesByLabel::sectors(taxonomy),
            target_groups: CodesByLabel::target_groups(taxonomy),
            themes: CodesByLabel::themes(taxonomy),
            zone,
            dates,
        })
    }

    /// The signal in a row, or everything that is wrong with it.
    pub fn parse(&self, row: &Row) -> Result<ImportedSignal, Vec<ImportError>> {
        let mut reading = Reading {
            parser: self,
            row,
            errors: Vec::new(),
        };
        let received_at = reading.value(ImportField::ReceivedAt, Code::InvalidDate, |cell| {
            moment(cell, self.dates, self.zone)
        });
        let draft = SignalDraft {
            text: reading.text(ImportField::Text).unwrap_or_default(),
            sector: reading.code(ImportField::Sector, |typed| {
                self.sectors.code(typed).map(str::to_owned)
            }),
            profession: reading.text(ImportField::Profession),
            chips: Chips {
                frequency: reading.code(ImportField::Frequency, labels::frequency),
                people: reading.value(ImportField::People, Code::UnknownValue, |cell| {
                    labels::people(&cell.shown())
                }),
                kind: reading.code(ImportField::Kind, labels::kind),
                place: reading.text(ImportField::Place),
                themes: reading
                    .code(ImportField::Themes, |typed| self.themes.codes(typed))
                    .unwrap_or_default(),
                target_groups: reading
                    .code(ImportField::TargetGroups, |typed| {
                        self.target_groups.codes(typed)
                    })
                    .unwrap_or_default(),
                tried: reading.text(ImportField::Tried),
                wish: reading.text(ImportField::Wish),
            },
            ..SignalDraft::default()
        };
        let source_id = reading.text(ImportField::SourceId);
        let language =
            text::guess(&draft.text).map(|language: Language| language.code().to_owned());
        let parsed = SignalDraft { language, ..draft }.parse(self.taxonomy);
        let mut errors = reading.errors;
        match parsed {
            Ok(signal) if errors.is_empty() => Ok(ImportedSignal {
                signal,
                received_at,
                source_id,
            }),
            Ok(_) => Err(errors),
            Err(invalid) => {
                for error in invalid.errors() {
                    let error = self.rule(row, error);
                    // A cell that could not be read is told once.
                    if !errors.iter().any(|earlier| earlier.column == error.column) {
                        errors.push(error);
                    }
                }
                Err(errors)
            }
        }
    }

    /// A broken rule of the draft, at the column that the field came from.
    fn rule(&self, row: &Row, error: &FieldError) -> ImportError {
        let field = error
            .pointer
            .split('/')
            .nth(1)
            .and_then(ImportField::of_code);
        let column = field
            .and_then(|field| self.header(field))
            .map(str::to_owned);
        ImportError {
            row: row.number,
            column,
            code: error.code.row().key.to_owned(),
            limit: error.limit,
        }
    }

    fn header(&self, field: ImportField) -> Option<&str> {
        self.headers
            .get(column(self.mapping, field)?)
            .map(String::as_str)
    }
}

fn column(mapping: &ImportMapping, field: ImportField) -> Option<usize> {
    let found = mapping
        .columns
        .iter()
        .find(|(_, mapped)| **mapped == field)?;
    usize::try_from(*found.0).ok()
}

/// One row while it is read; errors are collected so that a person sees them all at once.
struct Reading<'a> {
    parser: &'a RowParser<'a>,
    row: &'a Row,
    errors: Vec<ImportError>,
}

impl Reading<'_> {
    /// The text of a mapped cell; nothing when it is empty or the field has no column.
    fn text(&mut self, field: ImportField) -> Option<String> {
        self.value(field, Code::InvalidValue, |cell| {
            Some(text::normalise(&cell.shown()))
        })
    }

    /// A value of a list; what says nothing ("n.v.t.") is absent.
    fn code<T>(&mut self, field: ImportField, find: impl Fn(&str) -> Option<T>) -> Option<T> {
        self.value(field, Code::UnknownValue, |cell| {
            let typed = cell.shown();
            if labels::is_nothing(&typed) {
                Some(None)
            } else {
                find(&typed).map(Some)
            }
        })
        .flatten()
    }

    /// What `read` makes of the mapped cell; `code` is noted when it makes nothing of a filled cell.
    fn value<T>(
        &mut self,
        field: ImportField,
        code: Code,
        read: impl Fn(&Cell) -> Option<T>,
    ) -> Option<T> {
        let column = column(self.parser.mapping, field)?;
        match self.row.cell(column) {
            Cell::Empty => None,
            Cell::TooLong(_) => self.note(field, Code::TooLong, u64::try_from(MAX_CELL_CHARS).ok()),
            Cell::Unreadable => self.note(field, Code::InvalidValue, None),
            cell => read(cell).or_else(|| self.note(field, code, None)),
        }
    }

    fn note<T>(&mut self, field: ImportField, code: Code, limit: Option<u64>) -> Option<T> {
        let column = self.parser.header(field).map(str::to_owned);
        self.errors.push(ImportError {
            row: self.row.number,
            column,
            code: code.row().key.to_owned(),
            limit,
        });
        None
    }
}
