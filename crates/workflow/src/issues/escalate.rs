//! To a higher level, and back with its answer.

use policy::{Permit, RecordEscalationAnswer, SendEscalation};
use shared::codes::{ClosedList, Decision, EscalationAnswer};
use shared::id::IssueId;
use shared::issue::IssueDetail;
use shared::life_cycle::IssueEvent;
use shared::text::Description;
use storage::Tx;

use super::decide::settle;
use super::facts::Facts;
use super::find::issue_in;
use super::step::{Step, take_step};
use super::view::issue_detail;
use crate::{Sources, Stop};

/// The neutral text went to the higher level, by letter or mail; from here its silence shows.
pub fn send_escalation(
    tx: &mut Tx<'_>,
    permit: &Permit<SendEscalation>,
    sources: &Sources,
    issue: IssueId,
    expected: u64,
) -> Result<IssueDetail, Stop> {
    let record = issue_in(tx, permit, issue, expected)?;
    let facts = Facts::load(tx, permit.scope(), sources, &record)?;
    let step = Step::plain(IssueEvent::SendEscalation);
    let record = take_step(tx, permit, sources, &facts, record, step)?;
    issue_detail(tx, permit, sources, record)
}

/// The higher level answered; recorded by hand. It is a decision like any other, so providers hear it.
pub fn record_escalation_answer(
    tx: &mut Tx<'_>,
    permit: &Permit<RecordEscalationAnswer>,
    sources: &Sources,
    issue: IssueId,
    expected: u64,
    answer: EscalationAnswer,
    motivation: &Description,
) -> Result<IssueDetail, Stop> {
    let record = issue_in(tx, permit, issue, expected)?;
    let (event, decision) = match answer {
        EscalationAnswer::Accept | EscalationAnswer::Partly => {
            (IssueEvent::AnswerAct, Decision::Act)
        }
        EscalationAnswer::Refuse => (IssueEvent::AnswerNoAct, Decision::NoAct),
    };
    let step = Step::because(event, answer.code(), Some(motivation.reveal()));
    let record = settle(tx, permit, sources, record, decision, motivation, step)?;
    issue_detail(tx, permit, sources, record)
}
