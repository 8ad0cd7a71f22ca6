//! What a language model wrote about the signals of an issue: marked as the words of a computer until a person read it.

use shared::id::SignalId;
use shared::summary::{DraftClaim, DraftContent, DraftState, LanguageModel, SummaryDraft};
use wasm_bindgen_futures::spawn_local;

use super::super::signals::InboxView;
use super::read::IssueWork;
use crate::api::Answer;
use crate::browser::timer;
use crate::components::{BannerKind, Button, ButtonKind, Notice, use_toaster};
use crate::desk::sending::Sending;
use crate::prelude::*;

/// How often it is looked whether the language model is done, and how long that goes on.
const LOOK_MS: i32 = 2_000;
const LOOKS: u32 = 30;

/// The draft, or the button that asks for one; nothing where no language model may be asked and none was.
#[component]
pub(super) fn Draft(
    work: IssueWork,
    /// The language model that may be asked.
    offered: Option<LanguageModel>,
    draft: Option<SummaryDraft>,
    /// Reads anew.
    again: Callback<()>,
) -> impl IntoView {
    let sending = Sending::new();
    let toaster = use_toaster();
    let id = move || work.detail.with_untracked(|detail| detail.summary.id);
    let ask = Callback::new(move |()| {
        let (api, id) = (work.api(), id());
        sending.run(
            async move { api.draft_summary(id).await },
            move |answer| match answer {
                Ok(_) => again.run(()),
                Err(error) => toaster.say_failed(error.text(), None),
            },
        );
    });
    // What a person did with it is told, and whatever came of it is read anew.
    let tell = move |done: &'static str, answer: Answer<()>| {
        match answer {
            Ok(()) => toaster.say(done),
            Err(error) => toaster.say_failed(error.text(), None),
        }
        again.run(());
    };
    let approve = Callback::new(move |version: u64| {
        let (api, id) = (work.api(), id());
        sending.run(
            async move { api.approve_summary(id, version).await.map(drop) },
            move |answer| tell(t!(draft.approved_now), answer),
        );
    });
    let discard = Callback::new(move |version: u64| {
        let (api, id) = (work.api(), id());
        sending.run(
            async move { api.discard_summary(id, version).await },
            move |answer| tell(t!(draft.discarded), answer),
        );
    });
    let busy = sending.is_busy();
    let button = move |label: &'static str| {
        offered.as_ref().map(|by| {
            let hint = t!(
                draft.ask_hint,
                model = by.model.clone(),
                host = by.host.clone()
            );
            view! {
                <div class="draft__ask">
                    <Button label busy on_press=ask/>
                    <p class="field__hint">{hint}</p>
                </div>
            }
        })
    };
    let Some(draft) = draft else {
        return button(t!(draft.ask)).into_any();
    };
    match (draft.state, draft.content) {
        (DraftState::Asked, _) => view! { <Waiting again ask/> }.into_any(),
        (_, Some(content)) => {
            let is_approved = draft.state == DraftState::Approved;
            let version = draft.version;
            let mark = if is_approved {
                t!(draft.approved)
            } else {
                t!(draft.made)
            };
            let old = draft.outdated.then(|| {
                view! {
                    <Notice kind=BannerKind::Info><p>{t!(draft.outdated)}</p></Notice>
                    {button(t!(draft.again))}
                }
            });
            view! {
                <article class="draft" class:draft--approved=is_approved aria-labelledby="draft-mark">
                    <p class="draft__mark" id="draft-mark">{mark}" "{draft.language_model.model}</p>
                    <Words content/>
                    {old}
                    <div class="row">
                        {(!is_approved).then(|| view! {
                            <Button label=t!(draft.approve) busy on_press=move |()| approve.run(version)/>
                        })}
                        <Button label=t!(draft.discard) kind=ButtonKind::Quiet busy on_press=move |()| discard.run(version)/>
                    </div>
                </article>
            }
            .into_any()
        }
        (_, None) => {
            let why = draft.cause.map(Labelled::label);
            view! {
                <Notice kind=BannerKind::Warn><p>{why}</p></Notice>
                {button(t!(draft.again))}
            }
            .into_any()
        }
    }
}

/// Title, sentences, and what each rests on.
#[component]
fn Words(content: DraftContent) -> impl IntoView {
    let left_out = (content.dropped > 0).then(|| t!(draft.dropped, count = content.dropped));
    view! {
        {content.title.map(|title| view! { <h3 class="draft__title">{title}</h3> })}
        {(!content.summary.is_empty()).then(|| view! { <p>{content.summary}</p> })}
        <ul class="draft__claims">{content.claims.into_iter().map(claim).collect_view()}</ul>
        <p class="meta">{t!(draft.read, count = content.signals)}" "{left_out}</p>
    }
}

fn claim(claim: DraftClaim) -> impl IntoView {
    let link = |(place, signal): (usize, SignalId)| {
        let name = t!(suggestion.alike_nth, number = place + 1);
        view! { <a href=InboxView::address_of_signal(signal)>{name}</a>" " }
    };
    view! {
        <li>
            {claim.text}" "
            <span class="meta">{t!(draft.rests_on)}" "{claim.signals.into_iter().enumerate().map(link).collect_view()}</span>
        </li>
    }
}

/// Looks until there is an answer; after a minute one may ask once more.
#[component]
fn Waiting(again: Callback<()>, ask: Callback<()>) -> impl IntoView {
    let is_long = RwSignal::new(false);
    spawn_local(async move {
        for _ in 0..LOOKS {
            timer::after(LOOK_MS).await;
            if is_long.try_get_untracked().is_none() {
                // Another view took its place, or the page was left.
                return;
            }
            again.run(());
        }
        let _ = is_long.try_set(true);
    });
    view! {
        <p class="draft__waits" role="status">
            {move || if is_long.get() { t!(draft.waits_long) } else { t!(draft.waits) }}
        </p>
        {move || is_long.get().then(|| view! { <Button label=t!(draft.again) on_press=ask/> })}
    }
}
