//! A processor looks how far an import is.

use policy::{GetImport, Permit};
use shared::id::ImportId;
use shared::import::{Import, ImportState};
use storage::Tx;

use super::view::import_view;
use crate::{Refusal, Sources, Stop};

/// Where an import stands; with its first rows while the columns wait to be confirmed.
pub fn get_import(
    tx: &mut Tx<'_>,
    permit: &Permit<GetImport>,
    sources: &Sources,
    import: ImportId,
) -> Result<Import, Stop> {
    let record = tx
        .import(permit.scope(), import)?
        .ok_or(Refusal::NotFound)?;
    let file = match record.state.0 {
        ImportState::Mapping => tx.import_file(permit.scope(), import)?,
        ImportState::Running | ImportState::Done | ImportState::Failed => None,
    };
    let table = file.and_then(|file| importers::read(&file).ok());
    let preview = table
        .map(|table| importers::preview(&table).rows)
        .unwrap_or_default();
    Ok(import_view(sources, record, preview))
}
