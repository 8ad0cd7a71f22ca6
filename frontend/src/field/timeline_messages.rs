//! What was said back and forth about a signal: questions to answer, feedback to rate.

use shared::question::{NoteDraft, Question};
use shared::text::NOTE;
use shared::timeline::{RatingDraft, ReceivedFeedback};
use wasm_bindgen_futures::spawn_local;

use super::timeline::Following;
use crate::components::{
    BannerKind, Button, ErrorSummary, Notice, SubmitButton, TextArea, use_toaster,
};
use crate::forms::Form;
use crate::i18n::day;
use crate::prelude::*;

/// Every message of a signal; questions that wait first.
#[component]
pub(super) fn Messages(following: Following, authority: String) -> impl IntoView {
    let Some(timeline) = following.timeline.get_untracked() else {
        return ().into_any();
    };
    let (open, answered): (Vec<_>, Vec<_>) = timeline
        .questions
        .into_iter()
        .filter(|question| !question.cancelled)
        .partition(|question| question.answer.is_none());
    if open.is_empty() && answered.is_empty() && timeline.feedback.is_empty() {
        return view! {
            <section>
                <h2>{t!(timeline.messages)}</h2>
                <p class="meta">{t!(timeline.no_messages)}</p>
            </section>
        }
        .into_any();
    }
    let from = authority.clone();
    let feedback = timeline
        .feedback
        .into_iter()
        .map(move |feedback| view! { <OneFeedback following feedback authority=from.clone()/> })
        .collect_view();
    view! {
        <section class="messages">
            <h2>{t!(timeline.messages)}</h2>
            {open.into_iter().map(|question| view! { <OpenQuestion following question/> }).collect_view()}
            {feedback}
            {answered.into_iter().map(|question| view! { <AnsweredQuestion question authority=authority.clone()/> }).collect_view()}
        </section>
    }
    .into_any()
}

/// A question that waits for its answer.
#[component]
fn OpenQuestion(following: Following, question: Question) -> impl IntoView {
    let form = Form::new(NoteDraft::default());
    let busy = RwSignal::new(false);
    let toaster = use_toaster();
    let id = question.id;
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() || !form.is_valid(NoteDraft::parse) {
            return;
        }
        busy.set(true);
        let draft = form.draft.get_untracked();
        spawn_local(async move {
            let (client, receipt) = following.client();
            let answer = client.answer_question(&receipt, id, draft).await;
            busy.set(false);
            match answer {
                Ok(timeline) => {
                    following.hear(timeline);
                    toaster.say(t!(timeline.answer_sent));
                }
                Err(error) => form.show(&error),
            }
        });
    };
    view! {
        <article class="message message--question">
            <h3>{t!(feedback.question)}</h3>
            <p class="quote">{question.text}</p>
            <form novalidate on:submit=submit>
                <ErrorSummary form/>
                <TextArea form at="/text" label=t!(timeline.answer_label) hint=t!(timeline.answer_hint) limits=NOTE
                    get=|draft| draft.text.clone() set=|draft, typed| draft.text = typed/>
                <SubmitButton label=t!(timeline.answer_send) busy/>
            </form>
        </article>
    }
}

#[component]
fn AnsweredQuestion(question: Question, authority: String) -> impl IntoView {
    let asked = t!(
        timeline.from_authority,
        authority = authority,
        date = day(question.asked_on)
    );
    let answered = question
        .answered_on
        .map(|on| t!(timeline.from_you, date = day(on)));
    view! {
        <article class="message">
            <p class="meta">{asked}</p>
            <p class="quote">{question.text}</p>
        </article>
        <article class="message message--mine">
            <p class="meta">{answered}</p>
            <p class="quote">{question.answer}</p>
        </article>
    }
}

#[component]
fn OneFeedback(
    following: Following,
    feedback: ReceivedFeedback,
    authority: String,
) -> impl IntoView {
    let from = t!(
        timeline.from_authority,
        authority = authority,
        date = day(feedback.sent_on)
    );
    view! {
        <article class="message">
            <p class="meta">{from}</p>
            <h3>{feedback.moment.label()}</h3>
            <p class="quote">{feedback.text.clone()}</p>
            <Rating following feedback/>
        </article>
    }
}

/// One tap: it helps, or it does not.
#[component]
fn Rating(following: Following, feedback: ReceivedFeedback) -> impl IntoView {
    let toaster = use_toaster();
    let useful = RwSignal::new(feedback.useful);
    let id = feedback.id;
    let rate = move |is_useful: bool| {
        let before = useful.get_untracked();
        useful.set(Some(is_useful));
        spawn_local(async move {
            let (client, receipt) = following.client();
            let rating = RatingDraft { useful: is_useful };
            if client.rate_feedback(&receipt, id, rating).await.is_err() {
                useful.set(before);
                toaster.say(t!(timeline.rate_failed));
            }
        });
    };
    view! {
        <div class="rating">
            {move || if useful.get().is_some() {
                view! { <Notice kind=BannerKind::Ok><p>{t!(timeline.rate_thanks)}</p></Notice> }.into_any()
            } else {
                view! {
                    <p class="rating__question">{t!(feedback.useful)}</p>
                    <div class="row">
                        <Button label=t!(feedback.useful_yes) on_press=move |()| rate(true)/>
                        <Button label=t!(feedback.useful_no) on_press=move |()| rate(false)/>
                    </div>
                }.into_any()
            }}
        </div>
    }
}
