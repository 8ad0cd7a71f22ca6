//! A processor asks the provider something, by way of the receipt: identity is never needed.

use policy::{AskQuestion, CancelQuestion, Permit};
use shared::id::{QuestionId, SignalId};
use shared::life_cycle::SignalEvent;
use shared::problem::Code;
use shared::signal::SignalDetail;
use shared::text::Note;
use storage::records::QuestionRecord;
use storage::{At, Key, Tx};

use super::find::signal_in;
use super::step::{Step, take_step};
use super::submit::has_certain_personal_data;
use super::view::signal_detail;
use crate::{Refusal, Sources, Stop};

/// Asks a question. It counts as the first response; a mail without its words tells the provider that one waits.
pub fn ask_question(
    tx: &mut Tx<'_>,
    permit: &Permit<AskQuestion>,
    sources: &Sources,
    signal: SignalId,
    expected: u64,
    question: &Note,
) -> Result<SignalDetail, Stop> {
    if has_certain_personal_data(question.reveal()) {
        return Err(Refusal::field("/text", Code::PersonalData).into());
    }
    let mut record = signal_in(tx, permit, signal, expected)?;
    let now = At(sources.now());
    record.first_response_at = record.first_response_at.or(Some(now));
    let authority = record.authority_id.0;
    let asked = QuestionRecord {
        authority_id: record.authority_id,
        id: Key(QuestionId::new(sources.ids.public())),
        signal_id: record.id,
        membership_id: permit.seat(authority).map(|(member, _)| Key(member)),
        text: Some(question.reveal().to_owned()),
        asked_at: now,
        answer: None,
        answered_at: None,
        seen_at: None,
        cancelled_at: None,
    };
    tx.insert_question(permit.scope(), &asked)?;
    let record = take_step(tx, permit, sources, record, Step::plain(SignalEvent::Ask))?;
    crate::outbox::tell_that_a_question_waits(tx, permit, sources, &record)?;
    signal_detail(tx, permit, sources, record)
}

/// Takes an open question back.
pub fn cancel_question(
    tx: &mut Tx<'_>,
    permit: &Permit<CancelQuestion>,
    sources: &Sources,
    signal: SignalId,
    expected: u64,
    question: QuestionId,
) -> Result<SignalDetail, Stop> {
    let record = signal_in(tx, permit, signal, expected)?;
    let mut question = tx
        .question(permit.scope(), question)?
        .filter(|question| question.signal_id == record.id && question.answered_at.is_none())
        .ok_or(Refusal::NotFound)?;
    question.cancelled_at = Some(At(sources.now()));
    tx.update_question(permit.scope(), &question)?;
    let record = take_step(
        tx,
        permit,
        sources,
        record,
        Step::plain(SignalEvent::CancelQuestion),
    )?;
    signal_detail(tx, permit, sources, record)
}
