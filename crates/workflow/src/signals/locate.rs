//! A processor says which neighbourhood a signal is about.

use policy::{LocateSignal, Permit};
use shared::id::SignalId;
use shared::signal::SignalDetail;
use storage::{On, Tx};

use super::find::signal_in;
use super::step::save;
use super::view::signal_detail;
use crate::{Refusal, Sources, Stop};

/// Puts it into a neighbourhood, or takes it out. The text must be readable: who says so has read it.
pub fn locate_signal(
    tx: &mut Tx<'_>,
    permit: &Permit<LocateSignal>,
    sources: &Sources,
    signal: SignalId,
    expected: u64,
    place: Option<&str>,
) -> Result<SignalDetail, Stop> {
    let mut record = signal_in(tx, permit, signal, expected)?;
    if !record.state.is_readable() {
        return Err(Refusal::WrongState.into());
    }
    record.place = place.map(str::to_owned);
    record.last_activity_on = On(sources.today(record.authority_id.0));
    let record = save(tx, permit, sources, record)?;
    signal_detail(tx, permit, sources, record)
}
