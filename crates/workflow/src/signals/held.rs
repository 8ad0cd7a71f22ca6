//! Signals held because of certain personal data: looking, redacting for good, releasing.

use policy::{Operation, Permit, RedactSignal, ReleaseSignal, RevealHeldText};
use shared::id::SignalId;
use shared::life_cycle::{SignalEvent, SignalState};
use shared::problem::Code;
use shared::signal::SignalDetail;
use shared::taxonomy::Scheme;
use shared::text::{Note, SignalText};
use storage::Tx;
use storage::records::{SignalRecord, SignalTextRecord};

use super::depth::{Told, depth_of};
use super::find::signal_in;
use super::step::{Step, take_step};
use super::submit::{has_certain_personal_data, terms};
use super::view::signal_detail;
use crate::{Refusal, Sources, Stop};

/// Shows the text unmasked. The audit entry is part of the same transaction: no entry, no text (decisions.md 15).
pub fn reveal_held_text(
    tx: &mut Tx<'_>,
    permit: &Permit<RevealHeldText>,
    signal: SignalId,
) -> Result<String, Stop> {
    let record = tx
        .signal(permit.scope(), signal)?
        .ok_or(Refusal::NotFound)?;
    if record.state.0 != SignalState::Held {
        return Err(Refusal::WrongState.into());
    }
    tx.touches("signal", record.public_id.0);
    let text = tx.signal_text(permit.scope(), record.id.0)?;
    text.and_then(|text| text.text)
        .ok_or_else(|| Refusal::NotFound.into())
}

/// Replaces the text for good: the original is destroyed, and so is the keyed hash of the body it came in
/// (decisions.md 8). *That* it was redacted is logged, not what.
pub fn redact_signal(
    tx: &mut Tx<'_>,
    permit: &Permit<RedactSignal>,
    sources: &Sources,
    signal: SignalId,
    expected: u64,
    redacted: &SignalText,
) -> Result<SignalDetail, Stop> {
    if has_certain_personal_data(redacted.reveal()) {
        return Err(Refusal::field("/text", Code::PersonalData).into());
    }
    let mut record = signal_in(tx, permit, signal, expected)?;
    let mut text = tx
        .signal_text(permit.scope(), record.id.0)?
        .ok_or(Refusal::NotFound)?;
    record.client_body = None;
    text.text = Some(redacted.reveal().to_owned());
    text.tried = text.tried.map(|tried| without_certain(&tried));
    text.wish = text.wish.map(|wish| without_certain(&wish));
    record.depth = Some(depth_now(tx, permit, &record, &text)?);
    let record = take_step(
        tx,
        permit,
        sources,
        record,
        Step::plain(SignalEvent::Redact),
    )?;
    text.search_terms = terms(redacted.reveal(), &record);
    tx.update_signal_text(permit.scope(), &text)?;
    tx.forget_analysis(permit.scope(), record.id.0)?;
    crate::analysis::wake(tx, sources, record.authority_id.0)?;
    crate::erasure::remember(tx, permit, sources, "redactedSignal", record.id.uuid())?;
    signal_detail(tx, permit, sources, record)
}

/// Releases a false alarm, with the reason.
pub fn release_signal(
    tx: &mut Tx<'_>,
    permit: &Permit<ReleaseSignal>,
    sources: &Sources,
    signal: SignalId,
    expected: u64,
    why: &Note,
) -> Result<SignalDetail, Stop> {
    let mut record = signal_in(tx, permit, signal, expected)?;
    let mut text = tx
        .signal_text(permit.scope(), record.id.0)?
        .ok_or(Refusal::NotFound)?;
    record.depth = Some(depth_now(tx, permit, &record, &text)?);
    let step = Step {
        // The one reason there is; the words say why somebody thinks so.
        reason: Some("falseAlarm"),
        note: Some(why.reveal()),
        ..Step::plain(SignalEvent::Release)
    };
    let record = take_step(tx, permit, sources, record, step)?;
    text.search_terms = terms(text.text.as_deref().unwrap_or_default(), &record);
    tx.update_signal_text(permit.scope(), &text)?;
    crate::analysis::wake(tx, sources, record.authority_id.0)?;
    signal_detail(tx, permit, sources, record)
}

/// What the signal tells now that it may be read.
fn depth_now<A: Operation>(
    tx: &mut Tx<'_>,
    permit: &Permit<A>,
    record: &SignalRecord,
    text: &SignalTextRecord,
) -> Result<i32, Stop> {
    let tags = tx.tags_of(permit.scope(), &[record.id.0])?;
    let has_groups = tags.iter().any(|tag| tag.scheme.0 == Scheme::TargetGroup);
    let told = Told::stored(record, text, has_groups);
    let words = text.text.as_deref().unwrap_or_default();
    Ok(depth_of(words, &told, record.locale.0))
}

fn without_certain(text: &str) -> String {
    privacy::mask(text, &privacy::find(text))
}
