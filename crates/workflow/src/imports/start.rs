//! A processor confirms which column holds what; the rows are read in the background.

use importers::BadMapping;
use policy::{Permit, StartImport};
use serde_json::json;
use shared::id::{ImportId, JobId};
use shared::import::{Import, ImportMapping, ImportState};
use shared::problem::Code;
use storage::records::{ImportRecord, JobRecord};
use storage::{At, Json, Stored, Tx};

use super::view::import_view;
use crate::{Refusal, Sources, Stop};

/// Kind of the job that reads the rows; its payload is `{"import": id}`.
pub const JOB_KIND: &str = "import";

/// Queues the reading of the rows. Starting what runs already changes nothing.
pub fn start_import(
    tx: &mut Tx<'_>,
    permit: &Permit<StartImport>,
    sources: &Sources,
    import: ImportId,
    mapping: &ImportMapping,
) -> Result<Import, Stop> {
    let mut record = tx
        .import(permit.scope(), import)?
        .ok_or(Refusal::NotFound)?;
    match record.state.0 {
        ImportState::Mapping => {}
        ImportState::Running if record.mapping.as_deref() == Some(mapping) => {
            return Ok(import_view(sources, record, Vec::new()));
        }
        ImportState::Running | ImportState::Done | ImportState::Failed => {
            return Err(Refusal::WrongState.into());
        }
    }
    importers::check_columns(mapping, &record.headers).map_err(refusal)?;
    record.state = Stored(ImportState::Running);
    record.mapping = Some(Json(mapping.clone()));
    if !tx.update_import(permit.scope(), &record, 0)? {
        return Err(Refusal::WrongState.into());
    }
    tx.insert_job(&job(sources, &record))?;
    tx.touches("import", record.id.0);
    Ok(import_view(sources, record, Vec::new()))
}

/// The job that reads (on): ids only, and the rows say themselves how far it is.
pub(super) fn job(sources: &Sources, record: &ImportRecord) -> JobRecord {
    let id = JobId::new(sources.ids.key());
    let authority = Some(record.authority_id.0);
    let payload = json!({ "import": record.id.0 });
    JobRecord::queued(id, authority, JOB_KIND, payload, At(sources.now()))
}

fn refusal(bad: BadMapping) -> Refusal {
    let column = |number: u32| format!("/columns/{number}");
    match bad {
        BadMapping::NotOneText => Refusal::field("/columns", Code::Required),
        BadMapping::UnknownColumn(number) => Refusal::field(&column(number), Code::UnknownValue),
        BadMapping::FieldTwice(_) => Refusal::field("/columns", Code::InvalidValue),
        BadMapping::PersonalColumn(number) => Refusal::field(&column(number), Code::PersonalData),
    }
}
