//! A provider says whether an answer helps.

use policy::{Permit, RateFeedback};
use shared::id::FeedbackId;
use shared::life_cycle::{FeedbackEvent, LifeCycle};
use shared::timeline::Timeline;
use storage::{At, Stored, Tx};

use crate::signals::{by_receipt, timeline};
use crate::{Refusal, Sources, Stop};

/// One tap; it may be changed.
pub fn rate_feedback(
    tx: &mut Tx<'_>,
    permit: &Permit<RateFeedback>,
    sources: &Sources,
    receipt: &str,
    feedback: FeedbackId,
    useful: bool,
) -> Result<Timeline, Stop> {
    let signal = by_receipt(tx, permit, sources, receipt)?;
    let row = tx.feedback(permit.scope(), feedback)?;
    // Another provider's feedback might as well not exist.
    let mut row = row
        .filter(|row| row.signal_id == signal.id)
        .ok_or(Refusal::NotFound)?;
    let from = row.state.0;
    let now = At(sources.now());
    row.state = Stored(from.after(FeedbackEvent::Rate, |_| true)?);
    row.read_at = row.read_at.or(Some(now));
    row.rated_at = Some(now);
    row.useful = Some(i32::from(useful));
    tx.update_feedback(permit.scope(), &row, from)?;
    tx.touches("signal", signal.public_id.0);
    timeline(tx, permit, sources, &signal)
}
