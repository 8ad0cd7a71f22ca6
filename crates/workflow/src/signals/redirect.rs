//! A processor sends a signal to the right address: individual help, or out of scope.

use policy::{Permit, RedirectSignal};
use shared::codes::{ClosedList, FeedbackMoment, RedirectReason};
use shared::id::SignalId;
use shared::life_cycle::SignalEvent;
use shared::signal::SignalDetail;
use shared::text::Note;
use storage::{At, Tx};

use super::find::signal_in;
use super::membership::detach_all;
use super::step::{Step, take_step};
use super::view::signal_detail;
use crate::{Sources, Stop};

/// Ends the signal here; the provider hears who helps.
pub fn redirect_signal(
    tx: &mut Tx<'_>,
    permit: &Permit<RedirectSignal>,
    sources: &Sources,
    signal: SignalId,
    expected: u64,
    reason: RedirectReason,
    address: &Note,
) -> Result<SignalDetail, Stop> {
    let record = signal_in(tx, permit, signal, expected)?;
    let mut record = detach_all(tx, permit, sources, record)?;
    record.first_response_at = record.first_response_at.or(Some(At(sources.now())));
    let step = Step {
        event: SignalEvent::Redirect,
        reason: Some(reason.code()),
        note: Some(address.reveal()),
        issue: None,
    };
    let record = take_step(tx, permit, sources, record, step)?;
    crate::feedback::fall_due_for_signal(
        tx,
        permit,
        sources,
        &record,
        None,
        FeedbackMoment::Redirected,
    )?;
    signal_detail(tx, permit, sources, record)
}
