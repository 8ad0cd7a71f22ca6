//! Organisations that work in an authority.

use policy::{CreateOrganisation, ListOrganisations, Permit};
use shared::id::OrganisationId;
use shared::organisation::{NewOrganisation, Organisation};
use shared::page::Page;
use shared::problem::Code;
use storage::records::OrganisationRecord;
use storage::{At, Key, Tx};

use crate::{Attempt, Refusal, Sources, Stop, once};

/// One page of organisations by name, without those that ended.
pub fn list_organisations(
    tx: &mut Tx<'_>,
    permit: &Permit<ListOrganisations>,
    after: Option<OrganisationId>,
    size: u32,
) -> Result<Page<Organisation>, Stop> {
    let scope = permit.scope();
    let after = match after {
        // The cursor names the last one only: its name is nobody's business in an address.
        Some(id) => {
            let last = tx.organisation(scope, id)?;
            let last = last.ok_or_else(|| Refusal::field("after", Code::UnknownValue))?;
            Some((last.name, id))
        }
        None => None,
    };
    let records = tx.organisations(scope, after, i64::from(size) + 1)?;
    let page = Page::cut(records, size, |last| last.id.to_string());
    Ok(page.map(organisation))
}

/// Adds an organisation.
pub fn create_organisation(
    tx: &mut Tx<'_>,
    permit: &Permit<CreateOrganisation>,
    sources: &Sources,
    attempt: &Attempt,
    new: &NewOrganisation,
) -> Result<Organisation, Stop> {
    let scope = permit.scope();
    let first = |tx: &mut Tx<'_>| {
        let authority = scope.writes().ok_or(Refusal::NotFound)?;
        let record = OrganisationRecord {
            authority_id: Key(authority),
            id: Key(OrganisationId::new(sources.ids.public())),
            name: new.name.reveal().to_owned(),
            sector: new.sector.to_string(),
            created_at: At(sources.now()),
            ended_at: None,
        };
        tx.insert_organisation(scope, &record)?;
        let id = record.id.to_string();
        tx.touches("organisation", &id);
        Ok((organisation(record), id))
    };
    once(tx, permit, sources, attempt, first, |tx, id| {
        let id = id.parse().map_err(|_| Refusal::NotFound)?;
        let record = tx.organisation(scope, id)?;
        record.map(organisation).ok_or_else(|| Code::Gone.into())
    })
}

fn organisation(record: OrganisationRecord) -> Organisation {
    Organisation {
        id: record.id.0,
        name: record.name,
        sector: record.sector,
    }
}
