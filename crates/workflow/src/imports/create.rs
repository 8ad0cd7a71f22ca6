//! A processor hands over a file.

use importers::{Preview, ReadError};
use policy::{CreateImport, Permit};
use shared::id::ImportId;
use shared::import::{Import, ImportState};
use storage::records::ImportRecord;
use storage::{At, Json, Key, Stored, Tx};

use super::view::import_view;
use crate::{Refusal, Sources, Stop};

/// A file that was read: a table with a header and rows.
pub struct Upload {
    file: Vec<u8>,
    kind: &'static str,
    rows: usize,
    preview: Preview,
}

impl Upload {
    /// Reads a file within the limits of trust.md §5.5. May take a second: not for the async runtime's own threads.
    pub fn read(file: Vec<u8>) -> Result<Self, ReadError> {
        let table = importers::read(&file)?;
        let kind = if file.starts_with(b"PK") {
            "xlsx"
        } else {
            "csv"
        };
        let (rows, preview) = (table.rows.len(), importers::preview(&table));
        Ok(Self {
            file,
            kind,
            rows,
            preview,
        })
    }
}

/// Never shows content.
impl std::fmt::Debug for Upload {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "Upload({}, {} bytes, {} rows)",
            self.kind,
            self.file.len(),
            self.rows
        )
    }
}

/// Keeps the file until its rows are signals, and says what its columns seem to hold.
pub fn create_import(
    tx: &mut Tx<'_>,
    permit: &Permit<CreateImport>,
    sources: &Sources,
    upload: &Upload,
) -> Result<Import, Stop> {
    let authority = permit.scope().writes().ok_or(Refusal::NotFound)?;
    let record = ImportRecord {
        authority_id: Key(authority),
        id: Key(ImportId::new(sources.ids.public())),
        membership_id: permit.seat(authority).map(|(member, _)| Key(member)),
        state: Stored(ImportState::Mapping),
        headers: Json(upload.preview.columns.clone()),
        mapping: None,
        file_kind: upload.kind.to_owned(),
        rows: i32::try_from(upload.rows).unwrap_or(i32::MAX),
        rows_read: 0,
        created: 0,
        held: 0,
        known: 0,
        errors: Json(Vec::new()),
        started_at: At(sources.now()),
        finished_at: None,
    };
    tx.insert_import(permit.scope(), &record, &upload.file)?;
    tx.touches("import", record.id.0);
    Ok(import_view(sources, record, upload.preview.rows.clone()))
}
