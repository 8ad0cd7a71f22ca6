//! Signals that the machine finds alike (D3, D5): link where they are linked, end as a duplicate, or say that they differ.

use policy as op;
use shared::analysis::{ComparisonDraft, Likeness, SimilarSignal};
use shared::id::SignalId;
use shared::life_cycle::{LifeCycle, SignalEvent};
use shared::signal::EndDraft;

use super::end::reconsider;
use super::link::link;
use super::panel::SignalWork;
use super::view::InboxView;
use crate::components::{Button, ButtonKind};
use crate::desk::words::{age, today};
use crate::prelude::*;

/// How many are shown before somebody asks for all.
const FIRST: usize = 3;

/// What the signal is like. Nothing is said where nothing is.
#[component]
pub(super) fn Similar(work: SignalWork, may_work: bool) -> impl IntoView {
    let found = RwSignal::new(Vec::<SimilarSignal>::new());
    let is_whole = RwSignal::new(false);
    if work.may::<op::ListSimilarSignals>() {
        let id = work.detail.with_untracked(|detail| detail.summary.id);
        let api = work.api();
        wasm_bindgen_futures::spawn_local(async move {
            if let Ok(similar) = api.list_similar_signals(id).await {
                let _ = found.try_set(similar);
            }
        });
    }
    move || {
        let all = found.get();
        if all.is_empty() {
            return ().into_any();
        }
        let count = all.len();
        let most = if is_whole.get() { count } else { FIRST };
        let line = move |one: SimilarSignal| view! { <Line work one found may_work/> };
        let lines = all.into_iter().take(most).map(line).collect_view();
        view! {
            <section class="signal__part">
                <h2 class="part-title">{t!(signal.similar_title)}</h2>
                <ul class="similar-list">{lines}</ul>
                {(count > most).then(|| view! {
                    <Button label=t!(alike.show_all, count = count.to_string()) kind=ButtonKind::Quiet
                        on_press=move |()| is_whole.set(true)/>
                })}
            </section>
        }
        .into_any()
    }
}

#[component]
fn Line(
    work: SignalWork,
    one: SimilarSignal,
    found: RwSignal<Vec<SimilarSignal>>,
    may_work: bool,
) -> impl IntoView {
    let SimilarSignal {
        signal,
        likeness,
        shared,
        ..
    } = one;
    let other = signal.id;
    let own_issues = work
        .detail
        .with_untracked(|detail| detail.summary.issues.clone());
    let is_open = work.detail.with_untracked(|detail| {
        let state = detail.summary.state;
        state.on(SignalEvent::CloseDuplicate).next().is_some()
    });
    let link_to = signal
        .issues
        .iter()
        .find(|issue| !own_issues.iter().any(|own| own.id == issue.id))
        .cloned();
    let issues: Vec<String> = signal
        .issues
        .iter()
        .map(|issue| format!("{} {}", issue.number, issue.title))
        .collect();
    let words = shared.join(" · ");
    let buttons = move || {
        view! {
            <div class="row">
                {link_to.clone().map(|issue| view! {
                    <Button label=t!(alike.link, issue = issue.number.clone()) busy=work.sending.is_busy()
                        on_press=move |()| link(work, issue.id, issue.number.clone())/>
                })}
                {(is_open && likeness != Likeness::Similar).then(|| view! {
                    <Button label=t!(alike.duplicate) kind=ButtonKind::Quiet busy=work.sending.is_busy()
                        on_press=move |()| end_as_duplicate(work, other)/>
                })}
                <Button label=t!(alike.different) kind=ButtonKind::Quiet busy=work.sending.is_busy()
                    on_press=move |()| tell_apart(work, other, found, true)/>
            </div>
        }
    };
    view! {
        <li class="similar">
            <p>
                <span class="badge">{likeness.label()}</span>" "
                <a href=InboxView::address_of_signal(other)>{signal.excerpt}</a>
            </p>
            <p class="meta">
                {age(signal.received_on, today())}
                {(!issues.is_empty()).then(|| view! { " · "{issues.join(", ")} })}
            </p>
            {(!words.is_empty()).then(|| view! { <p class="meta">{t!(alike.shared, words = words)}</p> })}
            {may_work.then(buttons)}
        </li>
    }
}

fn end_as_duplicate(work: SignalWork, of: SignalId) {
    work.act(
        move |api, id, version| async move {
            api.end_signal(id, version, &EndDraft::Duplicate { of })
                .await
        },
        move |detail| work.say_undoable(detail, t!(alike.ended), reconsider),
    );
}

/// Remembers it, or takes it back.
fn tell_apart(
    work: SignalWork,
    other: SignalId,
    found: RwSignal<Vec<SimilarSignal>>,
    different: bool,
) {
    let id = work.detail.with_untracked(|detail| detail.summary.id);
    let api = work.api();
    let draft = ComparisonDraft { other, different };
    work.sending.run(
        async move { api.compare_signals(id, &draft).await },
        move |answer| match answer {
            Ok(similar) => {
                let _ = found.try_set(similar);
                if different {
                    let back = move |()| tell_apart(work, other, found, false);
                    work.toaster
                        .say_undoable(t!(alike.told_apart), Callback::new(back));
                } else {
                    work.toaster.say(t!(common.undone));
                }
            }
            Err(error) => work.refused(None, error),
        },
    );
}
