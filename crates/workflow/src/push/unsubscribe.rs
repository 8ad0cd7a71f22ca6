//! A browser no longer wants to hear.

use policy::{Permit, UnsubscribePush};
use shared::push::PushSubscription;
use storage::Tx;

use super::{same, signals_of};
use crate::{Sources, Stop, erasure};

/// Forgets where to ring, for each signal that a receipt opens. Answers how many receipts open nothing.
pub fn unsubscribe_push(
    tx: &mut Tx<'_>,
    permit: &Permit<UnsubscribePush>,
    sources: &Sources,
    subscription: &PushSubscription,
) -> Result<u32, Stop> {
    let (signals, misses) = signals_of(tx, permit, sources, &subscription.receipts)?;
    for signal in signals {
        let known = tx.push_subscriptions(permit.scope(), &[signal.id.0])?;
        if let Some(record) = same(sources, signal.id.0, &subscription.endpoint, &known) {
            tx.delete_push_subscription(permit.scope(), record.id.0)?;
            // A backup still has it: restoring one must not ring again.
            erasure::remember(tx, permit, sources, "push", record.id.0)?;
        }
    }
    Ok(misses)
}
