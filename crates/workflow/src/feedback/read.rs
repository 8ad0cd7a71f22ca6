//! What a provider was told, as its reader and as processors see it.

use policy::{Operation, Permit, Scope};
use shared::feedback::Feedback;
use shared::life_cycle::{FeedbackEvent, LifeCycle};
use shared::timeline::ReceivedFeedback;
use storage::records::SignalRecord;
use storage::{At, Stored, Tx};

use crate::{Sources, Stop};

/// What the provider was told, newest first.
pub fn received(
    tx: &mut Tx<'_>,
    scope: &Scope,
    sources: &Sources,
    signal: &SignalRecord,
) -> Result<Vec<ReceivedFeedback>, Stop> {
    let authority = signal.authority_id.0;
    let rows = tx.feedback_of_signal(scope, signal.id.0)?;
    let told = rows.into_iter().filter(|(row, _)| row.state.is_informed());
    let view = told.filter_map(|(row, text)| {
        Some(ReceivedFeedback {
            id: row.id.0,
            moment: row.moment.0,
            sent_on: sources.day_of(row.sent_at?.0, authority),
            state: row.state.0,
            text: text?,
            useful: row.useful.map(|useful| useful != 0),
        })
    });
    Ok(view.collect())
}

/// What the provider is owed and was told, newest first, for who works on the signal.
pub fn of_signal(
    tx: &mut Tx<'_>,
    scope: &Scope,
    sources: &Sources,
    signal: &SignalRecord,
) -> Result<Vec<Feedback>, Stop> {
    let authority = signal.authority_id.0;
    let rows = tx.feedback_of_signal(scope, signal.id.0)?;
    let view = rows.into_iter().map(|(row, text)| Feedback {
        id: row.id.0,
        signal: signal.public_id.0,
        moment: row.moment.0,
        state: row.state.0,
        due_on: row.due_on.0,
        sent_on: row.sent_at.map(|at| sources.day_of(at.0, authority)),
        text,
        contact: signal.contact.0,
        undeliverable: row.undeliverable_at.is_some(),
        useful: row.useful.map(|useful| useful != 0),
    });
    Ok(view.collect())
}

/// The provider opened the signal: what was sent is read from now on. A second opening changes nothing.
pub fn mark_read<A: Operation>(
    tx: &mut Tx<'_>,
    permit: &Permit<A>,
    sources: &Sources,
    signal: &SignalRecord,
) -> Result<(), Stop> {
    for (mut row, _) in tx.feedback_of_signal(permit.scope(), signal.id.0)? {
        let from = row.state.0;
        let unread = row.read_at.is_none() && from.is_informed();
        let Some(Ok(read)) = unread.then(|| from.after(FeedbackEvent::Read, |_| true)) else {
            continue;
        };
        row.state = Stored(read);
        row.read_at = Some(At(sources.now()));
        tx.update_feedback(permit.scope(), &row, from)?;
    }
    Ok(())
}
