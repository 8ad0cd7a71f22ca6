//! A provider answers a question, with the receipt in the hand.

use policy::{AnswerQuestion, Permit};
use shared::id::QuestionId;
use shared::life_cycle::SignalEvent;
use shared::problem::Code;
use shared::text::Note;
use shared::timeline::Timeline;
use storage::{At, Tx};

use super::find::by_receipt;
use super::step::{Step, take_step};
use super::submit::has_certain_personal_data;
use super::timeline::timeline;
use crate::{Refusal, Sources, Stop};

/// Answers a question. Certain personal data is refused at the field: an answer cannot be held, and its writer is
/// still there to change it. Answering twice with the same words changes nothing.
pub fn answer_question(
    tx: &mut Tx<'_>,
    permit: &Permit<AnswerQuestion>,
    sources: &Sources,
    receipt: &str,
    question: QuestionId,
    answer: &Note,
) -> Result<Timeline, Stop> {
    if has_certain_personal_data(answer.reveal()) {
        return Err(Refusal::field("/body/text", Code::PersonalData).into());
    }
    let record = by_receipt(tx, permit, sources, receipt)?;
    let mut question = tx
        .question(permit.scope(), question)?
        .filter(|question| question.signal_id == record.id)
        .ok_or(Refusal::NotFound)?;
    if question.answer.as_deref() == Some(answer.reveal()) {
        return timeline(tx, permit, sources, &record);
    }
    if question.answered_at.is_some() || question.cancelled_at.is_some() {
        return Err(Refusal::WrongState.into());
    }
    question.answer = Some(answer.reveal().to_owned());
    question.answered_at = Some(At(sources.now()));
    tx.update_question(permit.scope(), &question)?;
    let record = take_step(
        tx,
        permit,
        sources,
        record,
        Step::plain(SignalEvent::Answer),
    )?;
    timeline(tx, permit, sources, &record)
}
