//! What is done about an issue.

use policy as op;
use shared::action::ActionDraft;

use super::super::actions::ActionCard;
use super::read::{IssueDesk, Pane};
use crate::components::{Button, Select, TextField, icon};
use crate::desk::choices;
use crate::desk::components::StepForm;
use crate::desk::unsent::Unsent;
use crate::prelude::*;

/// The actions, and the way to plan one.
#[component]
pub(super) fn Actions(desk: IssueDesk) -> impl IntoView {
    let work = desk.work;
    let may_plan = work.may::<op::PlanAction>();
    let can_plan = move || {
        may_plan
            && work
                .detail
                .with(|detail| detail.summary.state.is_editable())
    };
    let on_change = Callback::new(move |_: Action| work.reread());
    let actions = Memo::new(move |_| work.detail.with(|detail| detail.actions.clone()));
    view! {
        <section class="issue__part" id="actions">
            <div class="part-head">
                <h2 class="part-title">{t!(action.title)}</h2>
                {move || (can_plan() && !desk.is_open(Pane::PlanAction)).then(|| view! {
                    <Button label=t!(action.new) icon=icon::PLUS on_press=move |()| desk.toggle(Pane::PlanAction)/>
                })}
            </div>
            {move || desk.is_open(Pane::PlanAction).then(|| view! { <PlanForm desk/> })}
            {move || actions.with(Vec::is_empty).then(|| view! { <p class="meta">{t!(desk.actions_empty)}</p> })}
            // An open form stays whatever else changes about the issue.
            <ul class="action-list">
                <For each=move || actions.get() key=|action| (action.id, action.version) let:action>
                    <li><ActionCard action on_change on_overtaken=Callback::new(move |()| work.reread())/></li>
                </For>
            </ul>
        </section>
    }
}

#[component]
fn PlanForm(desk: IssueDesk) -> impl IntoView {
    let work = desk.work;
    let owner = work.detail.with_untracked(|detail| detail.owner);
    let id = work.detail.with_untracked(|detail| detail.summary.id);
    let fresh = ActionDraft {
        owner: owner.map(|id| id.to_string()).unwrap_or_default(),
        ..ActionDraft::default()
    };
    let unsent = Unsent::new(format!("plan.{id}"), fresh);
    let form = unsent.form;
    let options =
        Reactive::derive(move || desk.organisations.with(|all| choices::organisations(all)));
    let close = desk.close();
    let send = Callback::new(move |()| {
        if !form.is_valid(ActionDraft::parse) {
            return;
        }
        let draft = form.draft.get_untracked();
        let (id, version) = work
            .detail
            .with_untracked(|detail| (detail.summary.id, detail.summary.version));
        let api = work.api();
        work.sending.run(
            async move { api.plan_action(id, version, &draft).await },
            move |answer| match answer {
                Ok(_) => {
                    work.toaster.say(t!(action.planned));
                    unsent.sent();
                    close.run(());
                    work.reread();
                }
                Err(error) => work.refused(Some(form.any()), error),
            },
        );
    });
    view! {
        <StepForm form title=t!(action.new) send=t!(action.plan) busy=work.sending.is_busy() on_send=send on_close=close leftover=unsent.leftover()>
            <TextField form at="/title" label=t!(action.form_title) hint=t!(action.form_title_hint)
                get=|draft| draft.title.clone() set=|draft, typed| draft.title = typed/>
            <Select form at="/owner" label=t!(action.form_owner) options
                get=|draft| draft.owner.clone() set=|draft, id| draft.owner = id/>
            <TextField form at="/dueOn" kind="date" width="short" label=t!(action.form_due)
                get=|draft| draft.due_on.clone() set=|draft, day| draft.due_on = day/>
        </StepForm>
    }
}
