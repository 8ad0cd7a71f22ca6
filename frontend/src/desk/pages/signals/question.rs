//! Asking the provider something, without knowing who it is.

use shared::codes::ContactChoice;
use shared::id::QuestionId;
use shared::question::{NoteDraft, Question};
use shared::text::NOTE;

use super::panel::SignalWork;
use crate::components::{Button, ButtonKind, TextArea};
use crate::desk::components::StepForm;
use crate::desk::unsent::Unsent;
use crate::prelude::*;

/// What was asked and answered.
#[component]
pub(super) fn Questions(work: SignalWork, may_work: bool) -> impl IntoView {
    move || {
        let questions = work.detail.with(|detail| detail.questions.clone());
        (!questions.is_empty()).then(|| {
            let line = move |question: Question| view! { <Asked work question may_work/> };
            view! {
                <section class="signal__part">
                    <h2 class="part-title">{t!(desk.questions)}</h2>
                    <ol class="questions">{questions.into_iter().map(line).collect_view()}</ol>
                </section>
            }
        })
    }
}

#[component]
fn Asked(work: SignalWork, question: Question, may_work: bool) -> impl IntoView {
    let Question {
        id,
        text,
        asked_on,
        answer,
        answered_on,
        cancelled,
    } = question;
    let is_open = answered_on.is_none() && !cancelled;
    let asked = crate::i18n::day(asked_on);
    let state = if cancelled {
        shared::life_cycle::SignalEvent::CancelQuestion
            .label()
            .to_owned()
    } else if is_open {
        t!(question.waiting, date = asked)
    } else {
        crate::i18n::day(asked_on)
    };
    view! {
        <li class="question">
            <p class="quote">{text.unwrap_or_else(|| t!(timeline.text_erased).to_owned())}</p>
            <p class="meta">{state}</p>
            {answered_on.map(|day| view! {
                <div class="question__answer">
                    <p class="meta">{t!(question.answer, date = crate::i18n::day(day))}</p>
                    <p class="quote">{answer}</p>
                </div>
            })}
            {(is_open && may_work).then(|| view! {
                <Button label=t!(question.stop) kind=ButtonKind::Quiet busy=work.sending.is_busy()
                    on_press=move |()| cancel(work, id)/>
            })}
        </li>
    }
}

/// The question as typed, with examples one tap away.
#[component]
pub(super) fn AskForm(work: SignalWork, on_close: Callback<()>) -> impl IntoView {
    let id = work.detail.with_untracked(|detail| detail.summary.id);
    let unsent = Unsent::new(format!("ask.{id}"), NoteDraft::default());
    let form = unsent.form;
    let reach = work.detail.with_untracked(|detail| match detail.contact {
        ContactChoice::Code => t!(question.reach_code),
        ContactChoice::Email | ContactChoice::Account => t!(question.reach_mail),
    });
    let send = Callback::new(move |()| {
        if !form.is_valid(NoteDraft::parse) {
            return;
        }
        let draft = form.draft.get_untracked();
        work.act_in(
            Some(form.any()),
            move |api, id, version| {
                let draft = draft.clone();
                async move { api.ask_question(id, version, &draft).await }
            },
            move |detail| {
                let asked = detail
                    .questions
                    .iter()
                    .rev()
                    .find(|question| question.answered_on.is_none());
                match asked.map(|question| question.id) {
                    Some(question) => {
                        work.say_undoable(
                            detail,
                            t!(question.sent),
                            move |api, id, version| async move {
                                api.cancel_question(id, version, question).await
                            },
                        );
                    }
                    None => work.toaster.say(t!(question.sent)),
                }
                unsent.sent();
                let _ = on_close.try_run(());
            },
        );
    });
    let example = move |words: &'static str| {
        let take = move |()| form.draft.update(|draft| words.clone_into(&mut draft.text));
        view! { <Button label=words kind=ButtonKind::Quiet on_press=take/> }
    };
    let examples = [
        t!(question.example_when),
        t!(question.example_how_many),
        t!(question.example_tried),
    ];
    view! {
        <StepForm form title=t!(question.title) hint=reach send=t!(question.send) busy=work.sending.is_busy() on_send=send on_close leftover=unsent.leftover()>
            <div class="row">{examples.into_iter().map(example).collect_view()}</div>
            <TextArea form at="/text" limits=NOTE label=t!(question.label) hint=t!(question.hint)
                get=|draft| draft.text.clone() set=|draft, typed| draft.text = typed/>
        </StepForm>
    }
}

fn cancel(work: SignalWork, question: QuestionId) {
    work.act(
        move |api, id, version| async move { api.cancel_question(id, version, question).await },
        move |_| {
            work.toaster
                .say(shared::life_cycle::SignalEvent::CancelQuestion.label());
        },
    );
}
