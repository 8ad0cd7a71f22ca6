//! Steps aside: not taken up, put off, standing still. Each owes a reason.

use shared::codes::{DismissReason, ParkReason, StallReason};
use shared::issue::{DismissDraft, ParkDraft, StallDraft};
use shared::life_cycle::IssueEvent;
use shared::problem::Invalid;
use shared::text::NOTE;

use super::next::say_reconsiderable;
use super::read::IssueWork;
use crate::components::{Chip, ChoiceSet, TextArea, TextField};
use crate::desk::components::StepForm;
use crate::desk::unsent::Unsent;
use crate::desk::words::{self, both, chosen, filled, today, unless_blank};
use crate::forms::Form;
use crate::prelude::*;

/// As typed.
#[derive(Clone, Default, PartialEq)]
struct Typed {
    reason: String,
    note: String,
    review_on: String,
}

impl Typed {
    fn dismissal(self) -> Result<DismissDraft, Invalid> {
        let (reason, note) = both(
            chosen::<DismissReason>("/reason", &self.reason),
            filled("/note", &self.note),
        )?;
        Ok(DismissDraft { reason, note })
    }

    fn pause(self, today: Day) -> Result<ParkDraft, Invalid> {
        let (reason, review_on) = both(
            chosen::<ParkReason>("/reason", &self.reason),
            filled("/reviewOn", &self.review_on),
        )?;
        let draft = ParkDraft {
            reason,
            note: unless_blank(&self.note),
            review_on,
        };
        draft.clone().parse(today).map(|_| draft)
    }

    fn standstill(self) -> Result<StallDraft, Invalid> {
        let reason = chosen::<StallReason>("/reason", &self.reason)?;
        Ok(StallDraft {
            reason,
            note: unless_blank(&self.note),
        })
    }
}

/// Not an issue after all.
#[component]
pub(super) fn DismissForm(work: IssueWork, on_close: Callback<()>) -> impl IntoView {
    let id = work.detail.with_untracked(|detail| detail.summary.id);
    let unsent = Unsent::new(format!("dismiss.{id}"), Typed::default());
    let form = unsent.form;
    let send = Callback::new(move |()| {
        let Some(draft) = form.parsed(Typed::dismissal) else {
            return;
        };
        work.act_in(
            Some(form.any()),
            move |api, id, version| {
                let draft = draft.clone();
                async move { api.dismiss_issue(id, version, &draft).await }
            },
            move |detail| {
                say_reconsiderable(work, detail, words::done(IssueEvent::Dismiss));
                unsent.sent();
                let _ = on_close.try_run(());
            },
        );
    });
    view! {
        <StepForm form title=t!(dismiss.title) hint=t!(dismiss.hint) send=t!(dismiss.send) busy=work.sending.is_busy() on_send=send on_close leftover=unsent.leftover()>
            <Reason form chips={Chip::of_list::<DismissReason>()}/>
            <TextArea form at="/note" limits=NOTE label=t!(issue.reason_text) hint=t!(decide.motivation_hint)
                get=|typed| typed.note.clone() set=|typed, words| typed.note = words/>
        </StepForm>
    }
}

/// Until a day.
#[component]
pub(super) fn ParkForm(work: IssueWork, on_close: Callback<()>) -> impl IntoView {
    let id = work.detail.with_untracked(|detail| detail.summary.id);
    let unsent = Unsent::new(format!("park.{id}"), Typed::default());
    let form = unsent.form;
    let send = Callback::new(move |()| {
        let Some(draft) = form.parsed(|typed| typed.pause(today())) else {
            return;
        };
        work.act_in(
            Some(form.any()),
            move |api, id, version| {
                let draft = draft.clone();
                async move { api.park_issue(id, version, &draft).await }
            },
            move |detail| {
                let done = words::done(IssueEvent::Park);
                work.say_undoable(detail, done, |api, id, version| async move {
                    api.unpark_issue(id, version).await
                });
                unsent.sent();
                let _ = on_close.try_run(());
            },
        );
    });
    view! {
        <StepForm form title=t!(park.title) send=t!(park.send) busy=work.sending.is_busy() on_send=send on_close leftover=unsent.leftover()>
            <Reason form chips={Chip::of_list::<ParkReason>()}/>
            <TextField form at="/reviewOn" kind="date" width="short" label=t!(park.review) hint=t!(park.review_hint)
                get=|typed| typed.review_on.clone() set=|typed, day| typed.review_on = day/>
            <Note form/>
        </StepForm>
    }
}

/// The work stands still.
#[component]
pub(super) fn StallForm(work: IssueWork, on_close: Callback<()>) -> impl IntoView {
    let id = work.detail.with_untracked(|detail| detail.summary.id);
    let unsent = Unsent::new(format!("stall.{id}"), Typed::default());
    let form = unsent.form;
    let send = Callback::new(move |()| {
        let Some(draft) = form.parsed(Typed::standstill) else {
            return;
        };
        work.act_in(
            Some(form.any()),
            move |api, id, version| {
                let draft = draft.clone();
                async move { api.stall_issue(id, version, &draft).await }
            },
            move |detail| {
                let done = words::done(IssueEvent::Stall);
                work.say_undoable(detail, done, |api, id, version| async move {
                    api.resume_issue(id, version).await
                });
                unsent.sent();
                let _ = on_close.try_run(());
            },
        );
    });
    view! {
        <StepForm form title=t!(stall.title) send=t!(stall.send) busy=work.sending.is_busy() on_send=send on_close leftover=unsent.leftover()>
            <Reason form chips={Chip::of_list::<StallReason>()}/>
            <Note form/>
        </StepForm>
    }
}

#[component]
fn Reason(form: Form<Typed>, chips: Vec<Chip>) -> impl IntoView {
    view! {
        <ChoiceSet form at="/reason" label=t!(issue.reason_code) chips=Reactive::stored(chips)
            get=|typed| typed.reason.clone() set=|typed, code| typed.reason = code/>
    }
}

#[component]
fn Note(form: Form<Typed>) -> impl IntoView {
    view! {
        <TextArea form at="/note" optional=true limits=NOTE label=t!(issue.reason_text)
            get=|typed| typed.note.clone() set=|typed, words| typed.note = words/>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_aside_owes_its_reason() {
        let day: Day = "2026-11-23".parse().unwrap();
        let told = [
            Typed::default().dismissal().unwrap_err().to_string(),
            Typed::default().pause(day).unwrap_err().to_string(),
            Typed::default().standstill().unwrap_err().to_string(),
        ];
        assert_eq!(
            told,
            [
                "/reason required; /note required",
                "/reason required; /reviewOn required",
                "/reason required"
            ]
        );
    }

    #[test]
    fn a_pause_ends_on_a_later_day() {
        let day: Day = "2026-11-23".parse().unwrap();
        let typed = Typed {
            reason: "noCapacity".into(),
            review_on: "2026-11-23".into(),
            ..Typed::default()
        };
        assert_eq!(
            typed.pause(day).unwrap_err().to_string(),
            "/reviewOn dateInPast"
        );
    }
}
