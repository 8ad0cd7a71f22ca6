//! This issue goes into another one; the old number leads there.

use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::issue::{IssueDetail, IssueSummary};
use shared::life_cycle::IssueState;
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
    let (own, themes) = work.detail.with_untracked(|detail| {
        let themes: Vec<String> = detail
            .summary
            .themes
            .iter()
            .map(ToString::to_string)
            .collect();
        (detail.summary.id, themes)
    });
    let choose = Callback::new(move |issue: IssueSummary| target.set(Some(issue)));
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
                let done = t!(
                    merge.done,
                    number = number,
                    target = stays.value.summary.number.clone()
                );
                say_movable_back(work, &stays.value, done);
                let stays = stays.value.summary;
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
        <section class="step-form" role="group" aria-labelledby="merge-title">
            <h2 class="step-form__title" id="merge-title">{t!(merge.title)}</h2>
            <p class="field__hint">{t!(merge.hint)}</p>
            {move || match target.get() {
                None => view! {
                    <IssuePicker authority=work.authority() label=t!(merge.target) takes=IssueState::takes_signals themes=themes.clone()
                        without=own on_choose=choose on_close/>
                    <div class="row"><Button label=t!(common.cancel) kind=ButtonKind::Quiet on_press=on_close/></div>
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

/// Says that signals moved, and offers to move them back: the newest merge or split of this issue.
pub(super) fn say_movable_back(work: IssueWork, detail: &IssueDetail, done: String) {
    let newest = detail.lineage.iter().rev().find(|step| !step.undone);
    match newest.map(|step| step.id) {
        Some(lineage) => work.say_undoable(detail, done, move |api, id, version| async move {
            api.undo_lineage(id, version, lineage).await
        }),
        None => work.toaster.say(done),
    }
}
