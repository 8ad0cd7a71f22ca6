//! Finding the signal that a request is about.

use identity::receipts::ReceiptCode;
use policy::{Operation, Permit};
use shared::id::SignalId;
use shared::life_cycle::SignalState;
use shared::problem::Code;
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
    let code = ReceiptCode::parse(receipt).ok_or(Refusal::Code(Code::ReceiptUnknown))?;
    let record = tx.signal_by_receipt(permit.scope(), &code.index(sources.keys().index()))?;
    record
        .filter(|record| record.state.0 != SignalState::Erased)
        .ok_or_else(|| Code::ReceiptUnknown.into())
}
