//! A processor ends a signal that is not structural or was sent twice.

use policy::{EndSignal, Permit};
use shared::codes::{ClosedList, FeedbackMoment, NotStructuralReason};
use shared::id::SignalId;
use shared::life_cycle::{SignalEvent, SignalState};
use shared::problem::Code;
use shared::signal::SignalDetail;
use shared::text::Note;
use storage::{At, Tx};

use super::find::signal_in;
use super::membership::detach_all;
use super::step::{Step, take_step};
use super::view::signal_detail;
use crate::{Refusal, Sources, Stop};

/// Why a signal ends, checked.
#[derive(Debug)]
pub enum End {
    /// Not structural, with the reason in words for the provider.
    NotStructural(NotStructuralReason, Note),
    /// Sent twice; the other one stays.
    Duplicate(SignalId),
}

/// Ends the signal; the provider hears why.
pub fn end_signal(
    tx: &mut Tx<'_>,
    permit: &Permit<EndSignal>,
    sources: &Sources,
    signal: SignalId,
    expected: u64,
    end: &End,
) -> Result<SignalDetail, Stop> {
    let record = signal_in(tx, permit, signal, expected)?;
    let (mut record, step, moment) = match end {
        End::NotStructural(reason, note) => {
            // A question may be open on a signal that is linked: what ends is part of no issue.
            let record = match record.state.0 {
                SignalState::QuestionOpen => detach_all(tx, permit, sources, record)?,
                _ => record,
            };
            let step = Step {
                event: SignalEvent::CloseNotStructural,
                reason: Some(reason.code()),
                note: Some(note.reveal()),
                issue: None,
            };
            (record, step, FeedbackMoment::NotStructural)
        }
        End::Duplicate(of) => {
            let stays = tx
                .signal(permit.scope(), *of)?
                .filter(|stays| stays.authority_id == record.authority_id);
            let stays = stays
                .filter(|stays| stays.id != record.id)
                .ok_or(Refusal::field("/of", Code::UnknownValue))?;
            let mut record = detach_all(tx, permit, sources, record)?;
            record.duplicate_of = Some(stays.id);
            let step = Step {
                reason: Some("duplicate"),
                ..Step::plain(SignalEvent::CloseDuplicate)
            };
            (record, step, FeedbackMoment::Duplicate)
        }
    };
    record.first_response_at = record.first_response_at.or(Some(At(sources.now())));
    let record = take_step(tx, permit, sources, record, step)?;
    crate::feedback::fall_due_for_signal(tx, permit, sources, &record, None, moment)?;
    signal_detail(tx, permit, sources, record)
}
