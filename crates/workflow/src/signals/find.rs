//! Finding the signal that a request is about.

use identity::receipts::ReceiptCode;
use policy::{Operation, Permit};
use shared::id::SignalId;
use shared::life_cycle::SignalState;
use storage::Tx;
use storage::records::SignalRecord;

use crate::{Refusal, Sources, Stop};

/// The signal within the permit's scope, in the version that the client saw.
pub fn signal_in<A: Operation>(
    tx: &mut Tx<'_>,
    permit: &Permit<A>,
    id: SignalId,
    expected: u64,
) -> Result<SignalRecord, Stop> {
    let record = tx.signal(permit.scope(), id)?.ok_or(Refusal::NotFound)?;
    let current = u64::try_from(record.version).unwrap_or_default();
    if current == expected {
        Ok(record)
    } else {
        Err(Refusal::Stale { current }.into())
    }
}

/// The signal that a follow-up code opens. Unknown, expired and erased are one answer.
pub fn by_receipt<A: Operation>(
    tx: &mut Tx<'_>,
    permit: &Permit<A>,
    sources: &Sources,
    receipt: &str,
) -> Result<SignalRecord, Stop> {
    let unknown = |misses| Refusal::ReceiptsUnknown { misses };
    let code = ReceiptCode::parse(receipt).ok_or(unknown(1))?;
    let record = tx
        .signal_by_receipt(permit.scope(), &code.index(sources.keys().index()))?
        .ok_or(unknown(1))?;
    if record.state.0 == SignalState::Erased {
        return Err(unknown(0).into());
    }
    Ok(record)
}
