//! A provider changes on her phone how often she wants a mail.

use policy::{ChangeMailPace, Permit};
use shared::mail_pace::PaceDraft;
use storage::Tx;

use super::set;
use crate::push::signals_of;
use crate::{Sources, Stop};

/// For the addresses of the signals that these receipts open, and for no other signal of the same address: a receipt
/// tells nothing about those. Answers how many receipts open nothing.
pub fn change_mail_pace(
    tx: &mut Tx<'_>,
    permit: &Permit<ChangeMailPace>,
    sources: &Sources,
    draft: &PaceDraft,
) -> Result<u32, Stop> {
    let (signals, misses) = signals_of(tx, permit, sources, &draft.receipts)?;
    for contact in signals.iter().filter_map(|signal| signal.contact_id) {
        if let Some(contact) = tx.contact(permit.scope(), contact.0)? {
            set(tx, permit, sources, contact, draft.pace)?;
        }
    }
    Ok(misses)
}
