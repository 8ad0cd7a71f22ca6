//! Somebody makes an entry link for a team or an event.

use identity::entry_tokens::EntryToken;
use policy::{CreateEntryLink, Permit};
use shared::entry_link::{EntryLink, NewEntryLink};
use shared::id::EntryLinkId;
use shared::problem::Code;
use storage::records::EntryLinkRecord;
use storage::{At, Key, On, Tx};

use super::list_entry_links::entry_link;
use crate::{Attempt, Refusal, Sources, Stop, once};

/// Makes an entry link. Its token is public and revocable: it stands on posters, so it is stored as it is.
pub fn create_entry_link(
    tx: &mut Tx<'_>,
    permit: &Permit<CreateEntryLink>,
    sources: &Sources,
    attempt: &Attempt,
    base_url: &str,
    new: &NewEntryLink,
) -> Result<EntryLink, Stop> {
    let scope = permit.scope();
    let first = |tx: &mut Tx<'_>| {
        let authority = scope.writes().ok_or(Refusal::NotFound)?;
        if new
            .expires_on
            .is_some_and(|day| day < sources.today(authority))
        {
            return Err(Refusal::field("/expiresOn", Code::DateInPast).into());
        }
        if let Some(organisation) = new.organisation
            && tx.organisation(scope, organisation)?.is_none()
        {
            return Err(Refusal::field("/organisation", Code::UnknownValue).into());
        }
        let record = EntryLinkRecord {
            authority_id: Key(authority),
            id: Key(EntryLinkId::new(sources.ids.public())),
            token: EntryToken::draw(&*sources.randomness).reveal(),
            name: new.name.reveal().to_owned(),
            sector: new.sector.as_ref().map(ToString::to_string),
            organisation_id: new.organisation.map(Key),
            created_at: At(sources.now()),
            expires_on: new.expires_on.map(On),
            revoked_at: None,
        };
        tx.insert_entry_link(scope, &record)?;
        let id = record.id.to_string();
        tx.touches("entryLink", &id);
        Ok((entry_link(sources, base_url, record), id))
    };
    once(tx, permit, sources, attempt, first, |tx, id| {
        let id = id.parse().map_err(|_| Refusal::NotFound)?;
        let record = tx.entry_link(scope, id)?;
        let record = record.ok_or(Refusal::Code(Code::Gone))?;
        Ok(entry_link(sources, base_url, record))
    })
}
