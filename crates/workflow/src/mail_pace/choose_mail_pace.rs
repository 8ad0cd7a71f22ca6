//! Who reads a mail chooses by its link how often to be written to.

use identity::mail_pace::PaceToken;
use policy::{ChooseMailPace, Permit};
use shared::codes::MailPace;
use storage::Tx;

use super::set;
use crate::{Refusal, Sources, Stop};

/// For every signal of this authority that the same address was left with: whoever reads its mail decides about its mail.
/// Choosing twice changes nothing; an address that is gone meanwhile gets no mail anyway.
pub fn choose_mail_pace(
    tx: &mut Tx<'_>,
    permit: &Permit<ChooseMailPace>,
    sources: &Sources,
    token: &str,
    pace: MailPace,
) -> Result<(), Stop> {
    let authority = permit.scope().writes().ok_or(Refusal::NotFound)?;
    let contact = PaceToken::contact_of(sources.keys().index(), authority.uuid(), token)
        .ok_or(Refusal::NotFound)?;
    let Some(contact) = tx.contact(permit.scope(), contact)? else {
        return Ok(());
    };
    for contact in tx.contacts_of_address(permit.scope(), &contact.email_index)? {
        set(tx, permit, sources, contact, pace)?;
    }
    Ok(())
}
