//! A processor looks how far an import is.

use policy::{CreateImport, GetImport, Permit, Scope};
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
    shown(tx, permit.scope(), sources, import)
}

/// The answer to a repeated hand-over.
pub fn import_again(
    tx: &mut Tx<'_>,
    permit: &Permit<CreateImport>,
    sources: &Sources,
    import: &str,
) -> Result<Import, Stop> {
    let import = import.parse().map_err(|_| Refusal::NotFound)?;
    shown(tx, permit.scope(), sources, import)
}

fn shown(
    tx: &mut Tx<'_>,
    scope: &Scope,
    sources: &Sources,
    import: ImportId,
) -> Result<Import, Stop> {
    let record = tx.import(scope, import)?.ok_or(Refusal::NotFound)?;
    let file = match record.state.0 {
        ImportState::Mapping => tx.import_file(scope, import)?,
        ImportState::Running | ImportState::Done | ImportState::Failed => None,
    };
    let table = file.and_then(|file| importers::read(&file).ok());
    let preview = table
        .map(|table| importers::preview(&table).rows)
        .unwrap_or_default();
    Ok(import_view(sources, record, preview))
}
