//! A provider takes a signal back.

use policy::{Operation, Permit, WithdrawSignal};
use shared::life_cycle::{SignalEvent, SignalState};
use storage::records::SignalRecord;
use storage::{At, Tx};

use super::find::by_receipt;
use super::membership::detach_all;
use super::step::{Step, take_step};
use crate::{Sources, Stop};

/// Erases the text and the address at once; the row stays as a count. A second time changes nothing.
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
    let mut record = detach_all(tx, permit, sources, record)?;
    if let Some(contact) = record.contact_id.take() {
        tx.delete_contact(permit.scope(), contact.0)?;
    }
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
    crate::erasure::remember(tx, permit, sources, "signal", record.id.uuid())
}
