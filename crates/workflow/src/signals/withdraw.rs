//! A provider takes a signal back.

use policy::{Operation, Permit, WithdrawSignal};
use shared::codes::ContactChoice;
use shared::id::ProviderRef;
use shared::life_cycle::{SignalEvent, SignalState};
use storage::records::SignalRecord;
use storage::{At, Key, Stored, Tx};

use super::find::by_receipt;
use super::membership::detach_all;
use super::step::{Step, take_step};
use super::timeline::can_undo;
use crate::{Sources, Stop};

/// Erases the text and the address at once; the row stays as a count. Taken back within the undo window, it counts for
/// nobody either: what stays is the mark of the attempt, so that a copy that comes late is told that it is gone, and the
/// code, so that taking it back twice changes nothing.
pub fn withdraw_signal(
    tx: &mut Tx<'_>,
    permit: &Permit<WithdrawSignal>,
    sources: &Sources,
    receipt: &str,
) -> Result<(), Stop> {
    let record = by_receipt(tx, permit, sources, receipt)?;
    withdraw(tx, permit, sources, record)
}

/// What withdrawing does, however the signal was found.
pub(super) fn withdraw<A: Operation>(
    tx: &mut Tx<'_>,
    permit: &Permit<A>,
    sources: &Sources,
    record: SignalRecord,
) -> Result<(), Stop> {
    if record.state.0 == SignalState::Withdrawn {
        return Ok(());
    }
    let undone = can_undo(sources, &record);
    let mut record = detach_all(tx, permit, sources, record)?;
    if undone {
        tx.delete_tags(permit.scope(), record.id.0)?;
        record = of_nobody(record);
    }
    if let Some(contact) = record.contact_id.take() {
        tx.delete_contact(permit.scope(), contact.0)?;
    }
    tx.forget_analysis(permit.scope(), record.id.0)?;
    tx.delete_push_subscriptions(permit.scope(), record.id.0)?;
    tx.delete_disclosure(permit.scope(), record.id.0)?;
    record.client_body = None;
    let record = take_step(
        tx,
        permit,
        sources,
        record,
        Step::plain(SignalEvent::Withdraw),
    )?;
    tx.erase_signal_texts(permit.scope(), record.id.0, At(sources.now()))?;
    crate::feedback::drop_unsent_for_signal(tx, permit, &record)?;
    tx.drop_unsent_words(permit.scope(), record.id.0)?;
    let kind = if undone { "undoneSignal" } else { "signal" };
    crate::erasure::remember(tx, permit, sources, kind, record.id.uuid())
}

/// The row without anything that tells who sent it or what it was about.
fn of_nobody(record: SignalRecord) -> SignalRecord {
    SignalRecord {
        provider_ref: Key(ProviderRef::NOBODY),
        contact: Stored(ContactChoice::Code),
        language: None,
        sector: None,
        profession: None,
        organisation_id: None,
        entry_link_id: None,
        frequency: None,
        people: None,
        kind: None,
        place: None,
        seen_issue_id: None,
        depth: None,
        ..record
    }
}
