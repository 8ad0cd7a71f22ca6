//! Organisations that work in an authority.

use policy::{CreateOrganisation, ListOrganisations, Permit};
use shared::id::OrganisationId;
use shared::organisation::{NewOrganisation, Organisation};
use shared::page::Page;
use shared::problem::Code;
use storage::records::OrganisationRecord;
use storage::{At, Key, Tx};

use crate::{Attempt, Refusal, Sources, Stop, once};

/// Organisations by name, without those that ended.
pub fn list_organisations(
    tx: &mut Tx<'_>,
    permit: &Permit<ListOrganisations>,
) -> Result<Page<Organisation>, Stop> {
    let records = tx.organisations(permit.scope())?;
    let active = records
        .into_iter()
        .filter(|record| record.ended_at.is_none());
    Ok(Page::whole(active.map(organisation).collect()))
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
