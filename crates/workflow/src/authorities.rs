//! Authorities and what they configure, as everybody may read it.

use shared::authority::Authority;
use shared::taxonomy::Taxonomy;
use storage::records::AuthorityRecord;
use storage::{StorageError, Tx};

use crate::{Refusal, Stop};

/// Every authority with its successors.
pub fn all(tx: &mut Tx<'_>) -> Result<Vec<Authority>, Stop> {
    let mut authorities = Vec::new();
    for record in tx.authorities()? {
        let successors = tx.successors(record.id.0)?;
        authorities.push(view(record, successors));
    }
    Ok(authorities)
}

/// The newest taxonomy of an authority.
pub fn taxonomy(
    tx: &mut Tx<'_>,
    scope: &policy::Scope,
    authority: shared::id::AuthorityId,
) -> Result<Taxonomy, Stop> {
    let record = tx.taxonomy(scope, authority)?.ok_or(Refusal::NotFound)?;
    let revision = u32::try_from(record.revision)
        .map_err(|error| StorageError::Unexpected(error.to_string()))?;
    Ok(Taxonomy {
        revision,
        ..record.content.0
    })
}

fn view(record: AuthorityRecord, successors: Vec<shared::id::AuthorityId>) -> Authority {
    Authority {
        id: record.id.0,
        slug: record.slug,
        name: record.name,
        level: record.level.0,
        nis_code: record.nis_code,
        languages: record.languages.0,
        time_zone: record.time_zone,
        answer_term_days: u32::try_from(record.answer_term_days).unwrap_or_default(),
        work_mode: record.work_mode.0,
        places: record.places.0,
        referrals: record.referrals.0,
        valid_from: record.valid_from.0,
        valid_to: record.valid_to.map(|day| day.0),
        successors,
    }
}
