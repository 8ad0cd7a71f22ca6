//! A provider changes how to hear what came of it.

use policy::{ChangeContact, Permit};
use shared::codes::ContactChoice;
use shared::signal::Contact;
use shared::timeline::Timeline;
use storage::{Key, Stored, Tx};

use super::find::by_receipt;
use super::step::save;
use super::submit::seal_contact;
use super::timeline::timeline;
use crate::{Refusal, Sources, Stop};

/// Takes the old address away for good and seals the new one.
pub fn change_contact(
    tx: &mut Tx<'_>,
    permit: &Permit<ChangeContact>,
    sources: &Sources,
    receipt: &str,
    contact: &Contact,
) -> Result<Timeline, Stop> {
    let mut record = by_receipt(tx, permit, sources, receipt)?;
    let authority = sources
        .directory
        .by_id(record.authority_id.0)
        .ok_or(Refusal::NotFound)?;
    if let Some(old) = record.contact_id.take() {
        tx.delete_contact(permit.scope(), old.0)?;
        // A backup still has it: restoring one must not bring it back.
        crate::erasure::remember(tx, permit, sources, "contact", old.0)?;
    }
    record.contact = Stored(ContactChoice::Code);
    if let Contact::Email(email, pace) = contact {
        let id = seal_contact(
            tx,
            permit,
            sources,
            &authority,
            record.provider_ref.0,
            (email, *pace),
            record.locale.0,
        )?;
        record.contact_id = Some(Key(id));
        record.contact = Stored(ContactChoice::Email);
    }
    let record = save(tx, permit, sources, record)?;
    timeline(tx, permit, sources, &record)
}
