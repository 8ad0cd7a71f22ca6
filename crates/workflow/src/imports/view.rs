//! An import as a processor sees it.

use shared::import::Import;
use storage::records::ImportRecord;

use crate::Sources;

pub(super) fn import_view(
    sources: &Sources,
    record: ImportRecord,
    preview: Vec<Vec<String>>,
) -> Import {
    let count = |number: i32| u32::try_from(number).unwrap_or_default();
    let authority = record.authority_id.0;
    Import {
        id: record.id.0,
        authority: sources.slug(authority),
        state: record.state.0,
        columns: record.headers.0,
        preview,
        rows: count(record.rows),
        read: count(record.rows_read),
        created: count(record.created),
        held: count(record.held),
        known: count(record.known),
        errors: record.errors.0,
        started_on: sources.day_of(record.started_at.0, authority),
    }
}
