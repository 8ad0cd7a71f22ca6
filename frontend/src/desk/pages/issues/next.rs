//! What can happen next, in the order in which it matters, with what is missing for it.

use policy as op;
use shared::issue::{IssueDetail, NextStep};
use shared::life_cycle::{IssueEvent, IssueGuard};

use super::conclude::{ReopenForm, ResolveForm};
use super::decide::{AnswerForm, DecideForm};
use super::merge::MergeForm;
use super::pause::{DismissForm, ParkForm, StallForm};
use super::prioritise::PrioritiseForm;
use super::read::{IssueDesk, IssueWork, Pane};
use crate::components::{Button, ButtonKind};
use crate::desk::seat::Seat;
use crate::desk::words;
use crate::i18n::text_of_code;
use crate::prelude::*;

/// One thing to do: events that one form asks together stand for one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Act {
    Analyse,
    Validate,
    Prioritise,
    Decide,
    SendEscalation,
    RecordAnswer,
    Start,
    Resume,
    Resolve,
    Close,
    Unpark,
    Reopen,
    Stall,
    Park,
    Dismiss,
    Merge,
    Reconsider,
}

impl Act {
    fn of(event: IssueEvent) -> Option<Self> {
        Some(match event {
            IssueEvent::Analyse => Self::Analyse,
            IssueEvent::Validate => Self::Validate,
            IssueEvent::Prioritise => Self::Prioritise,
            IssueEvent::DecideAct | IssueEvent::DecideNoAct | IssueEvent::DecideEscalate => {
                Self::Decide
            }
            IssueEvent::SendEscalation => Self::SendEscalation,
            IssueEvent::AnswerAct | IssueEvent::AnswerNoAct => Self::RecordAnswer,
            IssueEvent::Start => Self::Start,
            IssueEvent::Resume => Self::Resume,
            IssueEvent::Resolve => Self::Resolve,
            IssueEvent::Close => Self::Close,
            IssueEvent::Unpark => Self::Unpark,
            IssueEvent::Reopen => Self::Reopen,
            IssueEvent::Stall => Self::Stall,
            IssueEvent::Park => Self::Park,
            IssueEvent::Dismiss => Self::Dismiss,
            IssueEvent::Merge => Self::Merge,
            IssueEvent::Reconsider => Self::Reconsider,
            // Undone where the merge is told: in the lineage.
            IssueEvent::UndoMerge => return None,
        })
    }

    /// Leads on; the others lead aside.
    const fn leads_on(self) -> bool {
        !matches!(
            self,
            Self::Stall | Self::Park | Self::Dismiss | Self::Merge | Self::Reconsider
        )
    }

    fn label(self) -> &'static str {
        let event = match self {
            Self::Analyse => IssueEvent::Analyse,
            Self::Validate => IssueEvent::Validate,
            Self::Prioritise => IssueEvent::Prioritise,
            Self::Decide => return t!(issue_event.decide),
            Self::SendEscalation => IssueEvent::SendEscalation,
            Self::RecordAnswer => return t!(issue_event.record_answer),
            Self::Start => IssueEvent::Start,
            Self::Resume => IssueEvent::Resume,
            Self::Resolve => IssueEvent::Resolve,
            Self::Close => IssueEvent::Close,
            Self::Unpark => IssueEvent::Unpark,
            Self::Reopen => IssueEvent::Reopen,
            Self::Stall => IssueEvent::Stall,
            Self::Park => IssueEvent::Park,
            Self::Dismiss => IssueEvent::Dismiss,
            Self::Merge => IssueEvent::Merge,
            Self::Reconsider => IssueEvent::Reconsider,
        };
        event.label()
    }

    fn is_allowed(self, seat: Seat, at: &str) -> bool {
        match self {
            Self::Analyse => seat.may_at::<op::AnalyseIssue>(at),
            Self::Validate => seat.may_at::<op::ValidateIssue>(at),
            Self::Prioritise => seat.may_at::<op::PrioritiseIssue>(at),
            Self::Decide => seat.may_at::<op::DecideIssue>(at),
            Self::SendEscalation => seat.may_at::<op::SendEscalation>(at),
            Self::RecordAnswer => seat.may_at::<op::RecordEscalationAnswer>(at),
            Self::Start => seat.may_at::<op::StartIssue>(at),
            Self::Resume => seat.may_at::<op::ResumeIssue>(at),
            Self::Resolve => seat.may_at::<op::ResolveIssue>(at),
            Self::Close => seat.may_at::<op::CloseIssue>(at),
            Self::Unpark => seat.may_at::<op::UnparkIssue>(at),
            Self::Reopen => seat.may_at::<op::ReopenIssue>(at),
            Self::Stall => seat.may_at::<op::StallIssue>(at),
            Self::Park => seat.may_at::<op::ParkIssue>(at),
            Self::Dismiss => seat.may_at::<op::DismissIssue>(at),
            Self::Merge => seat.may_at::<op::MergeIssues>(at),
            Self::Reconsider => seat.may_at::<op::ReconsiderIssue>(at),
        }
    }
}

/// One offer: what, and what is missing for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Offer {
    act: Act,
    missing: Vec<IssueGuard>,
    is_allowed: bool,
}

/// The offers in order: what leads on first. What may not be done by this person shows only when it leads on, so that
/// one knows whom to ask; a way back that is closed already does not show.
fn arrange(next: &[NextStep], is_allowed: impl Fn(Act) -> bool) -> Vec<Offer> {
    let mut offers: Vec<Offer> = Vec::new();
    for step in next {
        let Some(act) = Act::of(step.event) else {
            continue;
        };
        let is_open = step.missing.is_empty();
        match offers.iter_mut().find(|offer| offer.act == act) {
            Some(known) if is_open => known.missing.clear(),
            Some(_) => {}
            None => offers.push(Offer {
                act,
                missing: step.missing.clone(),
                is_allowed: is_allowed(act),
            }),
        }
    }
    offers.retain(|offer| offer.act.leads_on() || (offer.is_allowed && offer.missing.is_empty()));
    offers.sort_by_key(|offer| (!offer.act.leads_on(), !offer.is_allowed));
    offers
}

/// The next steps, and the small form of the one that was chosen.
#[component]
pub(super) fn NextSteps(desk: IssueDesk) -> impl IntoView {
    let work = desk.work;
    let offers = Memo::new(move |_| {
        let (next, authority) = work
            .detail
            .with(|detail| (detail.next.clone(), detail.summary.authority.clone()));
        arrange(&next, |act| act.is_allowed(work.seat, &authority))
    });
    let (main, aside) = (
        move || {
            offers
                .get()
                .into_iter()
                .filter(|offer| offer.act.leads_on())
        },
        move || {
            offers
                .get()
                .into_iter()
                .filter(|offer| !offer.act.leads_on())
        },
    );
    let close = desk.close();
    let open = Memo::new(move |_| match desk.pane.get() {
        Some(Pane::Step(act)) => Some(act),
        _ => None,
    });
    let form = move || {
        Some(match open.get()? {
            Act::Prioritise => view! { <PrioritiseForm work on_close=close/> }.into_any(),
            Act::Decide => view! { <DecideForm work on_close=close/> }.into_any(),
            Act::RecordAnswer => view! { <AnswerForm work on_close=close/> }.into_any(),
            Act::Resolve => view! { <ResolveForm work on_close=close/> }.into_any(),
            Act::Reopen => view! { <ReopenForm work on_close=close/> }.into_any(),
            Act::Stall => view! { <StallForm work on_close=close/> }.into_any(),
            Act::Park => view! { <ParkForm work on_close=close/> }.into_any(),
            Act::Dismiss => view! { <DismissForm work on_close=close/> }.into_any(),
            Act::Merge => view! { <MergeForm work on_close=close/> }.into_any(),
            _ => return None,
        })
    };
    let has_offers = Memo::new(move |_| offers.with(|offers| !offers.is_empty()));
    // What is typed in a form stays while the offers around it change.
    move || {
        if !has_offers.get() {
            return ().into_any();
        }
        view! {
            <section class="next" aria-labelledby="next-title">
                <h2 class="part-title" id="next-title">{t!(issue.next_title)}</h2>
                <ul class="next__list">
                    {move || main().map(|offer| view! { <li class="next__step"><Step desk offer/></li> }).collect_view()}
                </ul>
                <div class="row">
                    {move || aside().map(|offer| {
                        let act = offer.act;
                        view! { <Button label=act.label() kind=ButtonKind::Quiet busy=work.sending.is_busy() on_press=move |()| press(desk, act)/> }
                    }).collect_view()}
                </div>
                {form}
            </section>
        }
        .into_any()
    }
}

#[component]
fn Step(desk: IssueDesk, offer: Offer) -> impl IntoView {
    let Offer {
        act,
        missing,
        is_allowed,
    } = offer;
    let work = desk.work;
    if !is_allowed {
        return view! {
            <p><strong>{act.label()}</strong></p>
            <p class="meta">{t!(guard.role)}</p>
        }
        .into_any();
    }
    if missing.is_empty() {
        return view! {
            <Button label=act.label() kind=ButtonKind::Primary busy=work.sending.is_busy() on_press=move |()| press(desk, act)/>
        }
        .into_any();
    }
    let count = missing.len();
    let line = move |guard: IssueGuard| view! { <li><Missing desk guard/></li> };
    view! {
        <p><strong>{act.label()}</strong>" "<span class="meta">{t!(issue.missing_title, count = count)}</span></p>
        <ul class="todo">{missing.into_iter().map(line).collect_view()}</ul>
    }
    .into_any()
}

/// What is missing, as a way to it.
#[component]
fn Missing(desk: IssueDesk, guard: IssueGuard) -> impl IntoView {
    let words = desk
        .work
        .detail
        .with_untracked(|detail| words_of(guard, detail));
    let id = desk.work.detail.with_untracked(|detail| detail.summary.id);
    let pane = match guard {
        IssueGuard::Described => Some(Pane::Describe),
        IssueGuard::TwoOrganisations => Some(Pane::Recognise),
        IssueGuard::HasOwner => Some(Pane::Own),
        IssueGuard::HasAction => Some(Pane::PlanAction),
        _ => None,
    };
    if let Some(pane) = pane {
        let open = move |_| desk.pane.set(Some(pane));
        return view! { <button type="button" class="link-button" on:click=open>{words}</button> }
            .into_any();
    }
    match guard {
        IssueGuard::FourCriteria => view! { <a href="#criteria">{words}</a> }.into_any(),
        IssueGuard::AllInformed => {
            view! { <a href=format!("/desk/feedback?issue={id}")>{words}</a> }.into_any()
        }
        IssueGuard::HasSignal | IssueGuard::HasNewSignal => {
            view! { <a href="/desk/signals">{words}</a> }.into_any()
        }
        _ => view! { <span>{words}</span> }.into_any(),
    }
}

/// What is missing, with how much of it where that is known.
fn words_of(guard: IssueGuard, detail: &IssueDetail) -> String {
    match guard {
        IssueGuard::AllInformed => t!(guard.all_informed_count, count = detail.informed.waiting),
        IssueGuard::TwoOrganisations => {
            let missing = 2_usize.saturating_sub(detail.recognitions.len());
            t!(guard.two_organisations_count, count = missing)
        }
        other => text_of_code("guard", other.code()).to_owned(),
    }
}

/// Whether a step can be taken now.
pub(super) fn is_offered(work: IssueWork, act: Act) -> bool {
    let (next, authority) = work
        .detail
        .with_untracked(|detail| (detail.next.clone(), detail.summary.authority.clone()));
    arrange(&next, |act| act.is_allowed(work.seat, &authority))
        .iter()
        .any(|offer| offer.act == act && offer.is_allowed && offer.missing.is_empty())
}

/// Opens the form of a step, or does it at once when it asks nothing.
pub(super) fn press(desk: IssueDesk, act: Act) {
    match act {
        Act::Analyse => at_once(desk.work, IssueEvent::Analyse),
        Act::Validate => at_once(desk.work, IssueEvent::Validate),
        Act::SendEscalation => at_once(desk.work, IssueEvent::SendEscalation),
        Act::Start => at_once(desk.work, IssueEvent::Start),
        Act::Resume => at_once(desk.work, IssueEvent::Resume),
        Act::Close => at_once(desk.work, IssueEvent::Close),
        Act::Unpark => at_once(desk.work, IssueEvent::Unpark),
        Act::Reconsider => at_once(desk.work, IssueEvent::Reconsider),
        _ => desk.toggle(Pane::Step(act)),
    }
}

fn at_once(work: IssueWork, event: IssueEvent) {
    work.act(
        move |api, id, version| async move {
            match event {
                IssueEvent::Validate => api.validate_issue(id, version).await,
                IssueEvent::SendEscalation => api.send_escalation(id, version).await,
                IssueEvent::Start => api.start_issue(id, version).await,
                IssueEvent::Resume => api.resume_issue(id, version).await,
                IssueEvent::Close => api.close_issue(id, version).await,
                IssueEvent::Unpark => api.unpark_issue(id, version).await,
                IssueEvent::Reconsider => api.reconsider_issue(id, version).await,
                _ => api.analyse_issue(id, version).await,
            }
        },
        move |_| {
            let done = match event {
                IssueEvent::Close => t!(close.done),
                other => words::done(other),
            };
            work.toaster.say(done);
        },
    );
}

/// Says what was decided; who may, can take it back as long as nobody was told.
pub(super) fn say_reconsiderable(work: IssueWork, detail: &IssueDetail, done: &'static str) {
    let is_open = |step: &NextStep| step.event == IssueEvent::Reconsider && step.missing.is_empty();
    let may = work
        .seat
        .may_at::<op::ReconsiderIssue>(&detail.summary.authority);
    if may && detail.next.iter().any(is_open) {
        work.say_undoable(detail, done, |api, id, version| async move {
            api.reconsider_issue(id, version).await
        });
    } else {
        work.toaster.say(done);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(event: IssueEvent, missing: &[IssueGuard]) -> NextStep {
        NextStep {
            event,
            missing: missing.to_vec(),
        }
    }

    #[test]
    fn what_leads_on_comes_first_and_the_three_decisions_are_one() {
        let next = [
            step(IssueEvent::Park, &[]),
            step(IssueEvent::DecideAct, &[]),
            step(IssueEvent::DecideNoAct, &[]),
            step(IssueEvent::DecideEscalate, &[]),
            step(IssueEvent::Merge, &[]),
        ];
        let acts: Vec<Act> = arrange(&next, |_| true)
            .iter()
            .map(|offer| offer.act)
            .collect();
        assert_eq!(acts, [Act::Decide, Act::Park, Act::Merge]);
    }

    #[test]
    fn a_processor_sees_that_the_lead_validates_but_no_closed_way_back() {
        let next = [
            step(IssueEvent::Validate, &[IssueGuard::FourCriteria]),
            step(IssueEvent::Dismiss, &[]),
            step(IssueEvent::Reconsider, &[IssueGuard::NobodyInformed]),
        ];
        let offers = arrange(&next, |act| act == Act::Dismiss);
        let acts: Vec<(Act, bool)> = offers
            .iter()
            .map(|offer| (offer.act, offer.is_allowed))
            .collect();
        assert_eq!(acts, [(Act::Validate, false), (Act::Dismiss, true)]);
    }

    #[test]
    fn every_event_is_offered_somewhere() {
        crate::i18n::use_dutch_texts();
        for event in IssueEvent::ALL {
            let is_offered = Act::of(*event).is_some() || *event == IssueEvent::UndoMerge;
            assert!(is_offered, "{event}");
            assert_ne!(
                words::done(*event),
                event.code(),
                "{event} has no words for when it is done"
            );
        }
    }

    #[test]
    fn every_guard_has_words() {
        crate::i18n::use_dutch_texts();
        for guard in IssueGuard::ALL {
            assert_ne!(text_of_code("guard", guard.code()), guard.code());
        }
    }
}
