//! Web Push: the browsers of a provider ring when there is news. They are told nothing else (docs/adr/0012).

use identity::sealing::{DataKey, Place, push_index};
use policy::{Operation, Permit, RunJob};
use serde::{Deserialize, Serialize};
use shared::id::{AuthorityId, SignalKey};
use shared::push::PushEndpoint;
use storage::Tx;
use storage::records::PushSubscriptionRecord;
use uuid::Uuid;

use crate::outbox::{JobKind, job};
use crate::signals::by_receipt;
use crate::{Refusal, Sources, Stop};

mod subscribe;
mod unsubscribe;

pub use subscribe::subscribe_push;
pub use unsubscribe::unsubscribe_push;

/// A ring as it waits: which subscription, never where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ring {
    /// Which.
    pub subscription: Uuid,
}

/// Queues a ring for every browser that wants to hear of these signals.
pub(crate) fn ring<A: Operation>(
    tx: &mut Tx<'_>,
    permit: &Permit<A>,
    sources: &Sources,
    authority: AuthorityId,
    signals: &[SignalKey],
) -> Result<(), Stop> {
    for record in tx.push_subscriptions(permit.scope(), signals)? {
        let ring = Ring {
            subscription: record.id.0,
        };
        let payload = serde_json::to_value(ring).unwrap_or_default();
        tx.insert_job(&job(sources, JobKind::Push, Some(authority), payload))?;
    }
    Ok(())
}

/// The address to ring at, unsealed here and nowhere else; nothing when its owner no longer wants to hear.
pub fn compose_push(
    tx: &mut Tx<'_>,
    permit: &Permit<RunJob>,
    sources: &Sources,
    ring: Ring,
) -> Result<Option<String>, Stop> {
    let Some(record) = tx.push_subscription(permit.scope(), ring.subscription)? else {
        return Ok(None);
    };
    let place = |column| place(record.authority_id.0, column, record.id.0);
    let data_key = DataKey::unwrap(sources.keys().keks(), place("data_key"), &record.data_key)?;
    let endpoint = data_key.open(place("endpoint"), &record.endpoint_sealed)?;
    Ok(String::from_utf8(endpoint.to_vec()).ok())
}

fn place(authority: AuthorityId, column: &'static str, row: Uuid) -> Place {
    Place {
        authority: authority.uuid(),
        table: "push_subscriptions",
        column,
        row,
    }
}

/// The signals that these receipts open, and how many open nothing. None at all is a refusal.
pub(crate) fn signals_of<A: Operation>(
    tx: &mut Tx<'_>,
    permit: &Permit<A>,
    sources: &Sources,
    receipts: &[String],
) -> Result<(Vec<storage::records::SignalRecord>, u32), Stop> {
    let (mut signals, mut misses, mut opened) = (Vec::new(), 0, false);
    for receipt in receipts {
        match by_receipt(tx, permit, sources, receipt) {
            Ok(signal) => {
                opened = true;
                signals.push(signal);
            }
            Err(Stop::Refused(Refusal::ReceiptsUnknown { misses: more })) => misses += more,
            Err(other) => return Err(other),
        }
    }
    if opened {
        Ok((signals, misses))
    } else {
        Err(Refusal::ReceiptsUnknown { misses }.into())
    }
}

/// The row of this browser among those of a signal.
fn same<'a>(
    sources: &Sources,
    signal: SignalKey,
    endpoint: &PushEndpoint,
    known: &'a [PushSubscriptionRecord],
) -> Option<&'a PushSubscriptionRecord> {
    let index = push_index(sources.keys().index(), signal.uuid(), endpoint.reveal());
    known.iter().find(|record| record.endpoint_index == index)
}
