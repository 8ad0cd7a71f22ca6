//! A provider adds chips after sending.

use policy::{EnrichSignal, Permit};
use shared::problem::Code;
use shared::signal::{NewChips, TagOrigin};
use shared::taxonomy::Scheme;
use shared::timeline::Timeline;
use storage::{On, Stored, Tx};

use super::depth::{Told, depth_of};
use super::find::by_receipt;
use super::step::save;
use super::submit::{has_certain_personal_data, provider_code};
use super::timeline::timeline;
use crate::{Refusal, Sources, Stop};

/// Replaces the chips by what the provider chose now: what was unchosen goes. Sending the same twice changes nothing.
pub fn enrich_signal(
    tx: &mut Tx<'_>,
    permit: &Permit<EnrichSignal>,
    sources: &Sources,
    receipt: &str,
    chips: &NewChips,
) -> Result<Timeline, Stop> {
    for (pointer, note) in [("/body/tried", &chips.tried), ("/body/wish", &chips.wish)] {
        if note
            .as_ref()
            .is_some_and(|note| has_certain_personal_data(note.reveal()))
        {
            return Err(Refusal::field(pointer, Code::PersonalData).into());
        }
    }
    let mut record = by_receipt(tx, permit, sources, receipt)?;
    if record.state.is_ended() {
        return Err(Refusal::WrongState.into());
    }
    record.frequency = chips.frequency.map(Stored);
    record.people = chips.people.map(Stored);
    record.kind = chips.kind.map(Stored);
    record.place = chips.place.as_ref().map(|name| name.reveal().to_owned());
    record.last_activity_on = On(sources.today(record.authority_id.0));
    let mut text = tx
        .signal_text(permit.scope(), record.id.0)?
        .ok_or(Refusal::NotFound)?;
    text.tried = chips.tried.as_ref().map(|note| note.reveal().to_owned());
    text.wish = chips.wish.as_ref().map(|note| note.reveal().to_owned());
    tx.update_signal_text(permit.scope(), &text)?;
    for (scheme, codes) in [
        (Scheme::Theme, &chips.themes),
        (Scheme::TargetGroup, &chips.target_groups),
    ] {
        tx.clear_provider_tags(permit.scope(), record.id.0, scheme)?;
        for code in codes {
            tx.put_proposal(
                permit.scope(),
                &provider_code(sources, &record, scheme, code, TagOrigin::Provider),
            )?;
        }
    }
    if record.state.is_readable() {
        let words = text.text.as_deref().unwrap_or_default();
        record.depth = Some(depth_of(words, &Told::by(chips), record.locale.0));
    }
    let record = save(tx, permit, sources, record)?;
    timeline(tx, permit, sources, &record)
}
