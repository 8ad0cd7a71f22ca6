//! Who pulls the issue.

use shared::issue::OwnerDraft;

use super::read::IssueDesk;
use crate::components::Select;
use crate::desk::choices;
use crate::desk::components::StepForm;
use crate::forms::Form;
use crate::prelude::*;

/// The organisation that owns it.
#[component]
pub(super) fn OwnForm(desk: IssueDesk) -> impl IntoView {
    let work = desk.work;
    let current = work.detail.with_untracked(|detail| detail.owner);
    let form = Form::new(OwnerDraft {
        organisation: current.map(|id| id.to_string()).unwrap_or_default(),
        member: None,
    });
    let options =
        Reactive::derive(move || desk.organisations.with(|all| choices::organisations(all)));
    let close = desk.close();
    let send = Callback::new(move |()| {
        if !form.is_valid(OwnerDraft::parse) {
            return;
        }
        let draft = form.draft.get_untracked();
        work.act_in(
            Some(form.any()),
            move |api, id, version| {
                let draft = draft.clone();
                async move { api.assign_owner(id, version, &draft).await }
            },
            move |detail| {
                let name = detail.summary.owner_name.clone().unwrap_or_default();
                work.toaster.say(t!(owner.done, name = name));
                let _ = close.try_run(());
            },
        );
    });
    view! {
        <StepForm form title=t!(owner.title) send=t!(issue_event.assign_owner) busy=work.sending.is_busy() on_send=send on_close=close>
            <Select form at="/organisation" label=t!(owner.choose) options
                get=|draft| draft.organisation.clone() set=|draft, id| draft.organisation = id/>
            <p><a href="/desk/organisations">{t!(organisation.new)}</a></p>
        </StepForm>
    }
}
