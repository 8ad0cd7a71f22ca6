//! This issue goes into another one; the old number leads there.

use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::issue::IssueSummary;
use shared::life_cycle::{IssueEvent, IssueState, LifeCycle};
use shared::lineage::MergeDraft;

use super::read::IssueWork;
use crate::components::{Button, ButtonKind};
use crate::desk::components::IssuePicker;
use crate::prelude::*;

/// Finds the issue that stays, says what will happen, and does it.
#[component]
pub(super) fn MergeForm(work: IssueWork, on_close: Callback<()>) -> impl IntoView {
    let target = RwSignal::new(None::<IssueSummary>);
    let navigate = StoredValue::new_local(use_navigate());
    let choose = Callback::new(move |issue: IssueSummary| {
        let own = work.detail.with_untracked(|detail| detail.summary.id);
        if issue.id != own {
            target.set(Some(issue));
        }
    });
    let send = Callback::new(move |()| {
        let Some(into) = target.get_untracked() else {
            return;
        };
        let (from, number) = work
            .detail
            .with_untracked(|detail| (detail.summary.id, detail.summary.number.clone()));
        let api = work.api();
        let call = async move {
            api.merge_issues(into.id, into.version, &MergeDraft { from })
                .await
        };
        work.sending.run(call, move |answer| match answer {
            Ok(stays) => {
                let stays = stays.value.summary;
                work.toaster
                    .say(t!(merge.done, number = number, target = stays.number));
                navigate.with_value(|navigate| {
                    navigate(
                        &format!("/desk/issues/{}", stays.id),
                        NavigateOptions::default(),
                    );
                });
            }
            Err(error) => work.refused(None, error),
        });
    });
    view! {
        <section class="step-form">
            <h2 class="step-form__title">{t!(merge.title)}</h2>
            <p class="field__hint">{t!(merge.hint)}</p>
            {move || match target.get() {
                None => view! {
                    <IssuePicker authority=work.authority() label=t!(merge.target) takes=may_take on_choose=choose on_close/>
                    <Button label=t!(common.cancel) kind=ButtonKind::Quiet on_press=on_close/>
                }.into_any(),
                Some(into) => {
                    let moving = work.detail.with_untracked(|detail| detail.summary.signals);
                    view! {
                        <p><strong>{into.number.clone()}" "{into.title}</strong></p>
                        <p>{t!(merge.effect, count = moving, number = into.number)}</p>
                        <div class="row">
                            <Button label=t!(merge.send) kind=ButtonKind::Primary busy=work.sending.is_busy() on_press=send/>
                            <Button label=t!(common.back) kind=ButtonKind::Quiet on_press=move |()| target.set(None)/>
                        </div>
                    }.into_any()
                }
            }}
        </section>
    }
}

/// Both sides of a merge stand before a decision: the same states that may go into another.
fn may_take(state: IssueState) -> bool {
    state.on(IssueEvent::Merge).next().is_some()
}
