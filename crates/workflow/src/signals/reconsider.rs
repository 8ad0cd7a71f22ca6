//! A processor takes an end back: a hand that slips is not the provider's loss.

use policy::{Permit, ReconsiderSignal};
use shared::id::SignalId;
use shared::life_cycle::SignalEvent;
use shared::signal::SignalDetail;
use storage::Tx;

use super::find::signal_in;
use super::step::{Step, take_step};
use super::view::signal_detail;
use crate::{Sources, Stop};

/// Brings the signal back to the inbox; feedback about the end that was not sent yet is not owed any more.
pub fn reconsider_signal(
    tx: &mut Tx<'_>,
    permit: &Permit<ReconsiderSignal>,
    sources: &Sources,
    signal: SignalId,
    expected: u64,
) -> Result<SignalDetail, Stop> {
    let mut record = signal_in(tx, permit, signal, expected)?;
    record.duplicate_of = None;
    let record = take_step(
        tx,
        permit,
        sources,
        record,
        Step::plain(SignalEvent::Reconsider),
    )?;
    crate::feedback::drop_unsent_for_signal(tx, permit, &record)?;
    signal_detail(tx, permit, sources, record)
}
